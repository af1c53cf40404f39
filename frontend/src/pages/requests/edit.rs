//! The page on which a mentee changes what is asked for.
use domain::ids::RequestId;
use domain::requests::RequestAction;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::requests::{Standing, question};

use super::doing::{Doing, draft};
use super::fields::Fields;
use super::show::history;
use crate::components::form::{Form, wrong_with};
use crate::components::page::title;
use crate::components::person::first_of;
use crate::data::Query;
use crate::pages::mentors;
use crate::text::answering as t;
use crate::view::{View, view};

/// The page.
pub(super) fn page(id: RequestId) -> View {
    title(t::edit_title());
    let fields = Fields::new(draft(id, RequestAction::Edit));
    let form = Form::new(move || wrong_with(&fields.text()));
    let doing = Doing::begin(id, RequestAction::Edit, fields.draft, form);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, version, text) = (doing.client(), doing.version(), untrack(|| fields.text()));
        doing.send(t::edited(&doing.other()), Box::pin(client.edit_request(id, &version, &text)));
    };
    doing.page(
        |name| (t::edit(name), t::edit_lead(name)),
        move |criteria, request| {
            fields.begin(&request.text);
            // What else the mentor offers, where there still is a page of this mentor.
            let mentor = request.mentor.id.map(mentors::mentor_of);
            let criteria = criteria.clone();
            let asks = question(request).filter(|_| Standing::of_request(request) == Standing::Asked);
            let asks = asks.map(|words| {
                view! { <p class="callout mb-6 whitespace-pre-line wrap-anywhere" dir="auto">{t::edit_answers(&first_of(&request.mentor), words)}</p> }
            });
            let whole = move || {
                let mentor = mentor.and_then(Query::ready);
                let offer = mentor.as_ref().map(|mentor| mentor.offer.as_slice()).unwrap_or_default();
                fields.view(form, &criteria, offer, String::new())
            };
            view! {
                <form class="mt-7" novalidate on:submit=send>
                    {asks}
                    {whole}
                    {form.problem_view()}
                    {doing.actions(t::edit_now(), t::not_now())}
                </form>
            }
        },
        history,
    )
}
