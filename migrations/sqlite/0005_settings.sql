-- How the programme is run: one row. Its numbers count from their change on, never backwards.
CREATE TABLE settings (
    id                  INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    request_days        INTEGER NOT NULL,
    reminder_days       TEXT NOT NULL,
    open_requests       INTEGER NOT NULL,
    conversations_a_day INTEGER NOT NULL,
    planned_months      INTEGER NOT NULL,
    version             INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

INSERT INTO settings (id, request_days, reminder_days, open_requests, conversations_a_day, planned_months)
VALUES (1, 14, '[3, 7, 12]', 5, 10, 9);
