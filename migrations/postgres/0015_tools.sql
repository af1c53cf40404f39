-- The worksheets of a relationship that somebody has begun. The version counts what both write; each confirms one.
CREATE TABLE worksheets (
    relationship_id  UUID NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    tool             TEXT NOT NULL,
    version          BIGINT NOT NULL,
    mentor_confirmed BIGINT,
    mentee_confirmed BIGINT,
    agreed_at        TIMESTAMPTZ,
    -- When the other was last told that answers are shared.
    mentor_shared_at TIMESTAMPTZ,
    mentee_shared_at TIMESTAMPTZ,
    PRIMARY KEY (relationship_id, tool)
);

-- What was answered: by the mentor, by the mentee, or by both together.
CREATE TABLE answers (
    relationship_id UUID NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    tool            TEXT NOT NULL,
    question        TEXT NOT NULL,
    owner           TEXT NOT NULL,
    value           TEXT NOT NULL,
    shared          BOOLEAN NOT NULL,
    version         BIGINT NOT NULL,
    written_by      TEXT NOT NULL,
    written_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (relationship_id, tool, question, owner)
);

-- What both wrote before, so that nothing is lost when two write at once.
CREATE TABLE earlier_answers (
    relationship_id UUID NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    tool            TEXT NOT NULL,
    question        TEXT NOT NULL,
    version         BIGINT NOT NULL,
    value           TEXT NOT NULL,
    written_by      TEXT NOT NULL,
    written_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (relationship_id, tool, question, version)
);
