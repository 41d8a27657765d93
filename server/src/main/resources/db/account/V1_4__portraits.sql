-- The picture of a user or a group; name is the SHA-256 of its bytes, in hex, and what kind it is.
CREATE TABLE portraits (
  owner_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  bytes BYTEA NOT NULL
);

CREATE INDEX portraits_by_name ON portraits (name);
