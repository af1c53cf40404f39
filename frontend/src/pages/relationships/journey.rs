//! A journey in numbers, and the certificate of participation: it prints on paper.
use domain::ids::RelationshipId;
use domain::relationships::{Journey, StationKind};
use domain::requests::Side;
use leptos::prelude::*;
use ui_model::relationships::{certificate_number, weeks};

use super::{address, key_of};
use crate::components::controls::back;
use crate::components::drawing::{drawing, logo};
use crate::components::icon::{Icon, icon};
use crate::components::page::{apart, date, now, title};
use crate::components::person::name_of;
use crate::data::{Query, query};
use crate::pages::requests::found;
use crate::text::journey as t;
use crate::view::{View, view};

/// The journey of the two.
pub(super) fn journey(id: RelationshipId) -> Query<Journey> {
    query(move || [&key_of(id), "/journey"].concat(), move |client| client.journey(id))
}

/// The page.
pub(super) fn page(id: RelationshipId) -> View {
    title(t::title());
    let papers = found(journey(id), |journey| {
        let completed = journey.stations.iter().any(|station| station.kind == StationKind::Completed);
        let certificate = completed.then(|| certificate(&journey));
        view! { <div class="paper-stack mt-2">{certificate} {summary(&journey, !completed)}</div> }
    });
    let print = |_| drop(window().print());
    view! {
        <div class="page pt-6 pb-28 lg:pb-20 print:p-0">
            <div class="flex items-center justify-between gap-4 print:hidden">
                {back(address(id), t::back())}
                <button type="button" class="btn btn-primary" on:click=print>{icon(Icon::Printer, "size-5")} {t::print()}<span class="max-sm:sr-only">{t::or_save()}</span></button>
            </div>
            {papers}
        </div>
    }
}

/// So many full hours, at least one where there was any.
fn hours(minutes: u32) -> u32 {
    minutes.div_ceil(60)
}

/// What was, in numbers.
pub(super) fn numbers(journey: &Journey, weeks: u32) -> View {
    let number = |words: fn(u32) -> String, number: u32| {
        view! { <div class="flex flex-col"><dt class="order-2 text-sm text-muted mt-1">{words(number)}</dt><dd class="match-n text-4xl">{number.to_string()}</dd></div> }
    };
    view! {
        <dl class="grid grid-cols-2 sm:grid-cols-4 lg:in-[aside]:grid-cols-2 gap-x-6 gap-y-5">
            {number(t::n_meetings, journey.meetings)}
            {number(t::n_goals, journey.goals_achieved)}
            {number(t::n_stones, journey.milestones_done)}
            {number(t::n_weeks, weeks)}
        </dl>
    }
}

fn certificate(journey: &Journey) -> View {
    let partner = apart(&name_of(&journey.partner));
    let (begin, end) = (date(journey.started_at), date(journey.ended_at.unwrap_or_else(now)));
    let (meetings, hours) = (t::meetings(journey.meetings), t::hours(hours(journey.minutes)));
    let reached = (journey.goals_achieved > 0).then(|| {
        [", ", &t::goals(journey.goals_achieved), ", ", &t::stones(journey.milestones_done)].concat()
    });
    let what = [meetings, ", ".to_owned(), t::of_conversation(&hours), reached.unwrap_or_default()].concat();
    let words = if journey.side == Side::Mentor {
        t::as_mentor(&partner, &begin, &end, &what)
    } else {
        t::as_mentee(&partner, &begin, &end, &what)
    };
    let both = journey.confirmed_by_both.then(|| view! { <span class="block">{t::by_both()}</span> });
    view! {
        <section class="paper text-center flex flex-col" data-theme="cairn" aria-labelledby="certificate">
            <p class="flex items-center justify-center gap-2.5">{logo("size-8 text-moss-ink")}<span class="serif text-2xl font-semibold tracking-tight">"Cairn"</span></p>
            <div class="my-auto py-8">
                {drawing("stones", "stage-6", "w-56 h-52 mx-auto overflow-visible")}
                <h1 id="certificate" class="text-muted text-xl font-sans! tracking-normal! mt-8">{t::certificate()}</h1>
                <p class="serif text-4xl sm:text-5xl mt-3 wrap-anywhere"><bdi>{journey.name.clone()}</bdi></p>
                <p class="lead mt-5 max-w-[40ch] mx-auto text-balance wrap-anywhere">{words}</p>
            </div>
            <footer class="grid sm:grid-cols-2 gap-6 text-sm text-muted pt-6 border-t border-line">
                <p class="sm:text-start">{t::programme()}<span class="block">{end}</span></p>
                <p class="sm:text-end">{both}{t::number(&certificate_number(journey.id))}</p>
            </footer>
        </section>
    }
}

fn summary(journey: &Journey, first: bool) -> View {
    let heading = if journey.ended_at.is_some() { t::the_journey() } else { t::so_far() };
    let heading = if first {
        view! { <h1 id="journey" class="text-3xl">{heading}</h1> }
    } else {
        view! { <h2 id="journey" class="text-3xl">{heading}</h2> }
    };
    let (mine, theirs) = (apart(&journey.name), apart(&name_of(&journey.partner)));
    let begin = date(journey.started_at);
    let two = match journey.ended_at {
        Some(end) => t::two(&mine, &theirs, &begin, &date(end)),
        None => t::two_now(&mine, &theirs, &begin),
    };
    let takes = (!journey.takes_along.is_empty()).then(|| {
        view! { <section><h2 class="text-xl">{t::takes()}</h2><p class="serif mt-2 text-lg leading-relaxed whitespace-pre-line wrap-anywhere" dir="auto">{journey.takes_along.clone()}</p></section> }
    });
    let stations = journey.stations.iter().map(|station| {
        view! { <li>{drawing("stones", "mark-laid", "mark")} <p class="leading-snug"><span class="block text-sm text-muted">{date(station.at)}</span>{word(station.kind)}</p></li> }
    });
    view! {
        <section class="paper" data-theme="cairn" aria-labelledby="journey">
            {heading}
            <p class="text-muted mt-1 wrap-anywhere">{two}</p>
            <div class="mt-7">{numbers(journey, weeks(journey.started_at, journey.ended_at.unwrap_or_else(now)))}</div>
            <div class="mt-9 grid grid-cols-[minmax(0,1fr)] sm:grid-cols-2 gap-x-10 gap-y-8">
                {takes}
                <section><h2 class="text-xl">{t::way()}</h2><ol class="trail mt-4 gap-3.5!">{stations.collect::<View>()}</ol></section>
            </div>
        </section>
    }
}

fn word(kind: StationKind) -> &'static str {
    match kind {
        StationKind::Request => t::you_asked(),
        StationKind::Accepted => t::accepted(),
        StationKind::FirstMeeting => t::first_meeting(),
        StationKind::Agreement => t::agreement(),
        StationKind::LastMeeting => t::last_meeting(),
        StationKind::Completed => t::completed(),
        StationKind::Withdrawn => t::withdrawn(),
    }
}
