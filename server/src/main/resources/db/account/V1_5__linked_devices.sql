-- The number a device gave itself for end-to-end encryption; none for one that the operator signed in.
ALTER TABLE sessions ADD COLUMN registration_id INTEGER;

-- The session that linked this one; none for one that signed in by itself.
ALTER TABLE sessions ADD COLUMN linked_by TEXT;
