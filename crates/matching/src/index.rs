//! Who holds what, as bitmaps, and how it is kept up to date.
//!
//! Mentors sit in tiles, and tiles are ordered by tie class. An edit patches a mentor's bits where she sits. Another tie
//! class moves her to a tile of her class; a full tile is halved by copying words; two tiles that have become half empty
//! grow together, a few mentors with each change. So no change takes long, and none waits for midnight.

use chrono::NaiveDate;
use hashbrown::HashMap;
use roaring::RoaringBitmap;

use crate::MentorEntry;
use crate::bits::{self, Bits, NONE, SEATS};
use crate::column::Column;
use crate::members::Members;
use crate::options::Options;
use crate::places::Places;
use crate::rank::TieClass;
use crate::seat::Seat;
use crate::text::TextIndex;
use crate::tile::{Day, Tile};

/// How many mentors one change moves out of a tile that is hardly filled.
const MOVED_AT_ONCE: usize = 8;
/// Two tiles with at most so many mentors become one.
const ROOM_FOR_BOTH: usize = SEATS * 3 / 4;

#[derive(Clone, Debug)]
pub(crate) struct Index {
    pub(crate) members: Members,
    pub(crate) options: Options,
    pub(crate) places: Places,
    pub(crate) text: TextIndex,
    pub(crate) tiles: Vec<Tile>,
    /// The tiles in use, those with the best tie classes first.
    pub(crate) order: Vec<usize>,
    spare_tiles: Vec<usize>,
}

/// Bits by tile, for a few mentors.
pub(crate) type ByTile = HashMap<usize, Box<Bits>>;

impl Index {
    pub(crate) fn new() -> Self {
        Self {
            members: Members::new(),
            options: Options::default(),
            places: Places::default(),
            text: TextIndex::default(),
            tiles: Vec::new(),
            order: Vec::new(),
            spare_tiles: Vec::new(),
        }
    }

    /// Puts a mentor in, or makes what is known of her what is said here.
    pub(crate) fn upsert(&mut self, entry: &MentorEntry) {
        let number = self.number(entry);
        self.text.set(number, &entry.words);
        self.seat(number, entry);
    }

    /// The same for many, in their order. The words go their own way meanwhile: they are half of the work.
    pub(crate) fn upsert_all(&mut self, entries: &[MentorEntry]) {
        let numbers: Vec<_> = entries.iter().map(|entry| self.number(entry)).collect();
        let numbered = || numbers.iter().copied().zip(entries);
        let words: Vec<_> = numbered().map(|(number, entry)| (number, &entry.words)).collect();
        let mut text = std::mem::take(&mut self.text);
        std::thread::scope(|scope| {
            scope.spawn(|| text.set_all(&words));
            numbered().for_each(|(number, entry)| self.seat(number, entry));
        });
        self.text = text;
    }

    /// The mentor's number, a new one where she has none.
    fn number(&mut self, entry: &MentorEntry) -> u32 {
        self.members.number(entry.id).unwrap_or_else(|| self.members.add(entry.id))
    }

    /// Gives a mentor her bits and a seat.
    fn seat(&mut self, number: u32, entry: &MentorEntry) {
        let before = self.members.seat(number);
        if let Some(seat) = before {
            self.clear_bits(number, seat);
            self.places.note(self.members.place(number), number, false);
        }
        self.learn(number, entry);
        let class = TieClass::new(entry.free_places, entry.last_active);
        match before {
            Some(seat) if self.tiles[seat.tile()].spans(class) => self.sit(number, seat, class),
            Some(seat) => {
                self.tiles[seat.tile()].leave(seat.place());
                let found = self.find_seat(class);
                self.sit(number, found, class);
                self.thin_out(seat.tile());
            }
            None => {
                let found = self.find_seat(class);
                self.sit(number, found, class);
            }
        }
    }

    /// Takes a mentor out.
    pub(crate) fn remove(&mut self, number: u32) {
        if let Some(seat) = self.members.seat(number) {
            self.clear_bits(number, seat);
            self.tiles[seat.tile()].leave(seat.place());
            self.thin_out(seat.tile());
        }
        self.places.note(self.members.place(number), number, false);
        self.text.remove(number);
        self.members.remove(number);
    }

    /// Those mentors' seats as bits, by tile.
    pub(crate) fn by_tile(&self, numbers: impl IntoIterator<Item = u32>) -> ByTile {
        let mut by_tile = ByTile::new();
        for seat in numbers.into_iter().filter_map(|number| self.members.seat(number)) {
            bits::set(by_tile.entry(seat.tile()).or_insert_with(|| Box::new(NONE)), seat.place());
        }
        by_tile
    }

