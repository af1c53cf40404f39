//! Goals over HTTP: the table, agreement in versions, milestones, progress, what ends them, who sees them, their clock.

use std::io::Cursor;

use api_client::{Client, Error};
use domain::accounts::DeleteAccount;
use domain::goals::GoalAction::{
    Achieve, Activate, Agree, Comment, Discard, Edit, Lay, LetGo as Leave, Record, Reopen,
};
use domain::goals::state::{Rule, TABLE};
use domain::goals::{
    Excuse, ExportFormat, Finding, GoalAction, GoalField, GoalKind, GoalPart, GoalRole, GoalStart, GoalState,
    GoalText, LetGo, MOST_POINTS, NewGoal, NewGoalComment, Pace, SaveMilestones, SegmentKind, StartKind,
    TimelineKind, WriteMilestone,
};
use domain::ids::{GoalId, RelationshipId};
use domain::office::Suspend;
use domain::problem::Code;
use domain::relationships::Wish;
use domain::requests::Side;
use domain::tools::WriteAnswer;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::races::{elsewhere, second};
use crate::support::goals::{new_goal, stands, step};
use crate::support::meetings::{problem, record};
use crate::support::relationships::{Walk, withdraws};
use crate::support::{PASSWORD, Person, TestApp, code};

const SKILL: &str = "giving-feedback";
/// How often each race is run.
const ROUNDS: usize = 5;

fn let_go() -> LetGo {
    LetGo { words: "It is not mine any more.".to_owned() }
}

fn comment(words: &str) -> NewGoalComment {
    NewGoalComment { part: GoalPart::Attainable, words: words.to_owned() }
}

/// Pointer and code of each field that was wrong.
fn wrong<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<(String, String)> {
    let problem = problem(answer);
    assert_eq!((problem.code, problem.status), (Code::InvalidFields, 422));
    problem.errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

/// The points that are open.
fn open<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    let problem = problem(answer);
    assert_eq!((problem.code, problem.status), (Code::GoalOpenPoints, 409));
    problem.errors.into_iter().map(|error| error.code).collect()
}

/// Somebody does something with a goal over HTTP.
async fn act(person: &Person, id: GoalId, action: GoalAction) -> Result<(), Error> {
    let client = &person.client;
    let page = client.goal(id).await?;
    let version = page.version;
    match action {
        GoalAction::Draft => panic!("it is drafted in a relationship"),
        Edit => {
            let text = GoalText {
                relevant: format!("{} more", page.value.goal.text.relevant),
                ..page.value.goal.text
            };
            client.edit_goal(id, &version, &text).await.map(drop)
        }
        Comment => client.comment_on_goal(id, &comment("Rest is part of it.")).await.map(drop),
        Agree => client.agree_goal(id, &version).await.map(drop),
        Activate => client.activate_goal(id, &version).await.map(drop),
        Record => person.records(id, "2026-12-01", Some("4"), "").await.map(drop),
        Lay => client.lay_milestone(page.value.goal.milestones[0].id).await.map(drop),
        Achieve => client.achieve_goal(id).await.map(drop),
        Leave => client.let_go_of_goal(id, &let_go()).await.map(drop),
        Reopen => client.reopen_goal(id).await.map(drop),
        Discard => client.discard_goal(id).await.map(drop),
    }
}

/// Leads a new goal of this author to a state.
async fn led_to(walk: &Walk, author: &Person, state: GoalState) -> GoalId {
    let id = author.drafts(walk.id).await.id;
    if state != GoalState::Draft {
        walk.noor.activates(id).await.unwrap();
    }
    match state {
        GoalState::Draft | GoalState::Active => {}
        GoalState::Achieved => drop(walk.noor.client.achieve_goal(id).await.unwrap()),
        GoalState::LetGo => drop(walk.noor.client.let_go_of_goal(id, &let_go()).await.unwrap()),
    }
    id
}

#[tokio::test]
async fn every_state_action_and_actor_is_answered_as_the_table_says() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let mut taken = 0;
    for (author, author_side) in [(noor, Side::Mentee), (wanjiru, Side::Mentor)] {
        for state in GoalState::ALL.iter().copied() {
            let mut id = led_to(&walk, author, state).await;
            for (actor, side) in [(noor, Side::Mentee), (wanjiru, Side::Mentor)] {
                for action in GoalAction::ALL.iter().copied().filter(|action| *action != GoalAction::Draft) {
                    let plays = |rule: &&Rule| {
                        let by = match rule.by {
                            GoalRole::Either => true,
                            GoalRole::Mentee => side == Side::Mentee,
                            GoalRole::Author => side == author_side,
                        };
                        rule.from == Some(state) && rule.action == action && by
                    };
                    let rule = TABLE.iter().find(plays);
                    let goal = actor.goal(id).await.goal;
                    assert_eq!(goal.state, state);
                    assert_eq!(
                        goal.allowed_actions.contains(&action),
                        rule.is_some(),
                        "{state:?} {action:?} {side:?}"
                    );
                    let answer = act(actor, id, action).await;
                    let Some(rule) = rule else {
                        let refused = problem(answer);
                        assert_eq!(refused.code, Code::InvalidTransition, "{state:?} {action:?} {side:?}");
                        assert_eq!(refused.state.as_deref(), Some(state.as_str()));
                        continue;
                    };
                    answer.unwrap_or_else(|error| panic!("{state:?} {action:?} {side:?}: {error:?}"));
                    taken += 1;
                    let after = noor.client.goal(id).await;
                    assert_eq!(
                        after.ok().map(|page| page.value.goal.state),
                        rule.to,
                        "{state:?} {action:?} {side:?}"
                    );
                    if rule.to != Some(state) {
                        id = led_to(&walk, author, state).await;
                    }
                }
            }
        }
    }
    assert!(taken > 30, "{taken}");
}

