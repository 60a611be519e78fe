
-- What was told of: each subject and event once, until the window's end.
CREATE TABLE alert_told (
  event TEXT NOT NULL,
  subject TEXT NOT NULL, -- a key, or the upstream
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL,
  until_second BIGINT NOT NULL,
  PRIMARY KEY (event, subject, group_name, limit_name)
);
CREATE INDEX alert_told_until ON alert_told (until_second);

-- Which keys end soon is asked every ten seconds; most have no end.
CREATE INDEX api_key_expiry ON api_key (expiry_second) WHERE expiry_second < 9223372036854775807;
