//! The SQL of what is written about goals.

use domain::goals::{Content, Excuse};
use domain::ids::ParticipantId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, read_json, write_json};
use crate::{execute, fetch_all};

/// A text about a goal, where it stands: what kind of text, and of which row.
#[derive(FromRow)]
pub(in crate::goals) struct Written {
    kind: String,
    id: Uuid,
    version: i64,
    pub(in crate::goals) words: String,
}

impl Written {
    /// What a version says.
    pub(in crate::goals) fn content(&self) -> sqlx::Result<Option<Content>> {
        (self.kind == "content").then(|| read_json(&self.words)).transpose()
    }

    /// The excuses of a goal.
    pub(in crate::goals) fn excuses(&self) -> sqlx::Result<Option<Vec<Excuse>>> {
        (self.kind == "excuses").then(|| read_json(&self.words)).transpose()
    }
}

/// Everything that was written about the goals of somebody, whoever wrote it.
pub(in crate::goals) async fn written_with(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Written>> {
    fetch_all!(
        tx,
        Written,
        "WITH own AS (SELECT g.id, g.title, g.specific, g.measure, g.unit, g.attainable, g.relevant, g.excuses, g.last_words
                      FROM relationships r JOIN goals g ON g.relationship_id = r.id
                      WHERE r.mentor_id = $1 OR r.mentee_id = $1)
         SELECT 'title' AS kind, id, CAST(0 AS BIGINT) AS version, title AS words FROM own
         UNION ALL SELECT 'specific', id, 0, specific FROM own WHERE specific <> ''
         UNION ALL SELECT 'measure', id, 0, measure FROM own WHERE measure <> ''
         UNION ALL SELECT 'unit', id, 0, unit FROM own WHERE unit <> ''
         UNION ALL SELECT 'attainable', id, 0, attainable FROM own WHERE attainable <> ''
         UNION ALL SELECT 'relevant', id, 0, relevant FROM own WHERE relevant <> ''
         UNION ALL SELECT 'excuses', id, 0, excuses FROM own WHERE excuses <> '[]'
         UNION ALL SELECT 'last_words', id, 0, last_words FROM own WHERE last_words <> ''
         UNION ALL SELECT 'content', own.id, v.version, v.content FROM own JOIN goal_versions v ON v.goal_id = own.id
         UNION ALL SELECT 'step', s.id, 0, s.words FROM own JOIN goal_steps s ON s.goal_id = own.id WHERE s.words <> ''
         UNION ALL SELECT 'milestone', m.id, 0, m.title FROM own JOIN milestones m ON m.goal_id = own.id
         UNION ALL SELECT 'note', e.id, 0, e.note FROM own JOIN progress_entries e ON e.goal_id = own.id WHERE e.note <> ''
         UNION ALL SELECT 'comment', c.id, 0, c.words FROM own JOIN goal_comments c ON c.goal_id = own.id",
        of.0,
    )
}

/// Says it in other words.
pub(in crate::goals) async fn rewrite(tx: &mut Tx, row: &Written, words: &str) -> sqlx::Result<()> {
    match row.kind.as_str() {
        "title" => execute!(tx, "UPDATE goals SET title = $2 WHERE id = $1", row.id, words)?,
        "specific" => execute!(tx, "UPDATE goals SET specific = $2 WHERE id = $1", row.id, words)?,
        "measure" => execute!(tx, "UPDATE goals SET measure = $2 WHERE id = $1", row.id, words)?,
        "unit" => execute!(tx, "UPDATE goals SET unit = $2 WHERE id = $1", row.id, words)?,
        "attainable" => execute!(tx, "UPDATE goals SET attainable = $2 WHERE id = $1", row.id, words)?,
        "relevant" => execute!(tx, "UPDATE goals SET relevant = $2 WHERE id = $1", row.id, words)?,
        "last_words" => execute!(tx, "UPDATE goals SET last_words = $2 WHERE id = $1", row.id, words)?,
        "step" => execute!(tx, "UPDATE goal_steps SET words = $2 WHERE id = $1", row.id, words)?,
        "milestone" => execute!(tx, "UPDATE milestones SET title = $2 WHERE id = $1", row.id, words)?,
        "note" => execute!(tx, "UPDATE progress_entries SET note = $2 WHERE id = $1", row.id, words)?,
        _ => execute!(tx, "UPDATE goal_comments SET words = $2 WHERE id = $1", row.id, words)?,
    };
    Ok(())
}

/// Says in other words what a version says.
pub(in crate::goals) async fn rewrite_content(
    tx: &mut Tx,
    row: &Written,
    content: &Content,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE goal_versions SET content = $3 WHERE goal_id = $1 AND version = $2",
        row.id,
        row.version,
        write_json(content)?,
    )?;
    Ok(())
}

/// Says in other words why points stay open.
pub(in crate::goals) async fn rewrite_excuses(
    tx: &mut Tx,
    row: &Written,
    excuses: &[Excuse],
) -> sqlx::Result<()> {
    execute!(tx, "UPDATE goals SET excuses = $2 WHERE id = $1", row.id, write_json(&excuses)?)?;
    Ok(())
}
