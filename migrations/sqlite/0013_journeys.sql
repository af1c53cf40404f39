-- How a relationship goes on and ends. The day until which it is planned and how often the two meet are those of the request
-- while they are absent.
ALTER TABLE relationships ADD COLUMN planned_until TEXT;
ALTER TABLE relationships ADD COLUMN every_weeks INTEGER;
-- Who has asked to complete it, and when it completes by itself; after its completion, when contact details are hidden by
-- themselves.
ALTER TABLE relationships ADD COLUMN closing_by TEXT;
ALTER TABLE relationships ADD COLUMN closing_at TEXT;
ALTER TABLE relationships ADD COLUMN closes_at TEXT;
-- One of the two is suspended since then: its clocks stand.
ALTER TABLE relationships ADD COLUMN rests_since TEXT;
-- The two stay in touch since then.
ALTER TABLE relationships ADD COLUMN in_touch_since TEXT;
-- The journey of the same two that it follows.
ALTER TABLE relationships ADD COLUMN earlier_id BLOB REFERENCES relationships (id) ON DELETE SET NULL;
-- When the two last did something in it, messages aside, and when they were last asked how it goes.
ALTER TABLE relationships ADD COLUMN active_at TEXT;
ALTER TABLE relationships ADD COLUMN nudged_at TEXT;

CREATE INDEX relationships_by_clock ON relationships (state, closes_at);
CREATE INDEX relationships_by_start ON relationships (started_at, id);
CREATE INDEX relationships_by_earlier ON relationships (earlier_id);

-- What each of the two has chosen and said; who has no row shares the email address and has said nothing.
CREATE TABLE relationship_sides (
    relationship_id BLOB NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    side            TEXT NOT NULL,
    shares_email    INTEGER NOT NULL DEFAULT 1 CHECK (shares_email IN (0, 1)),
    shares_phone    INTEGER NOT NULL DEFAULT 0 CHECK (shares_phone IN (0, 1)),
    shares_links    INTEGER NOT NULL DEFAULT 0 CHECK (shares_links IN (0, 1)),
    sharing_version INTEGER NOT NULL DEFAULT 1,
    -- The reflection.
    reflected_at    TEXT,
    takes_along     TEXT NOT NULL DEFAULT '',
    thanks          TEXT NOT NULL DEFAULT '',
    shows_thanks    INTEGER NOT NULL DEFAULT 0 CHECK (shows_thanks IN (0, 1)),
    rating          INTEGER,
    -- How it shall go on.
    wish            TEXT,
    PRIMARY KEY (relationship_id, side)
) STRICT;

-- Who has withdrawn, with the words to the other and the private reason, which is for the coordinators only.
CREATE TABLE withdrawals (
    relationship_id BLOB PRIMARY KEY NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    side            TEXT NOT NULL,
    words           TEXT NOT NULL,
    reason          TEXT NOT NULL,
    at              TEXT NOT NULL
) STRICT;

-- How much the programme has helped, without whom.
CREATE TABLE ratings (
    id     BLOB PRIMARY KEY NOT NULL,
    rating INTEGER NOT NULL
) STRICT;

-- The two do not want to be matched again.
ALTER TABLE pairs ADD COLUMN apart INTEGER NOT NULL DEFAULT 0 CHECK (apart IN (0, 1));

-- The two see each other's contact details: while they walk together and nobody is suspended, for some time after a completion,
-- and while they stay in touch.
ALTER TABLE pairs ADD COLUMN entitled INTEGER NOT NULL DEFAULT 0 CHECK (entitled IN (0, 1));
UPDATE pairs SET entitled = 1 WHERE active_relationship IS NOT NULL;
UPDATE relationships SET rests_since = (
    SELECT MIN(p.suspended_at) FROM participants p WHERE p.id = relationships.mentor_id OR p.id = relationships.mentee_id
) WHERE ended_at IS NULL;
UPDATE pairs SET entitled = 0 WHERE EXISTS (
    SELECT 1 FROM participants p WHERE p.suspended_at IS NOT NULL AND (p.id = pairs.mentor_id OR p.id = pairs.mentee_id)
);
