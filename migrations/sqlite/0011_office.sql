-- What somebody reported to the coordinators.
CREATE TABLE reports (
    id          BLOB PRIMARY KEY NOT NULL,
    reporter_id BLOB REFERENCES participants (id) ON DELETE SET NULL,
    reported_id BLOB REFERENCES participants (id) ON DELETE SET NULL,
    message_id  BLOB REFERENCES messages (id) ON DELETE SET NULL,
    words       TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    decision    TEXT,
    decided_at  TEXT,
    answer      TEXT NOT NULL,
    version     INTEGER NOT NULL
) STRICT;

CREATE INDEX reports_by_reported ON reports (reported_id);
CREATE INDEX reports_by_reporter ON reports (reporter_id);
CREATE INDEX reports_by_message ON reports (message_id);
CREATE INDEX reports_by_age ON reports (decided_at, created_at);

-- What coordinators did: ids and codes only, and nobody can change it.
CREATE TABLE audit_entries (
    id             BLOB PRIMARY KEY NOT NULL,
    coordinator_id BLOB NOT NULL,
    action         TEXT NOT NULL,
    subject_id     BLOB,
    setting        TEXT,
    before         TEXT,
    after          TEXT,
    at             TEXT NOT NULL
) STRICT;

CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id);

CREATE TRIGGER audit_entries_stay_as_they_are BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries stay as they are'); END;

CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'audit entries stay'); END;

-- The office lists people by when they were last here.
CREATE INDEX participants_by_last_active ON participants (last_active_on, id);
