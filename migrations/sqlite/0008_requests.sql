-- Mentoring requests. Who was erased is absent, the other keeps the request.
CREATE TABLE requests (
    id              BLOB PRIMARY KEY NOT NULL,
    mentor_id       BLOB REFERENCES participants (id) ON DELETE SET NULL,
    mentee_id       BLOB REFERENCES participants (id) ON DELETE SET NULL,
    conversation_id BLOB NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    state           TEXT NOT NULL,
    -- Counts every change; what is asked for is that of the newest row of request_texts.
    version         INTEGER NOT NULL,
    text_number     INTEGER NOT NULL,
    -- The text that the mentor has looked at last.
    seen_number     INTEGER NOT NULL,
    sent_at         TEXT NOT NULL,
    -- Since when it is the turn of whoever is asked to do something.
    turn_at         TEXT NOT NULL,
    reminders       INTEGER NOT NULL,
    expires_at      TEXT NOT NULL,
    -- The clock stands since then: the mentor is full or paused.
    stopped_at      TEXT,
    ends_at         TEXT NOT NULL,
    answered_at     TEXT,
    decline_reason  TEXT
) STRICT;

CREATE INDEX requests_by_mentor ON requests (mentor_id, state, sent_at);
CREATE INDEX requests_by_mentee ON requests (mentee_id, state, sent_at);
CREATE INDEX requests_by_conversation ON requests (conversation_id);
CREATE INDEX requests_by_expiry ON requests (state, expires_at);

-- What was asked for, each wording kept. The topics are a JSON array.
CREATE TABLE request_texts (
    request_id  BLOB NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    support     TEXT NOT NULL,
    topics      TEXT NOT NULL,
    every_weeks INTEGER NOT NULL,
    minutes     INTEGER NOT NULL,
    until_on    TEXT,
    goal        TEXT NOT NULL,
    why         TEXT NOT NULL,
    written_at  TEXT NOT NULL,
    PRIMARY KEY (request_id, number)
) STRICT;

-- What happened to a request, in order.
CREATE TABLE request_steps (
    request_id BLOB NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    action     TEXT NOT NULL,
    side       TEXT NOT NULL,
    words      TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (request_id, number)
) STRICT;
