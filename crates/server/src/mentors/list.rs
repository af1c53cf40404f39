use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::mentors::{MentorCard, MentorList, MentorQuery, SCORE_VERSION, WantedCriterion};
use matching::{BadCursor, Catalogue, Mentors, Search};

use super::Reader;
use super::record::Record;
use crate::bookmarks::Bookmark;

/// The mentors in the list, in memory: what they are ranked by, and what cards show of them. The store is the truth.
#[derive(Debug)]
pub struct List {
    catalogue: Catalogue,
    shown: RwLock<Shown>,
}

#[derive(Debug)]
struct Shown {
    mentors: Mentors,
    cards: HashMap<ParticipantId, MentorCard>,
}

impl List {
    /// The list of those among these mentors who belong in it on this day.
    pub(crate) fn new(catalogue: Catalogue, records: &[Record], today: NaiveDate) -> Self {
        let shown = RwLock::new(Shown::of(&catalogue, records, today));
        Self { catalogue, shown }
    }

    /// Shows these mentors as the store has them on this day, and nobody else.
    pub(super) fn rebuild(&self, records: &[Record], today: NaiveDate) {
        let rebuilt = Shown::of(&self.catalogue, records, today);
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = rebuilt;
    }

    /// Shows a mentor as the store has them on this day, or no longer.
    pub(super) fn update(&self, id: ParticipantId, record: Option<&Record>, today: NaiveDate) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        match record.filter(|record| record.is_listed(today)) {
            Some(record) => shown.put(record),
            None => shown.remove(id),
        }
    }

    /// Shows nobody but these.
    pub(super) fn keep_only(&self, there: &HashSet<ParticipantId>) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        let gone: Vec<_> = shown.cards.keys().filter(|id| !there.contains(id)).copied().collect();
        for id in gone {
            shown.remove(id);
        }
    }

    /// One page of the list, the closest first.
    pub(crate) fn search(
        &self,
        reader: &Reader,
        query: &MentorQuery,
        criteria: Vec<WantedCriterion>,
        today: NaiveDate,
    ) -> Result<MentorList, BadCursor> {
        let shown = self.shown();
        let found = shown.mentors.search(&Search {
            viewer: reader.id,
            me: Some(&reader.place),
            today,
            criteria: &criteria,
            text: &query.text,
            include_full: query.include_full,
            hidden: &HashSet::new(),
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        })?;
        let card = |(id, fit)| shown.card(id, reader, today).map(|card| MentorCard { fit, ..card });
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
    pub(crate) fn cards_of(
        &self,
        bookmarks: &[Bookmark],
        reader: &Reader,
        today: NaiveDate,
    ) -> Vec<(Bookmark, MentorCard)> {
        let shown = self.shown();
        bookmarks
            .iter()
            .filter_map(|bookmark| Some((*bookmark, shown.card(bookmark.mentor, reader, today)?)))
            .collect()
    }

    fn shown(&self) -> RwLockReadGuard<'_, Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    fn of(catalogue: &Catalogue, records: &[Record], today: NaiveDate) -> Self {
        let mut shown = Self { mentors: Mentors::new(catalogue.clone()), cards: HashMap::new() };
        for record in records.iter().filter(|record| record.is_listed(today)) {
            shown.put(record);
        }
        shown
    }

    fn put(&mut self, record: &Record) {
        self.mentors.upsert(record.entry());
        self.cards.insert(record.id, record.card());
    }

    fn remove(&mut self, id: ParticipantId) {
        self.mentors.remove(id);
        self.cards.remove(&id);
    }

    fn card(&self, id: ParticipantId, reader: &Reader, today: NaiveDate) -> Option<MentorCard> {
        let (card, place) = (self.cards.get(&id)?, &self.mentors.get(id)?.place);
        Some(reader.card(card.clone(), place, today))
    }
}
