use std::collections::HashSet;

use chrono::NaiveDate;
use domain::criteria::{OptionKey, Rule};
use domain::mentors::{Match, Near, WantedCriterion};

use crate::catalogue::Known;
use crate::fit::{Fit, Named, Part};
use crate::{Catalogue, MentorEntry, Place};

/// The points of one criterion, before its importance.
const POINTS: u32 = 1000;
/// Clocks as close as this are as good as the same country.
pub(crate) const NEAR_MINUTES: u32 = 180;
/// Clocks as close as this are as good as the same city.
pub(crate) const VERY_NEAR_MINUTES: u32 = 60;
/// How many options a reason names that a mentor holds instead.
const MOST_INSTEAD: usize = 3;

/// What mentors are measured by: the criteria of a search that count, on one day.
#[derive(Clone, Debug)]
pub struct Scale<'a> {
    measures: Vec<Measure<'a>>,
    /// Whether the criterion of each number is among them.
    numbers: Vec<bool>,
    /// How many options are selected.
    selected: usize,
}

impl<'a> Scale<'a> {
    /// The criteria in their order, without what does not count: options that are retired, unknown or selected twice,
    /// and criteria that are unknown, repeated or have no option left. `me` is the place of the viewer.
    pub fn new(
        catalogue: &'a Catalogue,
        criteria: &'a [WantedCriterion],
        me: Option<&Place>,
        day: NaiveDate,
    ) -> Self {
        let mut seen = HashSet::new();
        let first = criteria.iter().filter(|wanted| seen.insert(&wanted.criterion));
        let measures: Vec<_> = first.filter_map(|wanted| Measure::new(catalogue, wanted, me, day)).collect();
        let selected = measures.iter().map(|measure| measure.selected.len()).sum();
        let most = measures.iter().map(|measure| measure.known.number + 1).max().unwrap_or(0);
        let mut numbers = vec![false; most];
        for measure in &measures {
            numbers[measure.known.number] = true;
        }
        Self { measures, numbers, selected }
    }

    /// How well a mentor fits, and why; nothing where no criterion counts.
    pub fn match_of(&self, mentor: &MentorEntry) -> Option<Match> {
        let held = self.measures.iter().flat_map(|measure| {
            let options = mentor.held.get(&measure.wanted.criterion).into_iter().flatten();
            options.filter_map(|option| {
                Some(Held { criterion: measure.known.number, step: measure.known.step(option)?, option })
            })
        });
        let mut held: Vec<_> = held.collect();
        held.sort_unstable();
        held.dedup();
        self.fit(&held, &mentor.place).as_ref().map(Match::from)
    }

    /// The same for somebody in this place who holds these options, in the order of the catalogue.
    pub(crate) fn fit<'m>(&'m self, held: &[Held<'m>], place: &Place) -> Option<Fit<'m>> {
        if self.measures.is_empty() {
            return None;
        }
        let mut options = Vec::with_capacity(held.len() + self.selected);
        let part = |measure: &'m Measure<'_>| {
            let holding = Holding { held: measure.among(held), place };
            measure.part(&holding, &mut options)
        };
        let parts = self.measures.iter().map(part).collect();
        Some(Fit::new(parts, options))
    }

    /// The criterion of this number counts.
    pub(crate) fn has(&self, criterion: usize) -> bool {
        self.numbers.get(criterion).is_some_and(|is_there| *is_there)
    }

    pub(crate) fn measures(&self) -> &[Measure<'a>] {
        &self.measures
    }
}

/// One criterion of a scale.
#[derive(Clone, Debug)]
pub(crate) struct Measure<'a> {
    wanted: &'a WantedCriterion,
    known: &'a Known,
    selected: Vec<Selected<'a>>,
    day: NaiveDate,
    /// The points of a mentor with every selected option.
    attainable: u32,
}

