//! What helps somebody now: on home, on the dashboard of two, and in the library itself.
use domain::ids::RelationshipId;
use domain::resources::SuggestedResources;

use super::{LIBRARY, line};
use crate::data::{Query, query};
use crate::text::resources as t;
use crate::view::{IntoView, View, view};

/// What helps where the reader is; nothing until it is known.
pub(crate) fn now() -> View {
    shelf(String::new())
}

/// What helps where two are.
pub(crate) fn with(relationship: RelationshipId) -> View {
    shelf(["relationship=", &relationship.to_string()].concat())
}

fn shelf(about: String) -> View {
    let key = [LIBRARY, "/suggested?", &about].concat();
    let found: Query<SuggestedResources> =
        query(move || key.clone(), move |client| client.suggested_resources(&about));
    let view = move || {
        let found = found.ready().filter(|found| !found.items.is_empty())?;
        let lines = found.items.iter().map(line).collect::<View>();
        Some(view! {
            <section aria-labelledby="helps-now">
                <h2 id="helps-now" class="text-xl">{t::now()}</h2>
                <ul class="rows mt-3 border-y border-line">{lines}</ul>
            </section>
        })
    };
    view.into_view()
}
