//! A seeded programme: 250 options in 10 criteria, 12 options for each mentor, the first ones far more popular than the
//! last (Zipf). Mentors live in thirty cities and have been active within a month.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;

use chrono::{DateTime, Days, NaiveDate};
use domain::criteria::{
    Criteria, Criterion, CriterionKey, CriterionOption, HeldIn, Importance, OptionKey, Rule,
};
use domain::ids::ParticipantId;
use domain::mentors::WantedCriterion;
use domain::profiles::HeldOptions;
use matching::{Catalogue, MentorEntry, Place, Words};
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

pub(crate) const OPTIONS: usize = 250;
pub(crate) const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
const CRITERIA: usize = 10;
const HELD: usize = 12;
const ZONES: [&str; 10] = [
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Africa/Nairobi",
    "Africa/Lagos",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "America/New_York",
    "America/Sao_Paulo",
    "Pacific/Auckland",
];

pub(crate) struct Programme {
    random: StdRng,
    /// Each option with its criterion, the most popular first.
    options: Vec<(CriterionKey, OptionKey)>,
    numbers: HashMap<OptionKey, usize>,
    popularity: WeightedIndex<f64>,
    pub(crate) catalogue: Catalogue,
}

impl Programme {
    pub(crate) fn new() -> Result<Self, Box<dyn Error>> {
        let mut options = Vec::new();
        let mut weights = Vec::new();
        for number in 0..OPTIONS {
            options.push((format!("c{}", number % CRITERIA).parse()?, format!("o{number}").parse()?));
            weights.push(1.0 / f64::from(u32::try_from(number + 1)?));
        }
        let catalogue = Catalogue::new(&Criteria { items: criteria(&options), countries: Vec::new() });
        Ok(Self {
            random: StdRng::seed_from_u64(20_261_123),
            numbers: options.iter().enumerate().map(|(number, (_, key))| (key.clone(), number)).collect(),
            options,
            popularity: WeightedIndex::new(weights)?,
            catalogue,
        })
    }

    /// A mentor, with the numbers of the options held.
    pub(crate) fn mentor(&mut self) -> (MentorEntry, Vec<usize>) {
        let options = self.choose(HELD);
        let entry = MentorEntry {
            id: ParticipantId::new(DateTime::UNIX_EPOCH, &self.random.random()),
            words: Words::default(),
            held: self.keys(&options),
            place: self.place(),
            free_places: self.random.random_range(0..4),
            last_active: TODAY - Days::new(self.random.random_range(0..30)),
        };
        (entry, options)
    }

    /// Gives a mentor other options.
    pub(crate) fn edit(&mut self, entry: &mut MentorEntry) {
        let options = self.choose(HELD);
        entry.held = self.keys(&options);
    }

    /// Gives a mentor another tie class.
    pub(crate) fn change_class(&mut self, entry: &mut MentorEntry) {
        entry.free_places = self.random.random_range(0..4);
        entry.last_active = TODAY - Days::new(self.random.random_range(0..30));
    }

    pub(crate) fn criteria(&mut self) -> Vec<WantedCriterion> {
        let count = self.random.random_range(5..=12);
        let options = self.choose(count);
        let wanted = self.keys(&options).into_iter().map(|(criterion, options)| WantedCriterion {
            criterion,
            options,
            importance: *Importance::ALL.choose(&mut self.random).unwrap_or(&Importance::Important),
            exact: false,
        });
        wanted.collect()
    }

    /// The numbers of the wanted options, and what each is worth.
    pub(crate) fn weights(&self, criteria: &[WantedCriterion]) -> Vec<(usize, u16)> {
        let weight = |wanted: &WantedCriterion| {
            let count = u32::try_from(wanted.options.len()).unwrap_or(u32::MAX);
            u16::try_from(1000 * wanted.importance.weight() / count).unwrap_or(u16::MAX)
        };
        let weights = criteria.iter().flat_map(|wanted| {
            wanted.options.iter().map(move |option| (self.numbers[option], weight(wanted)))
        });
        weights.collect()
    }

    fn place(&mut self) -> Place {
        let zone = self.random.random_range(0..ZONES.len());
        let city = self.random.random_range(0..3);
        let country: String = [b'A', b'A' + u8::try_from(zone).unwrap_or(0)].map(char::from).iter().collect();
        Place::new(&country, &format!("City {city}"), ZONES[zone])
    }

    /// So many different options, popular ones more often.
    fn choose(&mut self, count: usize) -> Vec<usize> {
        let mut numbers = HashSet::new();
        while numbers.len() < count {
            numbers.insert(self.popularity.sample(&mut self.random));
        }
        let mut numbers: Vec<_> = numbers.into_iter().collect();
        numbers.sort_unstable();
        numbers
    }

    fn keys(&self, numbers: &[usize]) -> HeldOptions {
        let mut chosen = HeldOptions::new();
        for (criterion, option) in numbers.iter().map(|number| &self.options[*number]) {
            chosen.entry(criterion.clone()).or_default().push(option.clone());
        }
        chosen
    }
}

/// Somebody who is no mentor.
pub(crate) fn viewer() -> ParticipantId {
    ParticipantId::new(DateTime::UNIX_EPOCH, &[7; 10])
}

fn criteria(options: &[(CriterionKey, OptionKey)]) -> Vec<Criterion> {
    let mut by_criterion = BTreeMap::<&CriterionKey, Vec<CriterionOption>>::new();
    for (criterion, key) in options {
        let option = CriterionOption { key: key.clone(), name: key.to_string(), group: None, retired: false };
        by_criterion.entry(criterion).or_default().push(option);
    }
    let criterion = |(key, options): (&CriterionKey, Vec<CriterionOption>)| Criterion {
        key: key.clone(),
        name: key.to_string(),
        hint: String::new(),
        rule: Rule::Share,
        held_in: HeldIn::Offer,
        importance: Importance::Important,
        options,
    };
    by_criterion.into_iter().map(criterion).collect()
}
