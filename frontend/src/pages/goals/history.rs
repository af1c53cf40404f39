//! The versions of a goal, each with what changed in it word by word.
use domain::goals::{Change, GoalField, GoalVersion, SegmentKind};
use domain::ids::{GoalId, RelationshipId};
use domain::page::DEFAULT_LIMIT;
use ui_model::goals::goal_address;

use super::{key_of, word};
use crate::components::page::{date, title};
use crate::growing::growing;
use crate::pages::requests::{around, found};
use crate::text::{goal as t, goals};
use crate::view::{View, view};

/// The page.
pub(super) fn page(id: RelationshipId, goal: GoalId) -> View {
    title(t::versions());
    let versions = growing(
        DEFAULT_LIMIT,
        move || [&key_of(goal), "/history"].concat(),
        move |client, query| client.goal_history(goal, query),
    );
    let list = found(versions.page, move |page| {
        let count = page.items.len();
        let rows = page.items.iter().map(version);
        let older = page.next_cursor.is_some().then(|| {
            view! { <button type="button" class="btn mt-6" on:click=move |_| versions.grow(count)>{t::older()}</button> }
        });
        view! { <ol class="rows border-y border-line mt-5">{rows.collect::<View>()}</ol> {older} }
    });
    let content = view! { <div class="max-w-[44rem]"><h1 class="text-2xl sm:text-3xl">{t::versions()}</h1>{list}</div> };
    around(goal_address(id, goal), goals::back(), content)
}

fn version(version: &GoalVersion) -> View {
    let agreed = version
        .agreed_at
        .map(|at| view! { <span class="text-moss-ink font-semibold">{t::both_agreed(&date(at))}</span> });
    let changes = if version.changes.is_empty() {
        view! { <p class="mt-1 text-muted">{t::first_version()}</p> }
    } else {
        changes(&version.changes)
    };
    view! {
        <li class="py-4"><h2 class="text-xl">{t::version(&version.version.to_string())}</h2>
            <p class="text-sm text-muted dot-list"><span>{date(version.at)}</span> {agreed}</p>
            {changes}
        </li>
    }
}

/// What changed, word by word.
pub(super) fn changes(changes: &[Change]) -> View {
    let rows = changes.iter().map(|change| {
        let about = change.milestone.as_ref().filter(|_| change.field != GoalField::MilestoneTitle);
        let about = about.map(|title| [": ", title].concat());
        let coded = change.field == GoalField::Kind;
        let words = change.words.iter().map(|segment| {
            let text = if coded { word(&segment.text).to_owned() } else { segment.text.clone() };
            match segment.kind {
                SegmentKind::Kept => view! { <span>{text}</span> },
                SegmentKind::Added => view! { <ins class="new">{text}</ins> },
                SegmentKind::Removed => view! { <del class="old">{text}</del> },
            }
        });
        view! {
            <div class="py-2"><dt class="text-sm text-muted wrap-anywhere">{word(change.field.as_str())}{about}</dt>
                <dd class="whitespace-pre-line wrap-anywhere" dir="auto">{words.collect::<View>()}</dd>
            </div>
        }
    });
    view! { <dl class="mt-2">{rows.collect::<View>()}</dl> }
}