#[tokio::test]
async fn a_goal_may_be_a_draft_with_open_points_and_becomes_active_when_they_are_closed_or_explained() {
    let walk = Walk::begin().await;
    let noor = &walk.noor;
    let NewGoal { text, .. } = new_goal();
    let vague = GoalText {
        specific: "I want to get better at speaking".to_owned(),
        unit: String::new(),
        due_on: domain::times::day("2028-01-01"),
        ..text.clone()
    };
    let drafted =
        noor.draft(walk.id, &NewGoal { text: vague, milestones: Vec::new(), earlier: None }).await.unwrap();
    let expected = [
        Finding::VagueVerb,
        Finding::MeasureWithoutUnit,
        Finding::DateAfterPlannedEnd,
        Finding::DateWithoutMilestone,
    ];
    assert_eq!((drafted.state, drafted.findings.as_slice()), (GoalState::Draft, expected.as_slice()));
    assert!(drafted.planned_until.is_some());
    let codes = expected.map(|finding| finding.as_str().to_owned());
    assert_eq!(open(noor.activates(drafted.id).await), codes);

    noor.edits_goal(drafted.id, |text| text.specific = "Give ten short talks".to_owned()).await.unwrap();
    noor.edits_goal(drafted.id, |text| text.unit = "out of 10".to_owned()).await.unwrap();
    let why = |finding| Excuse { finding, words: "The ward decides.".to_owned() };
    let excuses = [Finding::DateAfterPlannedEnd, Finding::DateWithoutMilestone].map(why).to_vec();
    noor.edits_goal(drafted.id, |text| text.excuses = excuses.clone()).await.unwrap();
    let active = noor.activates(drafted.id).await.unwrap();
    assert_eq!((active.state, active.active_since), (GoalState::Active, Some(walk.app.clock.now())));
    assert_eq!(active.findings.len(), 2, "they are explained, not gone");

    let opened = noor.edits_goal(drafted.id, |text| text.unit.clear()).await;
    assert_eq!(open(opened), ["measure_without_unit"], "an active goal takes no new open point");
    let same = noor.edits_goal(drafted.id, |text| text.target = text.baseline).await;
    assert_eq!(open(same), ["same_as_baseline"]);
    let excuse = why(Finding::SameAsBaseline);
    let same = noor.edits_goal(drafted.id, |text| {
        text.target = text.baseline;
        text.excuses.push(excuse);
    });
    assert_eq!(open(same.await), ["same_as_baseline"], "nobody can explain that");
    let falling = noor.edits_goal(drafted.id, |text| text.target = "-1.25".parse().ok()).await.unwrap();
    assert_eq!(falling.value.text.target, "-1.25".parse().ok(), "a target below the baseline is fine");
}

#[tokio::test]
async fn both_confirm_a_version_and_an_edit_voids_it() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let id = noor.drafts(walk.id).await.id;
    let mine = noor.agrees(id).await.unwrap();
    assert_eq!((mine.i_confirmed, mine.they_confirmed, mine.agreed_at), (Some(1), None, None));
    assert_eq!(walk.app.told().await, ["Wanjiru: goal_confirmed"]);
    let row = &wanjiru.client.goals(walk.id, "").await.unwrap().items[0];
    assert!(row.my_turn && !row.agreed);
    let both = wanjiru.agrees(id).await.unwrap();
    assert_eq!((both.agreed_at, both.agreed_version), (Some(walk.app.clock.now()), Some(1)));
    assert_eq!(walk.app.told().await, ["Noor: goal_agreed"]);
    wanjiru.agrees(id).await.unwrap();
    assert_eq!(walk.app.told().await, Vec::<String>::new(), "again changes nothing");

    let specific = "Give twelve short talks to groups of more than fifteen people".to_owned();
    let edited = wanjiru.edits_goal(id, |text| text.specific = specific).await.unwrap();
    assert_eq!(
        (edited.value.version, edited.value.agreed_at, edited.value.agreed_version),
        (2, None, Some(1))
    );
    assert_eq!(walk.app.told().await, ["Noor: goal_changed"]);
    assert_eq!(code(noor.client.agree_goal(id, "\"1\"").await), Code::StaleVersion);
    let changes = noor.client.goal_changes(id, 1).await.unwrap();
    assert_eq!(
        (changes.from, changes.to, changes.changes.len(), changes.changes[0].field),
        (1, 2, 1, GoalField::Specific)
    );
    let words: Vec<_> =
        changes.changes[0].words.iter().map(|words| (words.kind, words.text.trim())).collect();
    let rest = "short talks to groups of more than fifteen people";
    let expected = [
        (SegmentKind::Kept, "Give"),
        (SegmentKind::Removed, "ten"),
        (SegmentKind::Added, "twelve"),
        (SegmentKind::Kept, rest),
    ];
    assert_eq!(words, expected);
    noor.agrees(id).await.unwrap();
    assert!(wanjiru.agrees(id).await.unwrap().agreed_at.is_some());

    let history = noor.client.goal_history(id, "").await.unwrap().items;
    let versions: Vec<_> = history.iter().map(|version| (version.version, version.by)).collect();
    assert_eq!(versions, [(2, Side::Mentor), (1, Side::Mentee)]);
    assert!(history.iter().all(|version| version.agreed_at.is_some()));
    assert_eq!((history[0].changes.len(), history[1].changes.len()), (1, 0));
    let first = noor.client.goal_history(id, "limit=1").await.unwrap();
    assert_eq!((first.items.len(), first.items[0].changes.len()), (1, 1));
    let rest = noor.client.goal_history(id, &format!("cursor={}", first.next_cursor.unwrap())).await.unwrap();
    assert_eq!((rest.items.len(), rest.next_cursor), (1, None));
    assert_eq!(code(noor.client.goal_changes(id, 9).await), Code::NotFound);
    assert_eq!(wrong(noor.client.goal_changes(id, 0).await), [("/since".to_owned(), "range".to_owned())]);
}

#[tokio::test]
async fn what_somebody_goes_on_writing_is_one_version_until_it_is_confirmed() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let id = noor.drafts(walk.id).await.id;
    for words in ["A", "Ab", "Abc"] {
        noor.edits_goal(id, |text| text.relevant = words.to_owned()).await.unwrap();
    }
    let same = noor.edits_goal(id, |text| text.relevant = " Abc ".to_owned()).await.unwrap();
    assert_eq!(same.value.version, 4, "saying the same changes nothing");
    let kept = async || {
        let history = noor.client.goal_history(id, "").await.unwrap().items;
        history.iter().map(|version| version.version).collect::<Vec<_>>()
    };
    assert_eq!(kept().await, [4]);
    wanjiru.edits_goal(id, |text| text.relevant = "Hers".to_owned()).await.unwrap();
    assert_eq!(kept().await, [5, 4]);
    wanjiru.agrees(id).await.unwrap();
    wanjiru.edits_goal(id, |text| text.relevant = "Hers again".to_owned()).await.unwrap();
    assert_eq!(kept().await, [6, 5, 4]);
    noor.activates(id).await.unwrap();
    for words in ["More", "Yet more"] {
        noor.edits_goal(id, |text| text.relevant = words.to_owned()).await.unwrap();
    }
    assert_eq!(kept().await, [8, 7, 6, 5, 4], "of what is active every version is kept");
}

