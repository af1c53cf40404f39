//! Writing a goal: a letter a step, with what is still open said in words, and the whole as a sentence at the end.
use api_client::{Versioned, json};
use chrono::NaiveDate;
use domain::goals::smart::Draft as Rules;
use domain::goals::{Excuse, Finding, Goal, GoalKind, GoalPage, GoalPart, GoalText, NewGoal};
use domain::ids::{GoalId, RelationshipId};
use domain::problem::{Code, FieldError};
use domain::relationships::Relationship;
use leptos::prelude::*;
use ui_model::goals::{goal_address, goals_address, open_in, typed_amount};
use ui_model::resources;

use super::sentence::sentence;
use super::steps::{Stone, Stones, as_written, rows};
use super::{LETTERS, goal, key_of, learn, word};
use crate::components::controls::back;
use crate::components::draft::Draft;
use crate::components::form::{Form, Input, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{focus, now, title};
use crate::components::toast::Toasts;
use crate::data::{Fetch, known, tag};
use crate::follow::{Memo, RwSignal, StoredValue, effect, memo};
use crate::navigation::Here;
use crate::pages::relationships::relationship;
use crate::pages::requests::found;
use crate::session::Session;
use crate::text::{goal_findings, goals as t};
use crate::view::{IntoView, View, view};

/// The step of the sentence comes after the letters.
const WHOLE: usize = LETTERS.len();
/// The heading of the step that is shown.
const STEP: &str = "step";
const KINDS: [GoalKind; 3] = [GoalKind::Number, GoalKind::YesNo, GoalKind::Milestones];

/// What is kept on this device of a new goal; of an edit with the version that it began with.
pub(super) fn draft_of(id: RelationshipId, goal: Option<GoalId>) -> Draft {
    let purpose = goal.map_or_else(|| id.to_string(), |goal| goal.to_string());
    Draft::of(&["goal/", &purpose].concat())
}

/// A new goal says something already.
pub(super) fn has_begun(draft: Draft) -> bool {
    let kept = draft.text.with_untracked(|kept| json::read::<NewGoal>(kept.as_bytes()));
    kept.is_some_and(|kept| !kept.text.title.trim().is_empty() || !kept.text.specific.trim().is_empty())
}

/// A goal that is being written.
#[derive(Clone, Copy)]
struct Writing {
    draft: Draft,
    step: RwSignal<usize>,
    title: RwSignal<String>,
    specific: RwSignal<String>,
    kind: RwSignal<GoalKind>,
    measure: RwSignal<String>,
    baseline: RwSignal<String>,
    target: RwSignal<String>,
    unit: RwSignal<String>,
    attainable: RwSignal<String>,
    relevant: RwSignal<String>,
    due_on: RwSignal<String>,
    stones: Stones,
    excuses: RwSignal<Vec<Excuse>>,
    earlier: StoredValue<Option<GoalId>>,
}

impl Writing {
    fn begin(draft: Draft) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            draft,
            step: RwSignal::new(0),
            title: text(),
            specific: text(),
            kind: RwSignal::new(GoalKind::Number),
            measure: text(),
            baseline: text(),
            target: text(),
            unit: text(),
            attainable: text(),
            relevant: text(),
            due_on: text(),
            stones: Stones::new(vec![Stone::empty()]),
            excuses: RwSignal::new(Vec::new()),
            earlier: StoredValue::new(None),
        }
    }

    fn fill(self, NewGoal { text, milestones, earlier }: NewGoal) {
        let amount =
            |amount: Option<domain::goals::Amount>| amount.map_or_else(String::new, |it| it.to_string());
        self.title.set(text.title);
        self.specific.set(text.specific);
        self.kind.set(text.kind);
        self.measure.set(text.measure);
        self.baseline.set(amount(text.baseline));
        self.target.set(amount(text.target));
        self.unit.set(text.unit);
        self.attainable.set(text.attainable);
        self.relevant.set(text.relevant);
        self.due_on.set(text.due_on.map_or_else(String::new, |day| day.to_string()));
        self.excuses.set(text.excuses);
        self.stones.fill(milestones.iter().map(Stone::of).collect());
        self.earlier.set_value(earlier);
    }

    /// Goes on with a new goal that was kept.
    fn take_up(self) {
        if let Some(kept) = self.draft.text.with_untracked(|kept| json::read(kept.as_bytes())) {
            self.fill(kept);
        }
    }

    /// Goes on with an edit that was kept; gives the version that it began with.
    fn take_up_edit(self) -> Option<String> {
        let kept = self.draft.text.get_untracked();
        let (version, written) = kept.split_once('\n')?;
        self.fill(json::read(written.as_bytes())?);
        Some(version.to_owned())
    }

    /// Keeps an edit, and the version that it began with, while it says something else than at its beginning.
    fn keep(self, version: &str, begun: Option<String>) {
        let (Some(begun), Some(now)) = (begun, json::write(&self.body())) else { return };
        let edit = if now == begun { String::new() } else { [version, "\n", &now].concat() };
        self.draft.text.set(edit);
    }

    /// Goes to another step, which begins at its heading: the button that led there is gone.
    fn go_to(self, step: usize) {
        self.step.set(step);
        focus(STEP);
    }

    fn body(self) -> NewGoal {
        let number = self.kind.get() == GoalKind::Number;
        let amount = |typed: RwSignal<String>| typed_amount(&typed.read()).ok().flatten().filter(|_| number);
        let mut text = GoalText {
            title: self.title.get(),
            specific: self.specific.get(),
            kind: self.kind.get(),
            measure: self.measure.get(),
            baseline: amount(self.baseline),
            target: amount(self.target),
            unit: if number { self.unit.get() } else { String::new() },
            attainable: self.attainable.get(),
            relevant: self.relevant.get(),
            due_on: domain::times::day(&self.due_on.read()),
            excuses: Vec::new(),
        };
        // Who says nothing has not said why.
        let mut excuses = self.excuses.get();
        excuses.retain(|excuse| !excuse.words.trim().is_empty());
        text.excuses = excuses;
        NewGoal { text, milestones: self.stones.body(), earlier: self.earlier.get_value() }
    }

    fn findings(self, planned_until: Option<NaiveDate>) -> Vec<Finding> {
        let NewGoal { text, milestones, .. } = self.body();
        let rules = Rules { text: &text, milestones: &milestones, planned_until, today: now().date_naive() };
        rules.findings()
    }

    fn wrong(self) -> Vec<FieldError> {
        let amounts = [(self.baseline, "/text/baseline"), (self.target, "/text/target")];
        let number = self.kind.get() == GoalKind::Number;
        let amounts = amounts.into_iter().filter(|_| number).filter_map(|(typed, pointer)| {
            typed_amount(&typed.read()).err().map(|code| FieldError::new(pointer, code))
        });
        amounts.chain(wrong_with(&self.body())).collect()
    }
}

