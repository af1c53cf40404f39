//! The programme office: what coordinators see and do.

mod audit;
mod letters;
mod list;
mod overview;
mod people;
mod person;
mod relationships;
mod report;
mod settings;

pub(crate) use audit::page as audit;
pub(crate) use letters::page as letters;
pub(crate) use overview::page as overview;
pub(crate) use people::page as people;
pub(crate) use person::{page as person, suspend};
pub(crate) use relationships::page as relationships;
pub(crate) use report::{list as reports, page as report};
pub(crate) use settings::page as settings;

use domain::office::OfficeOverview;
use domain::people::Person;
use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::components::page::{show_the_present_tab, title};
use crate::data::{Query, query};
use crate::navigation;
use crate::text::office as t;
use crate::text::office_words;
use crate::view::{IntoView, View, view};

/// What the office knows is kept under keys that begin so: after a deed all of it is asked for again.
const OFFICE: &str = "office";
/// The id of a page's heading.
const HEADING: &str = "heading";

fn numbers() -> Query<OfficeOverview> {
    query(|| OFFICE.to_owned(), |client| client.office())
}

/// The places of the office: address, words, icon.
fn places() -> [(&'static str, &'static str, Icon); 7] {
    [
        ("/office", t::overview(), Icon::House),
        ("/office/people", t::people(), Icon::UsersThree),
        ("/office/relationships", t::relationships(), Icon::Handshake),
        ("/office/reports", t::reports(), Icon::Flag),
        ("/office/letters", t::letters(), Icon::EnvelopeSimple),
        ("/office/settings", t::settings(), Icon::SlidersHorizontal),
        ("/office/audit", t::audit(), Icon::ClipboardText),
    ]
}

/// A page of the office beside its navigation; on a narrow screen below its tabs.
fn desk(content: View) -> View {
    let path = navigation::path();
    let numbers = numbers();
    let link = move |(href, words, sign): (&'static str, &'static str, Icon), signed: bool| {
        let here = move || {
            let path = path.read();
            (*path == href || (href != "/office" && path.starts_with(href))).then_some("page")
        };
        let sign = signed.then(|| icon(sign, "size-5"));
        view! { <a href=href aria-current=here>{sign} <span class="lg:flex-1">{words}</span> {count(numbers, href)}</a> }
    };
    request_animation_frame(show_the_present_tab);
    view! {
        <div class="page office pt-2 lg:pt-8 pb-28 lg:pb-20">
            <nav class="tabbar lg:hidden max-sm:-mx-4 max-sm:px-4" aria-label=t::nav_small()>
                {places().map(|place| link(place, false))}
            </nav>
            <nav class="sidenav hidden lg:block sticky top-24" aria-label=t::nav()>
                {places().map(|place| link(place, true))}
            </nav>
            <div class="min-w-0">{content}</div>
        </div>
    }
}

/// What waits in a place, beside its name.
fn count(numbers: Query<OfficeOverview>, href: &'static str) -> impl FnMut() -> Option<View> {
    move || {
        let numbers = numbers.ready()?;
        let (waits, class) = match href {
            "/office/reports" => (numbers.open_reports, "count count-turn"),
            "/office/letters" => (numbers.refused_letters, "count"),
            _ => return None,
        };
        (waits > 0).then(|| view! { <span class=class>{waits.to_string()}</span> })
    }
}

/// A page of the office: a heading, a sentence, what is there.
fn page(heading: &'static str, words: impl IntoView, content: View) -> View {
    title(heading);
    desk(view! {
        <h1 id=HEADING tabindex="-1" class="text-2xl sm:text-3xl outline-none">{heading}</h1>
        <p class="text-muted mt-1 max-w-[60ch]">{words}</p>
        {content}
    })
}

/// A part of a page.
fn part(heading: &'static str, content: impl IntoView) -> View {
    view! { <section class="mt-9"><h2 class="text-xl">{heading}</h2> {content}</section> }
}

/// What the codes of the office are called.
fn word(code: &str) -> &'static str {
    office_words::find(code).unwrap_or_default()
}

/// A name, apart from the sentence around it whichever way it is written.
fn named(person: &Person) -> String {
    if person.display_name.is_empty() {
        return t::gone().to_owned();
    }
    ["\u{2068}", &person.display_name, "\u{2069}"].concat()
}

fn address(person: &Person) -> Option<String> {
    Some(["/office/people/", &person.id?.to_string()].concat())
}

/// A name that leads to the person's page.
fn link_to(person: &Person) -> View {
    link_as(person, address(person).filter(|_| !person.display_name.is_empty()))
}

/// A name that leads to an address, where there is one.
fn link_as(person: &Person, href: Option<String>) -> View {
    let name = match person.display_name.as_str() {
        "" => t::gone().into_view(),
        name => view! { <bdi>{name.to_owned()}</bdi> },
    };
    match href {
        Some(href) => view! { <a class="hover:underline underline-offset-4" href=href>{name}</a> },
        None => view! { <span class="text-muted">{name}</span> },
    }
}
