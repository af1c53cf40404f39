//! One bit for each mentor: who holds an option, who is in a country.

use crate::bits::{self, Bits, EMPTY, NONE};
use crate::seat::Seat;

/// How many tiles lie next to each other in memory. A column grows by so many and never moves.
const BLOCK: usize = 16;

/// A bitmap over all tiles. Blocks of tiles without any bit take no memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    blocks: Vec<Option<Box<[Bits; BLOCK]>>>,
}

impl Column {
    pub(crate) const fn new() -> Self {
        Self { blocks: Vec::new() }
    }

    /// The bits of a tile.
    pub(crate) fn of(&self, tile: usize) -> &Bits {
        match self.blocks.get(tile / BLOCK) {
            Some(Some(block)) => &block[tile % BLOCK],
            _ => &EMPTY,
        }
    }

    pub(crate) fn set(&mut self, seat: Seat) {
        bits::set(self.tile_mut(seat.tile()), seat.place());
    }

    pub(crate) fn clear(&mut self, seat: Seat) {
        bits::clear(self.tile_mut(seat.tile()), seat.place());
    }

    /// Moves those bits of a tile to the same places of another.
    pub(crate) fn hand_over(&mut self, from: usize, to: usize, those: &Bits) {
        let mut moved = *self.of(from);
        bits::keep(&mut moved, those);
        if !bits::is_empty(&moved) {
            bits::drop(self.tile_mut(from), &moved);
            bits::add(self.tile_mut(to), &moved);
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        let blocks = self.blocks.iter().flatten().count();
        blocks * size_of::<[Bits; BLOCK]>() + self.blocks.capacity() * size_of::<usize>()
    }

    fn tile_mut(&mut self, tile: usize) -> &mut Bits {
        let block = tile / BLOCK;
        if self.blocks.len() <= block {
            self.blocks.resize(block + 1, None);
        }
        &mut self.blocks[block].get_or_insert_with(|| Box::new([NONE; BLOCK]))[tile % BLOCK]
    }
}
