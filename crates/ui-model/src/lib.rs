//! What screens decide without a browser. Each area has the name it has on every other floor.

pub mod address;
pub mod conversations;
pub mod criteria;
pub mod days;
pub mod goals;
pub mod home;
pub mod meetings;
pub mod mentors;
pub mod notifications;
pub mod office;
pub mod pages;
pub mod profiles;
pub mod relationships;
pub mod requests;
pub mod resources;
pub mod tools;
pub mod written;
