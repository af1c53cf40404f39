//! A guide to read, or a video to see.
use domain::problem::Code;
use domain::resources::{OutsideVideo, Resource, ResourceKind, ResourceLine, ResourceRow, ResourceTool};
use leptos::prelude::*;
use ui_model::resources::{clock, megabytes};
use wasm_bindgen::JsCast;
use web_sys::HtmlMediaElement;

use super::{LIBRARY, for_whom, line, mark};
use crate::components::controls::back;
use crate::components::icon::{Icon, icon};
use crate::components::page::{calendar_day, title};
use crate::components::states;
use crate::data::query;
use crate::follow::{RwSignal, memo};
use crate::navigation::Here;
use crate::pages::not_found;
use crate::text::resources as t;
use crate::view::{IntoView, View, view};

/// The id of the video.
const FILM: &str = "film";

/// The page.
pub(crate) fn page() -> View {
    let here = Here::page();
    let slug = memo(move || here.part("slug"));
    let found = query(
        move || [LIBRARY, "/", &slug.get()].concat(),
        move |client| client.resource(&slug.get_untracked()),
    );
    let failed = |error: &api_client::Error, retry: Box<dyn Fn()>| match error.code() {
        Some(Code::NotFound) => not_found::page(),
        _ => states::failed(error, retry),
    };
    found.show_or(states::page_skeleton, failed, |resource| {
        title(&resource.row.title);
        let content = if resource.row.kind == ResourceKind::Video { video(&resource) } else { guide(&resource) };
        view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">{back("/resources", t::heading())} {content}</div> }
    })
}

fn guide(resource: &Resource) -> View {
    let row = &resource.row;
    let headings = resource.headings.iter().map(|heading| {
        view! { <li><a class="block py-1.5 ps-4 leading-snug text-muted hover:text-base-content" href=["#", &heading.id].concat()>{heading.title.clone()}</a></li> }
    });
    let print = |_| drop(window().print());
    view! {
        <div class="mt-3 grid gap-x-16 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_17rem] items-start">
            <article class="min-w-0 max-w-[42rem]" lang=row.language.clone()>
                <header>
                    <h1 class="text-3xl sm:text-4xl">{row.title.clone()}</h1>
                    <p class="mt-3 text-sm text-muted dot-list">
                        <span>{t::minutes(row.minutes.into())}</span>
                        <span>{for_whom(row.audience)}</span>
                        <span>{t::reviewed(&calendar_day(resource.reviewed))}</span>
                    </p>
                    <div class="mt-4 flex flex-wrap gap-2.5 print:hidden">
                        {mark::keep(row)}
                        <button type="button" class="btn btn-sm btn-ghost" on:click=print>{icon(Icon::Printer, "size-5")} {t::print()}</button>
                    </div>
                </header>
                <div class="prose-cairn mt-7" inner_html=resource.html.clone()></div>
                {resource.tool.as_ref().map(worksheet)}
                {outside(&resource.outside)}
                <footer class="mt-10 pt-7 border-t border-line print:hidden">
                    {mark::read(row)}
                    {read_next(t::next(), resource.next.iter().chain(&resource.related))}
                </footer>
            </article>
            <nav class="hidden lg:block sticky top-24 print:hidden" aria-labelledby="toc">
                <h2 id="toc" class="text-xl">{t::on_this_page()}</h2>
                <ol class="mt-3 border-s border-line">{headings.collect::<View>()}</ol>
            </nav>
        </div>
    }
}

fn worksheet(tool: &ResourceTool) -> View {
    let open = tool.relationship.map(|relationship| {
        let href = ["/relationships/", &relationship.to_string(), "/tools/", &tool.key].concat();
        view! { <p class="mt-2"><a class="link-quiet" href=href>{t::open_worksheet()}</a></p> }
    });
    view! { <aside class="callout mt-7"><p>{t::worksheet(&tool.title, &tool.summary)}</p>{open}</aside> }
}

/// Films on other sites: nothing is asked of those before somebody clicks.
fn outside(videos: &[OutsideVideo]) -> Option<View> {
    let links = videos.iter().map(|video| {
        view! {
            <li class="py-3 leading-snug">
                <a class="link-quiet" href=video.url.clone() target="_blank" rel="noopener noreferrer">{video.title.clone()}</a>
                <span class="block text-sm text-muted">{video.source.clone()}</span>
            </li>
        }
    });
    (!videos.is_empty()).then(|| {
        view! {
            <section class="mt-8" aria-labelledby="outside">
                <h2 id="outside" class="text-xl">{t::outside()}</h2>
                <p class="text-sm text-muted">{t::outside_about()}</p>
                <ul class="rows mt-2 border-y border-line">{links.collect::<View>()}</ul>
            </section>
        }
    })
}

