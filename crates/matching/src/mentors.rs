use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::hash::Hasher;

use chrono::NaiveDate;
use domain::criteria::{CriterionKey, OptionKey};
use domain::ids::ParticipantId;
use domain::mentors::{Match, SCORE_VERSION, WantedCriterion, WithoutFilter};
use domain::profiles::{Offer, Profile};
use siphasher::sip::SipHasher13;

use crate::cursor::{BadCursor, Cursor};
use crate::scale::count;
use crate::turn::turn;
use crate::words::SoughtWords;
use crate::{Catalogue, Place, Scale, Words};

/// What the ranking knows of a mentor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentorEntry {
    /// Who it is.
    pub id: ParticipantId,
    /// The words of name, headline and story.
    pub words: Words,
    /// The options held, by criterion: those of the offer, and the languages of the profile.
    pub held: BTreeMap<CriterionKey, Vec<OptionKey>>,
    /// Where the mentor is.
    pub place: Place,
    /// How many mentees could begin now.
    pub free_places: u8,
    /// The last day on which the mentor did something, in UTC.
    pub last_active: NaiveDate,
}

impl MentorEntry {
    /// What the ranking knows of a mentor with this profile, as others may read it, and this offer.
    pub fn new(
        id: ParticipantId,
        profile: &Profile,
        offer: &Offer,
        free_places: u8,
        last_active: NaiveDate,
    ) -> Self {
        let mut held = offer.options.clone();
        held.insert(CriterionKey::languages(), profile.languages.clone());
        Self {
            id,
            words: Words::of([&*profile.display_name, &*profile.headline, &*profile.about]),
            held,
            place: Place::new(&profile.country, &profile.city, &profile.time_zone),
            free_places,
            last_active,
        }
    }
}

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

/// The mentors in the list. Who is paused, unverified or incomplete is not put in, or is removed.
#[derive(Clone, Debug)]
pub struct Mentors {
    catalogue: Catalogue,
    entries: HashMap<ParticipantId, MentorEntry>,
}

impl Mentors {
    /// An empty list, matched by this catalogue.
    pub fn new(catalogue: Catalogue) -> Self {
        Self { catalogue, entries: HashMap::new() }
    }

    /// The catalogue that counts.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Matches by another catalogue from now on.
    pub fn set_catalogue(&mut self, catalogue: Catalogue) {
        self.catalogue = catalogue;
    }

    /// Puts a mentor in, or in the place of what was known before.
    pub fn upsert(&mut self, entry: MentorEntry) {
        self.entries.insert(entry.id, entry);
    }

    /// Takes a mentor out.
    pub fn remove(&mut self, id: ParticipantId) {
        self.entries.remove(&id);
    }

    /// What is known of a mentor in the list.
    pub fn get(&self, id: ParticipantId) -> Option<&MentorEntry> {
        self.entries.get(&id)
    }

    /// One page of the ranked list.
    ///
    /// Pages fit together while mentors come, go and change: who did not change is on exactly one of them. Who moves
    /// past the end of a page meanwhile may be on two or on none.
    pub fn search(&self, search: &Search<'_>) -> Result<Found, BadCursor> {
        let words = SoughtWords::of(search.text);
        let fingerprint = search.fingerprint(&words);
        let cursor = search.cursor.map(|text| Cursor::read(text, fingerprint)).transpose()?;
        let day = cursor.map_or(search.today, |cursor| cursor.day);
        let scale = Scale::new(&self.catalogue, search.criteria, search.me, day);

        let seen = self.entries.values().filter(|mentor| search.shows(mentor) && words.are_in(&mentor.words));
        let mut candidates: Vec<_> = seen.map(|mentor| Candidate::new(mentor, &scale)).collect();
        candidates.retain(|candidate| scale.measures().is_empty() || candidate.score > 0);

        let without = scale.filters().map(|filter| WithoutFilter {
            criterion: filter.clone(),
            total: count(candidates.iter().filter(|candidate| candidate.passes_all_but(filter))),
        });
        let without = without.collect();

        candidates.retain(|candidate| candidate.fails.is_empty());
        let total = count(&candidates);
        let mut ranks: Vec<_> =
            candidates.iter().map(|candidate| candidate.rank(day, search.viewer)).collect();
        ranks.sort_unstable();
        if let Some(cursor) = cursor {
            ranks.retain(|rank| *rank > cursor.last);
        }
        let limit = usize::try_from(search.limit).unwrap_or(usize::MAX);
        let is_last = ranks.len() <= limit;
        ranks.truncate(limit);

        let next =
            ranks.last().filter(|_| !is_last).map(|last| Cursor { day, search: fingerprint, last: *last });
        let fit = |id| self.get(id).and_then(|mentor| scale.match_of(mentor));
        Ok(Found {
            items: ranks.iter().map(|rank| (rank.id, fit(rank.id))).collect(),
            next_cursor: next.map(|cursor| cursor.write()),
            total,
            without,
        })
    }
}

impl Search<'_> {
    fn shows(&self, mentor: &MentorEntry) -> bool {
        mentor.id != self.viewer
            && !self.hidden.contains(&mentor.id)
            && (self.include_full || mentor.free_places > 0)
    }

    /// A number for everything that decides on the order and the members of the list, except for who is hidden.
    fn fingerprint(&self, words: &SoughtWords) -> u64 {
        let mut told = format!("{SCORE_VERSION} {} {}", self.viewer, self.include_full);
        for wanted in self.criteria {
            // Writing to a string cannot fail.
            let _ = write!(
                told,
                "\ncriterion {} {} {}",
                wanted.criterion,
                wanted.importance.as_str(),
                wanted.exact
            );
            wanted.options.iter().for_each(|option| told.extend(["\noption ", option.as_str()]));
        }
        words.iter().for_each(|word| told.extend(["\nword ", word]));
        let mut hash = SipHasher13::new();
        hash.write(told.as_bytes());
        hash.finish()
    }
}

/// A mentor who may be in the list.
struct Candidate<'a> {
    mentor: &'a MentorEntry,
    score: u32,
    /// The exact filters that do not let this mentor through.
    fails: Vec<&'a CriterionKey>,
}

impl<'a> Candidate<'a> {
    fn new(mentor: &'a MentorEntry, scale: &Scale<'a>) -> Self {
        let mut candidate = Self { mentor, score: 0, fails: Vec::new() };
        for measure in scale.measures() {
            let points = measure.points(mentor);
            candidate.score += points;
            if measure.wanted().exact && points < measure.attainable() {
                candidate.fails.push(&measure.wanted().criterion);
            }
        }
        candidate
    }

    fn passes_all_but(&self, filter: &CriterionKey) -> bool {
        self.fails.iter().all(|failed| *failed == filter)
    }

    fn rank(&self, day: NaiveDate, viewer: ParticipantId) -> Rank {
        Rank {
            score: Reverse(self.score),
            free_places: Reverse(self.mentor.free_places),
            // What happened after the day of the first page does not move anybody.
            last_active: Reverse(self.mentor.last_active.min(day)),
            turn: turn(day, viewer, self.mentor.id),
            id: self.mentor.id,
        }
    }
}

/// Where a mentor stands in the list; the smallest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) score: Reverse<u32>,
    pub(crate) free_places: Reverse<u8>,
    pub(crate) last_active: Reverse<NaiveDate>,
    pub(crate) turn: u64,
    pub(crate) id: ParticipantId,
}
