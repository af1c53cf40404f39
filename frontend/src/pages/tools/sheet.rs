//! A worksheet: filled in as one types, shared or kept, confirmed where both agree, printed and taken along.
use std::sync::Arc;

use domain::ids::RelationshipId;
use domain::people::Person;
use domain::relationships::Relationship;
use domain::tools::{ConfirmWorksheet, Section, Worksheet};
use leptos::prelude::*;
use ui_model::goals::goals_address;
use ui_model::tools::questions;

use super::answer::{Field, question};
use super::{all, worksheet};
use crate::components::controls::back;
use crate::components::drawing::drawing;
use crate::components::form::Form;
use crate::components::icon::{Icon, icon};
use crate::components::page::{save_file, title};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::follow::{RwSignal, StoredValue, effect, spawn};
use crate::pages::meetings::{Two, learn};
use crate::pages::relationships::relationship;
use crate::pages::requests::found;
use crate::pages::saving::{Writing, saved_line};
use crate::session::Session;
use crate::text::tools as t;
use crate::view::{View, view};

/// What is answered in this tool can become a goal.
const GOAL_FINDER: &str = "goal-finder";

/// The answers that are being written, by the key of their question. They outlive what is shown around them.
#[derive(Clone, Copy)]
struct Desk {
    fields: RwSignal<Vec<(String, Field)>>,
    edition: StoredValue<u32>,
    form: Form,
}

impl Desk {
    fn field(self, key: &str) -> Option<Field> {
        self.fields.with(|fields| fields.iter().find(|(known, _)| known == key).map(|(_, field)| *field))
    }

    fn writings(self) -> Vec<Writing> {
        self.fields.with(|fields| fields.iter().map(|(_, field)| field.writing).collect())
    }

    /// How many questions have an answer here, and how many there are.
    fn answered(self) -> (usize, usize) {
        self.fields.with(|fields| {
            let filled = fields.iter().filter(|(_, field)| !field.writing.mine().read().is_empty());
            (filled.count(), fields.len())
        })
    }

    /// The server has told the worksheet as it is now: new questions get a field, the others what is newer.
    fn told(self, id: RelationshipId, tool: &str, sheet: &Worksheet, owner: &Owner) {
        self.edition.set_value(sheet.edition);
        let mut new = Vec::new();
        for asked in questions(sheet) {
            if let Some(field) = untrack(|| self.field(&asked.key)) {
                field.told(asked);
            } else {
                let field = owner.with(|| Field::begin(id, tool, asked, self.edition));
                new.push((asked.key.clone(), field));
            }
        }
        if !new.is_empty() && !sheet.tool.of_other {
            self.fields.update(|fields| fields.extend(new));
        }
    }
}

/// The page.
pub(super) fn page(id: RelationshipId, tool: String) -> View {
    let known = worksheet(id, tool.clone());
    let desk = Desk {
        fields: RwSignal::new(Vec::new()),
        edition: StoredValue::new(1),
        form: Form::new(Vec::new).named("confirm"),
    };
    let owner = Owner::current().unwrap_or_default();
    effect(move || {
        if let Some(sheet) = known.ready() {
            desk.told(id, &tool, &sheet, &owner);
        }
    });
    found(relationship(id), move |relationship| {
        let two = Two::of(&relationship);
        found(known, move |sheet| whole(&two, &relationship, &sheet, desk))
    })
}

