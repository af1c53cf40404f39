use std::ops::Range;

use domain::criteria::{Criteria, Criterion, CriterionKey, OptionKey, Rule};
use hashbrown::{HashMap, HashSet};

use crate::Place;
use crate::held::Held;

/// What the programme matches people on: the criteria, and the options that count.
#[derive(Clone, Debug)]
pub struct Catalogue {
    criteria: HashMap<CriterionKey, Known>,
    /// How many options count.
    count: usize,
    countries: HashSet<String>,
}

/// A criterion of the catalogue.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) rule: Rule,
    /// Where the first of its options stands.
    first: usize,
    /// Those that count, in their order: the retired do not.
    options: Vec<OptionKey>,
    by_key: HashMap<OptionKey, usize>,
}

impl Catalogue {
    /// The catalogue of these criteria.
    pub fn new(criteria: &Criteria) -> Self {
        let mut count = 0;
        let known = |criterion: &Criterion| {
            let known = Known::new(criterion, count);
            count += known.options.len();
            (criterion.key.clone(), known)
        };
        Self {
            criteria: criteria.items.iter().map(known).collect(),
            count,
            countries: criteria.countries.iter().map(|country| country.code.clone()).collect(),
        }
    }

    pub(crate) fn get(&self, criterion: &CriterionKey) -> Option<&Known> {
        self.criteria.get(criterion)
    }

    /// Where an option stands, if it counts: criterion by criterion, and in each as it has them.
    pub(crate) fn stand(&self, criterion: &CriterionKey, option: &OptionKey) -> Option<usize> {
        self.get(criterion)?.stand(option)
    }

    /// The options that stand here.
    pub(crate) fn held(&self, stands: impl Iterator<Item = usize>) -> Held {
        Held::new(stands, self.count)
    }

    /// The place that an option names, if it names one: `me`, `KE`, `KE:Nairobi`, `Africa/Nairobi`.
    pub fn place(&self, option: &OptionKey, me: Option<&Place>) -> Option<Place> {
        Place::named(option.as_str(), me)
            .filter(|place| place.country().is_none_or(|code| self.countries.contains(code)))
    }
}

impl Known {
    fn new(criterion: &Criterion, first: usize) -> Self {
        let options = criterion.options.iter().filter(|option| !option.retired);
        let options: Vec<_> = options.map(|option| option.key.clone()).collect();
        let by_key = options.iter().cloned().zip(first..).collect();
        Self { rule: criterion.rule, first, options, by_key }
    }

    /// The options that stand here or further.
    pub(crate) fn reaching(&self, stand: usize) -> &[OptionKey] {
        &self.options[stand - self.first..]
    }

    pub(crate) fn stand(&self, option: &OptionKey) -> Option<usize> {
        self.by_key.get(option).copied()
    }

    /// Where its options stand.
    pub(crate) fn stands(&self) -> Range<usize> {
        self.first..self.first + self.options.len()
    }

    /// The option that stands here.
    pub(crate) fn option(&self, stand: usize) -> &OptionKey {
        &self.options[stand - self.first]
    }
}
