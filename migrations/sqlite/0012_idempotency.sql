-- What was answered to a request that carried an Idempotency-Key; kept for a day.
CREATE TABLE idempotency_keys (
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    route          TEXT NOT NULL,
    key            TEXT NOT NULL,
    body_hash      BLOB NOT NULL,
    -- The version of what was made; 0 where it has none.
    version        INTEGER NOT NULL,
    location       TEXT NOT NULL,
    answer         TEXT NOT NULL,
    at             TEXT NOT NULL,
    PRIMARY KEY (participant_id, route, key)
) STRICT;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at);
