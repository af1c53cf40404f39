//! The SQL of what belongs to a goal.

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::{Amount, ChartPoint};
use domain::ids::{GoalCommentId, GoalId, MilestoneId, ProgressEntryId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word, from_word_if_any};
use crate::fetch_all;
use crate::goals::comments::store::Comment;
use crate::goals::milestones::store::Step;
use crate::goals::progress::store::Entry;
use crate::goals::store::amount;

/// What belongs to a goal.
#[derive(Debug, Default)]
pub(in crate::goals) struct Belongings {
    /// In order.
    pub(in crate::goals) steps: Vec<Step>,
    /// The oldest first.
    pub(in crate::goals) comments: Vec<Comment>,
    /// So many as were asked for, the latest day first.
    pub(in crate::goals) entries: Vec<Entry>,
    /// Where the number stood, the earliest day first: all of it.
    pub(in crate::goals) values: Vec<ChartPoint>,
}

#[derive(FromRow)]
struct BelongingRow {
    kind: String,
    id: Uuid,
    words: String,
    part: Option<String>,
    day: Option<NaiveDate>,
    /// The version of an entry, or the weight of a milestone.
    number: i64,
    value: Option<i64>,
    side: Option<String>,
    at: Option<DateTime<Utc>>,
    later_at: Option<DateTime<Utc>>,
}

impl BelongingRow {
    fn side(&self) -> sqlx::Result<Side> {
        from_word("goals: who wrote", self.side.as_deref().unwrap_or_default())
    }

    fn entry(self, goal: GoalId) -> sqlx::Result<Entry> {
        let at = self.at.unwrap_or_default();
        Ok(Entry {
            id: ProgressEntryId(self.id),
            goal,
            value: amount("progress_entries.value", self.value)?,
            by: self.side()?,
            note: self.words,
            day: self.day.unwrap_or_default(),
            happened_at: at,
            at,
            corrected_at: self.later_at,
            version: self.number,
        })
    }

    fn comment(self) -> sqlx::Result<Comment> {
        Ok(Comment {
            id: GoalCommentId(self.id),
            part: from_word("goal_comments.part", self.part.as_deref().unwrap_or_default())?,
            by: self.side()?,
            words: self.words,
            at: self.at.unwrap_or_default(),
        })
    }

    fn step(self) -> sqlx::Result<Step> {
        let done_by = from_word_if_any("milestones.done_by", self.side.as_deref())?;
        Ok(Step {
            id: MilestoneId(self.id),
            title: self.words,
            due_on: self.day,
            weight: u8::try_from(self.number).unwrap_or(u8::MAX),
            done: self.at.zip(done_by),
        })
    }
}

/// What belongs to a goal, in one statement; of its progress so many entries, and of the others only the values.
pub(in crate::goals) async fn belongings(tx: &mut Tx, id: GoalId, most: i64) -> sqlx::Result<Belongings> {
    // Values come in one row: a row for each of a thousand would take longer than all the rest.
    let rows = fetch_all!(
        tx,
        BelongingRow,
        "SELECT 'entry' AS kind, e.id, e.place, e.note AS words, NULL AS part, e.day,
                e.version AS number, e.value, e.written_by AS side, e.written_at AS at, e.corrected_at AS later_at
         FROM (SELECT p.*, ROW_NUMBER() OVER (ORDER BY p.day DESC, p.id DESC) AS place
               FROM progress_entries p WHERE p.goal_id = $1 ORDER BY p.day DESC, p.id DESC LIMIT $2) e
         UNION ALL
         SELECT 'values', $1, 0, COALESCE(string_agg(CAST(p.day AS TEXT) || ' ' || CAST(p.value AS TEXT), ',' ORDER BY p.day, p.id), ''),
                NULL, NULL, 0, NULL, NULL, NULL, NULL
         FROM progress_entries p WHERE p.goal_id = $1 AND p.value IS NOT NULL
         UNION ALL
         SELECT 'comment', c.id, 0, c.words, c.part, NULL, 0, NULL, c.written_by, c.written_at, NULL
         FROM goal_comments c WHERE c.goal_id = $1
         UNION ALL
         SELECT 'step', m.id, m.position, m.title, NULL, m.due_on, m.weight, NULL, m.done_by, m.done_at, NULL
         FROM milestones m WHERE m.goal_id = $1
         ORDER BY 3, 2",
        id.0,
        most,
    )?;
    let mut found = Belongings::default();
    for row in rows {
        match row.kind.as_str() {
            "entry" => found.entries.push(row.entry(id)?),
            "values" => found.values = values(&row.words)?,
            "comment" => found.comments.push(row.comment()?),
            _ => found.steps.push(row.step()?),
        }
    }
    Ok(found)
}

/// Values as the statement above writes them: "2026-06-04 6000,2026-06-05 6500".
fn values(written: &str) -> sqlx::Result<Vec<ChartPoint>> {
    let value = |one: &str| {
        let (day, thousandths) = one.split_once(' ')?;
        let value = Amount::from_thousandths(thousandths.parse().ok()?)?;
        Some(ChartPoint { on: day.parse().ok()?, value })
    };
    let values = written.split(',').filter(|one| !one.is_empty());
    values
        .map(|one| value(one).ok_or_else(|| sqlx::Error::Decode("progress_entries: values".into())))
        .collect()
}