/// The page that writes a new goal, or another version of one that there is.
pub(super) fn page(id: RelationshipId, edited: Option<GoalId>) -> View {
    let writing = Writing::begin(draft_of(id, edited));
    let version = RwSignal::new(None::<String>);
    let form = Form::new(move || writing.wrong()).named("goal");
    let sender = Sender {
        id,
        edited,
        version,
        writing,
        form,
        session: Session::here(),
        toasts: Toasts::here(),
        here: Here::page(),
    };
    if let Some(edited) = edited {
        let (known, begun) = (goal(edited), RwSignal::new(None));
        effect(move || {
            let Some(page) = known.ready() else { return };
            if version.with_untracked(Option::is_none) {
                writing.fill(as_new(&page.value.goal));
                begun.set(json::write(&untrack(|| writing.body())));
                version.set(Some(writing.take_up_edit().unwrap_or_else(|| page.version.clone())));
            } else if form.problem_code() == Some(Code::StaleVersion) {
                // Whoever has read that it was changed meanwhile may save over it.
                version.set(Some(page.version.clone()));
            }
        });
        effect(move || {
            if form.problem_code() == Some(Code::StaleVersion) {
                learn(id, edited);
            }
        });
        effect(move || writing.keep(&version.get().unwrap_or_default(), begun.get()));
    } else {
        writing.take_up();
        effect(move || writing.draft.text.set(json::write(&writing.body()).unwrap_or_default()));
    }
    title(if edited.is_some() { t::save_changes() } else { t::new() });
    found(relationship(id), move |relationship| sender.view(&relationship))
}

