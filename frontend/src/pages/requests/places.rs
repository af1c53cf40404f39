//! A mentor's places, beside the requests for them: how many are free, and a break from new ones.
use api_client::Versioned;
use domain::page::MAX_LIMIT;
use domain::profiles::Offer;
use domain::requests::Side;
use leptos::prelude::*;
use ui_model::pages::first;
use ui_model::relationships::is_walking;
use ui_model::requests::days_to_answer;

use crate::components::controls::toggle;
use crate::components::drawing::drawing;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, query};
use crate::follow::{Callback, RwSignal, spawn};
use crate::pages::mentors::mentor_of;
use crate::session::Session;
use crate::text::requests as t;
use crate::view::{IntoView, View, view};

/// So many stones are drawn, each of another shape.
const SHAPES: u8 = 6;

/// Nothing until both are known: what is offered, and who walks with the mentor.
pub(super) fn places() -> View {
    let offer = data::offer();
    let walks = query(|| "relationships/latest".to_owned(), |client| client.relationships(&first(MAX_LIMIT)));
    let panel = move || {
        let (offer, walks) = (offer.ready()?, walks.ready()?);
        let taken =
            walks.items.iter().filter(|row| row.side == Side::Mentor && is_walking(row.state)).count();
        Some(panel(&offer, u8::try_from(taken).unwrap_or(u8::MAX)))
    };
    view! { {panel} {answers()} }
}

/// What mentees see of how soon the mentor answers; nothing while there are few answers.
fn answers() -> View {
    let Some(me) = untrack(|| Session::here().me()) else { return ().into_view() };
    let mentor = mentor_of(me.id);
    let line = move || {
        let within = t::you_answer_within(days_to_answer(mentor.ready()?.answer_hours?));
        Some(view! { <p class="mt-5 text-sm text-muted leading-snug px-1">{within}</p> })
    };
    line.into_view()
}

fn panel(offer: &Versioned<Offer>, taken: u8) -> View {
    let places = offer.value.places;
    let stones = (0..places).map(|place| {
        let state = if place < taken { "laid" } else { "open" };
        let shape = (place % SHAPES + 1).to_string();
        drawing("stones", &["way-", &shape, "-", state].concat(), "w-14 h-7 overflow-visible")
    });
    let free = match (places.saturating_sub(taken), places) {
        (0, 1) => t::the_one_taken().to_owned(),
        (0, _) => t::none_free().to_owned(),
        (_, 1) => t::the_one_free().to_owned(),
        (free, _) => t::some_free(free.into(), &places.to_string()),
    };
    let about = if offer.value.paused { t::paused_about() } else { t::pause_about() };
    view! {
        <section class="sheet p-5 sm:p-6" aria-labelledby="places">
            <h2 id="places" class="text-xl">{t::places()}</h2>
            <p class="mt-4 flex flex-wrap gap-1.5" aria-hidden="true">{stones.collect::<View>()}</p>
            <p class="mt-3 leading-snug"><span class="font-semibold">{free}</span> " " <span class="text-muted text-sm">{t::last_taken()}</span></p>
            <div class="mt-4 pt-4 border-t border-line">{pause(offer)}</div>
            <p class="hint mt-1">{about}</p>
        </section>
    }
}

fn pause(offer: &Versioned<Offer>) -> View {
    let (session, toasts, offer) = (Session::here(), Toasts::here(), offer.clone());
    let on = RwSignal::new(offer.value.paused);
    let switch = move |paused: bool| {
        on.set(paused);
        let Versioned { value, version } = offer.clone();
        let changed = Offer { paused, paused_until: None, ..value };
        let saving = session.client().save_offer(&changed, &version);
        spawn(async move {
            match saving.await {
                Ok(saved) => data::put(data::OFFER, saved),
                Err(error) => {
                    on.try_set(!paused);
                    // It may have been changed elsewhere meanwhile.
                    data::refresh(data::OFFER);
                    toasts.warn(states::said(&error));
                }
            }
        });
    };
    toggle(t::pause().to_owned(), on.into(), Callback::new(switch))
}
