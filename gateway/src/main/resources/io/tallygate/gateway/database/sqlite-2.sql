-- One row. Its number grows within each transaction that changes what servers must know.
CREATE TABLE change_count (
  number INTEGER PRIMARY KEY CHECK (number = 1),
  change INTEGER NOT NULL
) STRICT;
INSERT INTO change_count VALUES (1, 0);

CREATE TABLE plan (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_second INTEGER NOT NULL,
  change INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_change ON plan (change);

-- Of count and thousandths (a factor) one is null.
CREATE TABLE plan_rule (
  plan TEXT NOT NULL REFERENCES plan (name) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL,
  count INTEGER,
  thousandths INTEGER,
  PRIMARY KEY (plan, group_name, limit_name),
  CHECK ((count IS NULL) <> (thousandths IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE owner (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  metadata TEXT NOT NULL,
  plan TEXT REFERENCES plan (name),
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'BLOCKED')),
  created_second INTEGER NOT NULL,
  change INTEGER NOT NULL
) STRICT;
CREATE INDEX owner_change ON owner (change);
CREATE INDEX owner_plan ON owner (plan);

CREATE TABLE api_key (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  last_four TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  metadata TEXT NOT NULL,
  owner TEXT REFERENCES owner (id),
  plan TEXT REFERENCES plan (name),
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'BLOCKED', 'REVOKED')),
  created_second INTEGER NOT NULL,
  expiry_second INTEGER NOT NULL,
  last_used_second INTEGER NOT NULL DEFAULT 0,
  change INTEGER NOT NULL
) STRICT;
CREATE INDEX api_key_change ON api_key (change);
CREATE INDEX api_key_owner ON api_key (owner);
CREATE INDEX api_key_plan ON api_key (plan);

-- What is kept of the secrets: the present one of each key, and replaced ones until their end.
CREATE TABLE key_secret (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  key_id TEXT NOT NULL REFERENCES api_key (id),
  until_second INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX key_secret_key ON key_secret (key_id);

-- Overrides. The subject is a key or an owner; neither is ever deleted.
CREATE TABLE limit_grant (
  number INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL,
  count INTEGER,
  thousandths INTEGER,
  from_second INTEGER NOT NULL,
  until_second INTEGER NOT NULL,
  reason TEXT NOT NULL,
  created_second INTEGER NOT NULL,
  UNIQUE (subject, group_name, limit_name, from_second),
  CHECK ((count IS NULL) <> (thousandths IS NULL))
) STRICT;

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  second INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL
) STRICT;
CREATE INDEX audit_target ON audit (target, number);

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit is append-only');
END;

CREATE TABLE admin_token (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('READ', 'OPERATE', 'ADMIN')),
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  created_second INTEGER NOT NULL,
  expiry_second INTEGER NOT NULL,
  revoked_second INTEGER,
  last_used_second INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The response is encrypted under what only the caller has: his idempotency key and his token.
CREATE TABLE idempotency (
  key_hash BLOB NOT NULL CHECK (length(key_hash) = 32),
  token_id TEXT NOT NULL REFERENCES admin_token (id),
  request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
  response BLOB,
  created_second INTEGER NOT NULL,
  PRIMARY KEY (token_id, key_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_created ON idempotency (created_second);

CREATE TABLE drain (
  number INTEGER PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES api_key (id),
  group_name TEXT NOT NULL,
  requested_millis INTEGER NOT NULL,
  taken INTEGER NOT NULL DEFAULT 0,
  units INTEGER,
  refusal TEXT
) STRICT;

CREATE TABLE published_policy (
  number INTEGER PRIMARY KEY CHECK (number = 1),
  key_prefix TEXT NOT NULL
) STRICT;

CREATE TABLE published_limit (
  number INTEGER PRIMARY KEY,
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL UNIQUE,
  count INTEGER NOT NULL,
  period_seconds INTEGER NOT NULL
) STRICT;

PRAGMA user_version = 2;
