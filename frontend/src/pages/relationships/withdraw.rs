//! Ending a relationship before its goals are reached: what happens is said before it does.
use domain::ids::RelationshipId;
use domain::relationships::{Relationship, RelationshipAction, WithdrawRelationship};
use domain::requests::Side;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::relationships::next_meeting;

use super::act::learn;
use super::frame::two;
use super::{address, ended, place, relationship};
use crate::components::draft::Draft;
use crate::components::form::{Form, hold_still, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{day, now, title};
use crate::components::person::first_of;
use crate::components::toast::Toasts;
use crate::data::Query;
use crate::follow::RwSignal;
use crate::navigation::Here;
use crate::pages::requests::{around, found};
use crate::session::Session;
use crate::text::{Piece, ending as t};
use crate::view::{IntoView, View, view};

/// A draft of what is written about this relationship, by purpose.
pub(super) fn draft(purpose: &str, id: RelationshipId) -> Draft {
    Draft::of(&[purpose, "/", &id.to_string()].concat())
}

/// The label of what can be left out.
pub(super) fn optional(words: String) -> View {
    view! { <span>{words} " " <span class="font-sans text-base font-normal text-muted">{t::if_you_like()}</span></span> }
}

/// A hint that says who sees it: nobody else.
pub(super) fn locked(words: String) -> View {
    view! { <span class="flex gap-1.5">{icon(Icon::LockSimple, "size-4.5 mt-0.5 shrink-0")} <span>{words}</span></span> }
}

/// It cannot be done any more.
pub(super) fn too_late(id: RelationshipId) -> View {
    view! {
        <h1 class="text-2xl sm:text-3xl">{t::not_possible()}</h1>
        <p class="mt-2 max-w-[56ch]">{t::not_possible_about()}</p>
        <p class="mt-5"><a class="btn" href=address(id)>{t::look()}</a></p>
    }
}

#[derive(Clone, Copy)]
struct Leaving {
    id: RelationshipId,
    known: Query<Relationship>,
    words: Draft,
    reason: Draft,
    never_again: RwSignal<bool>,
    form: Form,
    session: Session,
    toasts: Toasts,
    here: Here,
}

/// The page.
pub(super) fn page(id: RelationshipId) -> View {
    title(t::withdraw_title());
    let (words, reason) = (draft("withdraw", id), draft("reason", id));
    let never_again = RwSignal::new(false);
    let form = Form::new(move || wrong_with(&body(words, reason, never_again)));
    let known = relationship(id);
    let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
    let leaving = Leaving { id, known, words, reason, never_again, form, session, toasts, here };
    let content = found(known, move |relationship| {
        if ended::may(&relationship, RelationshipAction::Withdraw) {
            leaving.view(&relationship)
        } else {
            too_late(id)
        }
    });
    around(place(id, "details"), t::back(), content)
}

fn body(words: Draft, reason: Draft, never_again: RwSignal<bool>) -> WithdrawRelationship {
    WithdrawRelationship {
        words: words.text.get(),
        reason: reason.text.get(),
        never_again: never_again.get(),
    }
}

impl Leaving {
    fn view(self, relationship: &Relationship) -> View {
        let name = first_of(&relationship.partner);
        let (faces, _) = two(relationship, "size-12 sm:size-14 face-ring text-lg");
        let Self { form, never_again, .. } = self;
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let final_ = t::final_().iter().map(|piece| match *piece {
            Piece::Plain(words) => words.into_view(),
            Piece::Marked(_, words) => view! { <span class="font-normal">{words}</span> },
        });
        view! {
            <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,44rem)_20rem] items-start">
                <form class="min-w-0" novalidate on:submit=send>
                    <header class="flex gap-4 sm:gap-5 items-start">
                        {faces}
                        <div class="min-w-0"><h1 class="text-2xl sm:text-3xl">{t::withdraw()}</h1><p class="mt-1.5 max-w-[52ch]">{t::withdraw_lead()}</p></div>
                    </header>
                    <section class="mt-7" aria-labelledby="then">
                        <h2 id="then" class="text-xl">{t::then()}</h2>
                        <ul class="mt-3 rows border-y border-line">{what_happens(relationship, &name)}</ul>
                        <p class="mt-4 font-semibold max-w-[60ch]">{final_.collect::<View>()}</p>
                    </section>
                    <div class="mt-8">{words(form, "/words", t::word(&name), t::word_hint(&name), "4", self.words.text)}</div>
                    <div class="mt-7">{words(form, "/reason", optional(t::reason().to_owned()), locked(t::reason_hint(&name)), "3", self.reason.text)}</div>
                    <label class="flex gap-3 min-h-11 mt-5 leading-snug cursor-pointer">
                        <input type="checkbox" class="checkbox checkbox-sm mt-0.5" prop:checked=never_again on:change=move |event| never_again.set(event_target_checked(&event)) />
                        <span>{t::never_again()}</span>
                    </label>
                    {form.problem_view()}
                    <div class="mt-7 flex flex-wrap gap-3">
                        <button type="submit" class="btn btn-error max-sm:w-full" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{t::withdraw_now()}</button>
                        <a class="btn max-sm:w-full" href=place(self.id, "details")>{t::keep()}</a>
                    </div>
                </form>
                <aside class="min-w-0 lg:pt-2">{smaller(relationship)}</aside>
            </div>
        }
    }

    fn send(self) {
        let (id, client) = (self.id, self.session.client());
        let body = untrack(|| body(self.words, self.reason, self.never_again));
        let name = untrack(|| self.known.ready()).map(|it| first_of(&it.partner)).unwrap_or_default();
        self.form.send(client.withdraw_relationship(id, &body), move |relationship| {
            self.words.let_go();
            self.reason.let_go();
            learn(relationship);
            self.toasts.say(t::withdrawn(&name));
            self.here.go_on(&address(id));
        });
    }
}

