//! The whole journey in order, and what of it can be taken along.
use api_client::{Call, Client};
use domain::goals::{ExportFormat, TimelineItem, TimelineKind};
use domain::ids::RelationshipId;
use domain::page::DEFAULT_LIMIT;
use domain::relationships::Relationship;
use domain::requests::Side;
use leptos::prelude::*;
use ui_model::goals::goal_address;
use ui_model::relationships::meeting_address;

use super::word;
use crate::components::drawing::drawing;
use crate::components::icon::{Icon, icon};
use crate::components::page::{calendar_day, date, save_file, title};
use crate::components::person::first_of;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::follow::spawn;
use crate::growing::growing;
use crate::pages::relationships::{address, relationship};
use crate::pages::requests::{around, found};
use crate::session::Session;
use crate::text::{goal as t, goals};
use crate::view::{View, view};

/// The page.
pub(crate) fn page(id: RelationshipId) -> View {
    title(t::timeline());
    let items = growing(
        DEFAULT_LIMIT,
        move || ["timeline/", &id.to_string()].concat(),
        move |client, query| client.timeline(id, query),
    );
    let list = found(relationship(id), move |relationship| {
        found(items.page, move |page| {
            if page.items.is_empty() {
                return view! { <p class="mt-5 text-muted">{t::nothing_happened()}</p> };
            }
            let rows = page.items.iter().map(|item| row(&relationship, item));
            let count = page.items.len();
            let more = page.next_cursor.is_some().then(|| {
                view! { <button type="button" class="btn mt-6 print:hidden" on:click=move |_| items.grow(count)>{t::more()}</button> }
            });
            view! { <ol class="trail mt-6">{rows.collect::<View>()}</ol> {more} }
        })
    });
    let content = view! {
        <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,44rem)_20rem] items-start">
            <div class="min-w-0"><h1 class="text-2xl sm:text-3xl">{t::timeline()}</h1><p class="text-muted mt-1.5">{t::timeline_about()}</p>{list}</div>
            <aside class="min-w-0 print:hidden">{export(id)}</aside>
        </div>
    };
    around(address(id), goals::back(), content)
}

fn row(relationship: &Relationship, item: &TimelineItem) -> View {
    let id = relationship.id;
    let heading = match item.kind {
        TimelineKind::Progress | TimelineKind::MilestoneDone if !item.title.is_empty() => {
            [word(item.kind.as_str()), ": ", &item.title].concat()
        }
        _ if item.title.is_empty() => word(item.kind.as_str()).to_owned(),
        kind => [word(kind.as_str()), ": ", &item.title].concat(),
    };
    let to = item
        .goal
        .map(|goal| goal_address(id, goal))
        .or_else(|| item.meeting.map(|meeting| meeting_address(&address(id), meeting)));
    let heading = match to {
        Some(to) => {
            view! { <a class="font-semibold hover:underline underline-offset-4 wrap-anywhere" href=to dir="auto">{heading}</a> }
        }
        None => view! { <span class="font-semibold wrap-anywhere" dir="auto">{heading}</span> },
    };
    let day = item.on.map_or_else(|| date(item.at), calendar_day);
    let when = match item.by {
        Some(side) if side == relationship.side => t::by(&day, t::you()),
        Some(Side::Mentor | Side::Mentee) => t::by(&day, &first_of(&relationship.partner)),
        _ => day,
    };
    let value = item
        .value
        .map(|value| view! { <p class="mt-1">{[&value.to_string(), " ", &item.unit].concat()}</p> });
    let words = (!item.words.is_empty()).then(
        || view! { <p class="mt-1 whitespace-pre-line wrap-anywhere" dir="auto">{item.words.clone()}</p> },
    );
    view! { <li>{drawing("stones", "mark-laid", "mark")}<div class="leading-snug min-w-0"><p>{heading}</p><p class="text-sm text-muted">{when}</p>{value}{words}</div></li> }
}

/// What can be taken along: a table, data, and paper.
pub(super) fn export(id: RelationshipId) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let save = move |format: ExportFormat| {
        move |_| {
            let client: Client = session.client();
            let file: Call<Vec<u8>> = client.goals_export(id, format);
            spawn(async move {
                match file.await {
                    Ok(bytes) => {
                        let name = ["goals.", format.as_str()].concat();
                        save_file(
                            &bytes,
                            if format == ExportFormat::Csv { "text/csv" } else { "application/json" },
                            &name,
                        );
                    }
                    Err(error) => toasts.warn(states::said(&error)),
                }
            });
        }
    };
    let print = |_| drop(window().print());
    view! {
        <section class="mt-7 pt-6 border-t border-line print:hidden" aria-labelledby="export">
            <h2 id="export" class="text-xl">{goals::export()}</h2>
            <div class="mt-3 grid gap-1 justify-items-start">
                <button type="button" class="link-quiet min-h-11 inline-flex items-center gap-2" on:click=save(ExportFormat::Csv)>{icon(Icon::DownloadSimple, "size-5")} {goals::as_csv()}</button>
                <button type="button" class="link-quiet min-h-11 inline-flex items-center gap-2" on:click=save(ExportFormat::Json)>{icon(Icon::DownloadSimple, "size-5")} {goals::as_json()}</button>
                <button type="button" class="link-quiet min-h-11 inline-flex items-center gap-2" on:click=print>{icon(Icon::Printer, "size-5")} {goals::print()}</button>
            </div>
        </section>
    }
}
