//! The API as its callers see it: a real server, its own database, the typed client.
//!
//! `CAIRN_TEST_DATABASE=postgres://…` runs all of it on PostgreSQL; otherwise each test has its SQLite file.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod accounts;
mod bad_input;
mod blocks;
mod bookmarks;
mod calendar;
mod commands;
mod contract;
mod conversations;
mod criteria;
mod dialects;
mod durability;
mod erasure;
mod examples;
mod goals;
mod guide;
mod journeys;
mod letters;
mod live;
mod load;
mod meetings;
mod mentors;
mod notifications;
mod office;
mod people;
mod photos;
mod profiles;
mod races;
mod relationships;
mod reports;
mod requests;
mod resources;
mod sample;
mod servers;
mod sessions;
mod strangers;
mod support;
mod tools;
