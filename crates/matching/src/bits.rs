//! Bitmaps of a tile: one bit for each of its 8,192 seats, small enough that a dozen of them stay in the first cache.

use std::ops::{Deref, DerefMut};

/// How many words a tile has. With fewer, more time goes into beginning with a tile; with more, the bitmaps of a search
/// and of its threshold no longer fit into the first cache.
pub(crate) const WORDS: usize = 128;
/// How many seats a tile has.
pub(crate) const SEATS: usize = WORDS * 64;

/// One bit for each seat of a tile. It begins where a line of the cache does: no register is filled from two.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Bits(pub(crate) [u64; WORDS]);

/// No seat.
pub(crate) const NONE: Bits = Bits([0; WORDS]);
/// Every seat.
pub(crate) const ALL: Bits = Bits([!0; WORDS]);
/// No seat, to be pointed at.
pub(crate) static EMPTY: Bits = NONE;

/// Runs a loop over words in the version that was compiled for the widest registers of this machine.
macro_rules! wide {
    ($work:expr) => {
        fearless_simd::dispatch!(fearless_simd::Level::new(), _ => $work)
    };
}
pub(crate) use wide;

impl Deref for Bits {
    type Target = [u64; WORDS];

    fn deref(&self) -> &[u64; WORDS] {
        &self.0
    }
}

impl DerefMut for Bits {
    fn deref_mut(&mut self) -> &mut [u64; WORDS] {
        &mut self.0
    }
}

#[cfg(test)]
pub(crate) fn has(bits: &Bits, seat: usize) -> bool {
    bits[seat / 64] >> (seat % 64) & 1 == 1
}

pub(crate) fn set(bits: &mut Bits, seat: usize) {
    bits[seat / 64] |= 1 << (seat % 64);
}

pub(crate) fn clear(bits: &mut Bits, seat: usize) {
    bits[seat / 64] &= !(1 << (seat % 64));
}

/// Sets or clears a seat's bit.
pub(crate) fn put(bits: &mut Bits, seat: usize, is_set: bool) {
    if is_set { set(bits, seat) } else { clear(bits, seat) }
}

pub(crate) fn is_empty(bits: &Bits) -> bool {
    wide!(bits.iter().fold(0, |all, word| all | word) == 0)
}

pub(crate) fn count(bits: &Bits) -> u32 {
    wide!(bits.iter().map(|word| word.count_ones()).sum())
}

/// The seats whose bits are set, in their order.
pub(crate) fn seats(bits: &Bits) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(word, bits)| seats_of_word(word, *bits))
}

/// The seats of one word.
pub(crate) fn seats_of_word(word: usize, mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let seat = (bits != 0).then(|| word * 64 + bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        seat
    })
}

pub(crate) fn keep(bits: &mut Bits, those: &Bits) {
    wide!(bits.iter_mut().zip(&those.0).for_each(|(word, those)| *word &= those));
}

pub(crate) fn drop(bits: &mut Bits, those: &Bits) {
    wide!(bits.iter_mut().zip(&those.0).for_each(|(word, those)| *word &= !those));
}

pub(crate) fn add(bits: &mut Bits, those: &Bits) {
    wide!(bits.iter_mut().zip(&those.0).for_each(|(word, those)| *word |= those));
}

/// Keeps those who are in one of these.
pub(crate) fn keep_any(bits: &mut Bits, all: &[&Bits]) {
    wide!({
        let any = sum(all);
        bits.iter_mut().zip(&any.0).for_each(|(word, any)| *word &= any);
    });
}

/// All who are in one of these.
pub(crate) fn any(all: &[&Bits]) -> Bits {
    wide!(sum(all))
}

/// Four at a time, so that the sum is read and written less often.
#[expect(
    clippy::inline_always,
    reason = "it is compiled anew for the widest registers of each place that calls it"
)]
#[inline(always)]
fn sum(all: &[&Bits]) -> Bits {
    let mut sum = NONE;
    let (fours, rest) = all.as_chunks::<4>();
    for [a, b, c, d] in fours {
        for word in 0..WORDS {
            sum[word] |= a[word] | b[word] | c[word] | d[word];
        }
    }
    for those in rest {
        for word in 0..WORDS {
            sum[word] |= those[word];
        }
    }
    sum
}

/// Moves those bits of one bitmap to the same seats of another.
pub(crate) fn hand_over(from: &mut Bits, to: &mut Bits, those: &Bits) {
    for word in 0..WORDS {
        to[word] |= from[word] & those[word];
        from[word] &= !those[word];
    }
}
