use std::collections::HashSet;

use chrono::NaiveDate;
use domain::criteria::{CriterionKey, OptionKey, Rule};
use domain::mentors::{Match, Near, Reason, WantedCriterion};

use crate::catalogue::Known;
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
        let measures = first.filter_map(|wanted| Measure::new(catalogue, wanted, me, day)).collect();
        Self { measures }
    }

    /// How well a mentor fits, and why; nothing where no criterion counts.
    pub fn match_of(&self, mentor: &MentorEntry) -> Option<Match> {
        let held = |criterion: &_| mentor.held.get(criterion).into_iter().flatten().collect();
        self.match_by(held, &mentor.place)
    }

    /// The same for somebody in this place who holds these options of a criterion.
    pub(crate) fn match_by<'m>(
        &self,
        held: impl Fn(&CriterionKey) -> Vec<&'m OptionKey>,
        place: &'m Place,
    ) -> Option<Match> {
        if self.measures.is_empty() {
            return None;
        }
        let reason = |measure: &Measure<'_>| {
            let options = held(&measure.wanted.criterion);
            measure.reason(&Holding { options, place })
        };
        let reasons: Vec<_> = self.measures.iter().map(reason).collect();
        let score = reasons.iter().map(|reason| reason.points).sum();
        let attainable = reasons.iter().map(|reason| reason.attainable).sum();
        Some(Match { score, attainable, percent: percent(score, attainable), reasons })
    }

    pub(crate) fn measures(&self) -> &[Measure<'a>] {
        &self.measures
    }
}

/// floor(100 × score ÷ attainable).
fn percent(score: u32, attainable: u32) -> u8 {
    let percent = u64::from(score) * 100 / u64::from(attainable.max(1));
    u8::try_from(percent).unwrap_or(100)
}

/// One criterion of a scale.
#[derive(Clone, Debug)]
pub(crate) struct Measure<'a> {
    wanted: &'a WantedCriterion,
    known: &'a Known,
    selected: Vec<Selected<'a>>,
    day: NaiveDate,
}

/// What somebody holds in the criterion that is measured, and where they are.
struct Holding<'m> {
    options: Vec<&'m OptionKey>,
    place: &'m Place,
}

/// A selected option that counts.
#[derive(Clone, Debug)]
struct Selected<'a> {
    option: &'a OptionKey,
    /// The place that it names, where the criterion is one of places.
    place: Option<Place>,
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
        let counted = |option| match known.rule {
            Rule::Near => catalogue.place(option, me).map(|place| Selected { option, place: Some(place) }),
            Rule::Share | Rule::Any | Rule::AtLeast => {
                known.step(option).map(|_| Selected { option, place: None })
            }
        };
        let selected: Vec<_> = distinct.filter_map(counted).collect();
        (!selected.is_empty()).then_some(Self { wanted, known, selected, day })
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
        self.places().filter_map(|place| place.clock(self.day)).collect()
    }

    /// The points of a mentor.
    fn points(&self, mentor: &Holding<'_>) -> u32 {
        let mut matched = self.selected.iter().filter(|selected| self.is_matched(selected, mentor));
        match self.known.rule {
            Rule::Share => self.worth() * count(matched),
            Rule::Any | Rule::AtLeast => self.full() * u32::from(matched.next().is_some()),
            Rule::Near => self.half() * halves(&self.near(mentor.place)),
        }
    }

    /// The points of a mentor with every selected option.
    pub(crate) fn attainable(&self) -> u32 {
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

    fn reason(&self, mentor: &Holding<'_>) -> Reason {
        let (points, attainable) = (self.points(mentor), self.attainable());
        let (matched, missed): (Vec<_>, Vec<_>) =
            self.selected.iter().partition(|selected| self.is_matched(selected, mentor));
        let options = |selected: Vec<&Selected<'_>>| selected.iter().map(|s| s.option.clone()).collect();
        Reason {
            criterion: self.wanted.criterion.clone(),
            importance: self.wanted.importance,
            points,
            attainable,
            matched: options(matched),
            missed: options(missed),
            instead: if points < attainable { self.instead(mentor) } else { Vec::new() },
            near: (self.known.rule == Rule::Near).then(|| self.near(mentor.place)),
        }
    }

    fn is_matched(&self, selected: &Selected<'_>, mentor: &Holding<'_>) -> bool {
        match self.known.rule {
            Rule::Share | Rule::Any => mentor.options.contains(&selected.option),
            Rule::AtLeast => {
                let furthest = mentor.options.iter().filter_map(|held| self.known.step(held)).max();
                furthest >= self.known.step(selected.option)
            }
            Rule::Near => {
                selected.place.as_ref().is_some_and(|place| halves(&place.near(mentor.place, self.day)) > 0)
            }
        }
    }

    /// What the mentor holds and the mentee did not select, in the order of the catalogue.
    fn instead(&self, mentor: &Holding<'_>) -> Vec<OptionKey> {
        let selected = |option: &OptionKey| self.selected.iter().any(|selected| selected.option == option);
        let others = mentor.options.iter().filter(|held| !selected(held));
        let mut others: Vec<_> = others.filter_map(|held| Some((self.known.step(held)?, *held))).collect();
        others.sort_unstable();
        others.dedup();
        others.into_iter().take(MOST_INSTEAD).map(|(_, option)| option.clone()).collect()
    }

    /// How near a place is to the nearest of the selected ones.
    fn near(&self, there: &Place) -> Near {
        let nothing = Near { same_country: false, same_city: false, minutes_apart: None };
        self.places().map(|place| place.near(there, self.day)).fold(nothing, |all, one| Near {
            same_country: all.same_country || one.same_country,
            same_city: all.same_city || one.same_city,
            minutes_apart: all.minutes_apart.into_iter().chain(one.minutes_apart).min(),
        })
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.selected.iter().filter_map(|selected| selected.place.as_ref())
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

/// The halves of nearness: the country or 3 hours, the city or 1 hour.
fn halves(near: &Near) -> u32 {
    let within = |most: u32| near.minutes_apart.is_some_and(|minutes| minutes <= most);
    u32::from(near.same_country || within(NEAR_MINUTES))
        + u32::from(near.same_city || within(VERY_NEAR_MINUTES))
}

pub(crate) fn count(items: impl IntoIterator) -> u32 {
    items.into_iter().fold(0, |count, _| count + 1)
}
