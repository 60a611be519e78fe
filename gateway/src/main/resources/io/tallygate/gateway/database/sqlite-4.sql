-- Whose calls of what are counted. An empty caller stands for all, and calls without a key.
CREATE TABLE usage_pair (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  caller TEXT NOT NULL,
  group_name TEXT NOT NULL,
  UNIQUE (caller, group_name)
) STRICT;

CREATE TABLE usage_hour (
  start_second INTEGER NOT NULL,
  pair INTEGER NOT NULL REFERENCES usage_pair (number),
  admitted INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY (start_second, pair)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_hour_pair ON usage_hour (pair, start_second);

CREATE TABLE usage_minute (
  start_second INTEGER NOT NULL,
  pair INTEGER NOT NULL REFERENCES usage_pair (number),
  admitted INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY (start_second, pair)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_minute_pair ON usage_minute (pair, start_second);

-- The last batch of each writer, so that none is added twice.
CREATE TABLE usage_writer (
  id TEXT PRIMARY KEY,
  batch INTEGER NOT NULL,
  second INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;