/// An option that somebody holds, and where it stands in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held<'m> {
    /// The number of the criterion.
    pub(crate) criterion: usize,
    /// The step in the criterion: an option of it is known by its step.
    pub(crate) step: usize,
    pub(crate) option: &'m OptionKey,
}

/// What somebody holds in the criterion that is measured, and where they are.
struct Holding<'h, 'm> {
    held: &'h [Held<'m>],
    place: &'h Place,
}

/// A selected option that counts.
#[derive(Clone, Debug)]
struct Selected<'a> {
    option: &'a OptionKey,
    aim: Aim,
}

/// What a selected option asks for.
#[derive(Clone, Debug)]
enum Aim {
    /// An option of the catalogue, by its step.
    Step(usize),
    /// Being near a place, whose clocks are so far ahead of UTC.
    Near(Place, Option<i32>),
}

impl<'a> Measure<'a> {
    fn new(
        catalogue: &'a Catalogue,
        wanted: &'a WantedCriterion,
        me: Option<&Place>,
        day: NaiveDate,
    ) -> Option<Self> {
        let known = catalogue.get(&wanted.criterion)?;
        let mut seen = HashSet::new();
        let distinct = wanted.options.iter().filter(|option| seen.insert(*option));
        let aim = |option| match known.rule {
            Rule::Near => catalogue.place(option, me).map(|place| {
                let clock = place.clock(day);
                Aim::Near(place, clock)
            }),
            Rule::Share | Rule::Any | Rule::AtLeast => known.step(option).map(Aim::Step),
        };
        let counted = |option| aim(option).map(|aim| Selected { option, aim });
        let selected: Vec<_> = distinct.filter_map(counted).collect();
        if selected.is_empty() {
            return None;
        }
        let measure = Self { wanted, known, selected, day, attainable: 0 };
        Some(Self { attainable: measure.most_points(), ..measure })
    }

