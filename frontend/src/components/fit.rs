//! The match: a number, a word, and the bar that shows what it is made of.
use ui_model::mentors::{Closeness, Segment, bar};

use crate::text;
use crate::view::{View, view};

/// The word for a percentage.
pub(crate) fn closeness(percent: u8) -> &'static str {
    match Closeness::of(percent) {
        Closeness::VeryClose => text::states::very_close_match(),
        Closeness::Close => text::states::close_match(),
        Closeness::Partial => text::states::partial_match(),
        Closeness::Overlap => text::states::some_overlap(),
    }
}

/// A percentage, its sign in half size.
pub(crate) fn percent(percent: u8, class: &'static str) -> View {
    view! { <span class=["match-n ", class].concat()>{percent}<span class="text-[0.55em] ms-0.5">"%"</span></span> }
}

/// One segment a criterion `(points, attainable)`: as wide as its attainable points, filled as far as it matched.
pub(crate) fn match_bar(criteria: &[(u32, u32)], class: &'static str) -> View {
    let segments = bar(criteria).into_iter();
    let pieces: String = segments
        .map(|Segment { x, width, filled }| [piece("seg", x, width), piece("got", x, filled)].concat())
        .collect();
    view! {
        <svg class=["match-bar ", class].concat() viewBox="0 0 3000 80" preserveAspectRatio="none" aria-hidden="true" inner_html=pieces></svg>
    }
}

fn piece(class: &str, x: u32, width: u32) -> String {
    format!("<rect class=\"{class}\" x=\"{x}\" width=\"{width}\" height=\"80\" rx=\"20\" />")
}
