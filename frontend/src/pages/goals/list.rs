//! The goals of a relationship with where new ones can start from; all goals of somebody; and some at a glance.
use api_client::json;
use domain::goals::{GoalBrief, GoalStart, GoalStarts, GoalState, NewGoal, StartKind};
use domain::ids::RelationshipId;
use domain::page::{DEFAULT_LIMIT, Page};
use domain::relationships::{NextStep, Relationship};
use ui_model::goals::{goal_address, goals_address};
use ui_model::pages::first;
use ui_model::relationships::is_walking;
use ui_model::resources;

use super::{LISTS, pace, state, word, write};
use crate::components::controls::{Tone, chip, select};
use crate::components::drawing::drawing;
use crate::components::icon::{Icon, icon};
use crate::components::page::{apart, calendar_day, title};
use crate::components::person::name_of;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{Query, query};
use crate::follow::memo;
use crate::growing::growing;
use crate::navigation::{Here, go, stay};
use crate::pages::relationships::{address, framed};
use crate::pages::requests::found;
use crate::text::goals as t;
use crate::view::{IntoView, View, view};

/// As many goals as two can have.
const MOST: u32 = 100;

/// The tab of a relationship.
pub(super) fn page(id: RelationshipId) -> View {
    let goals: Query<Page<GoalBrief>> =
        query(move || [LISTS, "/", &id.to_string()].concat(), move |client| client.goals(id, &first(MOST)));
    let starts: Query<GoalStarts> =
        query(move || [LISTS, "/starts/", &id.to_string()].concat(), move |client| client.goal_starts(id));
    framed(id, "goals", move |relationship| {
        let relationship = relationship.clone();
        title(t::goals());
        found(goals, move |page| whole(&relationship, &page.items, starts))
    })
}

fn whole(relationship: &Relationship, goals: &[GoalBrief], starts: Query<GoalStarts>) -> View {
    let id = relationship.id;
    let open = is_walking(relationship.state) && relationship.next_step != NextStep::Rest;
    let new = open.then(|| {
        view! { <a class="btn btn-primary max-sm:w-full" href=[&goals_address(id), "/new"].concat()>{icon(Icon::Plus, "size-5")} {t::new()}</a> }
    });
    let list = if goals.is_empty() {
        states::empty("empty-open", t::none(), t::none_about().into_view(), new.into_view())
    } else {
        let rows = goals.iter().map(|goal| view! { <li>{row(id, goal, None)}</li> });
        view! {
            <ul class="rows border-y border-line">{rows.collect::<View>()}</ul>
            <div class="mt-6">{new}</div>
        }
    };
    let starts = move || starts.ready().filter(|_| open).map(|starts| begin_from(id, &starts.items));
    let export = (!goals.is_empty()).then(|| super::timeline::export(id));
    view! {
        <div class="mt-7 lg:mt-9 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
            <div class="min-w-0"><h1 class="sr-only">{t::goals()}</h1> {list} {starts}</div>
            <aside class="min-w-0 print:hidden">
                <p><a class="link-quiet" href=resources::address("smart-goals")>{t::guide()}</a><span class="block text-sm text-muted mt-0.5">{t::guide_about()}</span></p>
                <p class="mt-5"><a class="link-quiet" href=[&address(id), "/timeline"].concat()>{t::timeline()}</a></p>
                {export}
            </aside>
        </div>
    }
}

/// A goal in a list.
fn row(id: RelationshipId, goal: &GoalBrief, with: Option<String>) -> View {
    let laid = goal.milestones_done.to_string();
    let stones = (goal.milestones > 0).then(|| t::stones(&laid, &goal.milestones.to_string()));
    let facts = [with, goal.due_on.map(|day| t::by_day(&calendar_day(day))), stones];
    let facts = facts.into_iter().flatten().map(|fact| view! { <span>{fact}</span> });
    let next = goal.next_milestone.as_ref().filter(|_| goal.state == GoalState::Active);
    let next = next.map(
        |step| view! { <span class="block text-sm mt-1 wrap-anywhere">{t::next_is(&step.title)}</span> },
    );
    let compared =
        goal.progress.pace.map(|compared| view! { <span class="text-sm text-muted">{pace(compared)}</span> });
    let turn = match (goal.my_turn, goal.agreed) {
        (true, _) => Some(chip(Tone::Turn, t::your_turn().to_owned())),
        (false, true) => Some(chip(Tone::Yes, t::agreed().to_owned())),
        (false, false) => None,
    };
    view! {
        <a href=goal_address(id, goal.id) class="group py-4 grid grid-cols-[3.4rem_minmax(0,1fr)] gap-x-4 items-start">
            <span class="text-center">{drawing("stones", stones_of(goal), "w-12 h-10 overflow-visible mx-auto")}<span class="match-n text-lg block mt-1">{t::percent(&goal.progress.percent.to_string())}</span></span>
            <span class="min-w-0 leading-snug">
                <span class="font-semibold text-lg block group-hover:underline decoration-moss-line underline-offset-4 wrap-anywhere" dir="auto">{goal.title.clone()}</span>
                <span class="block text-sm text-muted dot-list mt-0.5">{facts.collect::<View>()}</span>
                {next}
                <span class="flex flex-wrap items-center gap-2 mt-2">{state(goal.state)} {turn} {compared}</span>
            </span>
        </a>
    }
}

/// The small cairn of a goal: of three stones so many as are laid of its milestones, or of its way.
fn stones_of(goal: &GoalBrief) -> &'static str {
    match goal.progress.percent {
        100.. => "small-3",
        50.. => "small-2",
        1.. => "small-1",
        0 => "small-0",
    }
}

