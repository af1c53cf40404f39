//! What matters to the reader: the criteria of the search, each with its options, importance and exact match.
use std::sync::Arc;

use api_client::Versioned;
use domain::accounts::Role;
use domain::criteria::{Criteria, Criterion, CriterionKey, Importance, OptionKey};
use domain::mentors::{MentorQuery, Wanted, WantedCriterion};
use domain::profiles::Preferences;
use leptos::prelude::*;
use ui_model::criteria::{criterion, in_small_letters};
use ui_model::mentors::{Edit, preferences};

use super::search::Search;
use crate::components::controls::{segments, toggle};
use crate::components::icon::{Icon, icon};
use crate::components::mentor::{importance, names};
use crate::components::options::{Options, SHEET, is_open, sheet_head};
use crate::components::page::focus;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Load};
use crate::follow::{Callback, Memo, RwSignal, Signal, StoredValue, memo, spawn};
use crate::session::Session;
use crate::text::{self, mentors as t};
use crate::view::{IntoView, View, view};

/// The sheet with the panel on a phone.
const FILTERS: &str = "filters";
/// The sheet with the criteria that can be added, the button that opens it, and its picker.
const ADD: &str = "add-criterion";
const ADD_BUTTON: &str = "add-criterion-button";
const ADD_PICKER: &str = "add-criterion-options";

/// The panel beside the list.
pub(crate) fn beside(search: Search) -> View {
    view! {
        <aside aria-label=t::matters()>
            <a class="btn sr-skip" href="#mentors">{t::skip()}</a>
            <h2 class="text-xl">{t::matters()}</h2>
            {content(search)}
        </aside>
    }
}

/// The button that opens the panel as a sheet from below.
pub(crate) fn below(search: Search) -> View {
    let count = move || search.wanted().len();
    let found = move || {
        let total = search.list.shown.with(|shown| match shown {
            Some((_, Ok(list))) => Some(list.total),
            _ => None,
        });
        total.map_or_else(|| t::heading().to_owned(), t::show)
    };
    view! {
        <button type="button" class="btn" popovertarget=FILTERS>
            {icon(Icon::SlidersHorizontal, "size-5")} {t::criteria()} <span class="count">{count}</span>
        </button>
        <div id=FILTERS popover="auto" class="sheet-up" role="dialog" aria-label=t::criteria()>
            {sheet_head(FILTERS, t::matters().to_owned())}
            <div class="px-5 pb-5 overflow-y-auto flex-1">{content(search)}</div>
            <div class="p-4 border-t border-line flex gap-3">
                <button type="button" class="btn btn-ghost" on:click=move |_| search.edit(Edit::Clear)>{t::clear()}</button>
                <button type="button" class="btn btn-primary flex-1" popovertarget=FILTERS popovertargetaction="hide">
                    <span aria-live="polite">{found}</span>
                </button>
            </div>
        </div>
    }
}

fn content(search: Search) -> View {
    // The panel is drawn once: drawn again, the criterion that is open would be closed.
    let known = memo(move || search.criteria.ready().is_some() && search.saved.with(Option::is_some));
    let criteria =
        move || if known.get() { untrack(|| search.criteria.get()) } else { search.criteria.get() };
    let panel = move || match (criteria(), known.get()) {
        (Load::Ready(criteria), true) => criteria_panel(search, &criteria),
        (Load::Failed(_), _) => ().into_view(),
        _ => states::waiting(view! { {states::bone("h-6 w-1/2 mt-5")} {states::bone("h-6 w-2/3 mt-8")} }),
    };
    panel.into_view()
}

/// The panel, once it is known what there is to choose from.
#[derive(Clone)]
struct Panel {
    search: Search,
    criteria: Arc<Criteria>,
    wanted: Memo<Vec<WantedCriterion>>,
    /// The criterion that is open when it appears.
    opened: StoredValue<Option<CriterionKey>>,
}

