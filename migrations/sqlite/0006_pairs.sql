-- A mentor and a mentee, whatever there is between them. Two people may mentor each other: that is two pairs.
CREATE TABLE pairs (
    mentor_id           BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    mentee_id           BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    open_request        BLOB,
    active_relationship BLOB,
    declined_at         TEXT,
    PRIMARY KEY (mentor_id, mentee_id)
) STRICT;

CREATE INDEX pairs_by_mentee ON pairs (mentee_id);

-- Who wants to have nothing to do with whom.
CREATE TABLE blocks (
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    blocked_id     BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    created_at     TEXT NOT NULL,
    PRIMARY KEY (participant_id, blocked_id)
) STRICT;

CREATE INDEX blocks_by_blocked ON blocks (blocked_id);

-- The guards of what is limited: a mentor's places that are taken, a mentee's requests that are open.
ALTER TABLE offers ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
ALTER TABLE preferences ADD COLUMN open_requests INTEGER NOT NULL DEFAULT 0;

ALTER TABLE participants ADD COLUMN suspended_at TEXT;