/// A goal as it would be written anew.
fn as_new(goal: &Goal) -> NewGoal {
    let milestones = goal.milestones.iter().map(as_written).collect();
    NewGoal { text: goal.text.clone(), milestones, earlier: None }
}

/// Writes and sends, whatever is drawn again meanwhile.
#[derive(Clone, Copy)]
struct Sender {
    id: RelationshipId,
    edited: Option<GoalId>,
    /// The version that is edited.
    version: RwSignal<Option<String>>,
    writing: Writing,
    form: Form,
    session: Session,
    toasts: Toasts,
    here: Here,
}

impl Sender {
    fn view(self, relationship: &Relationship) -> View {
        let planned = relationship.plan.until;
        let writing = self.writing;
        let findings = memo(move || writing.findings(planned));
        let step = move || {
            let step = writing.step.get();
            if step < WHOLE { self.letter(step, findings) } else { self.whole(findings) }
        };
        let shown = move || sentence(&writing.body().text);
        let drop_it = move || {
            let edits = self.edited.is_some() && !writing.draft.text.read().is_empty();
            edits.then(|| view! { <button type="button" class="link-quiet min-h-11 cursor-pointer" on:click=move |_| self.drop_edit()>{t::drop_edit()}</button> })
        };
        let example = move || t::examples_of().get(writing.step.get()).copied().unwrap_or_default();
        view! {
            <div class="page pt-8 pb-32 lg:pt-10 lg:pb-20">
                <div class="flex flex-wrap items-center justify-between gap-x-4">
                    {back(self.way_out(), t::close())}
                    <p class="text-sm text-muted inline-flex items-center gap-1.5" role="status">{writing.draft.kept_line()} {drop_it}</p>
                </div>
                <div class="mt-3 grid gap-x-12 gap-y-8 grid-cols-[minmax(0,1fr)] lg:grid-cols-[11rem_minmax(0,1fr)_18rem] items-start">
                    {letters(writing, findings)}
                    <div class="min-w-0 max-w-[40rem]">{step}</div>
                    <aside class="min-w-0">
                        <section aria-labelledby="so-far"><h2 id="so-far" class="text-xl">{t::sentence()}</h2><p class="lead mt-3 wrap-anywhere" dir="auto">{shown}</p></section>
                        <section class="mt-8 pt-6 border-t border-line" aria-labelledby="example">
                            <h2 id="example" class="text-xl">{t::example()}</h2>
                            <p class="mt-2 text-sm leading-relaxed">{example}</p>
                            <a class="link-quiet text-sm inline-flex min-h-11 items-center" href=resources::address("smart-goals")>{t::guide()}</a>
                        </section>
                    </aside>
                </div>
            </div>
        }
    }

    /// Begins again with what stands.
    fn drop_edit(self) {
        let Some(page) = self.edited.and_then(|goal| known::<Versioned<GoalPage>>(&key_of(goal))) else {
            return;
        };
        self.writing.fill(as_new(&page.value.goal));
        self.version.set(Some(page.version.clone()));
    }

    fn way_out(self) -> String {
        self.edited.map_or_else(|| goals_address(self.id), |goal| goal_address(self.id, goal))
    }

    /// A step of the form.
    fn letter(self, step: usize, findings: Memo<Vec<Finding>>) -> View {
        let Some(part) = LETTERS.get(step).copied() else { return ().into_view() };
        let go = move |to: usize| move |_| self.writing.go_to(to);
        let before = (step > 0)
            .then(|| view! { <button type="button" class="btn" on:click=go(step - 1)>{t::back()}</button> });
        view! {
            {heading(step, word(part.as_str()))}
            <div class="mt-5 grid gap-5">{self.fields(part)}</div>
            {check(part, findings)}
            <div class="mt-6 flex gap-3">{before} <button type="button" class="btn btn-primary max-lg:flex-1" on:click=go(step + 1)>{t::next()}</button></div>
        }
    }

