//! "The score is at least so much" as a boolean function of bitmaps, evaluated for 64 mentors a word.
//!
//! A score is a sum of weights: those of the bits that a mentor has. Seen from above, a mentor may *miss* so much and no
//! more: the budget. Deciding input after input who can still stay within it gives a decision diagram; budgets that no
//! sum of the remaining weights tells apart share a node, so it stays small, and each node is a few operations a word.

use crate::bits::{self, Bits, NONE, WORDS, wide};
use crate::work::Work;

/// To look at a mentor in vain takes about as long as so many nodes.
const IN_VAIN: usize = 6;
/// A diagram with more nodes costs more than scoring a few mentors too many.
const MOST_NODES: usize = 256;
/// So few nodes are not worth looking for fewer.
const FEW_NODES: usize = 16;
/// How finely weights may be told apart where not all is.
const LEVELS: [i64; 5] = [2, 4, 7, 12, 20];

/// A compiled threshold.
#[derive(Clone, Debug)]
pub(crate) struct Threshold {
    nodes: Vec<Node>,
    root: Target,
}

/// Who has the bit of `input` is decided by `with`, the others by `without`, which lets nobody through whom `with` stops.
#[derive(Clone, Copy, Debug)]
struct Node {
    input: u16,
    with: Target,
    without: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Nobody,
    Everybody,
    Input(u16),
    Node(u16),
}

impl Threshold {
    const EVERYBODY: Self = Self { nodes: Vec::new(), root: Target::Everybody };

    /// Exactly those with at least this score; nothing where that takes more than so many nodes.
    pub(crate) fn exact(weights: &[u32], score: u32, most_nodes: usize, work: &mut Work) -> Option<Self> {
        let weights: Vec<_> = weights.iter().copied().map(i64::from).collect();
        let budget = weights.iter().sum::<i64>() - i64::from(score);
        Compiler::new(&weights, most_nodes, work).compile(budget)
    }

    /// All with at least this score, and few others: as exact as is worth its nodes among these mentors.
    pub(crate) fn cheapest(
        weights: &[u32],
        score: u32,
        sample: &Bits,
        inputs: &[&Bits],
        work: &mut Work,
    ) -> Self {
        let mut best = Self::exact(weights, score, MOST_NODES, work).unwrap_or(Self::EVERYBODY);
        let mut least = if best.root == Target::Everybody { usize::MAX } else { best.nodes.len() };
        for levels in LEVELS {
            if least <= FEW_NODES {
                break;
            }
            let most_nodes = least.min(MOST_NODES) - 1;
            let Some(coarse) = Self::coarse(weights, score, levels, most_nodes, work) else { continue };
            let mut passing = *sample;
            coarse.keep(&mut passing, inputs, work);
            let cost = coarse.nodes.len() + IN_VAIN * bits::count(&passing) as usize;
            if cost >= least {
                break;
            }
            (best, least) = (coarse, cost);
        }
        best
    }

    /// The same with the weights rounded down to a few levels: less is counted as missed, so nobody is lost.
    fn coarse(weights: &[u32], score: u32, levels: i64, most_nodes: usize, work: &mut Work) -> Option<Self> {
        let total: i64 = weights.iter().copied().map(i64::from).sum();
        let beyond_budget = (total - i64::from(score) + 1).max(1);
        let rounded: Vec<_> =
            weights.iter().map(|weight| i64::from(*weight) * levels / beyond_budget).collect();
        Compiler::new(&rounded, most_nodes, work).compile(levels - 1)
    }

    /// Those among these who reach the threshold.
    pub(crate) fn keep(&self, bits: &mut Bits, inputs: &[&Bits], work: &mut Work) {
        let work = &mut work.bits;
        if work.len() < self.nodes.len() {
            work.resize(self.nodes.len(), NONE);
        }
        wide!(for (at, node) in self.nodes.iter().enumerate() {
            let (done, rest) = work.split_at_mut(at);
            node.evaluate(inputs, done, &mut rest[0]);
        });
        match self.root {
            Target::Everybody => {}
            Target::Nobody => *bits = NONE,
            Target::Input(input) => bits::keep(bits, inputs[usize::from(input)]),
            Target::Node(node) => bits::keep(bits, &work[usize::from(node)]),
        }
    }
}

impl Node {
    #[expect(
        clippy::inline_always,
        reason = "it is compiled anew for the widest registers of each place that calls it"
    )]
    #[inline(always)]
    fn evaluate(&self, inputs: &[&Bits], done: &[Bits], out: &mut Bits) {
        let bits = |target| match target {
            Target::Input(input) => inputs[usize::from(input)],
            Target::Node(node) => &done[usize::from(node)],
            Target::Nobody | Target::Everybody => &bits::EMPTY,
        };
        let (input, with, without) = (inputs[usize::from(self.input)], bits(self.with), bits(self.without));
        match (self.with, self.without) {
            (Target::Everybody, _) => (0..WORDS).for_each(|w| out[w] = input[w] | without[w]),
            (_, Target::Nobody) => (0..WORDS).for_each(|w| out[w] = input[w] & with[w]),
            _ => (0..WORDS).for_each(|w| out[w] = without[w] | (input[w] & with[w])),
        }
    }
}

