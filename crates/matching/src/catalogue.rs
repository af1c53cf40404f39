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
    /// The place in the order of the criteria.
    pub(crate) number: usize,
    pub(crate) rule: Rule,
    /// Where each option stands in the order; retired options stand nowhere.
    steps: HashMap<OptionKey, usize>,
}

impl Catalogue {
    /// The catalogue of these criteria.
    pub fn new(criteria: &Criteria) -> Self {
        let known =
            |(number, criterion): (usize, &Criterion)| (criterion.key.clone(), Known::new(number, criterion));
        Self {
            criteria: criteria.items.iter().enumerate().map(known).collect(),
            countries: criteria.countries.iter().map(|country| country.code.clone()).collect(),
        }
    }

    pub(crate) fn get(&self, criterion: &CriterionKey) -> Option<&Known> {
        self.criteria.get(criterion)
    }

    /// Where an option stands, if it counts: the number of its criterion, and its step in it.
    pub(crate) fn stand(&self, criterion: &CriterionKey, option: &OptionKey) -> Option<(usize, usize)> {
        let known = self.get(criterion)?;
        Some((known.number, known.step(option)?))
    }

    /// The place that an option names, if it names one: `me`, `KE`, `KE:Nairobi`, `Africa/Nairobi`.
    pub fn place(&self, option: &OptionKey, me: Option<&Place>) -> Option<Place> {
        Place::named(option.as_str(), me)
            .filter(|place| place.country().is_none_or(|code| self.countries.contains(code)))
    }
}

impl Known {
    fn new(number: usize, criterion: &Criterion) -> Self {
        let options = criterion.options.iter().enumerate().filter(|(_, option)| !option.retired);
        let steps = options.map(|(step, option)| (option.key.clone(), step)).collect();
        Self { number, rule: criterion.rule, steps }
    }

    /// The options that stand at this step or further.
    pub(crate) fn reaching(&self, step: usize) -> impl Iterator<Item = &OptionKey> {
        self.steps.iter().filter(move |(_, at)| **at >= step).map(|(option, _)| option)
    }

    pub(crate) fn step(&self, option: &OptionKey) -> Option<usize> {
        self.steps.get(option).copied()
    }
}
