//! The day of both beside each other: when each is awake, and what is offered.
use ui_model::meetings::{Offered, both_awake, clock, day_bar, hours, next_change};

use super::around::Two;
use super::slot::Slots;
use crate::components::page::now;
use crate::follow::RwSignal;
use crate::text::meetings as t;
use crate::view::{IntoView, View, view};

/// How far apart the two clocks are, and whether that changes soon.
pub(super) fn lead(two: &Two) -> String {
    let mine = t::in_your_time(&two.my_place());
    if two.theirs.is_none() {
        return mine;
    }
    let today = two.ahead(now());
    let apart = match today {
        0 => t::same_clock(&two.name),
        1.. => t::ahead(&two.name, &in_hours(today)),
        _ => t::behind(&two.name, &in_hours(today)),
    };
    let change = next_change(now(), |at| two.ahead(at));
    let change = change.map(|(at, then)| t::changes(&in_hours(then), &two.mine.month_day(at)));
    [mine, " ".to_owned(), apart, change.unwrap_or_default(), ".".to_owned()].concat()
}

fn in_hours(minutes: i32) -> String {
    let hours = hours(minutes);
    if hours == "1" { t::an_hour().to_owned() } else { t::hours(&hours) }
}

/// Both days, where they are not the same.
pub(super) fn days(two: &Two, slots: Slots, minutes: RwSignal<u16>) -> View {
    let Some((_, place)) = two.theirs.clone().filter(|_| two.ahead(now()) != 0) else {
        return ().into_view();
    };
    let ahead = two.ahead(now());
    let name = two.name.clone();
    let my_place = two.my_place();
    let said = both_awake(ahead).map(|(from, to)| t::both_awake(&clock(from), &clock(to), &my_place));
    let two = two.clone();
    let bars = move || {
        let long = minutes.get();
        let offered: Vec<_> = slots.with(|slots| {
            let offered = slots.iter().filter_map(|slot| {
                let odd = two.odd(slot.moment(&two)?, long).is_some();
                Some(Offered { from: slot.minute()?, minutes: long.into(), odd })
            });
            offered.collect()
        });
        let bar = |ahead: i32, label: String| {
            let drawn = day_bar(&ui_model::meetings::awake(ahead), &offered);
            view! {
                <span class="text-sm font-semibold min-w-0 truncate">{label}</span>
                <svg class="hours w-full h-6" viewBox="0 0 1440 24" preserveAspectRatio="none" aria-hidden="true" inner_html=drawn></svg>
            }
        };
        view! { {bar(0, t::you_in(&my_place))} {bar(ahead, t::they_in(&name, &place))} }
    };
    let numbers = ["0", "6", "12", "18", "24"].map(|hour| view! { <span>{hour}</span> });
    view! {
        <div class="mt-4 grid sm:grid-cols-[minmax(0,9rem)_minmax(0,1fr)] gap-x-4 gap-y-1 items-center">
            {bars}
            <span class="max-sm:hidden"></span>
            <span class="flex justify-between text-xs text-muted" aria-hidden="true">{numbers}</span>
        </div>
        {said.map(|said| view! { <p class="sr-only">{said}</p> })}
        <p class="text-sm text-muted mt-1 flex flex-wrap gap-x-5 gap-y-1" aria-hidden="true">
            <span class="inline-flex items-center gap-2"><span class="w-5 h-3 rounded-sm bg-moss-line"></span> {t::awake()}</span>
            <span class="inline-flex items-center gap-2"><span class="w-1.5 h-4 rounded-sm bg-primary"></span> {t::offered()}</span>
        </p>
    }
}
