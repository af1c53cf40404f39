//! The tab: the tool that helps now, all of them along the way, and who sees what.
use domain::ids::RelationshipId;
use domain::tools::{ToolList, ToolRow};
use ui_model::tools::{Readers, Stands, by_stage};

use super::{place_of, readers};
use crate::components::icon::{Icon, icon};
use crate::components::page::title;
use crate::components::states;
use crate::pages::meetings::Two;
use crate::pages::relationships::framed;
use crate::text::tools as t;
use crate::view::{View, view};

/// The page.
pub(super) fn page(id: RelationshipId) -> View {
    title(t::tools());
    let list = super::list(id);
    framed(id, "tools", move |relationship| {
        let two = Two::of(relationship);
        list.show(states::list_skeleton, move |tools| whole(&two, id, &tools))
    })
}

fn whole(two: &Two, id: RelationshipId, tools: &ToolList) -> View {
    let now = tools.items.iter().find(|tool| tool.suggested);
    let headings = [t::first(), t::agreeing(), t::way()];
    let stages = by_stage(&tools.items).into_iter().zip(headings).enumerate();
    let stages = stages.filter(|(_, (tools, _))| !tools.is_empty()).map(|(number, (tools, heading))| {
        let name = ["stage-", &number.to_string()].concat();
        let rows = tools.into_iter().map(|tool| row(two, id, tool));
        view! {
            <section class="mt-9" aria-labelledby=name.clone()>
                <h2 id=name class="text-xl">{heading}</h2>
                <ul class="mt-2.5 rows border-y border-line">{rows.collect::<View>()}</ul>
            </section>
        }
    });
    view! {
        <div class="mt-7 lg:mt-9 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
            <div class="min-w-0">
                <h1 class="sr-only">{t::tools()}</h1>
                {now.map(|tool| right_now(id, tool))}
                {stages.collect::<View>()}
            </div>
            <aside class="min-w-0">
                {who_sees()}
                <p class="mt-6 pt-5 border-t border-line text-sm text-muted leading-snug">{t::prints()}</p>
            </aside>
        </div>
    }
}

/// The tool that helps now.
fn right_now(id: RelationshipId, tool: &ToolRow) -> View {
    let progress = (tool.answered > 0).then(|| progress(tool.answered, tool.questions));
    let words = if tool.answered > 0 { t::go_on().to_owned() } else { t::begin(&tool.minutes.to_string()) };
    view! {
        <section class="sheet shadow-raised p-5 sm:p-7" aria-labelledby="now">
            <p class="kicker kicker-turn flex items-center gap-2"><span class="size-2.5 rounded-full bg-accent"></span> {t::right_now()}</p>
            <h2 id="now" class="text-2xl mt-1.5">{tool.title.clone()}</h2>
            <p class="mt-2 max-w-[56ch]">{tool.summary.clone()}</p>
            {progress}
            <div class="mt-5"><a class="btn btn-primary w-full sm:w-auto" href=place_of(id, &tool.key)>{words}</a></div>
        </section>
    }
}

/// How far it is, as a bar and in words.
fn progress(answered: u32, questions: u32) -> View {
    let words = t::answered(&answered.to_string(), &questions.to_string());
    view! {
        <div class="mt-4 flex items-center gap-3">
            <progress class="progress w-40" value=answered.to_string() max=questions.to_string() aria-label=words.clone()></progress>
            <span class="text-sm text-muted" aria-hidden="true">{words}</span>
        </div>
    }
}

fn row(two: &Two, id: RelationshipId, tool: &ToolRow) -> View {
    let about =
        if tool.of_other { t::of_other(tool.shared_with_me, &two.name) } else { tool.summary.clone() };
    view! {
        <li>
            <a href=place_of(id, &tool.key) class="group py-4 grid sm:grid-cols-[minmax(0,1fr)_13.5rem] gap-x-6 gap-y-2">
                <span class="min-w-0 leading-snug">
                    <span class="serif text-lg block group-hover:underline decoration-moss-line underline-offset-4">{tool.title.clone()}</span>
                    <span class="text-sm text-muted">{about}</span>
                </span>
                <span class="flex sm:flex-col flex-wrap gap-x-5 gap-y-1 sm:pt-0.5 leading-snug text-sm">{stands(two, tool)} {readers(Readers::of(tool))}</span>
            </a>
        </li>
    }
}

fn stands(two: &Two, tool: &ToolRow) -> View {
    let stands = Stands::of(tool);
    let (sign, words) = match stands {
        Stands::Agreed(at) => (Icon::Check, t::agreed(&two.mine.month_day(at))),
        Stands::Whole => (Icon::Check, t::whole().to_owned()),
        Stands::ForYou(count) => (Icon::Eye, t::for_you(count)),
        Stands::Begun(answered, questions) => {
            (Icon::CircleHalfFill, t::answered(&answered.to_string(), &questions.to_string()))
        }
        Stands::Theirs | Stands::New => (Icon::CircleDashed, t::minutes(tool.minutes.into())),
    };
    let class = if stands.is_done() {
        "inline-flex items-center gap-1.5 text-moss-ink font-semibold"
    } else {
        "inline-flex items-center gap-1.5"
    };
    view! { <span class=class>{icon(sign, "size-4.5 shrink-0")} {words}</span> }
}

fn who_sees() -> View {
    let row = |sign, name: &'static str, about: &'static str| {
        view! {
            <div class="grid grid-cols-[1.25rem_1fr] gap-x-3 leading-snug">
                <dt class="contents">{icon(sign, "size-5 mt-0.5 text-muted")} <span class="font-semibold">{name}</span></dt>
                <dd class="col-start-2 text-sm text-muted mt-0.5">{about}</dd>
            </div>
        }
    };
    view! {
        <section aria-labelledby="sees">
            <h2 id="sees" class="text-xl">{t::who_sees()}</h2>
            <dl class="mt-3 grid gap-3.5">
                {row(Icon::LockSimple, t::only_you(), t::only_you_about())}
                {row(Icon::Eye, t::shared(), t::shared_about())}
                {row(Icon::Users, t::together(), t::together_about())}
            </dl>
        </section>
    }
}
