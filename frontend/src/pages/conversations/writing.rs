//! Writing: the field at the foot, what is on its way, and changing what was written.
use domain::conversations::{Message, MessageKind, WriteMessage};
use domain::ids::ConversationId;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use ui_model::conversations::{Outgoing, Thread};

use super::kept;
use super::lines::change_id;
use super::thread::key;
use crate::components::form::hold_still;
use crate::components::icon::{Icon, icon};
use crate::components::page::focus;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data;
use crate::follow::{RwSignal, StoredValue, spawn};
use crate::session::Session;
use crate::text::conversations as t;
use crate::view::{View, view};

/// The longest message, in characters.
const LONGEST: usize = 4_000;
/// From here on the characters that are left are counted.
const COUNTED_FROM: usize = 3_700;
/// The keys that send and leave.
const ENTER: u32 = 13;
const ESCAPE: u32 = 27;
/// The id of the field.
pub(super) const FIELD: &str = "message";

/// A message on its way.
#[derive(Clone)]
pub(super) struct Waiting {
    pub(super) outgoing: Outgoing,
    /// Why it did not arrive; it stays until it is sent again or let go.
    pub(super) refused: Option<String>,
    /// The number of the newest line when it was sent.
    after: i64,
}

impl Waiting {
    /// The thread has it, though the answer is still to come.
    pub(super) fn arrived_in(&self, thread: &Thread) -> bool {
        let is_it = |line: &&Message| {
            line.mine
                && line.kind == MessageKind::Text
                && line.number > self.after
                && line.body == self.outgoing.body
        };
        self.refused.is_none() && thread.lines.iter().rev().find(is_it).is_some()
    }
}

/// What somebody writes in one conversation.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    id: ConversationId,
    /// Where it is kept on the device.
    place: StoredValue<String>,
    draft: RwSignal<String>,
    pub(super) waiting: RwSignal<Vec<Waiting>>,
    /// The id of the message that is being changed; empty where none is.
    pub(super) editing: RwSignal<String>,
    /// Its words, as they are to be.
    changed: RwSignal<String>,
    /// One message after the other, so that they arrive as they were written.
    busy: StoredValue<bool>,
    session: Session,
    toasts: Toasts,
}

impl Writing {
    /// Goes on with what was written here on this device.
    pub(super) fn of(id: ConversationId) -> Self {
        let session = Session::here();
        let place = kept::place(untrack(|| session.me()).map(|me| me.id), id);
        let desk = kept::read(&place);
        let stuck = |outgoing| Waiting { outgoing, refused: Some(t::not_sent().to_owned()), after: i64::MAX };
        Self {
            id,
            place: StoredValue::new(place),
            draft: RwSignal::new(desk.draft),
            waiting: RwSignal::new(desk.outgoing.into_iter().map(stuck).collect()),
            editing: RwSignal::new(String::new()),
            changed: RwSignal::new(String::new()),
            busy: StoredValue::new(false),
            session,
            toasts: Toasts::here(),
        }
    }

    fn typed(self, words: String) {
        self.place.with_value(|place| kept::change(place, |desk| desk.draft.clone_from(&words)));
        self.draft.set(words);
    }

    /// How many characters would be sent.
    fn length(self) -> usize {
        self.draft.with(|draft| draft.trim().chars().count())
    }

    fn send(self) {
        if untrack(|| self.length()) > LONGEST {
            return;
        }
        let draft = self.draft.get_untracked();
        let sent = self.place.with_value(|place| {
            kept::change(place, |desk| {
                desk.draft = draft;
                desk.send(fresh_key())
            })
        });
        let Some(outgoing) = sent else { return };
        self.draft.set(String::new());
        let after = known(self.id).newest();
        self.waiting.update(|waiting| waiting.push(Waiting { outgoing, refused: None, after }));
        self.go_on();
    }

    /// Sends once more what did not arrive, under the same key: it cannot arrive twice.
    pub(super) fn again(self, key: &str) {
        self.change(key, |waiting| waiting.refused = None);
        self.go_on();
    }

    /// Lets go of what did not arrive.
    pub(super) fn let_go(self, key: &str) {
        self.place.with_value(|place| kept::change(place, |desk| desk.let_go(key)));
        self.waiting.update(|waiting| waiting.retain(|waiting| waiting.outgoing.key != key));
        focus(FIELD);
    }

    fn change(self, key: &str, change: impl FnOnce(&mut Waiting)) {
        // The page may have gone while the message was on its way.
        self.waiting.try_update(|waiting| {
            waiting.iter_mut().find(|waiting| waiting.outgoing.key == key).map(change);
        });
    }

    /// Sends what waits, the first written first.
    fn go_on(self) {
        if self.busy.try_get_value() != Some(false) {
            return;
        }
        let next = self.waiting.with_untracked(|waiting| {
            waiting.iter().find(|waiting| waiting.refused.is_none()).map(|waiting| waiting.outgoing.clone())
        });
        let Some(Outgoing { key, body }) = next else { return };
        self.busy.set_value(true);
        let (client, place) = (self.session.client(), self.place.get_value());
        spawn(async move {
            let body = WriteMessage { body };
            match client.write_message(self.id, &key, &body).await {
                Ok(line) => {
                    kept::change(&place, |desk| desk.let_go(&key));
                    show(self.id, line);
                    self.waiting.try_update(|waiting| waiting.retain(|waiting| waiting.outgoing.key != key));
                }
                Err(error) => {
                    let said =
                        if error.code().is_none() { t::not_sent().to_owned() } else { states::said(&error) };
                    self.change(&key, |waiting| waiting.refused = Some(said));
                    // Nothing more may be written here, perhaps.
                    data::refresh("conversation");
                }
            }
            if self.busy.try_set_value(false).is_none() {
                self.go_on();
            }
        });
    }

