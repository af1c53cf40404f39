use chrono::{DateTime, Utc};
use domain::ids::{ParticipantId, RelationshipId, RequestId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::people::store::{PersonRow, Sight};
use crate::{fetch_all, fetch_one, fetch_optional, later};

/// What there is between a mentor and a mentee.
#[derive(Debug, Default, FromRow)]
pub(crate) struct Pair {
    open_request: Option<Uuid>,
    active_relationship: Option<Uuid>,
    /// When the mentor declined last.
    pub(crate) declined_at: Option<DateTime<Utc>>,
}

/// What there is between two people, whoever mentors whom.
#[derive(Clone, Copy, Debug, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "columns that do not depend on each other")]
pub(crate) struct Tie {
    /// They are entitled: each sees the other's contact details.
    pub(crate) entitled: bool,
    /// One of the two has blocked the other.
    pub(crate) blocked: bool,
    /// The first of the two has blocked the second.
    pub(crate) blocked_by_me: bool,
    /// One of the two does not want to be matched with the other again.
    pub(crate) apart: bool,
}

impl Pair {
    /// The request that waits for an answer.
    pub(crate) fn open_request(&self) -> Option<RequestId> {
        self.open_request.map(RequestId)
    }

    /// The relationship in which the two walk together.
    pub(crate) fn active_relationship(&self) -> Option<RelationshipId> {
        self.active_relationship.map(RelationshipId)
    }
}

impl Tie {
    /// What each sees of what the other writes.
    pub(crate) fn sight(self) -> Sight {
        if self.entitled { Sight::Whole } else { Sight::Masked }
    }

    /// The second has blocked the first: to the first they are as one who has left.
    pub(crate) fn is_gone(self) -> bool {
        self.blocked && !self.blocked_by_me
    }
}

/// The pair, made if need be; nobody else changes it until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, mentor: ParticipantId, mentee: ParticipantId) -> sqlx::Result<Pair> {
    later!(
        tx,
        "INSERT INTO pairs (mentor_id, mentee_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        mentor.0,
        mentee.0,
    )?;
    fetch_one!(
        tx,
        Pair,
        {
            sqlite: "SELECT open_request, active_relationship, declined_at FROM pairs WHERE mentor_id = $1 AND mentee_id = $2",
            postgres: "SELECT open_request, active_relationship, declined_at FROM pairs WHERE mentor_id = $1 AND mentee_id = $2 FOR UPDATE"
        },
        mentor.0,
        mentee.0
    )
}

/// Both pairs of two people, whoever mentors whom; nobody else changes them until the transaction ends.
pub(crate) async fn lock_both(tx: &mut Tx, one: ParticipantId, other: ParticipantId) -> sqlx::Result<()> {
    // In one order, whoever of the two asks: nobody waits for somebody who waits.
    let (low, high) = (one.min(other), one.max(other));
    lock(tx, low, high).await?;
    lock(tx, high, low).await?;
    Ok(())
}

/// Notes which request waits for an answer between the two, or that none does any more.
pub(crate) async fn set_open_request(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
    request: Option<RequestId>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE pairs SET open_request = $3 WHERE mentor_id = $1 AND mentee_id = $2",
        mentor.0,
        mentee.0,
        request.map(|request| request.0),
    )
}

/// Notes in which relationship the two walk together, or that they do not any more.
pub(crate) async fn set_active_relationship(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
    relationship: Option<RelationshipId>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE pairs SET active_relationship = $3 WHERE mentor_id = $1 AND mentee_id = $2",
        mentor.0,
        mentee.0,
        relationship.map(|relationship| relationship.0),
    )
}

/// Notes that the two do not want to be matched again.
pub(crate) async fn set_apart(tx: &mut Tx, mentor: ParticipantId, mentee: ParticipantId) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE pairs SET apart = $3 WHERE mentor_id = $1 AND mentee_id = $2",
        mentor.0,
        mentee.0,
        true,
    )
}

