-- What the programme matches people on.
CREATE TABLE criteria (
    key        TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    hint       TEXT NOT NULL,
    rule       TEXT NOT NULL,
    held_in    TEXT NOT NULL,
    importance TEXT NOT NULL,
    position   BIGINT NOT NULL
);

CREATE TABLE criterion_options (
    criterion  TEXT NOT NULL REFERENCES criteria (key),
    key        TEXT NOT NULL,
    name       TEXT NOT NULL,
    group_name TEXT,
    position   BIGINT NOT NULL,
    retired    BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (criterion, key)
);