#[tokio::test]
async fn milestones_are_ordered_weighted_and_laid() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let text = GoalText { kind: GoalKind::Milestones, ..new_goal().text };
    let new = NewGoal { text, ..new_goal() };
    let id = noor.draft(walk.id, &new).await.unwrap().id;
    noor.activates(id).await.unwrap();
    noor.agrees(id).await.unwrap();
    wanjiru.agrees(id).await.unwrap();
    let save = async |milestones: Vec<WriteMilestone>| {
        let version = noor.client.goal(id).await.unwrap().version;
        noor.client.save_milestones(id, &version, &SaveMilestones { milestones }).await
    };
    let written = async || -> Vec<WriteMilestone> {
        let milestones = noor.goal(id).await.goal.milestones.into_iter();
        milestones
            .map(|m| WriteMilestone { id: Some(m.id), title: m.title, due_on: m.due_on, weight: m.weight })
            .collect()
    };
    let first = written().await;
    let laid = wanjiru.client.lay_milestone(first[0].id.unwrap()).await.unwrap();
    assert_eq!((laid.progress.percent, laid.milestones[0].done_by), (50, Some(Side::Mentor)));
    walk.app.told().await;
    wanjiru.client.lay_milestone(first[0].id.unwrap()).await.unwrap();
    assert_eq!(walk.app.told().await, Vec::<String>::new(), "it was laid before");

    let turned: Vec<_> = first.iter().rev().map(|m| WriteMilestone { due_on: None, ..m.clone() }).collect();
    let mut reversed = first.clone();
    reversed.reverse();
    let moved = save(reversed).await.unwrap().value;
    assert_eq!((moved.version, moved.agreed_at.is_some()), (1, true), "another order voids nothing");
    assert_eq!(moved.milestones[1].id, first[0].id.unwrap());
    let mut more = turned;
    more[0].weight = 3;
    more.push(step("Ten talks given", "2027-03-01"));
    let saved = save(more).await.unwrap().value;
    assert_eq!((saved.version, saved.agreed_at, saved.progress.percent), (2, None, 20));
    let fields: Vec<_> =
        noor.client.goal_changes(id, 1).await.unwrap().changes.iter().map(|c| c.field).collect();
    let expected = [
        GoalField::MilestoneDueOn,
        GoalField::MilestoneWeight,
        GoalField::MilestoneDueOn,
        GoalField::MilestoneAdded,
    ];
    assert_eq!(fields, expected);
    let open = noor.client.take_up_milestone(first[0].id.unwrap()).await.unwrap();
    assert_eq!((open.progress.percent, open.milestones[1].done_at), (0, None));
    let mut fewer = written().await;
    fewer.remove(0);
    assert_eq!(save(fewer.clone()).await.unwrap().value.milestones.len(), 2);

    let of = |id| WriteMilestone { id, ..step("A step", "2027-01-01") };
    let gone = first[1].id;
    let at = |pointer: &str, code: &str| [(pointer.to_owned(), code.to_owned())];
    assert_eq!(wrong(save(vec![of(gone)]).await), at("/milestones/0/id", "unknown_value"));
    assert_eq!(wrong(save(vec![of(first[0].id), of(first[0].id)]).await), at("/milestones/1/id", "twice"));
    assert_eq!(wrong(save(vec![of(None); 200]).await), at("/milestones", "length"));
    assert_eq!(wrong(save(vec![of(None); 51]).await), at("/milestones", "length"));
    let weightless = WriteMilestone { weight: 0, ..of(None) };
    assert_eq!(wrong(save(vec![weightless]).await), at("/milestones/0/weight", "range"));
    let late = self::open(save(vec![step("Too late", "2027-06-01")]).await);
    assert_eq!(late, ["milestone_after_date"]);
    let turned = vec![step("First", "2027-02-01"), step("Second", "2027-01-01")];
    assert_eq!(self::open(save(turned).await), ["milestones_out_of_order"], "dates out of order");
    assert_eq!(written().await.len(), 2, "nothing is lost");
    assert_eq!(save((0..50).map(|_| of(None)).collect()).await.unwrap().value.milestones.len(), 50);
}

#[tokio::test]
async fn progress_is_written_down_by_either_and_derived() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let id = led_to(&walk, noor, GoalState::Active).await;
    assert_eq!(noor.goal(id).await.goal.progress.percent, 0);
    noor.records(id, "2026-11-20", Some("6"), "Talk to the night team").await.unwrap();
    let hers = wanjiru.records(id, "2026-11-30", Some("5.5"), "").await.unwrap();
    noor.records(id, "2026-11-10", Some("3.25"), "The first, written down later").await.unwrap();
    noor.records(id, "2026-12-01", None, "Only words").await.unwrap();
    let page = noor.goal(id).await;
    assert_eq!(page.goal.progress.value, "5.5".parse().ok(), "the last day counts, whenever it was written");
    assert_eq!((page.goal.progress.percent, page.goal.progress.pace), (50, Some(Pace::Ahead)));
    let days: Vec<_> = page.entries.items.iter().map(|entry| entry.on.to_string()).collect();
    assert_eq!(days, ["2026-12-01", "2026-11-30", "2026-11-20", "2026-11-10"]);
    let values: Vec<_> = page.chart.iter().map(|point| point.value.to_string()).collect();
    assert_eq!(values, ["3.25", "6", "5.5"]);
    let correctable: Vec<_> = page.entries.items.iter().map(|entry| entry.correctable).collect();
    assert_eq!(correctable, [true, false, true, true]);

    let version = "\"1\"";
    let corrected = stands("2026-11-29", Some("7"), "I had misread it");
    let refused = noor.client.correct_progress(hers.id, version, &corrected).await;
    assert_eq!(code(refused), Code::NotFound, "corrected by its author");
    let saved = wanjiru.client.correct_progress(hers.id, version, &corrected).await.unwrap().value;
    assert_eq!((saved.version, saved.corrected_at), (2, Some(walk.app.clock.now())));
    assert_eq!(code(wanjiru.client.correct_progress(hers.id, version, &corrected).await), Code::StaleVersion);
    assert_eq!(noor.goal(id).await.goal.progress.percent, 80);
    assert_eq!(code(noor.client.remove_progress(hers.id).await), Code::NotFound);
    wanjiru.client.remove_progress(hers.id).await.unwrap();
    assert_eq!(noor.goal(id).await.goal.progress.percent, 60);

    walk.days_pass(90).await;
    let late = noor.goal(id).await.goal.progress;
    assert_eq!((late.elapsed, late.pace), (Some(90), Some(Pace::Behind)));
}