/// Notes whether the two see each other's contact details now: while they walk together, for some time after a completion, and
/// while they stay in touch; but not while one of them is suspended.
pub(crate) async fn note_entitled(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE pairs SET entitled =
             NOT EXISTS (SELECT 1 FROM participants s WHERE s.id IN (pairs.mentor_id, pairs.mentee_id) AND s.suspended_at IS NOT NULL)
             AND (active_relationship IS NOT NULL OR EXISTS (
                 SELECT 1 FROM relationships r WHERE r.mentor_id = pairs.mentor_id AND r.mentee_id = pairs.mentee_id
                 AND r.state = 'completed' AND (r.in_touch_since IS NOT NULL OR r.closes_at > $3)))
         WHERE mentor_id = $1 AND mentee_id = $2",
        mentor.0,
        mentee.0,
        now,
    )
}

/// Notes the same for all pairs of somebody.
pub(crate) async fn note_all_entitled(
    tx: &mut Tx,
    of: ParticipantId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE pairs SET entitled =
             NOT EXISTS (SELECT 1 FROM participants s WHERE s.id IN (pairs.mentor_id, pairs.mentee_id) AND s.suspended_at IS NOT NULL)
             AND (active_relationship IS NOT NULL OR EXISTS (
                 SELECT 1 FROM relationships r WHERE r.mentor_id = pairs.mentor_id AND r.mentee_id = pairs.mentee_id
                 AND r.state = 'completed' AND (r.in_touch_since IS NOT NULL OR r.closes_at > $2)))
         WHERE mentor_id = $1 OR mentee_id = $1",
        of.0,
        now,
    )
}

/// Something is open between two people, whoever mentors whom: a request, or a relationship.
pub(crate) async fn are_bound(tx: &mut Tx, one: ParticipantId, other: ParticipantId) -> sqlx::Result<bool> {
    let (bound,) = fetch_one!(
        tx,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM pairs WHERE (open_request IS NOT NULL OR active_relationship IS NOT NULL)
                        AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1)))",
        one.0,
        other.0,
    )?;
    Ok(bound)
}

/// Notes that the mentor has declined.
pub(crate) async fn set_declined(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE pairs SET declined_at = $3 WHERE mentor_id = $1 AND mentee_id = $2",
        mentor.0,
        mentee.0,
        at,
    )
}

/// What there is between two people.
pub(crate) async fn tie(tx: &mut Tx, me: ParticipantId, other: ParticipantId) -> sqlx::Result<Tie> {
    fetch_one!(
        tx,
        Tie,
        "SELECT EXISTS (SELECT 1 FROM pairs WHERE entitled
                        AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))) AS entitled,
                EXISTS (SELECT 1 FROM blocks
                        WHERE (participant_id = $1 AND blocked_id = $2) OR (participant_id = $2 AND blocked_id = $1)) AS blocked,
                EXISTS (SELECT 1 FROM blocks WHERE participant_id = $1 AND blocked_id = $2) AS blocked_by_me,
                EXISTS (SELECT 1 FROM pairs WHERE apart
                        AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))) AS apart",
        me.0,
        other.0,
    )
}

/// Two people, where they are there, and what there is between them.
pub(crate) struct Two {
    pub(crate) mine: Option<PersonRow>,
    pub(crate) theirs: Option<PersonRow>,
    pub(crate) tie: Option<Tie>,
}

#[derive(FromRow)]
struct TiedRow {
    #[sqlx(flatten)]
    person: PersonRow,
    #[sqlx(flatten)]
    tie: Tie,
}

/// Somebody and another.
pub(crate) async fn two(tx: &mut Tx, me: ParticipantId, other: ParticipantId) -> sqlx::Result<Two> {
    let mut rows = fetch_all!(
        tx,
        TiedRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
                EXISTS (SELECT 1 FROM pairs WHERE entitled
                        AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))) AS entitled,
                EXISTS (SELECT 1 FROM blocks
                        WHERE (participant_id = $1 AND blocked_id = $2) OR (participant_id = $2 AND blocked_id = $1)) AS blocked,
                EXISTS (SELECT 1 FROM blocks WHERE participant_id = $1 AND blocked_id = $2) AS blocked_by_me,
                EXISTS (SELECT 1 FROM pairs WHERE apart
                        AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))) AS apart
         FROM participants p LEFT JOIN profiles f ON f.participant_id = p.id WHERE p.id IN ($1, $2)",
        me.0,
        other.0,
    )?;
    let tie = rows.first().map(|row| row.tie);
    let mut take = |id| {
        let at = rows.iter().position(|row| row.person.id() == Some(id))?;
        Some(rows.swap_remove(at).person)
    };
    Ok(Two { mine: take(me), theirs: take(other), tie })
}