fn criteria_panel(search: Search, criteria: &Arc<Criteria>) -> View {
    let wanted = memo(move || search.wanted());
    let is_wanted = move |key: &CriterionKey| wanted.with(|all| all.iter().any(|one| one.criterion == *key));
    let first = untrack(|| criteria.items.iter().find(|criterion| is_wanted(&criterion.key)));
    let opened = StoredValue::new(first.map(|criterion| criterion.key.clone()));
    let panel = Panel { search, criteria: criteria.clone(), wanted, opened };
    let add = panel.clone();
    // Each appears and goes by itself: one that is open stays so.
    let rows = criteria.items.iter().map(|criterion| {
        let (panel, key) = (panel.clone(), criterion.key.clone());
        let there = {
            let key = key.clone();
            memo(move || is_wanted(&key))
        };
        move || there.get().then(|| untrack(|| panel.criterion(&key)))
    });
    let rows: View = rows.map(IntoView::into_view).collect();
    let full = Signal::derive(move || search.query.read().include_full);
    let include_full = Callback::new(move |yes| search.edit(Edit::IncludeFull(yes)));
    view! {
        <p class="text-sm text-muted mt-1">{panel.clone().origin()}</p>
        <div class="rows border-y border-line mt-3">
            {rows}
        </div>
        {add.add()}
        <div class="mt-2 border-t border-line pt-2">{toggle(t::include_full().to_owned(), full, include_full)}</div>
        {panel.save()}
    }
}

impl Panel {
    /// The criteria as preferences, where they differ from the saved ones.
    fn differs(&self) -> bool {
        let saved = self.search.saved.get().unwrap_or_default();
        let wanted = self.wanted.with(|wanted| preferences(wanted));
        wanted.len() != saved.len() || !wanted.iter().all(|preference| saved.contains(preference))
    }

    fn origin(self) -> View {
        let words = move || {
            if !self.differs() {
                let none = self.wanted.with(Vec::is_empty);
                return if none { t::none_chosen() } else { t::saved_ones() }.into_view();
            }
            let search = self.search;
            let back = view! {
                <button type="button" class="link-quiet min-h-9 cursor-pointer text-start" on:click=move |_| search.edit(Edit::UseSaved)>
                    {t::use_saved()}
                </button>
            };
            view! { {t::own_ones()} " " {back} }
        };
        words.into_view()
    }

    fn find(&self, key: &CriterionKey) -> Memo<Option<WantedCriterion>> {
        let (wanted, key) = (self.wanted, key.clone());
        memo(move || wanted.with(|wanted| wanted.iter().find(|wanted| wanted.criterion == key).cloned()))
    }

