//! Mentors: the ranked search, and the page of one mentor.

mod list;
mod mentor;
mod panel;
mod question;
mod search;

pub(crate) use mentor::page as mentor;
pub(crate) use search::page as search;

use domain::ids::ParticipantId;
use domain::mentors::{Mentor, MentorQuery};
use domain::page::DEFAULT_LIMIT;
use leptos::prelude::*;

use crate::data::{self, Query, several};
use crate::follow::{Memo, memo};
use crate::navigation::Here;
use crate::pages::{bookmarks, not_found, requests};
use crate::view::View;

/// What begins on a mentor's page: a question or a request.
pub(crate) fn ask() -> View {
    let here = Here::page();
    let (id, step) = (id_in_address(), untrack(|| here.part("step")));
    match (id, step.as_str()) {
        (Some(id), "question") => question::page(id),
        (Some(id), "request") => requests::send(id),
        _ => not_found::page(),
    }
}

fn id_in_address() -> Option<ParticipantId> {
    untrack(|| Here::page().part("id")).parse().ok()
}

/// A mentor, with the match by the reader's preferences.
pub(crate) fn mentor_of(id: ParticipantId) -> Query<Mentor> {
    mentor_by(id, memo(String::new))
}

/// A mentor, with the match by a query.
fn mentor_by(id: ParticipantId, query: Memo<String>) -> Query<Mentor> {
    data::query(
        move || ["mentor/", &id.to_string(), "?", &query.read()].concat(),
        move |client| {
            let query = query.get_untracked();
            several(async move {
                let mentor = client.mentor(id, &query).await?;
                bookmarks::learn(std::slice::from_ref(&mentor.card));
                Ok(mentor)
            })
        },
    )
}

/// The search that the address of this page names; an address that names none is the plain list.
fn query_in_address() -> Memo<MentorQuery> {
    let search = Here::page().query();
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
