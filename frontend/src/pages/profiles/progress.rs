//! What of the profile is there: a cairn, its count in words, and the parts.
use domain::profiles::{Part, PartState};
use ui_model::profiles::{Outlook, outlook};

use super::{Known, address, name};
use crate::components::drawing::drawing;
use crate::components::icon::{Icon, icon};
use crate::follow::Memo;
use crate::text::profile as t;
use crate::view::{View, view};

pub(super) fn view(known: Memo<Option<Known>>, here: Memo<Option<Part>>) -> View {
    let progress = move || known.get().map(|known| progress(&known, here));
    view! { <aside class="lg:sticky lg:top-24 min-w-0" aria-label=t::heading()>{progress}</aside> }
}

fn progress(known: &Known, here: Memo<Option<Part>>) -> View {
    let parts = known.completeness.parts.clone();
    let (all, there) = (parts.len(), parts.iter().filter(|state| state.done).count());
    let cairn = format!("profile-{all}-{there}");
    let counted = t::counted(number(t::numbers_first(), there), number(t::numbers(), all));
    let list = |class: &'static str| {
        let rows = parts.iter().map(|state| row(state, here)).collect::<View>();
        view! { <nav class=class aria-label=t::parts_label()><ol>{rows}</ol></nav> }
    };
    view! {
        <div class="flex lg:block items-center gap-5">
            {drawing("stones", &cairn, "w-20 h-18 lg:w-36 lg:h-32 shrink-0 overflow-visible")}
            <div class="lg:mt-4">
                <p class="serif text-xl leading-snug">{counted}</p>
                <p class="text-sm text-muted mt-1 leading-snug">{opens(known)}</p>
            </div>
        </div>
        {list("mt-6 hidden lg:block")}
        <details class="lg:hidden mt-3">
            <summary class="flex items-center gap-2 min-h-11 font-semibold">
                {t::all_parts()} {icon(Icon::CaretDown, "size-5 turns text-muted")}
            </summary>
            {list("")}
        </details>
    }
}

fn opens(known: &Known) -> String {
    match outlook(&known.roles, &known.completeness) {
        Outlook::SearchAfter(parts) => t::search_after(parts, counted(parts)),
        Outlook::ListedAfter(parts) => t::listed_after(parts, counted(parts)),
        Outlook::Search => t::search().to_owned(),
        Outlook::Listed => t::listed().to_owned(),
        Outlook::SearchAndListed => t::search_and_listed().to_owned(),
    }
}

/// How many parts, in a word that begins a sentence.
pub(crate) fn counted(parts: u32) -> &'static str {
    number(t::numbers_first(), usize::try_from(parts).unwrap_or_default())
}

fn number(words: &'static [&'static str], number: usize) -> &'static str {
    words.get(number).copied().unwrap_or_default()
}

fn row(state: &PartState, here: Memo<Option<Part>>) -> View {
    let (part, done) = (state.part, state.done);
    let current = move || here.get() == Some(part);
    let sign = move || match (done, current()) {
        (true, _) => icon(Icon::CheckCircleFill, "size-5 shrink-0 text-moss-ink"),
        (false, true) => {
            view! { <span class="size-2.5 mx-1.25 shrink-0 rounded-full bg-accent"></span> }
        }
        (false, false) => icon(Icon::CircleDashed, "size-5 shrink-0 text-muted"),
    };
    view! {
        <li>
            <a
                class="flex items-center gap-3 min-h-11 leading-snug hover:underline underline-offset-4"
                class:font-semibold=current
                href=address(part)
                aria-current=move || current().then_some("step")
            >
                {sign} <span>{name(part)} {done.then(|| view! { <span class="sr-only">{t::done()}</span> })}</span>
            </a>
        </li>
    }
}
