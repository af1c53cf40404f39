//! The ranked index of mentors: pure, in memory.
//!
//! [`Mentors`] holds who is in the list; [`Mentors::search`] gives one page of it, the closest first. The points come
//! from [`Scale`]: the criteria of a search that count, as the [`Catalogue`] knows them, on one day.

mod bits;
mod catalogue;
mod column;
mod cursor;
mod entry;
mod index;
mod members;
mod mentors;
mod options;
mod place;
mod places;
mod plan;
mod rank;
mod scale;
mod scan;
mod search;
mod seat;
mod text;
mod threshold;
mod tile;
mod top;
mod turn;
mod words;

pub use catalogue::Catalogue;
pub use cursor::BadCursor;
pub use entry::MentorEntry;
pub use mentors::{Listed, Mentors};
pub use place::Place;
pub use scale::Scale;
pub use search::{Found, Ranked, Search};
pub use words::Words;
