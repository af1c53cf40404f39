//! How requests are shown: where they stand, what is asked for, how it went.
use domain::criteria::Criteria;
use domain::people::Person;
use domain::requests::{Request, RequestAction, RequestStep, RequestText, Side, Topic};
use ui_model::requests::{Change, Standing, changes};

use crate::components::controls::{Tone, chip};
use crate::components::drawing::drawing;
use crate::components::face::face;
use crate::components::options::option_name;
use crate::components::page::{calendar_day, day};
use crate::components::person::first_of;
use crate::text::request as t;
use crate::view::{IntoView, View, view};

/// The other of the two.
pub(super) fn other(request: &Request) -> &Person {
    if request.side == Side::Mentor { &request.mentee } else { &request.mentor }
}

/// A face beside a heading and what belongs to it.
pub(super) fn header(person: &Person, heading: String, below: View) -> View {
    view! {
        <header class="flex gap-4 sm:gap-5 items-start">
            {face(&person.display_name, person.photo.as_ref(), "size-14 sm:size-16 text-xl")}
            <div class="min-w-0">
                <h1 class="text-2xl sm:text-3xl wrap-anywhere">{heading}</h1>
                {below}
            </div>
        </header>
    }
}

/// Where a request stands, as a chip.
pub(super) fn standing_chip(standing: Standing, side: Side, other: &Person) -> View {
    let name = || first_of(other);
    let (tone, words) = match standing {
        Standing::ToAnswer => (Tone::Turn, t::your_turn().to_owned()),
        Standing::Answered => (Tone::Turn, t::has_answered(&name())),
        Standing::Asked => (Tone::Turn, t::asks_for_more(&name())),
        Standing::Waits => (Tone::Waits, t::waits_for(&name())),
        Standing::NoPlace => (Tone::Still, t::no_place().to_owned()),
        Standing::Accepted => (Tone::Yes, t::accepted().to_owned()),
        Standing::Declined => (Tone::Over, t::declined().to_owned()),
        Standing::Withdrawn if side == Side::Mentee => (Tone::Over, t::withdrawn_by_you().to_owned()),
        Standing::Withdrawn => (Tone::Over, t::withdrawn().to_owned()),
        Standing::NotInTime => (Tone::Over, t::not_in_time().to_owned()),
        Standing::Closed => (Tone::Over, t::closed().to_owned()),
    };
    chip(tone, words)
}

/// What is asked for. Where another wording was looked at before, what is new since is marked.
pub(super) fn asked_for(
    criteria: &Criteria,
    text: &RequestText,
    seen: Option<&RequestText>,
    side: Side,
) -> View {
    let mine = side == Side::Mentee;
    let label = |my: &'static str, their: &'static str| if mine { my } else { their };
    let words = |get: fn(&RequestText) -> &str| marked(get(text), seen.map(get));
    let rhythm = marked(&rhythm(text), seen.map(rhythm).as_deref());
    let row = |label: &'static str, content: View| {
        view! {
            <div class="py-3.5 sm:grid grid-cols-[10.5rem_1fr] gap-6">
                <dt class="text-muted text-sm sm:text-base">{label}</dt>
                <dd class="min-w-0 max-w-[58ch]">{content}</dd>
            </div>
        }
    };
    let said = |text: &str, before: Option<&String>| {
        !text.is_empty() || before.is_some_and(|before| !before.is_empty())
    };
    let goal = said(&text.goal, seen.map(|seen| &seen.goal));
    let why = said(&text.why, seen.map(|seen| &seen.why));
    view! {
        <dl class="rows border-y border-line">
            {row(label(t::support(), t::their_support()), words(|text| &text.support))}
            {row(t::topics(), topics(criteria, &text.topics, seen))}
            {row(t::rhythm(), rhythm)}
            {goal.then(|| row(label(t::goal(), t::their_goal()), words(|text| &text.goal)))}
            {why.then(|| row(label(t::why(), t::their_why()), words(|text| &text.why)))}
        </dl>
    }
}

/// A text, with what changed since it was seen.
fn marked(text: &str, seen: Option<&str>) -> View {
    let runs = changes(seen.unwrap_or(text), text).into_iter().map(|change| match change {
        Change::Same(words) => words.into_view(),
        Change::Old(words) => view! { <del class="old">{words}</del> },
        Change::New(words) => view! { <ins class="new">{words}</ins> },
    });
    view! { <p class="whitespace-pre-line wrap-anywhere" dir="auto">{runs.collect::<View>()}</p> }
}

