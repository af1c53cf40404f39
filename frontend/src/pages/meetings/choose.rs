//! Times that are offered: the other chooses one; whoever has offered them waits. And calling a meeting off.
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::{CancelMeeting, ConfirmMeeting, Meeting, MeetingAction, Slot};
use domain::problem::Code;
use domain::relationships::Relationship;
use leptos::ev::SubmitEvent;

use super::around::Two;
use super::propose::fact;
use super::words::{how, moon, standing};
use super::{all, learn, meeting_page, place_of, relationship};
use crate::components::controls::back;
use crate::components::draft::Draft;
use crate::components::face::face;
use crate::components::form::{Form, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{now, title};
use crate::components::toast::Toasts;
use crate::follow::{RwSignal, effect};
use crate::navigation::Here;
use crate::pages::requests::found;
use crate::session::Session;
use crate::text::meetings as t;
use crate::view::{IntoView, View, view};

/// What is chosen. It outlives what is shown around it.
#[derive(Clone, Copy)]
pub(super) struct Choosing {
    chosen: RwSignal<Option<i64>>,
    form: Form,
    session: Session,
    toasts: Toasts,
    here: Here,
}

impl Choosing {
    /// Nothing is chosen yet.
    pub(super) fn begin(id: RelationshipId) -> Self {
        let form = Form::new(Vec::new).named("choose");
        effect(move || {
            if let Some(Code::SlotGone | Code::SlotPassed | Code::InvalidTransition) = form.problem_code() {
                learn(id);
            }
        });
        let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
        Self { chosen: RwSignal::new(None), form, session, toasts, here }
    }

    fn confirm(self, id: RelationshipId, meeting: MeetingId, name: &str) {
        let Some(slot) = self.chosen.get_untracked() else { return };
        let (client, said) = (self.session.client(), t::is_arranged(name));
        self.form.send(client.confirm_meeting(meeting, &ConfirmMeeting { slot }), move |_| {
            learn(id);
            self.toasts.say(said);
            self.here.go_on(&all(id));
        });
    }

    /// The page of a meeting that is proposed.
    pub(super) fn page(self, two: &Two, relationship: &Arc<Relationship>, meeting: &Meeting) -> View {
        let mine = meeting.allowed_actions.contains(&MeetingAction::Confirm);
        let times = t::counts().get(meeting.slots.len().saturating_sub(1)).copied().unwrap_or_default();
        let heading = if mine { t::offers_times(&two.name, times) } else { t::you_offer(&two.name, times) };
        title(&heading);
        let quoted = (!meeting.words.is_empty()).then(|| {
            view! { <blockquote class="lead mt-5 max-w-[50ch] whitespace-pre-line wrap-anywhere" dir="auto">{t::quoted(&meeting.words)}</blockquote> }
        });
        let partner = &relationship.partner;
        let facts = mine.then(|| {
            view! {
                <section aria-labelledby="then">
                    <h2 id="then" class="text-xl">{t::when_you_confirm()}</h2>
                    <ul class="mt-3 space-y-3.5">
                        {fact(Icon::EnvelopeSimple, t::both_get_letter().into_view())}
                        {fact(Icon::Bell, t::reminders().into_view())}
                        {fact(Icon::ClipboardText, t::agenda_from_tools().into_view())}
                    </ul>
                </section>
            }
        });
        view! {
            <div class="page pt-8 pb-32 lg:pt-10 lg:pb-20">
                {back(all(relationship.id), t::meetings_with(&two.name))}
                <div class="mt-2 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,44rem)_20rem] items-start">
                    <div class="min-w-0">
                        <header class="flex gap-4 sm:gap-5 items-start">
                            {face(&partner.display_name, partner.photo.as_ref(), "size-14 sm:size-16 text-xl")}
                            <div class="min-w-0">
                                <h1 class="text-2xl sm:text-3xl wrap-anywhere">{heading}</h1>
                                <p class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">
                                    {standing(two, meeting)}
                                    <span class="text-sm text-muted">{t::so_long(&meeting.minutes.to_string(), how(meeting.format))}</span>
                                </p>
                            </div>
                        </header>
                        {quoted}
                        {self.slots(two, relationship.id, meeting, mine)}
                    </div>
                    <aside class="min-w-0 lg:pt-2">{facts}</aside>
                </div>
            </div>
        }
    }

    fn slots(self, two: &Two, id: RelationshipId, meeting: &Meeting, mine: bool) -> View {
        let open: Vec<&Slot> = meeting.slots.iter().filter(|slot| slot.starts_at > now()).collect();
        if self.chosen.with_untracked(|chosen| !open.iter().any(|slot| Some(slot.number) == *chosen)) {
            self.chosen.set(open.first().map(|slot| slot.number));
        }
        let rows = meeting.slots.iter().map(|slot| {
            let gone = slot.starts_at <= now();
            let inside = offered(two, slot.starts_at, slot.minutes, gone);
            if !mine || gone {
                return view! { <div class="pick items-center cursor-default! py-3!">{inside}</div> };
            }
            let number = slot.number;
            view! {
                <label class="pick items-center gap-4! sm:gap-5! py-3!">
                    <input type="radio" name="slot" class="radio radio-sm" prop:checked=move || self.chosen.get() == Some(number) on:change=move |_| self.chosen.set(Some(number)) />
                    {inside}
                </label>
            }
        });
        let times: Vec<_> = open
            .iter()
            .map(|slot| {
                (slot.number, t::day_at(&two.mine.weekday(slot.starts_at), &two.mine.clock(slot.starts_at)))
            })
            .collect();
        let (number, name) = (meeting.id, two.name.clone());
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            self.confirm(id, number, &name);
        };
        let confirm = move || {
            let chosen = self.chosen.get();
            let (_, when) = times.iter().find(|(number, _)| Some(*number) == chosen)?;
            Some(view! {
                <button type="submit" class="btn btn-primary max-lg:flex-1" aria-disabled=move || self.form.busy().to_string()>
                    {icon(Icon::CalendarCheck, "size-5")} {t::confirm(when)}
                </button>
            })
        };
        let may = |action| meeting.allowed_actions.contains(&action);
        let others = may(MeetingAction::ProposeOthers)
            .then(|| view! { <a class="btn" href=place_of(id, number, "propose")>{t::propose_others()}</a> });
        let cancel = may(MeetingAction::Cancel).then(|| view! { <a class="btn btn-ghost max-lg:-ms-4" href=place_of(id, number, "cancel")>{t::cancel_with_word()}</a> });
        view! {
            <form class="mt-7" novalidate on:submit=send>
                <fieldset>
                    <legend class="legend">{t::times_in(&two.my_place())}</legend>
                    <div class="mt-2.5 grid gap-2.5">{rows.collect::<View>()}</div>
                </fieldset>
                <div class="mt-3">{self.form.problem_view()}</div>
                <div class="mt-7 flex flex-col lg:flex-row items-start gap-3">
                    <div class=if mine { "actionbar lg:static lg:p-0 lg:border-0 lg:bg-transparent" } else { "contents" }>
                        {mine.then_some(confirm)} {others}
                    </div>
                    {cancel}
                </div>
            </form>
        }
    }
}