fn whole(two: &Two, relationship: &Arc<Relationship>, sheet: &Arc<Worksheet>, desk: Desk) -> View {
    let (id, partner) = (relationship.id, &relationship.partner);
    title(&sheet.tool.title);
    let writes = sheet.writable && !sheet.tool.of_other;
    let sections = sheet.sections.iter().enumerate();
    let sections = sections.map(|(number, part)| section(two, partner, number, part, desk, sheet.writable));
    let saved = writes.then(|| saved_line(move || desk.writings()));
    let intro = sheet.intro.clone();
    let about = if sheet.tool.of_other { Some(t::of_other_about(&two.name)) } else { None };
    let archive = (!sheet.writable).then(|| view! { <p class="callout mt-5">{t::archive()}</p> });
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="flex flex-wrap items-center justify-between gap-x-4 print:hidden">{back(all(id), t::tools())} {saved}</div>
            <div class="mt-3 grid gap-x-12 gap-y-8 grid-cols-[minmax(0,1fr)] lg:grid-cols-[12rem_minmax(0,1fr)] xl:grid-cols-[11rem_minmax(0,1fr)_13.5rem] items-start">
                {parts(sheet, desk)}
                <div class="min-w-0">
                    <h1 class="text-2xl sm:text-3xl wrap-anywhere">{sheet.tool.title.clone()}</h1>
                    <p class="mt-2 max-w-[58ch]">{intro}</p>
                    {about.map(|about| view! { <p class="mt-2 max-w-[58ch] text-muted">{about}</p> })}
                    {archive}
                    <div class="xl:hidden mt-4 flex flex-wrap items-center gap-x-6 gap-y-1 print:hidden">{writes.then(|| how_far(desk))} {take_along(id, &sheet.tool.key)}</div>
                    {sections.collect::<View>()}
                    {sheet.tool.confirmed.then(|| agreement(two, id, sheet, desk))}
                    {(writes && !sheet.tool.confirmed).then(|| share_all(two, id, desk))}
                    {(writes && sheet.tool.key == GOAL_FINDER).then(|| view! { <p class="mt-4 print:hidden"><a class="btn btn-primary max-sm:w-full" href=goals_address(id)>{t::make_a_goal()}</a></p> })}
                    {retired(sheet)}
                </div>
                <aside class="hidden xl:block sticky top-24 print:hidden" aria-label=t::about_sheet()>
                    {writes.then(|| how_far(desk))}
                    <div class="mt-5 pt-3 border-t border-line grid">{take_along(id, &sheet.tool.key)}</div>
                </aside>
            </div>
        </div>
    }
}

/// The parts of the worksheet, each with a stone: laid where all of it is answered.
fn parts(sheet: &Arc<Worksheet>, desk: Desk) -> View {
    let named: Vec<_> =
        sheet.sections.iter().enumerate().filter(|(_, part)| !part.title.is_empty()).collect();
    if named.len() < 2 {
        return view! { <div class="max-lg:hidden print:hidden"></div> };
    }
    let rows = named.into_iter().map(|(number, part)| {
        let keys: Vec<String> = part.questions.iter().map(|asked| asked.key.clone()).collect();
        let stone = move || {
            let filled = |key: &String| desk.field(key).is_some_and(|field| !field.writing.mine().read().is_empty());
            let count = keys.iter().filter(|key| filled(key)).count();
            let (name, words) = match count {
                0 => ("mark-open", None),
                _ if count == keys.len() => ("mark-laid", Some(t::part_done())),
                _ => ("mark-next", Some(t::part_begun())),
            };
            view! { {drawing("stones", name, "mark")} {words.map(|words| view! { <span class="sr-only">{words}</span> })} }
        };
        view! {
            <li>
                <span class="contents">{stone}</span>
                <a class="leading-snug py-0.5 hover:underline underline-offset-4" href=["#part-", &number.to_string()].concat()>{part.title.clone()}</a>
            </li>
        }
    });
    view! {
        <nav class="lg:sticky lg:top-24 min-w-0 max-lg:hidden print:hidden" aria-label=t::parts()>
            <ol class="trail gap-4!">{rows.collect::<View>()}</ol>
        </nav>
    }
}

fn section(two: &Two, partner: &Person, number: usize, part: &Section, desk: Desk, writable: bool) -> View {
    let heading = (!part.title.is_empty()).then(|| view! { <h2 class="text-2xl">{part.title.clone()}</h2> });
    let guidance = (!part.guidance.is_empty())
        .then(|| view! { <p class="mt-1 max-w-[58ch] text-muted">{part.guidance.clone()}</p> });
    let (two, partner, asked) = (two.clone(), partner.clone(), part.questions.clone());
    // A question's field begins after the worksheet has arrived.
    let questions = move || {
        let all = asked.iter().map(|asked| question(&two, &partner, asked, desk.field(&asked.key), writable));
        all.collect::<View>()
    };
    let class = if number == 0 { "mt-8" } else { "mt-9 pt-8 border-t border-line" };
    view! {
        <div id=["part-", &number.to_string()].concat() class=[class, " scroll-mt-20"].concat()>{heading} {guidance} {questions}</div>
    }
}

/// How far the reader is.
fn how_far(desk: Desk) -> View {
    let shown = move || {
        let (answered, questions) = desk.answered();
        let words = t::answered(&answered.to_string(), &questions.to_string());
        view! {
            <p class="text-sm text-muted">{words.clone()}</p>
            <progress class="progress w-full max-xl:w-40" value=answered.to_string() max=questions.to_string() aria-label=words></progress>
        }
    };
    view! { <div>{shown}</div> }
}