#[tokio::test]
async fn what_is_no_progress_is_refused_with_a_clear_code() {
    let walk = Walk::begin().await;
    let noor = &walk.noor;
    let id = led_to(&walk, noor, GoalState::Active).await;
    let at = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(wrong(noor.records(id, "2026-12-02", Some("4"), "").await), at("/on", "future"));
    assert_eq!(wrong(noor.records(id, "1999-12-31", Some("4"), "").await), at("/on", "day"));
    assert_eq!(wrong(noor.records(id, "2026-12-01", None, " ").await), at("/note", "required"));
    let text = GoalText { kind: GoalKind::YesNo, ..new_goal().text };
    let other = noor.draft(walk.id, &NewGoal { text, ..new_goal() }).await.unwrap().id;
    noor.activates(other).await.unwrap();
    assert_eq!(wrong(noor.records(other, "2026-12-01", Some("4"), "").await), at("/value", "not_measured"));

    let raw = walk.app.raw(noor).await;
    let send = async |value: Value| {
        let body = json!({ "value": value, "note": "", "on": "2026-12-01" });
        let send = |request: RequestBuilder| request.json(&body);
        raw.send(Method::POST, &format!("/api/v1/goals/{id}/progress"), send).await.errors()
    };
    for (value, expected) in [
        (json!("NaN"), "amount"),
        (json!("Infinity"), "amount"),
        (json!("1e300"), "amount"),
        (json!("0.0001"), "amount"),
        (json!("1,5"), "amount"),
        (json!("1000000000.001"), "range"),
        (json!("-99999999999999999999"), "range"),
        (json!(3.5), "type"),
    ] {
        assert_eq!(send(value.clone()).await, [format!("/value {expected}")], "{value}");
    }
    assert!(noor.goal(id).await.entries.items.is_empty(), "nothing is saved");
    noor.records(id, "2026-12-01", Some("-1000000000"), "").await.unwrap();
    assert_eq!(noor.goal(id).await.goal.progress.percent, 0);
}

#[tokio::test]
async fn what_ended_stays_as_it_is_and_can_be_taken_up_again() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let id = led_to(&walk, noor, GoalState::Achieved).await;
    walk.app.told().await;
    let edit = noor.edits_goal(id, |text| text.title = "Another".to_owned()).await;
    let refused = problem(edit);
    assert_eq!((refused.code, refused.state.as_deref()), (Code::InvalidTransition, Some("achieved")));
    assert_eq!(noor.goal(id).await.goal.text.title, new_goal().text.title);
    noor.client.reopen_goal(id).await.unwrap();
    noor.client.let_go_of_goal(id, &let_go()).await.unwrap();
    assert_eq!(walk.app.told().await, ["Wanjiru: goal_let_go"]);
    assert_eq!(wanjiru.goal(id).await.goal.last_words, "It is not mine any more.");
    assert_eq!(wrong(noor.client.let_go_of_goal(id, &LetGo { words: " ".into() }).await)[0].0, "/words");
    let open = noor.client.reopen_goal(id).await.unwrap().value;
    assert_eq!((open.state, open.last_words.as_str(), open.ended_at), (GoalState::Active, "", None));
    let kinds: Vec<_> = noor
        .client
        .timeline(walk.id, &format!("goal={id}"))
        .await
        .unwrap()
        .items
        .iter()
        .map(|item| item.kind)
        .collect();
    let expected = [
        TimelineKind::GoalReopened,
        TimelineKind::GoalLetGo,
        TimelineKind::GoalReopened,
        TimelineKind::GoalAchieved,
        TimelineKind::GoalActivated,
        TimelineKind::GoalDrafted,
    ];
    assert_eq!(sorted(kinds), sorted(expected.to_vec()), "its history is kept");
}

fn sorted(mut kinds: Vec<TimelineKind>) -> Vec<TimelineKind> {
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn nothing_is_written_while_it_rests_or_after_it_has_ended() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let draft = led_to(&walk, noor, GoalState::Draft).await;
    let id = led_to(&walk, noor, GoalState::Active).await;
    let entry = noor.records(id, "2026-12-01", Some("5"), "").await.unwrap();
    let ilse = walk.app.coordinator().await;
    let why = Suspend { words: "We look into it.".to_owned() };
    ilse.client.suspend(wanjiru.me.id, &why).await.unwrap();
    nothing_is_written(&walk, (draft, id), entry.id, Code::RelationshipRests).await;
    ilse.client.reinstate(wanjiru.me.id).await.unwrap();
    noor.client.withdraw_relationship(walk.id, &withdraws("")).await.unwrap();
    nothing_is_written(&walk, (draft, id), entry.id, Code::RelationshipEnded).await;
    let again = walk.app.signed_in(&wanjiru.email).await;
    let page = again.goal(id).await.unwrap().value;
    assert_eq!((page.goal.allowed_actions.len(), page.entries.items[0].correctable), (0, false));
    assert_eq!(page.goal.progress.percent, 40, "all is there to be read");
}

async fn nothing_is_written(
    walk: &Walk,
    (draft, id): (GoalId, GoalId),
    entry: domain::ids::ProgressEntryId,
    expected: Code,
) {
    let noor = &walk.noor;
    assert_eq!(code(noor.draft(walk.id, &new_goal()).await), expected);
    assert_eq!(code(act(noor, draft, Activate).await), expected);
    assert_eq!(code(act(noor, draft, Discard).await), expected);
    for action in [Edit, Comment, Agree, Record, Lay, Achieve, Leave, Reopen] {
        assert_eq!(code(act(noor, id, action).await), expected, "{action:?}");
    }
    let correction = stands("2026-12-01", Some("1"), "");
    assert_eq!(code(noor.client.correct_progress(entry, "\"1\"", &correction).await), expected);
    assert_eq!(code(noor.client.remove_progress(entry).await), expected);
    let none = SaveMilestones { milestones: Vec::new() };
    assert_eq!(code(noor.client.save_milestones(id, "\"1\"", &none).await), expected);
}

