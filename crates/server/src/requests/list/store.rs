//! The SQL of the list.

use chrono::{DateTime, Utc};
use domain::criteria::{Importance, OptionKey};
use domain::ids::ParticipantId;
use domain::profiles::Preference;
use sqlx::FromRow;
use uuid::Uuid;

use crate::criteria::store::{criterion_key, option_key};
use crate::db::{Tx, from_word};
use crate::fetch_all;
use crate::page::After;
use crate::people::store::{Eyes, PersonRow};

/// A request in a list.
#[derive(FromRow)]
pub(in crate::requests) struct ListRow {
    pub(in crate::requests) id: Uuid,
    pub(in crate::requests) state: String,
    #[sqlx(flatten)]
    pub(in crate::requests) other: PersonRow,
    pub(in crate::requests) country: Option<String>,
    pub(in crate::requests) city: Option<String>,
    pub(in crate::requests) other_zone: Option<String>,
    pub(in crate::requests) goal: String,
    pub(in crate::requests) support: String,
    pub(in crate::requests) words: String,
    pub(in crate::requests) sent_at: DateTime<Utc>,
    pub(in crate::requests) turn_at: DateTime<Utc>,
    pub(in crate::requests) expires_at: DateTime<Utc>,
    pub(in crate::requests) ends_at: DateTime<Utc>,
    pub(in crate::requests) stopped_at: Option<DateTime<Utc>>,
    pub(in crate::requests) answered_at: Option<DateTime<Utc>>,
    pub(in crate::requests) changed: bool,
    #[sqlx(flatten)]
    pub(in crate::requests) eyes: Eyes,
}

/// Open requests to a mentor, the longest turn first. A block closes them: nobody is hidden.
pub(super) async fn waiting_for(
    tx: &mut Tx,
    mentor: ParticipantId,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<ListRow>> {
    fetch_all!(
        tx,
        ListRow,
        "SELECT r.id, r.state, p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
                f.country, f.city, f.time_zone AS other_zone, t.goal, t.support,
                COALESCE((SELECT s.words FROM request_steps s WHERE s.request_id = r.id
                          AND s.action IN ('ask_for_more', 'decline') ORDER BY s.number DESC LIMIT 1), '') AS words,
                r.sent_at, r.turn_at, r.expires_at, r.ends_at, r.stopped_at, r.answered_at,
                (r.seen_number > 0 AND r.seen_number < r.text_number) AS changed,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled, CAST(NULL AS TEXT) AS former
         FROM requests r
         JOIN request_texts t ON t.request_id = r.id AND t.number = r.text_number
         LEFT JOIN participants p ON p.id = r.mentee_id
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE r.mentor_id = $1 AND r.answered_at IS NULL AND (r.turn_at, r.id) > ($2, $3)
         ORDER BY r.turn_at, r.id LIMIT $4",
        mentor.0,
        after.at,
        after.id,
        most,
    )
}

/// Requests to or from somebody that are open or not, the latest first. Who has blocked the reader has left.
pub(super) async fn latest(
    tx: &mut Tx,
    me: ParticipantId,
    as_mentor: bool,
    open: bool,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<ListRow>> {
    fetch_all!(
        tx,
        ListRow,
        "SELECT r.id, r.state, p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
                f.country, f.city, f.time_zone AS other_zone, t.goal, t.support,
                COALESCE((SELECT s.words FROM request_steps s WHERE s.request_id = r.id
                          AND s.action IN ('ask_for_more', 'decline') ORDER BY s.number DESC LIMIT 1), '') AS words,
                r.sent_at, r.turn_at, r.expires_at, r.ends_at, r.stopped_at, r.answered_at,
                (r.seen_number > 0 AND r.seen_number < r.text_number) AS changed,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN $2 THEN r.mentee_id ELSE r.mentor_id END) AS former
         FROM requests r
         JOIN request_texts t ON t.request_id = r.id AND t.number = r.text_number
         LEFT JOIN participants p ON p.id = CASE WHEN $2 THEN r.mentee_id ELSE r.mentor_id END
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $1)
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE (($2 AND r.mentor_id = $1) OR (NOT $2 AND r.mentee_id = $1)) AND (r.answered_at IS NULL) = $3
         AND (COALESCE(r.answered_at, r.sent_at), r.id) < ($4, $5)
         ORDER BY COALESCE(r.answered_at, r.sent_at) DESC, r.id DESC LIMIT $6",
        me.0,
        as_mentor,
        open,
        after.at,
        after.id,
        most,
    )
}

/// What the mentees of a mentor's open requests look for.
pub(in crate::requests) async fn wishes(
    tx: &mut Tx,
    mentor: ParticipantId,
) -> sqlx::Result<Vec<(ParticipantId, Preference)>> {
    let rows = fetch_all!(
        tx,
        (Uuid, String, String, String),
        "SELECT c.participant_id, c.criterion, c.importance, o.option FROM preferred_criteria c
         JOIN preferred_options o ON o.participant_id = c.participant_id AND o.criterion = c.criterion
         WHERE c.participant_id IN (SELECT mentee_id FROM requests WHERE mentor_id = $1 AND answered_at IS NULL)
         ORDER BY c.participant_id, c.position, o.position",
        mentor.0,
    )?;
    let mut wishes: Vec<(ParticipantId, Preference)> = Vec::new();
    for (mentee, criterion, importance, option) in rows {
        let (mentee, criterion) = (ParticipantId(mentee), criterion_key(&criterion)?);
        let option: OptionKey = option_key(&option)?;
        match wishes.last_mut() {
            Some((id, last)) if *id == mentee && last.criterion == criterion => last.options.push(option),
            _ => {
                let importance: Importance = from_word("preferred_criteria.importance", &importance)?;
                wishes.push((mentee, Preference { criterion, options: vec![option], importance }));
            }
        }
    }
    Ok(wishes)
}
