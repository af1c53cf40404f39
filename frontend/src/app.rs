//! The app: its routes, and who may open them.
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

use crate::components::frame::frame;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::pages::{accounts, bookmarks, home, how, landing, mentors, not_found, profiles, terms};
use crate::session::{Phase, Session};

/// The whole app.
pub(crate) fn app() -> AnyView {
    Session::provide();
    let session = Session::here();
    let toasts = Toasts::provide();
    accounts::LetterSent::provide();
    profiles::Drafts::provide();
    let pages = move || frame(session, toasts, routes());
    view! { <Router>{pages()}</Router> }.into_any()
}

/// The first paint of `index.html` has done its work.
pub(crate) fn take_the_first_paint_away() {
    if let Some(paint) = document().get_element_by_id("first-paint") {
        paint.remove();
    }
}

fn routes() -> AnyView {
    view! {
        <FlatRoutes fallback=not_found::page>
            <Route path=path!("/") view=|| either(home::page, landing::page) />
            <Route path=path!("/how") view=how::page />
            <Route path=path!("/terms") view=terms::terms />
            <Route path=path!("/data") view=terms::data />
            <Route path=path!("/register") view=|| visitors(accounts::join::page) />
            <Route path=path!("/sign-in") view=|| visitors(accounts::sign_in::page) />
            <Route path=path!("/forgotten") view=accounts::letters::forgotten />
            <Route path=path!("/letter-sent") view=accounts::letters::sent />
            <Route path=path!("/verify") view=accounts::letters::verify />
            <Route path=path!("/reset") view=accounts::letters::reset />
            <Route path=path!("/confirm-email") view=accounts::letters::confirm_email />
            <Route path=path!("/profile/:step?") view=|| private(profiles::page) />
            <Route path=path!("/mentors") view=|| private(mentors::search) />
            <Route path=path!("/mentors/:id") view=|| private(mentors::mentor) />
            <Route path=path!("/saved") view=|| private(bookmarks::page) />
            <Route path=path!("/account") view=|| private(accounts::settings::page) />
        </FlatRoutes>
    }
    .into_any()
}

/// One page for those who are signed in, another for visitors.
fn either(inside: fn() -> AnyView, outside: fn() -> AnyView) -> AnyView {
    let session = Session::here();
    let phase = Memo::new(move |_| session.phase());
    let page = move || match phase.get() {
        Phase::Starting => waiting(),
        Phase::SignedIn => inside(),
        Phase::Visitor => outside(),
    };
    page.into_any()
}

/// A page that needs somebody who is signed in; others sign in first and come back.
fn private(page: fn() -> AnyView) -> AnyView {
    either(page, || {
        if Session::here().was_left() {
            return view! { <Redirect path="/" /> }.into_any();
        }
        let location = use_location();
        let here = [location.pathname.get_untracked(), location.search.get_untracked()];
        let here = if here[1].is_empty() { here[0].clone() } else { here.join("?") };
        let next = js_sys::encode_uri_component(&here);
        view! { <Redirect path=format!("/sign-in?next={next}") /> }.into_any()
    })
}

/// A page for visitors; who is signed in goes on to where they wanted to be.
fn visitors(page: fn() -> AnyView) -> AnyView {
    either(|| view! { <Redirect path=accounts::next() /> }.into_any(), page)
}

fn waiting() -> AnyView {
    view! { <div class="page pt-8 lg:pt-10">{states::page_skeleton()}</div> }.into_any()
}
