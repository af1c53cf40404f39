use domain::ids::ParticipantId;
use domain::mentors::MentorCard;
use leptos::prelude::*;

use super::SAVED;
use crate::components::icon::{Icon, icon};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data;
use crate::follow::spawn;
use crate::session::Session;
use crate::text::bookmarks as t;
use crate::view::{View, view};

/// One mentor and whether the reader keeps this one in mind, as far as this tab knows.
#[derive(Clone)]
struct Keep {
    id: ParticipantId,
    name: String,
    key: String,
    session: Session,
    toasts: Toasts,
}

/// Learns from the server's answer who is kept in mind.
pub(crate) fn learn(cards: &[MentorCard]) {
    for card in cards {
        data::put(&key_of(card.id), card.bookmarked);
    }
}

fn key_of(id: ParticipantId) -> String {
    ["kept/", &id.to_string()].concat()
}

impl Keep {
    fn new(card: &MentorCard) -> Self {
        let (session, toasts) = (Session::here(), Toasts::here());
        Self { id: card.id, name: card.display_name.clone(), key: key_of(card.id), session, toasts }
    }

    fn is_kept(&self) -> bool {
        data::known(&self.key).is_some_and(|kept| *kept)
    }

    /// Shows the change at once, and takes it back where the server does not take it.
    fn set(self, kept: bool) {
        data::put(&self.key, kept);
        spawn(async move {
            let client = self.session.client();
            let answer =
                if kept { client.add_bookmark(self.id).await } else { client.remove_bookmark(self.id).await };
            match answer {
                Ok(()) => self.tell(kept),
                Err(error) => {
                    data::put(&self.key, !kept);
                    self.toasts.warn(states::said(&error));
                }
            }
        });
    }

    fn tell(self, kept: bool) {
        data::refresh(SAVED);
        if !kept {
            let toasts = self.toasts;
            toasts.say_with_undo(t::removed(&self.name), move || self.clone().set(true));
        }
    }
}

/// The button on a face in a list; `after` is called when a mentor is let go.
pub(crate) fn on_card(card: &MentorCard, after: fn()) -> View {
    let keep = Keep::new(card);
    let (pressed, sign, label) = (keep.clone(), keep.clone(), t::save(&keep.name));
    let toggle = move |_| {
        let kept = untrack(|| keep.is_kept());
        keep.clone().set(!kept);
        if kept {
            after();
        }
    };
    view! {
        <button type="button" class="save save-card z-1" aria-label=label aria-pressed=move || pressed.is_kept().to_string() on:click=toggle>
            {move || bookmark(sign.is_kept(), "size-4.5")}
        </button>
    }
}

/// The button with words, on a mentor's page.
pub(crate) fn with_words(card: &MentorCard) -> View {
    let keep = Keep::new(card);
    let words = keep.clone();
    let toggle = move |_| {
        let kept = untrack(|| keep.is_kept());
        keep.clone().set(!kept);
    };
    let words = move || {
        let kept = words.is_kept();
        view! { {bookmark(kept, "size-5")} {if kept { t::saved() } else { t::save_for_later() }} }
    };
    view! {
        <button type="button" class="btn w-full" on:click=toggle>{words}</button>
    }
}

fn bookmark(kept: bool, class: &'static str) -> View {
    icon(if kept { Icon::BookmarkSimpleFill } else { Icon::BookmarkSimple }, class)
}
