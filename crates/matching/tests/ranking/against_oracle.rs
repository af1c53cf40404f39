//! The index finds what the plain ranking finds: in random programmes, while mentors come, go and change, on several
//! days, for several viewers, page by page.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use domain::criteria::{Country, Criteria, Criterion, CriterionOption, HeldIn, Importance, OptionKey, Rule};
use domain::ids::ParticipantId;
use domain::mentors::WantedCriterion;
use domain::profiles::HeldOptions;
use matching::{Catalogue, MentorEntry, Mentors, Place, Search, Words};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, IteratorRandom};

use crate::oracle::{End, Oracle};
use crate::support::{TODAY, criterion, id, option};

const RULES: [Rule; 4] = [Rule::Share, Rule::Any, Rule::AtLeast, Rule::Near];
const ZONES: [&str; 7] = [
    "Europe/London",
    "Europe/Berlin",
    "Africa/Nairobi",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "America/New_York",
    "",
];
const COUNTRIES: [&str; 5] = ["KE", "GB", "DE", "NZ", ""];
const CITIES: [&str; 4] = ["Nairobi", "Leeds", "Köln", ""];
const WORDS: [&str; 10] =
    ["nurse", "nursing", "Nguyễn", "team", "teams", "a", "ärztin", "leads", "lead", "олена"];

/// A random programme, with its own number of criteria, options, mentors and equals.
struct Programme {
    random: StdRng,
    criteria: Vec<Criterion>,
    people: u128,
    most_places: u8,
    days: u64,
}

impl Programme {
    fn new(seed: u64, people: u128) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let count = random.random_range(1..7);
        let criteria = (0..count).map(|number| random_criterion(number, &mut random)).collect();
        let (most_places, days) = (random.random_range(1..4), random.random_range(1..12));
        Self { random, criteria, people, most_places, days }
    }

    fn catalogue(&self) -> Catalogue {
        let country = |code: &&str| Country { code: (*code).to_owned(), name: String::new() };
        let countries = COUNTRIES.iter().filter(|code| !code.is_empty()).map(country).collect();
        Catalogue::new(&Criteria { items: self.criteria.clone(), countries })
    }

    fn day(&mut self) -> NaiveDate {
        TODAY + Days::new(1) - Days::new(self.random.random_range(0..=self.days))
    }

    fn place(&mut self) -> Place {
        let mut one = |of: &[&'static str]| *of.choose(&mut self.random).unwrap();
        Place::new(one(&COUNTRIES), one(&CITIES), one(&ZONES))
    }

    fn text(&mut self, most: usize) -> String {
        let words = WORDS.iter().sample(&mut self.random, most);
        words.into_iter().copied().collect::<Vec<_>>().join(" ")
    }

    fn mentor(&mut self) -> MentorEntry {
        let mut held = HeldOptions::new();
        for wanted in &self.criteria {
            let most = self.random.random_range(0..=wanted.options.len().min(5));
            let mut options = wanted.options.iter().map(|o| o.key.clone()).sample(&mut self.random, most);
            if self.random.random_bool(0.05) {
                options.push(option("no-more"));
            }
            held.insert(wanted.key.clone(), options);
        }
        if self.random.random_bool(0.05) {
            held.insert(criterion("no-more"), vec![option("o0")]);
        }
        MentorEntry {
            id: id(self.random.random_range(1..=self.people)),
            words: Words::of([&*self.text(4)]),
            held,
            place: self.place(),
            free_places: self.random.random_range(0..=self.most_places),
            last_active: self.day(),
        }
    }

    fn asked(&mut self) -> Asked {
        let criteria = self.criteria.iter().filter(|_| self.random.random_bool(0.7));
        let criteria: Vec<_> = criteria.cloned().collect();
        let hidden =
            (0..self.random.random_range(0..4)).map(|_| id(self.random.random_range(1..=self.people)));
        Asked {
            hidden: hidden.collect(),
            viewer: id(self.random.random_range(1..=2 * self.people)),
            criteria: criteria.iter().map(|criterion| wanted(criterion, &mut self.random)).collect(),
            me: self.random.random_bool(0.8).then(|| self.place()),
            today: self.day(),
            text: self.sought(),
            include_full: self.random.random_bool(0.3),
            limit: *[0, 1, 3, 7, 20, 200].choose(&mut self.random).unwrap(),
        }
    }

    /// Mostly nothing, else some words, of which the last may be cut.
    fn sought(&mut self) -> String {
        let words = if self.random.random_bool(0.3) { self.random.random_range(1..3) } else { 0 };
        let text = self.text(words);
        let length = text.chars().count();
        text.chars().take(length - self.random.random_range(0..=length.min(3))).collect()
    }
}

