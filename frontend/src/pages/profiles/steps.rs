//! The steps of the profile.
use std::sync::Arc;

use chrono::NaiveDate;
use domain::criteria::{Criteria, Criterion, CriterionKey, HeldIn, Importance, OptionKey, Rule};
use domain::profiles::{
    ContactDetails, LANGUAGES, MOST_PLACES, NEEDED_IN_OFFER, Offer, Part, Preferences, Profile,
};
use js_sys::Intl;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::criteria::choices;
use ui_model::profiles::{Onward, hold, links, onward, prefer, with_option};

use super::clash;
use super::fields::{group, list_error, markdown, options};
use super::saver::{Saved, Saver, Saving, with_draft};
use super::{Known, address, name, name_within, photo};
use crate::components::controls::{segments, toggle};
use crate::components::form::{Input, hold_still, select, words};
use crate::components::icon::{Icon, icon};
use crate::components::mentor::importance;
use crate::components::page::{calendar_day, clock};
use crate::components::states;
use crate::data;
use crate::follow::{Callback, Memo, RwSignal, Signal, effect, memo};
use crate::navigation::go;
use crate::session::Session;
use crate::text::profile as t;
use crate::view::{IntoView, View, view};

/// What every step has.
#[derive(Clone)]
struct Step {
    part: Part,
    known: Memo<Option<Known>>,
    criteria: Arc<Criteria>,
}

/// A step, once its data is here.
pub(super) fn view(part: Part, known: Memo<Option<Known>>) -> View {
    data::criteria().show(states::page_skeleton, move |criteria| {
        let step = Step { part, known, criteria };
        match part {
            Part::About => with_draft(move |saver| step.view(saver, t::about_lead(), &ABOUT, about(saver))),
            Part::Place => with_draft(move |saver| {
                step.view(saver, t::place_lead(), &PLACE, place(saver, &step.criteria))
            }),
            Part::Offer => {
                with_draft(move |saver| step.view(saver, t::offer_lead(), &[], offer(saver, &step.criteria)))
            }
            Part::Help => with_draft(move |saver| step.view(saver, t::help_lead(), &HELP, help(saver))),
            Part::Hope => with_draft(move |saver| step.view(saver, t::hope_lead(), &["/hope"], hope(saver))),
            Part::Preferences => with_draft(move |saver| {
                step.view(saver, t::preferences_lead(), &[], preferences(saver, &step.criteria))
            }),
            Part::Contact => {
                with_draft(move |saver| step.view(saver, t::contact_lead(), &CONTACT, contact(saver)))
            }
        }
    })
}

impl Step {
    /// The heading, how far saving is, the fields, and the way on.
    fn view<D: Saved>(
        &self,
        saver: Saver<D>,
        lead: &'static str,
        pointers: &'static [&'static str],
        fields: View,
    ) -> View {
        let (part, known) = (self.part, self.known);
        let onward = memo(move || {
            known.get().map_or(Onward::Home, |known| onward(&known.roles, &known.completeness, part))
        });
        let go_on = move |event: SubmitEvent| {
            event.prevent_default();
            if saver.form.check(pointers) {
                saver.send();
                go(&leads_to(onward.get_untracked()));
            }
        };
        let clashes = saver.clashes();
        view! {
            <form novalidate on:submit=go_on>
                <div class="flex flex-wrap items-center justify-between gap-x-6">
                    <h1 class="text-3xl sm:text-4xl">{name(part)}</h1>
                    {status(saver)}
                </div>
                <p class="mt-2 max-w-[58ch]">{lead}</p>
                {clash::view(saver, self.criteria.clone())}
                <div class="mt-6 grid gap-6">{fields}</div>
                <div class="mt-9 flex flex-wrap gap-3">
                    <button type="submit" class="btn max-sm:w-full" on:mousedown=hold_still class:btn-primary=move || clashes.read().is_empty()>
                        {move || words_for(onward.get())}
                    </button>
                    <a class="btn btn-ghost max-sm:w-full" href="/">{t::later()}</a>
                </div>
            </form>
        }
    }
}

fn leads_to(onward: Onward) -> String {
    match onward {
        Onward::Part(part) => address(part),
        Onward::Search => "/mentors".to_owned(),
        Onward::Home => "/".to_owned(),
    }
}

fn words_for(onward: Onward) -> String {
    match onward {
        Onward::Part(part) => t::next(name_within(part)),
        Onward::Search => t::to_search().to_owned(),
        Onward::Home => t::to_home().to_owned(),
    }
}

