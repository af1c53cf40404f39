-- Photos in two sizes. A drawn portrait has no owner: sample people share it.
CREATE TABLE photos (
    token        TEXT PRIMARY KEY NOT NULL,
    owner        BLOB UNIQUE REFERENCES participants (id) ON DELETE CASCADE,
    content_type TEXT NOT NULL,
    small        BLOB NOT NULL,
    large        BLOB NOT NULL
) STRICT;

-- What others may see of a participant, besides the name.
CREATE TABLE profiles (
    participant_id BLOB PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    headline       TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    country        TEXT NOT NULL,
    city           TEXT NOT NULL,
    time_zone      TEXT NOT NULL,
    about          TEXT NOT NULL,
    photo          TEXT REFERENCES photos (token) ON DELETE SET NULL,
    version        INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX profiles_by_photo ON profiles (photo);

-- What a mentor can help with.
CREATE TABLE offers (
    participant_id BLOB PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    help           TEXT NOT NULL,
    experience     TEXT NOT NULL,
    places         INTEGER NOT NULL,
    paused         INTEGER NOT NULL CHECK (paused IN (0, 1)),
    paused_until   TEXT,
    version        INTEGER NOT NULL DEFAULT 1
) STRICT;

-- The options that a participant holds: the languages of the profile, the rest of the offer.
CREATE TABLE held_options (
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    criterion      TEXT NOT NULL REFERENCES criteria (key),
    option         TEXT NOT NULL,
    position       INTEGER NOT NULL,
    PRIMARY KEY (participant_id, criterion, option)
) STRICT;

-- What a mentee looks for.
CREATE TABLE preferences (
    participant_id BLOB PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    hope           TEXT NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE preferred_criteria (
    participant_id BLOB NOT NULL REFERENCES preferences (participant_id) ON DELETE CASCADE,
    criterion      TEXT NOT NULL REFERENCES criteria (key),
    importance     TEXT NOT NULL,
    position       INTEGER NOT NULL,
    PRIMARY KEY (participant_id, criterion)
) STRICT;

CREATE TABLE preferred_options (
    participant_id BLOB NOT NULL,
    criterion      TEXT NOT NULL,
    option         TEXT NOT NULL,
    position       INTEGER NOT NULL,
    PRIMARY KEY (participant_id, criterion, option),
    FOREIGN KEY (participant_id, criterion) REFERENCES preferred_criteria (participant_id, criterion) ON DELETE CASCADE
) STRICT;

-- How to be reached outside Cairn; private. The links are a JSON array.
CREATE TABLE contact_details (
    participant_id BLOB PRIMARY KEY NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    phone          TEXT NOT NULL,
    links          TEXT NOT NULL,
    version        INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Mentors whom a participant keeps in mind.
CREATE TABLE bookmarks (
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    mentor_id      BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    created_at     TEXT NOT NULL,
    PRIMARY KEY (participant_id, mentor_id)
) STRICT;

CREATE INDEX bookmarks_by_mentor ON bookmarks (mentor_id);
