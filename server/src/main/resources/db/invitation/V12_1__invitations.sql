-- Invitations to make an account. Times are microseconds since the epoch. Of a code only its SHA-256 is kept.
CREATE TABLE invitations (
  invitation_id TEXT PRIMARY KEY,
  code_hash TEXT NOT NULL UNIQUE,
  uses INTEGER NOT NULL,
  used INTEGER NOT NULL,
  contact_id TEXT REFERENCES users (user_id),
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
