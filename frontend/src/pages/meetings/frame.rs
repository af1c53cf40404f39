//! What stands around meetings and tools: the relationship that they belong to, and its tabs.
use std::sync::Arc;

use domain::ids::RelationshipId;
use domain::relationships::Relationship;

use crate::data::{Query, query};
use crate::pages::relationships::address;
use crate::pages::requests::found;
use crate::view::{View, view};

/// The beginning of the keys under which everything about a relationship is kept.
pub(crate) fn key_of(id: RelationshipId) -> String {
    ["relationship/", &id.to_string()].concat()
}

/// The relationship.
pub(crate) fn relationship(id: RelationshipId) -> Query<Relationship> {
    query(move || key_of(id), move |client| Box::pin(async move { client.relationship(id).await }))
}

/// A tab of a relationship: `tab` is the last part of its address.
pub(crate) fn framed(
    id: RelationshipId,
    tab: &'static str,
    content: impl Fn(&Arc<Relationship>) -> View + 'static,
) -> View {
    found(relationship(id), move |relationship| {
        let here = |name: &'static str| (name == tab).then_some("page");
        view! {
            <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
                <nav class="tabbar mt-6 max-sm:-mx-4 max-sm:px-4">
                    <a href=[&address(id), "/meetings"].concat() aria-current=here("meetings")>"Meetings"</a>
                    <a href=[&address(id), "/tools"].concat() aria-current=here("tools")>"Tools"</a>
                </nav>
                {content(&relationship)}
            </div>
        }
    })
}
