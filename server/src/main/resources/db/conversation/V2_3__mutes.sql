-- Until when, in microseconds since the epoch, somebody wants to hear nothing of a conversation.
CREATE TABLE mutes (
  user_id TEXT NOT NULL REFERENCES users (user_id),
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  mute_until BIGINT NOT NULL,
  PRIMARY KEY (user_id, conversation_id)
);
