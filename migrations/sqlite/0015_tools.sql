-- The worksheets of a relationship that somebody has begun. The version counts what both write; each confirms one.
CREATE TABLE worksheets (
    relationship_id  BLOB NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    tool             TEXT NOT NULL,
    version          INTEGER NOT NULL,
    mentor_confirmed INTEGER,
    mentee_confirmed INTEGER,
    agreed_at        TEXT,
    -- When the other was last told that answers are shared.
    mentor_shared_at TEXT,
    mentee_shared_at TEXT,
    PRIMARY KEY (relationship_id, tool)
) STRICT;

-- What was answered: by the mentor, by the mentee, or by both together.
CREATE TABLE answers (
    relationship_id BLOB NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    tool            TEXT NOT NULL,
    question        TEXT NOT NULL,
    owner           TEXT NOT NULL,
    value           TEXT NOT NULL,
    shared          INTEGER NOT NULL CHECK (shared IN (0, 1)),
    version         INTEGER NOT NULL,
    written_by      TEXT NOT NULL,
    written_at      TEXT NOT NULL,
    PRIMARY KEY (relationship_id, tool, question, owner)
) STRICT;

-- What both wrote before, so that nothing is lost when two write at once.
CREATE TABLE earlier_answers (
    relationship_id BLOB NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    tool            TEXT NOT NULL,
    question        TEXT NOT NULL,
    version         INTEGER NOT NULL,
    value           TEXT NOT NULL,
    written_by      TEXT NOT NULL,
    written_at      TEXT NOT NULL,
    PRIMARY KEY (relationship_id, tool, question, version)
) STRICT;
