//! The tab: the next meeting with its agenda, times that are offered, earlier meetings, and what was agreed.
use std::sync::Arc;

use domain::ids::RelationshipId;
use domain::meetings::{Meeting, MeetingState};
use domain::page::Page;
use domain::relationships::{NextStep, Relationship, RelationshipState};
use ui_model::meetings::{Groups, grouped, is_mine_to_choose};

use super::agenda::{self, Adding};
use super::around::Two;
use super::one::actions;
use super::words::{details, leaf, standing};
use super::{all, items, list_key, meeting_page, place_of};
use crate::components::icon::{Icon, icon};
use crate::components::page::{now, title};
use crate::components::states;
use crate::data::{Query, query};
use crate::growing::more;
use crate::pages::relationships::{address, framed};
use crate::text::meetings as t;
use crate::view::{IntoView, View, view};

fn meetings(id: RelationshipId) -> Query<Page<Meeting>> {
    query(move || list_key(id), move |client| client.meetings(id, ""))
}

/// The page.
pub(super) fn page(id: RelationshipId) -> View {
    title(t::meetings());
    let (list, adding) = (meetings(id), Adding::begin());
    framed(id, "meetings", move |relationship| {
        let (relationship, two) = (relationship.clone(), Two::of(relationship));
        list.show(states::list_skeleton, move |page| whole(&two, &relationship, &page, adding))
    })
}

/// Whether something can be arranged.
fn may_arrange(relationship: &Relationship) -> bool {
    let walking = matches!(relationship.state, RelationshipState::Active | RelationshipState::Closing);
    walking && relationship.next_step != NextStep::Rest
}

fn whole(two: &Two, relationship: &Arc<Relationship>, page: &Page<Meeting>, adding: Adding) -> View {
    let id = relationship.id;
    let may = may_arrange(relationship);
    let groups = grouped(&page.items, now());
    let none = page.items.is_empty();
    let propose = (may && !none).then(|| {
        view! { <a class="btn btn-primary max-sm:w-full" href=[&all(id), "/new"].concat()>{icon(Icon::CalendarPlus, "size-5")} {t::propose()}</a> }
    });
    view! {
        <div class="mt-7 lg:mt-9 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
            <div class="min-w-0">
                <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3"><h1 class="text-2xl sm:text-3xl">{t::meetings()}</h1> {propose}</div>
                {none.then(|| nothing(two, id, may))}
                {sections(two, id, &groups, adding)}
                {page.next_cursor.clone().map(|cursor| earlier(id, &cursor))}
                {(may && !none).then(|| view! { <p class="mt-6"><a class="link-quiet min-h-11 inline-flex items-center" href=[&all(id), "/record"].concat()>{t::record()}</a></p> })}
            </div>
            <aside class="min-w-0">
                {still_open(two, relationship, may)}
                <section class="pt-6 border-t border-line first:border-0 first:pt-0" aria-labelledby="own-calendar">
                    <h2 id="own-calendar" class="text-xl">{t::own_calendar()}</h2>
                    <p class="text-sm text-muted mt-1.5 leading-snug">{t::own_calendar_about()}</p>
                    <a class="btn w-full mt-3" href=[&address(id), "/details"].concat()>{icon(Icon::CalendarBlank, "size-5")} {t::get_address()}</a>
                </section>
            </aside>
        </div>
    }
}

/// Nothing is arranged yet.
fn nothing(two: &Two, id: RelationshipId, may: bool) -> View {
    if !may {
        return view! { <p class="mt-4 text-muted">{t::never_met()}</p> };
    }
    let actions = view! {
        <a class="btn btn-primary" href=[&all(id), "/new"].concat()>{t::arrange_first()}</a>
        <a class="btn btn-ghost" href=[&all(id), "/record"].concat()>{t::we_met_already()}</a>
    };
    states::empty("empty-next", t::no_meeting(), t::no_meeting_about(&two.name).into_view(), actions)
}

fn sections(two: &Two, id: RelationshipId, groups: &Groups<'_>, adding: Adding) -> View {
    let section = |heading: &'static str, name: &'static str, rows: Vec<View>| {
        (!rows.is_empty()).then(|| {
            view! {
                <section class="mt-10" aria-labelledby=name>
                    <h2 id=name class="text-xl">{heading}</h2>
                    <ul class="mt-2.5 rows border-y border-line">{rows}</ul>
                </section>
            }
        })
    };
    let settle = groups.to_settle.iter().map(|meeting| row(two, id, meeting)).collect();
    let next = groups
        .next
        .iter()
        .enumerate()
        .map(|(nth, meeting)| arranged(two, id, meeting, (nth == 0).then_some(adding)))
        .collect();
    let proposed = groups.proposed.iter().map(|meeting| offer(two, id, meeting)).collect();
    let earlier = groups.earlier.iter().map(|meeting| row(two, id, meeting)).collect();
    view! {
        {section(t::to_settle(), "settle", settle)}
        {section(t::next(), "next-ones", next)}
        {section(t::proposed(), "proposed", proposed)}
        {section(t::earlier(), "earlier", earlier)}
    }
}

