//! One way through all tiles, which finds the best and counts them all.
//!
//! A tile's mentors are listed and counted 64 at a time. Then the threshold is raised: once there are enough for a page,
//! only those can come before the last of them who have more points, or as many in a tie class that is no worse. Both
//! are bitmaps too, so only the few who pass are looked at one by one.

use std::cmp::{Ordering, Reverse};
use std::hint::select_unpredictable;

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use smallvec::SmallVec;

use crate::bits::{self, Bits, WORDS};
use crate::index::{ByTile, Index};
use crate::plan::{Input, Plan};
use crate::rank::{Rank, TieClass};
use crate::seat::Seat;
use crate::sums::Sums;
use crate::threshold::Threshold;
use crate::tile::{Day, Tile};
use crate::top::{Limit, List, Top};
use crate::turn;
use crate::work::Work;

/// So many looked at in vain are reason enough to compile the threshold anew.
const MANY_IN_VAIN: u32 = 16;
/// So many with equal points are reason enough to compare where they stand on the circle.
const MANY_EQUALS: u32 = 32;
/// Few searches have more inputs.
const MANY_INPUTS: usize = 16;
/// A diagram for "after the cursor" must be exact; with more nodes mentors are compared one by one.
const MOST_CURSOR_NODES: usize = 128;

/// Who looks for what.
pub(crate) struct Request<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) viewer: ParticipantId,
    pub(crate) day: NaiveDate,
    pub(crate) include_full: bool,
    /// Who is not shown.
    pub(crate) hidden: ByTile,
    /// Who has the words, where some are asked for.
    pub(crate) with_words: Option<ByTile>,
    /// The last rank of the page before.
    pub(crate) after: Option<Rank>,
    /// How many to find.
    pub(crate) most: usize,
}

/// What was found.
pub(crate) struct Outcome {
    pub(crate) top: Vec<(Rank, u32)>,
    pub(crate) total: u32,
    /// How many there are without each filter.
    pub(crate) without: Vec<u32>,
}

/// A way through the tiles.
pub(crate) struct Scan<'a> {
    index: &'a Index,
    request: Request<'a>,
    list: List<'a>,
    top: Top<'a>,
    total: u32,
    without: Vec<u32>,
    gates: Gates,
    /// At least, and more than, the score of the cursor.
    cursor: Option<(Threshold, Threshold)>,
    work: Work,
}

/// The compiled thresholds: those who have more points than the last of the page, and those who have as many.
#[derive(Default)]
struct Gates {
    more: Gate,
    as_many: Gate,
    in_vain: u32,
}

/// A threshold with its score, once there is one.
#[derive(Default)]
struct Gate(Option<(u32, Threshold)>);

impl<'a> Scan<'a> {
    pub(crate) fn new(index: &'a Index, request: Request<'a>) -> Self {
        let weights = &request.plan.weights;
        let mut work = Work::take();
        let mut exact = |score| Threshold::exact(weights, score, MOST_CURSOR_NODES, &mut work);
        let cursor = request.after.and_then(|Rank { score: Reverse(score), .. }| {
            Some((exact(score)?, exact(score.saturating_add(1))?))
        });
        let list = List { index, day: request.day, entry: turn::entry(request.day, request.viewer) };
        Self {
            index,
            list,
            top: Top::new(list, request.most, std::mem::take(&mut work.found)),
            total: 0,
            without: vec![0; request.plan.filters.len()],
            gates: Gates::default(),
            cursor,
            work,
            request,
        }
    }

    pub(crate) fn run(mut self) -> Outcome {
        let needs_day = self.request.plan.inputs.iter().any(Input::needs_day);
        for (at, number) in self.index.order.iter().enumerate() {
            let tile = &self.index.tiles[*number];
            let mut shown = self.shown(*number, tile);
            if bits::is_empty(&shown) {
                continue;
            }
            let prepared = if needs_day { tile.day(self.request.day) } else { None };
            let made =
                (needs_day && prepared.is_none()).then(|| self.index.day_of(*number, self.request.day));
            let day = prepared.or(made.as_ref());
            self.look_at(tile, *number, at.is_power_of_two(), &mut shown, day);
        }
        let (top, found) = self.top.into_ranks();
        Work { found, ..self.work }.keep();
        Outcome { top, total: self.total, without: self.without }
    }

