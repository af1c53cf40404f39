//! What stands around every page: bars, menu, notices, and where the focus goes.
use domain::accounts::{Me, Role};
use domain::notifications::News;
use leptos::ev;
use leptos::prelude::*;
use ui_model::office::{coordinates, only_coordinates};
use wasm_bindgen::JsCast;

use super::controls::segments;
use super::drawing::{drawing, logo};
use super::face::face;
use super::icon::{Icon, icon};
use super::toast::Toasts;
use crate::data::{self, NEWS};
use crate::follow::{Callback, Memo, RwSignal, effect, memo, spawn};
use crate::navigation;
use crate::session::{Phase, Session};
use crate::text;
use crate::view::{IntoView, View, view};

/// What stands around a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// The landing page: its header lies on the hillside.
    Landing,
    /// Public pages.
    Visitor,
    /// Joining and signing in: beside a hillside (of the sprite `hills`).
    Door(&'static str),
    /// Signed in.
    Inside,
    /// The programme office: a coordinator is signed in.
    Office,
}

fn frame_of(path: &str, phase: Phase, coordinates: bool) -> Frame {
    match path {
        "/register" => Frame::Door("join"),
        "/sign-in" | "/letter-sent" | "/verify" | "/forgotten" | "/reset" | "/confirm-email" => {
            Frame::Door("door")
        }
        _ if coordinates && here(path, "/office") => Frame::Office,
        _ if phase != Phase::Visitor => Frame::Inside,
        "/" => Frame::Landing,
        _ => Frame::Visitor,
    }
}

/// The frame around `page`.
pub(crate) fn frame(session: Session, toasts: Toasts, page: View) -> View {
    let path = navigation::path();
    let frame = memo(move || {
        let coordinates = session.me().is_some_and(|me| coordinates(&me));
        frame_of(&path.read(), session.phase(), coordinates)
    });
    follow_navigation(path);
    let door = move || matches!(frame.get(), Frame::Door(_));
    let before = move || match frame.get() {
        Frame::Landing => visitor_bar("absolute inset-x-0 top-0 z-10", "h-16 lg:h-20", path),
        Frame::Visitor => visitor_bar("topbar", "h-16", path),
        Frame::Door(_) => door_bar(),
        Frame::Inside => top_bar(session, path),
        Frame::Office => office_bar(session),
    };
    let after = move || match frame.get() {
        Frame::Landing | Frame::Visitor => footer(),
        Frame::Door(hill) => door_picture(hill),
        Frame::Inside => bottom_bar(session, path),
        Frame::Office => ().into_view(),
    };
    view! {
        <a class="btn btn-primary sr-skip" href="#main">{text::shell::skip()}</a>
        <div class="min-h-dvh" class=("door", door)>
            {before}
            {offline_bar()}
            {newer_bar(session)}
            <main id="main" tabindex="-1" class="outline-none">{page}</main>
            {after}
        </div>
        {toasts.view()}
    }
}

/// After a navigation the focus goes to the page's heading, and an open menu closes.
fn follow_navigation(path: Memo<String>) {
    let mut earlier = None;
    effect(move || {
        let before = earlier.replace(path.get());
        if before.is_some() && before != earlier {
            close_menu();
            request_animation_frame(focus_the_heading);
        }
    });
}

fn focus_the_heading() {
    // The heading of a skeleton goes again, and would take the focus with it.
    let heading = document().query_selector("main h1:not(.sr-only)").ok().flatten();
    let place = heading.or_else(|| document().get_element_by_id("main"));
    if let Some(Ok(place)) = place.map(JsCast::dyn_into::<web_sys::HtmlElement>) {
        place.set_tab_index(-1);
        place.class_list().add_1("outline-none").unwrap_or_default();
        // Pages of one shape share their heading: it may have the focus already, and nobody would hear of the new page.
        let _ = place.blur();
        let still = web_sys::FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = place.focus_with_options(&still);
    }
}

fn close_menu() {
    if let Some(Ok(menu)) =
        document().get_element_by_id("account").map(JsCast::dyn_into::<web_sys::HtmlElement>)
    {
        let _ = menu.hide_popover();
    }
}

fn wordmark(mark: &'static str, size: &'static str) -> View {
    view! {
        <a href="/" class="inline-flex items-center gap-2 min-h-11 min-w-11" aria-label=text::shell::home_link()>
            {logo(mark)}
            <span class=["wordmark serif font-semibold tracking-tight ", size].concat()>"Cairn"</span>
        </a>
    }
}

