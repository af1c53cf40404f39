//! What reaches somebody, and how.
use api_client::Versioned;
use domain::notifications::NotificationSettings;
use domain::problem::Code;
use leptos::prelude::*;

use crate::components::controls::{back, segments};
use crate::components::icon::{Icon, icon};
use crate::components::page::title;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Query, query};
use crate::follow::{Callback, RwSignal, Signal, memo, spawn};
use crate::session::Session;
use crate::text::notifications as t;
use crate::view::{IntoView, View, view};

/// The key of the document.
const KEY: &str = "notification-settings";
/// The two choices.
const LETTER: &str = "letter";
const HERE: &str = "here";

/// What also comes by letter, and its version.
pub(super) fn document() -> Query<Versioned<NotificationSettings>> {
    query(|| KEY.to_owned(), |client| client.notification_settings())
}

/// A kind of notice in the document.
type Kind = fn(&mut NotificationSettings) -> &mut bool;

/// Saves a choice as soon as it is made.
#[derive(Clone, Copy)]
struct Saver {
    document: Query<Versioned<NotificationSettings>>,
    saving: RwSignal<u32>,
    session: Session,
    toasts: Toasts,
}

/// The page.
pub(crate) fn page() -> View {
    title(t::settings());
    let session = Session::here();
    let saver = Saver { document: document(), saving: RwSignal::new(0), session, toasts: Toasts::here() };
    let email = move || session.me().map(|me| me.email);
    let here = memo(move || saver.document.ready().is_some());
    let form = move || {
        if here.get() { saver.form() } else { saver.document.show(states::list_skeleton, |_| ().into_view()) }
    };
    let state = move || match saver.saving.get() {
        0 => view! { {icon(Icon::Check, "size-4")} {t::saved()} },
        _ => t::saving().into_view(),
    };
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="max-w-[52rem]">
                <div class="flex items-center justify-between gap-4">
                    {back("/notifications", t::heading())}
                    <p class="text-sm text-muted inline-flex items-center gap-1.5" role="status">{state}</p>
                </div>
                <h1 class="text-3xl sm:text-4xl mt-2">{t::settings()}</h1>
                <p class="mt-2 max-w-[60ch]">{t::settings_before()} <strong class="font-semibold wrap-anywhere">{email}</strong> "."</p>
                <div class="mt-3">{form}</div>
            </div>
        </div>
    }
}

impl Saver {
    fn form(self) -> View {
        let requests = view! {
            {self.row("answers", t::answers(), t::answers_about(), |settings| &mut settings.answers)}
            {self.row("requests", t::requests(), t::requests_about(), |settings| &mut settings.requests)}
        };
        let messages =
            self.row("messages", t::messages(), t::messages_about(), |settings| &mut settings.messages);
        let together = view! {
            {self.row("meetings", t::meetings(), t::meetings_about(), |settings| &mut settings.meetings)}
            {self.row("goals", t::goals(), t::goals_about(), |settings| &mut settings.goals)}
            {self.row("relationships", t::relationships(), t::relationships_about(), |settings| &mut settings.relationships)}
        };
        let fixed = view! {
            <p class="text-sm text-muted flex items-center gap-2 sm:justify-center min-h-11">{icon(Icon::LockSimple, "size-5")} {t::fixed()}</p>
        };
        let safety = line(t::safety(), t::safety_about(), fixed);
        view! {
            {group(t::requests_group(), requests)}
            {group(t::messages_group(), messages)}
            {group(t::together_group(), together)}
            {group(t::safety_group(), safety)}
        }
    }

    fn row(self, name: &'static str, label: &'static str, about: &'static str, kind: Kind) -> View {
        let chosen = move || {
            let settings = self.document.ready().map(|settings| settings.value.clone());
            settings.map_or("", |mut settings| if *kind(&mut settings) { LETTER } else { HERE })
        };
        let choices = vec![(LETTER, t::both_ways()), (HERE, t::here_only())];
        let choose = Callback::new(move |choice: &'static str| self.choose(kind, choice == LETTER));
        line(label, about, segments(name, label.to_owned(), choices, Signal::derive(chosen), choose))
    }

    /// Shows the choice at once, and takes it back where the server does not take it.
    fn choose(self, kind: Kind, by_letter: bool) {
        let Some(before) = untrack(|| self.document.ready()) else { return };
        let mut wanted = (*before).clone();
        *kind(&mut wanted.value) = by_letter;
        data::put(KEY, wanted.clone());
        self.saving.update(|saving| *saving += 1);
        let client = self.session.client();
        spawn(async move {
            let mut answer = client.save_notification_settings(&wanted.value, &wanted.version).await;
            // Changed elsewhere meanwhile: this choice is made there, too.
            if answer.as_ref().is_err_and(|error| error.code() == Some(Code::StaleVersion)) {
                answer = match client.notification_settings().await {
                    Ok(mut newer) => {
                        *kind(&mut newer.value) = by_letter;
                        client.save_notification_settings(&newer.value, &newer.version).await
                    }
                    Err(error) => Err(error),
                };
            }
            match answer {
                Ok(saved) => data::put(KEY, saved),
                Err(error) => {
                    data::put(KEY, (*before).clone());
                    self.toasts.warn(states::said(&error));
                }
            }
            self.saving.try_update(|saving| *saving -= 1);
        });
    }
}

fn group(heading: &'static str, rows: View) -> View {
    view! {
        <section class="pt-7">
            <h2 class="text-xl">{heading}</h2>
            <div class="rows border-y border-line mt-2.5">{rows}</div>
        </section>
    }
}

fn line(label: &'static str, about: &'static str, control: View) -> View {
    view! {
        <div class="py-3.5 grid sm:grid-cols-[minmax(0,1fr)_19rem] gap-x-8 gap-y-2.5 items-center">
            <p class="leading-snug">{label} <span class="block text-sm text-muted mt-0.5">{about}</span></p>
            {control}
        </div>
    }
}
