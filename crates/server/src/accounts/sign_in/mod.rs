//! The way in: registering, signing in, going on, signing out, and forgotten passwords.

pub mod routes;
