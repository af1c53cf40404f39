//! Completing a journey: looking back, how it shall go on; and the answer of the other.
use api_client::{Call, Client};
use chrono::TimeDelta;
use domain::ids::RelationshipId;
use domain::problem::FieldError;
use domain::relationships::{Closing, Journey, NotYet, Reflection, Relationship, RelationshipAction, Wish};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::relationships::weeks;

use super::act::learn;
use super::journey::{journey, numbers};
use super::withdraw::{draft, locked, optional, too_late};
use super::{address, ended, place, relationship};
use crate::components::controls::{Tone, chip};
use crate::components::draft::Draft;
use crate::components::drawing::drawing;
use crate::components::face::face;
use crate::components::form::{Form, hold_still, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{day, now, title};
use crate::components::person::first_of;
use crate::components::toast::Toasts;
use crate::data::{Query, several};
use crate::navigation::Here;
use crate::pages::requests::{around, found};
use crate::session::Session;
use crate::text::{ending as t, request};
use crate::view::{IntoView, View, view};

/// How long the other has to answer.
const ASKED_FOR: TimeDelta = domain::relationships::state::COMPLETES_AFTER;

/// What somebody writes when a journey ends: kept on this device until it is sent.
#[derive(Clone, Copy)]
struct Looking {
    id: RelationshipId,
    known: Query<Relationship>,
    journey: Query<Journey>,
    takes: Draft,
    thanks: Draft,
    /// Says something where the thank-you is not shown.
    hides: Draft,
    wish: Draft,
    rating: Draft,
    form: Form,
    session: Session,
    toasts: Toasts,
    here: Here,
}

/// The page: of the one who asks, or of the one who is asked.
pub(super) fn page(id: RelationshipId) -> View {
    title(t::complete_title());
    let looking = Looking::of(id);
    let content = found(looking.known, move |relationship| {
        let may = |action| ended::may(&relationship, action);
        match &relationship.closing {
            Some(closing) if may(RelationshipAction::Confirm) => looking.answer(&relationship, closing),
            _ if may(RelationshipAction::Complete) => looking.ask(&relationship),
            _ => too_late(id),
        }
    });
    around(address(id), t::back_to_two(), content)
}

impl Looking {
    fn of(id: RelationshipId) -> Self {
        let of = |purpose| draft(purpose, id);
        let [takes, thanks, hides, wish, rating] =
            ["takes-along", "thanks", "hides-thanks", "wish", "rating"].map(of);
        let form = Form::new(move || match reflection(takes, thanks, hides, wish, rating) {
            Some(body) => wrong_with(&body),
            None => vec![FieldError::new("/wish", "required")],
        });
        let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
        let (known, journey) = (relationship(id), journey(id));
        Self { id, known, journey, takes, thanks, hides, wish, rating, form, session, toasts, here }
    }

    fn ask(self, relationship: &Relationship) -> View {
        let name = first_of(&relationship.partner);
        let known = self.journey;
        let id = self.id;
        let summary = move || {
            known.ready().map(|journey| {
            let span = crate::text::relationships::was(&day(journey.started_at), &day(now()));
            view! {
                <section class="mt-5 border-y border-line py-6" aria-label=t::numbers()>
                    {numbers(&journey, weeks(journey.started_at, now()))}
                    <p class="text-sm text-muted mt-4 leading-snug">{span} ". " <a class="link-quiet" href=place(id, "journey")>{t::see_whole()}</a></p>
                </section>
            }
        })
        };
        let head = view! { <h1 class="text-3xl sm:text-4xl">{t::complete()}</h1> {summary} };
        let wishes = [
            (Wish::End, t::end().to_owned(), t::end_about().to_owned()),
            (Wish::StayInTouch, t::stay().to_owned(), t::stay_about(&name)),
            (Wish::NewJourney, t::anew().to_owned(), t::anew_about(&name)),
        ];
        let later = view! { <a class="btn btn-ghost" href=place(id, "details")>{t::later()}</a> };
        let done = t::completed(&name);
        let send: Send = |client, id, body| client.complete_relationship(id, &body);
        let form =
            self.form_view(head, &name, t::how_on(), wishes, t::complete_now(&name), later, send, done);
        columns(form, then(&name, id))
    }

    fn answer(self, relationship: &Relationship, closing: &Closing) -> View {
        let name = first_of(&relationship.partner);
        let (id, partner, known) = (self.id, &relationship.partner, self.journey);
        let since = match closing.completes_at {
            Some(until) => t::asked_since(&day(closing.at), &day(until)),
            None => t::asked_rests(&day(closing.at)),
        };
        let thanks = (!closing.thanks.is_empty()).then(|| {
            view! { <blockquote class="lead max-w-[48ch] whitespace-pre-line wrap-anywhere mb-3" dir="auto">{request::quoted(&closing.thanks)}</blockquote> }
        });
        let wish = match closing.wish {
            Wish::End => t::wishes_end(&name),
            Wish::StayInTouch => t::wishes_stay(&name),
            Wish::NewJourney => t::wishes_anew(&name),
        };
        let head = view! {
            <header class="flex gap-4 sm:gap-5 items-start">
                {face(&partner.display_name, partner.photo.as_ref(), "size-14 sm:size-16 text-xl")}
                <div class="min-w-0">
                    <h1 class="text-2xl sm:text-3xl wrap-anywhere">{t::asked(&name)}</h1>
                    <p class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">{chip(Tone::Turn, t::your_turn().to_owned())} <span class="text-sm text-muted">{since}</span></p>
                </div>
            </header>
            <div class="mt-7">{thanks} <p class="text-muted wrap-anywhere">{wish}</p></div>
        };
        let (stay, anew) = (closing.wish == Wish::StayInTouch, closing.wish == Wish::NewJourney);
        let stay = if stay {
            (t::stay_too(&name), t::stay_too_about().to_owned())
        } else {
            (t::stay().to_owned(), t::stay_about(&name))
        };
        let anew = if anew {
            (t::anew_too(&name), t::anew_too_about().to_owned())
        } else {
            (t::anew().to_owned(), t::anew_about(&name))
        };
        let wishes = [
            (Wish::End, t::end().to_owned(), t::end_about().to_owned()),
            (Wish::StayInTouch, stay.0, stay.1),
            (Wish::NewJourney, anew.0, anew.1),
        ];
        let not_yet = ended::may(relationship, RelationshipAction::NotYet)
            .then(|| view! { <a class="btn" href=place(id, "not-yet")>{t::not_yet()}</a> });
        let send: Send = |client, id, body| client.confirm_completion(id, &body);
        let done = t::confirmed().to_owned();
        let form = self.form_view(
            head,
            &name,
            t::and_you(),
            wishes,
            t::confirm_now().to_owned(),
            not_yet.into_view(),
            send,
            done,
        );
        let together =
            move || known.ready().map(|journey| numbers(&journey, weeks(journey.started_at, now())));
        let aside = view! {
            <section aria-labelledby="together"><h2 id="together" class="text-xl">{t::together()}</h2> <div class="mt-5">{together}</div></section>
            <section class="mt-8 pt-6 border-t border-line" aria-labelledby="not-yet">
                <h2 id="not-yet" class="text-xl">{t::not_yet_heading()}</h2>
                <p class="mt-1.5 text-sm text-muted leading-snug">{t::not_yet_about(&name)}</p>
            </section>
        };
        columns(form, aside)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the two forms differ in their words only, and these are all of them"
    )]
    fn form_view(
        self,
        head: View,
        name: &str,
        question: &'static str,
        wishes: [(Wish, String, String); 3],
        words_of_send: String,
        way_out: View,
        send: Send,
        done: String,
    ) -> View {
        let form = self.form;
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send(send, done.clone());
        };
        let serif = |words: View| view! { <span class="serif text-xl font-[460]">{words}</span> };
        let hides = self.hides.text;
        let show =
            move |event| hides.set(if event_target_checked(&event) { String::new() } else { "1".to_owned() });
        view! {
            <form class="min-w-0" novalidate on:submit=submit>
                {head}
                <div class="mt-8">{words(form, "/takes_along", serif(t::takes().into_view()), locked(t::takes_hint().to_owned()), "4", self.takes.text)}</div>
                <div class="mt-8">{words(form, "/thanks", serif(optional(t::thank_you(name))), (), "4", self.thanks.text)}</div>
                <label class="flex items-center justify-between gap-3 min-h-11 cursor-pointer">
                    <span class="text-sm text-muted">{t::show_thanks(name)}</span>
                    <input type="checkbox" role="switch" class="toggle" prop:checked=move || hides.read().is_empty() on:change=show />
                </label>
                {self.wish_view(question, wishes)}
                {self.rating_view()}
                {form.problem_view()}
                <div class="mt-9 flex flex-wrap gap-3">
                    <button type="submit" class="btn btn-primary max-sm:w-full" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{words_of_send}</button>
                    {way_out}
                </div>
            </form>
        }
    }

    fn wish_view(self, question: &'static str, wishes: [(Wish, String, String); 3]) -> View {
        let (form, chosen) = (self.form, self.wish.text);
        let picks = wishes.into_iter().map(|(wish, words, about)| {
            let choose = move |_| {
                chosen.set(wish.as_str().to_owned());
                form.edited("/wish");
            };
            view! {
                <label class="pick py-3.5!">
                    <input
                        type="radio"
                        name="wish"
                        class="radio radio-sm mt-1"
                        aria-invalid=move || form.error_at("/wish").map(|_| "true")
                        prop:checked=move || *chosen.read() == wish.as_str()
                        on:change=choose
                    />
                    <span class="leading-snug min-w-0"><span class="font-semibold block wrap-anywhere">{words}</span><span class="text-sm text-muted">{about}</span></span>
                </label>
            }
        });
        view! {
            <fieldset class="mt-7" aria-describedby="wish-said">
                <legend class="serif text-xl font-[460]">{question}</legend>
                <div class="mt-3 grid gap-2.5">{picks.collect::<View>()}</div>
                {form.error_view("wish-said".to_owned(), "/wish", chosen.into())}
            </fieldset>
        }
    }

    fn rating_view(self) -> View {
        let chosen = self.rating.text;
        let marks = ["1", "2", "3", "4", "5"].into_iter().map(|mark| {
            view! {
                <label class="min-h-11! text-base!">
                    <input type="radio" name="rating" prop:checked=move || *chosen.read() == mark on:change=move |_| chosen.set(mark.to_owned()) />
                    {mark}
                </label>
            }
        });
        view! {
            <fieldset class="mt-9" aria-describedby="rating-hint">
                <legend class="serif text-xl font-[460]">{t::help()}</legend>
                <p id="rating-hint" class="hint">{t::help_about()}</p>
                <div class="seg mt-3 max-w-[28rem]">{marks.collect::<View>()}</div>
                <div class="flex justify-between text-sm text-muted mt-1 max-w-[28rem]"><span>{t::hardly()}</span><span>{t::very_much()}</span></div>
            </fieldset>
        }
    }

    fn send(self, send: Send, done: String) {
        let (id, client) = (self.id, self.session.client());
        let Self { takes, thanks, hides, wish, rating, .. } = self;
        let body = untrack(|| reflection(takes, thanks, hides, wish, rating));
        let sending = async move {
            match body {
                Some(body) => send(client, id, body).await,
                // Without a wish the form is not sent.
                None => Err(api_client::Error::Unreadable),
            }
        };
        self.form.send(several(sending), move |relationship: Relationship| {
            for draft in [takes, thanks, hides, wish, rating] {
                draft.let_go();
            }
            let to = address(relationship.later.unwrap_or(id));
            learn(relationship);
            self.toasts.say(done);
            self.here.go_on(&to);
        });
    }
}

