//! `cargo xtask bench search`: how long the first page of a search takes among 10,000 and 100,000 mentors.
//!
//! The programme is seeded: 250 options in 10 criteria, 12 options for each mentor, the first ones far more popular than
//! the last (Zipf). Each search selects 5 to 12 options in the same manner and takes the 20 closest.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate};
use domain::criteria::{
    Criteria, Criterion, CriterionKey, CriterionOption, HeldIn, Importance, OptionKey, Rule,
};
use domain::ids::ParticipantId;
use domain::mentors::WantedCriterion;
use matching::{Catalogue, MentorEntry, Mentors, Place, Search, Words};
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

const CRITERIA: usize = 10;
const OPTIONS: usize = 250;
const HELD: usize = 12;
const SEARCHES: usize = 31;
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

type Chosen = BTreeMap<CriterionKey, Vec<OptionKey>>;

fn main() -> Result<(), Box<dyn Error>> {
    let programme = Programme::new()?;
    let small = programme.median_microseconds(10_000)?;
    let large = programme.median_microseconds(100_000)?;
    let figures = [
        ("search.plain_10k_us", small, "µs"),
        ("search.plain_100k_us", large, "µs"),
        ("search.plain_100k_to_10k", large / small, "ratio"),
    ];
    let figure = |(name, value, unit)| serde_json::json!({ "name": name, "value": value, "unit": unit });
    print(&serde_json::json!({ "figures": figures.map(figure) }));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are the output of this program")]
fn print(figures: &serde_json::Value) {
    println!("{figures}");
}

struct Programme {
    /// Each option with its criterion, the most popular first.
    options: Vec<(CriterionKey, OptionKey)>,
    popularity: WeightedIndex<f64>,
    catalogue: Catalogue,
}

impl Programme {
    fn new() -> Result<Self, Box<dyn Error>> {
        let mut options = Vec::new();
        let mut weights = Vec::new();
        for number in 0..OPTIONS {
            options.push((format!("c{}", number % CRITERIA).parse()?, format!("o{number}").parse()?));
            weights.push(1.0 / f64::from(u32::try_from(number + 1)?));
        }
        let catalogue = Catalogue::new(&Criteria { items: criteria(&options), countries: Vec::new() });
        Ok(Self { options, popularity: WeightedIndex::new(weights)?, catalogue })
    }

    /// The median time of a search among so many mentors.
    fn median_microseconds(&self, mentors: u32) -> Result<f64, Box<dyn Error>> {
        let mut random = StdRng::seed_from_u64(20_261_123);
        let mut list = Mentors::new(self.catalogue.clone());
        for _ in 0..mentors {
            list.upsert(self.mentor(&mut random));
        }
        let hidden = HashSet::new();
        let mut times = Vec::new();
        for _ in 0..SEARCHES {
            let criteria = self.criteria(&mut random);
            let search = Search {
                viewer: participant(&mut random),
                me: None,
                today: TODAY,
                criteria: &criteria,
                text: "",
                include_full: false,
                hidden: &hidden,
                limit: 20,
                cursor: None,
            };
            let start = Instant::now();
            let found = list.search(&search)?;
            times.push(start.elapsed().as_secs_f64() * 1e6);
            assert!(found.items.len() == 20, "every search fills its page");
        }
        times.sort_by(f64::total_cmp);
        Ok(times[SEARCHES / 2])
    }

    fn mentor(&self, random: &mut StdRng) -> MentorEntry {
        MentorEntry {
            id: participant(random),
            words: Words::default(),
            held: self.choose(HELD, random),
            place: Place::default(),
            free_places: random.random_range(0..4),
            last_active: TODAY - Days::new(random.random_range(0..30)),
        }
    }

    fn criteria(&self, random: &mut StdRng) -> Vec<WantedCriterion> {
        let chosen = self.choose(random.random_range(5..=12), random);
        let wanted = chosen.into_iter().map(|(criterion, options)| WantedCriterion {
            criterion,
            options,
            importance: *Importance::ALL.choose(random).unwrap_or(&Importance::Important),
            exact: false,
        });
        wanted.collect()
    }

    /// So many different options, popular ones more often.
    fn choose(&self, count: usize, random: &mut StdRng) -> Chosen {
        let mut numbers = HashSet::new();
        while numbers.len() < count {
            numbers.insert(self.popularity.sample(random));
        }
        let mut numbers: Vec<_> = numbers.into_iter().collect();
        numbers.sort_unstable();
        let mut chosen = Chosen::new();
        for (criterion, option) in numbers.into_iter().map(|number| &self.options[number]) {
            chosen.entry(criterion.clone()).or_default().push(option.clone());
        }
        chosen
    }
}

fn participant(random: &mut StdRng) -> ParticipantId {
    ParticipantId::new(DateTime::UNIX_EPOCH, &random.random())
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
