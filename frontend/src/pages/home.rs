//! Home: where somebody is on the way, the one next step, and what waits.
use std::cmp::Ordering;

use api_client::Versioned;
use domain::accounts::{Me, Role};
use domain::mentors::MentorCard;
use domain::page::Page;
use domain::profiles::{Offer, Part};
use domain::relationships::{RelationshipRow, RelationshipState};
use domain::requests::{RequestRow, Side};
use leptos::prelude::*;
use ui_model::home::{NextStep, PartOfDay, STAGES, UnderWay, WithMentor, first_name, next_step, stones_laid};
use ui_model::profiles::{Outlook, outlook};
use ui_model::relationships::is_walking;
use ui_model::requests::Standing;

use crate::components::drawing::drawing;
use crate::components::icon::{Icon, icon};
use crate::components::page::{apart, calendar_day, title, today};
use crate::components::person;
use crate::data::{self, Query, query};
use crate::pages::profiles::{address, counted, name, name_within};
use crate::pages::requests::{self, Kind};
use crate::pages::{relationships, resources};
use crate::session::Session;
use crate::text::home as t;
use crate::view::{IntoView, View, view};

/// What the page shows, beside who is signed in.
#[derive(Clone, Copy)]
struct Home {
    offer: Option<Query<Versioned<Offer>>>,
    saved: Option<Query<Page<MentorCard>>>,
    received: Option<Query<Page<RequestRow>>>,
    sent: Option<Query<Page<RequestRow>>>,
    relationships: Query<Page<RelationshipRow>>,
}

/// The page.
pub(crate) fn page() -> View {
    title(t::title());
    let session = Session::here();
    let is = move |role| untrack(|| session.me()).is_some_and(|me| me.roles.contains(&role));
    let offer = is(Role::Mentor).then(data::offer);
    let saved = is(Role::Mentee).then(|| query(|| "bookmarks".to_owned(), |client| client.bookmarks("")));
    let received = is(Role::Mentor).then(|| requests::rows(Kind::ReceivedOpen));
    let sent = is(Role::Mentee).then(|| requests::rows(Kind::SentOpen));
    let home = Home { offer, saved, received, sent, relationships: relationships::rows() };
    let content = move || session.me().map(|me| home.view(&me));
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">{content} <div class="mt-10 max-w-[44rem]">{resources::now()}</div></div> }
}

impl Home {
    fn view(self, me: &Me) -> View {
        let under_way = self.under_way();
        let step = next_step(me, under_way);
        let laid = stones_laid(me, under_way);
        let stones =
            if laid == 0 { t::no_stone().to_owned() } else { t::stones(u32::try_from(laid).unwrap_or(1)) };
        view! {
            <div class="grid gap-x-14 gap-y-8 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_21rem]">
                <div class="min-w-0">
                    <p class="text-muted">{today()}</p>
                    <h1 class="text-3xl sm:text-4xl mt-1 wrap-anywhere">{greeting(&me.display_name)}</h1>
                    {way_on_a_phone(laid)}
                    {self.next(me, step)}
                    {self.waits(me, step)}
                </div>
                <aside class="min-w-0 hidden lg:block" aria-labelledby="where">
                    <h2 id="where" class="text-xl">{t::place()}</h2>
                    <p class="text-muted text-sm mt-1">{stones}</p>
                    <div class="mt-5">{way(laid)}</div>
                    <div class="border-t-2 border-line rounded mt-1 w-40"></div>
                </aside>
            </div>
        }
    }

    fn under_way(self) -> UnderWay {
        let with_mentor = |row: RelationshipRow| {
            let looks_back = row.state == RelationshipState::Closing;
            if looks_back || row.next_meeting_at.is_some() { WithMentor::Walk } else { WithMentor::Arrange }
        };
        let count = |list: Option<Query<Page<RequestRow>>>, counts: fn(Standing) -> bool| {
            let page = list.and_then(Query::ready);
            let rows = page.iter().flat_map(|page| &page.items).filter(|row| counts(Standing::of_row(row)));
            u32::try_from(rows.count()).unwrap_or(u32::MAX)
        };
        UnderWay {
            paused: self.paused(),
            to_answer: count(self.received, Standing::is_my_turn),
            asked: count(self.sent, Standing::is_my_turn),
            open: count(self.sent, Standing::is_open),
            mentor: self.walks_with(Side::Mentee).map(with_mentor),
            has_mentee: self.walks_with(Side::Mentor).is_some(),
        }
    }

