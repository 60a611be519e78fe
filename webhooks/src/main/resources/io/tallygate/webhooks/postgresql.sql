-- The tables of webhooks, for the migration of the database that holds them.
CREATE TABLE webhook_endpoint (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL, -- separated by spaces
  description TEXT,
  secret TEXT NOT NULL,
  created_millis BIGINT NOT NULL,
  disabled_millis BIGINT
);

CREATE INDEX webhook_endpoint_owner ON webhook_endpoint (owner, created_millis);

CREATE TABLE webhook_message (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  created_millis BIGINT NOT NULL
);

CREATE INDEX webhook_message_created ON webhook_message (created_millis);

CREATE TABLE webhook_delivery (
  message_id TEXT NOT NULL REFERENCES webhook_message (id) ON DELETE CASCADE,
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
  state TEXT NOT NULL, -- PENDING, DELIVERED, DEAD
  attempts BIGINT NOT NULL,
  due_millis BIGINT NOT NULL,
  claimed_until_millis BIGINT NOT NULL,
  last_status BIGINT,
  last_error TEXT,
  PRIMARY KEY (message_id, endpoint_id)
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (state, due_millis);
CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (endpoint_id, state);
