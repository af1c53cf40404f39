//! The page of one mentor: who this is, what the help is, and why this mentor matches the reader.
use std::sync::Arc;

use domain::accounts::Role;
use domain::criteria::{Criteria, OptionKey};
use domain::mentors::{Held, Match, Mentor, MentorQuery, Reason};
use domain::problem::Code;
use domain::profiles::NEEDED_IN_OFFER;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use ui_model::criteria::criterion;
use ui_model::home::first_name;
use ui_model::mentors::{Extent, points};
use ui_model::requests::days_to_answer;

use super::{address, id_in_address, mentor_by, query_in_address};
use crate::components::controls::{Tone, chip};
use crate::components::face::large_face;
use crate::components::fit::{closeness, percent};
use crate::components::icon::{Icon, icon, icon_that_says};
use crate::components::mentor::{bar, clocks, importance, in_full, languages, names};
use crate::components::options::option_name;
use crate::components::page::{clock, focus, title};
use crate::components::states;
use crate::data::{self, Load};
use crate::follow::{Memo, memo};
use crate::navigation::Here;
use crate::pages::{bookmarks, not_found};
use crate::session::Session;
use crate::text::{self, mentor as t};
use crate::view::{IntoView, View, view};

/// The page.
pub(crate) fn page() -> View {
    title(text::mentors::title());
    let Some(id) = id_in_address() else { return not_found::page() };
    // Neither why somebody matches nor keeping somebody in mind is about oneself.
    let oneself = untrack(|| Session::here().me()).is_some_and(|me| me.id == id);
    let search = query_in_address();
    let criteria = data::criteria();
    let answer = mentor_by(id, memo(move || search.read().to_query()));
    let view = move || match (answer.get(), criteria.get()) {
        (Load::Failed(error), _) if error.code() == Some(Code::NotFound) => not_found::page(),
        (Load::Failed(error), _) => around(search, answer.failed(&error)),
        (_, Load::Failed(error)) => around(search, criteria.failed(&error)),
        (Load::Ready(mentor), Load::Ready(criteria)) => {
            title(&mentor.card.display_name);
            let mut mentor = Mentor::clone(&mentor);
            if oneself {
                mentor.card.fit = None;
            }
            around(search, whole(&criteria, &mentor, oneself))
        }
        _ => around(search, states::page_skeleton()),
    };
    view.into_view()
}

fn around(search: Memo<MentorQuery>, content: View) -> View {
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">{back(search)} <div class="mt-3 lg:mt-5">{content}</div></div> }
}

/// The way back to the list that led here.
fn back(search: Memo<MentorQuery>) -> View {
    let from_saved = Here::page().asked("from") == "saved";
    let (href, words) = if from_saved {
        ("/saved".to_owned(), t::back_to_saved())
    } else {
        (address("/mentors", &search.get_untracked()), t::back())
    };
    // Where the list is the page before this one, going back finds it as it was.
    let go_back = |event: MouseEvent| {
        let Ok(history) = window().history() else { return };
        if history.state().is_ok_and(|state| state.as_string().as_deref() == Some("list"))
            && history.back().is_ok()
        {
            event.prevent_default();
        }
    };
    view! {
        <a href=href class="link-quiet inline-flex items-center gap-1.5 min-h-11 no-underline" on:click=go_back>
            {icon(Icon::ArrowLeft, "size-4")} {words}
        </a>
    }
}

fn whole(criteria: &Arc<Criteria>, mentor: &Mentor, oneself: bool) -> View {
    let summary = mentor.card.fit.as_ref().map(summary);
    let about = (!mentor.about_html.is_empty()).then(|| {
        view! {
            <div
                class="prose-cairn mt-8 max-w-[62ch] wrap-anywhere [&>p:first-child]:font-serif [&>p:first-child]:text-xl [&>p:first-child]:leading-[1.5]"
                dir="auto"
                inner_html=mentor.about_html.clone()
            ></div>
        }
    });
    // Mentees ask, and nobody asks oneself.
    let asks =
        !oneself && untrack(|| Session::here().me()).is_some_and(|me| me.roles.contains(&Role::Mentee));
    let aside = (!oneself)
        .then(|| view! { <aside class="lg:sticky lg:top-24 min-w-0">{why(criteria, mentor, asks)}</aside> });
    let bar = asks.then(|| {
        view! {
            <div class="actionbar lg:hidden" role="region" aria-label=t::actions()>
                {begin(mentor, "/question", text::asking::question(), "btn flex-1")}
                {request(mentor, "btn btn-primary flex-1")}
            </div>
        }
    });
    view! {
        <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_22rem] items-start">
            <article class="min-w-0">
                {header(criteria, mentor)}
                {summary}
                {about}
                {help(criteria, mentor)}
                {words(t::experience(), &mentor.experience)}
                {work(criteria, mentor)}
            </article>
            {aside}
        </div>
        {bar}
    }
}