    fn criterion(&self, key: &CriterionKey) -> View {
        let Some(criterion) = criterion(&self.criteria, key).cloned() else { return ().into_view() };
        let (search, wanted) = (self.search, self.find(key));
        let open = self.opened.with_value(|opened| opened.as_ref() == Some(key));
        let options = self.picker(["options-", key.as_str()].concat(), &criterion, wanted).view();
        let weight = {
            let key = key.clone();
            let chosen = Signal::derive(move || wanted.get().map_or("", |wanted| wanted.importance.as_str()));
            let choose = move |word: &'static str| {
                if let Ok(importance) = word.parse() {
                    search.edit(Edit::Weigh(key.clone(), importance));
                }
            };
            let choices = Importance::ALL.map(|weight| (weight.as_str(), importance(weight))).to_vec();
            let (name, label) =
                (["importance-", criterion.key.as_str()].concat(), t::importance_of(&criterion.name));
            segments(&name, label, choices, chosen, Callback::new(choose))
        };
        let exact = {
            let key = key.clone();
            let on = Signal::derive(move || wanted.get().is_some_and(|wanted| wanted.exact));
            toggle(
                t::exact().to_owned(),
                on,
                Callback::new(move |on| search.edit(Edit::Exact(key.clone(), on))),
            )
        };
        let leave_out = {
            let key = key.clone();
            move |_| {
                search.edit(Edit::Drop(key.clone()));
                focus(ADD_BUTTON);
            }
        };
        let in_one_line = {
            let (criteria, key) = (self.criteria.clone(), key.clone());
            move || wanted.get().map(|wanted| in_one_line(&criteria, &key, &wanted))
        };
        view! {
            <details class="group py-1" name="criterion" open=open>
                <summary class="flex items-start gap-2 py-2.5 min-h-11">
                    <span class="min-w-0 flex-1">
                        <span class="font-semibold">{criterion.name.clone()}</span>
                        <span class="block text-sm text-muted group-open:hidden">{in_one_line}</span>
                    </span>
                    {icon(Icon::CaretDown, "size-4 mt-1.5 text-muted turns")}
                </summary>
                <div class="pb-3">
                    {options}
                    <p class="text-sm text-muted mt-3 mb-1.5" aria-hidden="true">{t::importance()}</p>
                    {weight}
                    <div class="mt-2">{exact}</div>
                    <button type="button" class="link-quiet text-sm min-h-11 cursor-pointer" aria-label=t::leave_out_label(&criterion.name) on:click=leave_out>
                        {t::leave_out()}
                    </button>
                </div>
            </details>
        }
    }

    /// The picker of a criterion, whether or not it is wanted yet.
    fn picker(&self, id: String, criterion: &Criterion, wanted: Memo<Option<WantedCriterion>>) -> Options {
        let (search, opened, key, weight) =
            (self.search, self.opened, criterion.key.clone(), criterion.importance);
        let choose = move |(option, yes): (OptionKey, bool)| {
            if yes {
                opened.set_value(Some(key.clone()));
                search.edit(Edit::Add(key.clone(), option, weight));
            } else {
                search.edit(Edit::Remove(key.clone(), option));
                if untrack(|| wanted.get()).is_none_or(|wanted| wanted.options.is_empty()) {
                    focus(ADD_BUTTON);
                }
            }
        };
        Options {
            id,
            criteria: self.criteria.clone(),
            key: criterion.key.clone(),
            chosen: Signal::derive(move || wanted.get().map(|wanted| wanted.options).unwrap_or_default()),
            choose: Callback::new(choose),
        }
    }

    /// Adds a criterion: first which one, then its options.
    fn add(self) -> View {
        let step = RwSignal::new(None::<CriterionKey>);
        let opened = RwSignal::new(false);
        let (known, panel) = (self.criteria.clone(), self.clone());
        let heading = move || {
            let chosen =
                step.get().and_then(|key| criterion(&known, &key).map(|criterion| criterion.name.clone()));
            chosen.unwrap_or_else(|| t::another().to_owned())
        };
        let content = move || {
            opened.get().then(|| match step.get().and_then(|key| criterion(&panel.criteria, &key).cloned()) {
                Some(criterion) => {
                    panel.picker(ADD_PICKER.to_owned(), &criterion, panel.find(&criterion.key)).list()
                }
                None => panel.others(step),
            })
        };
        let (criteria, wanted) = (self.criteria.clone(), self.wanted);
        let all = move || wanted.with(Vec::len) >= criteria.items.len();
        let toggled = move |event| {
            step.set(None);
            opened.set(is_open(&event));
        };
        view! {
            <button type="button" id=ADD_BUTTON class="btn btn-ghost mt-2 -ms-4 text-moss-ink" class:hidden=all popovertarget=ADD>
                {icon(Icon::Plus, "size-4")} {t::add_criterion()}
            </button>
            <div id=ADD popover="auto" class=SHEET role="dialog" aria-label=t::add_criterion() on:toggle=toggled>
                <div class="contents">{move || sheet_head(ADD, heading())}</div>
                {content}
                <div class="p-4 border-t border-line">
                    <button type="button" class="btn w-full" popovertarget=ADD popovertargetaction="hide">{text::options::done()}</button>
                </div>
            </div>
        }
    }

    /// The criteria that are not wanted yet.
    fn others(&self, step: RwSignal<Option<CriterionKey>>) -> View {
        let wanted = self.wanted.get_untracked();
        let others =
            self.criteria.items.iter().filter(|known| wanted.iter().all(|w| w.criterion != known.key));
        let row = |(i, criterion): (usize, &Criterion)| {
            let key = criterion.key.clone();
            let id = [ADD, "-", &i.to_string()].concat();
            if i == 0 {
                focus(&id);
            }
            view! {
                <li>
                    <button type="button" id=id class="w-full text-start py-3 cursor-pointer" on:click=move |_| step.set(Some(key.clone()))>
                        <span class="font-semibold block">{criterion.name.clone()}</span>
                        <span class="text-sm text-muted">{criterion.hint.clone()}</span>
                    </button>
                </li>
            }
        };
        view! { <ul class="rows px-5 pb-3 overflow-y-auto flex-1">{others.enumerate().map(row).collect::<View>()}</ul> }
    }

    /// The button that keeps the criteria of the search as preferences.
    fn save(self) -> View {
        let (stored, wanted) = (data::preferences(), self.wanted);
        let keeper = Keeper { session: Session::here(), toasts: Toasts::here(), search: self.search };
        let keep = move |_| {
            let Load::Ready(before) = untrack(|| stored.get()) else { return };
            let criteria = wanted.with_untracked(|wanted| preferences(wanted));
            let now = Preferences { criteria, hope: before.value.hope.clone() };
            keeper.keep(now, before.version.clone(), Some(before.value.clone()));
        };
        let session = keeper.session;
        let may = move || {
            let mentee = session.me().is_some_and(|me| me.roles.contains(&Role::Mentee));
            let known = matches!(stored.get(), Load::Ready(_));
            mentee && known && self.differs() && self.wanted.with(|wanted| !wanted.is_empty())
        };
        let button = move || {
            may().then(
                || view! { <button type="button" class="btn w-full mt-4" on:click=keep>{t::save()}</button> },
            )
        };
        button.into_view()
    }
}

