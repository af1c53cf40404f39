//! See ARCHITECTURE.md.
use leptos::prelude::*;

pub(crate) fn page() -> AnyView {
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20"></div> }.into_any()
}
