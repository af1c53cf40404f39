//! The API as its callers see it: a real server, its own database, the typed client.
//!
//! `CAIRN_TEST_DATABASE=postgres://…` runs all of it on PostgreSQL; otherwise each test has its SQLite file.

mod accounts;
mod bad_input;
mod contract;
mod dialects;
mod durability;
mod erasure;
mod letters;
mod sessions;
mod support;
