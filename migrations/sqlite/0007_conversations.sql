-- The one thread of two people; the lower id first. Who was erased is absent, the other keeps the thread.
CREATE TABLE conversations (
    id        BLOB PRIMARY KEY NOT NULL,
    low_id    BLOB REFERENCES participants (id) ON DELETE SET NULL,
    high_id   BLOB REFERENCES participants (id) ON DELETE SET NULL,
    opened_by BLOB REFERENCES participants (id) ON DELETE SET NULL,
    opened_at TEXT NOT NULL,
    -- The number and the moment of the newest message.
    newest    INTEGER NOT NULL,
    newest_at TEXT NOT NULL,
    -- How far each has read.
    low_read  INTEGER NOT NULL,
    high_read INTEGER NOT NULL,
    closed_at TEXT,
    UNIQUE (low_id, high_id)
) STRICT;

CREATE INDEX conversations_by_low ON conversations (low_id, newest_at);
CREATE INDEX conversations_by_high ON conversations (high_id, newest_at);
CREATE INDEX conversations_by_opener ON conversations (opened_by, opened_at);

-- What was written, and marks of what happened (kind), numbered within the thread.
CREATE TABLE messages (
    id              BLOB PRIMARY KEY NOT NULL,
    conversation_id BLOB NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number          INTEGER NOT NULL,
    author_id       BLOB REFERENCES participants (id) ON DELETE SET NULL,
    kind            TEXT NOT NULL,
    body            TEXT NOT NULL,
    request_id      BLOB,
    sent_at         TEXT NOT NULL,
    edited_at       TEXT,
    -- A coordinator took it away.
    removed_at      TEXT,
    UNIQUE (conversation_id, number)
) STRICT;

CREATE INDEX messages_by_author ON messages (author_id);