#[tokio::test]
async fn whoever_comes_second_is_told() {
    let walk = Walk::begin().await;
    let there = second(&walk.app);
    let noor = &walk.noor;
    let hers = elsewhere(&walk.app, there.as_ref(), &walk.wanjiru).await;
    for _ in 0..ROUNDS {
        let goal = noor.drafts(walk.id).await;
        let edit = |words: &str| GoalText { relevant: words.to_owned(), ..goal.text.clone() };
        let (mine, theirs) = (edit("Mine"), edit("Theirs"));
        let (one, other) = tokio::join!(
            noor.client.edit_goal(goal.id, "\"1\"", &mine),
            hers.edit_goal(goal.id, "\"1\"", &theirs)
        );
        let refused = [one.err(), other.err()].into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(refused.len(), 1);
        let Error::Problem(refused) = &refused[0] else { panic!("{refused:?}") };
        assert_eq!((refused.code, refused.state.as_deref()), (Code::StaleVersion, Some("draft")));

        // Edited, and confirmed: what is agreed on is never another text than the one that was seen.
        noor.client.agree_goal(goal.id, "\"2\"").await.unwrap();
        let last = edit("Last");
        let (edited, agreed) =
            tokio::join!(noor.client.edit_goal(goal.id, "\"2\"", &last), hers.agree_goal(goal.id, "\"2\""));
        edited.unwrap();
        let seen = noor.goal(goal.id).await.goal;
        assert_eq!((seen.version, seen.agreed_at), (3, None));
        assert_eq!(seen.agreed_version, agreed.ok().map(|_| 2));

        // Reached and let go at once: one of the two.
        noor.activates(goal.id).await.unwrap();
        let words = let_go();
        let (achieved, left) =
            tokio::join!(noor.client.achieve_goal(goal.id), noor.client.let_go_of_goal(goal.id, &words));
        assert!(achieved.is_ok() != left.is_ok());
    }
    drop(there);
}

#[tokio::test]
async fn comments_stand_beside_the_parts_and_can_be_taken_back() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let id = noor.drafts(walk.id).await.id;
    let said = wanjiru.client.comment_on_goal(id, &comment("Leave a week free.")).await.unwrap();
    assert_eq!(walk.app.told().await, ["Noor: goal_commented"]);
    let seen = noor.goal(id).await.comments;
    assert_eq!((seen.len(), seen[0].part, seen[0].by), (1, GoalPart::Attainable, Side::Mentor));
    assert_eq!(code(noor.client.remove_goal_comment(id, said.id).await), Code::NotFound, "not hers");
    wanjiru.client.remove_goal_comment(id, said.id).await.unwrap();
    assert!(noor.goal(id).await.comments.is_empty());
    for _ in 0..domain::goals::MOST_COMMENTS {
        noor.client.comment_on_goal(id, &comment("Again.")).await.unwrap();
    }
    assert_eq!(code(noor.client.comment_on_goal(id, &comment("Again.")).await), Code::TooManyPoints);
}

#[tokio::test]
async fn a_page_of_a_thousand_entries_is_the_first_with_a_chart_that_loses_no_extreme() {
    let walk = Walk::begin().await;
    let noor = &walk.noor;
    let id = led_to(&walk, noor, GoalState::Active).await;
    walk.app
        .in_database(async |tx| {
            for number in 0..1000_i64 {
                let now = walk.app.clock.now();
                let value = if number == 617 { 99_000 } else { 4000 + number % 7 };
                cairn::execute!(
                    tx,
                    "INSERT INTO progress_entries (id, goal_id, value, note, day, happened_at, written_by, written_at, version)
                     VALUES ($1, $2, $3, $4, $5, $6, 'mentee', $6, 1)",
                    domain::ids::ProgressEntryId::new(now, &cairn::random::bytes()).0,
                    id.0,
                    value,
                    format!("Note {number}"),
                    (now - chrono::Duration::days(1000 - number)).date_naive(),
                    now,
                )
                .unwrap();
            }
        })
        .await;
    let page = noor.goal(id).await;
    let notes: Vec<_> = page.entries.items.iter().map(|entry| entry.note.as_str()).collect();
    assert_eq!((notes.len(), notes[0], notes[19]), (20, "Note 999", "Note 980"));
    assert!(page.chart.len() <= MOST_POINTS && page.chart.len() > 100, "{}", page.chart.len());
    assert_eq!(page.chart.iter().map(|point| point.value).max(), "99".parse().ok());
    let (mut seen, mut cursor) = (20, page.entries.next_cursor);
    while let Some(after) = cursor {
        let next = noor.client.progress(id, &format!("limit=100&cursor={after}")).await.unwrap();
        assert!(next.items.iter().all(|entry| !entry.note.is_empty()));
        (seen, cursor) = (seen + next.items.len(), next.next_cursor);
    }
    assert_eq!(seen, 1000, "each once");
}

#[tokio::test]
async fn all_goals_are_in_one_overview_with_filters() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    led_to(&walk, noor, GoalState::Draft).await;
    walk.app.clock.advance(chrono::Duration::seconds(1));
    let active = led_to(&walk, noor, GoalState::Active).await;
    let seen = async |who: &Person, query: &str| -> Vec<_> {
        let items = who.client.my_goals(query).await.unwrap().items;
        items.into_iter().map(|row| (row.goal.state, row.side, row.partner.display_name)).collect()
    };
    let named = |state, side, name: &str| (state, side, name.to_owned());
    let expected = [
        named(GoalState::Active, Side::Mentee, "Wanjiru Mwangi"),
        named(GoalState::Draft, Side::Mentee, "Wanjiru Mwangi"),
    ];
    assert_eq!(seen(noor, "").await, expected);
    assert_eq!(seen(noor, "state=draft").await, expected[1..]);
    assert_eq!(seen(noor, "side=mentor").await, []);
    assert_eq!(
        seen(wanjiru, "side=mentor&state=active").await,
        [named(GoalState::Active, Side::Mentor, "Noor Haddad")]
    );
    assert_eq!(
        wrong(noor.client.my_goals("state=lost").await),
        [("/state".to_owned(), "unknown_value".to_owned())]
    );
    let first = noor.client.my_goals("limit=1").await.unwrap();
    let rest = noor.client.my_goals(&format!("limit=1&cursor={}", first.next_cursor.unwrap())).await.unwrap();
    assert_eq!((rest.items.len(), rest.items[0].goal.state), (1, GoalState::Draft));
    let row = &first.items[0].goal;
    assert_eq!((row.id, row.milestones, row.milestones_done), (active, 2, 0));
    assert_eq!(row.next_milestone.as_ref().unwrap().title, "Watch two colleagues");

    let glance = walk.seen_by(wanjiru).await.goals;
    let states: Vec<_> = glance.iter().map(|goal| goal.state).collect();
    assert_eq!(states, [GoalState::Active, GoalState::Draft], "the dashboard shows them in short");
}

