//! Offering times for a meeting, or others; writing down that the two have met.
use std::sync::Arc;

use api_client::json;
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::{Meeting, MeetingFormat, ProposeMeeting, RecordMeeting};
use domain::relationships::Relationship;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::around::Two;
use super::slot::{Row, Slot, Slots};
use super::{all, hours, learn, meeting_page, place_of, relationship};
use crate::components::controls::{back, segments};
use crate::components::draft::Draft;
use crate::components::form::{Form, Input, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{clock, title};
use crate::components::toast::Toasts;
use crate::data::{Fetch, several};
use crate::follow::{Callback, RwSignal, Signal, effect, memo};
use crate::navigation::Here;
use crate::pages::relationships::address;
use crate::pages::requests::found;
use crate::session::Session;
use crate::text::{asking, meetings as t};
use crate::view::{IntoView, View, view};

/// The most times that can be offered.
const MOST: usize = 5;
/// How long people meet.
const LENGTHS: [(&str, u16); 4] = [("30", 30), ("45", 45), ("60", 60), ("90", 90)];
const FORMATS: [MeetingFormat; 3] = [MeetingFormat::Video, MeetingFormat::Phone, MeetingFormat::InPerson];

/// What is being offered.
#[derive(Clone, Copy)]
struct Offer {
    draft: Draft,
    slots: Slots,
    minutes: RwSignal<u16>,
    format: RwSignal<MeetingFormat>,
    place: RwSignal<String>,
    words: RwSignal<String>,
}

impl Offer {
    fn begin(draft: Draft) -> Self {
        let kept = draft.text.with_untracked(|kept| json::read::<ProposeMeeting>(kept.as_bytes()));
        let slots = kept.as_ref().map(|kept| kept.slots.iter().map(Slot::of).collect::<Vec<_>>());
        let slots = slots.filter(|slots| !slots.is_empty()).unwrap_or_else(|| vec![Slot::empty()]);
        let minutes = kept.as_ref().and_then(|kept| kept.slots.first()).map_or(30, |slot| slot.minutes);
        let format = kept.as_ref().map_or(MeetingFormat::Video, |kept| kept.format);
        let (place, words) = kept.map(|kept| (kept.place, kept.words)).unwrap_or_default();
        Self {
            draft,
            slots: RwSignal::new(slots),
            minutes: RwSignal::new(minutes),
            format: RwSignal::new(format),
            place: RwSignal::new(place),
            words: RwSignal::new(words),
        }
    }

    /// Begins as another offer of the same meeting was, unless something has been written already.
    fn begin_as(self, meeting: &Meeting) {
        if self.draft.text.with_untracked(String::is_empty) {
            self.minutes.set(meeting.minutes);
            self.format.set(meeting.format);
            self.place.set(meeting.place.clone());
        }
    }

    fn body(self, two: &Two) -> ProposeMeeting {
        let minutes = self.minutes.get();
        ProposeMeeting {
            slots: self.slots.with(|slots| slots.iter().map(|slot| slot.body(two, minutes)).collect()),
            format: self.format.get(),
            place: self.place.get(),
            words: self.words.get(),
        }
    }

    fn is_begun(self) -> bool {
        self.slots.with(|slots| slots.len() > 1 || slots.iter().any(|slot| *slot != Slot::empty()))
            || self.words.with(|words| !words.is_empty())
            || self.place.with(|place| !place.is_empty())
    }
}

/// The page that offers times; others for `meeting`.
pub(super) fn page(id: RelationshipId, meeting: Option<MeetingId>) -> View {
    let purpose = meeting.map_or_else(|| id.to_string(), |meeting| meeting.to_string());
    let offer = Offer::begin(Draft::of(&["meeting/", &purpose].concat()));
    let begun = RwSignal::new(false);
    if let Some(meeting) = meeting {
        let known = meeting_page(id, meeting);
        effect(move || {
            if let Some(page) = known.ready().filter(|_| !begun.get_untracked()) {
                begun.set(true);
                offer.begin_as(&page.value.meeting);
            }
        });
    }
    // The page is drawn again when the relationship changes, also while the times are on their way.
    let known = relationship(id);
    let wrong = move || {
        known.ready().map(|relationship| wrong_with(&offer.body(&Two::of(&relationship)))).unwrap_or_default()
    };
    let sender = Sender::of(Form::new(wrong).named("offer"));
    found(known, move |relationship| whole(id, meeting, (offer, sender), &relationship))
}

/// Sends what is on a page, whatever is drawn again meanwhile.
#[derive(Clone, Copy)]
struct Sender {
    form: Form,
    session: Session,
    toasts: Toasts,
    here: Here,
}

impl Sender {
    fn of(form: Form) -> Self {
        Self { form, session: Session::here(), toasts: Toasts::here(), here: Here::page() }
    }
}

fn whole(
    id: RelationshipId,
    meeting: Option<MeetingId>,
    (offer, sender): (Offer, Sender),
    relationship: &Arc<Relationship>,
) -> View {
    let two = Two::of(relationship);
    let heading = t::when_could(&two.name);
    title(&heading);
    keep(offer, &two);
    let Sender { form, session, toasts, here } = sender;
    let send = {
        let two = two.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let body = untrack(|| offer.body(&two));
            let key = offer.draft.key(&json::write(&body).unwrap_or_default());
            let client = session.client();
            let sending: Fetch<Meeting> = Box::pin(async move {
                match meeting {
                    None => client.propose_meeting(id, &key, &body).await,
                    Some(meeting) => client.propose_others(meeting, &body).await,
                }
            });
            let said = t::offered_to(&two.name);
            form.send(sending, move |_| {
                offer.draft.let_go();
                learn(id);
                toasts.say(said);
                here.go_on(&all(id));
            });
        }
    };
    let words = two.name.clone();
    let button = move || {
        let count = offer.slots.with(Vec::len);
        form.submit(t::offers().get(count.saturating_sub(1)).copied().unwrap_or_default())
    };
    let out = meeting.map_or_else(|| all(id), |meeting| place_of(id, meeting, ""));
    view! {
        <div class="page pt-8 pb-32 lg:pt-10 lg:pb-20">
            <div class="flex flex-wrap items-center justify-between gap-x-4">
                {back(out.clone(), t::meetings())}
                <p class="text-sm text-muted inline-flex items-center gap-1.5" role="status">{offer.draft.kept_line()}</p>
            </div>
            <div class="mt-2 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,44rem)_20rem] items-start">
                <form class="min-w-0" novalidate on:submit=send>
                    <h1 class="text-2xl sm:text-3xl wrap-anywhere">{heading}</h1>
                    <p class="mt-2 max-w-[58ch]">{t::offer_up_to(&two.name)}</p>
                    {how(form, offer)}
                    {times(&two, form, offer)}
                    <div class="mt-8">{word_to(form, &words, offer.words)}</div>
                    {form.problem_view()}
                    <div class="actionbar lg:static lg:mt-8 lg:p-0 lg:border-0 lg:bg-transparent">
                        <span class="max-lg:flex-1 grid">{button}</span>
                        <a class="btn btn-ghost" href=out>{asking::later()}</a>
                    </div>
                </form>
                {beside(&two, relationship)}
            </div>
        </div>
    }
}

