use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::mentors::{Match, WithoutFilter};

use crate::cursor::{BadCursor, Cursor};
use crate::fit::Fit;
use crate::held::Held;
use crate::index::Index;
use crate::plan::Plan;
use crate::rank::{Rank, TieClass};
use crate::scan::{Outcome, Request, Scan};
use crate::words::SoughtWords;
use crate::{Catalogue, Found, MentorEntry, Place, Ranked, Scale, Search};

/// The mentors in the list. Who is paused, unverified or incomplete is not put in, or is removed.
#[derive(Clone, Debug)]
pub struct Mentors {
    catalogue: Catalogue,
    index: Index,
    /// Where the options of the index stand in the catalogue, by their numbers.
    stands: Vec<Option<usize>>,
}

/// One page of the ranked list as the list has it: each mentor's match is told where it is asked for.
#[derive(Debug)]
pub struct Hits<'a> {
    mentors: &'a Mentors,
    scale: Scale<'a>,
    page: Page,
}

/// What is known of a mentor in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Where the mentor is.
    pub place: &'a Place,
    /// How many mentees could begin now.
    pub free_places: u8,
    /// The last day on which the mentor did something, in UTC.
    pub last_active: NaiveDate,
}

/// A page of mentors with their numbers.
#[derive(Debug)]
struct Page {
    top: Vec<(Rank, u32)>,
    next_cursor: Option<String>,
    total: u32,
    without: Vec<WithoutFilter>,
}

impl Extend<MentorEntry> for Mentors {
    /// Puts many in at once: in their order, which fills the index evenly.
    fn extend<T: IntoIterator<Item = MentorEntry>>(&mut self, entries: T) {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by_key(|entry| TieClass::new(entry.free_places, entry.last_active));
        self.index.upsert_all(&entries);
        self.learn();
    }
}

impl Mentors {
    /// An empty list, matched by this catalogue.
    pub fn new(catalogue: Catalogue) -> Self {
        Self { catalogue, index: Index::new(), stands: Vec::new() }
    }

    /// The catalogue that counts.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Puts a mentor in, or in the place of what was known before.
    #[expect(clippy::needless_pass_by_value, reason = "the list keeps what it is given")]
    pub fn upsert(&mut self, entry: MentorEntry) {
        self.index.upsert(&entry);
        self.learn();
    }

    /// The number of a mentor in the list, which she keeps while she is in it. Numbers are small: there are no more than
    /// mentors were ever in the list at once.
    pub fn number(&self, id: ParticipantId) -> Option<u32> {
        self.index.members.number(id)
    }

    /// Takes a mentor out.
    pub fn remove(&mut self, id: ParticipantId) {
        if let Some(number) = self.number(id) {
            self.index.remove(number);
        }
    }

