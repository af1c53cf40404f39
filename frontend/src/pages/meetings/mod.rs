//! Meetings.
use crate::pages::not_found;
use crate::view::{IntoView, View};

/// The meetings of two people, one of them, or what is done with it.
pub(crate) fn page() -> View {
    not_found::page()
}

/// Subscribing to all meetings by a secret address.
pub(crate) fn calendar_address() -> View {
    ().into_view()
}