/// Printing it, and taking it along as text.
fn take_along(id: RelationshipId, tool: &str) -> View {
    let (session, toasts, tool) = (Session::here(), Toasts::here(), tool.to_owned());
    let download = move |_| {
        let tool = tool.clone();
        spawn(async move {
            match session.client().worksheet_markdown(id, &tool).await {
                Ok(file) => save_file(&file, "text/markdown", &[&tool, ".md"].concat()),
                Err(error) => toasts.warn(states::said(&error)),
            }
        });
    };
    // A browser that cannot print has said so by itself.
    let print = |_| drop(window().print());
    view! {
        <button type="button" class="link-quiet min-h-11 inline-flex items-center gap-2 cursor-pointer" on:click=print>{icon(Icon::Printer, "size-5")} {t::print()}</button>
        <button type="button" class="link-quiet min-h-11 inline-flex items-center gap-2 cursor-pointer" on:click=download>{icon(Icon::DownloadSimple, "size-5")} {t::download()}</button>
    }
}

/// Shares everything that is the reader's own and not shared yet.
fn share_all(two: &Two, id: RelationshipId, desk: Desk) -> View {
    let name = two.name.clone();
    let shown = move || {
        let could = desk.fields.with(|fields| fields.iter().any(|(_, field)| field.could_be_shared()));
        let share = move |_| {
            for (_, field) in desk.fields.get_untracked() {
                if untrack(|| field.could_be_shared()) {
                    field.share(true);
                }
            }
        };
        could.then(|| {
            view! { <button type="button" class="btn btn-primary max-sm:w-full" on:click=share>{t::share_all(&name)}</button> }
        })
    };
    view! { <div class="mt-9 flex flex-wrap items-center gap-3 print:hidden">{shown} <a class="btn btn-ghost" href=all(id)>{t::later()}</a></div> }
}

/// Both confirm the same version; whatever changes voids it.
fn agreement(two: &Two, id: RelationshipId, sheet: &Arc<Worksheet>, desk: Desk) -> View {
    let mark = |who: String, confirmed: bool| {
        let (sign, class, words) = if confirmed {
            (
                Icon::Check,
                "inline-flex items-center gap-1.5 text-moss-ink font-semibold",
                t::has_confirmed(&who),
            )
        } else {
            (Icon::CircleDashed, "inline-flex items-center gap-1.5 text-muted", t::not_confirmed(&who))
        };
        view! { <li class=class>{icon(sign, "size-4.5 shrink-0")} {words}</li> }
    };
    let (version, tool) = (sheet.version, sheet.tool.key.clone());
    let confirm = move |_| {
        let (client, tool) = (Session::here().client(), tool.clone());
        let body = ConfirmWorksheet { version };
        desk.form.send(client.confirm_worksheet(id, &tool, &body), move |_| learn(id));
    };
    let saved = move || desk.writings().into_iter().all(Writing::is_saved);
    let button = (sheet.writable && !sheet.i_confirmed).then(|| {
        view! { <button type="button" class="btn btn-primary mt-4 max-sm:w-full" prop:disabled=move || version < 1 || !saved() aria-disabled=move || desk.form.busy().to_string() on:click=confirm>{t::confirm()}</button> }
    });
    let agreed =
        sheet.tool.agreed_at.map(|at| view! { <p class="mt-1.5">{t::agreed_on(&two.mine.long(at))}</p> });
    view! {
        <section class="mt-9 sheet p-5 sm:p-7" aria-labelledby="agreement">
            <h2 id="agreement" class="text-2xl">{t::agreement()}</h2>
            <p class="mt-1.5 text-muted max-w-[56ch] print:hidden">{t::agreement_about()}</p>
            {agreed}
            <ul class="mt-3 grid gap-1.5">{mark(t::you().to_owned(), sheet.i_confirmed)} {mark(two.name.clone(), sheet.they_confirmed)}</ul>
            {button}
            {desk.form.problem_view()}
        </section>
    }
}

/// Answers to questions that are not asked any more: nothing is lost.
fn retired(sheet: &Worksheet) -> Option<View> {
    let rows = sheet.retired.iter().map(|retired| {
        view! { <li class="ps-4 border-s-2 border-line whitespace-pre-line wrap-anywhere" dir="auto">{retired.answer.value.clone()}</li> }
    });
    (!sheet.retired.is_empty()).then(|| {
        view! {
            <section class="mt-9 pt-8 border-t border-line" aria-labelledby="retired">
                <h2 id="retired" class="text-xl">{t::retired()}</h2>
                <ul class="mt-3 grid gap-4">{rows.collect::<View>()}</ul>
            </section>
        }
    })
}
