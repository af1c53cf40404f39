use std::collections::HashSet;
use std::hash::Hasher;

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::mentors::{Match, SCORE_VERSION, WantedCriterion, WithoutFilter};
use siphasher::sip::SipHasher13;

use crate::Place;
use crate::words::SoughtWords;

/// A search of one viewer.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// Who searches: never in the list, and with a place of their own in the daily shuffle.
    pub viewer: ParticipantId,
    /// Where the viewer is: the option `me` of the criterion of places.
    pub me: Option<&'a Place>,
    /// The day in UTC. A cursor keeps the day of its first page.
    pub today: NaiveDate,
    /// The criteria, in the order in which the reasons name them.
    pub criteria: &'a [WantedCriterion],
    /// Words that name, headline or story must hold, the last as a beginning.
    pub text: &'a str,
    /// Mentors without a free place too.
    pub include_full: bool,
    /// Who is not shown to this viewer: the blocked, either way.
    pub hidden: &'a HashSet<ParticipantId>,
    /// How many mentors a page has.
    pub limit: u32,
    /// Where to go on.
    pub cursor: Option<&'a str>,
}

/// One page of the ranked list.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The mentors of this page, the closest first; without a match where no criterion counts.
    pub items: Vec<(ParticipantId, Option<Match>)>,
    /// Give it as `cursor` to get the next page; absent on the last one.
    pub next_cursor: Option<String>,
    /// How many mentors the whole list holds.
    pub total: u32,
    /// For each exact filter that counts: how many mentors the list would hold without it.
    pub without: Vec<WithoutFilter>,
}

/// One page of the ranked list, without the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The mentors of this page with their scores, the closest first.
    pub items: Vec<(ParticipantId, u32)>,
    /// Give it as `cursor` to get the next page; absent on the last one.
    pub next_cursor: Option<String>,
    /// How many mentors the whole list holds.
    pub total: u32,
    /// For each exact filter that counts: how many mentors the list would hold without it.
    pub without: Vec<WithoutFilter>,
}

impl Search<'_> {
    /// A number for everything that decides on the order and the members of the list, except for who is hidden.
    pub(crate) fn fingerprint(&self, words: &SoughtWords) -> u64 {
        let mut hash = SipHasher13::new();
        let mut tell = |parts: &[&str]| parts.iter().for_each(|part| hash.write(part.as_bytes()));
        tell(&[&format!("{SCORE_VERSION} {} {}", self.viewer, self.include_full)]);
        for WantedCriterion { criterion, options, importance, exact } in self.criteria {
            let exact = if *exact { "true" } else { "false" };
            tell(&["\ncriterion ", criterion.as_str(), " ", importance.as_str(), " ", exact]);
            for option in options {
                tell(&["\noption ", option.as_str()]);
            }
        }
        for word in words.iter() {
            tell(&["\nword ", word]);
        }
        hash.finish()
    }
}
