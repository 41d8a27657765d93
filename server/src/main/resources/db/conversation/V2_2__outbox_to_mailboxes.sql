-- Whom a message is for that belongs to no conversation: users (all their sessions but except_id),
-- or sessions. Ids are separated by line breaks. Without either it is for the conversation's members.

ALTER TABLE outbox ADD COLUMN users TEXT;
ALTER TABLE outbox ADD COLUMN except_id TEXT;
ALTER TABLE outbox ADD COLUMN sessions TEXT;
