-- Numbers that count up inside the transactions whose order they tell.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
) STRICT;

INSERT INTO counters (name, value) VALUES ('changes', 0), ('erasures', 0);

-- When each participant has changed last, as a number: what servers hold in memory follows it.
CREATE TABLE changes (
    participant_id BLOB PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL UNIQUE
) STRICT;
