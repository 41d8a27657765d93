CREATE TABLE chapters (title TEXT PRIMARY KEY, page TEXT NOT NULL REFERENCES pages (title));
