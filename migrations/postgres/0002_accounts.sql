-- Who takes part. Erasing a participant takes every row along that refers to it.
CREATE TABLE participants (
    id             UUID PRIMARY KEY NOT NULL,
    email          TEXT NOT NULL UNIQUE,
    display_name   TEXT NOT NULL,
    password_hash  TEXT NOT NULL,
    is_mentor      BOOLEAN NOT NULL,
    is_mentee      BOOLEAN NOT NULL,
    is_coordinator BOOLEAN NOT NULL,
    created_at     TIMESTAMPTZ NOT NULL,
    last_active_on DATE NOT NULL
);

-- Attempts to join that wait for their letter to be answered: one for each address, the latest.
CREATE TABLE registrations (
    id            UUID PRIMARY KEY NOT NULL,
    email         TEXT NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    is_mentor     BOOLEAN NOT NULL,
    is_mentee     BOOLEAN NOT NULL,
    time_zone     TEXT NOT NULL,
    token_hash    BYTEA NOT NULL UNIQUE,
    browser_hash  BYTEA NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL
);

-- Browsers and programs that are signed in.
CREATE TABLE sessions (
    id             UUID PRIMARY KEY NOT NULL,
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    user_agent     TEXT,
    created_at     TIMESTAMPTZ NOT NULL,
    last_used_at   TIMESTAMPTZ NOT NULL
);

CREATE INDEX sessions_by_participant ON sessions (participant_id);

-- The tokens of a session, each used up by the next; one that comes back too late ends the session.
CREATE TABLE refresh_tokens (
    token_hash BYTEA PRIMARY KEY NOT NULL,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    rotated_at TIMESTAMPTZ
);

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Sessions that have ended, for as long as their access tokens would still be valid.
CREATE TABLE ended_sessions (
    session_id UUID PRIMARY KEY NOT NULL,
    ended_at   TIMESTAMPTZ NOT NULL
);

-- The keys that sign access tokens.
CREATE TABLE signing_keys (
    id         UUID PRIMARY KEY NOT NULL,
    secret     BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

-- Links for a new password.
CREATE TABLE password_resets (
    token_hash     BYTEA PRIMARY KEY NOT NULL,
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    expires_at     TIMESTAMPTZ NOT NULL
);

CREATE INDEX password_resets_by_participant ON password_resets (participant_id);

-- New addresses that wait for their confirmation: one for each participant, the latest.
CREATE TABLE email_changes (
    participant_id UUID PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    email          TEXT NOT NULL,
    token_hash     BYTEA NOT NULL UNIQUE,
    expires_at     TIMESTAMPTZ NOT NULL
);

-- Letters that wait to be sent. One that was sent, refused or is too old is gone: its links are secrets.
CREATE TABLE letters (
    id             UUID PRIMARY KEY NOT NULL,
    recipient      TEXT NOT NULL,
    participant_id UUID REFERENCES participants (id) ON DELETE CASCADE,
    subject        TEXT NOT NULL,
    text_body      TEXT NOT NULL,
    html_body      TEXT NOT NULL,
    created_at     TIMESTAMPTZ NOT NULL,
    attempts       BIGINT NOT NULL,
    due_at         TIMESTAMPTZ NOT NULL
);

CREATE INDEX letters_by_recipient ON letters (recipient, id);
CREATE INDEX letters_by_due_at ON letters (due_at);
CREATE INDEX letters_by_participant ON letters (participant_id);
