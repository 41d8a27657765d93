-- Which data folder this database belongs to, and how many commits it has had. One row.
CREATE TABLE origin (
  only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
  folder_id TEXT,
  commits BIGINT NOT NULL
);
INSERT INTO origin (only_row, folder_id, commits) VALUES (1, NULL, 0);
