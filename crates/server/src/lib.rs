//! The Cairn server. A request's way: `routes` → `<area>/routes.rs` → `<area>/store.rs` → `domain` → answer.

pub mod accounts;
pub mod app;
pub mod auth;
mod blocks;
pub mod bookmarks;
pub mod changes;
pub mod config;
pub mod contract;
mod conversations;
pub mod criteria;
pub mod db;
pub mod goals;
pub mod http;
mod idempotency;
pub mod live;
pub mod mail;
pub mod meetings;
pub mod mentors;
pub mod notifications;
pub mod observe;
mod office;
pub mod outbox;
mod page;
mod pairs;
mod people;
pub mod photos;
mod places;
pub mod profiles;
pub mod random;
pub mod relationships;
mod reports;
pub mod requests;
pub mod resources;
pub mod routes;
pub mod sample;
mod settings;
mod tools;
pub mod web_app;
pub mod worker;
mod workflows;

/// The list of mentors leaves a heap of many small blocks, in which glibc takes long to find room.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