/// What is written is kept on the device as it would be sent.
fn keep(offer: Offer, two: &Two) {
    let two = two.clone();
    effect(move || {
        let now = json::write(&offer.body(&two)).unwrap_or_default();
        offer.draft.text.set(if offer.is_begun() { now } else { String::new() });
    });
}

fn how(form: Form, offer: Offer) -> View {
    view! {
        {length_and_format(offer.minutes, offer.format)}
        <div class="mt-5">{place_field(form, offer.format, offer.place)}</div>
    }
}

/// How long the two meet, and how.
fn length_and_format(minutes: RwSignal<u16>, format: RwSignal<MeetingFormat>) -> View {
    let lengths = LENGTHS.iter().map(|(word, _)| *word).zip(t::lengths().iter().copied()).collect();
    let length = Signal::derive(move || {
        let minutes = minutes.get();
        LENGTHS.iter().find(|(_, known)| *known == minutes).map_or("", |(word, _)| *word)
    });
    let choose = Callback::new(move |word: &'static str| {
        if let Some((_, chosen)) = LENGTHS.iter().find(|(known, _)| *known == word) {
            minutes.set(*chosen);
        }
    });
    view! {
        <div class="mt-6 grid sm:grid-cols-2 gap-x-6 gap-y-5">
            <div><p class="legend mb-2" aria-hidden="true">{t::how_long()}</p> {segments("length", t::how_long().to_owned(), lengths, length, choose)}</div>
            <div><p class="legend mb-2" aria-hidden="true">{t::how()}</p> {formats(format)}</div>
        </div>
    }
}

