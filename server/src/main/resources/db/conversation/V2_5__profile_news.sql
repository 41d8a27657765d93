-- When somebody's acquaintances were last told that the profile changed, and whether it has changed
-- again since.
CREATE TABLE profile_news (
  user_id TEXT PRIMARY KEY REFERENCES users (user_id),
  told_at BIGINT NOT NULL,
  waiting BOOLEAN NOT NULL
);

CREATE INDEX profile_news_waiting ON profile_news (told_at) WHERE waiting = TRUE;
