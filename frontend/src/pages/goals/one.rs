//! The page of a goal: how far it is, what the two say about it, the stones on the way.
use std::sync::Arc;

use api_client::Versioned;
use domain::goals::{
    Goal, GoalAction, GoalComment, GoalKind, GoalPage, GoalPart, GoalState, LetGo, Milestone, NewGoalComment,
};
use domain::ids::{GoalId, RelationshipId};
use domain::relationships::Relationship;
use domain::requests::Side;
use leptos::ev::SubmitEvent;
use ui_model::goals::{goal_address, goals_address};

use super::chart::chart;
use super::history::changes;
use super::progress::Recording;
use super::sentence::sentence;
use super::{LETTERS, act, goal, learn, pace, state, word};
use crate::components::controls::back;
use crate::components::draft::Draft;
use crate::components::drawing::drawing;
use crate::components::form::{Form, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{calendar_day, date, focus, title};
use crate::components::person::first_of;
use crate::components::toast::Toasts;
use crate::data::{query, tag};
use crate::follow::{RwSignal, spawn};
use crate::navigation::Here;
use crate::pages::relationships::relationship;
use crate::pages::requests::{around, found};
use crate::session::Session;
use crate::text::{goal as t, goal_findings, goals};
use crate::view::{IntoView, View, view};

/// What is kept while the page is drawn again.
#[derive(Clone, Copy)]
struct Around {
    id: RelationshipId,
    goal: GoalId,
    recording: Recording,
    /// The part that is being commented on.
    about: RwSignal<Option<GoalPart>>,
    comment: Draft,
    form: Form,
    session: Session,
    toasts: Toasts,
    here: Here,
}

/// The page.
pub(super) fn page(id: RelationshipId, which: GoalId) -> View {
    let comment = Draft::of(&["comment/", &which.to_string()].concat());
    let about = RwSignal::new(None);
    let wrong = move || {
        let part = about.get().unwrap_or(GoalPart::Title);
        wrong_with(&NewGoalComment { part, words: comment.text.get() })
    };
    let around = Around {
        id,
        goal: which,
        recording: Recording::begin(id, which),
        about,
        comment,
        form: Form::new(wrong).named("comment"),
        session: Session::here(),
        toasts: Toasts::here(),
        here: Here::page(),
    };
    let known = goal(which);
    let content = found(relationship(id), move |relationship| {
        found(known, move |page| around.whole(&relationship, &page))
    });
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">{back(goals_address(id), goals::all())} {content}</div> }
}

impl Around {
    fn whole(self, relationship: &Arc<Relationship>, page: &Arc<Versioned<GoalPage>>) -> View {
        let (page, goal) = (&page.value, &page.value.goal);
        title(&goal.text.title);
        let partner = first_of(&relationship.partner);
        let name = move |side: Side| if side == goal.side { t::you().to_owned() } else { partner.clone() };
        let change = may(goal, GoalAction::Edit).then(|| {
            view! { <a class="link-quiet min-h-11 inline-flex items-center print:hidden" href=[&self.address(), "/milestones"].concat()>{t::change_milestones()}</a> }
        });
        let milestones = goal.milestones.iter().map(|step| self.milestone(goal, step));
        let milestones = if goal.milestones.is_empty() {
            view! { <p class="mt-3 text-muted">{t::no_milestones()}</p> }
        } else {
            view! { <ol class="mt-2 rows border-y border-line">{milestones.collect::<View>()}</ol> }
        };
        view! {
            <header class="mt-2 grid gap-x-14 gap-y-5 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
                <div class="min-w-0">
                    <h1 class="text-3xl sm:text-4xl wrap-anywhere" dir="auto">{goal.text.title.clone()}</h1>
                    <p class="lead mt-3 max-w-[60ch] wrap-anywhere" dir="auto">{sentence(&goal.text)}</p>
                </div>
                <div class="lg:pt-2 grid gap-3 justify-items-start">{state(goal.state)} {self.agreement(relationship, goal)} {self.actions(goal)}</div>
            </header>
            {ending(goal)}
            {far(page)}
            {self.recording.form(page)}
            <div class="mt-10 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
                <div class="min-w-0">
                    <section aria-labelledby="milestones">
                        <div class="flex items-baseline justify-between gap-4"><h2 id="milestones" class="text-2xl">{t::milestones()}</h2>{change}</div>
                        {milestones}
                    </section>
                    <section class="mt-10" aria-labelledby="entries"><h2 id="entries" class="text-2xl">{t::entries()}</h2>{self.recording.entries(page, &name)}</section>
                </div>
                <aside class="min-w-0">
                    <section aria-labelledby="smart"><h2 id="smart" class="text-xl">{t::smart()}</h2>{self.smart(page, &name)}</section>
                    {open_points(goal)}
                    {super::timeline::export(self.id)}
                </aside>
            </div>
        }
    }

    fn address(self) -> String {
        goal_address(self.id, self.goal)
    }

    fn place(self) -> (RelationshipId, GoalId) {
        (self.id, self.goal)
    }

    /// Who agrees with this version, and what can be done about it.
    fn agreement(self, relationship: &Relationship, goal: &Goal) -> View {
        let name = first_of(&relationship.partner);
        let (mine, theirs) =
            (goal.i_confirmed == Some(goal.version), goal.they_confirmed == Some(goal.version));
        let (heading, about) = match goal.agreed_at {
            Some(at) => (t::agreed_both().to_owned(), t::agreed_on(&goal.version.to_string(), &date(at))),
            None if mine => (t::waits(&name), t::waits_about(&name)),
            None if theirs => (goals::your_turn().to_owned(), t::agree_about(&name)),
            None => (t::agree_first().to_owned(), t::agree_first_about().to_owned()),
        };
        let version = tag(goal.version);
        let agree = (may(goal, GoalAction::Agree) && !mine).then(|| {
            let press = move |_| act(self.place(), self.session.client().agree_goal(self.goal, &version), t::agreed_done());
            view! { <button type="button" class="btn btn-primary print:hidden" on:click=press>{icon(Icon::Check, "size-5")} {t::agree()}</button> }
        });
        let changed = goal.i_confirmed.filter(|_| !mine).map(|since| self.changed(since));
        view! {
            <div>
                <p class="leading-snug"><span class="font-semibold block">{heading}</span>
                    <span class="text-sm text-muted">{about} " " <a class="link-quiet print:hidden" href=[&self.address(), "/history"].concat()>{t::history()}</a></span></p>
                {changed} <div class="mt-2">{agree}</div>
            </div>
        }
    }

    /// What has changed since the reader agreed.
    fn changed(self, since: i64) -> View {
        let goal = self.goal;
        let found = query(
            move || [&super::key_of(goal), "/changes?", &since.to_string()].concat(),
            move |client| client.goal_changes(goal, since),
        );
        let view = move || {
            found.ready().map(|found| view! { <details class="mt-2" open=true><summary class="link-quiet min-h-11 inline-flex items-center">{t::what_changed()}</summary>{changes(&found.changes)}</details> })
        };
        view.into_view()
    }

    /// What can be done with the goal as a whole.
    fn actions(self, goal: &Goal) -> View {
        let client = move || self.session.client();
        let id = self.goal;
        let edit = may(goal, GoalAction::Edit)
            .then(|| view! { <a class="btn" href=[&self.address(), "/edit"].concat()>{t::edit()}</a> });
        let version = tag(goal.version);
        let set_out = may(goal, GoalAction::Activate).then(|| {
            let press = move |_| act(self.place(), client().activate_goal(id, &version), t::set_out_done());
            view! { <button type="button" class="btn btn-primary" on:click=press>{t::set_out()}</button> }
        });
        let achieve = may(goal, GoalAction::Achieve).then(|| {
            let press = move |_| act(self.place(), client().achieve_goal(id), t::achieve_done());
            view! { <button type="button" class="btn" on:click=press>{t::achieve()}</button> }
        });
        let reopen = may(goal, GoalAction::Reopen).then(|| {
            let press = move |_| act(self.place(), client().reopen_goal(id), t::reopened());
            view! { <button type="button" class="btn" on:click=press>{t::reopen()}</button> }
        });
        let let_go = may(goal, GoalAction::LetGo).then(|| view! { <a class="btn btn-ghost" href=[&self.address(), "/let-go"].concat()>{t::let_go()}</a> });
        let discard = may(goal, GoalAction::Discard).then(|| {
            let press = move |_| {
                let call = client().discard_goal(id);
                spawn(async move {
                    match call.await {
                        Ok(()) => {
                            learn(self.id, id);
                            self.toasts.say(t::discard_done());
                            self.here.go_on(&goals_address(self.id));
                        }
                        Err(error) => self.toasts.warn(crate::components::states::said(&error)),
                    }
                });
            };
            view! { <button type="button" class="btn btn-ghost" on:click=press>{t::discard()}</button> }
        });
        view! { <div class="flex flex-wrap gap-2.5 print:hidden">{set_out} {achieve} {edit} {reopen} {let_go} {discard}</div> }
    }

    fn milestone(self, goal: &Goal, step: &Milestone) -> View {
        let (id, laid) = (step.id, step.done_at);
        let lays = may(goal, GoalAction::Lay);
        let next = goal.milestones.iter().find(|step| step.done_at.is_none()).map(|step| step.id) == Some(id);
        let stone = match (laid, next) {
            (Some(_), _) => "mark-laid",
            (None, true) => "mark-next",
            (None, false) => "mark-open",
        };
        let facts = [step.due_on.map(calendar_day), laid.map(|at| t::laid_on(&date(at)))];
        let facts = facts.into_iter().flatten().map(|fact| view! { <span>{fact}</span> });
        let label = |words: &str| [words, ": ", &step.title].concat();
        let press = match (laid, lays) {
            (None, true) => {
                let lay = move |_| act(self.place(), self.session.client().lay_milestone(id), t::laid_done());
                Some(
                    view! { <button type="button" class="btn btn-sm" aria-label=label(t::lay()) on:click=lay>{t::lay()}</button> },
                )
            }
            (Some(_), true) => {
                let take_up =
                    move |_| act(self.place(), self.session.client().take_up_milestone(id), t::taken_up());
                Some(
                    view! { <button type="button" class="link-quiet text-sm min-h-11" aria-label=label(t::take_up()) on:click=take_up>{t::take_up()}</button> },
                )
            }
            (Some(_), false) => Some(
                view! { <span class="text-sm text-moss-ink font-semibold inline-flex items-center gap-1">{icon(Icon::Check, "size-4")} {t::laid()}</span> },
            ),
            (None, false) => None,
        };
        view! {
            <li class="py-4 grid grid-cols-[2.6rem_minmax(0,1fr)] sm:grid-cols-[2.6rem_minmax(0,1fr)_auto] gap-x-4 items-center">
                <span class="w-10">{drawing("stones", stone, "w-full h-7 overflow-visible")}</span>
                <span class="min-w-0 leading-snug"><span class="font-semibold wrap-anywhere" dir="auto">{step.title.clone()}</span><span class="block text-sm text-muted mt-0.5 dot-list">{facts.collect::<View>()}</span></span>
                <span class="max-sm:col-start-2 max-sm:justify-self-start max-sm:mt-2 print:hidden">{press}</span>
            </li>
        }
    }

    /// The letters, what the goal says to each, and what the two say about it.
    fn smart(self, page: &GoalPage, name: &dyn Fn(Side) -> String) -> View {
        let commented = may(&page.goal, GoalAction::Comment);
        let rows = LETTERS.iter().zip(goals::letters()).map(|(part, letter)| {
            let part = *part;
            let said = page.comments.iter().filter(|comment| comment.part == part);
            let said = said.map(|comment| self.said(comment, &name(comment.by), comment.by == page.goal.side));
            let label = t::comment(word(part.as_str()));
            let write = commented.then(|| {
                let open = move || self.about.get() == Some(part);
                let open_form = move |_| {
                    self.about.set(Some(part));
                    focus("comment-words");
                };
                move || {
                    if open() {
                        return self.comment_form(part);
                    }
                    view! { <button type="button" class="btn btn-ghost btn-square btn-sm" id=opener(part) aria-label=label.clone() on:click=open_form>{icon(Icon::ChatCircle, "size-5")}</button> }
                }
            });
            view! {
                <div class="py-3 grid grid-cols-[1.9rem_minmax(0,1fr)] gap-x-2">
                    <dt class="contents"><span class="serif text-2xl leading-none text-moss-ink" aria-hidden="true">{*letter}</span><span class="font-semibold leading-snug">{word(part.as_str())}</span></dt>
                    <dd class="col-start-2 text-sm leading-snug mt-0.5 min-w-0"><span class="whitespace-pre-line wrap-anywhere" dir="auto">{says(&page.goal, part)}</span>{said.collect::<View>()}<span class="block mt-1 print:hidden">{write}</span></dd>
                </div>
            }
        });
        view! { <dl class="mt-3 rows border-y border-line">{rows.collect::<View>()}</dl> }
    }

    fn said(self, comment: &GoalComment, by: &str, mine: bool) -> View {
        let id = comment.id;
        let remove = mine.then(|| {
            let press = move |_| act(self.place(), self.session.client().remove_goal_comment(self.goal, id), t::removed());
            view! { <button type="button" class="btn btn-ghost btn-square btn-sm print:hidden" aria-label=t::remove_comment() on:click=press>{icon(Icon::X, "size-4")}</button> }
        });
        view! { <span class="mt-2 flex gap-2 items-start justify-between"><span class="text-muted min-w-0 wrap-anywhere" dir="auto">"“"{comment.words.clone()}"” "<span class="block">{t::by(&date(comment.at), by)}</span></span>{remove}</span> }
    }

    fn close_comment(self, part: GoalPart) {
        self.about.set(None);
        focus(&opener(part));
    }

    fn comment_form(self, part: GoalPart) -> View {
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            let body = NewGoalComment { part, words: self.comment.text.get_untracked() };
            self.form.send(self.session.client().comment_on_goal(self.goal, &body), move |_| {
                self.comment.let_go();
                self.close_comment(part);
                learn(self.id, self.goal);
                self.toasts.say(t::commented());
            });
        };
        view! {
            <form class="grid gap-2" novalidate on:submit=send>
                {words(self.form, "/words", t::comment(word(part.as_str())), (), "3", self.comment.text)}
                {self.form.problem_view()}
                <span class="flex gap-2"><button type="submit" class="btn btn-sm btn-primary">{t::send()}</button><button type="button" class="btn btn-sm btn-ghost" on:click=move |_| self.close_comment(part)>{t::cancel()}</button></span>
            </form>
        }
    }
}

