use crate::bits::SEATS;

/// Where a mentor's bits are: a tile and a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seat(u32);

impl Seat {
    /// Tiles beyond the four thousand millionth mentor do not exist.
    pub(crate) fn new(tile: usize, place: usize) -> Self {
        Self(u32::try_from(tile * SEATS + place).unwrap_or(u32::MAX))
    }

    pub(crate) fn tile(self) -> usize {
        self.0 as usize / SEATS
    }

    pub(crate) fn place(self) -> usize {
        self.0 as usize % SEATS
    }
}
