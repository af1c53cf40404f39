//! Up to three mentors like one who could not: another way at once.
use domain::ids::ParticipantId;
use domain::mentors::MentorCard;

use crate::components::face::face;
use crate::components::fit::percent;
use crate::components::mentor::free_places;
use crate::components::states;
use crate::data::{query, several};
use crate::pages::bookmarks;
use crate::text::request as t;
use crate::view::{View, view};

/// The three, under a heading of the page.
pub(super) fn similar(id: ParticipantId, heading: String) -> View {
    let answer = query(
        move || ["similar/", &id.to_string()].concat(),
        move |client| {
            several(async move {
                let page = client.similar_mentors(id).await?;
                bookmarks::learn(&page.items);
                Ok(page)
            })
        },
    );
    let list = answer.show(states::list_skeleton, |page| {
        if page.items.is_empty() {
            return view! { <p class="mt-2 text-muted">{t::no_similar()}</p> };
        }
        view! { <ul class="rows border-y border-line mt-3">{page.items.iter().map(row).collect::<View>()}</ul> }
    });
    view! { <section aria-labelledby="similar"><h2 id="similar" class="text-xl">{heading}</h2> {list}</section> }
}

fn row(card: &MentorCard) -> View {
    let fit = card.fit.as_ref().map(|fit| percent(fit.percent, "text-2xl"));
    view! {
        <li>
            <a href=["/mentors/", &card.id.to_string()].concat() class="group flex items-center gap-3.5 py-3">
                {face(&card.display_name, card.photo.as_ref(), "size-11")}
                <span class="min-w-0 flex-1 leading-snug">
                    <span class="font-semibold block group-hover:underline decoration-moss-line underline-offset-4 wrap-anywhere"><bdi>{card.display_name.clone()}</bdi></span>
                    <span class="text-sm text-muted">{free_places(card.free_places)}</span>
                </span>
                {fit}
            </a>
        </li>
    }
}
