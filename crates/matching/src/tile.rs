//! A tile: 8,192 seats for mentors of neighbouring tie classes.

use chrono::NaiveDate;
use domain::ids::ParticipantId;

use crate::bits::{self, Bits, NONE, SEATS};
use crate::rank::TieClass;
use crate::turn::{self, Circle};

/// Who sits in a tile. The places within it have no order: a mentor who comes takes any free one.
#[derive(Clone, Debug)]
pub(crate) struct Tile {
    /// No class of a mentor here comes before this one …
    pub(crate) best: TieClass,
    /// … and none after this one.
    pub(crate) worst: TieClass,
    /// The seats that are taken.
    pub(crate) taken: Bits,
    /// Those whose mentors have a free place.
    pub(crate) open: Bits,
    numbers: Box<[u32]>,
    classes: Box<[TieClass]>,
    /// What depends on the day, for the days that are prepared.
    pub(crate) days: Vec<Day>,
}

/// What a bitmap is made of that depends on the day.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub(crate) date: NaiveDate,
    pub(crate) circle: Circle,
    /// Whose clocks are so many minutes ahead of UTC.
    clocks: Vec<(i32, Box<Bits>)>,
}

impl Tile {
    pub(crate) fn new(class: TieClass, days: impl Iterator<Item = NaiveDate>) -> Self {
        Self {
            best: class,
            worst: class,
            taken: NONE,
            open: NONE,
            numbers: vec![0; SEATS].into(),
            classes: vec![class; SEATS].into(),
            days: days.map(Day::new).collect(),
        }
    }

    pub(crate) fn count(&self) -> usize {
        bits::count(&self.taken) as usize
    }

    pub(crate) fn free_seat(&self) -> Option<usize> {
        let word = self.taken.iter().position(|word| *word != !0)?;
        Some(word * 64 + self.taken[word].trailing_ones() as usize)
    }

    /// A mentor of this class need not sit elsewhere.
    pub(crate) fn spans(&self, class: TieClass) -> bool {
        (self.best..=self.worst).contains(&class)
    }

    pub(crate) fn number(&self, seat: usize) -> u32 {
        self.numbers[seat]
    }

    pub(crate) fn class(&self, seat: usize) -> TieClass {
        self.classes[seat]
    }

    pub(crate) fn take(&mut self, seat: usize, number: u32, class: TieClass) {
        if bits::is_empty(&self.taken) {
            (self.best, self.worst) = (class, class);
        }
        self.best = self.best.min(class);
        self.worst = self.worst.max(class);
        self.numbers[seat] = number;
        self.classes[seat] = class;
        bits::set(&mut self.taken, seat);
        bits::put(&mut self.open, seat, class.free_places() > 0);
    }

    pub(crate) fn leave(&mut self, seat: usize) {
        bits::clear(&mut self.taken, seat);
        bits::clear(&mut self.open, seat);
    }

    /// The later half of this tile, or nobody where all are of one class.
    pub(crate) fn later_half(&self) -> Bits {
        let mut classes: Vec<_> = bits::seats(&self.taken).map(|seat| self.classes[seat]).collect();
        classes.sort_unstable();
        let middle = classes[classes.len() / 2];
        let is_later = |class: TieClass| if classes[0] < middle { class >= middle } else { class > middle };
        let mut later = NONE;
        bits::seats(&self.taken)
            .filter(|seat| is_later(self.classes[*seat]))
            .for_each(|seat| bits::set(&mut later, seat));
        later
    }

    /// Moves those mentors to the same places of an empty tile. Gives their seats and numbers.
    pub(crate) fn hand_over(&mut self, to: &mut Self, those: &Bits) {
        bits::hand_over(&mut self.taken, &mut to.taken, those);
        bits::hand_over(&mut self.open, &mut to.open, those);
        for seat in bits::seats(those) {
            to.numbers[seat] = self.numbers[seat];
            to.classes[seat] = self.classes[seat];
        }
        for (from, to) in self.days.iter_mut().zip(&mut to.days) {
            from.hand_over(to, those);
        }
        self.measure();
        to.measure();
    }

    pub(crate) fn day(&self, day: NaiveDate) -> Option<&Day> {
        self.days.iter().find(|prepared| prepared.date == day)
    }

    pub(crate) fn bytes(&self) -> usize {
        let seats = SEATS * (size_of::<u32>() + size_of::<TieClass>());
        size_of::<Self>() + seats + self.days.iter().map(Day::bytes).sum::<usize>()
    }

    fn measure(&mut self) {
        let classes = || bits::seats(&self.taken).map(|seat| self.classes[seat]);
        if let (Some(best), Some(worst)) = (classes().min(), classes().max()) {
            (self.best, self.worst) = (best, worst);
        }
    }
}

impl Day {
    pub(crate) fn new(day: NaiveDate) -> Self {
        Self { date: day, circle: Circle::new(), clocks: Vec::new() }
    }

    pub(crate) fn put(&mut self, seat: usize, mentor: ParticipantId, clock: Option<i32>) {
        self.circle.put(seat, turn::stand(self.date, mentor));
        if let Some(clock) = clock {
            bits::set(self.clock_mut(clock), seat);
        }
    }

    pub(crate) fn leave(&mut self, seat: usize) {
        self.clocks.iter_mut().for_each(|(_, bits)| bits::clear(bits, seat));
    }

    /// Those whose clocks are at most so many minutes away from one of these.
    pub(crate) fn near(&self, clocks: &[i32], most: u32) -> impl Iterator<Item = &Bits> {
        let near = move |clock: i32| clocks.iter().any(|wanted| wanted.abs_diff(clock) <= most);
        self.clocks.iter().filter(move |(clock, _)| near(*clock)).map(|(_, bits)| &**bits)
    }

    fn clock_mut(&mut self, clock: i32) -> &mut Bits {
        let at = self.clocks.iter().position(|(known, _)| *known == clock).unwrap_or_else(|| {
            self.clocks.push((clock, Box::new(NONE)));
            self.clocks.len() - 1
        });
        &mut self.clocks[at].1
    }

    fn hand_over(&mut self, to: &mut Self, those: &Bits) {
        self.circle.hand_over(&mut to.circle, those);
        for (clock, bits) in &mut self.clocks {
            bits::hand_over(bits, to.clock_mut(*clock), those);
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + size_of::<Circle>() + (12 + self.clocks.len()) * size_of::<Bits>()
    }
}