    pub(crate) fn wanted(&self) -> &'a WantedCriterion {
        self.wanted
    }

    pub(crate) fn rule(&self) -> Rule {
        self.known.rule
    }

    /// The selected options that count.
    pub(crate) fn options(&self) -> impl Iterator<Item = &'a OptionKey> {
        self.selected.iter().map(|selected| selected.option)
    }

    /// The options that are the lowest selected step or further.
    pub(crate) fn reaching_options(&self) -> impl Iterator<Item = &'a OptionKey> {
        let lowest = self.options().filter_map(|option| self.known.step(option)).min();
        lowest.into_iter().flat_map(|lowest| self.known.reaching(lowest))
    }

    /// The clocks of the selected places, in minutes ahead of UTC.
    pub(crate) fn clocks(&self) -> Vec<i32> {
        self.aims().filter_map(|(_, clock)| clock).collect()
    }

    /// The points of a mentor with every selected option.
    pub(crate) fn attainable(&self) -> u32 {
        self.attainable
    }

    fn most_points(&self) -> u32 {
        match self.known.rule {
            Rule::Share => self.worth() * count(&self.selected),
            Rule::Any | Rule::AtLeast => self.full(),
            // A mentor in each of these places: a country alone is worth one half, as there is nothing nearer to reach.
            Rule::Near => {
                let reached = self.places().map(|place| halves(&self.near(place)));
                self.half() * reached.max().unwrap_or(0)
            }
        }
    }

    /// What of this is held in the criterion that is measured.
    fn among<'h, 'm>(&self, held: &'h [Held<'m>]) -> &'h [Held<'m>] {
        let from = held.partition_point(|held| held.criterion < self.known.number);
        let count = held[from..].partition_point(|held| held.criterion == self.known.number);
        &held[from..from + count]
    }

    /// What this criterion adds; the options that it names are put behind the others.
    fn part<'m>(&'m self, mentor: &Holding<'_, 'm>, named: &mut Vec<&'m OptionKey>) -> Part<'m> {
        let near = (self.known.rule == Rule::Near).then(|| self.near(mentor.place));
        let clock = near.and_then(|_| mentor.place.clock(self.day));
        let is_matched = |selected: &&Selected<'_>| selected.is_matched(self.known.rule, mentor, clock);
        let from = named.len();
        named.extend(self.selected.iter().filter(is_matched).map(|selected| selected.option));
        let matched = from..named.len();
        let missed = self.selected.iter().filter(|selected| !is_matched(selected));
        named.extend(missed.map(|selected| selected.option));
        let missed = matched.end..named.len();
        let points = match near {
            Some(near) => self.half() * halves(&near),
            None if self.known.rule == Rule::Share => self.worth() * count(matched.clone()),
            None => self.full() * u32::from(!matched.is_empty()),
        };
        if points < self.attainable {
            named.extend(self.others(mentor).take(MOST_INSTEAD));
        }
        let instead = missed.end..named.len();
        Part {
            criterion: &self.wanted.criterion,
            importance: self.wanted.importance,
            points,
            attainable: self.attainable,
            near,
            named: Named { matched, missed, instead },
        }
    }

    /// What the mentor holds and the mentee did not select, in the order of the catalogue.
    fn others<'m>(&self, mentor: &Holding<'_, 'm>) -> impl Iterator<Item = &'m OptionKey> {
        let is_selected = |held: &Held<'_>| {
            self.selected.iter().any(|selected| matches!(selected.aim, Aim::Step(step) if step == held.step))
        };
        mentor.held.iter().filter(move |held| !is_selected(held)).map(|held| held.option)
    }

    /// How near a place is to the nearest of the selected ones.
    fn near(&self, there: &Place) -> Near {
        let clock = there.clock(self.day);
        let nothing = Near { same_country: false, same_city: false, minutes_apart: None };
        let each = self.aims().map(|(place, own)| place.near(there, (own, clock)));
        each.fold(nothing, |all, one| Near {
            same_country: all.same_country || one.same_country,
            same_city: all.same_city || one.same_city,
            minutes_apart: all.minutes_apart.into_iter().chain(one.minutes_apart).min(),
        })
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.aims().map(|(place, _)| place)
    }

    /// The selected places with their clocks.
    fn aims(&self) -> impl Iterator<Item = (&Place, Option<i32>)> {
        self.selected.iter().filter_map(|selected| match &selected.aim {
            Aim::Near(place, clock) => Some((place, *clock)),
            Aim::Step(_) => None,
        })
    }

    pub(crate) fn full(&self) -> u32 {
        POINTS * self.wanted.importance.weight()
    }

    pub(crate) fn half(&self) -> u32 {
        self.full() / 2
    }

    /// What each selected option is worth where every one counts its share.
    pub(crate) fn worth(&self) -> u32 {
        self.full() / count(&self.selected)
    }
}

impl Selected<'_> {
    /// The mentor, whose clocks are so far ahead of UTC, has it.
    fn is_matched(&self, rule: Rule, mentor: &Holding<'_, '_>, clock: Option<i32>) -> bool {
        match &self.aim {
            Aim::Near(place, own) => halves(&place.near(mentor.place, (*own, clock))) > 0,
            Aim::Step(step) if rule == Rule::AtLeast => {
                mentor.held.last().is_some_and(|furthest| furthest.step >= *step)
            }
            Aim::Step(step) => mentor.held.iter().any(|held| held.step == *step),
        }
    }
}

/// The halves of nearness: the country or 3 hours, the city or 1 hour.
fn halves(near: &Near) -> u32 {
    let within = |most: u32| near.minutes_apart.is_some_and(|minutes| minutes <= most);
    u32::from(near.same_country || within(NEAR_MINUTES))
        + u32::from(near.same_city || within(VERY_NEAR_MINUTES))
}

pub(crate) fn count(items: impl IntoIterator) -> u32 {
    items.into_iter().fold(0, |count, _| count + 1)
}