/// The participant is there and not suspended.
pub(crate) async fn is_here(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<bool> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        "SELECT id FROM participants WHERE id = $1 AND suspended_at IS NULL",
        id.0
    )?;
    Ok(found.is_some())
}

/// Locks the pairs of two people, whoever mentors whom.
pub(crate) async fn lock_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<Vec<(Uuid, Uuid)>> {
    fetch_all!(
        tx,
        (Uuid, Uuid),
        {
            sqlite: "SELECT mentor_id, mentee_id FROM pairs
                     WHERE (mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1)",
            postgres: "SELECT mentor_id, mentee_id FROM pairs
                       WHERE (mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1)
                       ORDER BY mentor_id, mentee_id FOR UPDATE"
        },
        one.0,
        other.0,
    )
}

/// Locks the pairs of somebody: all at once and in one order, so that two who leave at the same time do not wait for each
/// other.
pub(crate) async fn lock_all_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<(Uuid, Uuid)>> {
    fetch_all!(
        tx,
        (Uuid, Uuid),
        {
            sqlite: "SELECT mentor_id, mentee_id FROM pairs WHERE mentor_id = $1 OR mentee_id = $1",
            postgres: "SELECT mentor_id, mentee_id FROM pairs WHERE mentor_id = $1 OR mentee_id = $1
                       ORDER BY mentor_id, mentee_id FOR UPDATE"
        },
        of.0,
    )
}

/// Whether the one takes part as a mentor and the other as a mentee, neither gone nor suspended. Stays so until the
/// transaction ends.
pub(crate) async fn hold_roles(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
) -> sqlx::Result<(bool, bool)> {
    let found = fetch_all!(
        tx,
        (Uuid, bool, bool),
        {
            sqlite: "SELECT id, is_mentor, is_mentee FROM participants WHERE id IN ($1, $2) AND suspended_at IS NULL",
            postgres: "SELECT id, is_mentor, is_mentee FROM participants WHERE id IN ($1, $2) AND suspended_at IS NULL
                       ORDER BY id FOR SHARE"
        },
        mentor.0,
        mentee.0,
    )?;
    let is_mentor = found.iter().any(|(id, is_mentor, _)| *id == mentor.0 && *is_mentor);
    let is_mentee = found.iter().any(|(id, _, is_mentee)| *id == mentee.0 && *is_mentee);
    Ok((is_mentor, is_mentee))
}

/// The mentors to whom somebody cannot send a request just now, for something is open between the two, one has blocked
/// the other or does not want to be matched with the other again, or the mentor has declined after `since`.
pub(crate) async fn mentors_in_the_way(
    tx: &mut Tx,
    mentee: ParticipantId,
    since: DateTime<Utc>,
) -> sqlx::Result<Vec<(Uuid,)>> {
    fetch_all!(
        tx,
        (Uuid,),
        "SELECT mentor_id FROM pairs WHERE mentee_id = $1
         AND (open_request IS NOT NULL OR active_relationship IS NOT NULL OR declined_at > $2)
         UNION SELECT CASE WHEN mentor_id = $1 THEN mentee_id ELSE mentor_id END FROM pairs
         WHERE apart AND (mentor_id = $1 OR mentee_id = $1)
         UNION SELECT blocked_id FROM blocks WHERE participant_id = $1
         UNION SELECT participant_id FROM blocks WHERE blocked_id = $1",
        mentee.0,
        since,
    )
}

/// There is or was something between a mentor and a mentee.
pub(crate) async fn are_known(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
) -> sqlx::Result<bool> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        "SELECT mentor_id FROM pairs WHERE mentor_id = $1 AND mentee_id = $2",
        mentor.0,
        mentee.0,
    )?;
    Ok(found.is_some())
}
