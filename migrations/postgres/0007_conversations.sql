-- The one thread of two people; the lower id first. Who was erased is absent, the other keeps the thread.
CREATE TABLE conversations (
    id        UUID PRIMARY KEY NOT NULL,
    low_id    UUID REFERENCES participants (id) ON DELETE SET NULL,
    high_id   UUID REFERENCES participants (id) ON DELETE SET NULL,
    opened_by UUID REFERENCES participants (id) ON DELETE SET NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    -- The number and the moment of the newest message.
    newest    BIGINT NOT NULL,
    newest_at TIMESTAMPTZ NOT NULL,
    -- How far each has read.
    low_read  BIGINT NOT NULL,
    high_read BIGINT NOT NULL,
    closed_at TIMESTAMPTZ,
    UNIQUE (low_id, high_id)
);

CREATE INDEX conversations_by_low ON conversations (low_id, newest_at);
CREATE INDEX conversations_by_high ON conversations (high_id, newest_at);
CREATE INDEX conversations_by_opener ON conversations (opened_by, opened_at);

-- What was written, and marks of what happened (kind), numbered within the thread.
CREATE TABLE messages (
    id              UUID PRIMARY KEY NOT NULL,
    conversation_id UUID NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number          BIGINT NOT NULL,
    author_id       UUID REFERENCES participants (id) ON DELETE SET NULL,
    kind            TEXT NOT NULL,
    body            TEXT NOT NULL,
    request_id      UUID,
    sent_at         TIMESTAMPTZ NOT NULL,
    edited_at       TIMESTAMPTZ,
    -- A coordinator took it away.
    removed_at      TIMESTAMPTZ,
    UNIQUE (conversation_id, number)
);

CREATE INDEX messages_by_author ON messages (author_id);
