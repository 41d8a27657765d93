-- Ids are lower-case UUIDs, times microseconds since the epoch.

-- A user's PIN: digits, of which only a hash is kept, or else an Ed25519 key that signs in their place
-- (base64), with the number it has among the keys there were. step counts the changes.
CREATE TABLE pins (
  user_id TEXT PRIMARY KEY REFERENCES users (user_id),
  digits_hash TEXT,
  tip_key TEXT,
  tip_counter BIGINT NOT NULL,
  step BIGINT NOT NULL,
  right_at BIGINT NOT NULL
);

-- The last iterator that came with a PIN, of each session.
CREATE TABLE pin_iterators (
  session_id TEXT PRIMARY KEY REFERENCES sessions (session_id),
  iterator BIGINT NOT NULL
);

-- Attempts that failed. One is written before it is looked at, and taken back when it was right.
CREATE TABLE pin_failures (
  failure_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  failed_at BIGINT NOT NULL
);

CREATE INDEX pin_failures_of_user ON pin_failures (user_id, failed_at);
