//! Tools.
use crate::pages::not_found;
use crate::view::View;

/// The tools of two people, or one of them.
pub(crate) fn page() -> View {
    not_found::page()
}
