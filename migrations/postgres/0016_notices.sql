-- What comes by letter of meetings and of how relationships go on; what of it is shown in the app.
ALTER TABLE inboxes ADD COLUMN meetings BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE inboxes ADD COLUMN relationships BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE notifications ADD COLUMN meeting_id UUID;
ALTER TABLE notifications ADD COLUMN tool TEXT;

-- After so many days without anything the two of a relationship are asked how it goes.
ALTER TABLE settings ADD COLUMN idle_days BIGINT NOT NULL DEFAULT 30;
