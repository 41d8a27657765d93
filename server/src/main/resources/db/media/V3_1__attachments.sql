-- Ids are lower-case UUIDs, times microseconds since the epoch.

-- What was announced (EMPTY), is just being put in its place (PLACING), or is there (STORED). Only
-- the last two have a content: its SHA-256 in hex, and its size in bytes.
CREATE TABLE attachments (
  attachment_id TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (user_id),
  state TEXT NOT NULL,
  sha256 TEXT,
  size BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX attachments_of_owner ON attachments (owner_id, expires_at);

CREATE INDEX attachments_by_end ON attachments (expires_at);

CREATE INDEX attachments_by_content ON attachments (sha256);

CREATE INDEX attachments_placing ON attachments (attachment_id) WHERE state = 'PLACING';
