-- Short ids for links that are too long for a code. Times are microseconds since the epoch.
CREATE TABLE schemes (
  scheme_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  target TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX schemes_of_user ON schemes (user_id, created_at);
