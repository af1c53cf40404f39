//! The match: a number, a word, and the bar that shows what it is made of.
use leptos::prelude::*;

use crate::text;

const WIDTH: f64 = 300.0;
const GAP: f64 = 3.0;

/// The word for a percentage.
pub(crate) fn closeness(percent: u8) -> &'static str {
    match percent {
        85.. => text::states::very_close_match(),
        70.. => text::states::close_match(),
        50.. => text::states::partial_match(),
        _ => text::states::some_overlap(),
    }
}

/// A percentage, its sign in half size.
pub(crate) fn percent(percent: u8, class: &'static str) -> AnyView {
    view! { <span class=["match-n ", class].concat()>{percent}<span class="text-[0.55em] ms-0.5">"%"</span></span> }
        .into_any()
}

/// One segment a criterion `(points, attainable)`: as wide as its attainable points, filled as far as it matched.
pub(crate) fn match_bar(criteria: &[(u32, u32)], class: &'static str) -> AnyView {
    let all: f64 = criteria.iter().map(|(_, attainable)| f64::from(*attainable)).sum();
    let gaps = GAP * f64::from(u32::try_from(criteria.len().saturating_sub(1)).unwrap_or(0));
    let unit = if all > 0.0 { (WIDTH - gaps) / all } else { 0.0 };
    let mut x = 0.0;
    let segments = criteria.iter().map(|&(points, attainable)| {
        let (at, width) = (x, unit * f64::from(attainable));
        x += width + GAP;
        view! { {piece("seg", at, width)} {piece("got", at, unit * f64::from(points.min(attainable)))} }
    });
    view! {
        <svg class=["match-bar ", class].concat() viewBox="0 0 300 8" preserveAspectRatio="none" aria-hidden="true">
            {segments.collect_view()}
        </svg>
    }
    .into_any()
}

fn piece(class: &'static str, x: f64, width: f64) -> AnyView {
    view! { <rect class=class x=x.to_string() width=width.to_string() height="8" rx="2" /> }.into_any()
}