fn status<D: Saved>(saver: Saver<D>) -> View {
    let said = move || match saver.saving() {
        Saving::Done => view! { {icon(Icon::Check, "size-4 shrink-0")} {t::saved()} },
        Saving::Busy => t::saving().into_view(),
        Saving::Unsent => view! { {icon(Icon::WifiSlash, "size-4 shrink-0")} {t::unsent()} },
        Saving::Held => view! { {icon(Icon::Info, "size-4 shrink-0")} {t::held()} },
    };
    view! { <p class="text-sm text-muted inline-flex items-center gap-1.5 min-h-6" role="status">{said}</p> }
}

const ABOUT: [&str; 4] = ["/display_name", "/headline", "/organisation", "/about"];

fn about(saver: Saver<Profile>) -> View {
    let form = saver.form;
    let name = saver.text("/display_name");
    let headline = saver.text("/headline");
    let organisation = saver.text("/organisation");
    let story = saver.text("/about");
    view! {
        {Input::text(form, "/display_name", t::name(), name).fills("name").view()}
        {photo::view()}
        {Input::text(form, "/headline", t::headline(), headline).hint(t::headline_hint()).view()}
        {Input::text(form, "/organisation", t::organisation(), organisation).fills("organization").view()}
        {markdown(form, "/about", t::story(), t::story_hint(), story)}
    }
}

const PLACE: [&str; 4] = ["/country", "/city", "/time_zone", "/languages"];

fn place(saver: Saver<Profile>, criteria: &Arc<Criteria>) -> View {
    let form = saver.form;
    let country = saver.text("/country");
    let city = saver.text("/city");
    let zone = saver.text("/time_zone");
    let none = (String::new(), t::country_none().to_owned());
    let countries = criteria.countries.iter().map(|country| (country.code.clone(), country.name.clone()));
    let countries = std::iter::once(none).chain(countries).collect();
    let time = move || t::time_there(&clock(zone.get()).read());
    let languages = LANGUAGES.parse().ok().map(|key: CriterionKey| {
        options(
            saver,
            criteria,
            key,
            |it| it.languages.clone(),
            |it, option, on| {
                it.languages = with_option(std::mem::take(&mut it.languages), option, on);
            },
        )
    });
    let languages = view! { {languages} {list_error(form, "/languages")} };
    view! {
        <div class="grid sm:grid-cols-2 gap-5">
            {select(form, "/country", t::country(), None, countries, country)}
            {Input::text(form, "/city", t::city(), city).fills("address-level2").view()}
        </div>
        <div>
            {select(form, "/time_zone", t::time_zone(), Some(t::time_zone_hint()), time_zones(&zone.read_untracked()), zone)}
            <p class="hint">{time}</p>
        </div>
        {group(t::languages(), Some(t::languages_hint()), languages.into_view())}
    }
}

/// The time zones that the browser knows, and the one that is chosen.
fn time_zones(chosen: &str) -> Vec<(String, String)> {
    let known = Intl::supported_values_of(Intl::SupportedValuesKey::TimeZone);
    let mut zones: Vec<String> = known.iter().map(String::from).collect();
    if !chosen.is_empty() && !zones.iter().any(|zone| zone == chosen) {
        let place = zones.partition_point(|zone| zone.as_str() < chosen);
        zones.insert(place, chosen.to_owned());
    }
    zones.into_iter().map(|zone| (zone.clone(), zone.replace('_', " "))).collect()
}

fn offer(saver: Saver<Offer>, criteria: &Arc<Criteria>) -> View {
    let held = criteria.items.iter().filter(|criterion| criterion.held_in == HeldIn::Offer);
    let rows = held.map(|criterion| {
        // The programme's own hints are for those who look.
        let (hint, content) = if criterion.rule == Rule::AtLeast {
            (Some(t::stage_hint()), stage(saver, criteria, criterion))
        } else {
            (None, offered(saver, criteria, criterion.key.clone()))
        };
        let key = criterion.key.clone();
        let open = move || {
            let missing = key.as_str() == NEEDED_IN_OFFER && saver.with(|it| !it.options.contains_key(&key));
            missing.then(|| view! { <p class="say say-open mt-2">{icon(Icon::Info, "size-4.5")} {t::offer_open()}</p> })
        };
        view! { <div class="py-5">{group(criterion.name.clone(), hint, content)} {open}</div> }
    });
    view! { <div class="rows border-y border-line">{rows.collect::<View>()}</div> }
}

