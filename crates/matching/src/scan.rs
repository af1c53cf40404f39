//! One way through all tiles, which finds the best and counts them all.
//!
//! A tile's mentors are listed and counted 64 at a time. Then the threshold is raised: once there are enough for a page,
//! only those can come before the last of them who have more points, or as many in a tie class that is no worse. Both
//! are bitmaps too, so only the few who pass are looked at one by one.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;
use domain::ids::ParticipantId;

use crate::bits::{self, Bits, WORDS};
use crate::index::{ByTile, Index};
use crate::plan::{Input, Plan};
use crate::rank::Rank;
use crate::threshold::Threshold;
use crate::tile::{Day, Tile};
use crate::top::Top;
use crate::turn;
use crate::work::Work;

/// Before there is a threshold at least so many words are looked at, so that the first one is worth something.
const FIRST_WORDS: usize = 8;
/// So many looked at in vain are reason enough to compile the threshold anew.
const MANY_IN_VAIN: u32 = 24;
/// So many with equal points are reason enough to compare where they stand on the circle.
const MANY_EQUALS: u32 = 32;
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
    /// Where the viewer enters the circle.
    entry: u64,
    top: Top,
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
        Self {
            index,
            entry: turn::entry(request.day, request.viewer),
            top: Top::new(request.most),
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
            let shown = self.shown(*number, tile);
            if bits::is_empty(&shown) {
                continue;
            }
            let prepared = if needs_day { tile.day(self.request.day) } else { None };
            let made =
                (needs_day && prepared.is_none()).then(|| self.index.day_of(*number, self.request.day));
            let day = prepared.or(made.as_ref());
            self.look_at(tile, *number, at.is_power_of_two(), &shown, day);
        }
        self.work.keep();
        Outcome { top: self.top.into_ranks(), total: self.total, without: self.without }
    }

    fn look_at(&mut self, tile: &Tile, number: usize, is_milestone: bool, shown: &Bits, day: Option<&Day>) {
        let plan = self.request.plan;
        let derived: Vec<_> = plan.inputs.iter().filter_map(|input| input.derive(number, day)).collect();
        let mut next_derived = derived.iter();
        let bits = |input: &'a Input<'_>| match input {
            Input::Held(column) => Some(column.of(number)),
            Input::Any(_) | Input::Near(_) => next_derived.next(),
        };
        let inputs: Vec<&Bits> = plan.inputs.iter().filter_map(bits).collect();
        let tile = View { tile, inputs: &inputs };

        let mut candidates = self.listed(&tile, *shown);
        self.keep_after_cursor(&tile, &mut candidates);
        if self.top.last().is_none() {
            self.keep_best_of_tile(&tile, &mut candidates);
        }
        self.keep_above_threshold(&tile, &mut candidates, is_milestone);
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

    /// Who of these is in the list; they are counted, and those whom a single filter keeps out.
    fn listed(&mut self, tile: &View<'_>, mut listed: Bits) -> Bits {
        let plan = self.request.plan;
        if plan.needs_points {
            let mut with_points = bits::NONE;
            let weighted = plan.weights.iter().filter(|weight| **weight > 0).count();
            bits::add_all(&mut with_points, &tile.inputs[..weighted]);
            bits::keep(&mut listed, &with_points);
        }
        if plan.filters.is_empty() {
            self.total += bits::count(&listed);
            return listed;
        }
        let passing: Vec<_> = plan.filters.iter().map(|filter| tile.all_of(&filter.inputs)).collect();
        let (mut pass_all, mut fail_one) = (listed, bits::NONE);
        for passing in &passing {
            for word in 0..WORDS {
                fail_one[word] = (fail_one[word] & passing[word]) | (pass_all[word] & !passing[word]);
                pass_all[word] &= passing[word];
            }
        }
        let total = bits::count(&pass_all);
        self.total += total;
        for (without, passing) in self.without.iter_mut().zip(&passing) {
            let mut fail_this = fail_one;
            bits::drop(&mut fail_this, passing);
            *without += total + bits::count(&fail_this);
        }
        pass_all
    }

    /// Leaves out most of those whom earlier pages had; the rest is compared one by one.
    fn keep_after_cursor(&mut self, tile: &View<'_>, candidates: &mut Bits) {
        let (Some(after), Some((as_many, more))) = (self.request.after, &self.cursor) else { return };
        let mut before = *candidates;
        let (best, worst) = tile.classes(self.request.day);
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
            let later = day.circle.between(self.entry.wrapping_add(after.turn), self.entry.wrapping_sub(1));
            bits::drop(&mut equals, &later);
            bits::add(&mut before, &equals);
        }
        bits::drop(candidates, &before);
    }

    /// Before there are enough for a page: leaves out who cannot be on it because this tile alone has enough who are
    /// better. A few scores tell which to look at; theirs tell who.
    fn keep_best_of_tile(&mut self, tile: &View<'_>, candidates: &mut Bits) {
        let weights = &self.request.plan.weights;
        let most = self.request.most;
        let below = self.request.after.map_or(u32::MAX, |after| after.score.0);
        for words in [FIRST_WORDS, WORDS] {
            let all = (0..words).flat_map(|word| tile.scores(weights, word, candidates[word]));
            // Who has as many points as the cursor may have been on the page before, and does not count.
            let mut scores = std::mem::take(&mut self.work.scores);
            scores.clear();
            scores.extend(all.filter(|score| *score < below));
            if scores.len() > most {
                let (_, least, _) = scores.select_nth_unstable_by_key(most - 1, |score| Reverse(*score));
                let (inputs, work) = (tile.inputs, &mut self.work);
                Threshold::cheapest(weights, *least, candidates, inputs, work).keep(candidates, inputs, work);
            }
            self.work.scores = scores;
        }
    }

    /// Keeps those who may come before the last of the page.
    fn keep_above_threshold(&mut self, tile: &View<'_>, candidates: &mut Bits, is_milestone: bool) {
        let Some(last) = self.top.last().copied() else { return };
        let weights = &self.request.plan.weights;
        let renew = is_milestone || self.gates.in_vain > MANY_IN_VAIN;
        if renew {
            self.gates.in_vain = 0;
        }
        let (best, worst) = tile.classes(self.request.day);
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
            let mut kept = *candidates;
            bits::keep(&mut kept, &day.circle.between(self.entry, self.entry.wrapping_add(last.turn)));
            more.renewed(weights, more_points, renew, candidates, inputs, work)
                .keep(candidates, inputs, work);
            bits::add(candidates, &kept);
        }
    }

    /// Takes a mentor in who comes before the last of the page, and after the page before.
    fn consider(&mut self, tile: &View<'_>, seat: usize) {
        let score = tile.score(&self.request.plan.weights, seat);
        // What lies elsewhere in memory is looked at last.
        let is_behind = |last: &Rank| match Reverse(score).cmp(&last.score) {
            Ordering::Less => false,
            Ordering::Equal => last.class < tile.tile.class(seat).on(self.request.day),
            Ordering::Greater => true,
        };
        if self.top.last().is_some_and(is_behind) {
            self.gates.in_vain += 1;
            return;
        }
        let class = tile.tile.class(seat).on(self.request.day);
        let number = tile.tile.number(seat);
        let id = self.index.members.id(number);
        let turn = turn::stand(self.request.day, id).wrapping_sub(self.entry);
        let rank = Rank { score: Reverse(score), class, turn, id };
        if self.request.after.is_none_or(|after| rank > after) {
            self.top.insert(rank, number);
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
    inputs: &'t [&'t Bits],
}

