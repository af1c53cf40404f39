use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::mentors::{MentorQuery, SCORE_VERSION, WantedCriterion, WithoutFilter};
use matching::{BadCursor, Catalogue, Mentors, Scale, Search};
use serde::Serialize;

use super::Reader;
use super::card::{self, Card};
use super::record::Record;
use crate::bookmarks::Bookmark;

/// So many similar mentors are shown.
const SIMILAR: u32 = 3;

/// The mentors in the list, in memory: what they are ranked by, and what cards show of them. The store is the truth.
#[derive(Debug)]
pub struct List {
    catalogue: Catalogue,
    shown: RwLock<Shown>,
}

#[derive(Debug)]
struct Shown {
    mentors: Mentors,
    cards: HashMap<ParticipantId, Card>,
}

/// What of a `MentorList` stands around its items.
#[derive(Serialize)]
struct Around<'a> {
    next_cursor: Option<&'a str>,
    total: u32,
    without: &'a [WithoutFilter],
    criteria: &'a [WantedCriterion],
    score_version: u32,
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

    /// Gets the list ready for the searches of a day, a little at a time: searches go on meanwhile.
    pub(crate) fn prepare(&self, day: NaiveDate) {
        let more = || self.shown.write().unwrap_or_else(PoisonError::into_inner).mentors.prepare(day);
        while more() {}
    }

    /// Shows nobody but these.
    pub(super) fn keep_only(&self, there: &HashSet<ParticipantId>) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        let gone: Vec<_> = shown.cards.keys().filter(|id| !there.contains(id)).copied().collect();
        for id in gone {
            shown.remove(id);
        }
    }

    /// One page of the list, the closest first: a `MentorList` as JSON.
    pub(crate) fn search(
        &self,
        reader: &Reader,
        query: &MentorQuery,
        criteria: &[WantedCriterion],
        today: NaiveDate,
    ) -> Result<String, BadCursor> {
        let shown = self.shown();
        let found = shown.mentors.search(&Search {
            viewer: reader.id,
            me: Some(&reader.place),
            today,
            criteria,
            text: &query.text,
            include_full: query.include_full,
            hidden: &reader.hidden,
            limit: query.limit,
            cursor: query.cursor.as_deref(),
        })?;
        let cards = found.items.iter().filter_map(|(id, fit)| {
            let card = shown.cards.get(id)?;
            Some(card.for_reader(reader, *id, fit.as_ref(), today))
        });
        let around = Around {
            next_cursor: found.next_cursor.as_deref(),
            total: found.total,
            without: &found.without,
            criteria,
            score_version: SCORE_VERSION,
        };
        Ok(card::page(cards, &around))
    }

    /// Three mentors who are free, the most like this one first, with how well they fit what the reader looks for: a page
    /// of `MentorCard`s as JSON.
    pub(crate) fn similar(
        &self,
        reader: &Reader,
        like: &Record,
        hidden: &HashSet<ParticipantId>,
        today: NaiveDate,
    ) -> String {
        let shown = self.shown();
        let alike = like.as_criteria();
        let found = shown.mentors.rank(&Search {
            viewer: reader.id,
            me: Some(&like.place()),
            today,
            criteria: &alike,
            text: "",
            include_full: false,
            hidden,
            limit: SIMILAR,
            cursor: None,
        });
        let items = found.map(|found| found.items).unwrap_or_default();
        let wanted = MentorQuery::default().criteria(&reader.preferences);
        let scale = Scale::new(&self.catalogue, &wanted, Some(&reader.place), today);
        let cards = items.iter().filter_map(|(id, _)| {
            let card = shown.cards.get(id)?;
            Some(card.for_reader(reader, *id, shown.mentors.match_of(*id, &scale).as_ref(), today))
        });
        card::page(cards, &serde_json::json!({ "next_cursor": null }))
    }

    /// A mentor is in the list.
    pub(crate) fn has(&self, id: ParticipantId) -> bool {
        self.shown().cards.contains_key(&id)
    }

    /// Those of these bookmarks whose mentors the reader finds in the list, with their cards as JSON.
    pub(crate) fn cards_of(
        &self,
        bookmarks: &[Bookmark],
        reader: &Reader,
        today: NaiveDate,
    ) -> Vec<(Bookmark, String)> {
        let shown = self.shown();
        let card = |bookmark: &Bookmark| {
            let found = !reader.hidden.contains(&bookmark.mentor);
            let card = shown.cards.get(&bookmark.mentor).filter(|_| found)?;
            Some((*bookmark, card.for_reader(reader, bookmark.mentor, None, today)))
        };
        bookmarks.iter().filter_map(card).collect()
    }

    fn shown(&self) -> RwLockReadGuard<'_, Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    fn of(catalogue: &Catalogue, records: &[Record], today: NaiveDate) -> Self {
        let mut mentors = Mentors::new(catalogue.clone());
        let (entries, cards): (Vec<_>, Vec<_>) = on_all_cores(records, |record| {
            record.is_listed(today).then(|| (record.entry(), (record.id, Card::of(record))))
        })
        .unzip();
        mentors.extend(entries);
        while mentors.prepare(today) {}
        Self { mentors, cards: cards.into_iter().collect() }
    }

    fn put(&mut self, record: &Record) {
        self.mentors.upsert(record.entry());
        self.cards.insert(record.id, Card::of(record));
    }

    fn remove(&mut self, id: ParticipantId) {
        self.mentors.remove(id);
        self.cards.remove(&id);
    }
}

/// What `make` makes of each of these, in their order.
fn on_all_cores<T: Sync, U: Send>(
    these: &[T],
    make: impl Fn(&T) -> Option<U> + Sync,
) -> impl Iterator<Item = U> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = these.chunks(these.len().div_ceil(cores).max(1));
    let make = &make;
    let all: Vec<Vec<U>> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().filter_map(make).collect())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    all.into_iter().flatten()
}
