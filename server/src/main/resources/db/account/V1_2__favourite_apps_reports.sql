-- The bots that somebody shows on their profile.
CREATE TABLE favourite_apps (
  user_id TEXT NOT NULL REFERENCES users (user_id),
  app_id TEXT NOT NULL REFERENCES apps (app_id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, app_id)
);

-- Whom somebody found fault with, and when they last said so.
CREATE TABLE reports (
  reporter_id TEXT NOT NULL REFERENCES users (user_id),
  reported_id TEXT NOT NULL REFERENCES users (user_id),
  times INTEGER NOT NULL,
  reported_at BIGINT NOT NULL,
  PRIMARY KEY (reporter_id, reported_id)
);
