//! What was changed here and in another tab: both versions, field by field, to choose from.
use std::sync::Arc;

use domain::criteria::{Criteria, CriterionKey};
use ui_model::criteria::criterion;
use ui_model::profiles::{Clash, Keep, Said};

use super::saver::{Saved, Saver};
use crate::components::mentor::importance;
use crate::components::options::option_name;
use crate::follow::RwSignal;
use crate::text::profile as t;
use crate::view::{View, view};

/// The choice, while there is one.
pub(super) fn view<D: Saved>(saver: Saver<D>, criteria: Arc<Criteria>) -> View {
    let clashes = saver.clashes();
    let panel = move || {
        let clashes = clashes.get();
        (!clashes.is_empty()).then(|| panel(saver, &criteria, &clashes))
    };
    view! { <div role="status">{panel}</div> }
}

fn panel<D: Saved>(saver: Saver<D>, criteria: &Criteria, clashes: &[Clash]) -> View {
    let kept: Vec<_> =
        clashes.iter().map(|clash| (clash.pointer.clone(), RwSignal::new(Keep::Mine))).collect();
    let words = if clashes.len() == 1 { t::keep_it() } else { t::keep_them() };
    let choices =
        clashes.iter().zip(&kept).map(|(clash, (_, keep))| choice(criteria, clash, *keep)).collect::<View>();
    let choose = move |_| {
        let choices: Vec<_> =
            kept.iter().map(|(pointer, keep)| (pointer.clone(), keep.get_untracked())).collect();
        saver.choose(&choices);
    };
    view! {
        <section class="sheet mt-5 p-5 sm:p-7" aria-labelledby="clash">
            <h2 id="clash" class="text-xl">{t::clash()}</h2>
            <p class="mt-1.5 text-muted">{t::clash_about()}</p>
            <div class="mt-4 grid gap-5">{choices}</div>
            <button type="button" class="btn btn-primary mt-5 max-sm:w-full" on:click=choose>{words}</button>
        </section>
    }
}

fn choice(criteria: &Criteria, clash: &Clash, keep: RwSignal<Keep>) -> View {
    let pick = |side: Keep, words: &'static str, said: String| {
        view! {
            <label class="pick">
                <input
                    type="radio"
                    name=["clash", &clash.pointer].concat()
                    class="radio radio-sm mt-1 shrink-0"
                    prop:checked=move || keep.get() == side
                    on:change=move |_| keep.set(side)
                />
                <span class="min-w-0">
                    <span class="font-semibold block">{words}</span>
                    <span class="text-sm block whitespace-pre-line wrap-anywhere max-h-64 overflow-y-auto" dir="auto">{said}</span>
                </span>
            </label>
        }
    };
    let said = |said: &Said| worded(criteria, &clash.pointer, said);
    view! {
        <fieldset>
            <legend class="legend mb-2">{field(criteria, &clash.pointer)}</legend>
            <div class="grid sm:grid-cols-2 gap-3">
                {pick(Keep::Mine, t::clash_here(), said(&clash.mine))}
                {pick(Keep::Theirs, t::clash_there(), said(&clash.theirs))}
            </div>
        </fieldset>
    }
}

fn worded(criteria: &Criteria, pointer: &str, said: &Said) -> String {
    let named = |options: &[String]| match key(pointer) {
        None => options.join("\n"),
        Some(key) => {
            let names =
                options.iter().filter_map(|option| Some(option_name(criteria, &key, &option.parse().ok()?)));
            names.collect::<Vec<_>>().join(", ")
        }
    };
    match said {
        Said::Nothing => t::clash_nothing().to_owned(),
        Said::Words(words) => words.clone(),
        Said::Number(number) => number.to_string(),
        Said::Yes(yes) => if *yes { t::yes() } else { t::no() }.to_owned(),
        Said::List(options) => named(options),
        Said::Weighed(options, weight) => [named(options), importance(*weight).to_owned()].join("\n"),
    }
}

/// The criterion whose options a field holds.
fn key(pointer: &str) -> Option<CriterionKey> {
    match pointer.trim_start_matches('/').split_once('/') {
        Some((_, key)) => key.parse().ok(),
        None if pointer == "/languages" => "languages".parse().ok(),
        None => None,
    }
}

/// What a field is called.
fn field(criteria: &Criteria, pointer: &str) -> String {
    let words = match pointer {
        "/display_name" => t::name(),
        "/headline" => t::headline(),
        "/organisation" => t::organisation(),
        "/country" => t::country(),
        "/city" => t::city(),
        "/time_zone" => t::time_zone(),
        "/languages" => t::languages(),
        "/about" => t::story(),
        "/help" => t::help_with(),
        "/experience" => t::experience(),
        "/places" => t::places(),
        "/paused" => t::pause(),
        "/paused_until" => t::until(),
        "/hope" => t::hope(),
        "/phone" => t::phone(),
        "/links" => t::links(),
        _ => "",
    };
    let named =
        key(pointer).and_then(|key| criterion(criteria, &key).map(|criterion| criterion.name.clone()));
    named.unwrap_or_else(|| words.to_owned())
}