#[tokio::test]
async fn the_timeline_tells_the_whole_journey() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    noor.client.record_meeting(walk.id, "k", &record("2026-11-20T18:30")).await.unwrap();
    let id = noor.drafts(walk.id).await.id;
    let tick = || walk.app.clock.advance(chrono::Duration::seconds(1));
    tick();
    noor.activates(id).await.unwrap();
    tick();
    noor.agrees(id).await.unwrap();
    wanjiru.agrees(id).await.unwrap();
    tick();
    let milestone = noor.goal(id).await.goal.milestones[0].id;
    noor.client.lay_milestone(milestone).await.unwrap();
    tick();
    noor.records(id, "2026-12-01", Some("8"), "It did not matter.").await.unwrap();
    tick();
    noor.client.achieve_goal(id).await.unwrap();
    tick();
    walk.complete(Wish::End, Wish::End).await;
    let page = wanjiru.client.timeline(walk.id, "limit=6").await.unwrap();
    let rest =
        wanjiru.client.timeline(walk.id, &format!("cursor={}", page.next_cursor.unwrap())).await.unwrap();
    let all: Vec<_> = page.items.iter().chain(&rest.items).collect();
    let kinds: Vec<_> = all.iter().map(|item| item.kind).collect();
    let expected = [
        TimelineKind::GoalAchieved,
        TimelineKind::Progress,
        TimelineKind::MilestoneDone,
        TimelineKind::GoalAgreed,
        TimelineKind::GoalActivated,
    ];
    let rest =
        [TimelineKind::GoalDrafted, TimelineKind::Accepted, TimelineKind::Request, TimelineKind::MeetingHeld];
    let ended = [TimelineKind::Reflection, TimelineKind::Reflection, TimelineKind::Completed];
    assert_eq!(sorted(kinds[..3].to_vec()), sorted(ended.to_vec()));
    assert_eq!(kinds[3..8], expected);
    assert_eq!(sorted(kinds[8..].to_vec()), sorted(rest.to_vec()));
    assert_eq!(*kinds.last().unwrap(), TimelineKind::MeetingHeld);
    let of = |kind| all.iter().find(|item| item.kind == kind).unwrap();
    let progress = of(TimelineKind::Progress);
    assert_eq!((progress.words.as_str(), progress.unit.as_str()), ("It did not matter.", "out of 10"));
    assert_eq!((progress.value, progress.goal), ("8".parse().ok(), Some(id)));
    assert_eq!(of(TimelineKind::MilestoneDone).title, "Watch two colleagues");
    assert_eq!(of(TimelineKind::Reflection).words, "You waited.");
    assert!(of(TimelineKind::MeetingHeld).meeting.is_some());

    let (mut one_by_one, mut cursor) = (0, String::new());
    loop {
        let page = noor.client.timeline(walk.id, &format!("limit=1{cursor}")).await.unwrap();
        one_by_one += page.items.len();
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(one_by_one, all.len(), "no page loses any of it");

    let journey = noor.client.journey(walk.id).await.unwrap();
    assert_eq!((journey.goals, journey.goals_achieved, journey.milestones_done), (1, 1, 1));
}

#[tokio::test]
async fn goals_are_taken_along_as_a_table_and_as_data() {
    let walk = Walk::begin().await;
    let noor = &walk.noor;
    let id = led_to(&walk, noor, GoalState::Active).await;
    noor.records(id, "2026-11-20", Some("-4.5"), "=HYPERLINK(\"https://evil.example\")").await.unwrap();
    noor.edits_goal(id, |text| text.title = "+1 \"better\", they say".to_owned()).await.unwrap();
    let table =
        String::from_utf8(noor.client.goals_export(walk.id, ExportFormat::Csv).await.unwrap()).unwrap();
    let lines: Vec<_> = table.trim_start_matches('\u{FEFF}').split("\r\n").collect();
    assert!(lines[0].starts_with("\"row\",\"goal\",\"state\""), "{table}");
    assert!(lines[1].contains("\"active\",\"'+1 \"\"better\"\", they say\""), "{table}");
    assert!(lines[2].starts_with("\"milestone\"") && lines[3].starts_with("\"milestone\""), "{table}");
    assert!(lines[4].contains("\"'=HYPERLINK(\"\"https://evil.example\"\")\""), "{table}");
    assert!(lines[4].contains("\"-4.5\",\"2026-11-20\""), "{table}");
    assert_eq!(lines.len(), 6, "{table}");
    let data = noor.client.goals_export(walk.id, ExportFormat::Json).await.unwrap();
    let data: Value = serde_json::from_slice(&data).unwrap();
    assert_eq!((data.as_array().unwrap().len(), &data[0]["entries"][0]["value"]), (1, &json!("-4.5")));

    let mut archive = zip::ZipArchive::new(Cursor::new(noor.client.export().await.unwrap())).unwrap();
    let everything: Value = serde_json::from_reader(archive.by_name("cairn.json").unwrap()).unwrap();
    assert_eq!(everything["goals"][0]["goal"]["text"]["specific"], new_goal().text.specific);
}

#[tokio::test]
async fn a_new_journey_carries_over_what_was_not_reached() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let reached = led_to(&walk, noor, GoalState::Achieved).await;
    let left = led_to(&walk, noor, GoalState::LetGo).await;
    let id = led_to(&walk, noor, GoalState::Active).await;
    noor.agrees(id).await.unwrap();
    wanjiru.agrees(id).await.unwrap();
    let first = noor.goal(id).await.goal.milestones[0].id;
    noor.client.lay_milestone(first).await.unwrap();
    noor.records(id, "2026-12-01", Some("5"), "").await.unwrap();
    let later = walk.complete(Wish::NewJourney, Wish::NewJourney).await.later.unwrap();
    let goals = noor.client.goals(later, "").await.unwrap().items;
    assert_eq!((goals.len(), goals[0].state), (1, GoalState::Draft));
    let carried = noor.goal(goals[0].id).await;
    assert_eq!(
        (carried.goal.earlier, carried.goal.text.title.as_str()),
        (Some(id), "Speak to groups with ease")
    );
    let titles: Vec<_> = carried.goal.milestones.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(titles, ["Lead the briefing"], "with what is still open");
    assert_eq!(
        (carried.goal.agreed_version, carried.entries.items.len(), carried.goal.author),
        (None, 0, Side::Mentee)
    );
    assert_eq!(noor.goal(id).await.goal.milestones.len(), 2, "the goal before stays as it was");

    let starts = own_starts(&noor.client, later).await;
    let earlier: Vec<_> = starts.iter().map(|start| (start.kind, start.earlier)).collect();
    assert_eq!(earlier, [(StartKind::Earlier, Some(left))], "what was let go can be taken up");
    let again = NewGoal {
        earlier: Some(left),
        milestones: starts[0].milestones.clone(),
        text: starts[0].text.clone(),
    };
    let again = noor.draft(later, &again).await.unwrap();
    assert_eq!((again.earlier, again.milestones.len()), (Some(left), 2));
    assert_eq!(own_starts(&noor.client, later).await, []);
    let foreign = NewGoal { earlier: Some(again.id), ..new_goal() };
    assert_eq!(
        wrong(noor.draft(later, &foreign).await),
        [("/earlier".to_owned(), "unknown_value".to_owned())]
    );
    assert_eq!(noor.goal(reached).await.goal.state, GoalState::Achieved);
}

