//! Goals: what two want to reach, written with help, agreed on, and walked towards stone by stone.

mod chart;
mod history;
mod list;
mod one;
mod progress;
mod sentence;
mod steps;
mod timeline;
mod write;

pub(crate) use list::{all, glance};
pub(crate) use timeline::page as timeline;

use api_client::Versioned;
use domain::goals::{GoalPage, GoalPart, GoalState, Pace};
use domain::ids::{GoalId, RelationshipId};

use crate::components::controls::{Tone, chip};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Query, query};
use crate::follow::{memo, spawn};
use crate::navigation::{Here, pages};
use crate::pages::not_found;
use crate::pages::relationships::key_of as relationship_key;
use crate::text::goal_words;
use crate::view::View;

/// The parts of the letters, in their order.
const LETTERS: [GoalPart; 5] =
    [GoalPart::Specific, GoalPart::Measurable, GoalPart::Attainable, GoalPart::Relevant, GoalPart::TimeBased];

/// The beginning of the keys of all lists of goals.
const LISTS: &str = "goals";

/// The goals of a relationship, or one of them, or what is done with it.
pub(crate) fn page() -> View {
    let here = Here::page();
    let place = memo(move || ["id", "goal", "step"].map(|name| here.part(name)));
    let page = move |[id, goal, step]: [String; 3]| {
        let Ok(id) = id.parse() else { return not_found::page() };
        match (goal.as_str(), goal.parse::<GoalId>(), step.as_str()) {
            ("", ..) => list::page(id),
            ("new", _, "") => write::page(id, None),
            (_, Ok(goal), "") => one::page(id, goal),
            (_, Ok(goal), "edit") => write::page(id, Some(goal)),
            (_, Ok(goal), "milestones") => steps::page(id, goal),
            (_, Ok(goal), "history") => history::page(id, goal),
            (_, Ok(goal), "let-go") => one::let_go(id, goal),
            _ => not_found::page(),
        }
    };
    pages(place, page)
}

/// Under which key everything about a goal is kept, as a beginning.
fn key_of(goal: GoalId) -> String {
    ["goal/", &goal.to_string()].concat()
}

/// A goal with all that its page shows.
fn goal(goal: GoalId) -> Query<Versioned<GoalPage>> {
    query(move || key_of(goal), move |client| client.goal(goal))
}

/// Something was done with a goal: what is known of it and around it is old.
fn learn(relationship: RelationshipId, goal: GoalId) {
    for key in [key_of(goal), relationship_key(relationship), LISTS.to_owned(), "timeline".to_owned()] {
        data::refresh(&key);
    }
}

/// Does it at once, and says that it is done.
fn act<T: 'static>(
    (relationship, goal): (RelationshipId, GoalId),
    doing: impl Future<Output = Result<T, api_client::Error>> + 'static,
    done: &'static str,
) {
    let toasts = Toasts::here();
    spawn(async move {
        let answer = doing.await;
        learn(relationship, goal);
        match answer {
            Ok(_) => toasts.say(done),
            Err(error) => toasts.warn(states::said(&error)),
        }
    });
}

/// The word of a code.
fn word(code: &str) -> &'static str {
    goal_words::find(code).unwrap_or_default()
}

/// Where a goal stands, as a chip.
fn state(state: GoalState) -> View {
    let tone = match state {
        GoalState::Draft => Tone::Plain,
        GoalState::Active => Tone::Part,
        GoalState::Achieved => Tone::Yes,
        GoalState::LetGo => Tone::Over,
    };
    chip(tone, word(state.as_str()).to_owned())
}

/// How the way compares with the time, in words.
fn pace(pace: Pace) -> &'static str {
    word(pace.as_str())
}
