//! How well a mentor fits, and why, told by reference: a page of a list is written without a copy of any key.

use std::ops::Range;

use domain::criteria::{CriterionKey, Importance, OptionKey};
use domain::mentors::{Match, Near, Reason};

/// How well a mentor fits, and why: a `Match` that borrows.
#[derive(Clone, Debug)]
pub struct Fit<'a> {
    /// Points of this mentor.
    pub score: u32,
    /// Points of a mentor with every selected option.
    pub attainable: u32,
    parts: Vec<Part<'a>>,
    /// What the parts name, one after the other.
    options: Vec<&'a OptionKey>,
}

/// What one criterion adds.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    pub(crate) criterion: &'a CriterionKey,
    pub(crate) importance: Importance,
    pub(crate) points: u32,
    pub(crate) attainable: u32,
    pub(crate) near: Option<Near>,
    pub(crate) named: Named,
}

/// Where the options stand that a part names.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) matched: Range<usize>,
    pub(crate) missed: Range<usize>,
    pub(crate) instead: Range<usize>,
}

/// What one criterion adds to a match: a `Reason` that borrows.
#[derive(Clone, Copy, Debug)]
pub struct Because<'f> {
    /// The criterion.
    pub criterion: &'f CriterionKey,
    /// How much it matters.
    pub importance: Importance,
    /// Points of this mentor.
    pub points: u32,
    /// Points of a mentor with every selected option.
    pub attainable: u32,
    /// Selected options that this mentor holds.
    pub matched: &'f [&'f OptionKey],
    /// Selected options that this mentor does not hold.
    pub missed: &'f [&'f OptionKey],
    /// What this mentor holds instead.
    pub instead: &'f [&'f OptionKey],
    /// For the criterion of places: which halves were reached.
    pub near: Option<Near>,
}

impl<'a> Fit<'a> {
    pub(crate) fn new(parts: Vec<Part<'a>>, options: Vec<&'a OptionKey>) -> Self {
        let score = parts.iter().map(|part| part.points).sum();
        let attainable = parts.iter().map(|part| part.attainable).sum();
        Self { score, attainable, parts, options }
    }

    /// floor(100 × score ÷ attainable).
    pub fn percent(&self) -> u8 {
        let percent = u64::from(self.score) * 100 / u64::from(self.attainable.max(1));
        u8::try_from(percent).unwrap_or(100)
    }

    /// Criterion by criterion, in the order of the criteria.
    pub fn reasons(&self) -> impl Iterator<Item = Because<'_>> {
        self.parts.iter().map(|part| Because {
            criterion: part.criterion,
            importance: part.importance,
            points: part.points,
            attainable: part.attainable,
            matched: &self.options[part.named.matched.clone()],
            missed: &self.options[part.named.missed.clone()],
            instead: &self.options[part.named.instead.clone()],
            near: part.near,
        })
    }
}

impl From<&Fit<'_>> for Match {
    fn from(fit: &Fit<'_>) -> Self {
        Self {
            score: fit.score,
            attainable: fit.attainable,
            percent: fit.percent(),
            reasons: fit.reasons().map(Reason::from).collect(),
        }
    }
}

impl From<Because<'_>> for Reason {
    fn from(because: Because<'_>) -> Self {
        let keys = |options: &[&OptionKey]| options.iter().copied().cloned().collect();
        Self {
            criterion: because.criterion.clone(),
            importance: because.importance,
            points: because.points,
            attainable: because.attainable,
            matched: keys(because.matched),
            missed: keys(because.missed),
            instead: keys(because.instead),
            near: because.near,
        }
    }
}
