-- What somebody reported to the coordinators.
CREATE TABLE reports (
    id          UUID PRIMARY KEY NOT NULL,
    reporter_id UUID REFERENCES participants (id) ON DELETE SET NULL,
    reported_id UUID REFERENCES participants (id) ON DELETE SET NULL,
    message_id  UUID REFERENCES messages (id) ON DELETE SET NULL,
    words       TEXT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    decision    TEXT,
    decided_at  TIMESTAMPTZ,
    answer      TEXT NOT NULL,
    version     BIGINT NOT NULL
);

CREATE INDEX reports_by_reported ON reports (reported_id);
CREATE INDEX reports_by_reporter ON reports (reporter_id);
CREATE INDEX reports_by_message ON reports (message_id);
CREATE INDEX reports_by_age ON reports (decided_at, created_at);

-- What coordinators did: ids and codes only, and nobody can change it.
CREATE TABLE audit_entries (
    id             UUID PRIMARY KEY NOT NULL,
    coordinator_id UUID NOT NULL,
    action         TEXT NOT NULL,
    subject_id     UUID,
    setting        TEXT,
    before         TEXT,
    after          TEXT,
    at             TIMESTAMPTZ NOT NULL
);

CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit entries stay as they are'; END $$;

CREATE TRIGGER audit_entries_stay_as_they_are BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The office lists people by when they were last here.
CREATE INDEX participants_by_last_active ON participants (last_active_on, id);
