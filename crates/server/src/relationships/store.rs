//! The SQL of relationships.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ConversationId, ParticipantId, RelationshipId, RequestId};
use domain::relationships::state::{Status, Wishes};
use domain::relationships::{Plan, RelationshipState};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word, from_word_if_any};
use crate::requests::store::Kept as KeptRequest;
use crate::{execute, fetch_all, fetch_one, fetch_optional, later};

/// A relationship as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: RelationshipId,
    pub(crate) mentor: Option<ParticipantId>,
    pub(crate) mentee: Option<ParticipantId>,
    pub(crate) request: RequestId,
    pub(crate) conversation: ConversationId,
    pub(crate) status: Status,
    pub(crate) version: i64,
    pub(crate) started_at: DateTime<Utc>,
    /// One of the two is suspended since then.
    pub(crate) rests_since: Option<DateTime<Utc>>,
    /// What each wishes, as far as they have said.
    pub(crate) wishes: Wishes,
    /// After its completion: when contact details are hidden by themselves.
    pub(crate) contact_until: Option<DateTime<Utc>>,
}

impl Kept {
    /// What somebody is in it; nothing for strangers.
    pub(crate) fn side_of(&self, id: ParticipantId) -> Option<Side> {
        if self.mentor == Some(id) {
            Some(Side::Mentor)
        } else {
            (self.mentee == Some(id)).then_some(Side::Mentee)
        }
    }

    /// The mentor and the mentee, while both are there.
    pub(crate) fn pair(&self) -> Option<(ParticipantId, ParticipantId)> {
        self.mentor.zip(self.mentee)
    }

    /// Those of the two who are there.
    pub(crate) fn two(&self) -> impl Iterator<Item = ParticipantId> + use<> {
        [self.mentor, self.mentee].into_iter().flatten()
    }
}

#[derive(FromRow)]
struct KeptRow {
    id: Uuid,
    mentor_id: Option<Uuid>,
    mentee_id: Option<Uuid>,
    request_id: Uuid,
    conversation_id: Uuid,
    state: String,
    version: i64,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    closing_by: Option<String>,
    closing_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    rests_since: Option<DateTime<Utc>>,
    in_touch_since: Option<DateTime<Utc>>,
    mentor_wish: Option<String>,
    mentee_wish: Option<String>,
}

impl TryFrom<KeptRow> for Kept {
    type Error = sqlx::Error;

    fn try_from(row: KeptRow) -> sqlx::Result<Self> {
        let (status, wishes) = (row.status()?, row.wishes()?);
        Ok(Self {
            id: RelationshipId(row.id),
            mentor: row.mentor_id.map(ParticipantId),
            mentee: row.mentee_id.map(ParticipantId),
            request: RequestId(row.request_id),
            conversation: ConversationId(row.conversation_id),
            status,
            version: row.version,
            started_at: row.started_at,
            rests_since: row.rests_since,
            wishes,
            contact_until: row.closes_at.filter(|_| status.state() == RelationshipState::Completed),
        })
    }
}

impl KeptRow {
    fn status(&self) -> sqlx::Result<Status> {
        let by = from_word_if_any("relationships.closing_by", self.closing_by.as_deref())?;
        let asked = by.zip(self.closing_at).zip(self.closes_at);
        Ok(match (from_word("relationships.state", &self.state)?, self.ended_at, asked) {
            (RelationshipState::Active, None, None) => Status::Active,
            (RelationshipState::Closing, None, Some(((by, at), completes_at))) => {
                Status::Closing { by, at, completes_at }
            }
            (RelationshipState::Completed, Some(at), None) => {
                Status::Completed { at, in_touch_since: self.in_touch_since, wishes: self.wishes()? }
            }
            (RelationshipState::Withdrawn, Some(at), None) => Status::Withdrawn { at },
            _ => {
                let broken = format!("relationships: the row {} contradicts itself", self.id);
                return Err(sqlx::Error::Decode(broken.into()));
            }
        })
    }

    fn wishes(&self) -> sqlx::Result<Wishes> {
        let wish = |word: &Option<String>| from_word_if_any("relationship_sides.wish", word.as_deref());
        Ok(Wishes { mentor: wish(&self.mentor_wish)?, mentee: wish(&self.mentee_wish)? })
    }
}

/// How a relationship begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning {
    pub(super) id: RelationshipId,
    /// The journey that it follows.
    pub(super) earlier: Option<RelationshipId>,
    pub(super) plan: Plan,
    /// One of the two is suspended.
    pub(super) rests: bool,
    pub(super) at: DateTime<Utc>,
}

/// Adds what begins with an accepted request.
pub(super) async fn insert(tx: &mut Tx, request: &KeptRequest, begins: &Beginning) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO relationships (id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, version,
                                    earlier_id, planned_until, every_weeks, rests_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11)",
        begins.id.0,
        request.mentor.map(|id| id.0),
        request.mentee.map(|id| id.0),
        request.id.0,
        request.conversation.0,
        RelationshipState::Active.as_str(),
        begins.at,
        begins.earlier.map(|id| id.0),
        begins.plan.until,
        i64::from(begins.plan.every_weeks),
        begins.rests.then_some(begins.at),
    )
}

/// On what a relationship begins.
pub(super) struct Terms {
    /// How long the programme means it to be.
    pub(super) planned_months: u32,
    /// How long the request asks for, where it says so.
    pub(super) until: Option<NaiveDate>,
    /// How often the request asks to meet.
    pub(super) every_weeks: u8,
    /// One of the two is suspended.
    pub(super) rests: bool,
}

