-- Ratings are told in fives: a single one could be read from the numbers before and after it.
ALTER TABLE ratings ADD COLUMN told BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE ratings SET told = TRUE WHERE (SELECT COUNT(*) FROM ratings) >= 5;