/// The id of the button that opens what one says about a part.
fn opener(part: GoalPart) -> String {
    ["say-about-", part.as_str()].concat()
}

fn may(goal: &Goal, action: GoalAction) -> bool {
    goal.allowed_actions.contains(&action)
}

/// What a goal says to a letter.
fn says(goal: &Goal, part: GoalPart) -> String {
    let text = &goal.text;
    let words = match part {
        GoalPart::Specific => text.specific.clone(),
        GoalPart::Measurable => match (text.kind, text.baseline, text.target) {
            (GoalKind::Number, Some(from), Some(to)) => {
                t::from_to(&text.measure, &from.to_string(), &to.to_string(), &text.unit)
            }
            (GoalKind::Milestones, ..) => word(text.kind.as_str()).to_owned(),
            _ => text.measure.clone(),
        },
        GoalPart::Attainable => text.attainable.clone(),
        GoalPart::Relevant => text.relevant.clone(),
        _ => text.due_on.map_or_else(String::new, |day| t::by_day(&calendar_day(day))),
    };
    if words.trim().is_empty() { t::nothing_yet().to_owned() } else { words }
}

/// How it ended: a moment to be glad, or a word why it was let go.
fn ending(goal: &Goal) -> Option<View> {
    let at = date(goal.ended_at?);
    if goal.state == GoalState::Achieved {
        return Some(view! {
            <section class="mt-8 sheet shadow-raised p-5 sm:p-8 flex flex-wrap items-center gap-6" aria-labelledby="reached">
                {drawing("stones", "stage-6", "w-28 h-28 overflow-visible animate-settle motion-reduce:animate-none")}
                <div class="min-w-0 flex-1 basis-60"><p class="kicker">{t::was_achieved(&at)}</p><h2 id="reached" class="text-2xl sm:text-3xl mt-1">{t::celebrate()}</h2><p class="mt-2 max-w-[52ch]">{t::celebrate_about()}</p></div>
            </section>
        });
    }
    Some(
        view! { <div class="mt-8 callout"><p class="font-semibold">{t::was_let_go(&at)}</p><p class="mt-1 whitespace-pre-line wrap-anywhere" dir="auto">{goal.last_words.clone()}</p></div> },
    )
}