    /// The latest relationship in which the reader is this.
    fn walks_with(self, side: Side) -> Option<RelationshipRow> {
        let page = self.relationships.ready()?;
        let walks = |row: &&RelationshipRow| is_walking(row.state) && row.side == side;
        page.items.iter().find(walks).cloned()
    }

    fn paused(self) -> bool {
        self.offer.and_then(Query::ready).is_some_and(|offer| offer.value.paused)
    }

    /// A break from new requests: until a day, or until further notice.
    fn pause_in_words(self) -> String {
        let until = self.offer.and_then(Query::ready).and_then(|offer| offer.value.paused_until);
        until.map_or_else(|| t::paused().to_owned(), |day| t::paused_until(&calendar_day(day)))
    }

    /// The one next step.
    fn next(self, me: &Me, step: NextStep) -> View {
        let profile = matches!(step, NextStep::Begin(_) | NextStep::Complete(_));
        let quiet = matches!(step, NextStep::Listed | NextStep::Paused | NextStep::Wait | NextStep::Walk);
        let kicker = (!quiet).then(|| {
            view! {
                <p class="kicker kicker-turn flex items-center gap-2 mb-2">
                    <span class="size-2.5 rounded-full bg-accent"></span> {t::your_step()}
                </p>
            }
        });
        let (heading, words) = self.words(me, step);
        view! {
            <section class="sheet shadow-raised mt-5 lg:mt-8 p-5 sm:p-8" aria-labelledby="next">
                {kicker}
                <h2 id="next" class="text-2xl sm:text-3xl max-w-[24ch]">{heading}</h2>
                <p class="mt-3 max-w-[56ch]">{words}</p>
                {profile.then(|| needed(me))}
                <div class="mt-5 flex flex-wrap items-center gap-3">{self.actions(me, step)}</div>
            </section>
        }
    }

    fn words(self, me: &Me, step: NextStep) -> (String, String) {
        match step {
            NextStep::Begin(_) if me.roles.contains(&Role::Mentee) => {
                (t::begin().to_owned(), t::begin_about().to_owned())
            }
            NextStep::Begin(_) => (t::begin().to_owned(), t::begin_about_mentor().to_owned()),
            NextStep::Complete(part) => (t::complete(name_within(part)), missing(me)),
            NextStep::Tell => (t::tell(&self.asked_by()), t::tell_about().to_owned()),
            NextStep::Answer(waiting) => (t::answer(waiting), t::answer_about().to_owned()),
            NextStep::Arrange => (t::arrange().to_owned(), t::arrange_about(&self.mentor())),
            NextStep::Walk => (t::walk(&self.mentor()), t::walk_about().to_owned()),
            NextStep::Wait => (t::wait(&self.asked_by()), t::wait_about().to_owned()),
            NextStep::Search => (t::search().to_owned(), t::search_about().to_owned()),
            NextStep::Listed => (t::listed().to_owned(), t::listed_about().to_owned()),
            NextStep::Paused => (t::break_now().to_owned(), self.pause_in_words()),
        }
    }

    /// What waits beside the next step.
    fn waits(self, me: &Me, step: NextStep) -> View {
        let rows: Vec<View> = [
            open_parts(me, step),
            self.people(),
            self.requests(step),
            self.saved_mentors(),
            self.listing(me, step),
        ]
        .into_iter()
        .flatten()
        .collect();
        if rows.is_empty() {
            return ().into_view();
        }
        view! {
            <section class="mt-10" aria-labelledby="waits">
                <h2 id="waits" class="text-xl">{t::waits()}</h2>
                <ul class="rows mt-3 border-y border-line">{rows}</ul>
            </section>
        }
    }

    /// Whom the mentee has asked, within a sentence.
    fn asked_by(self) -> String {
        next_request(self.sent).map(|row| person::first_of(&row.other)).unwrap_or_default()
    }

    /// The mentor, within a sentence.
    fn mentor(self) -> String {
        self.walks_with(Side::Mentee).map(|row| person::first_of(&row.partner)).unwrap_or_default()
    }

    /// With whom the reader walks.
    fn people(self) -> Option<View> {
        let page = self.relationships.ready()?;
        let walking = page.items.iter().filter(|row| is_walking(row.state));
        let names: Vec<String> = walking.map(|row| apart(&person::name_of(&row.partner))).collect();
        let count = u32::try_from(names.len()).ok().filter(|count| *count > 0)?;
        let to = "/relationships".to_owned();
        Some(row(Icon::Handshake, to, t::together(), names.join(", "), t::saved_count(count)))
    }

