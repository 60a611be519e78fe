-- One row. Its number grows within each transaction that changes what servers must know.
CREATE TABLE change_count (
  number INTEGER PRIMARY KEY CHECK (number = 1),
  change BIGINT NOT NULL
);
INSERT INTO change_count VALUES (1, 0);

CREATE TABLE plan (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_second BIGINT NOT NULL,
  change BIGINT NOT NULL
);
CREATE INDEX plan_change ON plan (change);

-- Of count and thousandths (a factor) one is null.
CREATE TABLE plan_rule (
  plan TEXT NOT NULL REFERENCES plan (name) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL,
  count BIGINT,
  thousandths BIGINT,
  PRIMARY KEY (plan, group_name, limit_name),
  CHECK ((count IS NULL) <> (thousandths IS NULL))
);

CREATE TABLE owner (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  metadata TEXT NOT NULL,
  plan TEXT REFERENCES plan (name),
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'BLOCKED')),
  created_second BIGINT NOT NULL,
  change BIGINT NOT NULL
);
CREATE INDEX owner_change ON owner (change);
CREATE INDEX owner_plan ON owner (plan);

CREATE TABLE api_key (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  last_four TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  metadata TEXT NOT NULL,
  owner TEXT REFERENCES owner (id),
  plan TEXT REFERENCES plan (name),
  state TEXT NOT NULL CHECK (state IN ('ACTIVE', 'BLOCKED', 'REVOKED')),
  created_second BIGINT NOT NULL,
  expiry_second BIGINT NOT NULL,
  last_used_second BIGINT NOT NULL DEFAULT 0,
  change BIGINT NOT NULL
);
CREATE INDEX api_key_change ON api_key (change);
CREATE INDEX api_key_owner ON api_key (owner);
CREATE INDEX api_key_plan ON api_key (plan);

-- What is kept of the secrets: the present one of each key, and replaced ones until their end.
CREATE TABLE key_secret (
  hash BYTEA PRIMARY KEY CHECK (length(hash) = 32),
  key_id TEXT NOT NULL REFERENCES api_key (id),
  until_second BIGINT NOT NULL
);
CREATE INDEX key_secret_key ON key_secret (key_id);

-- Overrides. The subject is a key or an owner; neither is ever deleted.
CREATE TABLE limit_grant (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject TEXT NOT NULL,
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL,
  count BIGINT,
  thousandths BIGINT,
  from_second BIGINT NOT NULL,
  until_second BIGINT NOT NULL,
  reason TEXT NOT NULL,
  created_second BIGINT NOT NULL,
  UNIQUE (subject, group_name, limit_name, from_second),
  CHECK ((count IS NULL) <> (thousandths IS NULL))
);

CREATE TABLE audit (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  second BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL
);
CREATE INDEX audit_target ON audit (target, number);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit is append-only';
END;
$$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TABLE admin_token (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('READ', 'OPERATE', 'ADMIN')),
  hash BYTEA NOT NULL UNIQUE CHECK (length(hash) = 32),
  created_second BIGINT NOT NULL,
  expiry_second BIGINT NOT NULL,
  revoked_second BIGINT,
  last_used_second BIGINT NOT NULL DEFAULT 0
);

-- The response is encrypted under what only the caller has: his idempotency key and his token.
CREATE TABLE idempotency (
  key_hash BYTEA NOT NULL CHECK (length(key_hash) = 32),
  token_id TEXT NOT NULL REFERENCES admin_token (id),
  request_hash BYTEA NOT NULL CHECK (length(request_hash) = 32),
  response BYTEA,
  created_second BIGINT NOT NULL,
  PRIMARY KEY (token_id, key_hash)
);
CREATE INDEX idempotency_created ON idempotency (created_second);

CREATE TABLE drain (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES api_key (id),
  group_name TEXT NOT NULL,
  requested_millis BIGINT NOT NULL,
  taken BIGINT NOT NULL DEFAULT 0,
  units BIGINT,
  refusal TEXT
);

CREATE TABLE published_policy (
  number INTEGER PRIMARY KEY CHECK (number = 1),
  key_prefix TEXT NOT NULL
);

CREATE TABLE published_limit (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_name TEXT NOT NULL,
  limit_name TEXT NOT NULL UNIQUE,
  count BIGINT NOT NULL,
  period_seconds BIGINT NOT NULL
);
