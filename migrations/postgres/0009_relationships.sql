-- What begins when a mentor accepts. Who was erased is absent, the other keeps it.
CREATE TABLE relationships (
    id              UUID PRIMARY KEY NOT NULL,
    mentor_id       UUID REFERENCES participants (id) ON DELETE SET NULL,
    mentee_id       UUID REFERENCES participants (id) ON DELETE SET NULL,
    request_id      UUID NOT NULL UNIQUE REFERENCES requests (id) ON DELETE CASCADE,
    conversation_id UUID NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    state           TEXT NOT NULL,
    started_at      TIMESTAMPTZ NOT NULL,
    ended_at        TIMESTAMPTZ,
    version         BIGINT NOT NULL
);

CREATE INDEX relationships_by_mentor ON relationships (mentor_id, started_at);
CREATE INDEX relationships_by_mentee ON relationships (mentee_id, started_at);
CREATE INDEX relationships_by_conversation ON relationships (conversation_id);
