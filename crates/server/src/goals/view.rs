//! Goals as one of the two sees them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::smart::Draft;
use domain::goals::state::Status;
use domain::goals::{
    Amount, Change, Content, Course, Goal, GoalBrief, GoalChanges, GoalComment, GoalKind, GoalPage, GoalRow,
    GoalState, GoalVersion, Milestone, NextMilestone, Progress, ProgressEntry, TimelineItem, TimelineKind,
    Way, changes, thinned,
};
use domain::ids::{GoalId, MeetingId, RequestId};
use domain::page::{DEFAULT_LIMIT, Page};
use domain::requests::Side;

use super::belongings::store::belongings;
use super::briefs::store::{Brief, Mine, open_briefs};
use super::comments::store::Comment;
use super::milestones::store::{Step, steps};
use super::progress::store::{Entry, value};
use super::store::Kept;
use super::timeline::store::HappenedRow;
use super::versions::store::Version;
use crate::db::{Tx, from_word};
use crate::http::Answer;
use crate::page::cut;
use crate::relationships::party::Party;

/// The dashboard shows so many goals at most.
const AT_A_GLANCE: i64 = 5;

/// A goal as it is now.
pub(super) async fn one(tx: &mut Tx, party: &Party, kept: &Kept, now: DateTime<Utc>) -> Answer<Goal> {
    let steps = steps(tx, kept.id).await?;
    let value = value(tx, kept.id).await?;
    Ok(goal(party, kept, &steps, value, now))
}

/// A goal with all that its page shows.
pub(super) async fn page(tx: &mut Tx, party: &Party, kept: &Kept, now: DateTime<Utc>) -> Answer<GoalPage> {
    // One more says whether there is another page.
    let found = belongings(tx, kept.id, i64::from(DEFAULT_LIMIT) + 1).await?;
    let value = found.values.last().map(|point| point.value);
    let (first, next_cursor) = cut(found.entries, DEFAULT_LIMIT, super::progress::routes::place);
    Ok(GoalPage {
        goal: goal(party, kept, &found.steps, value, now),
        comments: found.comments.iter().map(|row| comment(party, row)).collect(),
        chart: thinned(found.values),
        entries: Page { items: first.iter().map(|row| entry(party, kept, row)).collect(), next_cursor },
    })
}

/// A goal, with its milestones and where its number stands.
pub(super) fn goal(
    party: &Party,
    kept: &Kept,
    steps: &[Step],
    value: Option<Amount>,
    now: DateTime<Utc>,
) -> Goal {
    let Content { text, milestones } = super::steps::content(&kept.text, steps);
    let (planned_until, today) = (kept.planned_until, now.date_naive());
    let findings = Draft { text: &text, milestones: &milestones, planned_until, today }.findings();
    let weights: Vec<_> = steps.iter().map(|step| (u32::from(step.weight), step.done.is_some())).collect();
    let measure = (kept.text.kind, kept.text.baseline, kept.text.target);
    Goal {
        id: kept.id,
        relationship: kept.relationship,
        state: kept.status.state(),
        side: party.side,
        author: kept.author,
        version: kept.version,
        text: text.each(|text| party.reads_shared(text)),
        milestones: steps.iter().map(|step| milestone(party, step)).collect(),
        progress: progress(kept.status, measure, &weights, (value, kept.text.due_on), today),
        findings,
        i_confirmed: kept.agreement.of(party.side),
        they_confirmed: kept.agreement.of(other(party.side)),
        agreed_at: kept.agreement.agreed_at(kept.version),
        agreed_version: kept.agreement.both.map(|(version, _)| version),
        planned_until,
        earlier: kept.earlier,
        drafted_at: kept.drafted_at,
        active_since: kept.status.since(),
        ended_at: kept.status.ended_at(),
        last_words: party.reads(Side::Mentee, &kept.last_words),
        allowed_actions: if party.may_write() {
            kept.status.allowed_actions(party.side, kept.author)
        } else {
            Vec::new()
        },
    }
}

/// How far a goal is.
fn progress(
    status: Status,
    (kind, baseline, target): (GoalKind, Option<Amount>, Option<Amount>),
    milestones: &[(u32, bool)],
    (value, due_on): (Option<Amount>, Option<NaiveDate>),
    today: NaiveDate,
) -> Progress {
    let values: Vec<_> = value.map(|value| (today, 0, value)).into_iter().collect();
    let achieved = status.state() == GoalState::Achieved;
    let percent = Way { kind, baseline, target, values: &values, milestones, achieved }.percent();
    let course = match status {
        Status::Active { since } => due_on.map(|due_on| Course { since: since.date_naive(), due_on, today }),
        _ => None,
    };
    let pace = course.map(|course| course.pace(percent));
    Progress { percent, elapsed: course.map(Course::elapsed), pace, value }
}

fn milestone(party: &Party, step: &Step) -> Milestone {
    Milestone {
        id: step.id,
        title: party.reads_shared(&step.title),
        due_on: step.due_on,
        weight: step.weight,
        done_at: step.done.map(|(at, _)| at),
        done_by: step.done.map(|(_, by)| by),
    }
}