/// How far it is: percent and pace in words, and the chart.
fn far(page: &GoalPage) -> View {
    let GoalPage { goal, chart: points, .. } = page;
    let progress = goal.progress;
    let laid = goal.milestones.iter().filter(|step| step.done_at.is_some()).count();
    let percent = progress.percent.to_string();
    let heading = progress.pace.map_or_else(|| word(goal.state.as_str()), pace);
    let compared = match progress.elapsed.filter(|_| goal.state == GoalState::Active) {
        Some(elapsed) => t::way_and_time(&percent, &elapsed.to_string()),
        None => t::way(&percent),
    };
    let stones = (!goal.milestones.is_empty())
        .then(|| t::stones(u32::try_from(laid).unwrap_or(0), &goal.milestones.len().to_string()));
    // Of five stones so many as are behind.
    let stage = ["profile-5-", &(u16::from(progress.percent.min(100)) / 20).to_string()].concat();
    view! {
        <section class="mt-8 sheet p-5 sm:p-8" aria-labelledby="far">
            <div class="grid gap-x-10 gap-y-6 grid-cols-[minmax(0,1fr)] lg:grid-cols-[14rem_minmax(0,1fr)] lg:items-end">
                <div class="flex lg:block items-center gap-5">
                    {drawing("stones", &stage, "w-24 h-24 lg:w-36 lg:h-36 shrink-0 overflow-visible")}
                    <div class="lg:mt-5 min-w-0"><p><span class="match-n text-5xl">{percent}<span class="text-[0.5em] ms-0.5">{t::percent_sign()}</span></span></p><h2 id="far" class="text-xl mt-1.5">{heading}</h2><p class="text-sm text-muted leading-snug mt-1">{compared} " " {stones}</p></div>
                </div>
                <div class="min-w-0">{chart(goal, points)}</div>
            </div>
        </section>
    }
}

