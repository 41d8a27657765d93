-- Ids are lower-case UUIDs, times microseconds since the epoch. An amount is a whole number of the
-- smallest unit of its asset, which has this many decimals.

-- Whoever issues an asset has the negative of what there is of it: all balances add up to 0.
CREATE TABLE assets (
  asset_id TEXT PRIMARY KEY,
  symbol TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  icon TEXT NOT NULL,
  decimals INTEGER NOT NULL,
  issuer_id TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  retired_at BIGINT
);

CREATE TABLE balances (
  user_id TEXT NOT NULL,
  asset_id TEXT NOT NULL REFERENCES assets (asset_id),
  units BIGINT NOT NULL,
  PRIMARY KEY (user_id, asset_id)
);

-- An issuer pays when something is issued.
CREATE TABLE transfers (
  trace_id TEXT PRIMARY KEY,
  payer_id TEXT NOT NULL,
  payee_id TEXT NOT NULL,
  asset_id TEXT NOT NULL REFERENCES assets (asset_id),
  units BIGINT NOT NULL,
  memo TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX transfers_in_order ON transfers (created_at);

-- What a transfer did to the balance of each of its two parties.
CREATE TABLE snapshots (
  snapshot_id TEXT PRIMARY KEY,
  trace_id TEXT NOT NULL REFERENCES transfers (trace_id),
  user_id TEXT NOT NULL,
  opponent_id TEXT NOT NULL,
  asset_id TEXT NOT NULL,
  units BIGINT NOT NULL,
  opening BIGINT NOT NULL,
  closing BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX snapshots_of_user ON snapshots (user_id, created_at);

CREATE INDEX snapshots_of_user_and_asset ON snapshots (user_id, asset_id, created_at);