    /// The mentee's open requests, but where the next step names them.
    fn requests(self, step: NextStep) -> Option<View> {
        if matches!(step, NextStep::Tell | NextStep::Wait) {
            return None;
        }
        let page = self.sent?.ready()?;
        let count = u32::try_from(page.items.len()).ok().filter(|count| *count > 0)?;
        let names: Vec<String> = page.items.iter().map(|row| apart(&person::name_of(&row.other))).collect();
        let to = "/requests?side=mentee".to_owned();
        Some(row(Icon::PaperPlaneTilt, to, t::requests(), names.join(", "), t::requests_open(count)))
    }

    fn actions(self, me: &Me, step: NextStep) -> View {
        let one = |list| next_request(list).map(|row| requests::address(row.id));
        let (href, words) = match step {
            NextStep::Tell => (one(self.sent), t::see_request()),
            NextStep::Answer(1) => (one(self.received), t::see_request()),
            NextStep::Answer(_) => (Some("/requests?side=mentor".to_owned()), t::see_requests()),
            NextStep::Arrange | NextStep::Walk => (
                self.walks_with(Side::Mentee).map(|row| relationships::address(row.id)),
                t::see_relationship(),
            ),
            NextStep::Wait => {
                let find =
                    view! { <a class="btn btn-ghost w-full sm:w-auto" href="/mentors">{t::find()}</a> };
                return view! { <a class="btn w-full sm:w-auto" href="/requests?side=mentee">{t::see_requests()}</a> {find} };
            }
            _ => return actions(me, step),
        };
        href.map(|href| view! { <a class="btn btn-primary w-full sm:w-auto" href=href>{words}</a> })
            .into_view()
    }

    fn saved_mentors(self) -> Option<View> {
        let saved = self.saved.and_then(Query::ready)?;
        let first = apart(&saved.items.first()?.display_name);
        let count = u32::try_from(saved.items.len()).unwrap_or(u32::MAX);
        let words = if count == 1 { t::saved_one(&first) } else { t::saved_more(count - 1, &first) };
        let counted = if saved.next_cursor.is_some() {
            t::saved_many(&count.to_string())
        } else {
            t::saved_count(count)
        };
        Some(row(Icon::BookmarkSimple, "/saved".to_owned(), t::saved(), words, counted))
    }

    /// For who is both: whether mentees find this mentor.
    fn listing(self, me: &Me, step: NextStep) -> Option<View> {
        if step != NextStep::Search || !me.roles.contains(&Role::Mentor) {
            return None;
        }
        let (words, about) = if self.paused() {
            (t::break_now(), self.pause_in_words())
        } else {
            (t::listed(), t::in_list().to_owned())
        };
        Some(row(Icon::HandHeart, address(Part::Help), words, about, String::new()))
    }
}

/// The request that the next step is about: the first that is the reader's turn, else the latest that is open.
fn next_request(list: Option<Query<Page<RequestRow>>>) -> Option<RequestRow> {
    let page = list?.ready()?;
    let turn = page.items.iter().find(|row| Standing::of_row(row).is_my_turn());
    turn.or_else(|| page.items.first()).cloned()
}

/// Parts of the profile that are open, but for those that the next step names.
fn open_parts(me: &Me, step: NextStep) -> Option<View> {
    let beginning = matches!(step, NextStep::Begin(_) | NextStep::Complete(_));
    let open = me.completeness.parts.iter().filter(|state| !state.done);
    let open: Vec<Part> = open.filter(|state| !state.needed || !beginning).map(|state| state.part).collect();
    let first = *open.first()?;
    let names = open.iter().map(|part| name(*part)).collect::<Vec<_>>().join(", ");
    let count = t::open_parts_count(u32::try_from(open.len()).unwrap_or(u32::MAX));
    Some(row(Icon::ClipboardText, address(first), t::open_parts(), names, count))
}

fn greeting(display_name: &str) -> String {
    let hour = js_sys::Date::new_0().get_hours();
    let name = &apart(first_name(display_name));
    match PartOfDay::at(hour) {
        PartOfDay::Morning => t::morning(name),
        PartOfDay::Afternoon => t::afternoon(name),
        PartOfDay::Evening => t::evening(name),
    }
}