fn held(offer: &Offer, key: &CriterionKey) -> Vec<OptionKey> {
    offer.options.get(key).cloned().unwrap_or_default()
}

fn offered(saver: Saver<Offer>, criteria: &Arc<Criteria>, key: CriterionKey) -> View {
    let (read, write) = (key.clone(), key.clone());
    options(
        saver,
        criteria,
        key,
        move |it| held(it, &read),
        move |it, option, on| {
            let options = with_option(held(it, &write), option, on);
            hold(it, &write, options);
        },
    )
}

/// A single choice: how far along the way.
fn stage(saver: Saver<Offer>, criteria: &Criteria, criterion: &Criterion) -> View {
    let (read, write) = (criterion.key.clone(), criterion.key.clone());
    let chosen =
        memo(move || saver.with(|it| held(it, &read).first().map(ToString::to_string).unwrap_or_default()));
    let choose = move |value: String| {
        saver.edit(|it| hold(it, &write, value.parse().into_iter().collect()));
    };
    let none = (String::new(), t::none_chosen().to_owned());
    let stages = choices(criteria, criterion).into_iter().map(|option| (option.key.to_string(), option.name));
    let stages = std::iter::once(none).chain(stages).map(|(value, words)| {
        let this = value.clone();
        view! { <option value=value prop:selected=move || *chosen.read() == this>{words}</option> }
    });
    view! {
        <select class="select max-w-100" aria-label=criterion.name.clone() on:change=move |event| choose(event_target_value(&event))>
            {stages.collect::<View>()}
        </select>
    }
}

const HELP: [&str; 3] = ["/help", "/experience", "/places"];

fn help(saver: Saver<Offer>) -> View {
    let form = saver.form;
    let text = saver.text("/help");
    let experience = saver.text("/experience");
    let places = saver.text("/places");
    let numbers = (1..=MOST_PLACES).map(|number| (number.to_string(), number.to_string())).collect();
    view! {
        {words(form, "/help", t::help_with(), t::help_with_hint(), "5", text)}
        {words(form, "/experience", t::experience(), t::experience_hint(), "5", experience)}
        <div class="max-w-100">{select(form, "/places", t::places(), Some(t::places_hint()), numbers, places)}</div>
        {pause(saver)}
    }
}

fn pause(saver: Saver<Offer>) -> View {
    let paused = saver.get(|it| it.paused);
    let until = saver.get(|it| it.paused_until);
    let switch = Callback::new(move |on| {
        saver.edit(|it| {
            it.paused = on;
            it.paused_until = None;
        });
    });
    let day = move || until.get().map(|day| t::until_day(&calendar_day(day)));
    let field = move || {
        paused.get().then(|| {
            let value = until.get_untracked().map(|day: NaiveDate| day.to_string());
            let choose = move |event: web_sys::Event| {
                let day = domain::times::day(&event_target_value(&event));
                saver.edit(|it| it.paused_until = day);
            };
            view! {
                <div class="field mt-3">
                    <label for="until">{t::until()}</label>
                    <div class="flex flex-wrap items-center gap-3">
                        <input id="until" type="date" class="input max-w-56" aria-describedby="until-hint" value=value on:change=choose />
                        <span class="text-sm">{day}</span>
                    </div>
                    <p id="until-hint" class="hint">{t::until_hint()}</p>
                </div>
            }
        })
    };
    let content = view! {
        <div class="max-w-100">{toggle(t::paused().to_owned(), paused, switch)}</div>
        {field}
    };
    group(t::pause(), Some(t::pause_about()), content.into_view())
}

fn hope(saver: Saver<Preferences>) -> View {
    let hope = saver.text("/hope");
    words(saver.form, "/hope", t::hope(), t::hope_hint(), "5", hope)
}

fn preferences(saver: Saver<Preferences>, criteria: &Arc<Criteria>) -> View {
    let rows = criteria
        .items
        .iter()
        .enumerate()
        .map(|(i, criterion)| preference(saver, criteria, criterion, i == 0));
    view! { <div class="rows border-y border-line">{rows.collect::<View>()}</div> }
}

fn preferred(preferences: &Preferences, key: &CriterionKey) -> Vec<OptionKey> {
    let preference = preferences.criteria.iter().find(|preference| preference.criterion == *key);
    preference.map(|preference| preference.options.clone()).unwrap_or_default()
}