/// Keeps preferences.
#[derive(Clone, Copy)]
struct Keeper {
    session: Session,
    toasts: Toasts,
    search: Search,
}

impl Keeper {
    /// Replaces the preferences of this version; a toast offers the earlier ones again.
    fn keep(self, now: Preferences, version: String, earlier: Option<Preferences>) {
        spawn(async move {
            match self.session.client().save_preferences(&now, &version).await {
                Ok(kept) => self.tell(kept, earlier),
                Err(error) => {
                    data::refresh(data::PREFERENCES);
                    self.toasts.warn(states::said(&error));
                }
            }
        });
    }

    fn tell(self, kept: Versioned<Preferences>, earlier: Option<Preferences>) {
        let version = kept.version.clone();
        data::put(data::PREFERENCES, kept);
        data::refresh("mentors?");
        self.session.ask_who_i_am();
        // Exact matches and words are the search's own: they stay.
        if let Some(query) = self.search.query.try_get_untracked() {
            self.search.go_to(&MentorQuery { wanted: Wanted::Saved, importance: Vec::new(), ..query }, false);
        }
        match earlier {
            Some(earlier) => self.toasts.say_with_undo(t::saved(), move || {
                self.keep(earlier.clone(), version.clone(), None);
            }),
            None => self.toasts.say(t::saved_undone()),
        }
    }
}

fn in_one_line(criteria: &Criteria, key: &CriterionKey, wanted: &WantedCriterion) -> String {
    let options = names(criteria, key, &wanted.options);
    let weight = in_small_letters(importance(wanted.importance));
    let exact = wanted.exact.then_some(t::exact_word());
    [options.as_str(), weight.as_str()].into_iter().chain(exact).collect::<Vec<_>>().join(" · ")
}
