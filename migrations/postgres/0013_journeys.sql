-- How a relationship goes on and ends. The day until which it is planned and how often the two meet are those of the request
-- while they are absent.
ALTER TABLE relationships ADD COLUMN planned_until DATE;
ALTER TABLE relationships ADD COLUMN every_weeks BIGINT;
-- Who has asked to complete it, and when it completes by itself; after its completion, when contact details are hidden by
-- themselves.
ALTER TABLE relationships ADD COLUMN closing_by TEXT;
ALTER TABLE relationships ADD COLUMN closing_at TIMESTAMPTZ;
ALTER TABLE relationships ADD COLUMN closes_at TIMESTAMPTZ;
-- One of the two is suspended since then: its clocks stand.
ALTER TABLE relationships ADD COLUMN rests_since TIMESTAMPTZ;
-- The two stay in touch since then.
ALTER TABLE relationships ADD COLUMN in_touch_since TIMESTAMPTZ;
-- The journey of the same two that it follows.
ALTER TABLE relationships ADD COLUMN earlier_id UUID REFERENCES relationships (id) ON DELETE SET NULL;
-- When the two last did something in it, messages aside, and when they were last asked how it goes.
ALTER TABLE relationships ADD COLUMN active_at TIMESTAMPTZ;
ALTER TABLE relationships ADD COLUMN nudged_at TIMESTAMPTZ;

CREATE INDEX relationships_by_clock ON relationships (state, closes_at);
CREATE INDEX relationships_by_start ON relationships (started_at, id);
CREATE INDEX relationships_by_earlier ON relationships (earlier_id);

-- What each of the two has chosen and said; who has no row shares the email address and has said nothing.
CREATE TABLE relationship_sides (
    relationship_id UUID NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    side            TEXT NOT NULL,
    shares_email    BOOLEAN NOT NULL DEFAULT TRUE,
    shares_phone    BOOLEAN NOT NULL DEFAULT FALSE,
    shares_links    BOOLEAN NOT NULL DEFAULT FALSE,
    sharing_version BIGINT NOT NULL DEFAULT 1,
    -- The reflection.
    reflected_at    TIMESTAMPTZ,
    takes_along     TEXT NOT NULL DEFAULT '',
    thanks          TEXT NOT NULL DEFAULT '',
    shows_thanks    BOOLEAN NOT NULL DEFAULT FALSE,
    rating          BIGINT,
    -- How it shall go on.
    wish            TEXT,
    PRIMARY KEY (relationship_id, side)
);

-- Who has withdrawn, with the words to the other and the private reason, which is for the coordinators only.
CREATE TABLE withdrawals (
    relationship_id UUID PRIMARY KEY NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    side            TEXT NOT NULL,
    words           TEXT NOT NULL,
    reason          TEXT NOT NULL,
    at              TIMESTAMPTZ NOT NULL
);

-- How much the programme has helped, without whom.
CREATE TABLE ratings (
    id     UUID PRIMARY KEY NOT NULL,
    rating BIGINT NOT NULL
);

-- The two do not want to be matched again.
ALTER TABLE pairs ADD COLUMN apart BOOLEAN NOT NULL DEFAULT FALSE;

-- The two see each other's contact details: while they walk together and nobody is suspended, for some time after a completion,
-- and while they stay in touch.
ALTER TABLE pairs ADD COLUMN entitled BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE pairs SET entitled = TRUE WHERE active_relationship IS NOT NULL;
UPDATE relationships SET rests_since = (
    SELECT MIN(p.suspended_at) FROM participants p WHERE p.id = relationships.mentor_id OR p.id = relationships.mentee_id
) WHERE ended_at IS NULL;
UPDATE pairs SET entitled = FALSE WHERE EXISTS (
    SELECT 1 FROM participants p WHERE p.suspended_at IS NOT NULL AND (p.id = pairs.mentor_id OR p.id = pairs.mentee_id)
);
