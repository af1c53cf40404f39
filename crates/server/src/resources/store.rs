//! The SQL of resources: what participants have marked.

use chrono::{DateTime, Utc};
use domain::ids::{ParticipantId, RelationshipId};
use domain::requests::Side;
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// How a participant marks a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is kept in mind.
    Bookmark,
    /// It is read.
    Read,
}

impl Mark {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Bookmark => "bookmark",
            Self::Read => "read",
        }
    }
}

/// A mark as it is kept.
#[derive(Clone, Debug, FromRow, Serialize)]
pub(crate) struct Kept {
    pub(super) slug: String,
    pub(super) mark: String,
    marked_at: DateTime<Utc>,
}

/// All marks of a participant: at most two for each resource that there ever was.
pub(crate) async fn marks(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Kept>> {
    fetch_all!(
        tx,
        Kept,
        "SELECT slug, mark, marked_at FROM resource_marks WHERE participant_id = $1 ORDER BY marked_at, slug, mark",
        of.0,
    )
}

/// Marks a resource, if it is not marked so yet.
pub(super) async fn mark(
    tx: &mut Tx,
    of: ParticipantId,
    slug: &str,
    mark: Mark,
    at: DateTime<Utc>,
) -> sqlx::Result<u64> {
    execute!(
        tx,
        "INSERT INTO resource_marks (participant_id, slug, mark, marked_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        of.0,
        slug,
        mark.as_str(),
        at,
    )
}

/// Takes a mark away.
pub(super) async fn unmark(tx: &mut Tx, of: ParticipantId, slug: &str, mark: Mark) -> sqlx::Result<u64> {
    execute!(
        tx,
        "DELETE FROM resource_marks WHERE participant_id = $1 AND slug = $2 AND mark = $3",
        of.0,
        slug,
        mark.as_str(),
    )
}

/// The relationship that somebody walks in, the latest first, and what they are in it.
pub(super) async fn walking(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Option<(RelationshipId, Side)>> {
    let row = fetch_optional!(
        tx,
        (Uuid, bool),
        "SELECT id, COALESCE(mentor_id = $1, FALSE) FROM relationships
         WHERE (mentor_id = $1 OR mentee_id = $1) AND state IN ('active', 'closing')
         ORDER BY started_at DESC, id DESC LIMIT 1",
        of.0,
    )?;
    Ok(row.map(|(id, mentor)| (RelationshipId(id), if mentor { Side::Mentor } else { Side::Mentee })))
}

/// Where somebody stands who walks with nobody: as what they take part, and for each whether a request is open.
pub(super) struct Standing {
    /// As a mentee: whether one of theirs is open.
    pub(super) mentee: Option<bool>,
    /// As a mentor: whether one to them is open.
    pub(super) mentor: Option<bool>,
}

/// Where somebody stands.
pub(super) async fn standing(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Standing> {
    let (is_mentee, has_asked, is_mentor, is_asked) = fetch_one!(
        tx,
        (bool, bool, bool, bool),
        "SELECT is_mentee,
                EXISTS (SELECT 1 FROM requests WHERE mentee_id = p.id AND state IN ('pending', 'needs_info')),
                is_mentor,
                EXISTS (SELECT 1 FROM requests WHERE mentor_id = p.id AND state IN ('pending', 'needs_info'))
         FROM participants p WHERE p.id = $1",
        of.0,
    )?;
    Ok(Standing { mentee: is_mentee.then_some(has_asked), mentor: is_mentor.then_some(is_asked) })
}
