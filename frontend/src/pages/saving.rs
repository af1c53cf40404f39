//! Saves a text as somebody writes it: notes of a meeting, answers of a worksheet.
//!
//! Every keystroke is kept on the device until the server has confirmed it: a lost connection or a reload loses nothing.
//! What was written elsewhere meanwhile is taken over, or shown beside (see `ui_model::written`).
use std::sync::Arc;
use std::time::Duration;

use api_client::{Client, Error, json};
use domain::problem::Code;
use leptos::ev;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use ui_model::written::Written;

use crate::components::icon::{Icon, icon};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Fetch, tag};
use crate::follow::{Memo, RwSignal, StoredValue, memo, spawn};
use crate::session::{Session, WORDS};
use crate::text::{form, profile as t, saving as words};
use crate::view::{IntoView, View, view};

/// So long after the last keystroke a text is sent.
const PAUSE: Duration = Duration::from_millis(800);
/// So long after a failure it is sent again.
const AGAIN: Duration = Duration::from_secs(5);

/// Saves a text over the version that was seen; gives the new version.
pub(crate) type Save = Arc<dyn Fn(Client, String, String) -> Fetch<String> + Send + Sync>;

/// How far saving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saving {
    /// The server has everything.
    Done,
    /// It is on its way.
    Busy,
    /// It could not be sent.
    Unsent,
    /// The writer is to choose between two texts.
    Held,
}

/// A text that is saved as one writes it.
#[derive(Clone, Copy)]
pub(crate) struct Writing {
    text: RwSignal<Written>,
    saving: RwSignal<Saving>,
    /// What the server has told while a text was on its way.
    told: StoredValue<Option<(String, i64)>>,
    sending: StoredValue<bool>,
    /// It is sent even where the text is the same: something beside it has changed.
    anew: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Where it is kept on the device.
    place: StoredValue<String>,
    /// The beginning of the keys that are asked for again when there is a newer version.
    source: StoredValue<String>,
    save: StoredValue<Save>,
    session: Session,
    toasts: Toasts,
}

impl Writing {
    /// A text of whoever is signed in, as the server has it at this version; `name` says which, `source` where it is read.
    pub(crate) fn begin(name: &str, source: String, text: &str, version: i64, save: Save) -> Self {
        let session = Session::here();
        let me = untrack(|| session.me()).map(|me| me.id.to_string()).unwrap_or_default();
        let place = [WORDS, &me, ".", name].concat();
        let kept = read(&place).map(|mut kept| {
            kept.told(text, version);
            kept
        });
        let writing = Self {
            text: RwSignal::new(kept.unwrap_or_else(|| Written::new(text.to_owned(), version))),
            saving: RwSignal::new(Saving::Done),
            told: StoredValue::new(None),
            sending: StoredValue::new(false),
            anew: StoredValue::new(false),
            timer: StoredValue::new(None),
            place: StoredValue::new(place),
            source: StoredValue::new(source),
            save: StoredValue::new(save),
            session,
            toasts: Toasts::here(),
        };
        writing.changed();
        let again = window_event_listener(ev::online, move |_| writing.send());
        on_cleanup(move || {
            again.remove();
            writing.leave();
        });
        writing
    }

    /// What stands here.
    pub(crate) fn mine(self) -> Memo<String> {
        memo(move || self.text.with(|text| text.mine().to_owned()))
    }

    /// What was written elsewhere, where it clashes.
    pub(crate) fn clash(self) -> Memo<Option<String>> {
        memo(move || self.text.with(|text| text.clash().map(str::to_owned)))
    }

    /// Both texts, one after the other.
    pub(crate) fn both(self) -> String {
        self.text.with_untracked(Written::both)
    }

    /// The server has everything.
    pub(crate) fn is_saved(self) -> bool {
        self.saving.get() == Saving::Done
    }

    /// The server has told this version.
    pub(crate) fn told(self, newer: &str, version: i64) {
        if self.sending.get_value() {
            // It may well be the very text that is on its way.
            return self.told.set_value(Some((newer.to_owned(), version)));
        }
        if version > self.text.with_untracked(Written::version) {
            self.text.update(|text| text.told(newer, version));
            self.changed();
        }
    }

