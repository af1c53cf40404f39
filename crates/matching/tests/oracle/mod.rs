//! The plain ranking: the rules, mentor by mentor, as slowly as they can be told. What the index finds must be the same.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hasher;

use chrono::{Datelike, NaiveDate};
use domain::criteria::CriterionKey;
use domain::ids::ParticipantId;
use domain::mentors::{Match, WithoutFilter};
use matching::{Catalogue, MentorEntry, Scale, Search};
use siphasher::sip::SipHasher13;

/// The mentors in the list, one by one.
#[derive(Clone, Debug)]
pub(crate) struct Oracle {
    catalogue: Catalogue,
    entries: HashMap<ParticipantId, MentorEntry>,
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page {
    pub(crate) items: Vec<(ParticipantId, Option<Match>)>,
    /// Where the page ended, unless it is the last.
    pub(crate) end: Option<End>,
    pub(crate) total: u32,
    pub(crate) without: Vec<WithoutFilter>,
}

/// Where a page ended: its day, and the rank of its last mentor then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct End {
    day: NaiveDate,
    last: Rank,
}

/// Score, free places, activity, shuffle, id: the smallest comes first.
type Rank = (Reverse<u32>, Reverse<u8>, Reverse<NaiveDate>, u64, ParticipantId);

/// A mentor who has a point, or of whom none is asked.
struct Candidate<'a> {
    mentor: &'a MentorEntry,
    fit: Option<Match>,
    /// The exact filters that do not let this mentor through.
    fails: Vec<CriterionKey>,
}

impl Oracle {
    pub(crate) fn new(catalogue: Catalogue) -> Self {
        Self { catalogue, entries: HashMap::new() }
    }

    pub(crate) fn upsert(&mut self, entry: MentorEntry) {
        self.entries.insert(entry.id, entry);
    }

    pub(crate) fn remove(&mut self, id: ParticipantId) {
        self.entries.remove(&id);
    }

    /// The page after this one, or the first. The search's own cursor does not count.
    pub(crate) fn page(&self, search: &Search<'_>, after: Option<End>) -> Page {
        let day = after.map_or(search.today, |end| end.day);
        let scale = Scale::new(&self.catalogue, search.criteria, search.me, day);
        let seen = self.entries.values().filter(|mentor| shows(search, mentor));
        let mut candidates: Vec<_> = seen.map(|mentor| Candidate::new(mentor, &scale, search)).collect();
        candidates.retain(|candidate| candidate.fit.as_ref().is_none_or(|fit| fit.score > 0));

        let without = filters(&scale, search).into_iter().map(|filter| {
            let passing = candidates.iter().filter(|c| c.fails.iter().all(|failed| *failed == filter));
            WithoutFilter { total: count(passing), criterion: filter }
        });
        let without = without.collect();
        candidates.retain(|candidate| candidate.fails.is_empty());
        let total = count(&candidates);

        let ranked =
            candidates.into_iter().map(|candidate| (candidate.rank(day, search.viewer), candidate.fit));
        let mut ranked: Vec<_> =
            ranked.filter(|(rank, _)| after.is_none_or(|end| *rank > end.last)).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let is_last = ranked.len() <= search.limit as usize;
        ranked.truncate(search.limit as usize);
        let last = ranked.last().filter(|_| !is_last);
        Page {
            end: last.map(|(rank, _)| End { day, last: *rank }),
            items: ranked.into_iter().map(|(rank, fit)| (rank.4, fit)).collect(),
            total,
            without,
        }
    }
}

impl<'a> Candidate<'a> {
    fn new(mentor: &'a MentorEntry, scale: &Scale<'_>, search: &Search<'_>) -> Self {
        let fit = scale.match_of(mentor);
        let reasons = fit.iter().flat_map(|fit| &fit.reasons);
        let failed = reasons.filter(|r| r.points < r.attainable && is_exact(search, &r.criterion));
        let fails = failed.map(|reason| reason.criterion.clone()).collect();
        Self { mentor, fit, fails }
    }

    fn rank(&self, day: NaiveDate, viewer: ParticipantId) -> Rank {
        (
            Reverse(self.fit.as_ref().map_or(0, |fit| fit.score)),
            Reverse(self.mentor.free_places),
            // What happened after the day of the first page does not move anybody.
            Reverse(self.mentor.last_active.min(day)),
            on_circle(1, day, self.mentor.id).wrapping_sub(on_circle(2, day, viewer)),
            self.mentor.id,
        )
    }
}

fn shows(search: &Search<'_>, mentor: &MentorEntry) -> bool {
    mentor.id != search.viewer
        && !search.hidden.contains(&mentor.id)
        && (search.include_full || mentor.free_places > 0)
        && mentor.words.answer(search.text)
}

/// The exact filters among the criteria that count, which are those with a reason.
fn filters(scale: &Scale<'_>, search: &Search<'_>) -> Vec<CriterionKey> {
    let nobody = MentorEntry {
        id: search.viewer,
        words: matching::Words::default(),
        held: domain::profiles::HeldOptions::new(),
        place: matching::Place::default(),
        free_places: 0,
        last_active: search.today,
    };
    let reasons = scale.match_of(&nobody).into_iter().flat_map(|fit| fit.reasons);
    reasons.map(|reason| reason.criterion).filter(|criterion| is_exact(search, criterion)).collect()
}

/// Of a criterion that is named twice, only the first counts.
fn is_exact(search: &Search<'_>, criterion: &CriterionKey) -> bool {
    search.criteria.iter().find(|wanted| wanted.criterion == *criterion).is_some_and(|wanted| wanted.exact)
}

fn on_circle(purpose: u64, day: NaiveDate, id: ParticipantId) -> u64 {
    let mut hash = SipHasher13::new_with_keys(purpose, u64::from(day.num_days_from_ce().unsigned_abs()));
    hash.write(id.0.as_bytes());
    hash.finish()
}

fn count(items: impl IntoIterator) -> u32 {
    items.into_iter().fold(0, |count, _| count + 1)
}