    fn fields(self, part: GoalPart) -> View {
        let Self { form, writing, .. } = self;
        match part {
            GoalPart::Specific => view! {
                {words(form, "/text/specific", t::what(), (), "3", writing.specific)}
                {Input::text(form, "/text/title", t::title(), writing.title).hint(t::title_hint()).view()}
            },
            GoalPart::Measurable => view! { {kinds(writing)} {move || measures(form, writing)} },
            GoalPart::Attainable => {
                words(form, "/text/attainable", t::attainable(), (), "3", writing.attainable)
            }
            GoalPart::Relevant => words(form, "/text/relevant", t::relevant(), (), "3", writing.relevant),
            _ => view! {
                {Input::text(form, "/text/due_on", t::due(), writing.due_on).kind("date").view()}
                {rows(form, writing.stones)}
            },
        }
    }

    /// The last step: the sentence, what is open in it, and what is done with it.
    fn whole(self, findings: Memo<Vec<Finding>>) -> View {
        let Self { writing, form, .. } = self;
        let open = move || {
            let findings = findings.get();
            (!findings.is_empty()).then(|| {
                let rows = findings.iter().map(|finding| open_point(writing, *finding));
                view! {
                    <section class="mt-7" aria-labelledby="open"><h2 id="open" class="text-xl">{t::open_points()}</h2>
                        <p class="text-muted mt-1">{t::open_points_about()}</p>
                        <ul class="rows border-y border-line mt-3">{rows.collect::<View>()}</ul>
                    </section>
                }
            })
        };
        let read = move || sentence(&writing.body().text);
        let newest = move || {
            let is_stale = form.problem_code() == Some(Code::StaleVersion);
            is_stale.then(|| view! { <a class="link-quiet inline-flex items-center min-h-11" href=self.way_out()>{t::newest()}</a> })
        };
        let actions = if self.edited.is_some() {
            view! { <button type="button" class="btn btn-primary" aria-disabled=move || form.busy().to_string() on:click=move |_| self.save()>{t::save_changes()}</button> }
        } else {
            view! {
                <button type="button" class="btn btn-primary" aria-disabled=move || form.busy().to_string() on:click=move |_| self.send(true)>{t::set_out()}</button>
                <button type="button" class="btn" aria-disabled=move || form.busy().to_string() on:click=move |_| self.send(false)>{t::save_draft()}</button>
            }
        };
        view! {
            {heading(WHOLE, t::whole())}
            <p class="lead mt-5 wrap-anywhere" dir="auto">{read}</p>
            {open}
            <div class="mt-4">{form.problem_view()} {newest}</div>
            <div class="mt-6 flex flex-wrap gap-3"><button type="button" class="btn" on:click=move |_| writing.go_to(WHOLE - 1)>{t::back()}</button> {actions}</div>
        }
    }

    /// Goes to the step that has the first field that is wrong, where there is one.
    fn leads_to_what_is_wrong(self) -> bool {
        let wrong = untrack(|| self.writing.wrong());
        let Some(first) = wrong.first() else { return false };
        let step = match first.pointer.as_str() {
            "/text/title" | "/text/specific" => 0,
            "/text/measure" | "/text/baseline" | "/text/target" | "/text/unit" => 1,
            "/text/attainable" => 2,
            "/text/relevant" => 3,
            pointer if pointer.starts_with("/text/excuses") => WHOLE,
            _ => 4,
        };
        self.writing.step.set(step);
        true
    }

