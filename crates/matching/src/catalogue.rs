use std::collections::{HashMap, HashSet};

use domain::criteria::{Criteria, Criterion, CriterionKey, OptionKey, Rule};

use crate::Place;

/// What the programme matches people on: the criteria, and the options that count.
#[derive(Clone, Debug)]
pub struct Catalogue {
    criteria: HashMap<CriterionKey, Known>,
    countries: HashSet<String>,
}

/// A criterion of the catalogue.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) rule: Rule,
    /// Where each option stands in the order; retired options stand nowhere.
    steps: HashMap<OptionKey, usize>,
}

impl Catalogue {
    /// The catalogue of these criteria.
    pub fn new(criteria: &Criteria) -> Self {
        Self {
            criteria: criteria.items.iter().map(|c| (c.key.clone(), Known::new(c))).collect(),
            countries: criteria.countries.iter().map(|country| country.code.clone()).collect(),
        }
    }

    pub(crate) fn get(&self, criterion: &CriterionKey) -> Option<&Known> {
        self.criteria.get(criterion)
    }

    /// The place that an option names, if it names one: `me`, `KE`, `KE:Nairobi`, `Africa/Nairobi`.
    pub fn place(&self, option: &OptionKey, me: Option<&Place>) -> Option<Place> {
        Place::named(option.as_str(), me)
            .filter(|place| place.country().is_none_or(|code| self.countries.contains(code)))
    }
}

impl Known {
    fn new(criterion: &Criterion) -> Self {
        let options = criterion.options.iter().enumerate().filter(|(_, option)| !option.retired);
        Self { rule: criterion.rule, steps: options.map(|(step, o)| (o.key.clone(), step)).collect() }
    }

    /// The options that stand at this step or further.
    pub(crate) fn reaching(&self, step: usize) -> impl Iterator<Item = &OptionKey> {
        self.steps.iter().filter(move |(_, at)| **at >= step).map(|(option, _)| option)
    }

    pub(crate) fn step(&self, option: &OptionKey) -> Option<usize> {
        self.steps.get(option).copied()
    }
}
