//! What is known of each mentor besides her bits. A mentor keeps her number as long as she is in the list.

use std::hash::BuildHasher;

use domain::ids::ParticipantId;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::seat::Seat;

/// The table of numbers is in parts, each of which grows on its own: no change waits long.
const PARTS: usize = 256;

/// The mentors by number.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    ids: Vec<ParticipantId>,
    seats: Vec<Option<Seat>>,
    places: Vec<u32>,
    /// The options held, `row_words` words for each mentor.
    rows: Vec<u64>,
    row_words: usize,
    numbers: Vec<HashTable<u32>>,
    hasher: DefaultHashBuilder,
    /// Numbers that nobody has any more.
    spare: Vec<u32>,
}

impl Members {
    pub(crate) fn new() -> Self {
        Self {
            ids: Vec::new(),
            seats: Vec::new(),
            places: Vec::new(),
            rows: Vec::new(),
            row_words: 1,
            numbers: vec![HashTable::new(); PARTS],
            hasher: DefaultHashBuilder::default(),
            spare: Vec::new(),
        }
    }

    pub(crate) fn number(&self, id: ParticipantId) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        self.numbers[part(hash)].find(hash, |number| self.ids[*number as usize] == id).copied()
    }

    /// Gives a number to a mentor who has none.
    pub(crate) fn add(&mut self, id: ParticipantId) -> u32 {
        let number = self.spare.pop().unwrap_or_else(|| self.extend());
        self.ids[number as usize] = id;
        let hash = self.hasher.hash_one(id);
        let rehash = |number: &u32| self.hasher.hash_one(self.ids[*number as usize]);
        self.numbers[part(hash)].insert_unique(hash, number, rehash);
        number
    }

    /// Takes a mentor's number away.
    pub(crate) fn remove(&mut self, number: u32) {
        let hash = self.hasher.hash_one(self.id(number));
        if let Ok(entry) = self.numbers[part(hash)].find_entry(hash, |found| *found == number) {
            entry.remove();
        }
        self.set_options(number, []);
        self.seats[number as usize] = None;
        self.spare.push(number);
    }

    pub(crate) fn id(&self, number: u32) -> ParticipantId {
        self.ids[number as usize]
    }

    pub(crate) fn seat(&self, number: u32) -> Option<Seat> {
        self.seats[number as usize]
    }

    pub(crate) fn set_seat(&mut self, number: u32, seat: Seat) {
        self.seats[number as usize] = Some(seat);
    }

    pub(crate) fn place(&self, number: u32) -> u32 {
        self.places[number as usize]
    }

    pub(crate) fn set_place(&mut self, number: u32, place: u32) {
        self.places[number as usize] = place;
    }

    /// The numbers of the options held.
    pub(crate) fn options(&self, number: u32) -> impl Iterator<Item = usize> {
        let row = self.rows[self.row(number)].iter();
        row.enumerate().flat_map(|(word, bits)| crate::bits::seats_of_word(word, *bits))
    }

    pub(crate) fn set_options(&mut self, number: u32, options: impl IntoIterator<Item = usize>) {
        let row = self.row(number);
        self.rows[row].fill(0);
        for option in options {
            self.widen(option / 64 + 1);
            let row = self.row(number);
            self.rows[row][option / 64] |= 1 << (option % 64);
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        let tables: usize = self.numbers.iter().map(HashTable::allocation_size).sum();
        self.ids.len() * size_of::<ParticipantId>()
            + self.seats.len() * size_of::<Option<Seat>>()
            + (self.places.len() + self.spare.len()) * size_of::<u32>()
            + self.rows.len() * size_of::<u64>()
            + tables
    }

    fn extend(&mut self) -> u32 {
        self.ids.push(ParticipantId(uuid::Uuid::nil()));
        self.seats.push(None);
        self.places.push(0);
        self.rows.resize(self.ids.len() * self.row_words, 0);
        u32::try_from(self.ids.len() - 1).unwrap_or(u32::MAX)
    }

    fn row(&self, number: u32) -> std::ops::Range<usize> {
        let start = number as usize * self.row_words;
        start..start + self.row_words
    }

    /// Makes room for more options. That they are many is known soon after the start.
    fn widen(&mut self, words: usize) {
        if words > self.row_words {
            let wide = |row: &[u64]| {
                let mut row = row.to_vec();
                row.resize(words, 0);
                row
            };
            self.rows = self.rows.chunks(self.row_words).flat_map(wide).collect();
            self.row_words = words;
        }
    }
}

fn part(hash: u64) -> usize {
    // The table itself uses the lowest and the highest bits.
    (hash >> 32) as usize % PARTS
}
