-- Who takes part. Erasing a participant takes every row along that refers to it.
CREATE TABLE participants (
    id             BLOB PRIMARY KEY NOT NULL,
    email          TEXT NOT NULL UNIQUE,
    display_name   TEXT NOT NULL,
    password_hash  TEXT NOT NULL,
    is_mentor      INTEGER NOT NULL CHECK (is_mentor IN (0, 1)),
    is_mentee      INTEGER NOT NULL CHECK (is_mentee IN (0, 1)),
    is_coordinator INTEGER NOT NULL CHECK (is_coordinator IN (0, 1)),
    created_at     TEXT NOT NULL,
    last_active_on TEXT NOT NULL
) STRICT;

-- Attempts to join that wait for their letter to be answered: one for each address, the latest.
CREATE TABLE registrations (
    id            BLOB PRIMARY KEY NOT NULL,
    email         TEXT NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    is_mentor     INTEGER NOT NULL CHECK (is_mentor IN (0, 1)),
    is_mentee     INTEGER NOT NULL CHECK (is_mentee IN (0, 1)),
    time_zone     TEXT NOT NULL,
    token_hash    BLOB NOT NULL UNIQUE,
    browser_hash  BLOB NOT NULL,
    expires_at    TEXT NOT NULL
) STRICT;

-- Browsers and programs that are signed in.
CREATE TABLE sessions (
    id             BLOB PRIMARY KEY NOT NULL,
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    user_agent     TEXT,
    created_at     TEXT NOT NULL,
    last_used_at   TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_by_participant ON sessions (participant_id);

-- The tokens of a session, each used up by the next; one that comes back too late ends the session.
CREATE TABLE refresh_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    rotated_at TEXT
) STRICT;

CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Sessions that have ended, for as long as their access tokens would still be valid.
CREATE TABLE ended_sessions (
    session_id BLOB PRIMARY KEY NOT NULL,
    ended_at   TEXT NOT NULL
) STRICT;

-- The keys that sign access tokens.
CREATE TABLE signing_keys (
    id         BLOB PRIMARY KEY NOT NULL,
    secret     BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Links for a new password.
CREATE TABLE password_resets (
    token_hash     BLOB PRIMARY KEY NOT NULL,
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    expires_at     TEXT NOT NULL
) STRICT;

CREATE INDEX password_resets_by_participant ON password_resets (participant_id);

-- New addresses that wait for their confirmation: one for each participant, the latest.
CREATE TABLE email_changes (
    participant_id BLOB PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    email          TEXT NOT NULL,
    token_hash     BLOB NOT NULL UNIQUE,
    expires_at     TEXT NOT NULL
) STRICT;

-- Letters that wait to be sent. One that was sent, refused or is too old is gone: its links are secrets.
CREATE TABLE letters (
    id             BLOB PRIMARY KEY NOT NULL,
    recipient      TEXT NOT NULL,
    participant_id BLOB REFERENCES participants (id) ON DELETE CASCADE,
    subject        TEXT NOT NULL,
    text_body      TEXT NOT NULL,
    html_body      TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    attempts       INTEGER NOT NULL,
    due_at         TEXT NOT NULL
) STRICT;

CREATE INDEX letters_by_recipient ON letters (recipient, id);
CREATE INDEX letters_by_due_at ON letters (due_at);
CREATE INDEX letters_by_participant ON letters (participant_id);
