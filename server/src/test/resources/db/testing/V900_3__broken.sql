CREATE TABLE covers (colour TEXT NOT NULL);

INSERT INTO pages (title, words) VALUES ('broken', 0);

INSERT INTO nowhere VALUES (1);