    /// What is known of a mentor in the list.
    pub fn get(&self, id: ParticipantId) -> Option<Listed<'_>> {
        let number = self.number(id)?;
        let seat = self.index.members.seat(number)?;
        let class = self.index.tiles.get(seat.tile())?.class(seat.place());
        let place = self.place(number)?;
        Some(Listed { place, free_places: class.free_places(), last_active: class.last_active() })
    }

    /// Gets a part of the list ready for searches of this day; `false` once all of it is. Searches of another day find
    /// the same, but take longer. Each call takes a tenth of a millisecond or two: call it until it is done, after the
    /// list is filled and before each midnight (UTC). The day before stays ready, for pages that were begun on it.
    pub fn prepare(&mut self, day: NaiveDate) -> bool {
        self.index.prepare(day)
    }

    /// How many bytes the index takes, without the words of the mentors.
    pub fn bytes(&self) -> usize {
        self.index.bytes()
    }

    /// One page of the ranked list.
    ///
    /// Pages fit together while mentors come, go and change: who did not change is on exactly one of them. Who moves
    /// past the end of a page meanwhile may be on two or on none.
    pub fn search(&self, search: &Search<'_>) -> Result<Found, BadCursor> {
        let hits = self.find(search)?;
        let ids = hits.page.top.iter().map(|(rank, _)| rank.id);
        let items = ids.zip(hits.fits().map(|fit| fit.as_ref().map(Match::from))).collect();
        let Page { next_cursor, total, without, .. } = hits.page;
        Ok(Found { items, next_cursor, total, without })
    }

    /// The same page as the list has it.
    pub fn find<'a>(&'a self, search: &Search<'a>) -> Result<Hits<'a>, BadCursor> {
        let (scale, page) = self.page(search)?;
        Ok(Hits { mentors: self, scale, page })
    }

    /// The same page without the reasons: the mentors with their scores.
    pub fn rank(&self, search: &Search<'_>) -> Result<Ranked, BadCursor> {
        let (_, page) = self.page(search)?;
        Ok(Ranked {
            items: page.top.iter().map(|(rank, _)| (rank.id, rank.score.0)).collect(),
            next_cursor: page.next_cursor,
            total: page.total,
            without: page.without,
        })
    }

    /// How well a mentor in the list fits, and why; nothing where no criterion counts.
    pub fn fit_of<'a>(&'a self, id: ParticipantId, scale: &'a Scale<'_>) -> Option<Fit<'a>> {
        let number = self.number(id)?;
        scale.fit(&self.held(number), self.place(number)?)
    }

    fn page<'a>(&'a self, search: &Search<'a>) -> Result<(Scale<'a>, Page), BadCursor> {
        let words = SoughtWords::of(search.text);
        let fingerprint = search.fingerprint(&words);
        let cursor = search.cursor.map(|text| Cursor::read(text, fingerprint)).transpose()?;
        let day = cursor.map_or(search.today, |cursor| cursor.day);
        let scale = Scale::new(&self.catalogue, search.criteria, search.me, day);
        let plan = Plan::new(&scale, &self.index);
        let limit = usize::try_from(search.limit).unwrap_or(usize::MAX);
        let hidden = search.hidden.iter().chain([&search.viewer]);
        let request = Request {
            plan: &plan,
            viewer: search.viewer,
            day,
            include_full: search.include_full,
            hidden: self.index.by_tile(hidden.filter_map(|id| self.index.members.number(*id))),
            with_words: self.index.text.find(&words).map(|numbers| self.index.by_tile(numbers)),
            after: cursor.map(|cursor| cursor.last),
            // One more tells whether there is a next page.
            most: limit.saturating_add(1),
        };
        let Outcome { mut top, total, without } = Scan::new(&self.index, request).run();

        let is_last = top.len() <= limit;
        top.truncate(limit);
        let next = top.last().filter(|_| !is_last);
        let next = next.map(|(last, _)| Cursor { day, search: fingerprint, last: *last });
        let without = plan.filters.iter().zip(without);
        let without = without
            .map(|(filter, total)| WithoutFilter { criterion: filter.criterion.clone(), total })
            .collect();
        let page = Page { top, next_cursor: next.map(|cursor| cursor.write()), total, without };
        Ok((scale, page))
    }

    /// What of the catalogue a mentor holds.
    fn held(&self, number: u32) -> Held {
        let options = self.index.members.options(number);
        self.catalogue.held(options.filter_map(|option| self.stands.get(option).copied().flatten()))
    }

    fn place(&self, number: u32) -> Option<&Place> {
        self.index.places.get(self.index.members.place(number))
    }

    /// Notes where the options stand that are new in the index.
    fn learn(&mut self) {
        let new = &self.index.options.keys()[self.stands.len()..];
        let stands = new.iter().map(|(criterion, option)| self.catalogue.stand(criterion, option));
        self.stands.extend(stands);
    }
}

impl Hits<'_> {
    /// The numbers of the mentors of this page, the closest first.
    pub fn numbers(&self) -> impl ExactSizeIterator<Item = u32> {
        self.page.top.iter().map(|(_, number)| *number)
    }

    /// How well each fits, and why; nothing where no criterion counts.
    pub fn fits(&self) -> impl ExactSizeIterator<Item = Option<Fit<'_>>> {
        // Looked up for all at once: the memory brings many at a time.
        let known = |number| (self.mentors.held(number), self.mentors.place(number));
        let known: Vec<_> = self.numbers().map(known).collect();
        known.into_iter().map(|(held, place)| self.scale.fit(&held, place?))
    }

    /// Give it as `cursor` to get the next page; absent on the last one.
    pub fn next_cursor(&self) -> Option<&str> {
        self.page.next_cursor.as_deref()
    }

    /// How many mentors the whole list holds.
    pub fn total(&self) -> u32 {
        self.page.total
    }

    /// For each exact filter that counts: how many mentors the list would hold without it.
    pub fn without(&self) -> &[WithoutFilter] {
        &self.page.without
    }
}