    /// Begins to change a message.
    pub(super) fn edit(self, line: &Message) {
        self.changed.set(line.body.clone());
        self.editing.set(line.id.to_string());
        focus(EDITED);
    }

    fn leave(self) {
        let id = self.editing.get_untracked();
        self.editing.set(String::new());
        focus(&change_id(&id));
    }

    fn save(self) {
        let (id, words) = (self.editing.get_untracked(), self.changed.get_untracked());
        let body = WriteMessage { body: words.trim().to_owned() };
        let Ok(message) = id.parse() else { return };
        if body.body.is_empty() || body.body.chars().count() > LONGEST {
            return;
        }
        spawn(async move {
            match self.session.client().edit_message(message, &body).await {
                Ok(line) => {
                    show(self.id, line);
                    if self.editing.try_get_untracked() == Some(id) {
                        self.leave();
                    }
                }
                Err(error) => self.toasts.warn(states::said(&error)),
            }
        });
    }

    /// The field at the foot of the thread; `name` is the other's first name.
    pub(super) fn view(self, name: &str) -> View {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let keys = move |event: KeyboardEvent| {
            if is_enter(&event) {
                event.prevent_default();
                self.send();
            }
        };
        let left = move || match self.length() {
            ..COUNTED_FROM => None,
            length @ ..=LONGEST => {
                Some(view! { <p class="text-muted">{t::left(small(LONGEST - length))}</p> })
            }
            length => Some(view! { <p class="text-brick-ink">{t::too_long(small(length - LONGEST))}</p> }),
        };
        view! {
            <form class="border-t border-line p-3 lg:px-6 lg:py-4 max-lg:bg-base-100" on:submit=submit>
                <div class="flex gap-2.5 items-end">
                    <label class="flex-1 min-w-0">
                        <span class="sr-only">{t::label(name)}</span>
                        <textarea
                            id=FIELD
                            class="textarea min-h-11 max-h-[40dvh] py-2.5"
                            rows="1"
                            dir="auto"
                            placeholder=t::write(name)
                            aria-describedby="message-left"
                            prop:value=self.draft
                            on:input=move |event| self.typed(event_target_value(&event))
                            on:keydown=keys
                        ></textarea>
                    </label>
                    <button type="submit" class="btn btn-primary btn-square" aria-label=t::send() on:mousedown=hold_still>
                        {icon(Icon::PaperPlaneRightFill, "size-5")}
                    </button>
                </div>
                <div id="message-left" class="text-xs mt-1.5 empty:hidden" aria-live="polite">{left}</div>
                <p class="text-xs text-muted mt-1.5 hidden lg:block">{t::hint()}</p>
            </form>
        }
    }
}

/// The id of the field in which a message is changed.
const EDITED: &str = "message-changed";

impl Writing {
    /// In the place of the message that is being changed: its words.
    pub(super) fn changing(self) -> View {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.save();
        };
        let keys = move |event: KeyboardEvent| {
            if event.key_code() == ESCAPE {
                self.leave();
            } else if is_enter(&event) {
                event.prevent_default();
                self.save();
            }
        };
        view! {
            <form class="said said-me w-full" on:submit=submit>
                <textarea
                    id=EDITED
                    class="textarea min-h-11"
                    rows="2"
                    dir="auto"
                    aria-label=t::new_words()
                    prop:value=self.changed
                    on:input=move |event| self.changed.set(event_target_value(&event))
                    on:keydown=keys
                ></textarea>
                <div class="mt-2 flex justify-end gap-2">
                    <button type="button" class="btn btn-sm btn-ghost" on:click=move |_| self.leave()>{t::cancel()}</button>
                    <button type="submit" class="btn btn-sm">{t::save()}</button>
                </div>
            </form>
        }
    }
}

/// What is known of the thread.
fn known(id: ConversationId) -> Thread {
    untrack(|| data::known::<Thread>(&key(id))).map(|thread| (*thread).clone()).unwrap_or_default()
}

/// Shows a line that the server has just taken.
fn show(id: ConversationId, line: Message) {
    let number = line.number;
    let thread = known(id).with(line);
    let complete = thread.newest() >= number;
    data::put(&key(id), thread);
    if !complete {
        data::refresh(&key(id));
    }
    data::refresh("conversation");
}

/// Enter sends where there are keys: under a thumb it begins a new line, as it does while letters are being put together.
fn is_enter(event: &KeyboardEvent) -> bool {
    let thumbs =
        || window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|media| media.matches());
    event.key_code() == ENTER && !event.shift_key() && !event.is_composing() && !thumbs()
}

/// A key that nobody else has.
fn fresh_key() -> String {
    let mut bytes = [0_u8; 16];
    // Where the browser has no randomness, the next key is the same, and the server says that it was used.
    let _ = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
