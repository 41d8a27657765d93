-- Ids are lower-case UUIDs, times microseconds since the epoch, pictures the SHA-256 of their bytes
-- in hex; '' is no picture.

CREATE TABLE sticker_albums (
  album_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  description TEXT NOT NULL,
  icon TEXT NOT NULL,
  banner TEXT NOT NULL,
  listed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE INDEX sticker_albums_of_user ON sticker_albums (user_id);

-- A sticker stays when it leaves an album: messages name it. album_id is where it was first.
CREATE TABLE stickers (
  sticker_id TEXT PRIMARY KEY,
  album_id TEXT NOT NULL REFERENCES sticker_albums (album_id),
  name TEXT NOT NULL,
  picture TEXT NOT NULL,
  type TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX stickers_from_album ON stickers (album_id);

-- What is in an album, in the order of place.
CREATE TABLE album_stickers (
  album_id TEXT NOT NULL REFERENCES sticker_albums (album_id),
  sticker_id TEXT NOT NULL REFERENCES stickers (sticker_id),
  place BIGINT NOT NULL,
  PRIMARY KEY (album_id, sticker_id)
);
