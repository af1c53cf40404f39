//! The SQL of comments.

use chrono::{DateTime, Utc};
use domain::goals::GoalPart;
use domain::ids::{GoalCommentId, GoalId};
use domain::requests::Side;

use crate::db::Tx;
use crate::execute;

/// A comment as it is kept.
#[derive(Debug)]
pub(in crate::goals) struct Comment {
    pub(in crate::goals) id: GoalCommentId,
    pub(in crate::goals) part: GoalPart,
    pub(in crate::goals) words: String,
    pub(in crate::goals) by: Side,
    pub(in crate::goals) at: DateTime<Utc>,
}

/// Adds a comment where there is room for one more; false where there is none.
pub(crate) async fn insert_comment(
    tx: &mut Tx,
    (goal, comment): (GoalId, GoalCommentId),
    (part, words): (GoalPart, &str),
    (by, at): (Side, DateTime<Utc>),
    most: i64,
) -> sqlx::Result<bool> {
    let added = execute!(
        tx,
        "INSERT INTO goal_comments (id, goal_id, part, words, written_by, written_at)
         SELECT $1, g.id, $3, $4, $5, $6 FROM goals g
         WHERE g.id = $2 AND (SELECT COUNT(*) FROM goal_comments c WHERE c.goal_id = g.id) < $7",
        comment.0,
        goal.0,
        part.as_str(),
        words,
        by.as_str(),
        at,
        most,
    )?;
    Ok(added > 0)
}

/// Takes a comment of one of the two away; false where there is none.
pub(super) async fn delete_comment(
    tx: &mut Tx,
    goal: GoalId,
    comment: GoalCommentId,
    by: Side,
) -> sqlx::Result<bool> {
    let gone = execute!(
        tx,
        "DELETE FROM goal_comments WHERE id = $1 AND goal_id = $2 AND written_by = $3",
        comment.0,
        goal.0,
        by.as_str(),
    )?;
    Ok(gone > 0)
}
