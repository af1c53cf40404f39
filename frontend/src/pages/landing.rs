//! The start page for visitors.
use leptos::prelude::*;

use crate::components::controls::{Tone, chip};
use crate::components::drawing::drawing;
use crate::components::fit::{closeness, match_bar, percent};
use crate::components::icon::{Icon, icon};
use crate::text::landing as t;
use crate::view::{View, view};

/// The page.
pub(crate) fn page() -> View {
    document().set_title(t::title());
    view! { {hero()} {stages()} {example()} {for_mentors()} }
}

/// The two ways in.
pub(crate) fn ways_in() -> View {
    view! {
        <a class="btn btn-primary btn-lg max-sm:w-full" href="/register?as=mentee">{t::find_a_mentor()}</a>
        <a class="btn btn-lg max-sm:w-full" href="/register?as=mentor">{t::be_a_mentor()}</a>
    }
}

fn hero() -> View {
    view! {
        <section class="relative overflow-hidden">
            <div class="page relative z-1 pt-24 lg:pt-40 pb-8 lg:pb-72 grid lg:grid-cols-[minmax(0,33rem)_1fr]">
                <div>
                    <h1 class="text-4xl sm:text-5xl lg:text-[3.75rem] lg:leading-[1.04] tracking-[-0.02em]">{t::heading()}</h1>
                    <p class="mt-5 text-lg sm:text-xl max-w-[40ch]">{t::lead()}</p>
                    <div class="mt-7 flex flex-wrap gap-3">{ways_in()}</div>
                </div>
            </div>
            <div class="relative h-72 -mt-14 sm:-mt-28 sm:h-96 lg:mt-0 lg:absolute lg:inset-0 lg:h-auto">
                {drawing("hills", "wide", "absolute inset-0 w-full h-full hidden lg:block")}
                {drawing("hills", "narrow", "absolute inset-0 w-full h-full lg:hidden")}
            </div>
        </section>
    }
}

fn stages() -> View {
    let stage = |(i, words): (usize, &&'static str)| {
        let (name, about) = words.split_once(": ").unwrap_or((words, ""));
        view! {
            <li class="grid grid-cols-[5rem_1fr] sm:block gap-x-5 items-end">
                <span class="sm:h-28 flex items-end">{drawing("stones", &format!("stage-{}", i + 1), STAGE_SIZES[i.min(5)])}</span>
                <span class="block sm:mt-4">
                    <span class="serif text-xl block">{name}</span>
                    <span class="block text-muted text-sm mt-1 leading-snug">{about}</span>
                </span>
            </li>
        }
    };
    view! {
        <section class="page py-16 lg:py-24" aria-labelledby="stages">
            <h2 id="stages" class="text-3xl sm:text-4xl max-w-[22ch]">{t::stages_heading()}</h2>
            <ol class="mt-10 grid gap-x-6 gap-y-7 sm:grid-cols-3 lg:grid-cols-6">
                {t::stages().iter().enumerate().map(stage).collect::<View>()}
            </ol>
        </section>
    }
}

/// A cairn's height grows with its stones.
const STAGE_SIZES: [&str; 6] = [
    "w-18 sm:w-24 h-7 sm:h-9",
    "w-18 sm:w-24 h-8 sm:h-10",
    "w-18 sm:w-24 h-11 sm:h-14",
    "w-18 sm:w-24 h-14 sm:h-18",
    "w-18 sm:w-24 h-16 sm:h-22",
    "w-18 sm:w-24 h-19 sm:h-26",
];

/// Points by criterion of the match that is shown as an example, and of a full one.
const EXAMPLE: [(u32, u32); 5] = [(10, 10), (6, 6), (3, 6), (6, 6), (2, 2)];

fn example() -> View {
    let promises = t::promises().iter().map(|words| {
        view! { <li class="flex gap-3">{icon(Icon::Check, "size-5 mt-1 text-moss-ink shrink-0")} {*words}</li> }
    });
    let matched = t::example_matched().iter().map(|words| chip(Tone::Yes, (*words).to_owned()));
    view! {
        <section class="bg-base-100 border-y border-line">
            <div class="page py-16 lg:py-24 grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)] gap-x-16 gap-y-10 items-center">
                <div>
                    <h2 class="text-3xl sm:text-4xl max-w-[19ch]">{t::matter_heading()}</h2>
                    <p class="mt-4 max-w-[48ch]">{t::matter()}</p>
                    <ul class="mt-6 space-y-2.5">{promises.collect::<View>()}</ul>
                </div>
                <div class="bg-base-200 rounded-[1.5rem] p-5 sm:p-10">
                    <article class="sheet shadow-raised p-5 sm:p-7" aria-label=t::example_label()>
                        <div class="flex gap-5">
                            <span class="face size-20">{drawing("faces", "face-wanjiru", "")}</span>
                            <div class="min-w-0">
                                <h3 class="text-2xl leading-tight">{t::example_name()}</h3>
                                <p class="mt-1 leading-snug">{t::example_headline()}</p>
                                <p class="text-sm text-muted mt-1.5">{t::example_place()}</p>
                            </div>
                        </div>
                        <p class="mt-5 flex items-baseline gap-3">
                            {percent(90, "text-5xl")} <span class="font-semibold">{closeness(90)}</span>
                        </p>
                        {match_bar(&EXAMPLE, "w-full h-2.5 mt-3")}
                        <div class="mt-4 flex flex-wrap gap-1.5">
                            {matched.collect::<View>()} {chip(Tone::Part, t::example_part().to_owned())}
                        </div>
                    </article>
                </div>
            </div>
        </section>
    }
}

fn for_mentors() -> View {
    let faces = ["face-tomasz", "face-aroha", "face-kwabena", "face-olena", "face-harpreet"];
    let faces = faces.map(|face| {
        view! { <span class="face size-16 sm:size-20 face-ring">{drawing("faces", face, "")}</span> }
    });
    view! {
        <section class="page py-16 lg:py-24 grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_auto] gap-x-16 gap-y-8 items-end">
            <div>
                <h2 class="text-3xl sm:text-4xl max-w-[20ch]">{t::mentors_heading()}</h2>
                <p class="mt-4 max-w-[56ch]">{t::mentors()}</p>
            </div>
            <div class="lg:text-end">
                <div class="flex flex-wrap lg:justify-end -space-x-3 mb-6">{faces}</div>
                <a class="btn btn-lg" href="/register?as=mentor">{t::be_a_mentor()}</a>
            </div>
        </section>
    }
}
