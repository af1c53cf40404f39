-- What the two of a relationship want to reach.
CREATE TABLE goals (
    id               UUID PRIMARY KEY NOT NULL,
    relationship_id  UUID NOT NULL REFERENCES relationships (id) ON DELETE CASCADE,
    state            TEXT NOT NULL,
    -- Counts the versions of what it says, with its milestones.
    version          BIGINT NOT NULL,
    -- Who has drafted it: mentor or mentee.
    author           TEXT NOT NULL,
    title            TEXT NOT NULL,
    specific         TEXT NOT NULL,
    kind             TEXT NOT NULL,
    measure          TEXT NOT NULL,
    -- In thousandths.
    baseline         BIGINT,
    target           BIGINT,
    unit             TEXT NOT NULL,
    attainable       TEXT NOT NULL,
    relevant         TEXT NOT NULL,
    due_on           DATE,
    -- Why points stay open (JSON).
    excuses          TEXT NOT NULL,
    -- The version that each has confirmed last.
    mentor_confirmed BIGINT,
    mentee_confirmed BIGINT,
    -- The version that both had confirmed last, and since when.
    agreed_version   BIGINT,
    agreed_at        TIMESTAMPTZ,
    -- The goal of an earlier journey that it goes on with.
    earlier_id       UUID REFERENCES goals (id) ON DELETE SET NULL,
    active_since     TIMESTAMPTZ,
    ended_at         TIMESTAMPTZ,
    -- Why it was let go.
    last_words       TEXT NOT NULL,
    -- When its day was chosen, and of which day somebody was reminded.
    planned_at       TIMESTAMPTZ NOT NULL,
    reminded_of      DATE,
    drafted_at       TIMESTAMPTZ NOT NULL,
    changed_at       TIMESTAMPTZ NOT NULL
);

CREATE INDEX goals_by_relationship ON goals (relationship_id, changed_at);
CREATE INDEX goals_by_day ON goals (due_on) WHERE state = 'active';
CREATE INDEX goals_by_earlier ON goals (earlier_id);

-- What a goal said in each of its versions, with its milestones (JSON).
CREATE TABLE goal_versions (
    goal_id    UUID NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL,
    content    TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    agreed_at  TIMESTAMPTZ,
    PRIMARY KEY (goal_id, version)
);

-- What was done with a goal: drafted, activated, agreed, achieved, let go, reopened.
CREATE TABLE goal_steps (
    id      UUID PRIMARY KEY NOT NULL,
    goal_id UUID NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    side    TEXT NOT NULL,
    words   TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL
);

CREATE INDEX goal_steps_by_goal ON goal_steps (goal_id, at);

-- Steps on the way to a goal, in order.
CREATE TABLE milestones (
    id          UUID PRIMARY KEY NOT NULL,
    goal_id     UUID NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    position    BIGINT NOT NULL,
    title       TEXT NOT NULL,
    due_on      DATE,
    weight      BIGINT NOT NULL,
    done_at     TIMESTAMPTZ,
    done_by     TEXT,
    planned_at  TIMESTAMPTZ NOT NULL,
    reminded_of DATE
);

CREATE INDEX milestones_by_goal ON milestones (goal_id, position);
CREATE INDEX milestones_by_day ON milestones (due_on);

-- Where a goal stood on a day.
CREATE TABLE progress_entries (
    id           UUID PRIMARY KEY NOT NULL,
    goal_id      UUID NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    -- In thousandths.
    value        BIGINT,
    note         TEXT NOT NULL,
    day          DATE NOT NULL,
    -- The place of that day in the journey's timeline.
    happened_at  TIMESTAMPTZ NOT NULL,
    written_by   TEXT NOT NULL,
    written_at   TIMESTAMPTZ NOT NULL,
    corrected_at TIMESTAMPTZ,
    version      BIGINT NOT NULL
);

CREATE INDEX progress_entries_by_goal ON progress_entries (goal_id, day, id);

-- What the two say about parts of a goal.
CREATE TABLE goal_comments (
    id         UUID PRIMARY KEY NOT NULL,
    goal_id    UUID NOT NULL REFERENCES goals (id) ON DELETE CASCADE,
    part       TEXT NOT NULL,
    words      TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX goal_comments_by_goal ON goal_comments (goal_id);

-- What of it comes by letter and is shown in the app.
ALTER TABLE inboxes ADD COLUMN goals BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE notifications ADD COLUMN goal_id UUID;

-- So many days before the day of a goal or a milestone the mentee is reminded.
ALTER TABLE settings ADD COLUMN due_days BIGINT NOT NULL DEFAULT 7;
