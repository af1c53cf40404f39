//! The app: its routes, and who may open them.
use leptos::prelude::*;
use ui_model::address::named;
use ui_model::office::{coordinates, only_coordinates};

use crate::components::frame::frame;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::follow::{effect, memo};
use crate::navigation::{self, Here};
use crate::pages::{
    accounts, bookmarks, conversations, goals, home, how, landing, meetings, mentors, not_found,
    notifications, office, people, profiles, relationships, requests, resources, terms, tools,
};
use crate::session::{Phase, Session};
use crate::text;
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
    navigation::begin();
    frame(session, toasts, routes()).into_any()
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

/// A page.
type Page = fn() -> View;
/// Who may open a page: shows it, or something else.
type Guard = fn(Page) -> View;

/// The paths of the app, who may open them, and their pages. The first that fits counts; `:name` stands for one part of a
/// path, `:name?` for one or none.
const ROUTES: [(&str, Guard, Page); 42] = [
    ("/", open, start),
    ("/how", open, how::page),
    ("/terms", open, terms::terms),
    ("/data", open, terms::data),
    ("/register", visitors, accounts::join::page),
    ("/sign-in", visitors, accounts::sign_in::page),
    ("/forgotten", open, accounts::letters::forgotten),
    ("/letter-sent", open, accounts::letters::sent),
    ("/verify", open, accounts::letters::verify),
    ("/reset", open, accounts::letters::reset),
    ("/confirm-email", open, accounts::letters::confirm_email),
    ("/profile/:step?", private, profiles::page),
    ("/mentors", private, mentors::search),
    ("/mentors/:id", private, mentors::mentor),
    ("/mentors/:id/:step", private, mentors::ask),
    ("/requests", private, requests::list),
    ("/requests/:id/:step?", private, requests::page),
    ("/relationships", private, relationships::list),
    ("/relationships/:id/meetings/:meeting?/:step?", private, meetings::page),
    ("/relationships/:id/goals/:goal?/:step?", private, goals::page),
    ("/relationships/:id/tools/:tool?", private, tools::page),
    ("/relationships/:id/:step?", private, relationships::page),
    ("/resources", anybody, resources::list),
    ("/resources/:slug", anybody, resources::page),
    ("/goals", private, goals::all),
    ("/saved", private, bookmarks::page),
    ("/conversations/:id?", private, conversations::page),
    ("/conversations/:id/:step", private, conversations::step),
    ("/people/:id", private, people::page),
    ("/notifications/:step?", private, notifications::page),
    ("/unsubscribe", open, notifications::unsubscribe),
    ("/account", private, accounts::settings::page),
    ("/office", coordinators, office::overview),
    ("/office/people", coordinators, office::people),
    ("/office/people/:id", coordinators, office::person),
    ("/office/people/:id/suspend", coordinators, office::suspend),
    ("/office/relationships", coordinators, office::relationships),
    ("/office/reports", coordinators, office::reports),
    ("/office/reports/:id", coordinators, office::report),
    ("/office/letters", coordinators, office::letters),
    ("/office/settings", coordinators, office::settings),
    ("/office/audit", coordinators, office::audit),
];

/// The page of the path where the reader is.
fn routes() -> View {
    let path = navigation::path();
    navigation::pages(memo(move || route_of(&path.read())), page_of)
}

fn page_of(route: Option<usize>) -> View {
    let shown = route.and_then(|route| ROUTES.get(route));
    let pattern = shown.map_or("", |(pattern, ..)| pattern);
    Here::provide(pattern, move |path| route_of(path) == route);
    shown.map_or_else(not_found::page, |(_, guard, page)| guard(*page))
}

fn route_of(path: &str) -> Option<usize> {
    ROUTES.iter().position(|(pattern, ..)| named(pattern, path).is_some())
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
        navigation::go_instead("/office");
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
        let next = String::from(js_sys::encode_uri_component(&navigation::address_now()));
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

/// In the place of the page that is not for the reader: who goes back does not come to it again.
fn go_to(path: &str) -> View {
    navigation::go_instead(path);
    ().into_view()
}

fn waiting() -> View {
    let session = Session::here();
    let shown = move || match session.unanswered() {
        Some(error) => {
            let failed = states::failed(&error, Box::new(move || session.ask_again()));
            view! { <h1 class="sr-only">{text::states::loading()}</h1> {failed} }
        }
        None => states::page_skeleton(),
    };
    view! { <div class="page pt-8 lg:pt-10">{shown}</div> }
}