fn offered(two: &Two, at: DateTime<Utc>, minutes: u16, gone: bool) -> View {
    let [weekday, number, month] = two.mine.parts(at);
    let there = two.there(at).map(|there| view! { <span class="text-sm text-muted block">{there}</span> });
    let note = if gone {
        Some(view! { <span class="text-sm text-muted block">{t::has_passed()}</span> })
    } else {
        two.odd(at, minutes).map(moon)
    };
    view! {
        <span class="grid grid-cols-[4.1rem_minmax(0,1fr)] gap-x-3 sm:gap-x-5 items-center flex-1 min-w-0">
            <span class="text-center leading-none">
                <span class="block text-xs text-muted">{weekday}</span>
                <span class="match-n block text-3xl mt-1">{number}</span>
                <span class="block text-xs text-muted mt-1">{month}</span>
            </span>
            <span class="leading-snug min-w-0"><span class="font-semibold text-lg block">{two.span(at, minutes)}</span> {there} {note}</span>
        </span>
    }
}

/// Calling a meeting off, with a word.
pub(super) fn cancel(id: RelationshipId, meeting: MeetingId) -> View {
    title(t::call_off());
    let draft = Draft::of(&["cancel/", &meeting.to_string()].concat());
    let form = Form::new(move || wrong_with(&CancelMeeting { words: draft.text.get() })).named("cancel");
    let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, body) = (session.client(), CancelMeeting { words: draft.text.get_untracked() });
        form.send(client.cancel_meeting(meeting, &body), move |_| {
            draft.let_go();
            learn(id);
            toasts.say(t::is_called_off());
            here.go_on(&all(id));
        });
    };
    let page = meeting_page(id, meeting);
    found(relationship(id), move |relationship| {
        let two = Two::of(&relationship);
        found(page, move |page| {
            let meeting = &page.value.meeting;
            let when =
                meeting.starts_at.map(|at| t::on_at(&two.mine.long(at), &two.span(at, meeting.minutes)));
            let may = meeting.allowed_actions.contains(&MeetingAction::Cancel);
            let content = if may {
                view! {
                    <form class="mt-6 grid gap-5" novalidate on:submit=send>
                        {words(form, "/words", t::your_word(), t::your_word_hint(), "3", draft.text)}
                        {form.problem_view()}
                        <div class="flex flex-wrap gap-3">{form.submit(t::call_off())} <a class="btn btn-ghost" href=place_of(id, meeting.id, "")>{t::keep_it()}</a></div>
                    </form>
                }
            } else {
                view! { <p class="mt-6">{t::cannot_be_called_off()}</p> }
            };
            view! {
                <div class="page pt-8 pb-32 lg:pt-10 lg:pb-20">
                    {back(place_of(id, meeting.id, ""), t::back_to_meeting())}
                    <div class="mt-2 max-w-[44rem]">
                        <h1 class="text-2xl sm:text-3xl">{t::call_off_heading()}</h1>
                        {when.map(|when| view! { <p class="mt-1.5 text-muted">{when}</p> })}
                        <p class="mt-2 max-w-[58ch]">{t::call_off_about(&two.name)}</p>
                        {content}
                    </div>
                </div>
            }
        })
    })
}
