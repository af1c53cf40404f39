//! The link of a letter that ends letters like it. A button, since some mail programs open links by themselves.
use leptos::ev::SubmitEvent;

use crate::components::drawing::drawing;
use crate::components::form::Form;
use crate::components::page::{focus, title};
use crate::data;
use crate::follow::RwSignal;
use crate::navigation::Here;
use crate::session::Session;
use crate::text::{self, notifications as t};
use crate::view::{IntoView, View, view};

/// The page: for visitors, too.
pub(crate) fn page() -> View {
    title(t::unsubscribe());
    let (session, done) = (Session::here(), RwSignal::new(false));
    let given = |name| Here::page().asked(name);
    let (token, kind) = (given("token"), given("kind"));
    let what =
        text::letter_kinds::find(&kind).or_else(|| text::letter_kinds::find("other")).unwrap_or_default();
    let in_query = |value: &str| String::from(js_sys::encode_uri_component(value));
    let query = ["token=", &in_query(&token), "&kind=", &in_query(&kind)].concat();
    let form = Form::new(Vec::new);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let query = query.clone();
        form.send(session.client().unsubscribe(&query), move |()| {
            data::refresh("notification-settings");
            done.set(true);
            focus("done");
        });
    };
    let page = move || {
        if done.get() {
            return view! {
                <h1 id="done" tabindex="-1" class="text-3xl sm:text-4xl outline-none">{t::unsubscribed()}</h1>
                <p class="mt-3 max-w-[48ch]">{t::unsubscribed_about()}</p>
                <a class="btn mt-6" href="/notifications/settings">{t::settings()}</a>
            };
        }
        view! {
            {drawing("stones", "letter-next", "w-28 h-[5.4rem] overflow-visible")}
            <h1 class="text-3xl sm:text-4xl mt-6">{t::unsubscribe()}</h1>
            <p class="mt-3 max-w-[48ch]">{t::unsubscribe_about(what)}</p>
            <form class="mt-6 grid gap-4 justify-items-start" on:submit=send.clone()>{form.problem_view()} {form.submit(t::unsubscribe_yes())}</form>
            <p class="hint mt-4">{text::letters::why_a_button()}</p>
        }
    };
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20"><div class="max-w-[44rem]">{page.into_view()}</div></div> }
}
