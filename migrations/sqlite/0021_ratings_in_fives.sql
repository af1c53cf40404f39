-- Ratings are told in fives: a single one could be read from the numbers before and after it.
ALTER TABLE ratings ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1));
UPDATE ratings SET told = 1 WHERE (SELECT COUNT(*) FROM ratings) >= 5;
