-- Who has somebody among their friends: they are told when that somebody's profile changes.
CREATE INDEX relationships_with_other ON relationships (other_id);

CREATE INDEX users_by_phone ON users (phone);