    /// Goes through those of a tile who may be seen.
    fn look_at(
        &mut self,
        tile: &Tile,
        number: usize,
        is_milestone: bool,
        candidates: &mut Bits,
        day: Option<&Day>,
    ) {
        let plan = self.request.plan;
        let derived: Vec<_> = plan.inputs.iter().filter_map(|input| input.derive(number, day)).collect();
        let mut next_derived = derived.iter();
        let bits = |input: &'a Input<'_>| match input {
            Input::Held(column) => Some(column.of(number)),
            Input::Any(_) | Input::Near(_) => next_derived.next(),
        };
        let inputs: SmallVec<[&Bits; MANY_INPUTS]> = plan.inputs.iter().filter_map(bits).collect();
        let tile = View::new(tile, number, &inputs, self.request.day);

        self.keep_listed(&tile, candidates);
        self.keep_after_cursor(&tile, candidates);
        if self.top.last().is_none() {
            self.keep_best_of_tile(&tile, candidates);
        }
        self.keep_above_threshold(&tile, candidates, is_milestone);
        if bits::is_empty(candidates) {
            return;
        }
        for (word, bits) in candidates.iter().enumerate() {
            bits::seats_of_word(word, *bits).for_each(|seat| self.consider(&tile, seat));
        }
    }

    /// Who of a tile may be seen and has the words.
    fn shown(&self, number: usize, tile: &Tile) -> Bits {
        let mut shown = if self.request.include_full { tile.taken } else { tile.open };
        if let Some(with_words) = &self.request.with_words {
            bits::keep(&mut shown, with_words.get(&number).map_or(&bits::EMPTY, |bits| bits));
        }
        if let Some(hidden) = self.request.hidden.get(&number) {
            bits::drop(&mut shown, hidden);
        }
        shown
    }

    /// Keeps those who are in the list; they are counted, and those whom a single filter keeps out.
    fn keep_listed(&mut self, tile: &View<'_>, listed: &mut Bits) {
        let plan = self.request.plan;
        if plan.needs_points {
            bits::keep_any(listed, &tile.inputs[..plan.weighted]);
        }
        if !plan.filters.is_empty() {
            self.keep_passing(tile, listed);
        }
        self.total += bits::count(listed);
    }

    /// Keeps those who pass all filters, and counts for each filter whom it alone keeps out.
    fn keep_passing(&mut self, tile: &View<'_>, listed: &mut Bits) {
        let filters = &self.request.plan.filters;
        let passing: Vec<_> = filters.iter().map(|filter| tile.all_of(&filter.inputs)).collect();
        let mut fail_one = bits::NONE;
        for passing in &passing {
            for word in 0..WORDS {
                fail_one[word] = (fail_one[word] & passing[word]) | (listed[word] & !passing[word]);
                listed[word] &= passing[word];
            }
        }
        let total = bits::count(listed);
        for (without, passing) in self.without.iter_mut().zip(&passing) {
            let mut fail_this = fail_one;
            bits::drop(&mut fail_this, passing);
            *without += total + bits::count(&fail_this);
        }
    }

    /// Leaves out most of those whom earlier pages had; the rest is compared one by one.
    fn keep_after_cursor(&mut self, tile: &View<'_>, candidates: &mut Bits) {
        let (Some(after), Some((as_many, more))) = (self.request.after, &self.cursor) else { return };
        let mut before = *candidates;
        let View { best, worst, .. } = *tile;
        if worst < after.class {
            as_many.keep(&mut before, tile.inputs, &mut self.work);
        } else {
            more.keep(&mut before, tile.inputs, &mut self.work);
        }
        if (best, worst) == (after.class, after.class)
            && let Some(day) = tile.tile.day(self.request.day)
        {
            let mut equals = *candidates;
            as_many.keep(&mut equals, tile.inputs, &mut self.work);
            let later =
                day.circle.between(self.list.entry.wrapping_add(after.turn), self.list.entry.wrapping_sub(1));
            bits::drop(&mut equals, &later);
            bits::add(&mut before, &equals);
        }
        bits::drop(candidates, &before);
    }

    /// Before there are enough for a page: leaves out who cannot be on it because this tile alone has enough who are
    /// better.
    fn keep_best_of_tile(&mut self, tile: &View<'_>, candidates: &mut Bits) {
        let sums = Sums::new(tile.inputs, &self.request.plan.weights, &mut self.work.planes);
        let Some(after) = self.request.after else {
            return sums.keep_highest(candidates, self.request.most);
        };
        // Who has as many points as the cursor may have been on the page before, and does not count.
        let mut below = *candidates;
        sums.keep_below(&mut below, after.score.0);
        bits::drop(candidates, &below);
        sums.keep_highest(&mut below, self.request.most);
        bits::add(candidates, &below);
    }