/// A question, or a request: the two ways to begin.
fn begin(mentor: &Mentor, step: &str, words: &'static str, class: &'static str) -> View {
    view! { <a class=class href=["/mentors/", &mentor.card.id.to_string(), step].concat()>{words}</a> }
}

/// A request, while there is a place for it.
fn request(mentor: &Mentor, class: &'static str) -> Option<View> {
    (mentor.card.free_places > 0).then(|| begin(mentor, "/request", text::asking::request(), class))
}

fn header(criteria: &Criteria, mentor: &Mentor) -> View {
    let card = &mentor.card;
    let country = ui_model::criteria::country(criteria, &card.country);
    let place =
        [card.organisation.as_str(), card.city.as_str(), country].into_iter().filter(|part| !part.is_empty());
    let place = place.collect::<Vec<_>>().join(", ");
    let (now, apart) = (clock(card.time_zone.clone()), clocks(card.minutes_ahead));
    let there = move || if now.read().is_empty() { apart.clone() } else { t::there(&now.read(), &apart) };
    let places = match card.free_places {
        0 => t::full(mentor.places.into()),
        free => t::places(&free.to_string(), &mentor.places.to_string()),
    };
    let answers = mentor
        .answer_hours
        .map(|hours| (Icon::ChatCircle, text::asking::answers_within(days_to_answer(hours)).into_view()));
    let facts = [
        (Icon::Clock, there.into_view()),
        (Icon::Translate, languages(criteria, &card.languages).into_view()),
        (Icon::UsersThree, places.into_view()),
    ];
    let facts = facts.into_iter().chain(answers).map(|(sign, words)| {
        view! { <li class="flex gap-2 items-start">{icon(sign, "size-5 text-muted shrink-0")} <span>{words}</span></li> }
    });
    view! {
        <header class="flex flex-col sm:flex-row gap-5 sm:gap-7 sm:items-center">
            {large_face(&card.display_name, card.photo.as_ref(), "size-28 sm:size-36 text-4xl")}
            <div class="min-w-0">
                <h1 class="text-3xl sm:text-4xl wrap-anywhere"><bdi>{card.display_name.clone()}</bdi></h1>
                <p class="text-lg mt-1.5 leading-snug wrap-anywhere"><bdi>{card.headline.clone()}</bdi></p>
                <p class="text-muted mt-1 wrap-anywhere"><bdi>{place}</bdi></p>
                <ul class="mt-3 grid gap-x-6 gap-y-1.5 sm:grid-cols-2 text-sm">{facts.collect::<View>()}</ul>
            </div>
        </header>
    }
}

/// On a phone: the match in one line above the story, with a way to the reasons below.
fn summary(fit: &Match) -> View {
    let see_why = |event: MouseEvent| {
        event.prevent_default();
        focus("why");
    };
    view! {
        <a href="#why" class="lg:hidden mt-6 flex items-center gap-4 min-h-11 border-y border-line py-3" on:click=see_why>
            {percent(fit.percent, "text-3xl")}
            <span class="flex-1 leading-tight text-sm">
                <span class="font-semibold text-base block mb-1.5">{closeness(fit.percent)}</span>
                {bar(fit, "w-full h-2")}
            </span>
            <span class="link-quiet text-sm">{t::see_why()}</span>
        </a>
    }
}

/// What the mentor writes under a heading.
fn words(heading: &'static str, words: &str) -> Option<View> {
    let words = (!words.is_empty()).then(|| words.to_owned())?;
    let section = view! {
        <section class="mt-10">
            <h2 class="text-2xl">{heading}</h2>
            <p class="mt-3 max-w-[62ch] whitespace-pre-line wrap-anywhere" dir="auto">{words}</p>
        </section>
    };
    Some(section.into_view())
}

/// Every mentor offers options of this criterion: they are the help itself; the others say how it goes.
fn is_help(held: &Held) -> bool {
    held.criterion.as_str() == NEEDED_IN_OFFER
}