/// What happens, point by point.
fn what_happens(relationship: &Relationship, name: &str) -> View {
    let meeting = next_meeting(&relationship.meetings, now()).and_then(|meeting| meeting.starts_at);
    let meeting = match meeting {
        Some(at) => t::then_meeting(&day(at)),
        None => t::then_meetings().to_owned(),
    };
    let place =
        if relationship.side == Side::Mentor { t::then_your_place().to_owned() } else { t::then_place(name) };
    let points = [
        (Icon::Archive, t::then_read().to_owned()),
        (Icon::EyeSlash, t::then_contact(name)),
        (Icon::CalendarX, meeting),
        (Icon::UsersThree, place),
    ];
    let points = points.into_iter().map(|(sign, words)| {
        view! { <li class="flex gap-3.5 py-3 leading-snug">{icon(sign, "size-5 mt-0.5 text-muted shrink-0")} <span class="min-w-0 wrap-anywhere">{words}</span></li> }
    });
    points.collect()
}

/// Other ways than the end.
fn smaller(relationship: &Relationship) -> View {
    let id = relationship.id;
    let way = |part: &str, words: &'static str, about: &'static str| {
        view! { <li><a class="link-quiet" href=place(id, part)>{words}</a><span class="block text-sm text-muted mt-0.5 leading-snug">{about}</span></li> }
    };
    let complete = ended::may(relationship, RelationshipAction::Complete)
        .then(|| way("complete", t::smaller_complete(), t::smaller_complete_about()));
    view! {
        <section aria-labelledby="or">
            <h2 id="or" class="text-xl">{t::or_smaller()}</h2>
            <ul class="mt-3 space-y-4">
                {way("messages", t::smaller_say(), t::smaller_say_about())}
                {way("tools", t::smaller_look(), t::smaller_look_about())}
                {complete}
            </ul>
        </section>
    }
}
