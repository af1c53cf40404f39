-- Which guides and videos a participant keeps in mind, and which are read.
CREATE TABLE resource_marks (
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    slug           TEXT NOT NULL,
    mark           TEXT NOT NULL,
    marked_at      TEXT NOT NULL,
    PRIMARY KEY (participant_id, slug, mark)
) STRICT;
