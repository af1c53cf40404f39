//! The people of the programme: to be searched, and how each of them stands.
use std::time::Duration;

use api_client::{Call, Client};
use chrono::{NaiveDate, TimeDelta};
use domain::accounts::Role;
use domain::office::{OfficePerson, PeopleQuery};
use domain::page::Page;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use ui_model::office::{Standing, people_query, role_of, role_word};

use super::list::{Listed, list, nothing};
use super::{link_to, t};
use crate::components::controls::select;
use crate::components::controls::toggle;
use crate::components::face::face;
use crate::components::icon::{Icon, icon};
use crate::components::page::date;
use crate::components::table::{Column, State, row, state, table};
use crate::follow::{Callback, Memo, RwSignal, effect, memo};
use crate::navigation::{Here, stay};
use crate::view::{IntoView, View, view};

/// The page. What is looked for lives in its address.
pub(crate) fn page() -> View {
    let search = Here::page().query();
    let query = memo(move || PeopleQuery::parse(&search.read()).unwrap_or_default());
    let edit = move |edit: &dyn Fn(&mut PeopleQuery), replace| {
        let mut edited = query.get_untracked();
        edit(&mut edited);
        if edited != query.get_untracked() {
            let address = ["/office/people?", &people_query(&edited)].concat();
            stay(&address, replace);
        }
    };
    let words = search_box(query, move |text: String| {
        edit(&|query| query.text.clone_from(&text), true);
    });
    let roles = vec![
        ("", t::everybody()),
        ("mentor", t::mentors_only()),
        ("mentee", t::mentees_only()),
        ("coordinator", t::coordinators_only()),
    ];
    let role = memo(move || role_word(query.read().role).to_owned());
    let roles = select(t::role_filter(), roles, role, move |word| {
        edit(&|query| query.role = role_of(&word), false);
    });
    let suspended = memo(move || query.read().suspended);
    let only = move |only| edit(&|query| query.suspended = only, false);
    let content = view! {
        <div class="mt-5 flex flex-wrap gap-x-4 gap-y-2.5 items-center">
            {words} {roles} {toggle(t::suspended_only().to_owned(), suspended, Callback::new(only))}
        </div>
        {list::<OfficePerson>(move || people_query(&query.read()))}
    };
    super::page(t::people(), t::people_about(), content)
}

fn search_box(query: Memo<PeopleQuery>, search: impl Fn(String) + 'static) -> View {
    let typed = RwSignal::new(String::new());
    let wanted = memo(move || query.read().text.clone());
    // Going back changes the words; typing only reaches the address after a pause.
    effect(move || typed.set(wanted.get()));
    let mut settle = debounce(Duration::from_millis(300), search);
    let input = move |event| {
        let words = event_target_value(&event);
        typed.set(words.clone());
        settle(words);
    };
    view! {
        <label class="input flex-1 min-w-56">
            {icon(Icon::MagnifyingGlass, "size-5 text-muted")}
            <span class="sr-only">{t::search()}</span>
            <input type="search" placeholder=t::search() class="min-w-0" maxlength="200" autocomplete="off" prop:value=typed on:input=input />
        </label>
    }
}

impl Listed for OfficePerson {
    const KEY: &'static str = "office/people";

    fn fetch(client: Client, query: String) -> Call<Page<Self>> {
        client.office_people(&query)
    }

    fn table(items: &[Self]) -> View {
        let columns: [Column; 7] = [
            (t::name(), "name"),
            (t::role(), "soft side"),
            (t::state(), ""),
            (t::walks_with(), "num"),
            (t::requests(), "num"),
            (t::reports(), "num"),
            (t::last_here(), "num soft"),
        ];
        let person = |person: &Self| {
            let count = |count: u32| (count > 0).then(|| count.to_string().into_view());
            let cells = [
                Some(faced(person)),
                Some(roles(&person.roles).into_view()),
                standing(person),
                count(person.relationships),
                count(person.open_requests),
                count(person.reports),
                person.last_active_on.map(|day| day_in_words(day).into_view()),
            ];
            row(&columns, cells)
        };
        table("dense-faces", t::people(), &columns, items.iter().map(person).collect())
    }

    fn none() -> View {
        nothing(t::nobody(), t::nobody_words())
    }
}

fn faced(person: &OfficePerson) -> View {
    let person = &person.person;
    view! {
        <span class="flex items-center gap-3">{face(&person.display_name, person.photo.as_ref(), "size-8 text-xs shrink-0")} {link_to(person)}</span>
    }
}

/// What somebody takes part as.
pub(super) fn roles(roles: &[Role]) -> String {
    let named = roles.iter().map(|role| match role {
        Role::Mentor => t::mentor(),
        Role::Mentee => t::mentee(),
        Role::Coordinator => t::coordinator(),
    });
    named.collect::<Vec<_>>().join(", ")
}

/// How somebody stands, where there is something to say.
pub(super) fn standing(person: &OfficePerson) -> Option<View> {
    let shown = match Standing::of(person) {
        Standing::Suspended => state(State::Brick, t::suspended()),
        Standing::Paused => state(State::Soft, t::paused()),
        Standing::Full => state(State::Plain, t::full()),
        Standing::Free(free, places) => state(State::Moss, t::free(&free.to_string(), &places.to_string())),
        Standing::Walking => state(State::Moss, t::walking()),
        Standing::Here => return None,
    };
    Some(shown)
}

/// A day that has no hour is that day in every time zone: its noon is.
pub(super) fn day_in_words(day: NaiveDate) -> String {
    date(day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(12))
}
