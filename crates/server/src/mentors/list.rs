use std::collections::HashSet;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::mentors::{Match, MentorQuery, SCORE_VERSION, WantedCriterion, WithoutFilter};
use matching::{BadCursor, Catalogue, MentorEntry, Mentors, Scale, Search};
use serde::Serialize;

use super::Reader;
use super::card::{self, Card, Sight};
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
    cards: Cards,
}

/// The cards by the mentors' numbers.
#[derive(Debug, Default)]
struct Cards(Vec<Option<Card>>);

/// Some mentors of the list, ready to be put in.
#[derive(Debug, Default)]
pub(super) struct Listed {
    entries: Vec<MentorEntry>,
    cards: Vec<Card>,
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
    /// The list of these, ready for this day.
    pub(super) fn new(catalogue: Catalogue, listed: Vec<Listed>, today: NaiveDate) -> Self {
        let shown = RwLock::new(Shown::of(&catalogue, listed, today));
        Self { catalogue, shown }
    }

    /// Shows these, and nobody else.
    pub(super) fn rebuild(&self, listed: Vec<Listed>, today: NaiveDate) {
        let rebuilt = Shown::of(&self.catalogue, listed, today);
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
        let listed = shown.cards.0.iter().flatten().map(Card::id);
        let gone: Vec<_> = listed.filter(|id| !there.contains(id)).collect();
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
        let found = shown.mentors.find(&Search {
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
        let around = Around {
            next_cursor: found.next_cursor(),
            total: found.total(),
            without: found.without(),
            criteria,
            score_version: SCORE_VERSION,
        };
        let mut sight = Sight::new(reader, today);
        // Looked up for all at once: the memory brings many at a time.
        let cards: Vec<_> = found.numbers().map(|number| shown.cards.get(number)).collect();
        let cards = cards.into_iter().zip(found.fits()).filter_map(|(card, fit)| Some((card?, fit)));
        Ok(card::page(cards, |json, (card, fit)| sight.write(card, fit.as_ref(), json), &around))
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
        let mut sight = Sight::new(reader, today);
        let cards =
            items.iter().filter_map(|(id, _)| Some((shown.card_of(*id)?, shown.mentors.fit_of(*id, &scale))));
        let around = serde_json::json!({ "next_cursor": null });
        card::page(cards, |json, (card, fit)| sight.write(card, fit.as_ref(), json), &around)
    }

    /// How well a mentor in the list fits; nothing where no criterion counts.
    pub(crate) fn fit_of(&self, id: ParticipantId, scale: &Scale<'_>) -> Option<Match> {
        self.shown().mentors.fit_of(id, scale).as_ref().map(Match::from)
    }

    /// A mentor is in the list.
    pub(crate) fn has(&self, id: ParticipantId) -> bool {
        self.shown().mentors.number(id).is_some()
    }

    /// Those of these bookmarks whose mentors the reader finds in the list, with their cards as JSON.
    pub(crate) fn cards_of(
        &self,
        bookmarks: &[Bookmark],
        reader: &Reader,
        today: NaiveDate,
    ) -> Vec<(Bookmark, String)> {
        let (shown, mut sight) = (self.shown(), Sight::new(reader, today));
        let card = |bookmark: &Bookmark| {
            let found = !reader.hidden.contains(&bookmark.mentor);
            let card = shown.card_of(bookmark.mentor).filter(|_| found)?;
            let mut json = String::new();
            sight.write(card, None, &mut json);
            Some((*bookmark, json))
        };
        bookmarks.iter().filter_map(card).collect()
    }

    fn shown(&self) -> RwLockReadGuard<'_, Shown> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listed {
    /// Those among these who are in the list on this day.
    pub(super) fn of(records: Vec<Record>, today: NaiveDate) -> Self {
        let listed = records.into_iter().filter(|record| record.is_listed(today));
        let (cards, entries) = listed.map(|record| (Card::of(&record), record.into_entry())).unzip();
        Self { entries, cards }
    }
}

impl Shown {
    fn of(catalogue: &Catalogue, listed: Vec<Listed>, today: NaiveDate) -> Self {
        let mut mentors = Mentors::new(catalogue.clone());
        let (entries, cards): (Vec<_>, Vec<_>) =
            listed.into_iter().map(|listed| (listed.entries, listed.cards)).unzip();
        mentors.extend(entries.into_iter().flatten());
        while mentors.prepare(today) {}
        let mut shown = Self { mentors, cards: Cards::default() };
        cards.into_iter().flatten().for_each(|card| shown.show(card));
        shown
    }

    fn put(&mut self, record: &Record) {
        self.mentors.upsert(record.entry());
        self.show(Card::of(record));
    }

    /// Shows the card of a mentor in the list.
    fn show(&mut self, card: Card) {
        if let Some(number) = self.mentors.number(card.id()) {
            self.cards.put(number, card);
        }
    }

    fn remove(&mut self, id: ParticipantId) {
        if let Some(number) = self.mentors.number(id) {
            self.mentors.remove(id);
            self.cards.remove(number);
        }
    }

    fn card_of(&self, id: ParticipantId) -> Option<&Card> {
        self.cards.get(self.mentors.number(id)?)
    }
}

impl Cards {
    fn get(&self, number: u32) -> Option<&Card> {
        self.0.get(number as usize)?.as_ref()
    }

    fn put(&mut self, number: u32, card: Card) {
        let at = number as usize;
        if self.0.len() <= at {
            self.0.resize_with(at + 1, || None);
        }
        self.0[at] = Some(card);
    }

    fn remove(&mut self, number: u32) {
        if let Some(card) = self.0.get_mut(number as usize) {
            *card = None;
        }
    }
}
