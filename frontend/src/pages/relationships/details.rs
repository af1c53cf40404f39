//! The details: what the other sees, how it is planned, how it can end, how it began.
use api_client::{Call, Error, Versioned};
use domain::ids::RelationshipId;
use domain::problem::Code;
use domain::profiles::ContactDetails;
use domain::relationships::{Plan, Relationship, RelationshipAction, Sharing};
use domain::requests::Side;
use leptos::prelude::*;
use ui_model::relationships::{is_walking, readable};

use super::{ended, framed, key_of, place};
use crate::components::drawing::drawing;
use crate::components::face::face;
use crate::components::form::{Form, Input, select, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::day;
use crate::components::person::first_of;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Query, query};
use crate::follow::{RwSignal, StoredValue, effect, memo, spawn};
use crate::pages::meetings;
use crate::pages::requests;
use crate::session::Session;
use crate::text::{details as t, request};
use crate::view::{View, view};

/// The page. What is changed on it is kept here, whatever is drawn again.
pub(super) fn page(id: RelationshipId) -> View {
    let page = Details::of(id);
    framed(id, "details", move |relationship| page.view(relationship))
}

#[derive(Clone, Copy)]
struct Details {
    id: RelationshipId,
    sharing: Query<Versioned<Sharing>>,
    /// As it is shown: changed at once, and put back when it could not be saved.
    shown: RwSignal<Sharing>,
    /// The reader has switched something that is not on its way yet.
    switched: StoredValue<bool>,
    plan: Query<Versioned<Plan>>,
    /// The plan as it was told last, as the two fields have it.
    taken: StoredValue<String>,
    until: RwSignal<String>,
    every: RwSignal<String>,
    form: Form,
    contact: Query<Versioned<ContactDetails>>,
    /// Something is on its way.
    busy: StoredValue<bool>,
    session: Session,
    toasts: Toasts,
}

fn sharing_key(id: RelationshipId) -> String {
    [&key_of(id), "/sharing"].concat()
}

fn plan_key(id: RelationshipId) -> String {
    [&key_of(id), "/plan"].concat()
}

impl Details {
    fn of(id: RelationshipId) -> Self {
        let sharing = query(move || sharing_key(id), move |client| client.sharing(id));
        let plan = query(move || plan_key(id), move |client| client.plan(id));
        let contact = query(|| "contact".to_owned(), |client| client.contact());
        let (until, every) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let form = Form::new(move || wrong_with(&planned(until, every)));
        let shown = RwSignal::new(Sharing { email: false, phone: false, links: false });
        let (busy, switched) = (StoredValue::new(false), StoredValue::new(false));
        effect(move || {
            // What has been switched since is newer.
            if let Some(known) = sharing.ready().filter(|_| !busy.get_value() && !switched.get_value()) {
                shown.set(known.value);
            }
        });
        let taken = StoredValue::new(String::new());
        effect(move || {
            let Some(known) = plan.ready() else { return };
            let told = known.value.until.map(|day| day.to_string()).unwrap_or_default();
            let told = [told, known.value.every_weeks.to_string()];
            // What has been typed since is newer.
            let typed = [until, every].map(RwSignal::get_untracked).join(" ");
            let is_newer = taken.with_value(|taken| !taken.is_empty() && *taken != typed);
            taken.set_value(told.join(" "));
            if !is_newer {
                let [day, weeks] = told;
                until.set(day);
                every.set(weeks);
            }
        });
        let (session, toasts) = (Session::here(), Toasts::here());
        let page = Self {
            id,
            sharing,
            shown,
            switched,
            plan,
            taken,
            until,
            every,
            form,
            contact,
            busy,
            session,
            toasts,
        };
        let typed = memo(move || (until.get(), every.get()));
        effect(move || {
            typed.read();
            page.save_what_is_new();
        });
        page
    }

