-- Ids are lower-case UUIDs, times microseconds since the epoch.

CREATE TABLE circles (
  circle_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX circles_of_user ON circles (user_id);

-- What is in a circle; other_id is whom a contact's conversation is with, which may not have begun.
CREATE TABLE circle_conversations (
  circle_id TEXT NOT NULL REFERENCES circles (circle_id),
  conversation_id TEXT NOT NULL,
  other_id TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (circle_id, conversation_id)
);

CREATE INDEX circle_conversations_in_order ON circle_conversations (circle_id, created_at);