/// On what a relationship begins that follows from a request.
pub(super) async fn terms(tx: &mut Tx, request: &KeptRequest) -> sqlx::Result<Terms> {
    let (planned_months, until, every_weeks, here) = fetch_one!(
        tx,
        (i64, Option<NaiveDate>, i64, i64),
        "SELECT s.planned_months, t.until_on, t.every_weeks,
                (SELECT COUNT(*) FROM participants p WHERE p.id IN ($3, $4) AND p.suspended_at IS NULL)
         FROM settings s CROSS JOIN request_texts t WHERE t.request_id = $1 AND t.number = $2",
        request.id.0,
        request.text_number,
        request.mentor.map(|id| id.0),
        request.mentee.map(|id| id.0),
    )?;
    Ok(Terms {
        planned_months: u32::try_from(planned_months).unwrap_or(u32::MAX),
        until,
        every_weeks: u8::try_from(every_weeks).unwrap_or(u8::MAX),
        rests: here < 2,
    })
}

/// A relationship.
pub(crate) async fn load(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<Option<Kept>> {
    let row = fetch_optional!(
        tx,
        KeptRow,
        "SELECT id, mentor_id, mentee_id, request_id, conversation_id, state, version, started_at, ended_at,
                closing_by, closing_at, closes_at, rests_since, in_touch_since,
                (SELECT wish FROM relationship_sides WHERE relationship_id = r.id AND side = 'mentor') AS mentor_wish,
                (SELECT wish FROM relationship_sides WHERE relationship_id = r.id AND side = 'mentee') AS mentee_wish
         FROM relationships r WHERE id = $1",
        id.0,
    )?;
    row.map(Kept::try_from).transpose()
}

/// Saves where a relationship stands over the version before; false when it has another one meanwhile.
pub(super) async fn save(tx: &mut Tx, kept: &Kept) -> sqlx::Result<bool> {
    let (asked, closes_at, in_touch_since) = match kept.status {
        Status::Active | Status::Withdrawn { .. } => (None, None, None),
        Status::Closing { by, at, completes_at } => (Some((by, at)), Some(completes_at), None),
        Status::Completed { in_touch_since, .. } => (None, kept.contact_until, in_touch_since),
    };
    let saved = execute!(
        tx,
        "UPDATE relationships SET state = $3, version = version + 1, ended_at = $4, closing_by = $5, closing_at = $6,
         closes_at = $7, in_touch_since = $8, rests_since = $9 WHERE id = $1 AND version = $2 - 1",
        kept.id.0,
        kept.version,
        kept.status.state().as_str(),
        kept.status.ended_at(),
        asked.map(|(by, _)| by.as_str()),
        asked.map(|(_, at)| at),
        closes_at,
        in_touch_since,
        kept.rests_since,
    )?;
    Ok(saved > 0)
}

/// The relationships between two people that have not ended, whoever mentors whom.
pub(super) async fn active_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships
         WHERE ended_at IS NULL AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))
         ORDER BY mentor_id, mentee_id",
        one.0,
        other.0,
    )?;
    Ok(ids(rows))
}

/// The relationships of somebody that have not ended.
pub(super) async fn active_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships
         WHERE ended_at IS NULL AND (mentor_id = $1 OR mentee_id = $1) ORDER BY mentor_id, mentee_id",
        of.0,
    )?;
    Ok(ids(rows))
}

fn ids(rows: Vec<(Uuid,)>) -> Vec<RelationshipId> {
    rows.into_iter().map(|(id,)| RelationshipId(id)).collect()
}

/// Contact details were hidden after a completion.
pub(super) async fn note_hidden(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationships SET closes_at = NULL, version = version + 1 WHERE id = $1 AND state = 'completed'",
        id.0,
    )?;
    Ok(())
}

/// The two did something in it.
pub(super) async fn touch(tx: &mut Tx, id: RelationshipId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "UPDATE relationships SET active_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// Relationships that complete by themselves by now.
pub(super) async fn over(tx: &mut Tx, now: DateTime<Utc>, most: i64) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships WHERE state = 'closing' AND closes_at <= $1 AND rests_since IS NULL
         ORDER BY closes_at LIMIT $2",
        now,
        most,
    )?;
    Ok(ids(rows))
}

/// Completed relationships whose contact details are hidden by now.
pub(super) async fn lingered(
    tx: &mut Tx,
    now: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships WHERE state = 'completed' AND closes_at <= $1 ORDER BY closes_at LIMIT $2",
        now,
        most,
    )?;
    Ok(ids(rows))
}

/// Relationships in which nothing has happened since then, no meeting was and none is to come, and in which nobody was asked
/// how it goes since something last happened.
pub(super) async fn idle(tx: &mut Tx, since: DateTime<Utc>, most: i64) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT r.id FROM relationships r JOIN conversations c ON c.id = r.conversation_id
         WHERE r.state = 'active' AND r.rests_since IS NULL AND COALESCE(r.active_at, r.started_at) <= $1
         AND c.newest_at <= $1
         AND (r.nudged_at IS NULL OR r.nudged_at < COALESCE(r.active_at, r.started_at) OR r.nudged_at < c.newest_at)
         AND NOT EXISTS (SELECT 1 FROM meetings m WHERE m.relationship_id = r.id
                         AND m.state IN ('confirmed', 'held') AND m.starts_at > $1)
         ORDER BY r.id LIMIT $2",
        since,
        most,
    )?;
    Ok(ids(rows))
}

/// Notes that the two are asked how it goes; false where something has happened meanwhile, or another server has asked.
pub(super) async fn note_nudge(
    tx: &mut Tx,
    id: RelationshipId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE relationships SET nudged_at = $3
         WHERE id = $1 AND state = 'active' AND rests_since IS NULL AND COALESCE(active_at, started_at) <= $2
         AND (nudged_at IS NULL OR nudged_at < $3)",
        id.0,
        since,
        now,
    )?;
    Ok(noted > 0)
}
