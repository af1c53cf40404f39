-- The clocks look at few meetings. With the state in their indexes, SQLite took them for the meetings of one relationship,
-- too, and looked at those of all.
DROP INDEX meetings_by_lapse;
DROP INDEX meetings_by_start;
CREATE INDEX meetings_by_lapse ON meetings (lapses_at) WHERE state = 'proposed';
CREATE INDEX meetings_by_start ON meetings (starts_at) WHERE state = 'confirmed';
CREATE INDEX meetings_by_state ON meetings (relationship_id, state, starts_at);