    /// Keeps those who may come before the last of the page.
    fn keep_above_threshold(&mut self, tile: &View<'_>, candidates: &mut Bits, is_milestone: bool) {
        let Some(mut last) = self.top.last() else { return };
        let weights = &self.request.plan.weights;
        let renew = is_milestone || self.gates.in_vain > MANY_IN_VAIN;
        if renew {
            self.gates.in_vain = 0;
        }
        let View { best, worst, .. } = *tile;
        let (inputs, work) = (tile.inputs, &mut self.work);
        let Gates { more, as_many, .. } = &mut self.gates;
        let more_points = last.score.0.saturating_add(1);
        if best > last.class {
            return more
                .renewed(weights, more_points, renew, candidates, inputs, work)
                .keep(candidates, inputs, work);
        }
        as_many
            .renewed(weights, last.score.0, renew, candidates, inputs, work)
            .keep(candidates, inputs, work);
        if (best, worst) == (last.class, last.class)
            && bits::count(candidates) > MANY_EQUALS
            && let Some(day) = tile.tile.day(self.request.day)
        {
            self.top.settle();
            last = self.top.last().unwrap_or(last);
            let mut kept = *candidates;
            bits::keep(
                &mut kept,
                &day.circle.between(self.list.entry, self.list.entry.wrapping_add(last.turn)),
            );
            more.renewed(weights, more_points, renew, candidates, inputs, work)
                .keep(candidates, inputs, work);
            bits::add(candidates, &kept);
        }
    }

    /// Takes a mentor in who may come before the last of the page, and comes after the page before.
    fn consider(&mut self, tile: &View<'_>, place: usize) {
        let score = Reverse(tile.score(&self.request.plan.weights, place));
        let at_best = tile.best.with(score);
        let is_behind = |last: Limit| at_best > last.before_turn();
        if self.top.last().is_some_and(is_behind) {
            self.gates.in_vain += 1;
            return;
        }
        let seat = Seat::new(tile.number, place);
        let is_after = |after: Rank| match score.cmp(&after.score) {
            Ordering::Equal => self.list.rank(score, seat) > after,
            order => order.is_gt(),
        };
        if self.request.after.is_none_or(is_after) {
            self.top.insert(score, seat, tile.best, tile.worst);
        }
    }
}

impl Gate {
    /// The threshold for this score, or the lower one that there is, where that does for now.
    fn renewed(
        &mut self,
        weights: &[u32],
        score: u32,
        renew: bool,
        sample: &Bits,
        inputs: &[&Bits],
        work: &mut Work,
    ) -> &Threshold {
        let does = |gate: &(u32, Threshold)| gate.0 == score || (gate.0 < score && !renew);
        let known = self.0.take().filter(does);
        let compiled = || (score, Threshold::cheapest(weights, score, sample, inputs, work));
        &self.0.insert(known.unwrap_or_else(compiled)).1
    }
}

/// A tile as one search sees it.
struct View<'t> {
    tile: &'t Tile,
    number: usize,
    inputs: &'t [&'t Bits],
    /// The best and the worst tie class that there may be on the day.
    best: TieClass,
    worst: TieClass,
}

impl<'t> View<'t> {
    fn new(tile: &'t Tile, number: usize, inputs: &'t [&'t Bits], day: NaiveDate) -> Self {
        Self { tile, number, inputs, best: tile.best.on(day), worst: tile.worst.on(day) }
    }

    fn score(&self, weights: &[u32], seat: usize) -> u32 {
        let (word, bit) = (seat / 64 % WORDS, seat % 64);
        // Who holds what cannot be guessed: a branch would be guessed wrong often.
        let points =
            |(input, weight): (&&Bits, &u32)| select_unpredictable(input[word] >> bit & 1 == 1, *weight, 0);
        self.inputs.iter().zip(weights).map(points).sum()
    }

    fn all_of(&self, inputs: &[usize]) -> Bits {
        let mut all = bits::ALL;
        for input in inputs {
            bits::keep(&mut all, self.inputs[*input]);
        }
        all
    }
}
