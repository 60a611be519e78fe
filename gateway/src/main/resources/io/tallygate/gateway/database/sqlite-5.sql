
-- What was told of: each subject and event once, until the window's end.
CREATE TABLE alert_told (
  event TEXT NOT NULL,
  subject TEXT NOT NULL, -- a key, or the upstream
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL,
  until_second INTEGER NOT NULL,
  PRIMARY KEY (event, subject, group_name, limit_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_told_until ON alert_told (until_second);

-- Which keys end soon is asked every ten seconds; most have no end.
CREATE INDEX api_key_expiry ON api_key (expiry_second) WHERE expiry_second < 9223372036854775807;

PRAGMA user_version = 5;