fn random_criterion(number: usize, random: &mut StdRng) -> Criterion {
    let rule = *RULES.choose(random).unwrap();
    let most = if rule == Rule::Near { 0 } else { random.random_range(1..70) };
    let option = |number: usize| CriterionOption {
        key: option(&format!("o{number}")),
        name: String::new(),
        group: None,
        retired: random.random_bool(0.1),
    };
    Criterion {
        key: criterion(&format!("c{number}")),
        name: String::new(),
        hint: String::new(),
        rule,
        held_in: HeldIn::Offer,
        importance: Importance::Important,
        options: (0..most).map(option).collect(),
    }
}

fn wanted(criterion: &Criterion, random: &mut StdRng) -> WantedCriterion {
    let places = ["me", "KE", "KE:Nairobi", "DE:koln", "Europe/Athens", "Africa/Nairobi", "UTC", "ZZ"];
    let places = places.map(option);
    let known = criterion.options.iter().map(|option| option.key.clone());
    let known: Vec<OptionKey> = if criterion.rule == Rule::Near { places.to_vec() } else { known.collect() };
    let most = if random.random_bool(0.05) { known.len() } else { known.len().min(6) };
    let count = random.random_range(0..=most);
    let mut options = known.into_iter().sample(random, count);
    if random.random_bool(0.1) {
        options.extend(options.clone());
        options.push(option("unknown"));
    }
    WantedCriterion {
        criterion: criterion.key.clone(),
        options,
        importance: *Importance::ALL.choose(random).unwrap(),
        exact: random.random_bool(0.2),
    }
}

/// A search that owns what it names.
#[derive(Clone, Debug)]
struct Asked {
    viewer: ParticipantId,
    criteria: Vec<WantedCriterion>,
    me: Option<Place>,
    today: NaiveDate,
    text: String,
    include_full: bool,
    hidden: HashSet<ParticipantId>,
    limit: u32,
}

impl Asked {
    fn search<'a>(&'a self, cursor: Option<&'a str>) -> Search<'a> {
        Search {
            viewer: self.viewer,
            me: self.me.as_ref(),
            today: self.today,
            criteria: &self.criteria,
            text: &self.text,
            include_full: self.include_full,
            hidden: &self.hidden,
            limit: self.limit,
            cursor,
        }
    }
}

/// The index and the oracle of one programme.
struct Both {
    programme: Programme,
    mentors: Mentors,
    oracle: Oracle,
}

impl Both {
    fn new(seed: u64, people: u128) -> Self {
        let programme = Programme::new(seed, people);
        let (mentors, oracle) = (Mentors::new(programme.catalogue()), Oracle::new(programme.catalogue()));
        Self { programme, mentors, oracle }
    }

    fn change(&mut self, times: u32) {
        for _ in 0..times {
            let entry = self.programme.mentor();
            if self.programme.random.random_bool(0.15) {
                self.mentors.remove(entry.id);
                self.oracle.remove(entry.id);
            } else {
                self.mentors.upsert(entry.clone());
                self.oracle.upsert(entry);
            }
        }
    }

    /// Removes most, so that tiles empty and grow together.
    fn remove_up_to(&mut self, last: u128) {
        for number in 1..=last {
            self.mentors.remove(id(number));
            self.oracle.remove(id(number));
        }
    }

    /// Gets some tiles ready for some day.
    fn prepare(&mut self) {
        let day = self.programme.day();
        for _ in 0..self.programme.random.random_range(0..4) {
            self.mentors.prepare(day);
        }
    }

    /// Reads some pages, perhaps over midnight and while mentors change.
    fn compare(&mut self, changes: u32) {
        let mut asked = self.programme.asked();
        let (mut cursor, mut after): (Option<String>, Option<End>) = (None, None);
        for _ in 0..4 {
            let found = self.mentors.search(&asked.search(cursor.as_deref())).unwrap();
            let expected = self.oracle.page(&asked.search(None), after);
            assert_eq!((found.total, &found.without), (expected.total, &expected.without), "{asked:#?}");
            assert_eq!(found.items, expected.items, "{asked:#?}");
            assert_eq!(found.next_cursor.is_some(), expected.end.is_some());
            if found.next_cursor.is_none() {
                break;
            }
            (cursor, after) = (found.next_cursor, expected.end);
            asked.today = self.programme.day();
            self.change(changes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn small_programmes_of_all_kinds(seed: u64, people in 1..60_u128, rounds in 1..4) {
        let mut both = Both::new(seed, people);
        for _ in 0..rounds {
            both.change(30);
            both.prepare();
            both.compare(3);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn programmes_of_several_tiles_that_are_split_and_grow_together(seed: u64) {
        let mut both = Both::new(seed, 28_000);
        both.change(40_000);
        for _ in 0..12 {
            both.change(300);
            both.prepare();
            both.compare(40);
        }
        both.remove_up_to(26_000);
        for _ in 0..10 {
            both.change(100);
            both.compare(10);
        }
    }
}