type Send = fn(Client, RelationshipId, Reflection) -> Call<Relationship>;

fn reflection(takes: Draft, thanks: Draft, hides: Draft, wish: Draft, rating: Draft) -> Option<Reflection> {
    Some(Reflection {
        takes_along: takes.text.get(),
        thanks: thanks.text.get(),
        shows_thanks: hides.text.read().is_empty(),
        rating: rating.text.read().parse().ok(),
        wish: wish.text.read().parse().ok()?,
    })
}

fn columns(main: View, aside: View) -> View {
    view! {
        <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,44rem)_20rem] items-start">
            {main} <aside class="min-w-0 lg:pt-3">{aside}</aside>
        </div>
    }
}

/// What comes after it, and how to end well.
fn then(name: &str, id: RelationshipId) -> View {
    let mark = |stone: &'static str, class: &'static str, words: String, below: String| {
        view! { <li>{drawing("stones", stone, "mark")} <div class="leading-snug min-w-0"><p class=class>{words}</p><p class="text-sm text-muted">{below}</p></div></li> }
    };
    let latest = day(now() + ASKED_FOR);
    let tips = t::tips().iter().map(|tip| {
        view! { <li class="flex gap-3 leading-snug">{icon(Icon::Check, "size-4 mt-1 shrink-0 text-muted")} <span>{*tip}</span></li> }
    });
    view! {
        <section aria-labelledby="then">
            <h2 id="then" class="text-xl wrap-anywhere">{t::then_asked(name)}</h2>
            <ol class="trail mt-4">
                {mark("mark-next", "font-semibold", t::you_send().to_owned(), t::you_send_when().to_owned())}
                {mark("mark-open", "", t::they_look(name), t::they_look_or().to_owned())}
                {mark("mark-open", "", t::both_done().to_owned(), t::both_done_when(&latest))}
            </ol>
        </section>
        <section class="mt-8 pt-6 border-t border-line" aria-labelledby="tips">
            <h2 id="tips" class="text-xl">{t::ending_well()}</h2>
            <ul class="mt-3 space-y-3.5">{tips.collect::<View>()}</ul>
            <p class="mt-4"><a class="link-quiet" href=place(id, "tools/good-ending")>{t::a_good_ending()}</a><span class="block text-sm text-muted mt-0.5">{t::a_good_ending_about()}</span></p>
        </section>
    }
}

