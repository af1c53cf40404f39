//! Somebody with whom the reader has to do: who wrote a question, who is written to.
use std::sync::Arc;

use domain::criteria::Criteria;
use domain::ids::ParticipantId;
use domain::people::PersonProfile;
use domain::problem::Code;
use leptos::prelude::*;

use crate::components::controls::back;
use crate::components::face::large_face;
use crate::components::mentor::languages;
use crate::components::page::title;
use crate::components::{person, states};
use crate::data::{self, Load, Query, query};
use crate::navigation::Here;
use crate::pages::not_found;
use crate::text::{conversations, people as t};
use crate::view::{IntoView, View, view};

/// Somebody with whom the reader has something to do.
pub(crate) fn profile_of(id: ParticipantId) -> Query<PersonProfile> {
    query(move || ["person/", &id.to_string()].concat(), move |client| client.person(id))
}

/// The page.
pub(crate) fn page() -> View {
    title(t::title());
    let id = untrack(|| Here::page().part("id")).parse::<ParticipantId>().ok();
    let Some(id) = id else { return not_found::page() };
    let criteria = data::criteria();
    let profile = profile_of(id);
    let page = move || match profile.get() {
        Load::Failed(error) if error.code() == Some(Code::NotFound) => not_found::page(),
        _ => around(profile.show(states::page_skeleton, move |profile| {
            criteria.show(states::page_skeleton, move |criteria| whole(&criteria, &profile))
        })),
    };
    page.into_view()
}

fn around(content: View) -> View {
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            {back("/conversations", conversations::all())} <div class="mt-3 lg:mt-5 max-w-[46rem]">{content}</div>
        </div>
    }
}

fn whole(criteria: &Arc<Criteria>, profile: &PersonProfile) -> View {
    let who = &profile.person;
    title(&person::name_of(who));
    let country = ui_model::criteria::country(criteria, &profile.country);
    let place = [profile.organisation.as_str(), profile.city.as_str(), country];
    let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let as_mentor = who.id.filter(|_| profile.listed).map(|id| {
        let href = ["/mentors/", &id.to_string()].concat();
        view! { <p class="mt-6"><a class="btn" href=href>{t::as_mentor()}</a></p> }
    });
    view! {
        <header class="flex flex-col sm:flex-row gap-5 sm:gap-7 sm:items-center">
            {large_face(&who.display_name, who.photo.as_ref(), "size-28 sm:size-36 text-4xl")}
            <div class="min-w-0">
                <h1 class="text-3xl sm:text-4xl wrap-anywhere"><bdi>{person::name_of(who)}</bdi></h1>
                <p class="text-lg mt-1.5 leading-snug wrap-anywhere"><bdi>{who.headline.clone()}</bdi></p>
                <p class="text-muted mt-1 wrap-anywhere"><bdi>{place}</bdi></p>
                <p class="text-sm mt-2">{languages(criteria, &profile.languages)}</p>
            </div>
        </header>
        <div class="prose-cairn mt-8 max-w-[62ch] wrap-anywhere" dir="auto" inner_html=profile.about_html.clone()></div>
        {as_mentor}
    }
}
