//! The fields of what is asked for: the same for a new request and for a change.
use std::sync::Arc;

use api_client::json;
use domain::criteria::Criteria;
use domain::mentors::Held;
use domain::requests::{RequestText, Topic};
use leptos::prelude::*;
use ui_model::requests::{possible_topics, topics_in_text, topics_of_text};

use super::show::length;
use crate::components::controls::{Tone, chip_to_remove};
use crate::components::draft::Draft;
use crate::components::form::{Form, Input, select, words};
use crate::components::icon::{Icon, icon};
use crate::components::options::option_name;
use crate::components::page::focus;
use crate::follow::{Callback, RwSignal, StoredValue, effect};
use crate::text::{asking as t, request};
use crate::view::{View, view};

/// The most topics of a request.
const MOST_TOPICS: usize = 20;
/// How often and how long, as most people meet.
const WEEKS: [u16; 5] = [1, 2, 3, 4, 6];
const MINUTES: [u16; 4] = [30, 45, 60, 90];

/// What is being written.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// Where it is kept until it is sent.
    pub(super) draft: Draft,
    /// Why this mentor.
    pub(super) why: RwSignal<String>,
    support: RwSignal<String>,
    /// As `topics_in_text` writes them.
    topics: RwSignal<String>,
    every: RwSignal<String>,
    minutes: RwSignal<String>,
    until: RwSignal<String>,
    goal: RwSignal<String>,
    /// What it began with.
    begun: StoredValue<Option<String>>,
}

impl Fields {
    /// Empty fields, whose text is kept in `draft`.
    pub(super) fn new(draft: Draft) -> Self {
        let text = || RwSignal::new(String::new());
        let fields = Self {
            draft,
            why: text(),
            support: text(),
            topics: text(),
            every: text(),
            minutes: text(),
            until: text(),
            goal: text(),
            begun: StoredValue::new(None),
        };
        effect(move || {
            let now = json::write(&fields.text());
            if fields.begun.with_value(|begun| begun.is_some() && *begun != now) {
                fields.draft.text.set(now.unwrap_or_default());
            }
        });
        fields
    }

    /// Begins with what was kept, else with a suggestion; what has begun goes on.
    pub(super) fn begin(self, suggestion: &RequestText) {
        if self.begun.with_value(Option::is_some) {
            return;
        }
        let kept = self.draft.text.with_untracked(|kept| json::read::<RequestText>(kept.as_bytes()));
        let text = kept.as_ref().unwrap_or(suggestion);
        self.support.set(text.support.clone());
        self.topics.set(topics_in_text(&text.topics));
        self.every.set(text.every_weeks.to_string());
        self.minutes.set(text.minutes.to_string());
        self.until.set(text.until.map(|day| day.to_string()).unwrap_or_default());
        self.goal.set(text.goal.clone());
        self.why.set(text.why.clone());
        self.begun.set_value(json::write(&untrack(|| self.text())));
    }

    /// What is asked for.
    pub(super) fn text(self) -> RequestText {
        RequestText {
            support: self.support.get(),
            topics: topics_of_text(&self.topics.read()),
            every_weeks: self.every.read().parse().unwrap_or_default(),
            minutes: self.minutes.read().parse().unwrap_or_default(),
            until: domain::times::day(&self.until.read()),
            goal: self.goal.get(),
            why: self.why.get(),
        }
    }

    /// The fields on the page; `ours` is how we began to say why.
    pub(super) fn view(self, form: Form, criteria: &Arc<Criteria>, offer: &[Held], ours: String) -> View {
        let weeks = choices(&WEEKS, self.every, |weeks| request::every(weeks.into()));
        let minutes = choices(&MINUTES, self.minutes, length);
        let still_ours = move || {
            (!ours.is_empty() && *self.why.read() == ours).then(|| {
                view! { <p class="say say-open mt-1.5">{icon(Icon::Info, "size-4.5")} {t::why_ours()}</p> }
            })
        };
        view! {
            {words(form, "/support", t::support(), t::support_hint(), "5", self.support)}
            <div class="mt-7">{self.topics_view(criteria.clone(), offer.to_vec())}</div>
            <div class="mt-7 grid sm:grid-cols-3 items-start gap-x-4 gap-y-5">
                {select(form, "/every_weeks", t::every(), None, weeks, self.every)}
                {select(form, "/minutes", t::minutes(), None, minutes, self.minutes)}
                {Input::text(form, "/until", t::until(), self.until).kind("date").hint(t::until_hint()).view()}
            </div>
            <div class="mt-7">{words(form, "/goal", t::goal(), t::goal_hint(), "3", self.goal)}</div>
            <div class="mt-7">{words(form, "/why", t::why(), t::why_hint(), "3", self.why)} <div aria-live="polite">{still_ours}</div></div>
        }
    }

    fn topics_view(self, criteria: Arc<Criteria>, offer: Vec<Held>) -> View {
        let began = topics_of_text(&self.topics.read_untracked());
        let chips = move || {
            let chosen = topics_of_text(&self.topics.read());
            let possible = possible_topics(&began, &offer);
            let chip = |topic: Topic| {
                let name = option_name(&criteria, &topic.criterion, &topic.option);
                self.topic(topic, name, &chosen)
            };
            possible.into_iter().map(chip).collect::<View>()
        };
        view! {
            <fieldset class="min-w-0">
                <legend id="topics" tabindex="-1" class="legend outline-none">{t::topics()}</legend>
                <p class="hint">{t::topics_hint()}</p>
                <div class="mt-2 flex flex-wrap gap-1.5">{chips}</div>
            </fieldset>
        }
    }

    fn change_topics(self, change: impl FnOnce(&mut Vec<Topic>)) {
        let mut topics = topics_of_text(&self.topics.read_untracked());
        change(&mut topics);
        self.topics.set(topics_in_text(&topics));
    }

    fn topic(self, topic: Topic, name: String, chosen: &[Topic]) -> View {
        if chosen.contains(&topic) {
            let label = t::remove_topic(&name);
            let remove = Callback::new(move |()| {
                self.change_topics(|topics| topics.retain(|known| *known != topic));
                focus("topics");
            });
            return chip_to_remove(Tone::Plain, name, label, remove);
        }
        let add = move |_| {
            let topic = topic.clone();
            self.change_topics(|topics| topics.push(topic));
            focus("topics");
        };
        let full = chosen.len() >= MOST_TOPICS;
        view! {
            <button type="button" class="chip border-dashed border-field text-moss-ink font-semibold cursor-pointer" aria-label=t::add_topic(&name) prop:disabled=full on:click=add>
                {icon(Icon::Plus, "size-3.5")} {name}
            </button>
        }
    }
}

/// Choices of numbers, and the one that is chosen already.
fn choices(numbers: &[u16], chosen: RwSignal<String>, words: fn(u16) -> String) -> Vec<(String, String)> {
    let other = chosen.with_untracked(|chosen| chosen.parse().ok());
    let other = other.filter(|number| !numbers.contains(number));
    numbers.iter().copied().chain(other).map(|number| (number.to_string(), words(number))).collect()
}
