//! What somebody holds of the catalogue.

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use crate::bits::seats_of_word;

/// One bit for each option of the catalogue, where it stands in it. Few catalogues have more than 512.
#[derive(Clone, Debug)]
pub(crate) struct Held(SmallVec<[u64; 8]>);

impl Held {
    /// The options that stand here, of a catalogue with so many.
    pub(crate) fn new(stands: impl Iterator<Item = usize>, count: usize) -> Self {
        let mut words = smallvec![0; count.div_ceil(64)];
        stands.for_each(|stand| words[stand / 64] |= 1 << (stand % 64));
        Self(words)
    }

    pub(crate) fn has(&self, stand: usize) -> bool {
        self.0[stand / 64] >> (stand % 64) & 1 == 1
    }

    /// Those that stand between, in the order of the catalogue.
    pub(crate) fn within(&self, stands: Range<usize>) -> impl Iterator<Item = usize> {
        let words = stands.start / 64..stands.end.div_ceil(64);
        let all = words.flat_map(|word| seats_of_word(word, self.0[word]));
        all.skip_while(move |stand| *stand < stands.start).take_while(move |stand| *stand < stands.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_held_is_found_again(
            mut stands in proptest::collection::btree_set(0..200_usize, 0..40),
            start in 0..=200_usize,
            end in 0..=200_usize,
        ) {
            let held = Held::new(stands.iter().copied(), 200);
            proptest::prop_assert!((0..200).all(|stand| held.has(stand) == stands.contains(&stand)));
            stands.retain(|stand| (start..end).contains(stand));
            proptest::prop_assert_eq!(held.within(start..end).collect::<Vec<_>>(), Vec::from_iter(stands));
        }
    }
}
