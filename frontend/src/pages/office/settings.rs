//! How the programme is run: each setting with its effect in a sentence, amber until it is saved.
use domain::problem::Code;
use domain::settings::Settings;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::office::{Setting, SettingsDraft};

use super::{part, t, word};
use crate::components::form::{Form, hold_still};
use crate::components::icon::{Icon, icon};
use crate::components::page::focus;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, query};
use crate::follow::{RwSignal, effect, memo};
use crate::session::Session;
use crate::view::{IntoView, View, view};

/// The key of the settings.
const SETTINGS: &str = "office/settings";

/// What is being changed.
#[derive(Clone, Copy)]
struct Change {
    draft: RwSignal<SettingsDraft>,
    form: Form,
}

/// The page.
pub(crate) fn page() -> View {
    let found = query(|| SETTINGS.to_owned(), |client| client.settings());
    let draft = RwSignal::new(SettingsDraft::default());
    let known = RwSignal::new(None::<String>);
    effect(move || {
        let Some(saved) = found.ready() else { return };
        if known.with_untracked(Option::is_none) {
            draft.set(SettingsDraft::new(saved.value.clone()));
        } else {
            draft.update(|draft| draft.told(saved.value.clone()));
        }
        known.set(Some(saved.version.clone()));
    });
    let form = Form::new(move || draft.with(SettingsDraft::wrong)).named("setting");
    let change = Change { draft, form };
    let here = memo(move || known.with(Option::is_some));
    let content = move || {
        if here.get() {
            change.view(known)
        } else {
            found.show(states::list_skeleton, |_| states::list_skeleton())
        }
    };
    super::page(t::settings(), t::settings_words(), content.into_view())
}

impl Change {
    fn view(self, known: RwSignal<Option<String>>) -> View {
        let Self { draft, form } = self;
        let (session, toasts) = (Session::here(), Toasts::here());
        let clash = RwSignal::new(false);
        // What others have saved comes to stand beside what was typed here.
        effect(move || {
            if form.problem_code() == Some(Code::StaleVersion) {
                clash.set(true);
                data::refresh(SETTINGS);
            }
        });
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            clash.set(false);
            let body = draft.with_untracked(SettingsDraft::settings);
            let version = known.get_untracked().unwrap_or_default();
            form.send(session.client().save_settings(&body, &version), move |saved| {
                data::refresh(super::OFFICE);
                data::put(SETTINGS, saved);
                form.begin_anew();
                toasts.say(t::saved());
                focus(super::HEADING);
            });
        };
        let clashed = move || {
            clash.get().then(|| {
                view! { <p class="say say-open mt-5">{icon(Icon::Info, "size-4.5")} {t::clash()}</p> }
            })
        };
        let problem = form.problem_view();
        let [requests @ .., planned, idle, due] = Setting::ALL.map(|setting| self.row(setting));
        view! {
            <form class="max-w-[54rem] pb-24" novalidate on:submit=send>
                <div role="status">{clashed}</div>
                {part(t::settings_requests(), view! { <div class="rows border-y border-line mt-2.5">{requests}</div> })}
                {part(t::settings_relationships(), view! { <div class="rows border-y border-line mt-2.5">{planned} {idle} {due}</div> })}
                <div class="mt-5" class:hidden=clash>{problem}</div>
                {self.bar()}
            </form>
        }
    }

    /// A setting: its name, its effect with the new value in it, its field.
    fn row(self, setting: Setting) -> View {
        let Self { draft, form } = self;
        let pointer = setting.pointer();
        let id = ["setting-", setting.code()].concat();
        let (effect_id, said_id) = ([&id, "-effect"].concat(), [&id, "-said"].concat());
        let typed = memo(move || draft.with(|draft| draft.typed(setting).to_owned()));
        let before = memo(move || draft.with(|draft| draft.before(setting)));
        let unit = match setting {
            Setting::RequestDays | Setting::ReminderDays | Setting::IdleDays | Setting::DueDays => t::days(),
            Setting::PlannedMonths => t::months(),
            Setting::OpenRequests | Setting::ConversationsADay => "",
        };
        let not_saved = move || {
            before.get().map(|before| {
                view! { <p class="say say-open mt-1">{icon(Icon::Info, "size-4.5")} {t::not_saved(&before)}</p> }
            })
        };
        let input = move |event| {
            draft.update(|draft| draft.set(setting, event_target_value(&event)));
            form.edited(pointer);
        };
        view! {
            <div class="py-3.5 grid sm:grid-cols-[minmax(0,1fr)_auto] gap-x-10 gap-y-2 items-start">
                <div class="leading-snug sm:pt-1.5">
                    <label for=id.clone() class="font-semibold">{word(setting.code())}</label>
                    <p id=effect_id.clone() class="text-sm text-muted mt-1 max-w-[60ch]">{move || effect_of(setting, &draft.with(|draft| draft.in_effect(setting)))}</p>
                    {not_saved}
                    {form.error_view(said_id.clone(), pointer, typed)}
                </div>
                <span class="flex items-center gap-2.5">
                    <input
                        id=id
                        class="input w-28! text-end tabular-nums"
                        class:is-open=move || before.with(Option::is_some)
                        inputmode=if setting == Setting::ReminderDays { "text" } else { "numeric" }
                        autocomplete="off"
                        aria-describedby=[effect_id, said_id].join(" ")
                        aria-invalid=move || form.error_at(pointer).map(|_| "true")
                        prop:value=move || typed.get()
                        on:input=input
                        on:blur=move |_| form.leave(pointer)
                    />
                    <span class="text-sm text-muted w-16">{unit}</span>
                </span>
            </div>
        }
    }

    /// The bar at the foot: how many are changed, and what to do about it.
    fn bar(self) -> View {
        let Self { draft, form } = self;
        let changes = memo(move || draft.with(SettingsDraft::changes));
        let put_back = move |_| {
            draft.update(SettingsDraft::put_back);
            form.begin_anew();
            focus(super::HEADING);
        };
        let bar = move || {
            (changes.get() > 0).then(|| {
                view! {
                    <div class="actionbar">
                        <div class="page flex flex-wrap items-center gap-3">
                            <p class="flex-1 min-w-56" role="status"><strong class="font-semibold">{t::changes(changes.get())}</strong> " " {t::with_your_name()}</p>
                            <button type="button" class="btn" on:click=put_back>{t::put_back()}</button>
                            <button type="submit" class="btn btn-primary" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{t::save()}</button>
                        </div>
                    </div>
                }
            })
        };
        bar.into_view()
    }
}

/// What a setting does, in a sentence.
fn effect_of(setting: Setting, settings: &Settings) -> String {
    match setting {
        Setting::RequestDays => t::request_days(settings.request_days.into()),
        Setting::ReminderDays => match u32::try_from(settings.reminder_days.len()).unwrap_or(u32::MAX) {
            0 => t::no_reminders().to_owned(),
            letters => t::reminder_days(letters, &setting.of(settings)),
        },
        Setting::OpenRequests => t::may_request(settings.open_requests.into()),
        Setting::ConversationsADay => t::may_begin(settings.conversations_a_day.into()),
        Setting::PlannedMonths => t::planned(settings.planned_months.into()),
        Setting::IdleDays => t::idle(settings.idle_days.into()),
        Setting::DueDays => t::due(settings.due_days.into()),
    }
}
