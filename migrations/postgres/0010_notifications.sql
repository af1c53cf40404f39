-- What has happened and is still to be told; written in the transaction that made it true. The fact is JSON.
CREATE TABLE events (
    id          UUID PRIMARY KEY NOT NULL,
    fact        TEXT NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL
);

-- Numbers what reaches a participant, says up to which number they have seen it, and how letters to them are switched off.
CREATE TABLE inboxes (
    participant_id UUID PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    newest         BIGINT NOT NULL,
    seen           BIGINT NOT NULL,
    token          TEXT NOT NULL UNIQUE,
    answers        BOOLEAN NOT NULL,
    requests       BOOLEAN NOT NULL,
    messages       BOOLEAN NOT NULL,
    version        BIGINT NOT NULL DEFAULT 1
);

-- What open pages of a participant hear; kept for a day, so that a page that lost its connection misses nothing.
CREATE TABLE live_events (
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    number         BIGINT NOT NULL,
    news           TEXT NOT NULL,
    at             TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (participant_id, number)
);

CREATE INDEX live_events_by_age ON live_events (at);

-- What is new for a participant; it is read when what it is about is, or when it has been seen.
CREATE TABLE notifications (
    id              UUID PRIMARY KEY NOT NULL,
    participant_id  UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    number          BIGINT NOT NULL,
    kind            TEXT NOT NULL,
    actor_id        UUID REFERENCES participants (id) ON DELETE SET NULL,
    request_id      UUID,
    conversation_id UUID,
    relationship_id UUID,
    at              TIMESTAMPTZ NOT NULL,
    read            BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (participant_id, number)
);

CREATE INDEX notifications_by_actor ON notifications (actor_id);

-- The record of delivery: what a letter was about and what became of it. Who got it is the participant; the address and the
-- text of a letter that has been sent are empty.
ALTER TABLE letters ADD COLUMN occasion TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting';
ALTER TABLE letters ADD COLUMN said TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN settled_at TIMESTAMPTZ;
ALTER TABLE letters ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';
-- Whom it names besides its reader: a letter that waits goes with them.
ALTER TABLE letters ADD COLUMN about_id UUID REFERENCES participants (id) ON DELETE CASCADE;

CREATE INDEX letters_by_about ON letters (about_id);
CREATE INDEX letters_by_state ON letters (state, created_at);
