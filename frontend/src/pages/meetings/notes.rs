//! Notes of a meeting: those of both, and those of the reader alone.
use std::sync::Arc;

use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::{MeetingPage, Notes};
use domain::people::Person;
use domain::relationships::Relationship;
use leptos::prelude::*;

use super::around::Two;
use super::meeting_key;
use crate::components::face::face;
use crate::components::icon::{Icon, icon};
use crate::data::Fetch;
use crate::pages::saving::{Save, Writing, clash};
use crate::session::Session;
use crate::text::meetings as t;
use crate::view::{IntoView, View, view};

/// Both notes, while they are written. They outlive what is shown around them.
#[derive(Clone, Copy)]
pub(super) struct Both {
    pub(super) shared: Writing,
    pub(super) private: Writing,
}

impl Both {
    /// Begins with what the server has.
    pub(super) fn begin(id: RelationshipId, meeting: MeetingId, page: &MeetingPage) -> Self {
        let (number, source) = (meeting.to_string(), meeting_key(id, meeting));
        let shared: Save = Arc::new(move |client, notes, version| -> Fetch<String> {
            Box::pin(async move { Ok(client.save_notes(meeting, &version, &Notes { notes }).await?.version) })
        });
        let private: Save = Arc::new(move |client, notes, version| -> Fetch<String> {
            Box::pin(async move {
                Ok(client.save_private_notes(meeting, &version, &Notes { notes }).await?.version)
            })
        });
        let notes = &page.notes;
        Self {
            shared: Writing::begin(
                &["notes/", &number].concat(),
                source.clone(),
                &notes.notes,
                notes.version,
                shared,
            ),
            private: Writing::begin(
                &["own/", &number].concat(),
                source,
                &page.private_notes,
                page.private_notes_version,
                private,
            ),
        }
    }

    /// The server has told what it has now.
    pub(super) fn told(self, page: &MeetingPage) {
        self.shared.told(&page.notes.notes, page.notes.version);
        self.private.told(&page.private_notes, page.private_notes_version);
    }

    /// The two fields; in an archive there is only to read.
    pub(super) fn view(self, two: &Two, relationship: &Relationship, page: &MeetingPage) -> View {
        view! { {self.of_both(two, relationship, page)} {self.of_mine(page)} }
    }

    fn of_both(self, two: &Two, relationship: &Relationship, page: &MeetingPage) -> View {
        let (id, writable) = ("notes", page.writable);
        let partner = relationship.partner.clone();
        let field = {
            let partner = partner.clone();
            let clashes = self.shared.clash();
            let name = two.name.clone();
            move || {
                if !writable {
                    return read(self.shared);
                }
                if clashes.get().is_some() {
                    return clash(self.shared, id, me(), of(&partner, &name));
                }
                self.shared.area(id.to_owned(), "6", "10000", Some("notes-by".to_owned()))
            }
        };
        let by = page.notes.by.zip(page.notes.at).map(|(by, at)| {
            let who = t::wrote(&two.who(by), &two.mine.short(at));
            let picture = if by == two.me {
                my_face()
            } else {
                face(&partner.display_name, partner.photo.as_ref(), "size-6 text-xs")
            };
            view! { {picture} {who} }
        });
        view! {
            <section class="mt-10" aria-labelledby="both-notes">
                <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                    <h2 id="both-notes" class="text-2xl"><label for=id>{t::notes_both()}</label></h2>
                    <span class="inline-flex items-center gap-1.5 text-sm text-muted whitespace-nowrap">{icon(Icon::Users, "size-4.5")} {t::both_write()}</span>
                </div>
                {field}
                <p id="notes-by" class="hint mt-1.5 flex items-center gap-2">{by}</p>
            </section>
        }
    }

    fn of_mine(self, page: &MeetingPage) -> View {
        let id = "own-notes";
        let writable = page.writable;
        let clashes = self.private.clash();
        let field = move || {
            if !writable {
                read(self.private)
            } else if clashes.get().is_some() {
                clash(self.private, id, me(), t::elsewhere().into_view())
            } else {
                self.private.area(id.to_owned(), "3", "10000", None)
            }
        };
        view! {
            <section class="mt-9" aria-labelledby="my-notes">
                <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                    <h2 id="my-notes" class="text-2xl"><label for=id>{t::notes_mine()}</label></h2>
                    <span class="inline-flex items-center gap-1.5 text-sm text-muted whitespace-nowrap">{icon(Icon::LockSimple, "size-4.5")} {t::only_you()}</span>
                </div>
                {field}
            </section>
        }
    }
}

/// What was written, where nothing can be written any more.
fn read(writing: Writing) -> View {
    let text = writing.mine().get();
    if text.is_empty() {
        return view! { <p class="hint mt-2">{t::no_notes()}</p> };
    }
    view! { <p class="mt-3 max-w-[62ch] whitespace-pre-line wrap-anywhere" dir="auto">{text}</p> }
}

/// The reader's face.
pub(crate) fn my_face() -> View {
    let me = untrack(|| Session::here().me());
    let (name, photo) = me.map(|me| (me.display_name, me.photo)).unwrap_or_default();
    face(&name, photo.as_ref(), "size-6 text-xs")
}

/// The reader, beside what they wrote.
pub(crate) fn me() -> View {
    view! { {my_face()} <span class="font-semibold">{t::you_big()}</span> }
}

/// The other, beside what they wrote.
pub(crate) fn of(partner: &Person, name: &str) -> View {
    view! { {face(&partner.display_name, partner.photo.as_ref(), "size-6 text-xs")} <span class="font-semibold">{name.to_owned()}</span> }
}
