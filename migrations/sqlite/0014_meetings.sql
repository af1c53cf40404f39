-- Conversations that are arranged between the two of a relationship.
CREATE TABLE meetings (
    id              BLOB PRIMARY KEY NOT NULL,
    relationship_id BLOB NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    state           TEXT NOT NULL,
    -- Counts every change of what the calendar shows; SEQUENCE of the calendar entry.
    sequence        INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    -- Who has offered the times; absent for what was only recorded.
    proposed_by     TEXT,
    format          TEXT NOT NULL,
    place           TEXT NOT NULL,
    words           TEXT NOT NULL,
    -- The times that were offered last (JSON). Their numbers go on rising when others are offered: whoever confirms one that is
    -- gone is told so.
    slots           TEXT NOT NULL,
    -- The time that was confirmed, or at which they met.
    starts_at       TEXT,
    minutes         INTEGER NOT NULL,
    -- When the last of the times begins that were offered last.
    lapses_at       TEXT,
    -- How many reminders are behind it: a day before, an hour before.
    reminded        INTEGER NOT NULL DEFAULT 0,
    -- What became of it: when, by whom, with which words.
    settled_at      TEXT,
    settled_by      TEXT,
    settled_words   TEXT NOT NULL DEFAULT '',
    -- What both write down.
    notes           TEXT NOT NULL DEFAULT '',
    notes_version   INTEGER NOT NULL DEFAULT 1,
    notes_by        TEXT,
    notes_at        TEXT,
    created_at      TEXT NOT NULL
) STRICT;

CREATE INDEX meetings_by_relationship ON meetings (relationship_id, created_at);
CREATE INDEX meetings_by_lapse ON meetings (state, lapses_at);
CREATE INDEX meetings_by_start ON meetings (state, starts_at);

-- What the two want to talk about.
CREATE TABLE agenda_points (
    id         BLOB PRIMARY KEY NOT NULL,
    meeting_id BLOB NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    side       TEXT NOT NULL,
    words      TEXT NOT NULL
) STRICT;

CREATE INDEX agenda_points_by_meeting ON agenda_points (meeting_id);

-- What one writes down for oneself.
CREATE TABLE private_notes (
    meeting_id     BLOB NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    notes          TEXT NOT NULL,
    version        INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, participant_id)
) STRICT;

CREATE INDEX private_notes_by_participant ON private_notes (participant_id);

-- What the two agreed that somebody does. It is a point of each following meeting until it is done.
CREATE TABLE action_items (
    id              BLOB PRIMARY KEY NOT NULL,
    relationship_id BLOB NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    meeting_id      BLOB NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    words           TEXT NOT NULL,
    who             TEXT NOT NULL,
    due_on          TEXT,
    done_at         TEXT,
    added_by        TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    version         INTEGER NOT NULL
) STRICT;

CREATE INDEX action_items_by_relationship ON action_items (relationship_id, done_at);
CREATE INDEX action_items_by_meeting ON action_items (meeting_id);

-- The secret address of a participant's calendar; of the secret only the hash.
CREATE TABLE calendars (
    participant_id BLOB PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    secret_hash    BLOB NOT NULL UNIQUE,
    made_at        TEXT NOT NULL
) STRICT;

-- The calendar entry that goes with a letter (iCalendar), or nothing.
ALTER TABLE letters ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
