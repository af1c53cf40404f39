-- What is old is looked for each minute, while nobody else can write: it is found without reading all that there is.
CREATE INDEX notifications_by_age ON notifications (at);
CREATE INDEX letters_by_age ON letters (created_at);
-- Few letters keep their texts.
CREATE INDEX letters_with_texts ON letters (created_at) WHERE state <> 'sent' AND text_body <> '';
CREATE INDEX refresh_tokens_by_age ON refresh_tokens (rotated_at) WHERE rotated_at IS NOT NULL;
CREATE INDEX sessions_by_age ON sessions (last_used_at);