    fn view(self, relationship: &Relationship) -> View {
        let walking = is_walking(relationship.state);
        let saved = walking.then(|| {
            view! { <p class="text-sm text-muted inline-flex items-center gap-1.5">{icon(Icon::Check, "size-4")} {t::saved()}</p> }
        });
        let name = first_of(&relationship.partner);
        view! {
            <div class="mt-7 lg:mt-9 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
                <div class="min-w-0">
                    <div class="flex flex-wrap items-baseline justify-between gap-x-6"><h1 class="text-2xl sm:text-3xl">{t::heading()}</h1> {saved}</div>
                    {walking.then(|| self.what_is_shared(&name))}
                    {walking.then(|| self.how_it_is_planned())}
                    {walking.then(|| view! { <div class="mt-10">{meetings::calendar_address()}</div> })}
                    {ways_to_end(relationship)}
                </div>
                <aside class="min-w-0">{walking.then(|| self.as_seen(&name))} {began(relationship)}</aside>
            </div>
        }
    }

    fn email(self) -> String {
        untrack(|| self.session.me()).map(|me| me.email).unwrap_or_default()
    }

    fn what_is_shared(self, name: &str) -> View {
        let heading = t::sees_of_you(name);
        let name = name.to_owned();
        let rows = move || {
            self.sharing.ready()?;
            let contact = self.contact.ready();
            let phone = contact.as_ref().map(|contact| contact.value.phone.clone()).unwrap_or_default();
            let links = contact.as_ref().map(|contact| contact.value.links.clone()).unwrap_or_default();
            let links: Vec<&str> = links.iter().map(|link| readable(link)).collect();
            Some(view! {
                {self.row(Icon::EnvelopeSimple, t::email(), &name, self.email(), |sharing| &mut sharing.email)}
                {self.row(Icon::Phone, t::phone(), &name, phone, |sharing| &mut sharing.phone)}
                {self.row(Icon::Link, t::links(), &name, links.join(", "), |sharing| &mut sharing.links)}
            })
        };
        view! {
            <section class="mt-7" aria-labelledby="shared">
                <h2 id="shared" class="text-xl wrap-anywhere">{heading}</h2>
                <p class="text-sm text-muted mt-0.5">{t::sees_of_you_about()}</p>
                <ul class="rows border-y border-line mt-3">{rows}</ul>
            </section>
        }
    }

    /// A way to reach the reader, with the switch that shows it. What is not there cannot be shown.
    fn row(
        self,
        sign: Icon,
        what: &'static str,
        name: &str,
        value: String,
        part: fn(&mut Sharing) -> &mut bool,
    ) -> View {
        let sign = view! { <span class="text-muted shrink-0">{icon(sign, "size-5")}</span> };
        if value.is_empty() {
            return view! {
                <li class="flex items-center gap-4 py-2.5">
                    {sign}
                    <span class="min-w-0 flex-1 leading-snug"><span class="font-semibold block">{what}</span><span class="text-sm text-muted">{t::none_yet()}</span></span>
                    <a class="link-quiet min-h-11 inline-flex items-center" href="/profile/contact">{t::add()}</a>
                </li>
            };
        }
        let on = move || {
            let mut sharing = self.shown.get();
            *part(&mut sharing)
        };
        let name = name.to_owned();
        let label = t::show(what, &name);
        let says = move || if on() { t::sees_it(&name) } else { t::hidden().to_owned() };
        let switch = move |event| {
            let mut sharing = self.shown.get_untracked();
            *part(&mut sharing) = event_target_checked(&event);
            self.shown.set(sharing);
            self.switched.set_value(true);
            self.save_what_is_new();
        };
        view! {
            <li class="flex items-center gap-4 py-2.5">
                {sign}
                <label class="flex flex-1 min-w-0 items-center gap-4 min-h-11 cursor-pointer">
                    <span class="min-w-0 flex-1 leading-snug"><span class="font-semibold block">{what}</span><span class="text-sm text-muted wrap-anywhere" dir="ltr">{value}</span></span>
                    <span class="text-sm text-muted max-sm:sr-only">{says}</span>
                    <input type="checkbox" role="switch" class="toggle" aria-label=label prop:checked=on on:change=switch />
                </label>
            </li>
        }
    }

    /// Saves what says something else than what is known: one thing at a time, each over the version before.
    fn save_what_is_new(self) {
        if self.busy.try_get_value() == Some(false) {
            self.save_sharing();
            self.save_plan();
        }
    }

