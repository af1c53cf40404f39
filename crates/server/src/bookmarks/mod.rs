//! Bookmarks: mentors whom a participant keeps in mind. They do not know.

pub(crate) mod routes;
pub(crate) mod store;

use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;
use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::list_bookmarks).service(routes::add_bookmark).service(routes::remove_bookmark);
}

/// A mentor whom somebody keeps in mind; the greatest is the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bookmark {
    pub(crate) at: DateTime<Utc>,
    pub(crate) mentor: ParticipantId,
}

impl Bookmark {
    /// As a cursor: the page after it follows.
    fn write(&self) -> String {
        format!("{}.{}", self.at.timestamp_micros(), self.mentor)
    }

    fn read(cursor: &str) -> Option<Self> {
        let (micros, mentor) = cursor.split_once('.')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        Some(Self { at, mentor: mentor.parse().ok()? })
    }
}
