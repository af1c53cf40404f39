-- What the programme matches people on.
CREATE TABLE criteria (
    key        TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    hint       TEXT NOT NULL,
    rule       TEXT NOT NULL,
    held_in    TEXT NOT NULL,
    importance TEXT NOT NULL,
    position   INTEGER NOT NULL
) STRICT;

CREATE TABLE criterion_options (
    criterion  TEXT NOT NULL REFERENCES criteria (key),
    key        TEXT NOT NULL,
    name       TEXT NOT NULL,
    group_name TEXT,
    position   INTEGER NOT NULL,
    retired    INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    PRIMARY KEY (criterion, key)
) STRICT;