/// `page` when the path is this one (`aria-current`).
fn current(path: Memo<String>, href: &'static str) -> impl Fn() -> Option<&'static str> + Clone {
    move || here(&path.read(), href).then_some("page")
}

fn here(path: &str, href: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

fn door_bar() -> View {
    view! { <header class="px-4 sm:px-8 pt-6 lg:pt-10">{wordmark("size-8 text-moss-ink", "text-2xl")}</header> }
}

fn door_picture(hill: &'static str) -> View {
    view! {
        <div class="door-picture hidden lg:block relative bg-sky border-s border-line">
            {drawing("hills", hill, "absolute inset-0 w-full h-full")}
        </div>
    }
}

fn visitor_bar(class: &'static str, height: &'static str, path: Memo<String>) -> View {
    view! {
        <header class=class>
            <div class=["page flex items-center gap-4 ", height].concat()>
                {wordmark("size-8 text-moss-ink", "text-2xl")}
                <nav class="ms-auto flex items-center gap-1 sm:gap-2" aria-label=text::shell::visitor_nav()>
                    <a class="btn btn-ghost max-sm:hidden aria-[current]:underline decoration-primary decoration-2 underline-offset-8" href="/how" aria-current=current(path, "/how")>
                        {text::shell::how()}
                    </a>
                    <a class="btn btn-ghost max-sm:hidden aria-[current]:underline decoration-primary decoration-2 underline-offset-8" href="/resources" aria-current=current(path, "/resources")>
                        {text::shell::guides()}
                    </a>
                    <a class="btn btn-ghost" href="/sign-in">{text::shell::sign_in()}</a>
                    <a class="btn max-sm:hidden" href="/register">{text::shell::join()}</a>
                </nav>
            </div>
        </header>
    }
}

fn footer() -> View {
    let link = |href: &'static str, words: &'static str| {
        view! { <a class="min-h-11 inline-flex items-center hover:underline underline-offset-4" href=href>{words}</a> }
    };
    view! {
        <footer class="border-t border-line">
            <div class="page py-8 flex flex-wrap items-center gap-x-7 gap-y-2 text-sm text-muted">
                <span class="flex items-center gap-2 me-auto">{logo("size-6 text-moss-ink")} {text::shell::programme()}</span>
                {link("/resources", text::shell::guides())}
                {link("/data", text::shell::data())}
                {link("/terms", text::shell::terms())}
            </div>
        </footer>
    }
}

/// A place of the programme.
struct Place {
    href: &'static str,
    words: &'static str,
    short: &'static str,
    /// Plain, and filled when one is there.
    signs: (Icon, Icon),
    /// What of the news is there.
    counts: Counts,
}

/// What a place counts.
#[derive(Clone, Copy)]
enum Counts {
    Nothing,
    /// Requests whose turn is the reader's.
    Requests,
    /// Conversations with lines that are unread.
    Unread,
}

/// The places for people of these roles; on a phone those that each role needs most.
fn places(roles: &[Role], phone: bool) -> Vec<Place> {
    let (mentor, mentee) = (roles.contains(&Role::Mentor), roles.contains(&Role::Mentee));
    let place = |href, words, short, signs, counts| Place { href, words, short, signs, counts };
    let home = text::shell::home();
    let mut places = vec![place("/", home, home, (Icon::House, Icon::HouseFill), Counts::Nothing)];
    if mentee || !mentor {
        let signs = (Icon::MagnifyingGlass, Icon::MagnifyingGlassFill);
        places.push(place(
            "/mentors",
            text::shell::find(),
            text::shell::find_short(),
            signs,
            Counts::Nothing,
        ));
    }
    if mentor || (mentee && !phone) {
        let (words, signs) = (text::shell::requests(), (Icon::PaperPlaneTilt, Icon::PaperPlaneTiltFill));
        places.push(place("/requests", words, words, signs, Counts::Requests));
    }
    if mentor || mentee {
        let (words, signs) = (text::shell::relationships(), (Icon::Handshake, Icon::HandshakeFill));
        places.push(place("/relationships", words, words, signs, Counts::Nothing));
        let (words, signs) = (text::shell::messages(), (Icon::ChatCircle, Icon::ChatCircleFill));
        places.push(place("/conversations", words, words, signs, Counts::Unread));
    }
    // A phone has room for five places.
    if !(phone && mentor && mentee) {
        let (words, signs) = (text::shell::guides(), (Icon::BookOpen, Icon::BookOpenFill));
        places.push(place("/resources", words, words, signs, Counts::Nothing));
    }
    places
}

/// How much is new in a place, beside its name.
fn count(counts: Counts) -> View {
    let count = move || {
        let news = data::known::<News>(NEWS).map_or_else(News::default, |news| (*news).clone());
        let (new, class, words) = match counts {
            Counts::Nothing => return None,
            Counts::Requests => (news.requests, "count count-turn", text::shell::wait_for_you()),
            Counts::Unread => (news.conversations, "count count-new", text::shell::unread()),
        };
        (new > 0)
            .then(|| view! { <span class=class>{new.to_string()}<span class="sr-only">{words}</span></span> })
    };
    count.into_view()
}

fn roles_of(session: Session) -> Vec<Role> {
    session.me().map(|me| me.roles).unwrap_or_default()
}

fn top_bar(session: Session, path: Memo<String>) -> View {
    let links = move || {
        let link = |Place { href, words, counts, .. }| {
            view! { <a href=href aria-current=current(path, href)>{words} {count(counts)}</a> }
        };
        places(&roles_of(session), false).into_iter().map(link).collect::<View>()
    };
    let menu = move || session.me().map(|me| view! { {bell(path)} {account_menu(session, &me)} });
    view! {
        <header class="topbar">
            <div class="page flex items-center gap-6 h-14 lg:h-16">
                {wordmark("size-7 text-moss-ink", "text-xl")}
                <nav class="topnav hidden lg:flex items-center gap-6 ms-4" aria-label=text::shell::main_nav()>
                    {links}
                </nav>
                <div class="ms-auto flex items-center gap-1">{menu}</div>
            </div>
        </header>
    }
}

/// The way to what is new; a dot says that there is something.
fn bell(path: Memo<String>) -> View {
    let new = move || data::known::<News>(NEWS).map_or(0, |news| news.notifications);
    let label = move || match new() {
        0 => text::shell::notifications().to_owned(),
        new => text::shell::notifications_new(&new.to_string()),
    };
    let sign =
        move || icon(if here(&path.read(), NOTIFICATIONS) { Icon::BellFill } else { Icon::Bell }, "size-6");
    let dot = move || {
        (new() > 0).then(|| view! { <span class="absolute top-2 end-2.5 size-2.5 rounded-full bg-primary border-2 border-base-200"></span> })
    };
    view! {
        <a class="btn btn-ghost btn-circle relative" href=NOTIFICATIONS aria-label=label aria-current=current(path, NOTIFICATIONS)>
            {sign} {dot}
        </a>
    }
}

const NOTIFICATIONS: &str = "/notifications";

/// The bar of the office. Who takes part in nothing else has no other app to go to.
fn office_bar(session: Session) -> View {
    let back = move || {
        session.me().filter(|me| !only_coordinates(me)).map(|_| {
            view! { <a class="btn btn-ghost max-sm:hidden" href="/">{text::office::to_the_app()}</a> }
        })
    };
    let menu = move || session.me().map(|me| account_menu(session, &me));
    view! {
        <header class="topbar">
            <div class="page flex items-center gap-4 h-14 lg:h-16">
                {wordmark("size-7 text-moss-ink", "text-xl max-sm:hidden")}
                <span class="border-s border-line ps-4 font-semibold text-muted">{text::office::office()}</span>
                <div class="ms-auto flex items-center gap-1">{back} {menu}</div>
            </div>
        </header>
    }
}

fn bottom_bar(session: Session, path: Memo<String>) -> View {
    let links = move || {
        let link = |Place { href, short, signs: (plain, filled), counts, .. }| {
            let sign = move || icon(if here(&path.read(), href) { filled } else { plain }, "size-6");
            view! { <a href=href aria-current=current(path, href)>{sign} <span>{short}</span> {count(counts)}</a> }
        };
        places(&roles_of(session), true).into_iter().map(link).collect::<View>()
    };
    view! { <nav class="bottombar lg:hidden" aria-label=text::shell::main_nav_small()>{links}</nav> }
}

fn account_menu(session: Session, me: &Me) -> View {
    let link = |href: &'static str, sign: Icon, words: &'static str| {
        view! { <a href=href>{icon(sign, "size-5 text-muted")} {words}</a> }
    };
    let mentee = me.roles.contains(&Role::Mentee).then(|| {
        view! {
            {link("/requests", Icon::PaperPlaneTilt, text::shell::your_requests())}
            {link("/saved", Icon::BookmarkSimple, text::shell::saved())}
        }
    });
    let sign_out = move |_| {
        spawn(async move {
            // Signed out here whatever the server says: the button must work without a network, too.
            let _ = session.client().sign_out().await;
            session.leave();
        });
    };
    view! {
        <button class="btn btn-ghost btn-circle" popovertarget="account" aria-label=text::shell::account(&me.display_name)>
            {face(&me.display_name, me.photo.as_ref(), "size-9")}
        </button>
        <div id="account" popover="auto" class="menu-card" role="dialog" aria-label=text::shell::account_menu()>
            <p class="px-3 pt-1.5 pb-2.5 leading-snug">
                <span class="font-semibold block wrap-anywhere"><bdi>{me.display_name.clone()}</bdi></span>
                <span class="text-sm text-muted">{roles(&me.roles)}</span>
            </p>
            <div class="border-t border-line pt-1.5"></div>
            {link("/profile", Icon::UserCircle, text::shell::profile())}
            {mentee}
            {link("/goals", Icon::Flag, text::goals::my_goals())}
            {link("/resources", Icon::BookOpen, text::resources::heading())}
            {link("/notifications/settings", Icon::Bell, text::shell::reaches_you())}
            {link("/account", Icon::LockSimple, text::shell::safety())}
            {coordinates(me).then(|| link("/office", Icon::ClipboardText, text::office::office()))}
            {link("/how", Icon::Info, text::shell::how())}
            <div class="px-3 py-2">
                <p class="text-sm text-muted mb-1.5" aria-hidden="true">{text::shell::look()}</p>
                {look_switch()}
            </div>
            <div class="border-t border-line pt-1.5 mt-1"></div>
            <button type="button" on:click=sign_out>{icon(Icon::SignOut, "size-5 text-muted")} {text::shell::sign_out()}</button>
        </div>
    }
}

fn roles(roles: &[Role]) -> &'static str {
    match (roles.contains(&Role::Mentor), roles.contains(&Role::Mentee)) {
        (true, true) => text::shell::mentor_and_mentee(),
        (true, false) => text::shell::mentor(),
        (false, true) => text::shell::mentee(),
        (false, false) => text::shell::coordinator(),
    }
}

/// In local storage: the theme that was chosen on this device (see `public/look.js`).
const LOOK: &str = "cairn.look";

fn look_switch() -> View {
    let storage = window().local_storage().ok().flatten();
    let kept = storage.as_ref().and_then(|storage| storage.get_item(LOOK).ok().flatten());
    let chosen = RwSignal::new(match kept.as_deref() {
        Some("cairn") => "cairn",
        Some("cairn-night") => "cairn-night",
        _ => "",
    });
    let choose = move |look: &'static str| {
        chosen.set(look);
        let storage = window().local_storage().ok().flatten();
        let root = document().document_element();
        let (Some(storage), Some(root)) = (storage, root) else { return };
        // Where storage is full or off, the look lasts until the next page load.
        let _ = if look.is_empty() { storage.remove_item(LOOK) } else { storage.set_item(LOOK, look) };
        let _ = if look.is_empty() {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", look)
        };
    };
    let choices = vec![
        ("cairn", text::shell::look_light()),
        ("cairn-night", text::shell::look_dark()),
        ("", text::shell::look_device()),
    ];
    segments("look", text::shell::look().to_owned(), choices, chosen.into(), Callback::new(choose))
}

/// A quiet bar once the server gives a newer build: what is typed is kept, so that a reload loses nothing.
fn newer_bar(session: Session) -> View {
    let reload = |_| drop(window().location().reload());
    let bar = move || {
        session.is_outdated().then(|| {
            view! {
                <p class="page mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-field bg-base-300 py-2 leading-snug">
                    {icon(Icon::Info, "size-5 shrink-0")} <span>{text::shell::newer()}</span>
                    <button type="button" class="btn btn-sm" on:click=reload>{text::shell::reload()}</button>
                </p>
            }
        })
    };
    view! { <div role="status">{bar}</div> }
}

/// A quiet bar while there is no network.
fn offline_bar() -> View {
    let offline = RwSignal::new(!window().navigator().on_line());
    window_event_listener(ev::offline, move |_| offline.set(true));
    window_event_listener(ev::online, move |_| offline.set(false));
    let bar = move || {
        offline.get().then(|| {
            view! {
                <p class="page mt-3 flex items-center gap-3 rounded-field bg-base-300 py-3 leading-snug">
                    {icon(Icon::WifiSlash, "size-5 shrink-0")} <span>{text::shell::offline()}</span>
                </p>
            }
        })
    };
    view! { <div role="status">{bar}</div> }
}