    /// Those who are in the cities of these places.
    pub(crate) fn in_cities<'p>(&self, places: impl Iterator<Item = &'p crate::Place>) -> ByTile {
        let people: RoaringBitmap = places.filter_map(|place| self.places.people(place)).flatten().collect();
        self.by_tile(people)
    }

    /// Makes what depends on the day ready for one tile more; `false` where all are.
    pub(crate) fn prepare(&mut self, day: NaiveDate) -> bool {
        let unready = self.order.iter().copied().find(|tile| self.tiles[*tile].day(day).is_none());
        let Some(tile) = unready else { return false };
        let prepared = self.day_of(tile, day);
        let days = &mut self.tiles[tile].days;
        days.retain(|known| known.date.succ_opt() == Some(day) || known.date > day);
        days.push(prepared);
        true
    }

    /// What depends on the day, for one tile.
    pub(crate) fn day_of(&self, tile: usize, day: NaiveDate) -> Day {
        let mut prepared = Day::new(day);
        for seat in bits::seats(&self.tiles[tile].taken) {
            let number = self.tiles[tile].number(seat);
            let place = self.members.place(number);
            prepared.put(seat, self.members.id(number), self.places.clock(place, day));
        }
        prepared
    }

    /// How much memory is used, the words and their index left out.
    pub(crate) fn bytes(&self) -> usize {
        let columns = self.options.columns.iter().chain(self.places.countries.values());
        self.members.bytes()
            + columns.map(Column::bytes).sum::<usize>()
            + self.tiles.iter().map(Tile::bytes).sum::<usize>()
    }

    /// Notes what of an entry does not depend on where the mentor sits.
    fn learn(&mut self, number: u32, entry: &MentorEntry) {
        let held =
            entry.held.iter().flat_map(|(criterion, keys)| keys.iter().map(move |key| (criterion, key)));
        let options: Vec<_> = held.map(|(criterion, key)| self.options.number(criterion, key)).collect();
        self.members.set_options(number, options);
        let place = self.places.number(&entry.place);
        self.members.set_place(number, place);
        self.places.note(place, number, true);
    }

    fn sit(&mut self, number: u32, seat: Seat, class: TieClass) {
        self.members.set_seat(number, seat);
        for option in self.members.options(number) {
            self.options.columns[option].set(seat);
        }
        let place = self.members.place(number);
        if let Some(country) = self.places.country_mut(place) {
            country.set(seat);
        }
        let tile = &mut self.tiles[seat.tile()];
        tile.take(seat.place(), number, class);
        for day in &mut tile.days {
            day.put(seat.place(), self.members.id(number), self.places.clock(place, day.date));
        }
    }

    /// Clears a mentor's bits; the seat stays taken.
    fn clear_bits(&mut self, number: u32, seat: Seat) {
        for option in self.members.options(number) {
            self.options.columns[option].clear(seat);
        }
        if let Some(country) = self.places.country_mut(self.members.place(number)) {
            country.clear(seat);
        }
        self.tiles[seat.tile()].days.iter_mut().for_each(|day| day.leave(seat.place()));
    }

    fn find_seat(&mut self, class: TieClass) -> Seat {
        loop {
            let tile = self.home(class);
            if let Some(place) = self.tiles[tile].free_seat() {
                return Seat::new(tile, place);
            }
            self.split(tile, class);
        }
    }

    /// The tile for a mentor of this class: the last that begins no later.
    fn home(&mut self, class: TieClass) -> usize {
        if self.order.is_empty() {
            return self.open_tile(class, &[]);
        }
        let after = self.order.partition_point(|tile| self.tiles[*tile].best <= class);
        self.order[after.saturating_sub(1)]
    }

    /// Moves the later half of a full tile to a new one. A mentor who comes after all in it needs only an empty one: so
    /// tiles are full where mentors come in their order.
    fn split(&mut self, tile: usize, class: TieClass) {
        if class >= self.tiles[tile].worst {
            let days: Vec<_> = self.tiles[tile].days.iter().map(|day| day.date).collect();
            self.open_tile(class, &days);
            return;
        }
        let later = self.tiles[tile].later_half();
        let days: Vec<_> = self.tiles[tile].days.iter().map(|day| day.date).collect();
        let new = self.open_tile(self.tiles[tile].worst, &days);
        for column in self.options.columns.iter_mut().chain(self.places.countries.values_mut()) {
            column.hand_over(tile, new, &later);
        }
        if let Ok([from, to]) = self.tiles.get_disjoint_mut([tile, new]) {
            from.hand_over(to, &later);
        }
        for place in bits::seats(&later) {
            self.members.set_seat(self.tiles[new].number(place), Seat::new(new, place));
        }
        self.sort_tiles();
    }

    /// An empty tile after all that begin no later.
    fn open_tile(&mut self, class: TieClass, days: &[NaiveDate]) -> usize {
        let fresh = Tile::new(class, days.iter().copied());
        let tile = self.spare_tiles.pop().unwrap_or(self.tiles.len());
        match self.tiles.get_mut(tile) {
            Some(spare) => *spare = fresh,
            None => self.tiles.push(fresh),
        }
        let at = self.order.partition_point(|other| self.tiles[*other].best <= class);
        self.order.insert(at, tile);
        tile
    }

    /// After somebody has left: gives up an empty tile, and moves a few into the tile before where both fit in one.
    fn thin_out(&mut self, tile: usize) {
        let Some(at) = self.order.iter().position(|other| *other == tile) else { return };
        if let Some(before) = at.checked_sub(1).map(|at| self.order[at])
            && self.tiles[tile].count() + self.tiles[before].count() <= ROOM_FOR_BOTH
        {
            let moving: Vec<_> = bits::seats(&self.tiles[tile].taken).take(MOVED_AT_ONCE).collect();
            for place in moving {
                self.move_over(Seat::new(tile, place), before);
            }
        }
        if self.tiles[tile].count() == 0 && self.order.len() > 1 {
            self.order.remove(at);
            self.spare_tiles.push(tile);
        }
    }

    fn move_over(&mut self, from: Seat, to: usize) {
        let Some(place) = self.tiles[to].free_seat() else { return };
        let tile = &mut self.tiles[from.tile()];
        let (number, class) = (tile.number(from.place()), tile.class(from.place()));
        tile.leave(from.place());
        self.clear_bits(number, from);
        self.sit(number, Seat::new(to, place), class);
    }

    fn sort_tiles(&mut self) {
        let tiles = &self.tiles;
        self.order.sort_by_key(|tile| tiles[*tile].best);
    }
}
