//! The ranked index of mentors: pure, in memory.
//!
//! [`Mentors`] holds who is in the list; [`Mentors::search`] gives one page of it, the closest first. The points come
//! from [`Scale`]: the criteria of a search that count, as the [`Catalogue`] knows them, on one day.

mod catalogue;
mod cursor;
mod mentors;
mod place;
mod scale;
mod turn;
mod words;

pub use catalogue::Catalogue;
pub use cursor::BadCursor;
pub use mentors::{Found, MentorEntry, Mentors, Search};
pub use place::Place;
pub use scale::Scale;
pub use words::Words;
