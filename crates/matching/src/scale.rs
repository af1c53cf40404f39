use chrono::NaiveDate;
use domain::criteria::{OptionKey, Rule};
use domain::mentors::{Match, Near, WantedCriterion};
use hashbrown::HashSet;

use crate::catalogue::Known;
use crate::fit::{Fit, Named, Part};
use crate::held::Held;
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
    catalogue: &'a Catalogue,
    measures: Vec<Measure<'a>>,
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
        Self { catalogue, measures, selected }
    }

    /// How well a mentor fits, and why; nothing where no criterion counts.
    pub fn match_of(&self, mentor: &MentorEntry) -> Option<Match> {
        let stands = self.measures.iter().flat_map(|measure| {
            let options = mentor.held.get(&measure.wanted.criterion).into_iter().flatten();
            options.filter_map(|option| measure.known.stand(option))
        });
        self.fit(&self.catalogue.held(stands), &mentor.place).as_ref().map(Match::from)
    }

    /// The same for somebody in this place who holds these options.
    pub(crate) fn fit(&self, held: &Held, place: &Place) -> Option<Fit<'_>> {
        if self.measures.is_empty() {
            return None;
        }
        let holding = Holding { held, place };
        let mut options = Vec::with_capacity(self.selected + self.measures.len() * MOST_INSTEAD);
        let parts = self.measures.iter().map(|measure| measure.part(&holding, &mut options)).collect();
        Some(Fit::new(parts, options))
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

/// What somebody holds, and where they are.
struct Holding<'h> {
    held: &'h Held,
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
    /// The option of the catalogue that stands here.
    Stand(usize),
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
            Rule::Share | Rule::Any | Rule::AtLeast => known.stand(option).map(Aim::Stand),
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

    /// The options that are the lowest selected one or further.
    pub(crate) fn reaching_options(&self) -> impl Iterator<Item = &'a OptionKey> {
        let lowest = self.options().filter_map(|option| self.known.stand(option)).min();
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

    /// What this criterion adds; the options that it names are put behind the others.
    fn part(&self, mentor: &Holding<'_>, named: &mut Vec<&'a OptionKey>) -> Part<'a> {
        let near = (self.known.rule == Rule::Near).then(|| self.near(mentor.place));
        let clock = near.and_then(|_| mentor.place.clock(self.day));
        let is_matched = |selected: &&Selected<'_>| selected.is_matched(self.known, mentor, clock);
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
    fn others(&self, mentor: &Holding<'_>) -> impl Iterator<Item = &'a OptionKey> {
        let is_selected = |stand| {
            self.selected.iter().any(|selected| matches!(selected.aim, Aim::Stand(own) if own == stand))
        };
        let held = mentor.held.within(self.known.stands());
        held.filter(move |stand| !is_selected(*stand)).map(|stand| self.known.option(stand))
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
            Aim::Stand(_) => None,
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
    fn is_matched(&self, known: &Known, mentor: &Holding<'_>, clock: Option<i32>) -> bool {
        match &self.aim {
            Aim::Near(place, own) => halves(&place.near(mentor.place, (*own, clock))) > 0,
            Aim::Stand(stand) if known.rule == Rule::AtLeast => {
                mentor.held.within(*stand..known.stands().end).next().is_some()
            }
            Aim::Stand(stand) => mentor.held.has(*stand),
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
