//! Mentors whom a participant keeps in mind. They do not know.

/// The most mentors one participant can keep.
pub const MOST: usize = 500;
