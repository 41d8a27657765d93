-- What a device calls itself to its owner; '' for one that says nothing.
ALTER TABLE sessions ADD COLUMN device_name TEXT NOT NULL DEFAULT '';
