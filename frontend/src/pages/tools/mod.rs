//! Tools: worksheets for the two of a relationship.

mod answer;
mod sheet;
mod tab;

use domain::ids::RelationshipId;
use domain::tools::{ToolList, Worksheet};
use ui_model::tools::Readers;

use crate::components::icon::{Icon, icon};
use crate::data::{Query, query};
use crate::follow::memo;
use crate::navigation::{Here, pages};
use crate::pages::relationships::key_of;
use crate::pages::{not_found, relationships};
use crate::text::tools as t;
use crate::view::{View, view};

/// The tools of two people, or one of them.
pub(crate) fn page() -> View {
    let here = Here::page();
    let place = memo(move || ["id", "tool"].map(|part| here.part(part)));
    let page = move |[id, tool]: [String; 2]| match (id.parse(), tool.is_empty()) {
        (Ok(id), true) => tab::page(id),
        (Ok(id), false) => sheet::page(id, tool),
        (Err(_), _) => not_found::page(),
    };
    pages(place, page)
}

fn all(id: RelationshipId) -> String {
    [&relationships::address(id), "/tools"].concat()
}

fn place_of(id: RelationshipId, tool: &str) -> String {
    [&all(id), "/", tool].concat()
}

fn tool_key(id: RelationshipId, tool: &str) -> String {
    [&key_of(id), "/tool/", tool].concat()
}

/// The tools of the two.
pub(crate) fn list(id: RelationshipId) -> Query<ToolList> {
    query(move || [&key_of(id), "/tools"].concat(), move |client| client.tools(id))
}

fn worksheet(id: RelationshipId, tool: String) -> Query<Worksheet> {
    let key = tool_key(id, &tool);
    query(move || key.clone(), move |client| client.worksheet(id, &tool))
}

/// Who reads what is written: a sign and a word.
fn readers(readers: Readers) -> View {
    let (sign, words) = match readers {
        Readers::OnlyYou => (Icon::LockSimple, t::only_you()),
        Readers::Shared => (Icon::Eye, t::shared()),
        Readers::Together => (Icon::Users, t::together()),
    };
    view! { <span class="inline-flex items-center gap-1.5 text-sm text-muted whitespace-nowrap">{icon(sign, "size-4.5")} {words}</span> }
}
