-- How the programme is run: one row. Its numbers count from their change on, never backwards.
CREATE TABLE settings (
    id                  BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    request_days        BIGINT NOT NULL,
    reminder_days       TEXT NOT NULL,
    open_requests       BIGINT NOT NULL,
    conversations_a_day BIGINT NOT NULL,
    planned_months      BIGINT NOT NULL,
    version             BIGINT NOT NULL DEFAULT 1
);

INSERT INTO settings (id, request_days, reminder_days, open_requests, conversations_a_day, planned_months)
VALUES (1, 14, '[3, 7, 12]', 5, 10, 9);
