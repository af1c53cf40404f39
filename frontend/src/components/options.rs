//! Choosing options of a criterion: the chosen ones as chips, all of them in a sheet to search and tick.
use std::sync::Arc;

use domain::criteria::{Criteria, Criterion, CriterionKey, CriterionOption, OptionKey};
use domain::profiles::MOST_OPTIONS;
use leptos::prelude::*;
use ui_model::criteria::{self, Name};
use wasm_bindgen::JsCast;

use super::controls::{Tone, chip_to_remove};
use super::icon::{Icon, icon};
use super::page::focus;
use crate::follow::{Callback, RwSignal, Signal};
use crate::text::options as t;
use crate::view::{IntoView, View, view};

/// Up to so many options are seen at a glance; more need a search box.
const AT_A_GLANCE: usize = 12;
/// A sheet from below; on a wide screen it lies in the middle.
pub(crate) const SHEET: &str =
    "sheet-up lg:inset-0 lg:m-auto lg:h-fit lg:max-h-[80dvh] lg:max-w-[36rem] lg:rounded-box";

/// Chooses options of one criterion.
#[derive(Clone)]
pub(crate) struct Options {
    /// Unique on the page; the ids of its parts begin with it.
    pub(crate) id: String,
    /// The criteria of the programme.
    pub(crate) criteria: Arc<Criteria>,
    /// The criterion.
    pub(crate) key: CriterionKey,
    /// What is chosen.
    pub(crate) chosen: Signal<Vec<OptionKey>>,
    /// Chooses an option, or no more.
    pub(crate) choose: Callback<(OptionKey, bool)>,
}

impl Options {
    /// The chosen options as chips, and a button that opens the sheet with all of them.
    pub(crate) fn view(self) -> View {
        let Some(criterion) = criteria::criterion(&self.criteria, &self.key).cloned() else {
            return ().into_view();
        };
        let (sheet, add) = ([&self.id, "-sheet"].concat(), [&self.id, "-add"].concat());
        let chips = {
            let options = self.clone();
            move || options.chosen.get().into_iter().map(|option| options.chip(option)).collect::<View>()
        };
        view! {
            <div class="flex flex-wrap gap-1.5">
                {chips}
                <button
                    type="button"
                    id=add
                    class="chip border-dashed border-field text-moss-ink font-semibold cursor-pointer"
                    aria-label=t::add_to(&criterion.name)
                    popovertarget=sheet.clone()
                >
                    {icon(Icon::Plus, "size-3.5")} {t::add()}
                </button>
            </div>
            {self.sheet(&sheet, criterion)}
        }
    }

    fn chip(&self, option: OptionKey) -> View {
        let (choose, add) = (self.choose, [&self.id, "-add"].concat());
        let counted = !matches!(criteria::name(&self.criteria, &self.key, &option), Name::Retired(_));
        let words = option_name(&self.criteria, &self.key, &option);
        let label = t::remove(&words);
        let remove = Callback::new(move |()| {
            choose.run((option.clone(), false));
            focus(&add);
        });
        chip_to_remove(if counted { Tone::Plain } else { Tone::No }, words, label, remove)
    }

    fn sheet(self, id: &str, criterion: Criterion) -> View {
        let opened = RwSignal::new(false);
        let content = move || opened.get().then(|| self.list());
        let head = sheet_head(id, criterion.name.clone());
        view! {
            <div id=id.to_owned() popover="auto" class=SHEET role="dialog" aria-label=criterion.name on:toggle=move |event| opened.set(is_open(&event))>
                {head}
                <p class="px-5 text-sm text-muted">{criterion.hint}</p>
                {content}
                <div class="p-4 border-t border-line">
                    <button type="button" class="btn w-full" popovertarget=id.to_owned() popovertargetaction="hide">{t::done()}</button>
                </div>
            </div>
        }
    }

