//! Saves a document of the profile as somebody writes it.
//!
//! Every keystroke is kept on the device until the server has confirmed it: a lost connection or a reload loses
//! nothing. What was changed elsewhere meanwhile is taken over, or asked about (see `ui_model::profiles::Draft`).
use std::time::Duration;

use api_client::{Call, Client, Error, Versioned, json};
use domain::ids::ParticipantId;
use domain::problem::{Code, FieldError};
use domain::profiles::{ContactDetails, Offer, Preferences, Profile};
use leptos::ev;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ui_model::profiles::{Clash, Document, Draft, Keep, Said};
use validator::Validate;

use super::kept;
use crate::components::form::{Form, wrong_with};
use crate::components::states;
use crate::data::{self, Load, query};
use crate::follow::{Memo, RwSignal, StoredValue, effect, memo, spawn};
use crate::session::Session;
use crate::view::{IntoView, View};

/// So long after the last keystroke a draft is sent.
const PAUSE: Duration = Duration::from_millis(800);
/// So long after a failure it is sent again.
const AGAIN: Duration = Duration::from_secs(5);

/// A document that the API reads and saves with a version.
pub(super) trait Saved:
    Document + Validate + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Names it in the cache, on the device and in the ids of its fields.
    const NAME: &'static str;
    /// Reads it.
    fn load(client: Client) -> Call<Versioned<Self>>;
    /// Saves it over the version that was seen.
    fn save(self, client: Client, version: String) -> Call<Versioned<Self>>;
    /// Where its saver is.
    fn saver(drafts: Drafts) -> RwSignal<Option<Saver<Self>>>;
}

macro_rules! saved {
    ($($document:ty = $name:ident, $save:ident;)*) => {
        $(
            impl Saved for $document {
                const NAME: &'static str = stringify!($name);

                fn load(client: Client) -> Call<Versioned<Self>> {
                    client.$name()
                }

                fn save(self, client: Client, version: String) -> Call<Versioned<Self>> {
                    client.$save(&self, &version)
                }

                fn saver(drafts: Drafts) -> RwSignal<Option<Saver<Self>>> {
                    drafts.$name
                }
            }
        )*

        /// The drafts of whoever is signed in. They outlive the page, so that what is on its way arrives.
        #[derive(Clone, Copy)]
        pub(crate) struct Drafts {
            owner: StoredValue<Option<Owner>>,
            $($name: RwSignal<Option<Saver<$document>>>,)*
        }

        impl Drafts {
            /// Provides the drafts to the app.
            pub(crate) fn provide() {
                let drafts = Self { owner: StoredValue::new(Owner::current()), $($name: RwSignal::new(None),)* };
                window_event_listener(ev::online, move |_| drafts.send_all());
                window_event_listener(ev::visibilitychange, move |_| drafts.send_all());
                provide_context(drafts);
            }

            fn send_all(self) {
                $(if let Some(saver) = self.$name.get_untracked() {
                    saver.send();
                })*
            }
        }
    };
}

saved! {
    Profile = profile, save_profile;
    Offer = offer, save_offer;
    Preferences = preferences, save_preferences;
    ContactDetails = contact, save_contact;
}

impl Drafts {
    /// The drafts of the app.
    pub(super) fn here() -> Self {
        expect_context()
    }

    /// The draft that is open already, of whoever is signed in.
    fn open<D: Saved>(self) -> Option<Saver<D>> {
        let who = who(Session::here());
        D::saver(self).get_untracked().filter(|saver| Some(saver.who) == who)
    }

    /// The server has told its version: the draft begins with it, or takes from it what is newer.
    fn told<D: Saved>(self, told: Versioned<D>) -> Option<Saver<D>> {
        if let Some(saver) = self.open::<D>() {
            saver.told(told);
            return Some(saver);
        }
        let session = Session::here();
        let who = who(session)?;
        let begin = move || Saver::begin(session, who, told);
        let saver = self.owner.with_value(|owner| owner.as_ref().map(|owner| owner.with(begin)))?;
        D::saver(self).set(Some(saver));
        Some(saver)
    }
}

fn who(session: Session) -> Option<ParticipantId> {
    untrack(|| session.me()).map(|me| me.id)
}

/// Shows a view of a document once its draft is here.
pub(super) fn with_draft<D: Saved>(view: impl Fn(Saver<D>) -> View + Send + 'static) -> View {
    let found = query(|| D::NAME.to_owned(), D::load);
    let drafts = Drafts::here();
    let saver = RwSignal::new(drafts.open::<D>());
    effect(move || {
        if let Some(told) = found.ready() {
            let told = drafts.told((*told).clone());
            if saver.with_untracked(Option::is_none) {
                saver.set(told);
            }
        }
    });
    let shown = move || match saver.get() {
        Some(saver) => view(saver),
        None => match found.get() {
            Load::Failed(error) => found.failed(&error),
            Load::Waiting | Load::Ready(_) => states::page_skeleton(),
        },
    };
    shown.into_view()
}

/// How far saving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Saving {
    /// The server has everything.
    Done,
    /// It is on its way.
    Busy,
    /// It could not be sent.
    Unsent,
    /// A field is wrong; the rest is saved.
    Held,
}

