//! An address that leads nowhere.

use crate::components::drawing::drawing;
use crate::components::page::title;
use crate::text::not_found as t;
use crate::view::{View, view};

/// The page.
pub(crate) fn page() -> View {
    title(t::heading());
    view! {
        <div class="page pt-12 lg:pt-20 pb-28">
            {drawing("stones", "empty-open", "w-24 h-12 overflow-visible")}
            <h1 class="text-3xl sm:text-4xl mt-4">{t::heading()}</h1>
            <p class="mt-2 text-muted">{t::words()}</p>
            <div class="mt-6 flex flex-wrap gap-3"><a class="btn btn-primary" href="/">{t::home()}</a></div>
        </div>
    }
}
