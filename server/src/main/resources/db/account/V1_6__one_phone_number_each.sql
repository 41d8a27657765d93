-- A number leads to one person. Most have none, which is ''.
DROP INDEX users_by_phone;

CREATE UNIQUE INDEX users_by_phone ON users (phone) WHERE phone <> '';