/// Saves one document.
#[derive(Clone)]
pub(super) struct Saver<D: Saved> {
    who: ParticipantId,
    session: Session,
    draft: RwSignal<Draft<D>>,
    /// The form of the document's fields.
    pub(super) form: Form,
    saving: RwSignal<Saving>,
    sending: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl<D: Saved> Copy for Saver<D> {}

impl<D: Saved> Saver<D> {
    fn begin(session: Session, who: ParticipantId, told: Versioned<D>) -> Self {
        let kept = kept::find(who, D::NAME).and_then(|kept| json::read::<Draft<D>>(kept.as_bytes()));
        let draft = RwSignal::new(match kept {
            Some(mut draft) => {
                draft.told(told.value, told.version);
                draft
            }
            None => Draft::new(told.value, told.version),
        });
        let form = Form::new(move || draft.with(|draft| wrong_with(draft.mine()))).named(D::NAME);
        let (sending, timer) = (StoredValue::new(false), StoredValue::new(None));
        let saver = Self { who, session, draft, form, saving: RwSignal::new(Saving::Done), sending, timer };
        saver.changed();
        saver
    }

    fn told(self, told: Versioned<D>) {
        let before = self.draft.with_untracked(|draft| draft.version().to_owned());
        if before != told.version {
            self.draft.update(|draft| draft.told(told.value, told.version));
            self.changed();
        }
    }

    /// What the document says here.
    pub(super) fn get<T: PartialEq + Send + Sync + 'static>(self, get: fn(&D) -> T) -> Memo<T> {
        memo(move || self.draft.with(|draft| get(draft.mine())))
    }

    /// What the document says here, in part.
    pub(super) fn with<T>(self, get: impl Fn(&D) -> T) -> T {
        self.draft.with(|draft| get(draft.mine()))
    }

    /// Changes the document.
    pub(super) fn edit(self, change: impl FnOnce(&mut D)) {
        self.draft.update(|draft| change(draft.mine_mut()));
        self.changed();
    }

    /// What a field of the document says, as a text that a control may change: both follow each other.
    pub(super) fn text(self, pointer: &'static str) -> RwSignal<String> {
        let said = memo(move || self.with(|document| document.fields().said(pointer).into_text()));
        let text = RwSignal::new(said.get_untracked());
        effect(move || {
            let typed = text.get();
            if said.with_untracked(|said| *said != typed) {
                self.edit(|document| document.put(pointer, Said::text(&typed)));
            }
        });
        effect(move || {
            let said = said.get();
            if text.with_untracked(|text| *text != said) {
                text.set(said);
            }
        });
        text
    }

    /// How far saving is.
    pub(super) fn saving(self) -> Saving {
        self.saving.get()
    }

    /// The fields that were changed here and elsewhere in different ways.
    pub(super) fn clashes(self) -> Memo<Vec<Clash>> {
        memo(move || self.draft.with(Draft::clashes))
    }

    /// The writer has chosen.
    pub(super) fn choose(self, choices: &[(String, Keep)]) {
        self.draft.update(|draft| {
            for (pointer, keep) in choices {
                draft.choose(pointer, *keep);
            }
        });
        self.changed();
        self.send();
    }

    /// Keeps what is not with the server yet, and sends it after a pause.
    fn changed(self) {
        let (unsaved, kept) = self.draft.with_untracked(|draft| (draft.is_unsaved(), json::write(draft)));
        kept::keep(self.who, D::NAME, kept.filter(|_| unsaved));
        if unsaved {
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

    /// Sends now what can be sent.
    pub(super) fn send(self) {
        let somebody_else = who(self.session) != Some(self.who);
        if self.sending.get_value() || somebody_else {
            return;
        }
        let wrong = untrack(|| self.form.wrong());
        let (body, version) =
            self.draft.with_untracked(|draft| (draft.to_send(&wrong), draft.version().to_owned()));
        let Some(body) = body else { return self.rest() };
        self.sending.set_value(true);
        self.saving.set(Saving::Busy);
        spawn(async move {
            let answer = body.clone().save(self.session.client(), version).await;
            self.sending.set_value(false);
            match answer {
                Ok(saved) => self.saved(saved),
                Err(error) => self.refused(body, error).await,
            }
        });
    }

    /// There is nothing to send: either the server has everything, or something waits for the writer.
    fn rest(self) {
        let unsaved = self.draft.with_untracked(Draft::is_unsaved);
        self.saving.set(if unsaved { Saving::Held } else { Saving::Done });
    }

    fn saved(self, saved: Versioned<D>) {
        self.draft.update(|draft| draft.saved(saved.value.clone(), saved.version.clone()));
        data::put(D::NAME, saved);
        // Whom one finds follows from what one has said.
        data::refresh("mentors");
        self.changed();
        self.session.ask_who_i_am();
    }

    async fn refused(self, sent: D, error: Error) {
        match (error.code(), error) {
            (Some(Code::StaleVersion), _) => match D::load(self.session.client()).await {
                Ok(newer) => {
                    self.told(newer.clone());
                    data::put(D::NAME, newer);
                }
                Err(_) => self.wait(AGAIN),
            },
            (Some(Code::InvalidFields), Error::Problem(problem)) => self.hold_back(&sent, problem.errors),
            (_, Error::Problem(problem)) => {
                self.wait(
                    problem.retry_after.map_or(AGAIN, |seconds| Duration::from_secs(seconds).max(AGAIN)),
                );
            }
            (_, Error::Unreachable | Error::Unreadable) => self.wait(AGAIN),
        }
    }

    /// The server does not take some fields: the others are sent without them.
    fn hold_back(self, sent: &D, errors: Vec<FieldError>) {
        self.form.told(errors);
        let wrong = untrack(|| self.form.wrong());
        let others = self.draft.with_untracked(|draft| draft.to_send(&wrong));
        if others.as_ref() == Some(sent) {
            self.wait(AGAIN);
        } else {
            self.send();
        }
    }

    fn wait(self, pause: Duration) {
        self.saving.set(Saving::Unsent);
        self.send_in(pause);
    }
}