    /// Something was typed.
    pub(crate) fn typed(self, text: String) {
        self.text.update(|written| written.typed(text));
        self.changed();
    }

    /// The writer has chosen this text.
    pub(crate) fn keep(self, text: String) {
        self.text.update(|written| written.keep(text));
        self.changed();
        self.send();
    }

    /// Something that is saved with the text has changed.
    pub(crate) fn send_anew(self) {
        self.anew.set_value(true);
        self.send();
    }

    /// Keeps what is not with the server yet, and sends it after a pause.
    fn changed(self) {
        let (unsaved, clashes) = self.text.with_untracked(|text| (text.is_unsaved(), text.clash().is_some()));
        self.text.with_untracked(|text| self.place.with_value(|place| keep(place, text)));
        if clashes {
            self.saving.set(Saving::Held);
        } else if unsaved {
            self.saving.set(Saving::Busy);
            self.send_in(PAUSE);
        } else if !self.sending.get_value() {
            self.saving.set(Saving::Done);
        }
    }

    fn send_in(self, pause: Duration) {
        let timer = set_timeout_with_handle(move || self.send(), pause).ok();
        if let Some(earlier) = self.timer.try_update_value(|kept| std::mem::replace(kept, timer)).flatten() {
            earlier.clear();
        }
    }

    /// What is to be sent, and over which version.
    fn to_send(self) -> Option<(String, String)> {
        let anew = self.anew.try_get_value()?;
        let text = self.text.try_get_untracked()?;
        let body = text.to_send().or_else(|| (anew && text.clash().is_none()).then(|| text.mine()))?;
        Some((body.to_owned(), tag(text.version())))
    }

    fn send(self) {
        if self.sending.try_get_value() != Some(false) {
            return;
        }
        let Some((body, version)) = self.to_send() else { return };
        self.sending.set_value(true);
        self.anew.set_value(false);
        self.saving.set(Saving::Busy);
        let answer = self.save.with_value(|save| save(self.session.client(), body.clone(), version));
        let place = self.place.get_value();
        spawn(async move {
            let answer = answer.await;
            if self.sending.try_set_value(false).is_none() {
                match answer {
                    Ok(version) => self.saved(body, &version),
                    Err(error) => self.refused(&error),
                }
            } else if answer.is_ok() {
                // The page was left meanwhile.
                forget(&place, &body);
            }
        });
    }

    fn saved(self, sent: String, version: &str) {
        let version = version.trim_matches('"').parse().unwrap_or_default();
        self.text.update(|text| text.saved(sent, version));
        self.changed();
        if let Some((newer, version)) = self.told.try_update_value(Option::take).flatten() {
            self.told(&newer, version);
        }
        self.source.with_value(|source| data::refresh(source));
    }

    fn refused(self, error: &Error) {
        match error.code() {
            Some(Code::StaleVersion | Code::ToolChanged) => {
                self.source.with_value(|source| data::refresh(source));
                if let Some((newer, version)) = self.told.try_update_value(Option::take).flatten() {
                    self.told(&newer, version);
                }
                self.send_in(AGAIN);
            }
            Some(Code::TooManyRequests | Code::Unavailable | Code::Internal) | None => {
                self.saving.set(Saving::Unsent);
                self.send_in(AGAIN);
            }
            Some(_) => {
                self.saving.set(Saving::Unsent);
                let refused = error.code() == Some(Code::InvalidFields);
                self.toasts.warn(if refused { form::wrong().to_owned() } else { states::said(error) });
            }
        }
    }

    /// The page is left: what is not with the server yet goes there now.
    fn leave(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        self.send();
    }

    /// A field of several lines.
    pub(crate) fn area(
        self,
        id: String,
        rows: &'static str,
        limit: &'static str,
        described: Option<String>,
    ) -> View {
        view! {
            <textarea
                id=id
                class="textarea mt-3 w-full"
                rows=rows
                maxlength=limit
                dir="auto"
                aria-describedby=described
                prop:value=self.mine()
                on:input=move |event| self.typed(event_target_value(&event))
            ></textarea>
        }
    }
}

