-- The bytes of portraits are in the store of pictures. A script can't write there: the server moves
-- those from before at its start, one by one.
ALTER TABLE portraits RENAME TO portraits_to_move;

-- The picture of a user or a group; name is the SHA-256 of its bytes, in hex, and what type it is.
-- A row is there before the bytes are in their place, and until they are gone. An owner shows one.
CREATE TABLE portraits (
  owner_id TEXT NOT NULL,
  name TEXT NOT NULL,
  shown BOOLEAN NOT NULL,
  PRIMARY KEY (owner_id, name)
);

CREATE INDEX portraits_of_name ON portraits (name);

CREATE INDEX portraits_not_shown ON portraits (owner_id) WHERE shown = FALSE;
