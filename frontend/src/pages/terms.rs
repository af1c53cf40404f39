//! The terms, and how Cairn keeps what people tell it.

use crate::components::page::title;
use crate::text::terms as t;
use crate::view::{View, view};

/// What one agrees to.
pub(crate) fn terms() -> View {
    letter(t::terms(), t::terms_lead(), t::terms_points())
}

/// What is kept, and who sees it.
pub(crate) fn data() -> View {
    letter(t::data(), t::data_lead(), t::data_points())
}

/// Points are `Heading: words.`
fn letter(heading: &'static str, lead: &'static str, points: &'static [&'static str]) -> View {
    title(heading);
    let points = points.iter().map(|point| {
        let (name, words) = point.split_once(": ").unwrap_or(("", point));
        view! { <section class="mt-8"><h2 class="text-2xl">{name}</h2><p class="mt-2">{words}</p></section> }
    });
    view! {
        <article class="page pt-10 lg:pt-16 pb-28 lg:pb-20">
            <div class="max-w-[60ch]">
                <h1 class="text-4xl sm:text-5xl">{heading}</h1>
                <p class="text-lg mt-4">{lead}</p>
                {points.collect::<View>()}
            </div>
        </article>
    }
}
