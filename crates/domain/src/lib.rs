//! The rules of the mentoring programme: what a value, a state and a body may be.
//! No I/O, no async, no SQL; builds for WASM. Each area has the name it has on every other floor.

pub mod accounts;
pub mod bookmarks;
pub mod clock;
pub mod conversations;
pub mod criteria;
pub mod events;
pub mod goals;
pub mod ids;
pub mod masking;
pub mod meetings;
pub mod mentors;
pub mod notifications;
pub mod office;
pub mod order;
pub mod page;
pub mod people;
pub mod problem;
pub mod profiles;
pub mod relationships;
pub mod requests;
pub mod resources;
pub mod settings;
pub mod text;
pub mod times;
pub mod tools;
mod travels;
pub mod workflows;
