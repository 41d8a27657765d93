-- Ids are lower-case UUIDs, times microseconds since the epoch.

CREATE TABLE users (
  user_id TEXT PRIMARY KEY,
  identity_number BIGINT NOT NULL UNIQUE,
  bot BOOLEAN NOT NULL,
  full_name TEXT NOT NULL,
  biography TEXT NOT NULL,
  avatar_url TEXT NOT NULL,
  phone TEXT NOT NULL,
  code_id TEXT NOT NULL UNIQUE,
  receive_message_source TEXT NOT NULL,
  accept_conversation_source TEXT NOT NULL,
  accept_search_source TEXT NOT NULL,
  fiat_currency TEXT NOT NULL,
  transfer_notification_threshold DOUBLE PRECISION NOT NULL,
  transfer_confirmation_threshold DOUBLE PRECISION NOT NULL,
  created_at BIGINT NOT NULL
);

-- What makes a user a bot. Lists are separated by line breaks.
CREATE TABLE apps (
  app_id TEXT PRIMARY KEY REFERENCES users (user_id),
  creator_id TEXT NOT NULL REFERENCES users (user_id),
  description TEXT NOT NULL,
  home_uri TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  category TEXT NOT NULL,
  capabilities TEXT NOT NULL,
  resource_patterns TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  public_key TEXT NOT NULL,
  pin_token TEXT NOT NULL,
  platform TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);

CREATE INDEX sessions_of_user ON sessions (user_id);

-- What user_id thinks of other_id; an alias of '' is none.
CREATE TABLE relationships (
  user_id TEXT NOT NULL REFERENCES users (user_id),
  other_id TEXT NOT NULL REFERENCES users (user_id),
  friend BOOLEAN NOT NULL,
  blocked BOOLEAN NOT NULL,
  alias TEXT NOT NULL,
  PRIMARY KEY (user_id, other_id)
);