    fn save_sharing(self) {
        let known = untrack(|| self.sharing.ready()).filter(|_| self.switched.get_value());
        let Some(known) = known else { return };
        self.switched.set_value(false);
        let sharing = self.shown.get_untracked();
        if sharing == known.value {
            return;
        }
        let (id, version, client) = (self.id, known.version.clone(), self.session.client());
        self.save(sharing_key(id), client.save_sharing(id, &version, &sharing), move || {
            self.shown.try_set(known.value);
        });
    }

    /// Saves the plan when it is another, and right.
    fn save_plan(self) {
        let Some(known) = untrack(|| self.plan.ready()) else { return };
        let mut plan = untrack(|| planned(self.until, self.every));
        if is_half_typed() {
            plan.until = known.value.until;
        }
        if self.busy.get_value() || plan == known.value || !self.form.is_right() {
            return;
        }
        let (id, version, client) = (self.id, known.version.clone(), self.session.client());
        self.save(plan_key(id), client.save_plan(id, &version, &plan), move || {
            // What stands is shown as soon as it comes.
            self.taken.try_set_value(String::new());
        });
    }

    /// What was changed elsewhere meanwhile is shown instead, and said.
    fn save<T: PartialEq + Send + Sync + 'static>(
        self,
        key: String,
        saving: Call<Versioned<T>>,
        put_back: impl FnOnce() + 'static,
    ) {
        let (id, toasts) = (self.id, self.toasts);
        self.busy.set_value(true);
        spawn(async move {
            let answer = saving.await;
            self.busy.try_set_value(false);
            match answer {
                Ok(saved) => {
                    data::put(&key, saved);
                    self.save_what_is_new();
                }
                Err(error) => {
                    put_back();
                    toasts.warn(why(&error));
                }
            }
            data::refresh(&key_of(id));
        });
    }

    fn how_it_is_planned(self) -> View {
        let weeks = (1..=12_u8).map(|weeks| (weeks.to_string(), request::every(weeks.into()))).collect();
        view! {
            <section class="mt-10" aria-labelledby="planned">
                <h2 id="planned" class="text-xl">{t::planned()}</h2>
                <div class="mt-3 grid sm:grid-cols-[13rem_13rem] gap-x-5 gap-y-5 items-start" on:focusout=move |_| self.save_what_is_new()>
                    {Input::text(self.form, "/until", t::until(), self.until).kind("date").view()}
                    {select(self.form, "/every_weeks", t::every(), None, weeks, self.every)}
                </div>
                <p class="hint mt-2 max-w-[58ch]">{t::planned_about()}</p>
            </section>
        }
    }

    /// How the other sees the reader.
    fn as_seen(self, name: &str) -> View {
        let me = untrack(|| self.session.me());
        let (my_name, photo) = me.map(|me| (me.display_name, me.photo)).unwrap_or_default();
        let ways = move || {
            let sharing = self.shown.get();
            let contact = self.contact.ready();
            let (phone, links) = contact
                .map(|contact| (contact.value.phone.clone(), contact.value.links.clone()))
                .unwrap_or_default();
            let email = [(Icon::EnvelopeSimple, self.email())];
            let mut ways: Vec<(Icon, String)> = email.into_iter().filter(|_| sharing.email).collect();
            ways.extend((sharing.phone && !phone.is_empty()).then_some((Icon::Phone, phone)));
            let links = links.iter().filter(|_| sharing.links);
            ways.extend(links.map(|link| (Icon::Link, readable(link).to_owned())));
            if ways.is_empty() {
                return view! { <p class="mt-4 text-sm text-muted">{t::sees_nothing()}</p> };
            }
            let ways = ways.into_iter().map(|(sign, words)| {
                view! { <li class="flex items-center gap-3 min-h-11">{icon(sign, "size-5 text-muted shrink-0")} <span class="wrap-anywhere min-w-0" dir="ltr">{words}</span></li> }
            });
            view! { <ul class="mt-4">{ways.collect::<View>()}</ul> }
        };
        view! {
            <section class="sheet p-5 sm:p-6" aria-labelledby="seen">
                <h2 id="seen" class="text-xl wrap-anywhere">{t::as_seen(name)}</h2>
                <div class="mt-4 flex items-center gap-3.5">
                    {face(&my_name, photo.as_ref(), "size-14 text-xl")}
                    <p class="font-semibold min-w-0 wrap-anywhere"><bdi>{my_name.clone()}</bdi></p>
                </div>
                {ways}
            </section>
        }
    }
}

