//! Milestones as they are written: added, put in order, taken away.
use api_client::Versioned;
use domain::goals::{GoalPage, Milestone, SaveMilestones, WriteMilestone};
use domain::ids::{GoalId, MilestoneId, RelationshipId};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::goals::{goal_address, moved, written};

use super::{goal, learn};
use crate::components::form::{Form, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{focus, title};
use crate::components::toast::Toasts;
use crate::follow::{RwSignal, StoredValue, effect};
use crate::navigation::Here;
use crate::pages::requests::around;
use crate::session::Session;
use crate::text::{goal as words, goals as t};
use crate::view::{View, view};

/// As many as a goal can have.
const MOST: usize = 50;

/// A milestone that is being written.
#[derive(Clone, PartialEq)]
pub(super) struct Stone {
    id: Option<MilestoneId>,
    title: String,
    due_on: String,
    weight: String,
}

/// Milestones that are being written, in order.
pub(super) type Stones = RwSignal<Vec<Stone>>;

impl Stone {
    /// Nothing is said yet.
    pub(super) fn empty() -> Self {
        Self { id: None, title: String::new(), due_on: String::new(), weight: "1".to_owned() }
    }

    /// As it was written down.
    pub(super) fn of(step: &WriteMilestone) -> Self {
        let due_on = step.due_on.map_or_else(String::new, |day| day.to_string());
        Self { id: step.id, title: step.title.clone(), due_on, weight: step.weight.to_string() }
    }

    /// As it is sent.
    pub(super) fn body(&self) -> WriteMilestone {
        WriteMilestone {
            id: self.id,
            title: self.title.clone(),
            due_on: domain::times::day(&self.due_on),
            weight: self.weight.parse().unwrap_or(0),
        }
    }
}

/// A milestone that there is, as it is written.
pub(super) fn as_written(step: &Milestone) -> WriteMilestone {
    WriteMilestone { id: Some(step.id), title: step.title.clone(), due_on: step.due_on, weight: step.weight }
}

/// The rows of a form.
pub(super) fn rows(form: Form, stones: Stones) -> View {
    // Typing changes a stone; only another number of them or another order draws the rows again.
    let drawn = RwSignal::new(0_u32);
    let change = move |change: &dyn Fn(Vec<Stone>) -> Vec<Stone>, to: Option<usize>| {
        stones.update(|stones| *stones = change(std::mem::take(stones)));
        drawn.update(|drawn| *drawn += 1);
        if let Some(to) = to {
            focus(&id_of(to));
        }
    };
    let rows = move || {
        drawn.get();
        let known = stones.get_untracked();
        let last = known.len();
        let rows = known.iter().enumerate().map(|(place, stone)| {
            let edit = move |edit: fn(&mut Stone, String)| {
                move |event| {
                    let value = event_target_value(&event);
                    stones.update(|stones| {
                        if let Some(stone) = stones.get_mut(place) {
                            edit(stone, value);
                        }
                    });
                }
            };
            let number = (place + 1).to_string();
            let up = (place > 0).then(|| {
                view! { <button type="button" class="btn btn-ghost btn-square" aria-label=t::up(&number) on:click=move |_| change(&|stones| moved(stones, place, false), Some(place - 1))>{icon(Icon::CaretDown, "size-4 rotate-180")}</button> }
            });
            let down = (place + 1 < last).then(|| {
                view! { <button type="button" class="btn btn-ghost btn-square" aria-label=t::down(&number) on:click=move |_| change(&|stones| moved(stones, place, true), Some(place + 1))>{icon(Icon::CaretDown, "size-4")}</button> }
            });
            let remove = move |_| {
                change(
                    &|mut stones| {
                        stones.remove(place);
                        stones
                    },
                    place.checked_sub(1),
                );
            };
            view! {
                <li class="py-4 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-2 items-end">
                    <div class="field min-w-0"><label for=id_of(place)>{t::milestone(&number)}</label>
                        <input id=id_of(place) class="input" dir="auto" maxlength="200" prop:value=stone.title.clone() on:input=edit(|stone, value| stone.title = value) />
                    </div>
                    <div class="flex">{up} {down}<button type="button" class="btn btn-ghost btn-square" aria-label=t::remove(&number) on:click=remove>{icon(Icon::Trash, "size-5")}</button></div>
                    <div class="col-span-2 grid grid-cols-[minmax(0,16rem)_6rem] gap-3">
                        <label class="field"><span class="text-sm">{t::milestone_due()}<span class="sr-only">", " {t::milestone(&number)}</span></span><input type="date" class="input" prop:value=stone.due_on.clone() on:input=edit(|stone, value| stone.due_on = value) /></label>
                        <label class="field"><span class="text-sm">{t::milestone_weight()}<span class="sr-only">", " {t::milestone(&number)}</span></span><input type="number" min="1" max="100" class="input" prop:value=stone.weight.clone() on:input=edit(|stone, value| stone.weight = value) /></label>
                    </div>
                </li>
            }
        });
        rows.collect::<View>()
    };
    let add = move |_| {
        let place = stones.with_untracked(Vec::len);
        if place < MOST {
            change(
                &|mut stones| {
                    stones.push(Stone::empty());
                    stones
                },
                Some(place),
            );
        }
    };
    // The form is filled from outside when what is known of the goal comes in.
    let filled = RwSignal::new(stones.with_untracked(Vec::len));
    effect(move || {
        let length = stones.with(Vec::len);
        if filled.get_untracked() != length {
            filled.set(length);
            drawn.update(|drawn| *drawn += 1);
        }
    });
    view! {
        <fieldset>
            <legend class="legend">{t::milestones()}</legend>
            <ol class="rows border-y border-line mt-2">{rows}</ol>
            {move || form.refused_below("/milestones").map(|_| view! { <p class="say say-wrong mt-2">{t::milestones()}</p> })}
            <button type="button" class="btn btn-sm mt-3" on:click=add>{icon(Icon::Plus, "size-4")} {t::add_milestone()}</button>
        </fieldset>
    }
}

fn id_of(place: usize) -> String {
    ["milestone-", &place.to_string()].concat()
}

/// The page that changes the milestones of a goal and their order.
pub(super) fn page(id: RelationshipId, which: GoalId) -> View {
    title(words::milestones());
    let stones: Stones = RwSignal::new(Vec::new());
    let version = StoredValue::new(None::<String>);
    let known = goal(which);
    effect(move || {
        if let Some(page) = known.ready().filter(|_| version.with_value(Option::is_none)) {
            let Versioned { value: GoalPage { goal, .. }, version: seen } = &*page;
            version.set_value(Some(seen.clone()));
            stones.set(goal.milestones.iter().map(|step| Stone::of(&as_written(step))).collect());
        }
    });
    let body = move || {
        let steps = stones.with(|stones| stones.iter().map(Stone::body).collect::<Vec<_>>());
        SaveMilestones { milestones: written(&steps) }
    };
    let form = Form::new(move || wrong_with(&body())).named("milestones");
    let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(version) = version.get_value() else { return };
        let body = untrack(body);
        form.send(session.client().save_milestones(which, &version, &body), move |_| {
            learn(id, which);
            toasts.say(t::saved());
            here.go_on(&goal_address(id, which));
        });
    };
    let content = view! {
        <form class="max-w-[40rem]" novalidate on:submit=send>
            <h1 class="text-2xl sm:text-3xl">{words::milestones()}</h1>
            <div class="mt-5">{rows(form, stones)}</div>
            {form.problem_view()}
            <div class="mt-6 flex flex-wrap gap-3">{form.submit(t::save_changes())} <a class="btn btn-ghost" href=goal_address(id, which)>{words::cancel()}</a></div>
        </form>
    };
    around(goal_address(id, which), t::back(), content)
}
