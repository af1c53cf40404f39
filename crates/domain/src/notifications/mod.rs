//! Notifications: what is new for somebody, in the app, by letter, and live on open pages.

mod dto;

pub use dto::*;