/// How the two meet.
pub(super) fn formats(format: RwSignal<MeetingFormat>) -> View {
    let choices = FORMATS.map(|format| (format.as_str(), name_of(format))).to_vec();
    let chosen = Signal::derive(move || format.get().as_str());
    let choose = Callback::new(move |word: &'static str| {
        if let Ok(chosen) = word.parse() {
            format.set(chosen);
        }
    });
    segments("format", t::how().to_owned(), choices, chosen, choose)
}

fn name_of(format: MeetingFormat) -> &'static str {
    match format {
        MeetingFormat::Video => t::video(),
        MeetingFormat::Phone => t::phone(),
        MeetingFormat::InPerson => t::person(),
    }
}

/// The place or the link: what it is called follows from how the two meet.
pub(super) fn place_field(form: Form, format: RwSignal<MeetingFormat>, place: RwSignal<String>) -> View {
    let field = move || {
        let (label, hint) = match format.get() {
            MeetingFormat::Video => (t::link(), t::link_hint()),
            MeetingFormat::Phone => (t::number(), t::number_hint()),
            MeetingFormat::InPerson => (t::place(), t::place_hint()),
        };
        Input::text(form, "/place", label, place).hint(hint).view()
    };
    field.into_view()
}

fn word_to(form: Form, name: &str, value: RwSignal<String>) -> View {
    view! {
        <div class="field">
            <label for="offer-word">{t::word_to(name)} " " <span class="font-normal text-muted">{t::if_you_like()}</span></label>
            <textarea id="offer-word" class="textarea" aria-invalid=move || form.error_at("/words").map(|_| "true") rows="3" dir="auto" maxlength="2000" aria-describedby="offer-word-said" prop:value=value on:input=move |event| value.set(event_target_value(&event))></textarea>
            {form.error_view("offer-word-said".to_owned(), "/words", value.into())}
        </div>
    }
}

fn times(two: &Two, form: Form, offer: Offer) -> View {
    let (slots, minutes) = (offer.slots, offer.minutes);
    let count = memo(move || slots.with(Vec::len));
    let row = Row { two: two.clone(), slots, minutes, form, ahead: true };
    let rows = move || (0..count.get()).map(|number| row.clone().view(number)).collect::<View>();
    let more = move || {
        let next = t::add_times().get(count.get().saturating_sub(1)).filter(|_| count.get() < MOST);
        next.map(|words| {
            view! {
                <button type="button" class="btn btn-ghost -ms-4 mt-2 text-moss-ink" on:click=move |_| slots.update(|slots| slots.push(Slot::empty()))>
                    {icon(Icon::Plus, "size-4")} {*words}
                </button>
            }
        })
    };
    view! {
        <section class="mt-8" aria-labelledby="times">
            <h2 id="times" class="text-xl">{t::your_times()}</h2>
            <p class="text-sm text-muted mt-0.5">{hours::lead(two)}</p>
            {hours::days(two, slots, minutes)}
            <ol class="rows border-y border-line mt-4">{rows}</ol>
            {more}
        </section>
    }
}

