//! What waits for the coordinators, the programme in numbers, and what was done last.
use domain::office::{AuditEntry, OfficeOverview};
use domain::page::Page;
use ui_model::office::helped;

use super::audit::entries;
use super::{numbers, part, t};
use crate::components::page::today;
use crate::components::states;
use crate::components::table::{Column, row, table};
use crate::data::query;
use crate::view::{IntoView, View, view};

/// The page.
pub(crate) fn page() -> View {
    let done = query(|| "office/done".to_owned(), |client| client.audit("limit=5"));
    let numbers =
        numbers().show(states::list_skeleton, |numbers| view! { {waits(&numbers)} {in_numbers(&numbers)} });
    let done = done.show(states::list_skeleton, |page| done_last(&page));
    let content = view! { {numbers} {part(t::done_here(), done)} };
    super::page(t::overview(), today(), content)
}

fn waits(numbers: &OfficeOverview) -> View {
    let waiting = [
        (numbers.open_reports, t::wait_reports(numbers.open_reports), "/office/reports"),
        (numbers.refused_letters, t::wait_refused(numbers.refused_letters), "/office/letters?state=refused"),
        (numbers.waiting_letters, t::wait_letters(numbers.waiting_letters), "/office/letters?state=waiting"),
    ];
    let rows: Vec<View> = waiting
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, words, href)| wait(count, words, href))
        .collect();
    if rows.is_empty() {
        return view! { <p class="mt-6">{t::waits_not()}</p> };
    }
    view! {
        <section class="sheet shadow-raised mt-6 p-5 sm:px-7 sm:py-6" aria-labelledby="waits">
            <h2 id="waits" class="font-sans! kicker kicker-turn flex items-center gap-2">
                <span class="size-2.5 rounded-full bg-accent"></span> {t::waits()}
            </h2>
            <ul class="rows mt-2">{rows}</ul>
        </section>
    }
}

fn wait(count: u32, words: String, href: &'static str) -> View {
    view! {
        <li>
            <a href=href class="group flex gap-4 items-center py-3 min-h-11">
                <span class="match-n text-3xl min-w-8">{count.to_string()}</span>
                <span class="font-semibold leading-snug group-hover:underline decoration-moss-line underline-offset-4">{words}</span>
            </a>
        </li>
    }
}

fn in_numbers(numbers: &OfficeOverview) -> View {
    let columns: [Column; 2] = [(t::what(), ""), (t::number(), "num")];
    let rows = [
        (t::participants(), numbers.participants),
        (t::mentors(), numbers.mentors),
        (t::mentees(), numbers.mentees),
        (t::open_requests(), numbers.open_requests),
        (t::active_relationships(), numbers.active_relationships),
    ];
    let rows = rows.map(|(words, number)| (words.to_owned(), number.to_string()));
    let helped = helped(&numbers.ratings).map(|(count, mean)| (t::helped(count), t::of_five(&mean)));
    let rows = rows.into_iter().chain(helped);
    let rows = rows.map(|(words, number)| row(&columns, [Some(words.into_view()), Some(number.into_view())]));
    let table = table("dense-keep dense-static max-w-[30rem]", t::numbers(), &columns, rows.collect());
    part(t::numbers(), view! { <div class="mt-2">{table}</div> })
}

fn done_last(page: &Page<AuditEntry>) -> View {
    let entries = if page.items.is_empty() {
        view! { <p class="mt-3">{t::nothing_done()}</p> }
    } else {
        view! {
            <div class="mt-2">{entries(&page.items, true)}</div>
            <a class="link-quiet min-h-11 inline-flex items-center mt-2" href="/office/audit">{t::all_of_it()}</a>
        }
    };
    view! { <p class="text-sm text-muted">{t::written_down()}</p> {entries} }
}