    /// All options that can be chosen, by group, with a box to search in them.
    pub(crate) fn list(&self) -> View {
        let Some(criterion) = criteria::criterion(&self.criteria, &self.key) else { return ().into_view() };
        let choices = criteria::choices(&self.criteria, criterion);
        let (name, text) = (criterion.name.clone(), RwSignal::new(String::new()));
        let (ticks, box_id) = ([&self.id, "-ticks"].concat(), [&self.id, "-search"].concat());
        let searchable = choices.len() > AT_A_GLANCE;
        focus(if searchable { &box_id } else { &ticks });
        let search = searchable.then(|| search_box(box_id, &name, text));
        let options = self.clone();
        let groups = move || {
            let found = criteria::grouped(&choices, &text.read());
            if found.is_empty() {
                return view! { <p class="py-6 text-muted" role="status">{t::nothing()}</p> };
            }
            let group =
                |(group, found): (Option<&str>, Vec<&CriterionOption>)| options.group(group, &name, &found);
            found.into_iter().map(group).collect::<View>().into_view()
        };
        let chosen = self.chosen;
        let full = move || {
            is_full(chosen)
                .then(|| view! { <p class="px-5 pt-2 text-sm">{t::full(&MOST_OPTIONS.to_string())}</p> })
        };
        view! {
            {search}
            <div role="status">{full}</div>
            <div id=ticks tabindex="-1" class="px-5 pb-4 pt-1 overflow-y-auto flex-1 outline-none">{groups}</div>
        }
    }

    fn group(&self, group: Option<&str>, criterion: &str, found: &[&CriterionOption]) -> View {
        let legend = match group {
            Some(group) => {
                view! { <legend class="text-sm font-semibold text-muted pt-4 pb-1">{group.to_owned()}</legend> }
            }
            None => view! { <legend class="sr-only">{criterion.to_owned()}</legend> },
        };
        let boxes = found.iter().map(|option| self.tick(option.key.clone())).collect::<View>();
        view! { <fieldset>{legend}<div class="grid sm:grid-cols-2 gap-x-6">{boxes}</div></fieldset> }
    }

    fn tick(&self, option: OptionKey) -> View {
        let (chosen, choose) = (self.chosen, self.choose);
        let words = option_name(&self.criteria, &self.key, &option);
        let on = {
            let option = option.clone();
            move || chosen.read().contains(&option)
        };
        let off_and_full = {
            let on = on.clone();
            move || !on() && is_full(chosen)
        };
        view! {
            <label class="flex items-center gap-3 min-h-11 leading-snug cursor-pointer">
                <input
                    type="checkbox"
                    class="checkbox checkbox-sm shrink-0"
                    prop:checked=on
                    prop:disabled=off_and_full
                    on:change=move |event| choose.run((option.clone(), event_target_checked(&event)))
                />
                {words}
            </label>
        }
    }
}

fn is_full(chosen: Signal<Vec<OptionKey>>) -> bool {
    chosen.with(|chosen| chosen.len() as u64 >= MOST_OPTIONS)
}

fn search_box(id: String, criterion: &str, text: RwSignal<String>) -> View {
    let label = t::search(criterion);
    view! {
        <div class="px-5 pt-3 pb-1">
            <label class="input">
                {icon(Icon::MagnifyingGlass, "size-5 text-muted")}
                <input id=id type="search" class="min-w-0 [&::-webkit-search-cancel-button]:grayscale" autocomplete="off" aria-label=label on:input=move |event| text.set(event_target_value(&event)) />
            </label>
        </div>
    }
}

/// The head of the sheet of this id: its heading, and a button that closes it.
pub(crate) fn sheet_head(sheet: &str, heading: String) -> View {
    view! {
        <div class="flex items-center justify-between gap-3 ps-5 pe-3 pt-4 pb-1">
            <h2 class="text-xl">{heading}</h2>
            <button type="button" class="btn btn-ghost btn-circle" popovertarget=sheet.to_owned() popovertargetaction="hide" aria-label=t::close()>
                {icon(Icon::X, "size-5")}
            </button>
        </div>
    }
}

/// Whether the popover that tells of its opening or closing is open.
pub(crate) fn is_open(event: &web_sys::Event) -> bool {
    let popover = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    popover.is_some_and(|popover| popover.matches(":popover-open").unwrap_or(false))
}

/// What an option is called.
pub(crate) fn option_name(criteria: &Criteria, criterion: &CriterionKey, option: &OptionKey) -> String {
    match criteria::name(criteria, criterion, option) {
        Name::Known(name) => name.to_owned(),
        Name::Retired(name) => t::retired(name),
        Name::NearMe => t::near_me().to_owned(),
        Name::City(city, country) => t::city(city, country),
        Name::Hours(city) => t::hours(&city),
    }
}
