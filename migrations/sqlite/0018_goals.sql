-- What the two of a relationship want to reach.
CREATE TABLE goals (
    id               BLOB PRIMARY KEY NOT NULL,
    relationship_id  BLOB NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    state            TEXT NOT NULL,
    -- Counts the versions of what it says, with its milestones.
    version          INTEGER NOT NULL,
    -- Who has drafted it: mentor or mentee.
    author           TEXT NOT NULL,
    title            TEXT NOT NULL,
    specific         TEXT NOT NULL,
    kind             TEXT NOT NULL,
    measure          TEXT NOT NULL,
    -- In thousandths.
    baseline         INTEGER,
    target           INTEGER,
    unit             TEXT NOT NULL,
    attainable       TEXT NOT NULL,
    relevant         TEXT NOT NULL,
    due_on           TEXT,
    -- Why points stay open (JSON).
    excuses          TEXT NOT NULL,
    -- The version that each has confirmed last.
    mentor_confirmed INTEGER,
    mentee_confirmed INTEGER,
    -- The version that both had confirmed last, and since when.
    agreed_version   INTEGER,
    agreed_at        TEXT,
    -- The goal of an earlier journey that it goes on with.
    earlier_id       BLOB REFERENCES goals (id) ON DELETE SET NULL,
    active_since     TEXT,
    ended_at         TEXT,
    -- Why it was let go.
    last_words       TEXT NOT NULL,
    -- When its day was chosen, and of which day somebody was reminded.
    planned_at       TEXT NOT NULL,
    reminded_of      TEXT,
    drafted_at       TEXT NOT NULL,
    changed_at       TEXT NOT NULL
) STRICT;

CREATE INDEX goals_by_relationship ON goals (relationship_id, changed_at);
CREATE INDEX goals_by_day ON goals (due_on) WHERE state = 'active';
CREATE INDEX goals_by_earlier ON goals (earlier_id);

-- What a goal said in each of its versions, with its milestones (JSON).
CREATE TABLE goal_versions (
    goal_id    BLOB NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    content    TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    agreed_at  TEXT,
    PRIMARY KEY (goal_id, version)
) STRICT;

-- What was done with a goal: drafted, activated, agreed, achieved, let go, reopened.
CREATE TABLE goal_steps (
    id      BLOB PRIMARY KEY NOT NULL,
    goal_id BLOB NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    side    TEXT NOT NULL,
    words   TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT;

CREATE INDEX goal_steps_by_goal ON goal_steps (goal_id, at);

-- Steps on the way to a goal, in order.
CREATE TABLE milestones (
    id          BLOB PRIMARY KEY NOT NULL,
    goal_id     BLOB NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    title       TEXT NOT NULL,
    due_on      TEXT,
    weight      INTEGER NOT NULL,
    done_at     TEXT,
    done_by     TEXT,
    planned_at  TEXT NOT NULL,
    reminded_of TEXT
) STRICT;

CREATE INDEX milestones_by_goal ON milestones (goal_id, position);
CREATE INDEX milestones_by_day ON milestones (due_on);

-- Where a goal stood on a day.
CREATE TABLE progress_entries (
    id           BLOB PRIMARY KEY NOT NULL,
    goal_id      BLOB NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    -- In thousandths.
    value        INTEGER,
    note         TEXT NOT NULL,
    day          TEXT NOT NULL,
    -- The place of that day in the journey's timeline.
    happened_at  TEXT NOT NULL,
    written_by   TEXT NOT NULL,
    written_at   TEXT NOT NULL,
    corrected_at TEXT,
    version      INTEGER NOT NULL
) STRICT;

CREATE INDEX progress_entries_by_goal ON progress_entries (goal_id, day, id);

-- What the two say about parts of a goal.
CREATE TABLE goal_comments (
    id         BLOB PRIMARY KEY NOT NULL,
    goal_id    BLOB NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    part       TEXT NOT NULL,
    words      TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL
) STRICT;

CREATE INDEX goal_comments_by_goal ON goal_comments (goal_id);

-- What of it comes by letter and is shown in the app.
ALTER TABLE inboxes ADD COLUMN goals INTEGER NOT NULL DEFAULT 1 CHECK (goals IN (0, 1));
ALTER TABLE notifications ADD COLUMN goal_id BLOB;

-- So many days before the day of a goal or a milestone the mentee is reminded.
ALTER TABLE settings ADD COLUMN due_days INTEGER NOT NULL DEFAULT 7;