fn topics(criteria: &Criteria, topics: &[Topic], seen: Option<&RequestText>) -> View {
    let name = |topic: &Topic| option_name(criteria, &topic.criterion, &topic.option);
    let before = seen.map_or(topics, |seen| &seen.topics);
    if topics.is_empty() && before.is_empty() {
        return t::no_topics().into_view();
    }
    let now = topics.iter().map(|topic| {
        let chip = chip(Tone::Plain, name(topic));
        if before.contains(topic) {
            chip
        } else {
            view! { <ins class="new">{chip}</ins> }
        }
    });
    let gone = before.iter().filter(|topic| !topics.contains(topic));
    let gone = gone.map(|topic| view! { <del class="old">{name(topic)}</del> });
    view! { <p class="flex flex-wrap gap-1.5 items-center">{now.chain(gone).collect::<View>()}</p> }
}

/// How often, how long, and until when.
fn rhythm(text: &RequestText) -> String {
    let meets = t::meets(&t::every(text.every_weeks.into()), &length(text.minutes));
    text.until.map_or_else(|| meets.clone(), |until| t::meets_until(&meets, &calendar_day(until)))
}

/// So many minutes.
pub(super) fn length(minutes: u16) -> String {
    match minutes {
        30 => t::half_an_hour().to_owned(),
        60 => t::an_hour().to_owned(),
        90 => t::hour_and_a_half().to_owned(),
        _ => t::minutes(&minutes.to_string()),
    }
}

/// What somebody said, as one reads it from a letter.
pub(super) fn quote(words: &str) -> View {
    view! { <blockquote class="lead mt-3 max-w-[48ch] whitespace-pre-line wrap-anywhere" dir="auto">{t::quoted(words)}</blockquote> }
}

/// How it went so far.
pub(super) fn history(request: &Request) -> View {
    let standing = Standing::of_request(request);
    let last = request.steps.len();
    let steps = request.steps.iter().enumerate().map(|(nth, step)| {
        let stone = if nth + 1 == last && standing == Standing::Asked { "mark-next" } else { "mark-laid" };
        // An edit shows in what is asked for, and the mentee has the answer at the top of the page.
        let elsewhere = match step.action {
            RequestAction::Edit => true,
            RequestAction::Accept | RequestAction::Decline => request.side == Side::Mentee,
            _ => false,
        };
        let words = (!step.words.is_empty() && !elsewhere).then(|| {
            view! { <p class="text-sm mt-1 whitespace-pre-line wrap-anywhere" dir="auto">{step.words.clone()}</p> }
        });
        mark(stone, "font-semibold", what(request, step), view! { <p class="text-sm text-muted">{day(step.at)}</p> {words} })
    });
    let next = match standing {
        _ if !standing.is_open() => None,
        Standing::Asked => Some(mark("mark-open", "text-muted", t::next_yours().to_owned(), ().into_view())),
        _ if standing.is_my_turn() => {
            Some(mark("mark-next", "font-semibold", t::next_yours().to_owned(), ().into_view()))
        }
        _ => Some(mark("mark-open", "text-muted", t::next_theirs(&first_of(other(request))), ().into_view())),
    };
    view! {
        <section aria-labelledby="history">
            <h2 id="history" class="text-xl">{t::history()}</h2>
            <ol class="trail mt-4">{steps.chain(next).collect::<View>()}</ol>
        </section>
    }
}

fn mark(stone: &'static str, class: &'static str, words: String, below: View) -> View {
    view! { <li>{drawing("stones", stone, "mark")} <div class="leading-snug min-w-0"><p class=class>{words}</p> {below}</div></li> }
}

/// What happened, and who did it.
fn what(request: &Request, step: &RequestStep) -> String {
    let name = first_of(other(request));
    let mine = step.by == request.side;
    let of = |mine_words: &'static str, theirs: fn(&str) -> String| {
        if mine { mine_words.to_owned() } else { theirs(&name) }
    };
    match step.action {
        RequestAction::Send => of(t::you_sent(), t::they_sent),
        RequestAction::Edit => of(t::you_edited(), t::they_edited),
        RequestAction::Answer => of(t::you_answered(), t::they_answered),
        RequestAction::AskForMore => of(t::you_asked(), t::they_asked),
        RequestAction::Accept => of(t::you_accepted(), t::they_accepted),
        RequestAction::Decline => of(t::you_declined(), t::they_declined),
        RequestAction::Withdraw => of(t::you_withdrew(), t::they_withdrew),
        RequestAction::Expire => t::expired().to_owned(),
        RequestAction::Close => t::was_closed().to_owned(),
    }
}
