//! The people of the programme: to be searched, and how each of them stands.

use api_client::{Call, Client};
use domain::accounts::Role;
use domain::office::{OfficePerson, PeopleQuery};
use domain::page::Page;
use ui_model::office::{Standing, people_query, role_of, role_word};

use super::list::{Listed, list, nothing};
use super::{link_to, t};
use crate::components::controls::select;
use crate::components::controls::toggle;
use crate::components::face::face;
use crate::components::page::calendar_day;
use crate::components::search_box::search_box;
use crate::components::table::{Column, State, row, state, table};
use crate::follow::{Callback, memo};
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
    let text = memo(move || query.read().text.clone());
    let words = search_box("flex-1 min-w-56", [t::search(); 2], text, move |text| {
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
                person.last_active_on.map(|day| calendar_day(day).into_view()),
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
