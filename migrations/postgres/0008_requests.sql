-- Mentoring requests. Who was erased is absent, the other keeps the request.
CREATE TABLE requests (
    id              UUID PRIMARY KEY NOT NULL,
    mentor_id       UUID REFERENCES participants (id) ON DELETE SET NULL,
    mentee_id       UUID REFERENCES participants (id) ON DELETE SET NULL,
    conversation_id UUID NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    state           TEXT NOT NULL,
    -- Counts every change; what is asked for is that of the newest row of request_texts.
    version         BIGINT NOT NULL,
    text_number     BIGINT NOT NULL,
    -- The text that the mentor has looked at last.
    seen_number     BIGINT NOT NULL,
    sent_at         TIMESTAMPTZ NOT NULL,
    -- Since when it is the turn of whoever is asked to do something.
    turn_at         TIMESTAMPTZ NOT NULL,
    reminders       BIGINT NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    -- The clock stands since then: the mentor is full or paused.
    stopped_at      TIMESTAMPTZ,
    ends_at         TIMESTAMPTZ NOT NULL,
    answered_at     TIMESTAMPTZ,
    decline_reason  TEXT
);

CREATE INDEX requests_by_mentor ON requests (mentor_id, state, sent_at);
CREATE INDEX requests_by_mentee ON requests (mentee_id, state, sent_at);
CREATE INDEX requests_by_conversation ON requests (conversation_id);
CREATE INDEX requests_by_expiry ON requests (state, expires_at);

-- What was asked for, each wording kept. The topics are a JSON array.
CREATE TABLE request_texts (
    request_id  UUID NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    number      BIGINT NOT NULL,
    support     TEXT NOT NULL,
    topics      TEXT NOT NULL,
    every_weeks BIGINT NOT NULL,
    minutes     BIGINT NOT NULL,
    until_on    DATE,
    goal        TEXT NOT NULL,
    why         TEXT NOT NULL,
    written_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (request_id, number)
);

-- What happened to a request, in order.
CREATE TABLE request_steps (
    request_id UUID NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    number     BIGINT NOT NULL,
    action     TEXT NOT NULL,
    side       TEXT NOT NULL,
    words      TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (request_id, number)
);
