-- Ids are lower-case UUIDs, times microseconds since the epoch, keys and signatures base64.

-- What a device left for those who want to begin a conversation with it.
CREATE TABLE signal_devices (
  session_id TEXT PRIMARY KEY REFERENCES sessions (session_id),
  user_id TEXT NOT NULL REFERENCES users (user_id),
  identity_key TEXT NOT NULL,
  signed_key_id BIGINT NOT NULL,
  signed_key TEXT NOT NULL,
  signature TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE INDEX signal_devices_of_user ON signal_devices (user_id);

-- Its one-time keys in the order in which they came. One that was taken stays for a while, so that a
-- repeated upload doesn't bring it back.
CREATE TABLE signal_one_time_keys (
  session_id TEXT NOT NULL REFERENCES sessions (session_id),
  public_key TEXT NOT NULL,
  key_id BIGINT NOT NULL,
  place BIGINT NOT NULL,
  taker_id TEXT,
  taken_at BIGINT,
  PRIMARY KEY (session_id, public_key)
);

CREATE INDEX signal_one_time_keys_left ON signal_one_time_keys (session_id, place)
WHERE taken_at IS NULL;

CREATE INDEX signal_one_time_keys_taken ON signal_one_time_keys (session_id, taken_at)
WHERE taken_at IS NOT NULL;
