//! Milestones as they are written: added, put in order, taken away.
use api_client::Versioned;
use domain::goals::{GoalPage, Milestone, SaveMilestones, WriteMilestone};
use domain::ids::{GoalId, MilestoneId, RelationshipId};
use domain::problem::FieldError;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::goals::{goal_address, moved, written};

use super::{goal, learn};
use crate::components::form::{Form, wording, wrong_with};
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
#[derive(Clone)]
pub(super) struct Stone {
    id: Option<MilestoneId>,
    title: String,
    due_on: String,
    weight: String,
}

/// Milestones that are being written, in order.
#[derive(Clone, Copy)]
pub(super) struct Stones {
    all: RwSignal<Vec<Stone>>,
    /// Typing changes a stone; only other stones or another order draw the rows again.
    drawn: RwSignal<u32>,
}

impl Stones {
    /// These, to begin with.
    pub(super) fn new(stones: Vec<Stone>) -> Self {
        Self { all: RwSignal::new(stones), drawn: RwSignal::new(0) }
    }

    /// These from now on.
    pub(super) fn fill(self, stones: Vec<Stone>) {
        self.all.set(stones);
        self.drawn.update(|drawn| *drawn += 1);
    }

    /// As they are sent.
    pub(super) fn body(self) -> Vec<WriteMilestone> {
        self.all.with(|stones| written(&stones.iter().map(Stone::body).collect::<Vec<_>>()))
    }

    fn change(self, change: impl FnOnce(Vec<Stone>) -> Vec<Stone>) {
        self.fill(change(self.all.get_untracked()));
    }
}

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
    fn body(&self) -> WriteMilestone {
        WriteMilestone {
            id: self.id,
            title: self.title.clone(),
            due_on: domain::times::day(&self.due_on),
            weight: self.weight.parse().unwrap_or(0),
        }
    }

    /// What is wrong with it, and what was typed there.
    fn wrong(&self) -> Vec<(FieldError, String)> {
        let mut wrong = written(&[self.body()]).iter().flat_map(wrong_with).collect::<Vec<_>>();
        wrong.dedup_by(|later, first| later.pointer == first.pointer);
        let typed = |pointer: &str| match pointer {
            "/title" => self.title.clone(),
            "/due_on" => self.due_on.clone(),
            _ => self.weight.clone(),
        };
        wrong.into_iter().map(|error| (error.clone(), typed(&error.pointer))).collect()
    }
}

/// A milestone that there is, as it is written.
pub(super) fn as_written(step: &Milestone) -> WriteMilestone {
    WriteMilestone { id: Some(step.id), title: step.title.clone(), due_on: step.due_on, weight: step.weight }
}

/// The rows of a form.
pub(super) fn rows(form: Form, stones: Stones) -> View {
    let change = move |change: &dyn Fn(Vec<Stone>) -> Vec<Stone>, to: Option<usize>| {
        stones.change(change);
        if let Some(to) = to {
            focus(&id_of(to));
        }
    };
    let rows = move || {
        stones.drawn.get();
        // Once somebody has tried to send it, what is wrong is said as one types.
        let tried = form.was_tried();
        let known = if tried { stones.all.get() } else { stones.all.get_untracked() };
        let last = known.len();
        let rows = known.iter().enumerate().map(|(place, stone)| {
            let edit = move |edit: fn(&mut Stone, String)| {
                move |event| {
                    let value = event_target_value(&event);
                    stones.all.update(|stones| {
                        if let Some(stone) = stones.get_mut(place) {
                            edit(stone, value);
                        }
                    });
                }
            };
            let wrong = if tried { stone.wrong() } else { Vec::new() };
            let is_wrong =
                |pointer: &str| wrong.iter().any(|(error, _)| error.pointer == pointer).then_some("true");
            let said = wrong.iter().map(|(error, typed)| {
                let words = wording(error, typed);
                view! { <p class="say say-wrong">{icon(Icon::WarningCircle, "size-4.5")} {words}</p> }
            });
            let said: View = said.collect();
            let said_id = [&id_of(place), "-said"].concat();
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
                        <input id=id_of(place) class="input" dir="auto" maxlength="200" aria-invalid=is_wrong("/title") aria-describedby=said_id.clone() prop:value=stone.title.clone() on:input=edit(|stone, value| stone.title = value) />
                    </div>
                    <div class="flex">{up} {down}<button type="button" class="btn btn-ghost btn-square" aria-label=t::remove(&number) on:click=remove>{icon(Icon::Trash, "size-5")}</button></div>
                    <div class="col-span-2 grid grid-cols-[minmax(0,16rem)_6rem] gap-3">
                        <label class="field"><span class="text-sm">{t::milestone_due()}<span class="sr-only">", " {t::milestone(&number)}</span></span><input type="date" class="input" aria-invalid=is_wrong("/due_on") aria-describedby=said_id.clone() prop:value=stone.due_on.clone() on:input=edit(|stone, value| stone.due_on = value) /></label>
                        <label class="field"><span class="text-sm">{t::milestone_weight()}<span class="sr-only">", " {t::milestone(&number)}</span></span><input type="number" min="1" max="100" class="input" aria-invalid=is_wrong("/weight") aria-describedby=said_id.clone() prop:value=stone.weight.clone() on:input=edit(|stone, value| stone.weight = value) /></label>
                    </div>
                    <div id=said_id class="col-span-2" aria-live="polite">{said}</div>
                </li>
            }
        });
        rows.collect::<View>()
    };
    let add = move |_| {
        let place = stones.all.with_untracked(Vec::len);
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
    view! {
        <fieldset>
            <legend class="legend">{t::milestones()}</legend>
            <ol class="rows border-y border-line mt-2">{rows}</ol>
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
    let stones = Stones::new(Vec::new());
    let version = StoredValue::new(None::<String>);
    let known = goal(which);
    effect(move || {
        if let Some(page) = known.ready().filter(|_| version.with_value(Option::is_none)) {
            let Versioned { value: GoalPage { goal, .. }, version: seen } = &*page;
            version.set_value(Some(seen.clone()));
            stones.fill(goal.milestones.iter().map(|step| Stone::of(&as_written(step))).collect());
        }
    });
    let body = move || SaveMilestones { milestones: stones.body() };
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
