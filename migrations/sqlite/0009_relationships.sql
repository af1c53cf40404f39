-- What begins when a mentor accepts. Who was erased is absent, the other keeps it.
CREATE TABLE relationships (
    id              BLOB PRIMARY KEY NOT NULL,
    mentor_id       BLOB REFERENCES participants (id) ON DELETE SET NULL,
    mentee_id       BLOB REFERENCES participants (id) ON DELETE SET NULL,
    request_id      BLOB NOT NULL UNIQUE REFERENCES requests (id) ON DELETE CASCADE,
    conversation_id BLOB NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    state           TEXT NOT NULL,
    started_at      TEXT NOT NULL,
    ended_at        TEXT,
    version         INTEGER NOT NULL
) STRICT;

CREATE INDEX relationships_by_mentor ON relationships (mentor_id, started_at);
CREATE INDEX relationships_by_mentee ON relationships (mentee_id, started_at);
CREATE INDEX relationships_by_conversation ON relationships (conversation_id);
