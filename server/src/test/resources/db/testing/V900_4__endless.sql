CREATE TABLE numbers (number BIGINT NOT NULL);

INSERT INTO numbers
WITH RECURSIVE all_of_them (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM all_of_them)
SELECT number FROM all_of_them;
