//! The versions of a goal, each with what changed in it word by word.
use domain::goals::{Change, GoalField, GoalVersion, SegmentKind};
use domain::ids::{GoalId, RelationshipId};
use domain::page::{DEFAULT_LIMIT, Page};
use ui_model::goals::goal_address;
use ui_model::pages::{first, rest};

use super::{key_of, word};
use crate::components::page::{date, title};
use crate::data::{Query, query};
use crate::follow::RwSignal;
use crate::pages::requests::{around, found};
use crate::text::{goal as t, goals};
use crate::view::{View, view};

/// The page.
pub(super) fn page(id: RelationshipId, goal: GoalId) -> View {
    title(t::versions());
    let limit = RwSignal::new(DEFAULT_LIMIT);
    let versions: Query<Page<GoalVersion>> = query(
        move || [&key_of(goal), "/history?", &limit.get().to_string()].concat(),
        move |client| {
            let wanted = limit.get_untracked();
            async move {
                let mut page = client.goal_history(goal, &first(wanted)).await?;
                while let Some(rest) = rest(wanted, page.items.len(), page.next_cursor.as_deref()) {
                    let next = client.goal_history(goal, &rest).await?;
                    page.items.extend(next.items);
                    page.next_cursor = next.next_cursor;
                }
                Ok(page)
            }
        },
    );
    let list = found(versions, move |page| {
        let rows = page.items.iter().map(version);
        let older = page.next_cursor.is_some().then(|| {
            view! { <button type="button" class="btn mt-6" on:click=move |_| limit.update(|limit| *limit += DEFAULT_LIMIT)>{t::older()}</button> }
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
