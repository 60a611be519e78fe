-- Whose calls of what are counted. An empty caller stands for all, and calls without a key.
CREATE TABLE usage_pair (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  caller TEXT NOT NULL,
  group_name TEXT NOT NULL,
  UNIQUE (caller, group_name)
);

CREATE TABLE usage_hour (
  start_second BIGINT NOT NULL,
  pair BIGINT NOT NULL REFERENCES usage_pair (number),
  admitted BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  PRIMARY KEY (start_second, pair)
);
CREATE INDEX usage_hour_pair ON usage_hour (pair, start_second);

CREATE TABLE usage_minute (
  start_second BIGINT NOT NULL,
  pair BIGINT NOT NULL REFERENCES usage_pair (number),
  admitted BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  PRIMARY KEY (start_second, pair)
);
CREATE INDEX usage_minute_pair ON usage_minute (pair, start_second);

-- The last batch of each writer, so that none is added twice.
CREATE TABLE usage_writer (
  id TEXT PRIMARY KEY,
  batch BIGINT NOT NULL,
  second BIGINT NOT NULL
);
