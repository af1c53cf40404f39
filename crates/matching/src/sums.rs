//! The scores of all mentors of a tile at once: bit by bit, 64 mentors a word.

use crate::bits::{self, Bits, NONE, wide};

/// Scores as bitmaps: one for each bit of a score, the lowest first.
pub(crate) struct Sums<'a>(&'a [Bits]);

impl<'a> Sums<'a> {
    /// The sums of these weights, in this memory.
    pub(crate) fn new(inputs: &[&Bits], weights: &[u32], memory: &'a mut Vec<Bits>) -> Self {
        let most: u64 = weights.iter().copied().map(u64::from).sum();
        let planes = (u64::BITS - most.leading_zeros()) as usize;
        memory.clear();
        memory.resize(planes, NONE);
        wide!(for (input, weight) in inputs.iter().zip(weights) {
            for at in (0..u32::BITS as usize).filter(|at| weight >> at & 1 == 1) {
                add(&mut memory[at..], input);
            }
        });
        Self(memory)
    }

    /// Keeps those with a lower score.
    pub(crate) fn keep_below(&self, bits: &mut Bits, score: u32) {
        let (mut below, mut equal) = (NONE, *bits);
        for (at, plane) in self.0.iter().enumerate().rev() {
            if u64::from(score) >> at & 1 == 1 {
                let mut without = equal;
                bits::drop(&mut without, plane);
                bits::add(&mut below, &without);
                bits::keep(&mut equal, plane);
            } else {
                bits::drop(&mut equal, plane);
            }
        }
        *bits = below;
    }

    /// Keeps so many with the highest scores, and all who have as many points as the last of them.
    pub(crate) fn keep_highest(&self, bits: &mut Bits, most: usize) {
        let (mut sure, mut open) = (NONE, *bits);
        for plane in self.0.iter().rev() {
            let mut higher = open;
            bits::keep(&mut higher, plane);
            let mut kept = sure;
            bits::add(&mut kept, &higher);
            if bits::count(&kept) as usize >= most {
                open = higher;
            } else {
                sure = kept;
                bits::drop(&mut open, plane);
            }
        }
        bits::add(&mut sure, &open);
        *bits = sure;
    }
}

/// Adds a bit to each sum, which may carry over to the next higher one.
#[expect(
    clippy::inline_always,
    reason = "it is compiled anew for the widest registers of each place that calls it"
)]
#[inline(always)]
fn add(planes: &mut [Bits], bit: &Bits) {
    let mut carry = *bit;
    for plane in planes {
        let mut carried = 0;
        for (sum, carry) in plane.iter_mut().zip(&mut carry.0) {
            let both = *sum & *carry;
            *sum ^= *carry;
            *carry = both;
            carried |= both;
        }
        if carried == 0 {
            break;
        }
    }
}