/// What decides for every budget from one up to another.
#[derive(Clone, Copy)]
pub(crate) struct Decision {
    from: i64,
    below: i64,
    target: Target,
}

struct Compiler<'a> {
    weights: &'a [i64],
    /// What can still be missed from each input on.
    rest: Vec<i64>,
    /// The decisions made so far, each with the one before it that begins at the same input.
    known: &'a mut Vec<(Decision, usize)>,
    /// The last decision made that begins at each input.
    last: Vec<usize>,
    nodes: Vec<Node>,
    most_nodes: usize,
}

impl<'a> Compiler<'a> {
    fn new(weights: &'a [i64], most_nodes: usize, work: &'a mut Work) -> Self {
        let mut rest = vec![0; weights.len() + 1];
        for (at, weight) in weights.iter().enumerate().rev() {
            rest[at] = rest[at + 1] + weight;
        }
        let last = vec![usize::MAX; weights.len()];
        work.decisions.clear();
        Self { weights, rest, known: &mut work.decisions, last, nodes: Vec::new(), most_nodes }
    }

    fn compile(mut self, budget: i64) -> Option<Threshold> {
        let root = self.decide(0, budget)?.target;
        Some(Threshold { nodes: self.nodes, root })
    }

    /// Who misses no more than the budget of the inputs from this one on.
    fn decide(&mut self, input: usize, budget: i64) -> Option<Decision> {
        if budget < 0 {
            return Some(Decision { from: i64::MIN / 2, below: 0, target: Target::Nobody });
        }
        if self.rest[input] <= budget {
            return Some(Decision { from: self.rest[input], below: i64::MAX / 2, target: Target::Everybody });
        }
        if let Some(known) = self.known(input, budget) {
            return Some(known);
        }
        let weight = self.weights[input];
        let with = self.decide(input + 1, budget)?;
        let without = self.decide(input + 1, budget - weight)?;
        let decision = Decision {
            from: with.from.max(without.from + weight),
            below: with.below.min(without.below + weight),
            target: self.node(input, with.target, without.target)?,
        };
        self.known.push((decision, self.last[input]));
        self.last[input] = self.known.len() - 1;
        Some(decision)
    }

    /// The decision that has been made from this input on for such a budget.
    fn known(&self, input: usize, budget: i64) -> Option<Decision> {
        let mut next = self.known.get(self.last[input]);
        while let Some((decision, before)) = next {
            if (decision.from..decision.below).contains(&budget) {
                return Some(*decision);
            }
            next = self.known.get(*before);
        }
        None
    }

    fn node(&mut self, input: usize, with: Target, without: Target) -> Option<Target> {
        if with == without {
            return Some(with);
        }
        // More inputs or nodes than can be numbered are too many.
        let (input, next) = (u16::try_from(input).ok()?, u16::try_from(self.nodes.len()).ok()?);
        if (with, without) == (Target::Everybody, Target::Nobody) {
            return Some(Target::Input(input));
        }
        if self.nodes.len() == self.most_nodes {
            return None;
        }
        self.nodes.push(Node { input, with, without });
        Some(Target::Node(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sixteen inputs in which the seats count through all their combinations.
    fn all_combinations(inputs: usize) -> Vec<Bits> {
        let bits = |input: usize| {
            Bits(std::array::from_fn(|word| {
                (0..64).filter(|bit| (word * 64 + bit) >> input & 1 == 1).fold(0, |all, bit| all | 1 << bit)
            }))
        };
        (0..inputs).map(bits).collect()
    }

    fn passing(threshold: &Threshold, inputs: &[Bits]) -> Bits {
        let inputs: Vec<&Bits> = inputs.iter().collect();
        let mut bits = bits::ALL;
        threshold.keep(&mut bits, &inputs, &mut Work::default());
        bits
    }

    proptest! {
        #[test]
        fn a_threshold_lets_through_who_reaches_it(
            weights in proptest::collection::vec(1..20_u32, 0..=12),
            part in 0..=100_u32,
        ) {
            let score = weights.iter().sum::<u32>() * part / 100;
            let inputs = all_combinations(weights.len());
            let exact = passing(&Threshold::exact(&weights, score, usize::MAX, &mut Work::default()).unwrap(), &inputs);
            let few: Vec<&Bits> = inputs.iter().collect();
            let cheapest = Threshold::cheapest(&weights, score, &Bits([3; WORDS]), &few, &mut Work::default());
            let cheapest = passing(&cheapest, &inputs);
            let coarse = passing(&Threshold::coarse(&weights, score, 3, MOST_NODES, &mut Work::default()).unwrap(), &inputs);
            for seat in 0..bits::SEATS {
                let held = weights.iter().enumerate().filter(|(input, _)| seat >> input & 1 == 1);
                let reaches = held.map(|(_, weight)| weight).sum::<u32>() >= score;
                prop_assert_eq!(bits::has(&exact, seat), reaches);
                prop_assert!(!reaches || (bits::has(&cheapest, seat) && bits::has(&coarse, seat)));
            }
        }
    }
}