    /// Drafts the goal; `set_out`: and begins to walk towards it.
    fn send(self, set_out: bool) {
        let wrong = self.leads_to_what_is_wrong();
        let body = untrack(|| self.writing.body());
        let (client, key) =
            (self.session.client(), self.writing.draft.key(&json::write(&body).unwrap_or_default()));
        let id = self.id;
        let sending: Fetch<(Goal, bool)> = Box::pin(async move {
            let goal = client.draft_goal(id, &key, &body).await?;
            if !set_out {
                return Ok((goal, false));
            }
            match client.activate_goal(goal.id, &tag(goal.version)).await {
                Ok(Versioned { value, .. }) => Ok((value, true)),
                // It is kept as a draft: its page says what is open.
                Err(error) if error.code() == Some(Code::GoalOpenPoints) => Ok((goal, false)),
                Err(error) => Err(error),
            }
        });
        let send = move || {
            self.form.send(sending, move |(goal, active)| {
                self.done(goal.id, if active { t::under_way() } else { t::saved_draft() });
            });
        };
        // The field that is wrong is there once its step has been drawn.
        if wrong { request_animation_frame(send) } else { send() }
    }

    /// Saves another version: what it says, and its milestones.
    fn save(self) {
        let wrong = self.leads_to_what_is_wrong();
        let (Some(goal), Some(version)) = (self.edited, self.version.get_untracked()) else { return };
        let body = untrack(|| self.writing.body());
        let client = self.session.client();
        let sending: Fetch<()> = Box::pin(async move {
            let steps = domain::goals::SaveMilestones { milestones: body.milestones };
            let saved = client.edit_goal(goal, &version, &body.text).await?;
            client.save_milestones(goal, &saved.version, &steps).await.map(drop)
        });
        let send = move || self.form.send(sending, move |()| self.done(goal, t::saved()));
        if wrong { request_animation_frame(send) } else { send() }
    }

    fn done(self, goal: GoalId, said: &'static str) {
        self.writing.draft.let_go();
        learn(self.id, goal);
        self.toasts.say(said);
        self.here.go_on(&goal_address(self.id, goal));
    }
}

fn heading(step: usize, name: &'static str) -> View {
    let text = |texts: &'static [&'static str]| texts.get(step).copied().unwrap_or_default();
    view! {
        <p class="kicker">{t::step_of(&(step + 1).to_string(), name)}</p>
        <h1 id=STEP tabindex="-1" class="text-2xl sm:text-3xl mt-1 outline-none">{text(t::questions())}</h1>
        <p class="mt-2 text-muted">{text(t::hints())}</p>
    }
}

/// The letters, each with whether it is done; and the sentence.
fn letters(writing: Writing, findings: Memo<Vec<Finding>>) -> View {
    let names = LETTERS.iter().map(|part| (word(part.as_str()), Some(*part)));
    let names = names.chain([(t::whole(), None)]).zip(t::letters());
    let items = names.enumerate().map(|(step, ((name, part), letter))| {
        let here = move || writing.step.get() == step;
        let done = move || part.is_some_and(|part| findings.with(|findings| open_in(findings, part).is_empty()));
        let class = move || {
            let look = match (here(), done()) {
                (true, _) => "bg-amber-soft! text-amber-ink ring-2 ring-accent",
                (false, true) => "bg-neutral! text-neutral-content",
                (false, false) => "bg-transparent! border-[1.5px] border-dashed border-field text-muted",
            };
            ["grid place-items-center size-[min(2.75rem,12vw)] face font-serif text-xl ", look].concat()
        };
        let said = move || done().then(t::done);
        view! {
            <li aria-current=move || here().then_some("step")>
                <button type="button" class="flex flex-col lg:flex-row items-center gap-1 lg:gap-3.5 lg:py-1.5 cursor-pointer" on:click=move |_| writing.step.set(step)>
                    <span class=class aria-hidden="true">{*letter}</span>
                    <span class="max-lg:text-xs max-sm:sr-only" class:font-semibold=here>{name}<span class="sr-only">{said}</span></span>
                </button>
            </li>
        }
    });
    view! { <ol class="flex lg:grid justify-between gap-1 max-lg:border-b border-line max-lg:pb-4" aria-label=t::steps()>{items.collect::<View>()}</ol> }
}

