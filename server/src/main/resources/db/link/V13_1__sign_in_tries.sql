-- Tries at short codes to sign in with, of a day. One is written before it is looked at. Times are microseconds since the epoch.
CREATE TABLE sign_in_tries (
  user_id TEXT NOT NULL REFERENCES users (user_id),
  tried_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, tried_at)
);
