//! What screens decide without a browser. Each area has the name it has on every other floor.

pub mod criteria;
pub mod home;
pub mod mentors;
pub mod office;
pub mod profiles;