/// Where new goals can start from, without the programme's examples, which are there for everybody.
async fn own_starts(client: &Client, relationship: RelationshipId) -> Vec<GoalStart> {
    let starts = client.goal_starts(relationship).await.unwrap().items;
    let (examples, own): (Vec<_>, Vec<_>) =
        starts.into_iter().partition(|start| start.kind == StartKind::Example);
    assert!(examples.len() >= 20 && examples.iter().all(|start| !start.field.is_empty()));
    own
}

#[tokio::test]
async fn an_example_is_a_beginning_that_can_be_walked_at_once() {
    let walk = Walk::begin().await;
    let starts = walk.noor.client.goal_starts(walk.id).await.unwrap().items;
    for start in starts {
        let new = NewGoal { text: start.text, milestones: start.milestones, earlier: None };
        let goal = walk.noor.draft(walk.id, &new).await.unwrap();
        let open: Vec<_> =
            goal.findings.iter().filter(|finding| **finding != Finding::DateAfterPlannedEnd).collect();
        assert!(open.is_empty(), "{}: {open:?}", goal.text.title);
    }
}

#[tokio::test]
async fn a_goal_can_start_from_what_the_goal_finder_found() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    assert_eq!(own_starts(&noor.client, walk.id).await, []);
    let answers = [
        ("specific", "I lead the weekly meeting", true),
        ("measure", "Meetings that I led", true),
        ("first-step", "Ask on Monday", true),
        ("in-my-hands", "Only mine to read", false),
    ];
    for (question, value, shared) in answers {
        let answer = WriteAnswer { value: value.to_owned(), shared, edition: 1 };
        noor.client.write_answer(walk.id, "goal-finder", question, "\"0\"", &answer).await.unwrap();
    }
    let start = noor.client.goal_starts(walk.id).await.unwrap().items.remove(0);
    assert_eq!((start.kind, start.text.specific.as_str()), (StartKind::Finder, "I lead the weekly meeting"));
    assert_eq!(
        (start.text.measure.as_str(), start.text.attainable.as_str()),
        ("Meetings that I led", "Only mine to read")
    );
    assert_eq!(start.milestones[0].title, "Ask on Monday");
    let theirs = wanjiru.client.goal_starts(walk.id).await.unwrap().items.remove(0);
    assert_eq!(theirs.text.attainable, "", "what is not shared is not there for the mentor");
    let new = NewGoal { text: start.text, milestones: start.milestones, earlier: None };
    assert_eq!(noor.draft(walk.id, &new).await.unwrap().state, GoalState::Draft);
}

#[tokio::test]
async fn the_mentee_is_reminded_before_the_day_once() {
    let walk = Walk::begin().await;
    let (noor, app) = (&walk.noor, &walk.app);
    let mut new = new_goal();
    new.milestones = vec![step("Near", "2026-12-04"), step("Later", "2026-12-20")];
    let id = noor.draft(walk.id, &new).await.unwrap().id;
    noor.activates(id).await.unwrap();
    let passes = async |days: i64| {
        walk.days_pass(days).await;
        app.goals_tick().await;
        app.told().await
    };
    assert_eq!(passes(0).await, Vec::<String>::new(), "who chooses a near day knows");
    assert_eq!(passes(11).await, Vec::<String>::new());
    assert_eq!(passes(1).await, ["Noor: milestone_due"], "a week before");
    assert_eq!(passes(1).await, Vec::<String>::new(), "once");
    let letters = app.in_database(async |tx| {
        cairn::fetch_all!(
            tx,
            (String,),
            "SELECT text_body FROM letters WHERE subject = 'The day of a milestone is near'"
        )
        .unwrap()
    });
    let letters = letters.await;
    assert!(letters.len() == 1 && letters[0].0.contains("Later") && letters[0].0.contains(&id.to_string()));
    assert!(passes(80).await.iter().any(|told| told == "Noor: goal_due"));
    noor.edits_goal(id, |text| text.due_on = domain::times::day("2027-03-30")).await.unwrap();
    assert!(passes(19).await.iter().any(|told| told == "Noor: goal_due"), "another day, another reminder");
}

#[tokio::test]
async fn letters_about_goals_can_be_switched_off() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let settings = wanjiru.client.notification_settings().await.unwrap();
    let quiet = domain::notifications::NotificationSettings { goals: false, ..settings.value };
    wanjiru.client.save_notification_settings(&quiet, &settings.version).await.unwrap();
    let id = noor.drafts(walk.id).await.id;
    noor.agrees(id).await.unwrap();
    assert_eq!(walk.app.told().await, ["Wanjiru: goal_confirmed"]);
    wanjiru.agrees(id).await.unwrap();
    walk.app.told().await;
    let subjects = walk.app.in_database(async |tx| {
        cairn::fetch_all!(
            tx,
            (String,),
            "SELECT subject FROM letters WHERE text_body LIKE '%Speak to groups%'"
        )
        .unwrap()
    });
    assert_eq!(subjects.await, [("You agree on a goal".to_owned(),)]);
}