impl View<'_> {
    /// The best and the worst tie class that there may be.
    fn classes(&self, day: NaiveDate) -> (crate::rank::TieClass, crate::rank::TieClass) {
        (self.tile.best.on(day), self.tile.worst.on(day))
    }

    /// The scores of those of a word: quicker for many at once, as few have a bit.
    fn scores(&self, weights: &[u32], word: usize, those: u64) -> impl Iterator<Item = u32> {
        let mut scores = [0; 64];
        for (input, weight) in self.inputs.iter().zip(weights) {
            bits::seats_of_word(0, input[word] & those).for_each(|bit| scores[bit] += weight);
        }
        bits::seats_of_word(0, those).map(move |bit| scores[bit])
    }

    fn score(&self, weights: &[u32], seat: usize) -> u32 {
        let (word, bit) = (seat / 64, seat % 64);
        let points = |(input, weight): (&&Bits, &u32)| {
            // The mask is all ones or none, so there is no branch to guess wrong.
            weight & 0_u32.wrapping_sub(u32::from(input[word] >> bit & 1 == 1))
        };
        self.inputs.iter().zip(weights).map(points).sum()
    }

    fn all_of(&self, inputs: &[usize]) -> Bits {
        let mut all = [!0; WORDS];
        for input in inputs {
            bits::keep(&mut all, self.inputs[*input]);
        }
        all
    }
}