/// How far saving is, for all texts of a page together.
pub(crate) fn saved_line(texts: impl Fn() -> Vec<Writing> + 'static) -> View {
    let said = move || {
        let states: Vec<_> = texts().into_iter().map(|text| text.saving.get()).collect();
        let worst =
            [Saving::Unsent, Saving::Held, Saving::Busy].into_iter().find(|state| states.contains(state));
        match worst.unwrap_or(Saving::Done) {
            Saving::Done => view! { {icon(Icon::Check, "size-4 shrink-0")} {t::saved()} },
            Saving::Busy => t::saving().into_view(),
            Saving::Unsent => view! { {icon(Icon::WifiSlash, "size-4 shrink-0")} {t::unsent()} },
            Saving::Held => view! { {icon(Icon::Info, "size-4 shrink-0")} {words::held()} },
        }
    };
    view! { <p class="text-sm text-muted inline-flex items-center gap-1.5 min-h-6 print:hidden" role="status">{said}</p> }
}

/// Both texts, to choose from: each with who wrote it.
pub(crate) fn clash(writing: Writing, id: &str, mine: View, theirs: View) -> View {
    let join = view! { <button type="button" class="btn btn-sm" on:click=move |_| writing.keep(writing.both())>{words::put_together()}</button> };
    choose(writing, id, [mine, theirs], Box::new(String::into_view), join)
}

/// The same for answers that are no text: one of the two counts; `said` shows what an answer means.
pub(crate) fn clash_of_answers(
    writing: Writing,
    id: &str,
    who: [View; 2],
    said: Box<dyn Fn(String) -> View>,
) -> View {
    choose(writing, id, who, said, ().into_view())
}

fn choose(
    writing: Writing,
    id: &str,
    [mine, theirs]: [View; 2],
    said: Box<dyn Fn(String) -> View>,
    join: View,
) -> View {
    let (picked_mine, label) = (RwSignal::new(true), [id, "-clash"].concat());
    let other = writing.clash().get_untracked().unwrap_or_default();
    let pick = |is_mine: bool, who: View, said: View| {
        view! {
            <label class="pick flex-col! gap-2!">
                <span class="flex items-center gap-2.5 w-full text-sm">
                    <input type="radio" name=label.clone() class="radio radio-sm" prop:checked=move || picked_mine.get() == is_mine on:change=move |_| picked_mine.set(is_mine) />
                    {who}
                </span>
                <span class="leading-snug whitespace-pre-line wrap-anywhere max-h-64 overflow-y-auto" dir="auto">{said}</span>
            </label>
        }
    };
    let here = writing.mine();
    let other = said(other);
    let here = move || said(here.get());
    let keep_one = move |_| {
        let kept = if picked_mine.get_untracked() {
            writing.mine()
        } else {
            memo(move || writing.clash().get().unwrap_or_default())
        };
        writing.keep(kept.get_untracked());
    };
    view! {
        <div class="mt-3 rounded-box border-[1.5px] border-amber-line p-4 sm:p-5" role="group" aria-labelledby=label.clone()>
            <p id=label.clone() class="font-semibold text-amber-ink flex gap-2 leading-snug" role="status">{icon(Icon::Info, "size-5 shrink-0 mt-0.5")} {words::clash()}</p>
            <div class="mt-3.5 grid sm:grid-cols-2 gap-2.5">
                {pick(true, mine, here.into_view())}
                {pick(false, theirs, other)}
            </div>
            <div class="mt-3.5 flex flex-wrap gap-2.5">
                <button type="button" class="btn btn-sm" on:click=keep_one>{words::keep_this()}</button>
                {join}
                <span class="text-sm text-muted self-center">{words::history()}</span>
            </div>
        </div>
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn read(place: &str) -> Option<Written> {
    let kept = storage()?.get_item(place).ok().flatten()?;
    json::read(kept.as_bytes())
}

/// Where storage is full or off, the words last until the page is left.
fn keep(place: &str, text: &Written) {
    let Some(storage) = storage() else { return };
    let _ = match json::write(text).filter(|_| text.is_unsaved()) {
        Some(words) => storage.set_item(place, &words),
        None => storage.remove_item(place),
    };
}

/// The server has this text: unless something else has been typed since, nothing is left to keep.
fn forget(place: &str, sent: &str) {
    if read(place).is_some_and(|kept| kept.mine() == sent)
        && let Some(storage) = storage()
    {
        let _ = storage.remove_item(place);
    }
}