/// The page on which somebody who is asked walks on instead.
pub(super) fn not_yet(id: RelationshipId) -> View {
    title(t::not_yet_title());
    let text = draft("not-yet", id);
    let body = move || NotYet { words: text.text.get() };
    let form = Form::new(move || wrong_with(&body()));
    let (session, toasts, here, known) = (Session::here(), Toasts::here(), Here::page(), relationship(id));
    let content = found(known, move |relationship| {
        if !ended::may(&relationship, RelationshipAction::NotYet) {
            return too_late(id);
        }
        let name = first_of(&relationship.partner);
        let done = t::walks_on(&name);
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            let (client, body, done) = (session.client(), untrack(body), done.clone());
            form.send(client.not_yet(id, &body), move |relationship| {
                text.let_go();
                learn(relationship);
                toasts.say(done);
                here.go_on(&address(id));
            });
        };
        view! {
            <form class="max-w-[44rem]" novalidate on:submit=send>
                <h1 class="text-2xl sm:text-3xl wrap-anywhere">{t::walk_on(&name)}</h1>
                <p class="mt-1.5 max-w-[56ch]">{t::not_yet_about(&name)}</p>
                <div class="mt-7">{words(form, "/words", optional(t::still().to_owned()), t::still_hint(&name), "4", text.text)}</div>
                {form.problem_view()}
                <div class="mt-7 flex flex-wrap gap-3">
                    {form.submit(t::walk_on_now())}
                    <a class="btn btn-ghost" href=place(id, "complete")>{t::later()}</a>
                </div>
            </form>
        }
    });
    around(place(id, "complete"), t::asked_title(), content)
}