/// A progress entry.
pub(super) fn entry(party: &Party, kept: &Kept, row: &Entry) -> ProgressEntry {
    let is_open = kept.status.state() == GoalState::Active && party.may_write();
    ProgressEntry {
        id: row.id,
        value: row.value,
        note: party.reads(row.by, &row.note),
        on: row.day,
        by: row.by,
        at: row.at,
        corrected_at: row.corrected_at,
        version: row.version,
        correctable: is_open && row.by == party.side,
    }
}

/// A comment.
pub(super) fn comment(party: &Party, row: &Comment) -> GoalComment {
    let words = party.reads(row.by, &row.words);
    GoalComment { id: row.id, part: row.part, words, by: row.by, at: row.at }
}

/// What the dashboard shows of goals, in one statement.
pub(crate) async fn glance(tx: &mut Tx, party: &Party, now: DateTime<Utc>) -> Answer<Vec<GoalBrief>> {
    let briefs = open_briefs(tx, party.kept.id, AT_A_GLANCE).await?;
    Ok(briefs.into_iter().map(|row| brief(party, row, now)).collect())
}

/// A goal in short, as one of the two sees it.
pub(super) fn brief(party: &Party, row: Brief, now: DateTime<Utc>) -> GoalBrief {
    in_short(row, party.side, party.may_write(), now, |text| party.reads_shared(text))
}

fn in_short(
    row: Brief,
    side: Side,
    may_write: bool,
    now: DateTime<Utc>,
    reads: impl Fn(&str) -> String,
) -> GoalBrief {
    let weights = [(row.weight_done, true), (row.weight.saturating_sub(row.weight_done), false)];
    let measure = (row.kind, row.baseline, row.target);
    let is_open = matches!(row.status.state(), GoalState::Draft | GoalState::Active);
    let confirmed = |side| row.agreement.of(side) == Some(row.version);
    GoalBrief {
        id: row.id,
        state: row.status.state(),
        title: reads(&row.title),
        kind: row.kind,
        due_on: row.due_on,
        progress: progress(row.status, measure, &weights, (row.value, row.due_on), now.date_naive()),
        milestones: row.steps,
        milestones_done: row.steps_done,
        agreed: row.agreement.agreed_at(row.version).is_some(),
        my_turn: may_write && is_open && confirmed(other(side)) && !confirmed(side),
        next_milestone: row.next.map(|(id, title, due_on)| NextMilestone {
            id,
            title: reads(&title),
            due_on,
        }),
        changed_at: row.changed_at,
    }
}

/// A goal in the overview of all goals.
pub(super) fn mine(row: Mine, now: DateTime<Utc>) -> GoalRow {
    let Mine { brief, side, eyes, may_write, partner } = row;
    let relationship = brief.relationship;
    let goal = in_short(brief, side, may_write, now, |text| eyes.others(text));
    GoalRow { goal, relationship, side, partner: partner.read(eyes.sight()) }
}

/// Versions, each with what changed against the one behind it.
pub(super) fn history(party: &Party, versions: &[Version]) -> Vec<GoalVersion> {
    let behind = versions.iter().skip(1).map(Some).chain([None]);
    let with_changes = versions.iter().zip(behind).map(|(version, behind)| GoalVersion {
        version: version.number,
        by: version.by,
        at: version.at,
        agreed_at: version.agreed_at,
        changes: behind
            .map(|behind| seen_changes(party, &behind.content, &version.content))
            .unwrap_or_default(),
    });
    with_changes.collect()
}

/// What has changed from a version to what a goal says now.
pub(super) fn since(party: &Party, from: &Version, kept: &Kept, steps: &[Step]) -> GoalChanges {
    let now = super::steps::content(&kept.text, steps);
    GoalChanges { from: from.number, to: kept.version, changes: seen_changes(party, &from.content, &now) }
}

/// What has changed, as the reader sees it: what is hidden is hidden before it is compared, whole.
fn seen_changes(party: &Party, before: &Content, after: &Content) -> Vec<Change> {
    let seen = |content: &Content| content.clone().each(|text| party.reads_shared(text));
    changes(&seen(before), &seen(after))
}

/// Something that happened in a journey.
pub(super) fn happened(party: &Party, row: &HappenedRow) -> Answer<TimelineItem> {
    let kind: TimelineKind = from_word("timeline.kind", &row.kind)?;
    let by = row.by()?;
    let (title, words) = (row.title.as_deref().unwrap_or_default(), row.words.as_deref().unwrap_or_default());
    Ok(TimelineItem {
        kind,
        at: row.at,
        by,
        request: (kind == TimelineKind::Request).then_some(RequestId(row.id)),
        meeting: (kind == TimelineKind::MeetingHeld).then_some(MeetingId(row.id)),
        goal: row.goal_id.map(GoalId),
        tool: row.tool.clone(),
        title: party.reads_shared(title),
        words: by.map_or_else(|| party.reads_shared(words), |by| party.reads(by, words)),
        value: row.value()?,
        unit: party.reads_shared(row.unit.as_deref().unwrap_or_default()),
        on: row.day,
    })
}

pub(super) fn other(side: Side) -> Side {
    if side == Side::Mentor { Side::Mentee } else { Side::Mentor }
}
