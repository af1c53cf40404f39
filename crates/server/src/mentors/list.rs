use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::ParticipantId;
use domain::mentors::{MentorCard, MentorList, MentorQuery, SCORE_VERSION, WantedCriterion};
use domain::profiles::Profile;
use matching::{BadCursor, Catalogue, Mentors, Place, Search};
use tokio::sync::Mutex;

use super::record::Record;
use crate::bookmarks::Bookmark;

/// The mentors in the list, in memory: what they are ranked by, and what cards show of them. The store is the truth.
#[derive(Debug)]
pub struct List {
    shown: RwLock<Shown>,
    /// Whose turn it is to bring the list up to the store; the last day on which pauses ended.
    pub(super) turn: Mutex<NaiveDate>,
}

#[derive(Debug)]
struct Shown {
    mentors: Mentors,
    cards: HashMap<ParticipantId, MentorCard>,
}

/// Who looks at the list.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    pub(crate) id: ParticipantId,
    pub(crate) place: Place,
    bookmarks: HashSet<ParticipantId>,
    pub(crate) today: NaiveDate,
}

impl List {
    /// The list of those among these mentors who belong in it on this day.
    pub(crate) fn new(catalogue: Catalogue, records: &[Record], today: NaiveDate) -> Self {
        let mut shown = Shown { mentors: Mentors::new(catalogue), cards: HashMap::new() };
        for record in records.iter().filter(|record| record.is_listed(today)) {
            shown.put(record);
        }
        Self { shown: RwLock::new(shown), turn: Mutex::new(today) }
    }

    /// Shows a mentor as the store has them on this day, or no longer.
    pub(super) fn update(&self, id: ParticipantId, record: Option<&Record>, today: NaiveDate) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        match record.filter(|record| record.is_listed(today)) {
            Some(record) => shown.put(record),
            None => shown.remove(id),
        }
    }

    /// One page of the list, the closest first.
    pub(crate) fn search(
        &self,
        reader: &Reader,
        query: &MentorQuery,
        criteria: Vec<WantedCriterion>,
    ) -> Result<MentorList, BadCursor> {
        let shown = self.shown();
        let found = shown.mentors.search(&Search {
            viewer: reader.id,
            me: Some(&reader.place),
            today: reader.today,
            criteria: &criteria,
            text: &query.text,
            include_full: query.include_full,
            hidden: &HashSet::new(),
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        })?;
        let card = |(id, fit)| shown.card(id, reader).map(|card| MentorCard { fit, ..card });
        Ok(MentorList {
            items: found.items.into_iter().filter_map(card).collect(),
            next_cursor: found.next_cursor,
            total: found.total,
            without: found.without,
            criteria,
            score_version: SCORE_VERSION,
        })
    }

    /// A mentor is in the list.
    pub(crate) fn has(&self, id: ParticipantId) -> bool {
        self.shown().cards.contains_key(&id)
    }

    /// Those of these bookmarks whose mentors are in the list, with their cards.
    pub(crate) fn cards_of(&self, bookmarks: &[Bookmark], reader: &Reader) -> Vec<(Bookmark, MentorCard)> {
        let shown = self.shown();
        bookmarks
            .iter()
            .filter_map(|bookmark| Some((*bookmark, shown.card(bookmark.mentor, reader)?)))
            .collect()
    }

    fn shown(&self) -> RwLockReadGuard<'_, Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    fn put(&mut self, record: &Record) {
        self.mentors.upsert(record.entry());
        self.cards.insert(record.id, record.card());
    }

    fn remove(&mut self, id: ParticipantId) {
        self.mentors.remove(id);
        self.cards.remove(&id);
    }

    fn card(&self, id: ParticipantId, reader: &Reader) -> Option<MentorCard> {
        let (card, place) = (self.cards.get(&id)?, &self.mentors.get(id)?.place);
        Some(reader.card(card.clone(), place))
    }
}

impl Reader {
    /// Who has this profile and these bookmarks.
    pub(crate) fn new(
        id: ParticipantId,
        profile: &Profile,
        bookmarks: &[Bookmark],
        now: DateTime<Utc>,
    ) -> Self {
        let place = Place::new(&profile.country, &profile.city, &profile.time_zone);
        let bookmarks = bookmarks.iter().map(|bookmark| bookmark.mentor).collect();
        Self { id, place, bookmarks, today: now.date_naive() }
    }

    /// The card of a mentor at this place, as the reader sees it.
    pub(crate) fn card(&self, card: MentorCard, place: &Place) -> MentorCard {
        MentorCard {
            minutes_ahead: place.minutes_ahead_of(&self.place, self.today).unwrap_or(0),
            bookmarked: self.bookmarks.contains(&card.id),
            ..card
        }
    }
}