#[tokio::test]
async fn goals_name_nobody_who_has_left() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let name = |text: &mut GoalText| {
        text.title = "Noor speaks".to_owned();
        text.attainable = "Call noor.haddad@leeds.example".to_owned();
        text.excuses = vec![Excuse { finding: Finding::NoReason, words: "Ask Haddad".to_owned() }];
    };
    let mut new = new_goal();
    name(&mut new.text);
    new.milestones[0].title = "Noor leads".to_owned();
    let id = noor.draft(walk.id, &new).await.unwrap().id;
    noor.activates(id).await.unwrap();
    wanjiru.edits_goal(id, |text| text.relevant = "So that Noor is heard".to_owned()).await.unwrap();
    noor.records(id, "2026-12-01", Some("4"), "I, Noor Haddad, spoke").await.unwrap();
    wanjiru.client.comment_on_goal(id, &comment("Well done, Noor!")).await.unwrap();
    noor.client.let_go_of_goal(id, &LetGo { words: "Haddad lets go".to_owned() }).await.unwrap();
    noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let page = wanjiru.goal(id).await;
    assert_eq!((page.goal.text.title.as_str(), page.goal.last_words.as_str()), ("••• speaks", "••• lets go"));
    assert_eq!(page.entries.items[0].note, "I, •••, spoke");
    let history = wanjiru.client.goal_history(id, "").await.unwrap();
    let all = serde_json::to_string(&(page, history)).unwrap().to_lowercase();
    assert!(!all.contains("noor") && !all.contains("haddad"), "{all}");
    for row in texts(&walk.app).await {
        assert!(!row.to_lowercase().contains("noor") && !row.to_lowercase().contains("haddad"), "{row}");
    }
}

/// Every text about goals that is kept.
async fn texts(app: &TestApp) -> Vec<String> {
    let rows = app.in_database(async |tx| {
        cairn::fetch_all!(
            tx,
            (String,),
            "SELECT title || specific || measure || unit || attainable || relevant || excuses || last_words AS text FROM goals
             UNION ALL SELECT content FROM goal_versions UNION ALL SELECT words FROM goal_steps
             UNION ALL SELECT title FROM milestones UNION ALL SELECT note FROM progress_entries
             UNION ALL SELECT words FROM goal_comments"
        )
        .unwrap()
    });
    rows.await.into_iter().map(|(text,)| text).collect()
}

#[tokio::test]
async fn after_the_end_ways_around_the_programme_are_hidden() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let id = led_to(&walk, noor, GoalState::Active).await;
    noor.records(id, "2026-12-01", None, "Write to noor@leeds.example").await.unwrap();
    assert!(wanjiru.goal(id).await.entries.items[0].note.contains("noor@leeds.example"));
    noor.client.withdraw_relationship(walk.id, &withdraws("")).await.unwrap();
    assert_eq!(wanjiru.goal(id).await.entries.items[0].note, "Write to •••");
    let table = wanjiru.client.goals_export(walk.id, ExportFormat::Csv).await.unwrap();
    assert!(!String::from_utf8(table).unwrap().contains("noor@leeds"));
    assert!(noor.goal(id).await.entries.items[0].note.contains("noor@leeds.example"), "one's own words stay");
}

#[tokio::test]
async fn what_belongs_to_a_goal_is_not_there_for_a_third() {
    let walk = Walk::begin().await;
    let id = led_to(&walk, &walk.noor, GoalState::Active).await;
    let entry = walk.noor.records(id, "2026-12-01", Some("4"), "").await.unwrap();
    let milestone = walk.noor.goal(id).await.goal.milestones[0].id;
    let tomas = walk.app.mentee("Tomas Berg", &[SKILL]).await;
    for action in [Edit, Agree, Comment, Achieve, Leave, Reopen, Discard] {
        assert_eq!(code(act(&tomas, id, action).await), Code::NotFound);
    }
    let body = new_goal();
    assert_eq!(code(tomas.client.edit_goal(id, "\"1\"", &body.text).await), Code::NotFound);
    assert_eq!(code(tomas.client.lay_milestone(milestone).await), Code::NotFound);
    assert_eq!(code(tomas.client.remove_progress(entry.id).await), Code::NotFound);
    assert_eq!(code(tomas.client.goals(walk.id, "").await), Code::NotFound);
    assert_eq!(code(tomas.client.timeline(walk.id, "").await), Code::NotFound);
    assert_eq!(code(tomas.client.goals_export(walk.id, ExportFormat::Json).await), Code::NotFound);
    assert_eq!(code(tomas.client.goal_history(id, "").await), Code::NotFound);
    assert!(tomas.client.my_goals("").await.unwrap().items.is_empty());
}

#[tokio::test]
async fn the_office_sees_how_many_goals_there_are_and_nothing_of_them() {
    let walk = Walk::begin().await;
    for state in GoalState::ALL.iter().copied() {
        led_to(&walk, &walk.noor, state).await;
    }
    let ilse = walk.app.coordinator().await;
    let seen = ilse.client.office_relationships("").await.unwrap().items.remove(0);
    assert_eq!((seen.goals, seen.goals_achieved), (3, 1), "without the draft");
    assert!(!serde_json::to_string(&seen).unwrap().contains("Speak to groups"));
    assert_eq!(code(ilse.client.goals(walk.id, "").await), Code::NotFound);
}

#[tokio::test]
async fn there_are_only_so_many_goals_and_what_is_sent_twice_happens_once() {
    let walk = Walk::begin().await;
    let noor = &walk.noor;
    let once = noor.client.draft_goal(walk.id, "k", &new_goal()).await.unwrap();
    assert_eq!(noor.client.draft_goal(walk.id, "k", &new_goal()).await.unwrap().id, once.id);
    let other = NewGoal { milestones: Vec::new(), ..new_goal() };
    assert_eq!(code(noor.client.draft_goal(walk.id, "k", &other).await), Code::IdempotencyKeyReused);
    let elsewhere = RelationshipId::new(walk.app.clock.now(), &[7; 10]);
    assert_eq!(code(noor.client.draft_goal(elsewhere, "k", &new_goal()).await), Code::IdempotencyKeyReused);
    for _ in 1..domain::goals::MOST_GOALS {
        noor.drafts(walk.id).await;
    }
    assert_eq!(code(noor.draft(walk.id, &new_goal()).await), Code::TooManyPoints);
    noor.client.discard_goal(once.id).await.unwrap();
    noor.activates(noor.drafts(walk.id).await.id).await.unwrap();
    let id = noor.client.my_goals("state=active").await.unwrap().items[0].goal.id;
    let stands = stands("2026-12-01", Some("4"), "");
    let first = noor.client.record_progress(id, "p", &stands).await.unwrap();
    assert_eq!(noor.client.record_progress(id, "p", &stands).await.unwrap().id, first.id);
    let other = GoalId::new(walk.app.clock.now(), &[7; 10]);
    let reused = noor.client.record_progress(other, "p", &stands).await;
    assert_eq!(code(reused), Code::IdempotencyKeyReused, "another goal stands elsewhere");
    assert_eq!(noor.goal(id).await.entries.items.len(), 1);
}
