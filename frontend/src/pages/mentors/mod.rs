//! Mentors: the ranked search, and the page of one mentor.

mod list;
mod mentor;
mod panel;
mod search;

pub(crate) use mentor::page as mentor;
pub(crate) use search::page as search;

use domain::mentors::MentorQuery;
use domain::page::DEFAULT_LIMIT;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::follow::memo;

/// The search that the address of this page names; an address that names none is the plain list.
fn query_in_address() -> Memo<MentorQuery> {
    let search = use_location().search;
    memo(move || {
        let query = MentorQuery::parse(&search.read()).unwrap_or_default();
        MentorQuery { limit: DEFAULT_LIMIT, cursor: None, ..query }
    })
}

/// A path with a query, where there is one.
fn address(path: &str, query: &MentorQuery) -> String {
    let query = query.to_query();
    if query.is_empty() { path.to_owned() } else { [path, "?", &query].concat() }
}