fn why(error: &Error) -> String {
    match error.code() {
        Some(Code::StaleVersion) => t::clash().to_owned(),
        _ => states::said(error),
    }
}

/// A day of which a part is missing is not meant yet: the plan keeps its day meanwhile.
fn is_half_typed() -> bool {
    document().query_selector("#field-until:invalid").is_ok_and(|field| field.is_some())
}

fn planned(until: RwSignal<String>, every: RwSignal<String>) -> Plan {
    Plan { until: domain::times::day(&until.read()), every_weeks: every.read().parse().unwrap_or_default() }
}

fn ways_to_end(relationship: &Relationship) -> Option<View> {
    let id = relationship.id;
    let name = &first_of(&relationship.partner);
    let way = |action,
               heading: String,
               about: String,
               class: &'static str,
               part: &str,
               words: &'static str| {
        ended::may(relationship, action).then(|| {
            view! {
                <li class="py-4 grid sm:grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-3 items-center">
                    <span class="leading-snug min-w-0"><span class="font-semibold block wrap-anywhere">{heading}</span><span class="text-sm text-muted">{about}</span></span>
                    <a class=["btn max-sm:w-full ", class].concat() href=place(id, part)>{words}</a>
                </li>
            }
        })
    };
    let complete = (t::complete().to_owned(), t::complete_about().to_owned());
    let ways = [
        way(RelationshipAction::Complete, complete.0.clone(), complete.1, "", "complete", t::complete_now()),
        way(
            RelationshipAction::Confirm,
            t::confirm(name),
            t::confirm_about(name),
            "",
            "complete",
            t::complete_now(),
        ),
        way(
            RelationshipAction::Withdraw,
            t::withdraw().to_owned(),
            t::withdraw_about().to_owned(),
            "btn-brick",
            "withdraw",
            t::withdraw_now(),
        ),
    ];
    let ways: Vec<View> = ways.into_iter().flatten().collect();
    (!ways.is_empty()).then(|| {
        view! {
            <section class="mt-10" aria-labelledby="end">
                <h2 id="end" class="text-xl">{t::end()}</h2>
                <ul class="rows border-y border-line mt-3">{ways}</ul>
            </section>
        }
    })
}

/// How it began, and with what.
fn began(relationship: &Relationship) -> View {
    let name = &first_of(&relationship.partner);
    let mentor = relationship.side == Side::Mentor;
    let asked = if mentor { t::they_asked(name) } else { t::you_asked().to_owned() };
    let yes = if mentor { t::you_said_yes().to_owned() } else { t::they_said_yes(name) };
    let mark = |words: String, below: View| {
        view! { <li>{drawing("stones", "mark-laid", "mark")} <div class="leading-snug min-w-0"><p class="font-semibold wrap-anywhere">{words}</p> {below}</div></li> }
    };
    let when = |words: String| view! { <p class="text-sm text-muted">{words}</p> };
    let whole = view! { <a class="link-quiet text-sm" href=requests::address(relationship.request)>{t::whole_request()}</a> };
    let goal = (!relationship.text.goal.is_empty()).then(|| {
        view! { <p class="text-sm mt-0.5 wrap-anywhere line-clamp-3" dir="auto">{relationship.text.goal.clone()}</p> }
    });
    let ended = relationship.ended_at.map(|at| mark(t::ended().to_owned(), when(day(at))));
    view! {
        <section class="not-first:mt-8" aria-labelledby="began">
            <h2 id="began" class="text-xl">{t::began()}</h2>
            <ol class="trail mt-4">
                {mark(asked, view! { {goal} {whole} })}
                {mark(yes, when(day(relationship.started_at)))}
                {ended}
            </ol>
        </section>
    }
}