/// What is open, and why.
fn open_points(goal: &Goal) -> Option<View> {
    let rows = goal.findings.iter().map(|finding| {
        let excuse = goal.text.excuses.iter().find(|excuse| excuse.finding == *finding);
        let excuse = excuse.map(|excuse| view! { <span class="block text-sm text-muted wrap-anywhere" dir="auto">{t::stays_open(&excuse.words)}</span> });
        view! { <li class="py-2.5 leading-snug">{goal_findings::find(finding.as_str())}{excuse}</li> }
    });
    (!goal.findings.is_empty()).then(|| view! { <section class="mt-8" aria-labelledby="open"><h2 id="open" class="text-xl">{goals::open_points()}</h2><ul class="rows border-y border-line mt-2">{rows.collect::<View>()}</ul></section> })
}

/// The page on which a goal is let go, with a word why.
pub(super) fn let_go(id: RelationshipId, which: GoalId) -> View {
    title(t::let_go_heading());
    let draft = Draft::of(&["let-go/", &which.to_string()].concat());
    let form = Form::new(move || wrong_with(&LetGo { words: draft.text.get() })).named("let-go");
    let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let body = LetGo { words: draft.text.get_untracked() };
        form.send(session.client().let_go_of_goal(which, &body), move |_| {
            draft.let_go();
            learn(id, which);
            toasts.say(t::let_go_done());
            here.go_on(&goal_address(id, which));
        });
    };
    let content = view! {
        <form class="grid gap-5 max-w-[40rem]" novalidate on:submit=send>
            <div><h1 class="text-2xl sm:text-3xl">{t::let_go_heading()}</h1><p class="mt-2">{t::let_go_about()}</p></div>
            {words(form, "/words", t::let_go_words(), t::let_go_hint(), "3", draft.text)}
            {form.problem_view()}
            <div class="flex flex-wrap gap-3">{form.submit(t::let_go_now())} <a class="btn btn-ghost" href=goal_address(id, which)>{t::keep()}</a></div>
        </form>
    };
    around(goal_address(id, which), goals::back(), content)
}
