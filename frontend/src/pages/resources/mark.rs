//! What a participant keeps in mind and has read, as far as this tab knows.
use domain::resources::{ResourceKind, ResourceRow};
use leptos::prelude::*;

use super::LIBRARY;
use crate::components::icon::{Icon, icon};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data;
use crate::follow::spawn;
use crate::session::Session;
use crate::text::resources as t;
use crate::view::{View, view};

/// What can be said of a guide or a video.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Kept,
    Read,
}

#[derive(Clone)]
struct Mark {
    what: What,
    slug: String,
    key: String,
    session: Session,
    toasts: Toasts,
}

impl Mark {
    /// Nothing for visitors: they have no marks.
    fn of(what: What, row: &ResourceRow) -> Option<Self> {
        let session = Session::here();
        untrack(|| session.me())?;
        let (kind, is_set) = match what {
            What::Kept => ("mark/kept/", row.bookmarked),
            What::Read => ("mark/read/", row.read),
        };
        let key = [kind, &row.slug].concat();
        data::put(&key, is_set);
        Some(Self { what, slug: row.slug.clone(), key, session, toasts: Toasts::here() })
    }

    fn is_set(&self) -> bool {
        data::known(&self.key).is_some_and(|is_set| *is_set)
    }

    /// Shows the change at once, and takes it back where the server does not take it.
    fn switch(&self) {
        let (mark, client) = (self.clone(), self.session.client());
        let set = !untrack(|| self.is_set());
        data::put(&self.key, set);
        let call = match (self.what, set) {
            (What::Kept, true) => client.bookmark_resource(&self.slug),
            (What::Kept, false) => client.forget_resource(&self.slug),
            (What::Read, true) => client.mark_resource_read(&self.slug),
            (What::Read, false) => client.mark_resource_unread(&self.slug),
        };
        spawn(async move {
            match call.await {
                Ok(()) => data::refresh(LIBRARY),
                Err(error) => {
                    data::put(&mark.key, !set);
                    mark.toasts.warn(states::said(&error));
                }
            }
        });
    }

    /// A button that says whether it is so.
    fn button(self, class: &'static str, label: Option<String>, inside: fn(bool) -> View) -> View {
        let (pressed, shown) = (self.clone(), self.clone());
        view! {
            <button type="button" class=class aria-label=label aria-pressed=move || pressed.is_set().to_string() on:click=move |_| self.switch()>
                {move || inside(shown.is_set())}
            </button>
        }
    }
}

fn bookmark(kept: bool) -> View {
    icon(if kept { Icon::BookmarkSimpleFill } else { Icon::BookmarkSimple }, "size-5")
}

/// The sign in a list that keeps it in mind.
pub(super) fn sign(row: &ResourceRow) -> Option<View> {
    let mark = Mark::of(What::Kept, row)?;
    Some(mark.button("btn btn-ghost btn-circle", Some(t::save(&row.title)), bookmark))
}

/// The button with words that keeps it in mind.
pub(super) fn keep(row: &ResourceRow) -> Option<View> {
    let inside = |kept| view! { {bookmark(kept)} {if kept { t::saved() } else { t::save_short() }} };
    Some(Mark::of(What::Kept, row)?.button("btn btn-sm", None, inside))
}

/// The button that marks it as read, or as seen.
pub(super) fn read(row: &ResourceRow) -> Option<View> {
    let guide =
        |read| view! { {icon(Icon::Check, "size-5")} {if read { t::marked_read() } else { t::mark_read() }} };
    let video =
        |read| view! { {icon(Icon::Check, "size-5")} {if read { t::marked_seen() } else { t::mark_seen() }} };
    let inside = if row.kind == ResourceKind::Guide { guide } else { video };
    Some(Mark::of(What::Read, row)?.button("btn max-sm:w-full", None, inside))
}

/// A word in a list that it is read.
pub(super) fn is_read(row: &ResourceRow) -> Option<View> {
    let words = || view! { <span class="text-sm text-moss-ink font-semibold inline-flex items-center gap-1 ms-2.5">{icon(Icon::Check, "size-4")} {t::read()}</span> };
    row.read.then(words)
}
