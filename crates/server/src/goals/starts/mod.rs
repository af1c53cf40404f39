//! Where new goals can start from: what the goal finder says, what earlier journeys left, and examples.

pub(super) mod routes;

use chrono::{NaiveDate, TimeDelta};
use content::{ExampleMilestone, GoalExample};
use domain::goals::{GoalKind, GoalStart, GoalStarts, GoalText, StartKind, WriteMilestone};

use super::milestones::store::{Step, steps_left};
use super::store::left_of;
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::relationships::party::Party;
use crate::tools;

/// So many starting points are shown at most.
const MOST_STARTS: i64 = 50;
/// The tool that finds goals, and its questions whose answers become parts of one.
mod finder {
    pub(super) const TOOL: &str = "goal-finder";
    pub(super) const SPECIFIC: &str = "specific";
    pub(super) const MEASURE: &str = "measure";
    pub(super) const REACH: &str = "in-my-hands";
    pub(super) const REASON: &str = "one-thing";
    pub(super) const STEP: &str = "first-step";
}
/// A title from longer words has so many characters at most.
const TITLE: usize = 120;

/// Where new goals of a relationship can start from.
async fn starts(tx: &mut Tx, party: &Party, today: NaiveDate) -> Answer<GoalStarts> {
    let mut items: Vec<GoalStart> = found(tx, party).await?.into_iter().collect();
    let mut steps = steps_left(tx, party.kept.id).await?;
    for kept in left_of(tx, party.kept.id, MOST_STARTS - 1).await? {
        let open = steps.remove(&kept.id).unwrap_or_default();
        let seen = |step: Step| {
            let title = party.reads_shared(&step.title);
            WriteMilestone { id: None, title, ..step.written() }
        };
        items.push(GoalStart {
            kind: StartKind::Earlier,
            milestones: open.into_iter().map(seen).collect(),
            text: kept.text.each(|text| party.reads_shared(text)),
            earlier: Some(kept.id),
            field: String::new(),
        });
    }
    items.extend(
        content::goal_examples().map_err(Failure::internal)?.iter().map(|example| borrowed(example, today)),
    );
    Ok(GoalStarts { items })
}

/// An example as the beginning of a goal that begins today.
fn borrowed(example: &GoalExample, today: NaiveDate) -> GoalStart {
    let after = |weeks: u16| Some(today + TimeDelta::weeks(weeks.into()));
    let milestone = |step: &ExampleMilestone| WriteMilestone {
        id: None,
        title: step.title.clone(),
        due_on: after(step.week),
        weight: 1,
    };
    GoalStart {
        kind: StartKind::Example,
        text: GoalText {
            title: example.title.clone(),
            specific: example.specific.clone(),
            kind: example.kind,
            measure: example.measure.clone(),
            baseline: example.baseline,
            target: example.target,
            unit: example.unit.clone(),
            attainable: example.attainable.clone(),
            relevant: example.relevant.clone(),
            due_on: after(example.weeks),
            excuses: Vec::new(),
        },
        milestones: example.milestones.iter().map(milestone).collect(),
        earlier: None,
        field: example.field.clone(),
    }
}

/// What the reader sees in the tool that finds goals, as the beginning of one.
async fn found(tx: &mut Tx, party: &Party) -> Answer<Option<GoalStart>> {
    let answers = tools::view::answers_seen(tx, party, finder::TOOL).await?;
    let answer = |question: &str| {
        let found = answers.iter().find(|(key, _)| key == question);
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    };
    let specific = answer(finder::SPECIFIC);
    if specific.is_empty() {
        return Ok(None);
    }
    let step = answer(finder::STEP);
    let milestones = (!step.is_empty()).then(|| WriteMilestone {
        id: None,
        title: beginning(&step, 200),
        due_on: None,
        weight: 1,
    });
    let text = GoalText {
        title: beginning(&specific, TITLE),
        kind: GoalKind::Number,
        measure: answer(finder::MEASURE),
        baseline: None,
        target: None,
        unit: String::new(),
        attainable: beginning(&answer(finder::REACH), 1000),
        relevant: beginning(&answer(finder::REASON), 1000),
        due_on: None,
        excuses: Vec::new(),
        specific,
    };
    Ok(Some(GoalStart {
        kind: StartKind::Finder,
        text,
        milestones: milestones.into_iter().collect(),
        earlier: None,
        field: String::new(),
    }))
}

/// The beginning of a text, cut between words.
fn beginning(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 2).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", words.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_beginning_of_longer_words() {
        assert_eq!(beginning("I lead the briefing", TITLE), "I lead the briefing");
        let long = beginning(&"wörd ".repeat(40), TITLE);
        assert!(long.chars().count() <= TITLE && long.ends_with("wörd …"), "{long}");
    }
}
