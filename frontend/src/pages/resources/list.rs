//! All guides and videos, along the way; or those that fit what is looked for.

use domain::resources::{ResourceAudience, ResourceKind, ResourceQuery, ResourceRow, ResourceStage};
use ui_model::resources::{address, by_stage, in_address};

use super::{LIBRARY, for_whom, kind, mark, shelf, tile};
use crate::components::controls::{segments, select, toggle};
use crate::components::page::title;
use crate::components::search_box::search_box;
use crate::components::states;
use crate::follow::{Callback, Memo, Signal, memo};
use crate::growing::growing;
use crate::navigation::{Here, stay};
use crate::session::Session;
use crate::text::resources as t;
use crate::view::{IntoView, View, view};

/// So many at first: a whole library of usual size.
const FIRST: u32 = 60;

/// What is looked for: it lives in the address.
#[derive(Clone, Copy)]
struct Search {
    wanted: Memo<ResourceQuery>,
}

impl Search {
    fn here() -> Self {
        let search = Here::page().query();
        let wanted = memo(move || ResourceQuery::parse(&search.read()).unwrap_or_default());
        Self { wanted }
    }

    fn edit(self, change: impl FnOnce(&mut ResourceQuery)) {
        let mut wanted = self.wanted.get_untracked();
        change(&mut wanted);
        look_for(&wanted);
    }
}

fn look_for(wanted: &ResourceQuery) {
    stay(&["/resources?", &in_address(wanted)].concat(), true);
}

/// The page.
pub(crate) fn page() -> View {
    title(t::heading());
    let search = Search::here();
    let wanted = move || in_address(&search.wanted.get());
    let list = growing(
        FIRST,
        move || [LIBRARY, "?", &wanted()].concat(),
        move |client, query| client.resources(&[&wanted(), "&", query].concat()),
    );
    let found = list.page.show(states::list_skeleton, move |page| {
        let count = page.items.len();
        let more = page.next_cursor.is_some().then(|| {
            view! { <button type="button" class="btn mt-6" on:click=move |_| list.grow(count)>{t::more()}</button> }
        });
        view! { {results(search, &page.items)} {more} }
    });
    let member = Session::here();
    let member = memo(move || member.me().is_some());
    let now = move || member.get().then(|| view! { <div class="mt-8 max-w-[44rem]">{shelf::now()}</div> });
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
                <div><h1 class="text-3xl sm:text-4xl">{t::heading()}</h1><p class="text-muted mt-1.5">{t::about()}</p></div>
                {words(search)}
            </div>
            {now}
            <section class="mt-12" aria-labelledby="all">
                <div class="flex flex-wrap items-center gap-x-5 gap-y-3 border-b border-line pb-4">
                    <h2 id="all" class="text-2xl me-auto">{move || if search.wanted.read().text.is_empty() { t::whole() } else { t::found() }}</h2>
                    {filters(search, member)}
                </div>
                {found}
            </section>
        </div>
    }
}

/// The box for words that they hold.
fn words(search: Search) -> View {
    let wanted = memo(move || search.wanted.read().text.clone());
    let labels = [t::search(); 2];
    search_box("sm:w-72", labels, wanted, move |words| search.edit(|wanted| wanted.text = words))
}

fn filters(search: Search, member: Memo<bool>) -> View {
    let stages = ResourceStage::ALL.iter().zip(t::stages()).map(|(stage, words)| (stage.as_str(), *words));
    let stages = std::iter::once(("", t::every_stage())).chain(stages).collect();
    let stage = memo(move || search.wanted.read().stage.map_or("", ResourceStage::as_str).to_owned());
    let choose_stage = move |stage: String| search.edit(|wanted| wanted.stage = stage.parse().ok());
    let people = vec![("", t::everybody()), ("mentee", t::mentees()), ("mentor", t::mentors())];
    let audience = move || search.wanted.read().audience.map_or("", ResourceAudience::as_str);
    let choose = move |audience: &str| search.edit(|wanted| wanted.audience = audience.parse().ok());
    let own = move || {
        member.get().then(|| {
            let switch = move |on| search.edit(|wanted| wanted.bookmarked = on);
            let on = Signal::derive(move || search.wanted.read().bookmarked);
            let saved = toggle(t::saved_only().to_owned(), on, Callback::new(switch));
            let switch = move |on| search.edit(|wanted| wanted.unread = on);
            let on = Signal::derive(move || search.wanted.read().unread);
            [saved, toggle(t::unread_only().to_owned(), on, Callback::new(switch))]
        })
    };
    view! {
        {select(t::stage(), stages, stage, choose_stage)}
        {segments("audience", t::for_whom().to_owned(), people, Signal::derive(audience), Callback::new(choose))}
        {own}
    }
}

fn results(search: Search, rows: &[ResourceRow]) -> View {
    if rows.is_empty() {
        let all = move |_| look_for(&ResourceQuery::default());
        let button = view! { <button type="button" class="btn" on:click=all>{t::show_all()}</button> };
        return states::empty("empty-open", t::none(), t::none_about().into_view(), button);
    }
    if !search.wanted.read_untracked().text.is_empty() {
        let rows = rows.iter().map(row).collect::<View>();
        return view! { <ul class="rows mt-4">{rows}</ul> };
    }
    let (videos, guides): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.kind == ResourceKind::Video);
    let stages = by_stage(&guides).into_iter().map(|(stage, rows)| {
        let place = ResourceStage::ALL.iter().position(|known| *known == stage).unwrap_or_default();
        let rows = rows.into_iter().map(row).collect::<View>();
        view! {
            <div class="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[13rem_minmax(0,1fr)] gap-x-8 pt-7">
                <h3 class="text-xl">{t::stages()[place]}</h3>
                <ul class="rows max-lg:mt-2">{rows}</ul>
            </div>
        }
    });
    let videos = (!videos.is_empty()).then(|| {
        let tiles = videos.into_iter().map(tile).collect::<View>();
        view! {
            <section class="mt-12" aria-labelledby="videos">
                <h2 id="videos" class="text-2xl">{t::videos()}</h2>
                <div class="mt-5 grid sm:grid-cols-2 lg:grid-cols-3 gap-x-7 gap-y-8">{tiles}</div>
            </section>
        }
    });
    view! { {stages.collect::<View>()} {videos} }
}

fn row(row: &ResourceRow) -> View {
    let about = [&row.summary, " · ", &kind(row), " · ", for_whom(row.audience)].concat();
    view! {
        <li class="flex items-center gap-3 py-3.5 first:lg:pt-0.5">
            <a href=address(&row.slug) class="group min-w-0 flex-1 leading-snug">
                <span class="font-semibold group-hover:underline decoration-moss-line underline-offset-4">{row.title.clone()}</span>
                {mark::is_read(row)}
                <span class="block text-sm text-muted mt-0.5">{about}</span>
            </a>
            {mark::sign(row)}
        </li>
    }
}
