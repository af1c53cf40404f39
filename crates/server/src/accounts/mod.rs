//! Accounts: registering, signing in, and what participants do with their account.

mod export;
pub mod letters;
pub mod routes;
pub mod sign_in;
pub mod store;
mod view;
