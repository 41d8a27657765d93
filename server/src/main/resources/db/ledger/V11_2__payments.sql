-- Transfers that somebody has prepared for others to make, each behind a code.
CREATE TABLE payments (
  code_id TEXT PRIMARY KEY,
  creator_id TEXT NOT NULL REFERENCES users (user_id),
  trace_id TEXT NOT NULL,
  payee_id TEXT NOT NULL REFERENCES users (user_id),
  asset_id TEXT NOT NULL REFERENCES assets (asset_id),
  units BIGINT NOT NULL,
  memo TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (creator_id, trace_id)
);

CREATE INDEX payments_of_creator ON payments (creator_id, created_at);
