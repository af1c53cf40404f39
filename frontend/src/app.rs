//! The app: its routes, and who may open them.
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{NavigateOptions, path};
use ui_model::office::{coordinates, only_coordinates};

use crate::components::frame::frame;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::follow::{effect, memo};
use crate::pages::{
    accounts, bookmarks, conversations, goals, home, how, landing, meetings, mentors, not_found,
    notifications, office, people, profiles, relationships, requests, resources, terms, tools,
};
use crate::session::{Phase, Session};
use crate::view::{IntoView, View, view};
use crate::{data, live};

/// The whole app.
pub(crate) fn app() -> AnyView {
    Session::provide();
    let session = Session::here();
    let toasts = Toasts::provide();
    accounts::LetterSent::provide();
    profiles::Drafts::provide();
    follow_news(session);
    live::follow(session);
    let pages = move || frame(session, toasts, routes()).into_any();
    leptos::view! { <Router>{pages()}</Router> }.into_any()
}

/// Asks how much is new as soon as somebody is signed in, and whenever that may have changed.
fn follow_news(session: Session) {
    let phase = memo(move || session.phase());
    effect(move || {
        if phase.get() == Phase::SignedIn {
            data::news();
        }
    });
}

/// The first paint of `index.html` has done its work.
pub(crate) fn take_the_first_paint_away() {
    if let Some(paint) = document().get_element_by_id("first-paint") {
        paint.remove();
    }
}

fn routes() -> View {
    let routes = leptos::view! {
        <FlatRoutes fallback=shown(open, not_found::page)>
            <Route path=path!("/") view=shown(open, start) />
            <Route path=path!("/how") view=shown(open, how::page) />
            <Route path=path!("/terms") view=shown(open, terms::terms) />
            <Route path=path!("/data") view=shown(open, terms::data) />
            <Route path=path!("/register") view=shown(visitors, accounts::join::page) />
            <Route path=path!("/sign-in") view=shown(visitors, accounts::sign_in::page) />
            <Route path=path!("/forgotten") view=shown(open, accounts::letters::forgotten) />
            <Route path=path!("/letter-sent") view=shown(open, accounts::letters::sent) />
            <Route path=path!("/verify") view=shown(open, accounts::letters::verify) />
            <Route path=path!("/reset") view=shown(open, accounts::letters::reset) />
            <Route path=path!("/confirm-email") view=shown(open, accounts::letters::confirm_email) />
            <Route path=path!("/profile/:step?") view=shown(private, profiles::page) />
            <Route path=path!("/mentors") view=shown(private, mentors::search) />
            <Route path=path!("/mentors/:id") view=shown(private, mentors::mentor) />
            <Route path=path!("/mentors/:id/:step") view=shown(private, mentors::ask) />
            <Route path=path!("/requests") view=shown(private, requests::list) />
            <Route path=path!("/requests/:id/:step?") view=shown(private, requests::page) />
            <Route path=path!("/relationships") view=shown(private, relationships::list) />
            <Route path=path!("/relationships/:id/meetings/:meeting?/:step?") view=shown(private, meetings::page) />
            <Route path=path!("/relationships/:id/goals/:goal?/:step?") view=shown(private, goals::page) />
            <Route path=path!("/relationships/:id/tools/:tool?") view=shown(private, tools::page) />
            <Route path=path!("/relationships/:id/:step?") view=shown(private, relationships::page) />
            <Route path=path!("/resources") view=shown(anybody, resources::list) />
            <Route path=path!("/resources/:slug") view=shown(anybody, resources::page) />
            <Route path=path!("/goals") view=shown(private, goals::all) />
            <Route path=path!("/saved") view=shown(private, bookmarks::page) />
            <Route path=path!("/conversations/:id?") view=shown(private, conversations::page) />
            <Route path=path!("/conversations/:id/:step") view=shown(private, conversations::step) />
            <Route path=path!("/people/:id") view=shown(private, people::page) />
            <Route path=path!("/notifications/:step?") view=shown(private, notifications::page) />
            <Route path=path!("/unsubscribe") view=shown(open, notifications::unsubscribe) />
            <Route path=path!("/account") view=shown(private, accounts::settings::page) />
            <Route path=path!("/office") view=shown(coordinators, office::overview) />
            <Route path=path!("/office/people") view=shown(coordinators, office::people) />
            <Route path=path!("/office/people/:id") view=shown(coordinators, office::person) />
            <Route path=path!("/office/people/:id/suspend") view=shown(coordinators, office::suspend) />
            <Route path=path!("/office/relationships") view=shown(coordinators, office::relationships) />
            <Route path=path!("/office/reports") view=shown(coordinators, office::reports) />
            <Route path=path!("/office/reports/:id") view=shown(coordinators, office::report) />
            <Route path=path!("/office/letters") view=shown(coordinators, office::letters) />
            <Route path=path!("/office/settings") view=shown(coordinators, office::settings) />
            <Route path=path!("/office/audit") view=shown(coordinators, office::audit) />
        </FlatRoutes>
    };
    routes.into_any().into_view()
}

/// A page.
type Page = fn() -> View;

/// What a route shows: of one type for all routes, so that the router is compiled for one.
fn shown(guard: fn(Page) -> View, page: Page) -> impl Fn() -> AnyView + Clone + Send + Sync {
    move || guard(page).into_any()
}

/// A page for everybody.
fn open(page: Page) -> View {
    page()
}

/// A page for everybody that shows more to those who are signed in.
fn anybody(page: Page) -> View {
    either(page, page)
}

/// Home for those who are signed in, the start page for visitors.
fn start() -> View {
    either(first_page, landing::page)
}

/// Home; the office for who takes part in nothing else.
fn first_page() -> View {
    if untrack(|| Session::here().me()).is_some_and(|me| only_coordinates(&me)) {
        use_navigate()("/office", NavigateOptions { replace: true, ..NavigateOptions::default() });
        return ().into_view();
    }
    home::page()
}

/// One page for those who are signed in, another for visitors.
fn either(inside: Page, outside: Page) -> View {
    let session = Session::here();
    let phase = memo(move || session.phase());
    let page = move || match phase.get() {
        Phase::Starting => waiting(),
        Phase::SignedIn => inside(),
        Phase::Visitor => outside(),
    };
    page.into_view()
}

/// A page that needs somebody who is signed in; others sign in first and come back.
fn private(page: Page) -> View {
    either(page, || {
        if Session::here().was_left() {
            return go_to("/");
        }
        let location = use_location();
        let here = [location.pathname.get_untracked(), location.search.get_untracked()];
        let here = if here[1].is_empty() { here[0].clone() } else { here.join("?") };
        let next = String::from(js_sys::encode_uri_component(&here));
        go_to(&["/sign-in?next=", &next].concat())
    })
}

/// A page for coordinators; for everybody else who is signed in there is none.
fn coordinators(page: Page) -> View {
    let session = Session::here();
    let may = memo(move || session.me().is_some_and(|me| coordinates(&me)));
    let view = move || if may.get() { page() } else { private(not_found::page) };
    view.into_view()
}

/// A page for visitors; who is signed in goes on to where they wanted to be.
fn visitors(page: Page) -> View {
    either(|| go_to(&accounts::next()), page)
}

fn go_to(path: &str) -> View {
    use_navigate()(path, NavigateOptions::default());
    ().into_view()
}

fn waiting() -> View {
    view! { <div class="page pt-8 lg:pt-10">{states::page_skeleton()}</div> }
}
