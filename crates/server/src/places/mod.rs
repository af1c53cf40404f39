//! A mentor's places: for how many mentees there is room, and how many are taken. They are columns of the offer; requests
//! and relationships take them and give them back.

pub(crate) mod store;