/// What is still open in a part, in words; or that it is well.
fn check(part: GoalPart, findings: Memo<Vec<Finding>>) -> View {
    let lines = move || {
        let open = findings.with(|findings| open_in(findings, part));
        let line = |good: bool, code: &str| {
            let (class, sign) = if good {
                ("say say-good text-base!", Icon::Check)
            } else {
                ("say say-open text-base!", Icon::CircleDashed)
            };
            view! { <li class=class>{icon(sign, "size-5")} <span>{goal_findings::find(code)}</span></li> }
        };
        if open.is_empty() {
            return line(true, &["good.", part.as_str()].concat());
        }
        open.iter().map(|finding| line(false, finding.as_str())).collect::<View>()
    };
    view! {
        <section class="mt-6 rounded-box border border-line bg-base-100 px-5 py-4" aria-labelledby="check" aria-live="polite">
            <h2 id="check" class="font-sans! font-semibold text-base tracking-normal">{t::check()}</h2>
            <ul class="mt-2 space-y-1.5">{lines}</ul>
        </section>
    }
}

/// A point that is open: it can be closed, or explained.
fn open_point(writing: Writing, finding: Finding) -> View {
    let step = LETTERS.iter().position(|part| *part == finding.part()).unwrap_or(0);
    let words = move || {
        let said = |excuse: &&Excuse| excuse.finding == finding;
        writing
            .excuses
            .with_untracked(|excuses| excuses.iter().find(said).map(|excuse| excuse.words.clone()))
            .unwrap_or_default()
    };
    let explain = move |event| {
        let words = event_target_value(&event);
        writing.excuses.update(|excuses| {
            excuses.retain(|excuse| excuse.finding != finding);
            excuses.push(Excuse { finding, words });
        });
    };
    let label = goal_findings::find(finding.as_str()).unwrap_or_default();
    let excuse = finding.can_stay_open().then(|| {
        view! {
            <label class="block mt-2"><span class="text-sm text-muted">{t::why_open()}<span class="sr-only">": " {label}</span></span>
                <input class="input mt-1" dir="auto" maxlength="500" prop:value=words on:change=explain />
            </label>
        }
    });
    view! {
        <li class="py-3.5">
            <p class="flex flex-wrap items-baseline justify-between gap-x-4"><span>{label}</span>
                <button type="button" class="link-quiet min-h-11" on:click=move |_| writing.go_to(step)>{t::close_it()}<span class="sr-only">": " {label}</span></button>
            </p>
            {excuse}
        </li>
    }
}

fn kinds(writing: Writing) -> View {
    let choices = KINDS.iter().map(|kind| {
        let kind = *kind;
        view! {
            <label class="pick items-center">
                <input type="radio" name="kind" class="radio radio-sm" prop:checked=move || writing.kind.get() == kind on:change=move |_| writing.kind.set(kind) />
                <span class="leading-tight">{word(kind.as_str())}</span>
            </label>
        }
    });
    view! { <fieldset><legend class="legend">{t::how()}</legend><div class="mt-2 grid sm:grid-cols-3 gap-2">{choices.collect::<View>()}</div></fieldset> }
}

/// The fields of a kind.
fn measures(form: Form, writing: Writing) -> View {
    let measure = |label| Input::text(form, "/text/measure", label, writing.measure).view();
    match writing.kind.get() {
        GoalKind::Milestones => ().into_view(),
        GoalKind::YesNo => measure(t::measure_yes_no()),
        GoalKind::Number => view! {
            {measure(t::measure())}
            <div class="grid grid-cols-2 sm:grid-cols-[1fr_1fr_1.9fr] gap-x-4 gap-y-5 items-start">
                {Input::text(form, "/text/baseline", t::today(), writing.baseline).view()}
                {Input::text(form, "/text/target", t::target(), writing.target).view()}
                <div class="col-span-2 sm:col-span-1">{Input::text(form, "/text/unit", t::unit(), writing.unit).view()}</div>
            </div>
        },
    }
}