fn actions(me: &Me, step: NextStep) -> View {
    let link = |class: &'static str, href: String, words: &'static str| {
        view! { <a class=["btn w-full sm:w-auto ", class].concat() href=href>{words}</a> }
    };
    let actions = match step {
        NextStep::Begin(part) | NextStep::Complete(part) => {
            vec![link("btn-primary", address(part), t::go_on())]
        }
        NextStep::Search => vec![
            link("btn-primary", "/mentors".to_owned(), t::find()),
            link("btn-ghost", address(Part::Preferences), t::change_preferences()),
        ],
        NextStep::Listed => vec![
            link("", ["/mentors/", &me.id.to_string()].concat(), t::see_mine()),
            link("btn-ghost", "/profile".to_owned(), t::edit_profile()),
        ],
        NextStep::Paused => vec![link("", address(Part::Help), t::end_break())],
        NextStep::Tell | NextStep::Answer(_) | NextStep::Arrange | NextStep::Walk | NextStep::Wait => {
            Vec::new()
        }
    };
    actions.into_view()
}

/// What the parts that are missing would open.
fn missing(me: &Me) -> String {
    match outlook(&me.roles, &me.completeness) {
        Outlook::SearchAfter(parts) => t::search_after(parts, counted(parts)),
        Outlook::ListedAfter(parts) => t::listed_after(parts, counted(parts)),
        Outlook::Search | Outlook::Listed | Outlook::SearchAndListed => String::new(),
    }
}

/// The parts of the profile that are needed.
fn needed(me: &Me) -> View {
    let needed = me.completeness.parts.iter().filter(|state| state.needed);
    let rows = needed.map(|state| {
        let (sign, class) = if state.done {
            (Icon::CheckCircleFill, "size-5 text-moss-ink")
        } else {
            (Icon::CircleDashed, "size-5 text-muted")
        };
        view! {
            <li class="flex items-center gap-3 py-1.5">
                {icon(sign, class)}
                <span class:text-muted=state.done>{name(state.part)}</span>
                {state.done.then(|| view! { <span class="sr-only">{crate::text::profile::done()}</span> })}
            </li>
        }
    });
    view! { <ul class="mt-4">{rows.collect::<View>()}</ul> }
}

fn row(sign: Icon, href: String, words: &'static str, about: String, side: String) -> View {
    view! {
        <li>
            <a href=href class="group flex gap-4 py-4 -mx-3 px-3 rounded-field hover:bg-base-100">
                <span class="mt-0.5 text-muted shrink-0">{icon(sign, "size-6")}</span>
                <span class="min-w-0 flex-1 sm:flex sm:gap-6">
                    <span class="min-w-0 flex-1 block">
                        <span class="font-semibold">{words}</span>
                        <span class="block text-muted text-sm mt-0.5 max-w-[60ch] wrap-anywhere">{about}</span>
                    </span>
                    <span class="block text-sm text-muted sm:text-end shrink-0 mt-1 sm:mt-0.5">{side}</span>
                </span>
            </a>
        </li>
    }
}

/// The six stages, from the ground up.
fn way(laid: usize) -> View {
    let stages = t::stages().iter().enumerate().map(|(i, stage)| {
        let state = match i.cmp(&laid) {
            Ordering::Less => "laid",
            Ordering::Equal => "next",
            Ordering::Greater => "open",
        };
        let (here, open) = (i == laid, i > laid);
        let after = match state {
            "laid" => view! { <span class="sr-only">{crate::text::profile::done()}</span> },
            "next" => {
                view! { <span class="text-amber-ink font-semibold">" · " {t::here()}</span> }
            }
            _ => ().into_view(),
        };
        view! {
            <li aria-current=here.then_some("step")>
                {drawing("stones", &format!("way-{}-{state}", i + 1), "aspect-[152/34] overflow-visible")}
                <span class="leading-snug" class:text-muted=open>
                    <span class:font-semibold=!open>{*stage}</span> {after}
                </span>
            </li>
        }
    });
    view! { <ol class="way" aria-label=t::way()>{stages.collect::<View>()}</ol> }
}

/// The way folded together: the stage, and what comes next.
fn way_on_a_phone(laid: usize) -> View {
    let stage = |i: usize| t::stages().get(i).copied().unwrap_or_default();
    view! {
        <details class="lg:hidden mt-5 sheet">
            <summary class="flex items-center gap-4 p-3 pe-4 min-h-11">
                {drawing("stones", &format!("small-{laid}"), "w-13 h-11 shrink-0 overflow-visible")}
                <span class="min-w-0 leading-snug">
                    <span class="block font-semibold">{t::stage_of(&(laid + 1).to_string(), &STAGES.to_string(), stage(laid))}</span>
                    <span class="block text-sm text-muted">{t::comes_next(stage(laid + 1))}</span>
                </span>
                {icon(Icon::CaretDown, "size-5 ms-auto turns text-muted")}
                <span class="sr-only">{t::way_show()}</span>
            </summary>
            <div class="px-4 pb-5 pt-1">{way(laid)}</div>
        </details>
    }
}
