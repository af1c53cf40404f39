//! The SQL of the dashboard.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ParticipantId, RelationshipId};
use domain::relationships::{Plan, Sharing};
use domain::requests::{RequestText, Side};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word_if_any, read_json};
use crate::fetch_one;
use crate::people::store::PersonRow;
use crate::relationships::plan::store::planned_or_asked;
use crate::requests::texts::store::TextRow;

/// What the dashboard shows beside where the relationship stands.
#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "columns that do not depend on each other")]
pub(in crate::relationships) struct PageRow {
    #[sqlx(flatten)]
    pub(in crate::relationships) partner: PersonRow,
    pub(in crate::relationships) suspended_at: Option<DateTime<Utc>>,
    /// What the other shares.
    pub(in crate::relationships) email: Option<String>,
    pub(in crate::relationships) phone: Option<String>,
    links: Option<String>,
    #[sqlx(flatten)]
    text: TextRow,
    planned_until: Option<NaiveDate>,
    plan_weeks: Option<i64>,
    earlier_id: Option<Uuid>,
    later_id: Option<Uuid>,
    /// The two have begun something again.
    pub(in crate::relationships) walks_again: bool,
    unread: i64,
    shares_email: bool,
    shares_phone: bool,
    shares_links: bool,
    pub(in crate::relationships) takes_along: String,
    /// The thanks of the other, where they are shown.
    pub(in crate::relationships) thanks: String,
    withdrawn_by: Option<String>,
    pub(in crate::relationships) words: String,
}

impl PageRow {
    /// The web addresses that the other shares.
    pub(in crate::relationships) fn links(&self) -> sqlx::Result<Vec<String>> {
        let links = self.links.as_deref().unwrap_or("[]");
        read_json(links)
    }

    /// What was asked for.
    pub(in crate::relationships) fn text(&self) -> sqlx::Result<RequestText> {
        self.text.clone().try_into()
    }

    /// How the two have planned it.
    pub(in crate::relationships) fn plan(&self, text: &RequestText) -> Plan {
        planned_or_asked((self.planned_until, self.plan_weeks), (text.until, text.every_weeks.into()))
    }

    /// What of the reader the other sees.
    pub(in crate::relationships) fn sharing(&self) -> Sharing {
        Sharing { email: self.shares_email, phone: self.shares_phone, links: self.shares_links }
    }

    /// The journeys of the same two before and after it.
    pub(in crate::relationships) fn journeys(&self) -> [Option<RelationshipId>; 2] {
        [self.earlier_id, self.later_id].map(|id| id.map(RelationshipId))
    }

    /// Lines that the reader has not read.
    pub(in crate::relationships) fn unread(&self) -> u32 {
        u32::try_from(self.unread).unwrap_or(u32::MAX)
    }

    /// Who has withdrawn.
    pub(in crate::relationships) fn withdrawn_by(&self) -> sqlx::Result<Option<Side>> {
        from_word_if_any("withdrawals.side", self.withdrawn_by.as_deref())
    }
}

/// What the dashboard of one of the two shows, in one statement; `other` is absent where the reader sees nobody.
pub(in crate::relationships) async fn page(
    tx: &mut Tx,
    id: RelationshipId,
    (me, side): (ParticipantId, Side),
    other: Option<ParticipantId>,
) -> sqlx::Result<PageRow> {
    fetch_one!(
        tx,
        PageRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone, p.suspended_at,
                CASE WHEN COALESCE(o.shares_email, TRUE) THEN p.email END AS email,
                CASE WHEN o.shares_phone THEN k.phone END AS phone, CASE WHEN o.shares_links THEN k.links END AS links,
                t.support, t.topics, t.every_weeks, t.minutes, t.until_on, t.goal, t.why,
                r.planned_until, r.every_weeks AS plan_weeks, r.earlier_id,
                (SELECT l.id FROM relationships l WHERE l.earlier_id = r.id LIMIT 1) AS later_id,
                EXISTS (SELECT 1 FROM relationships l WHERE l.mentor_id = r.mentor_id AND l.mentee_id = r.mentee_id
                        AND l.ended_at IS NULL AND r.ended_at IS NOT NULL) AS walks_again,
                (SELECT COUNT(*) FROM messages u WHERE u.conversation_id = c.id
                 AND u.number > CASE WHEN c.low_id = $2 THEN c.low_read ELSE c.high_read END
                 AND (u.author_id IS NULL OR u.author_id <> $2)) AS unread,
                COALESCE(m.shares_email, TRUE) AS shares_email, COALESCE(m.shares_phone, FALSE) AS shares_phone,
                COALESCE(m.shares_links, FALSE) AS shares_links, COALESCE(m.takes_along, '') AS takes_along,
                COALESCE(CASE WHEN o.shows_thanks THEN o.thanks END, '') AS thanks,
                w.side AS withdrawn_by, COALESCE(w.words, '') AS words
         FROM relationships r
         JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number
         JOIN conversations c ON c.id = r.conversation_id
         LEFT JOIN relationship_sides m ON m.relationship_id = r.id AND m.side = $3
         LEFT JOIN relationship_sides o ON o.relationship_id = r.id AND o.side <> $3
         LEFT JOIN withdrawals w ON w.relationship_id = r.id
         LEFT JOIN participants p ON p.id = $4
         LEFT JOIN profiles f ON f.participant_id = p.id
         LEFT JOIN contact_details k ON k.participant_id = p.id
         WHERE r.id = $1",
        id.0,
        me.0,
        side.as_str(),
        other.map(|other| other.0),
    )
}