fn beside(two: &Two, relationship: &Relationship) -> View {
    let there = two.theirs.as_ref().map(|(theirs, place)| {
        let (now, place) = (clock(theirs.zone()), place.clone());
        let said = move || t::now_there(&now.get(), &place);
        fact(Icon::Clock, said.into_view())
    });
    let tool = relationship.tool.as_ref().map(|tool| {
        let to = [&address(relationship.id), "/tools/", tool].concat();
        view! {
            <section class="mt-8 pt-6 border-t border-line" aria-labelledby="while">
                <h2 id="while" class="text-xl">{t::while_you_wait()}</h2>
                <p class="mt-1.5"><a class="link-quiet min-h-11 inline-flex items-center" href=to>{t::prepare()}</a></p>
            </section>
        }
    });
    view! {
        <aside class="min-w-0 lg:pt-2">
            <section aria-labelledby="know">
                <h2 id="know" class="text-xl">{t::good_to_know()}</h2>
                <ul class="mt-3 space-y-3.5">
                    {there}
                    {fact(Icon::EnvelopeSimple, t::gets_letter(&two.name).into_view())}
                    {fact(Icon::CalendarBlank, t::both_get_entry().into_view())}
                </ul>
            </section>
            {tool}
        </aside>
    }
}

/// Something to know, in a line.
pub(super) fn fact(sign: Icon, words: View) -> View {
    view! { <li class="flex gap-3 leading-snug">{icon(sign, "size-5 mt-0.5 text-muted shrink-0")} <span>{words}</span></li> }
}

/// Writing down that the two have met.
pub(super) fn record(id: RelationshipId) -> View {
    title(t::we_met());
    let draft = Draft::of(&["met/", &id.to_string()].concat());
    let slots: Slots = RwSignal::new(vec![Slot::empty()]);
    let (minutes, format) = (RwSignal::new(60), RwSignal::new(MeetingFormat::Video));
    let known = relationship(id);
    let body = move || {
        let two = Two::of(&*known.ready()?);
        let slot = slots.with(|slots| slots.first().map(|slot| slot.body(&two, minutes.get())))?;
        Some(RecordMeeting { slot, format: format.get() })
    };
    let wrong = move || {
        let mut wrong = body().map(|body| wrong_with(&body)).unwrap_or_default();
        for error in &mut wrong {
            error.pointer = error.pointer.replace("/slot/", "/slots/0/");
        }
        wrong
    };
    let sender = Sender::of(Form::new(wrong));
    found(known, move |relationship| {
        let two = Two::of(&relationship);
        let Sender { form, session, toasts, here } = sender;
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            let Some(body) = untrack(body) else { return };
            let key = draft.key(&json::write(&body).unwrap_or_default());
            let client = session.client();
            let sending =
                several(async move { client.record_meeting(id, &key, &body).await.map_err(about_the_slot) });
            form.send(sending, move |met: Meeting| {
                draft.let_go();
                learn(id);
                toasts.say(t::written_down());
                here.go_on(&place_of(id, met.id, ""));
            });
        };
        let row = Row { two, slots, minutes, form, ahead: false };
        view! {
            <div class="page pt-8 pb-32 lg:pt-10 lg:pb-20">
                {back(all(id), t::meetings())}
                <form class="mt-2 max-w-[44rem]" novalidate on:submit=send>
                    <h1 class="text-2xl sm:text-3xl">{t::we_met()}</h1>
                    <p class="mt-2 max-w-[58ch]">{t::we_met_about()}</p>
                    {length_and_format(minutes, format)}
                    <ol class="rows border-y border-line mt-6">{row.view(0)}</ol>
                    {form.problem_view()}
                    <div class="mt-6 flex flex-wrap gap-3">{form.submit(t::write_down())} <a class="btn btn-ghost" href=all(id)>{t::leave_it()}</a></div>
                </form>
            </div>
        }
    })
}

/// The time of a recorded meeting is the first of the page.
fn about_the_slot(error: api_client::Error) -> api_client::Error {
    let api_client::Error::Problem(mut problem) = error else { return error };
    for error in &mut problem.errors {
        error.pointer = error.pointer.replace("/slot/", "/slots/0/");
    }
    api_client::Error::Problem(problem)
}
