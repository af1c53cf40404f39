//! Goals with their milestones and progress, to take along.

mod csv;
pub(super) mod routes;
mod store;

use chrono::{DateTime, Utc};
use domain::goals::{Goal, GoalWithProgress, MOST_GOALS, Milestone, ProgressEntry};
use domain::ids::{GoalId, ParticipantId, RelationshipId};
use domain::requests::Side;
use std::collections::HashMap;

use super::milestones::store::steps_with;
use super::progress::store::{Entry, entries_with};
use super::store::all_of;
use super::view;
use crate::db::Tx;
use crate::http::Answer;
use crate::relationships::party::{self, Party};

/// All goals of a relationship, the oldest first.
async fn of(tx: &mut Tx, party: &Party, now: DateTime<Utc>) -> Answer<Vec<GoalWithProgress>> {
    let mut steps = steps_with(tx, party.kept.id).await?;
    let mut entries = HashMap::<GoalId, Vec<Entry>>::new();
    for entry in entries_with(tx, party.kept.id).await? {
        entries.entry(entry.goal).or_default().push(entry);
    }
    let goals = all_of(tx, party.kept.id, MOST_GOALS).await?;
    let taken = goals.iter().map(|kept| {
        let entries = entries.remove(&kept.id).unwrap_or_default();
        let value = entries.iter().rev().find_map(|entry| entry.value);
        let steps = steps.remove(&kept.id).unwrap_or_default();
        GoalWithProgress {
            goal: view::goal(party, kept, &steps, value, now),
            entries: entries.iter().map(|entry| view::entry(party, kept, entry)).collect(),
        }
    });
    Ok(taken.collect())
}

/// All goals of somebody.
pub(crate) async fn all(tx: &mut Tx, of: ParticipantId, now: DateTime<Utc>) -> Answer<Vec<GoalWithProgress>> {
    let mut taken = Vec::new();
    for (relationship,) in store::relationships_of(tx, of).await? {
        let party = party::reading(tx, RelationshipId(relationship), of).await?;
        taken.extend(self::of(tx, &party, now).await?);
    }
    Ok(taken)
}

/// As a table: a line for each goal, each milestone and each entry.
fn table(taken: &[GoalWithProgress]) -> String {
    let head = [
        "row", "goal", "state", "title", "words", "unit", "baseline", "target", "value", "day", "weight",
        "done_at", "by",
    ];
    let lines = taken.iter().flat_map(|taken| {
        let goal = &taken.goal;
        let steps = goal.milestones.iter().map(|step| step_line(goal, step));
        let entries = taken.entries.iter().map(|entry| entry_line(goal, entry));
        [goal_line(goal)].into_iter().chain(steps).chain(entries).collect::<Vec<_>>()
    });
    // Spreadsheet programs read UTF-8 where a mark at the beginning says so.
    format!("\u{FEFF}{}{}", csv::line(head), lines.collect::<String>())
}

fn goal_line(goal: &Goal) -> String {
    let text = &goal.text;
    let ended = goal.ended_at.map(|at| at.to_rfc3339());
    csv::line([
        "goal",
        &goal.id.to_string(),
        goal.state.as_str(),
        &text.title,
        &text.specific,
        &text.unit,
        &written(text.baseline),
        &written(text.target),
        &written(goal.progress.value),
        &written(text.due_on),
        "",
        &written(ended),
        goal.author.as_str(),
    ])
}

fn step_line(goal: &Goal, step: &Milestone) -> String {
    csv::line([
        "milestone",
        &goal.id.to_string(),
        "",
        &step.title,
        "",
        "",
        "",
        "",
        "",
        &written(step.due_on),
        &step.weight.to_string(),
        &written(step.done_at.map(|at| at.to_rfc3339())),
        step.done_by.map_or("", Side::as_str),
    ])
}

fn entry_line(goal: &Goal, entry: &ProgressEntry) -> String {
    csv::line([
        "progress",
        &goal.id.to_string(),
        "",
        "",
        &entry.note,
        &goal.text.unit,
        "",
        "",
        &written(entry.value),
        &entry.on.to_string(),
        "",
        "",
        entry.by.as_str(),
    ])
}

fn written(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