fn help(criteria: &Criteria, mentor: &Mentor) -> View {
    let reasons = mentor.card.fit.as_ref().map(|fit| fit.reasons.as_slice()).unwrap_or_default();
    let matched: Vec<&OptionKey> = reasons.iter().flat_map(|reason| &reason.matched).collect();
    let offered = mentor.offer.iter().filter(|held| is_help(held));
    let options = offered.flat_map(|held| held.options.iter().map(|option| (&held.criterion, option)));
    let (matching, others): (Vec<_>, Vec<_>) = options.partition(|(_, option)| matched.contains(option));
    let chips = matching.into_iter().chain(others).map(|(criterion, option)| {
        let tone = if matched.contains(&option) { Tone::Yes } else { Tone::Plain };
        view! { <li class="flex">{chip(tone, option_name(criteria, criterion, option))}</li> }
    });
    view! {
        {words(t::help(), &mentor.help)}
        <ul class="mt-4 flex flex-wrap gap-2">{chips.collect::<View>()}</ul>
    }
}

fn work(criteria: &Criteria, mentor: &Mentor) -> Option<View> {
    let rows = mentor.offer.iter().filter(|held| !held.options.is_empty() && !is_help(held));
    let rows: Vec<_> = rows.filter_map(|held| Some((criterion(criteria, &held.criterion)?, held))).collect();
    if rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|(criterion, held)| {
        view! {
            <div class="py-3 sm:grid grid-cols-[9rem_1fr] gap-6">
                <dt class="text-muted text-sm sm:text-base">{criterion.name.clone()}</dt>
                <dd>{names(criteria, &held.criterion, &held.options)}</dd>
            </div>
        }
    });
    let section = view! {
        <section class="mt-10">
            <h2 class="text-2xl">{t::at_a_glance()}</h2>
            <dl class="mt-4 rows border-y border-line">{rows.collect::<View>()}</dl>
        </section>
    };
    Some(section.into_view())
}

fn why(criteria: &Criteria, mentor: &Mentor, asks: bool) -> View {
    let name = first_name(&mentor.card.display_name);
    let heading = if mentor.card.fit.is_some() { t::why(name) } else { t::keep(name) };
    let fit = mentor.card.fit.as_ref().map(|fit| {
        let reasons = fit.reasons.iter().map(|reason| row(criteria, mentor, reason));
        view! {
            <p class="mt-3 flex items-baseline gap-3">
                {percent(fit.percent, "text-5xl")}
                <span class="font-semibold leading-tight">
                    {closeness(fit.percent)}
                    <span class="block text-sm text-muted font-normal">{t::points(&points(fit.score), &points(fit.attainable))}</span>
                </span>
            </p>
            {bar(fit, "w-full h-2.5 mt-4")}
            <ul class="mt-4 rows">{reasons.collect::<View>()}</ul>
        }
    });
    // On a phone they stand in the bar.
    let wide = asks.then(|| {
        view! {
            <div class="hidden lg:grid gap-2.5">
                {request(mentor, "btn btn-primary")}
                {begin(mentor, "/question", text::asking::question(), "btn")}
            </div>
        }
    });
    view! {
        <section class="sheet p-5 sm:p-6" aria-labelledby="why">
            <h2 id="why" tabindex="-1" class="text-xl scroll-mt-24 outline-none">{heading}</h2>
            {fit}
            <div class="mt-5 grid gap-2.5">
                {wide}
                {bookmarks::with_words(&mentor.card)}
            </div>
            {asks.then(|| view! { <p class="text-sm text-muted mt-3 leading-snug">{text::asking::commits_to_nothing()}</p> })}
            <p class="text-sm text-muted mt-3 leading-snug">{t::private()}</p>
        </section>
    }
}

fn row(criteria: &Criteria, mentor: &Mentor, reason: &Reason) -> View {
    let (sign, class, words) = match Extent::of(reason) {
        Extent::Yes => (Icon::CheckCircleFill, "size-5 text-moss-ink", text::fit::matches()),
        Extent::Part => (Icon::CircleHalfFill, "size-5 text-moss-ink", text::fit::matches_in_part()),
        Extent::No => (Icon::CircleDashed, "size-5 text-muted", text::fit::matches_not()),
    };
    let name = criterion(criteria, &reason.criterion).map(|criterion| criterion.name.clone());
    view! {
        <li class="py-2.5 grid grid-cols-[1.25rem_1fr_auto] gap-x-3 leading-snug">
            <span class="mt-0.5">{icon_that_says(sign, class, words)}</span>
            <span class="min-w-0">
                <span class="font-semibold">{name}</span>
                " " <span class="text-sm text-muted">"· " {importance(reason.importance)}</span>
                <span class="block text-sm">{in_full(criteria, &mentor.card, reason)}</span>
            </span>
            <span class="text-sm text-muted tabular-nums whitespace-nowrap">
                {t::points_short(&points(reason.points), &points(reason.attainable))}
            </span>
        </li>
    }
}
