//! Relationships: how they stand, and why those ended that were ended early. Nothing of what the two write is here.
use api_client::{Call, Client};
use domain::office::OfficeRelationship;
use domain::page::Page;
use domain::relationships::RelationshipState;
use domain::requests::Side;
use ui_model::office::{relationships_query, which_relationships};

use super::list::{Listed, list, nothing};
use super::{link_to, t, word};
use crate::components::controls::select;
use crate::components::page::date;
use crate::components::table::{Column, State, row, state, table};
use crate::follow::memo;
use crate::navigation::{Here, stay};
use crate::view::{IntoView, View, view};

/// The page. Which relationships are shown lives in its address.
pub(crate) fn page() -> View {
    let search = Here::page().query();
    let wanted = memo(move || which_relationships(&search.read()));
    let which = vec![
        ("", t::relationships_all()),
        ("idle", t::relationships_idle()),
        ("withdrawn", t::relationships_withdrawn()),
    ];
    let chosen = memo(move || wanted.get().to_owned());
    let choose = move |which: String| {
        let address = ["/office/relationships?", &relationships_query(&which)].concat();
        stay(&address, false);
    };
    let content = view! {
        <div class="mt-5">{select(t::relationships_filter(), which, chosen, choose)}</div>
        {list::<OfficeRelationship>(move || relationships_query(wanted.get()))}
    };
    super::page(t::relationships(), t::relationships_words(), content)
}

impl Listed for OfficeRelationship {
    const KEY: &'static str = "office/relationships";

    fn fetch(client: Client, query: String) -> Call<Page<Self>> {
        client.office_relationships(&query)
    }

    fn table(items: &[Self]) -> View {
        let columns: [Column; 7] = [
            (t::mentee(), "name"),
            (t::mentor(), "side"),
            (t::state(), ""),
            (t::since(), "num soft"),
            (t::meetings(), "num"),
            (t::last_active(), "num soft"),
            (t::private_reason(), "whole"),
        ];
        let relationship = |it: &Self| {
            let cells = [
                Some(link_to(&it.mentee)),
                Some(link_to(&it.mentor)),
                Some(standing(it)),
                Some(date(it.started_at).into_view()),
                (it.meetings > 0).then(|| it.meetings.to_string().into_view()),
                Some(date(it.active_at).into_view()),
                reason(it),
            ];
            row(&columns, cells)
        };
        table("", t::relationships(), &columns, items.iter().map(relationship).collect())
    }

    fn none() -> View {
        nothing(t::relationships_empty(), t::relationships_empty_words())
    }
}

fn standing(it: &OfficeRelationship) -> View {
    let ended = it.ended_at.map(date).unwrap_or_default();
    match it.state {
        RelationshipState::Active | RelationshipState::Closing if it.idle => state(State::Turn, t::quiet()),
        RelationshipState::Active => state(State::Moss, t::walking()),
        RelationshipState::Closing => state(State::Moss, t::closing()),
        RelationshipState::Completed => state(State::Soft, t::completed_on(&ended)),
        RelationshipState::Withdrawn => {
            let by = match it.withdrawn_by {
                Some(Side::Mentor) => t::withdrawn_by_mentor(&ended),
                Some(_) => t::withdrawn_by_mentee(&ended),
                None => [word(it.state.as_str()), ", ", &ended].concat(),
            };
            state(State::Soft, by)
        }
    }
}

fn reason(it: &OfficeRelationship) -> Option<View> {
    (!it.reason.is_empty()).then(|| {
        view! { <span class="whitespace-pre-line wrap-anywhere max-w-[60ch]" dir="auto">{it.reason.clone()}</span> }
    })
}
