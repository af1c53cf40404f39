//! Mentors in a list, and what is said about how they match.
use domain::criteria::{Criteria, CriterionKey, Importance, OptionKey};
use domain::mentors::{Match, MentorCard, Near, Reason};
use domain::profiles::LANGUAGES;
use ui_model::criteria;
use ui_model::mentors::{Clocks, Extent, Says, chips, says};

use super::controls::{Tone, chip};
use super::face::face;
use super::fit::{closeness, match_bar, percent};
use super::options::option_name;
use crate::text::{self, fit as t};
use crate::view::{View, view};

/// A mentor in a list, whose name, with her id, leads to `href`; `save` is the button on the face.
pub(crate) fn card(criteria: &Criteria, card: &MentorCard, href: String, save: View) -> View {
    let fit = card.fit.as_ref().map(|fit| fit_of(fit, card.free_places));
    let chips = card.fit.as_ref().map(|fit| {
        view! { <div class="col-span-2 sm:col-start-2 sm:row-start-3 flex flex-wrap gap-1.5">{chips_of(criteria, place_of(card), fit)}</div> }
    });
    let free = card
        .fit
        .is_none()
        .then(|| view! { <span class="whitespace-nowrap">{free_places(card.free_places)}</span> });
    let about = [where_and_when(criteria, card), languages(criteria, &card.languages)];
    let about = about.into_iter().filter(|words| !words.is_empty());
    let about = about.map(|words| view! { <span>{words}</span> }).collect::<View>();
    view! {
        <li>
            <article class="relative py-6 grid grid-cols-[4.75rem_minmax(0,1fr)] sm:grid-cols-[5.5rem_minmax(0,1fr)_9.5rem] sm:grid-rows-[auto_1fr_auto] gap-x-4 sm:gap-x-6 gap-y-3">
                {face(&card.display_name, card.photo.as_ref(), "size-[4.75rem] sm:size-22 sm:row-span-2 text-2xl")}
                <div class="min-w-0" class=("sm:col-span-2", card.fit.is_none())>
                    <h2 class="text-xl leading-tight">
                        // From a list one comes back to it: see `mentors::back`.
                        <a id=card.id.to_string() class="after:absolute after:inset-0 hover:underline decoration-moss-line underline-offset-4 wrap-anywhere" href=href prop:state="list">
                            <bdi>{card.display_name.clone()}</bdi>
                        </a>
                    </h2>
                    <p class="mt-1 leading-snug max-w-[52ch] wrap-anywhere"><bdi>{card.headline.clone()}</bdi></p>
                </div>
                {fit}
                {chips}
                <p class="dot-list text-sm text-muted col-span-2 sm:col-span-1 sm:col-start-2 sm:row-start-2 sm:-mt-1.5" class=("sm:col-end-4", card.fit.is_none())>{about} {free}</p>
                {save}
            </article>
        </li>
    }
}

fn fit_of(fit: &Match, free: u8) -> View {
    view! {
        <div class="col-span-2 sm:col-span-1 sm:col-start-3 sm:row-start-1 sm:row-span-2 sm:text-end">
            <p class="flex sm:block items-baseline gap-2.5">
                {percent(fit.percent, "text-3xl sm:text-4xl")}
                <span class="block text-sm font-semibold sm:mt-1">{closeness(fit.percent)}</span>
                <span class="text-sm text-muted ms-auto sm:hidden">{free_places(free)}</span>
            </p>
            {bar(fit, "w-full h-2 mt-2")}
            <p class="text-sm mt-2 text-muted hidden sm:block">{free_places(free)}</p>
        </div>
    }
}

/// The bar of a match.
pub(crate) fn bar(fit: &Match, class: &'static str) -> View {
    let parts: Vec<_> = fit.reasons.iter().map(|reason| (reason.points, reason.attainable)).collect();
    match_bar(&parts, class)
}

/// Where somebody is: city and country, empty where it is not known.
pub(crate) type Place<'a> = (&'a str, &'a str);

fn place_of(card: &MentorCard) -> Place<'_> {
    (&card.city, &card.country)
}

/// The reasons of a match as chips; `place` is where the two could both be.
pub(crate) fn chips_of(criteria: &Criteria, place: Place<'_>, fit: &Match) -> View {
    let chips = chips(&fit.reasons).into_iter().map(|(extent, reason)| {
        let tone = match extent {
            Extent::Yes => Tone::Yes,
            Extent::Part => Tone::Part,
            Extent::No => Tone::No,
        };
        chip(tone, in_short(criteria, place, reason))
    });
    chips.collect()
}