/// Some goals at a glance, on the overview of two: those that are open.
pub(crate) fn glance(id: RelationshipId, goals: &[GoalBrief]) -> Option<View> {
    if goals.is_empty() {
        return None;
    }
    let rows = goals.iter().map(|goal| view! { <li>{row(id, goal, None)}</li> });
    Some(view! {
        <section class="mt-10" aria-labelledby="goals">
            <div class="flex items-baseline justify-between gap-4">
                <h2 id="goals" class="text-2xl">{t::goals()}</h2>
                <a class="link-quiet min-h-11 inline-flex items-center" href=goals_address(id)>{t::all()}</a>
            </div>
            <ul class="rows border-y border-line mt-2">{rows.collect::<View>()}</ul>
        </section>
    })
}

/// Where a new goal can start from: what is one's own, and what others have set themselves.
fn begin_from(id: RelationshipId, starts: &[GoalStart]) -> Option<View> {
    let (examples, own): (Vec<_>, Vec<_>) = starts.iter().partition(|start| start.kind == StartKind::Example);
    let own = own.into_iter().map(|start| one_start(id, start)).collect::<Vec<_>>();
    let own = (!own.is_empty()).then(|| view! { <ul class="rows border-y border-line mt-3">{own}</ul> });
    let examples = examples.into_iter().map(|start| one_start(id, start)).collect::<Vec<_>>();
    let examples = (!examples.is_empty()).then(|| {
        view! {
            <details class="mt-4"><summary class="link-quiet inline-flex min-h-11 items-center">{t::examples()}</summary>
                <ul class="rows border-y border-line mt-2">{examples}</ul>
            </details>
        }
    });
    (!starts.is_empty()).then(|| {
        view! {
            <section class="mt-10 print:hidden" aria-labelledby="starts">
                <h2 id="starts" class="text-2xl">{t::starts()}</h2>
                <p class="text-muted mt-1">{t::starts_about()}</p>
                {own} {examples}
            </section>
        }
    })
}

fn one_start(id: RelationshipId, start: &GoalStart) -> View {
    let from =
        if start.field.is_empty() { word(start.kind.as_str()).to_owned() } else { start.field.clone() };
    let (title, specific) = (start.text.title.clone(), start.text.specific.clone());
    let label = [t::take(), ": ", &title].concat();
    let begun =
        NewGoal { text: start.text.clone(), milestones: start.milestones.clone(), earlier: start.earlier };
    let toasts = Toasts::here();
    let take = move |_| {
        let draft = write::draft_of(id, None);
        let (has_begun, put_back) = (write::has_begun(draft), draft.put_back());
        draft.text.set(json::write(&begun).unwrap_or_default());
        go(&[&goals_address(id), "/new"].concat());
        if has_begun {
            toasts.say_with_undo(t::begun_anew(), move || {
                put_back();
                go(&goals_address(id));
            });
        }
    };
    view! {
        <li class="py-3.5 flex flex-wrap items-center gap-x-4 gap-y-2">
            <span class="min-w-0 flex-1 basis-64 leading-snug">
                <span class="font-semibold block wrap-anywhere" dir="auto">{title}</span>
                <span class="block text-sm wrap-anywhere" dir="auto">{specific}</span>
                <span class="block text-sm text-muted mt-0.5">{from}</span>
            </span>
            <button type="button" class="btn btn-sm" aria-label=label on:click=take>{t::take()}</button>
        </li>
    }
}

/// The page of all goals of whoever is signed in; which of them lives in the address.
pub(crate) fn all() -> View {
    title(t::my_goals());
    let search = Here::page().query();
    let wanted = memo(move || {
        let search = search.read();
        let named = search.strip_prefix("state=").unwrap_or_default();
        named.parse::<GoalState>().map_or("", GoalState::as_str).to_owned()
    });
    let filter = move || match wanted.get() {
        state if state.is_empty() => state,
        state => ["state=", &state, "&"].concat(),
    };
    let list = growing(
        DEFAULT_LIMIT,
        move || [LISTS, "?", &filter()].concat(),
        move |client, query| client.my_goals(&[&filter(), query].concat()),
    );
    let shown = list.page.show(states::list_skeleton, move |page| {
        if page.items.is_empty() {
            let (heading, about) = if wanted.read_untracked().is_empty() {
                (t::none(), t::none_about())
            } else {
                (t::none_fits(), t::none_fits_about())
            };
            return states::empty("empty-open", heading, about.into_view(), ().into_view());
        }
        let rows = page.items.iter().map(|item| {
            let with = t::with(&apart(&name_of(&item.partner)));
            view! { <li>{row(item.relationship, &item.goal, Some(with))}</li> }
        });
        let count = page.items.len();
        let more = page.next_cursor.is_some().then(|| {
            view! { <button type="button" class="btn mt-6" on:click=move |_| list.grow(count)>{t::more()}</button> }
        });
        view! { <ul class="rows border-y border-line">{rows.collect::<View>()}</ul> {more} }
    });
    let mut states = vec![("", t::every_state())];
    states.extend(GoalState::ALL.iter().map(|state| (state.as_str(), word(state.as_str()))));
    let choose = move |state: String| {
        let address = if state.is_empty() { "/goals".to_owned() } else { ["/goals?state=", &state].concat() };
        stay(&address, false);
    };
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="flex flex-wrap items-end justify-between gap-4">
                <div><h1 class="text-3xl sm:text-4xl">{t::my_goals()}</h1><p class="text-muted mt-1.5">{t::my_goals_about()}</p></div>
                {select(t::state(), states, wanted, choose)}
            </div>
            <div class="mt-6 max-w-[48rem]">{shown}</div>
        </div>
    }
}
