//! The ranked index of mentors: pure, in memory.
//!
//! [`Mentors`] holds who is in the list; [`Mentors::search`] gives one page of it, the closest first. The points come
//! from [`Scale`]: the criteria of a search that count, as the [`Catalogue`] knows them, on one day.
//!
//! # How it works
//!
//! **Bitmaps.** Each option has a bitmap with one bit for each mentor (`column`), in *tiles* of 8,192 seats (`tile`)
//! that stay in the cache while a search looks at them. Tiles are ordered by *tie class*, free places and then the day
//! of the last activity; within a tile mentors sit where there was room. Countries have bitmaps too; cities and words,
//! which are many, have compressed sets of mentors' numbers (`places`, `text`), turned into bits for one search.
//!
//! **A search** becomes a list of weighted inputs (`plan`): a score is the sum of the weights of a mentor's bits. `any`
//! and `at_least` are the OR of options; `near` is two halves, each an OR of countries or cities and of clocks. One way
//! through the tiles (`scan`) masks who may not be seen, ORs who has a point, ANDs the exact filters, and counts bits:
//! that is the total, and how many there would be without each filter.
//!
//! **The threshold.** Once a page is full, only those matter who come before its last mentor. "More points than that" is
//! a boolean function of the inputs, compiled into a small decision diagram (`threshold`) that is evaluated for 64
//! mentors a word; where an exact one would be large, a coarser one lets a few too many through. Those who pass are
//! looked at one by one. As tiles come in the order of tie classes, equal points matter only in the class of the last.
//!
//! **The daily shuffle** is no order of seats, so nothing has to be sorted at midnight. Where a mentor stands on the
//! day's circle is kept as twelve bitmaps (`turn`), which find those between the viewer's entry and the last of the page
//! where equals are many; the rest are compared exactly. These and the clocks' bitmaps are all that depends on the day.
//! [`Mentors::prepare`] makes them tile by tile ahead of time; a day that is not prepared is only slower.
//!
//! **Changes** patch bits in place. Another tie class moves a mentor to another tile; a full tile is halved word by word;
//! two tiles that are hardly filled grow together a few mentors at a time (`index`). A cursor holds the rank where a
//! page ended, not a seat, so moving mentors do not disturb it.
//!
//! The tests hold all this against the plain ranking, mentor by mentor (`tests/oracle`).

mod bits;
mod catalogue;
mod column;
mod cursor;
mod entry;
mod fit;
mod held;
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
mod sums;
mod text;
mod threshold;
mod tile;
mod top;
mod turn;
mod words;
mod work;

pub use catalogue::Catalogue;
pub use cursor::BadCursor;
pub use entry::MentorEntry;
pub use fit::{Because, Fit};
pub use mentors::{Hits, Listed, Mentors};
pub use place::Place;
pub use scale::Scale;
pub use search::{Found, Ranked, Search};
pub use words::{Words, folded_words};
