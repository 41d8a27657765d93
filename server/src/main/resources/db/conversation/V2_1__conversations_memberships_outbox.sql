-- Ids are lower-case UUIDs, times microseconds since the epoch.

CREATE TABLE conversations (
  conversation_id TEXT PRIMARY KEY,
  category TEXT NOT NULL,
  creator_id TEXT NOT NULL REFERENCES users (user_id),
  name TEXT NOT NULL,
  announcement TEXT NOT NULL,
  icon_url TEXT NOT NULL,
  code_id TEXT UNIQUE,
  expire_in INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

-- Somebody's time in a conversation; member_until is the largest BIGINT while it lasts.
CREATE TABLE memberships (
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  user_id TEXT NOT NULL REFERENCES users (user_id),
  member_since BIGINT NOT NULL,
  member_until BIGINT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (conversation_id, user_id, member_since)
);

CREATE INDEX memberships_of_user ON memberships (user_id);

CREATE UNIQUE INDEX memberships_now ON memberships (conversation_id, user_id)
  WHERE member_until = 9223372036854775807;

-- What is still to be said in conversations about changes that have happened.
CREATE TABLE outbox (
  message_id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  category TEXT NOT NULL,
  payload TEXT NOT NULL,
  removed_id TEXT,
  created_at BIGINT NOT NULL
);

CREATE INDEX outbox_in_order ON outbox (created_at);
