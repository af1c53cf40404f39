//! How mentoring works here: twelve small steps in six stages.

use super::landing::ways_in;
use crate::components::drawing::drawing;
use crate::components::icon::{Icon, icon};
use crate::components::page::title;
use crate::text::how as t;
use crate::view::{View, view};

/// A stage: its name and its steps.
struct Stage {
    name: &'static str,
    steps: Vec<Step>,
}

/// A step: what it is, what happens in it, and what it is for mentors where that differs.
struct Step {
    name: &'static str,
    about: &'static str,
    for_mentors: Option<&'static str>,
}

fn step(name: &'static str, about: &'static str) -> Step {
    Step { name, about, for_mentors: None }
}

impl Step {
    fn mentors(self, words: &'static str) -> Self {
        Self { for_mentors: Some(words), ..self }
    }
}

fn stages() -> [Stage; 6] {
    let [profile, find, request, meet, goals, complete] = [0, 1, 2, 3, 4, 5].map(|i| t::stages()[i]);
    [
        Stage {
            name: profile,
            steps: vec![
                step(t::register(), t::register_about()),
                step(t::profile(), t::profile_about()).mentors(t::profile_mentors()),
            ],
        },
        Stage {
            name: find,
            steps: vec![
                step(t::search(), t::search_about()),
                step(t::question(), t::question_about()).mentors(t::question_mentors()),
            ],
        },
        Stage {
            name: request,
            steps: vec![
                step(t::request(), t::request_about()),
                step(t::answer(), t::answer_about()).mentors(t::answer_mentors()),
            ],
        },
        Stage {
            name: meet,
            steps: vec![
                step(t::arrange(), t::arrange_about()).mentors(t::arrange_mentors()),
                step(t::prepare(), t::prepare_about()).mentors(t::prepare_mentors()),
            ],
        },
        Stage {
            name: goals,
            steps: vec![
                step(t::goals(), t::goals_about()).mentors(t::goals_mentors()),
                step(t::progress(), t::progress_about()),
                step(t::learn(), t::learn_about()).mentors(t::learn_mentors()),
            ],
        },
        Stage { name: complete, steps: vec![step(t::end(), t::end_about())] },
    ]
}

/// The page.
pub(crate) fn page() -> View {
    title(t::heading());
    let mut number = 0;
    let stages = stages();
    let sections = stages.iter().enumerate().map(|(i, stage)| {
        let first = number + 1;
        number += stage.steps.len();
        section(i, stage, first)
    });
    let sections: Vec<View> = sections.collect();
    view! {
        <div class="page pt-10 lg:pt-16 pb-28 lg:pb-20 grid gap-x-20 lg:grid-cols-[minmax(0,17rem)_minmax(0,1fr)] items-start">
            {overview()}
            <div class="min-w-0">
                <h1 class="text-4xl sm:text-5xl max-w-[16ch]">{t::heading()}</h1>
                <p class="text-lg mt-4 max-w-[52ch]">{t::lead()}</p>
                {sections}
                <section class="mt-12 sheet p-6 sm:p-8" aria-labelledby="ending">
                    <h2 id="ending" class="text-2xl">{t::no_fit()}</h2>
                    <p class="mt-2 max-w-[60ch]">{t::no_fit_about()}</p>
                </section>
                <div class="mt-10 flex flex-wrap gap-3">{ways_in()}</div>
            </div>
        </div>
    }
}

/// The six stages as one cairn, from the ground up.
fn overview() -> View {
    let stones = t::stages().iter().enumerate().map(|(i, name)| {
        view! {
            <li>
                <a href=format!("#stage-{}", i + 1) class="grid grid-cols-[9.5rem_1fr] gap-4 items-center group">
                    {stone(i, "block w-full h-[2.125rem] overflow-visible")}
                    <span class="font-semibold py-1 group-hover:underline decoration-moss-line underline-offset-4">{*name}</span>
                </a>
            </li>
        }
    });
    view! {
        <nav class="hidden lg:block sticky top-24" aria-label=t::stages_label()>
            <ol class="flex flex-col-reverse">{stones.collect::<View>()}</ol>
            <div class="border-t-2 border-line rounded mt-1 w-40"></div>
            <p class="text-sm text-muted mt-3 leading-snug max-w-[15rem]">{t::from_the_ground()}</p>
        </nav>
    }
}

fn stone(i: usize, class: &'static str) -> View {
    drawing("stones", &format!("way-{}-laid", i + 1), class)
}

fn section(i: usize, stage: &Stage, first: usize) -> View {
    let id = format!("stage-{}", i + 1);
    let heading = [&id, "-name"].concat();
    let named_by = heading.clone();
    let steps = stage.steps.iter().enumerate().map(|(n, step)| step_view(first + n, step));
    view! {
        <section id=id class="mt-12 scroll-mt-24" aria-labelledby=named_by>
            <div class="flex items-end gap-4 border-b border-line pb-3">
                {stone(i, "w-24 h-5 overflow-visible lg:hidden mb-1")}
                <h2 id=heading class="text-2xl">{stage.name}</h2>
            </div>
            <ol class="rows" start=first.to_string()>{steps.collect::<View>()}</ol>
        </section>
    }
}

fn step_view(number: usize, step: &Step) -> View {
    let mentors = step.for_mentors.map(|words| {
        view! {
            <p class="mt-3 flex gap-2.5 text-sm leading-relaxed max-w-[62ch] text-muted">
                {icon(Icon::HandHeart, "size-5 shrink-0 mt-0.5 text-moss-ink")}
                <span><span class="font-semibold text-base-content">{t::if_you_mentor()}</span> " " {words}</span>
            </p>
        }
    });
    view! {
        <li class="py-6 grid grid-cols-[2.5rem_minmax(0,1fr)] sm:grid-cols-[3.25rem_minmax(0,1fr)] gap-x-3">
            <span class="match-n text-3xl text-muted" aria-hidden="true">{number}</span>
            <div class="min-w-0">
                <h3 class="text-xl leading-snug">{step.name}</h3>
                <p class="mt-1.5 max-w-[60ch]">{step.about}</p>
                {mentors}
            </div>
        </li>
    }
}
