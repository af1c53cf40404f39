-- What comes by letter of meetings and of how relationships go on; what of it is shown in the app.
ALTER TABLE inboxes ADD COLUMN meetings INTEGER NOT NULL DEFAULT 1 CHECK (meetings IN (0, 1));
ALTER TABLE inboxes ADD COLUMN relationships INTEGER NOT NULL DEFAULT 1 CHECK (relationships IN (0, 1));
ALTER TABLE notifications ADD COLUMN meeting_id BLOB;
ALTER TABLE notifications ADD COLUMN tool TEXT;

-- After so many days without anything the two of a relationship are asked how it goes.
ALTER TABLE settings ADD COLUMN idle_days INTEGER NOT NULL DEFAULT 30;