/// A criterion: its chosen options, and how much they matter.
fn preference(
    saver: Saver<Preferences>,
    criteria: &Arc<Criteria>,
    criterion: &Criterion,
    first: bool,
) -> View {
    let (key, begins_with) = (criterion.key.clone(), criterion.importance);
    let (read, write) = (key.clone(), key.clone());
    let picker = options(
        saver,
        criteria,
        key.clone(),
        move |it| preferred(it, &read),
        move |it, option, on| {
            let options = with_option(preferred(it, &write), option, on);
            prefer(it, &write, options, begins_with);
        },
    );
    let chosen = {
        let key = key.clone();
        memo(move || {
            saver.with(|it| {
                it.criteria.iter().find(|known| known.criterion == key).map(|known| known.importance)
            })
        })
    };
    let is_there = memo(move || chosen.read().is_some());
    let name = criterion.name.clone();
    let side = move || {
        if is_there.get() {
            untrack(|| weighing(saver, key.clone(), &name, chosen))
        } else {
            nothing_yet(saver, first)
        }
    };
    view! {
        <div class="py-5 grid sm:grid-cols-[minmax(0,1fr)_18rem] gap-x-8 gap-y-3 items-start">
            <div class="min-w-0"><p class="font-semibold mb-2">{criterion.name.clone()}</p> {picker}</div>
            {side}
        </div>
    }
}

fn weighing(
    saver: Saver<Preferences>,
    key: CriterionKey,
    name: &str,
    chosen: Memo<Option<Importance>>,
) -> View {
    let choices = Importance::ALL.map(|weight| (weight.as_str(), importance(weight))).to_vec();
    let now = Signal::derive(move || chosen.get().map_or("", Importance::as_str));
    let id = ["matters-", key.as_str()].concat();
    let choose = Callback::new(move |value: &'static str| {
        let Ok(importance) = value.parse() else { return };
        saver.edit(|it| {
            it.criteria
                .iter_mut()
                .filter(|known| known.criterion == key)
                .for_each(|known| known.importance = importance);
        });
    });
    segments(&id, t::matters(name), choices, now, choose)
}

/// Beside the first criterion while none is chosen: what one choice opens.
fn nothing_yet(saver: Saver<Preferences>, first: bool) -> View {
    let none = saver.get(|it| it.criteria.is_empty());
    let line = move || {
        (first && none.get()).then(|| {
            view! { <p class="say say-open sm:pt-1.5">{icon(Icon::Info, "size-4.5")} {t::preferences_open()}</p> }
        })
    };
    line.into_view()
}

const CONTACT: [&str; 2] = ["/phone", "/links"];

fn contact(saver: Saver<ContactDetails>) -> View {
    let (session, form) = (Session::here(), saver.form);
    let phone = saver.text("/phone");
    let lines = RwSignal::new(saver.get(|it| it.links.join("\n")).get_untracked());
    let kept = saver.get(|it| it.links.clone());
    effect(move || {
        let typed = links(&lines.read());
        if kept.with_untracked(|kept| *kept != typed) {
            saver.edit(|it| it.links = typed);
        }
    });
    effect(move || {
        let kept = kept.get();
        if lines.with_untracked(|lines| links(lines) != kept) {
            lines.set(kept.join("\n"));
        }
    });
    let email = move || session.me().map(|me| me.email);
    view! {
        <p class="callout flex gap-3 leading-snug">{icon(Icon::LockSimple, "size-5 mt-0.5 shrink-0")} <span>{t::contact_private()}</span></p>
        <div class="field">
            <p class="legend">{t::email()}</p>
            <p class="flex flex-wrap items-baseline gap-x-4"><span class="wrap-anywhere" dir="ltr">{email}</span> <a class="link-quiet" href="/account">{t::email_change()}</a></p>
        </div>
        {Input::text(form, "/phone", t::phone(), phone).kind("tel").fills("tel").hint(t::phone_hint()).view()}
        <div class="field">
            <label for="links">{t::links()}</label>
            <textarea
                id="links"
                class="textarea"
                rows="3"
                dir="ltr"
                spellcheck="false"
                aria-describedby="links-hint links-said"
                aria-invalid=move || form.error_at("/links").map(|_| "true")
                prop:value=lines
                on:input=move |event| {
                    lines.set(event_target_value(&event));
                    form.edited("/links");
                }
                on:blur=move |_| form.leave("/links")
            ></textarea>
            <p id="links-hint" class="hint">{t::links_hint()}</p>
            <div id="links-said">{list_error(form, "/links")}</div>
        </div>
    }
}