/// What a chip says about a criterion.
fn in_short(criteria: &Criteria, place: Place<'_>, reason: &Reason) -> String {
    let Some(criterion) = criteria::criterion(criteria, &reason.criterion) else { return String::new() };
    let name = |option: &OptionKey| option_name(criteria, &reason.criterion, option);
    let lower = criteria::in_small_letters(&criterion.name);
    let noun = text::nouns::find(criterion.key.as_str()).unwrap_or(&lower);
    match says(reason, criterion.rule) {
        Says::Held(options) => names(criteria, &reason.criterion, options),
        Says::All(count) => t::all(&count.to_string(), noun),
        Says::Some(matched, count) => t::some(&matched.to_string(), &count.to_string(), noun),
        Says::OneNot(held, missed) => t::one_not(&name(held), &name(missed)),
        Says::Instead(other) => t::instead(&lower, &name(other)),
        Says::Nothing(count) => t::nothing(&count.to_string(), noun),
        Says::Missing(option) => t::missing(&name(option)),
        Says::Place(near) => how_near(criteria, place, near),
    }
}

/// What is said about a criterion in full.
pub(crate) fn in_full(criteria: &Criteria, card: &MentorCard, reason: &Reason) -> String {
    if let Some(near) = reason.near {
        return how_near(criteria, place_of(card), near);
    }
    let names = |options: &[OptionKey]| names(criteria, &reason.criterion, options);
    match Extent::of(reason) {
        Extent::Yes => names(&reason.matched),
        Extent::Part => t::held_not(&names(&reason.matched), &names(&reason.missed)),
        Extent::No if reason.instead.is_empty() => t::missed(&names(&reason.missed)),
        Extent::No => t::missed_instead(&names(&reason.missed), &names(&reason.instead)),
    }
}

fn how_near(criteria: &Criteria, (city, country): Place<'_>, near: Near) -> String {
    match near.minutes_apart {
        _ if near.same_city && city.is_empty() => t::same_city().to_owned(),
        _ if near.same_city => t::in_place(city),
        _ if near.same_country && country.is_empty() => t::same_country().to_owned(),
        _ if near.same_country => t::in_place(criteria::country(criteria, country)),
        Some(0) => t::same_hours().to_owned(),
        Some(minutes) => t::hours_apart(&hours(minutes / 60, minutes % 60)),
        None => t::elsewhere().to_owned(),
    }
}

/// The names of options in one line.
pub(crate) fn names(criteria: &Criteria, criterion: &CriterionKey, options: &[OptionKey]) -> String {
    let names = options.iter().map(|option| option_name(criteria, criterion, option));
    names.collect::<Vec<_>>().join(", ")
}

/// The languages that somebody speaks.
pub(crate) fn languages(criteria: &Criteria, languages: &[OptionKey]) -> String {
    LANGUAGES.parse().map_or_else(|_| String::new(), |key| names(criteria, &key, languages))
}

fn where_and_when(criteria: &Criteria, card: &MentorCard) -> String {
    let place = if card.city.is_empty() { criteria::country(criteria, &card.country) } else { &card.city };
    let words = [place.to_owned(), clocks(card.minutes_ahead)];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}

/// How the mentor's clocks differ from the reader's.
pub(crate) fn clocks(minutes_ahead: i32) -> String {
    match Clocks::of(minutes_ahead) {
        Clocks::Same => t::same_time().to_owned(),
        Clocks::Ahead(h, minutes) => t::ahead(&hours(h, minutes)),
        Clocks::Behind(h, minutes) => t::behind(&hours(h, minutes)),
    }
}

fn hours(hours: u32, minutes: u32) -> String {
    match (hours, minutes) {
        (0, _) => t::minutes(&minutes.to_string()),
        (_, 0) => t::hours(&hours.to_string()),
        _ => t::hours_minutes(&hours.to_string(), &minutes.to_string()),
    }
}

/// How many mentees could begin now.
pub(crate) fn free_places(free: u8) -> String {
    if free == 0 { t::full().to_owned() } else { t::free_places(free.into()) }
}

/// The word for an importance.
pub(crate) fn importance(importance: Importance) -> &'static str {
    match importance {
        Importance::Nice => t::nice(),
        Importance::Important => t::important(),
        Importance::Essential => t::essential(),
    }
}
