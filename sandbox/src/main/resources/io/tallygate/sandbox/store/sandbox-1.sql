-- Files: also those that are not uploaded yet, and those whose bytes are deleted.
CREATE TABLE file (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  team TEXT NOT NULL,
  user TEXT NOT NULL,
  key TEXT NOT NULL,
  execution_id TEXT,
  tool TEXT,
  engine TEXT,
  display_name TEXT NOT NULL,
  description TEXT,
  transcript TEXT,
  prompt TEXT,
  content TEXT, -- JSON: what was found in it; NULL until it was looked into
  state TEXT NOT NULL, -- WAITING, PROCESSING, READY, FAILED, DELETED
  scope TEXT NOT NULL, -- GLOBAL, TEMPORARY
  created_millis INTEGER NOT NULL,
  archived_millis INTEGER NOT NULL, -- 0 while it is not
  playback_id TEXT UNIQUE,
  declared TEXT
) STRICT;

CREATE TABLE execution (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  team TEXT NOT NULL,
  user TEXT NOT NULL,
  key TEXT NOT NULL,
  tool TEXT NOT NULL,
  body TEXT NOT NULL, -- JSON, as it was checked
  inputs TEXT NOT NULL, -- ids of files, separated by spaces
  state TEXT NOT NULL, -- PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED
  attempts INTEGER NOT NULL,
  created_millis INTEGER NOT NULL,
  ended_millis INTEGER NOT NULL, -- 0 until then
  results TEXT NOT NULL, -- ids of files, separated by spaces
  error TEXT
) STRICT;