/// A meeting that is to come; the first with its agenda.
fn arranged(two: &Two, id: RelationshipId, meeting: &Meeting, adding: Option<Adding>) -> View {
    let Some(at) = meeting.starts_at else { return ().into_view() };
    let talk = adding.map(|adding| {
        let (page, two) = (meeting_page(id, meeting.id), two.clone());
        let shown = move || {
            let page = page.ready()?;
            Some(view! {
                <h3 class="font-sans! font-semibold text-base mt-4">{t::want_to_talk()}</h3>
                {agenda::agenda(&two, id, &page.value, adding)}
            })
        };
        shown.into_view()
    });
    view! {
        <li class="py-5 grid grid-cols-[4rem_minmax(0,1fr)] sm:grid-cols-[5rem_minmax(0,1fr)] gap-4 sm:gap-6">
            {leaf(two, at)}
            <div class="min-w-0">
                <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <a class="font-semibold text-lg hover:underline decoration-moss-line underline-offset-4" href=place_of(id, meeting.id, "")>{two.span(at, meeting.minutes)}</a>
                    {standing(two, meeting)}
                </p>
                {details(two, meeting, at)}
                {talk}
            </div>
            <div class="max-sm:col-span-2 sm:col-start-2">{actions(two, id, meeting)}</div>
        </li>
    }
}

/// Times that are offered.
fn offer(two: &Two, id: RelationshipId, meeting: &Meeting) -> View {
    let count = u32::try_from(meeting.slots.len()).unwrap_or_default();
    let days = meeting.slots.iter().map(|slot| two.mine.month_day(slot.starts_at));
    let days = days.fold(Vec::<String>::new(), |mut days, day| {
        if !days.contains(&day) {
            days.push(day);
        }
        days
    });
    let days = days.join(", ");
    let words = if is_mine_to_choose(meeting, two.me) {
        t::they_offered(&two.name, &days)
    } else {
        t::you_offered(&days)
    };
    view! {
        <li>
            <a href=place_of(id, meeting.id, "") class="group py-5 grid grid-cols-[4rem_minmax(0,1fr)] sm:grid-cols-[5rem_minmax(0,1fr)] gap-4 sm:gap-6">
                <span class="text-center leading-none pt-0.5">
                    <span class="match-n block text-4xl">{count.to_string()}</span>
                    <span class="block text-sm text-muted mt-1.5">{t::times(count)}</span>
                </span>
                <span class="min-w-0 leading-snug">
                    <span class="font-semibold block group-hover:underline decoration-moss-line underline-offset-4">{words}</span>
                    <span class="block mt-2">{standing(two, meeting)}</span>
                </span>
            </a>
        </li>
    }
}

/// A meeting that has begun, or that came to nothing.
fn row(two: &Two, id: RelationshipId, meeting: &Meeting) -> View {
    let leaf = meeting.starts_at.map(|at| {
        let [_, number, month] = two.mine.parts(at);
        view! { <span class="match-n block text-2xl">{number}</span> <span class="block text-sm text-muted mt-1">{month}</span> }
    });
    let agreed =
        (meeting.agreed > 0).then(|| t::agreed_count(meeting.agreed, &meeting.agreed_done.to_string()));
    let about = match meeting.state {
        MeetingState::Cancelled | MeetingState::Missed if !meeting.last_words.is_empty() => {
            &meeting.last_words
        }
        _ => &meeting.excerpt,
    };
    view! {
        <li>
            <a href=place_of(id, meeting.id, "") class="group py-4 grid grid-cols-[4rem_minmax(0,1fr)] sm:grid-cols-[5rem_minmax(0,1fr)_auto] gap-x-4 sm:gap-x-6 gap-y-2">
                <span class="text-center leading-none">{leaf}</span>
                <span class="min-w-0 leading-snug">
                    <span class="font-semibold block group-hover:underline decoration-moss-line underline-offset-4">{two.title(meeting)}</span>
                    <span class="text-sm text-muted wrap-anywhere line-clamp-3" dir="auto">{about.clone()}</span>
                    {agreed.map(|agreed| view! { <span class="text-sm text-muted block">{agreed}</span> })}
                </span>
                <span class="max-sm:col-start-2">{standing(two, meeting)}</span>
            </a>
        </li>
    }
}

/// What was agreed and is still open.
fn still_open(two: &Two, relationship: &Relationship, writable: bool) -> Option<View> {
    let rows = relationship.action_items.iter().map(|item| {
        let since = t::since(&two.whose(item.who), &two.mine.month_day(item.agreed_at));
        view! { <li>{items::check(relationship.id, item, since, writable)}</li> }
    });
    (!relationship.action_items.is_empty()).then(|| {
        view! {
            <section class="mb-8" aria-labelledby="open-items">
                <h2 id="open-items" class="text-xl">{t::still_open()}</h2>
                <ul class="mt-2 grid gap-1">{rows.collect::<View>()}</ul>
                <p class="hint mt-1">{t::still_open_about()}</p>
            </section>
        }
    })
}

fn earlier(id: RelationshipId, cursor: &str) -> View {
    let page = ["cursor=", cursor].concat();
    more(list_key(id), t::earlier_ones(), move |client| client.meetings(id, &page))
}