fn read_next<'a>(heading: &'static str, rows: impl Iterator<Item = &'a ResourceRow>) -> View {
    let mut shown: Vec<&ResourceRow> = Vec::new();
    for row in rows {
        if !shown.iter().any(|known| known.slug == row.slug) {
            shown.push(row);
        }
    }
    if shown.is_empty() {
        return ().into_view();
    }
    let lines = shown.into_iter().map(line).collect::<View>();
    view! {
        <section class="mt-10" aria-labelledby="next">
            <h2 id="next" class="text-xl">{heading}</h2>
            <ul class="rows border-y border-line mt-3">{lines}</ul>
        </section>
    }
}

fn video(resource: &Resource) -> View {
    let row = &resource.row;
    let at = |part: &str| ["/api/v1/resources/", &row.slug, part].concat();
    // So many seconds have played.
    let played = RwSignal::new(0_u16);
    let plays = move |_| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a film lasts minutes")]
        let seconds = film().map_or(0, |film| film.current_time() as u16);
        played.set(seconds);
    };
    let download = resource.bytes.map(|bytes| {
        view! {
            <a class="link-quiet min-h-11 inline-flex items-center gap-1.5" href=at("/video") download=[&row.slug, ".webm"].concat()>
                {icon(Icon::DownloadSimple, "size-5")} {t::download(&megabytes(bytes))}
            </a>
        }
    });
    view! {
        <h1 class="text-3xl sm:text-4xl mt-2">{row.title.clone()}</h1>
        <p class="mt-2 text-sm text-muted dot-list"><span>{super::kind(row)}</span><span>{t::captions()}</span><span>{for_whom(row.audience)}</span></p>
        <div class="mt-6 grid gap-x-10 gap-y-8 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_21rem] items-start">
            <div class="min-w-0">
                <video id=FILM class="player w-full aspect-video bg-sky" controls=true preload="none" playsinline=true poster=at("/poster") src=at("/video") aria-label=row.title.clone() on:timeupdate=plays>
                    <track kind="captions" srclang=row.language.clone() label=t::english() src=at("/captions") default=true />
                </video>
                <p class="mt-5 max-w-[60ch]">{row.summary.clone()} ". " {t::nothing_plays()}</p>
                <p class="mt-4 flex flex-wrap items-center gap-x-6 gap-y-2">{mark::read(row)} {mark::keep(row)} {download}</p>
                {outside(&resource.outside)}
                {read_next(t::goes_well(), resource.next.iter().chain(&resource.related))}
            </div>
            <section class="min-w-0 lg:sticky lg:top-24" aria-labelledby="transcript">
                <div class="flex items-baseline justify-between gap-4"><h2 id="transcript" class="text-xl">{t::transcript()}</h2><p class="text-sm text-muted">{t::press_a_line()}</p></div>
                {transcript(&resource.lines, played)}
            </section>
        </div>
    }
}

fn film() -> Option<HtmlMediaElement> {
    document().get_element_by_id(FILM)?.dyn_into().ok()
}

/// What is said, line by line; a line leads to its place in the film.
fn transcript(lines: &[ResourceLine], played: RwSignal<u16>) -> View {
    let ends = lines.iter().skip(1).map(|line| line.at).chain([u16::MAX]);
    let lines = lines.iter().zip(ends).map(|(line, end)| {
        let at = line.at;
        let go = move |_| {
            if let Some(film) = film() {
                film.set_current_time(at.into());
                drop(film.play());
            }
        };
        let said_now = move || (played.get() > 0 && (at..end).contains(&played.get())).then_some("true");
        view! {
            <li><button type="button" aria-current=said_now on:click=go>
                <span class="tabular-nums text-muted text-sm">{clock(at)}</span><span>{line.words.clone()}</span>
            </button></li>
        }
    });
    view! { <ol class="transcript mt-3" tabindex="0" aria-label=t::transcript()>{lines.collect::<View>()}</ol> }
}
