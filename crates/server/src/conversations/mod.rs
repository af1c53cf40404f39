//! Conversations: the one thread of two people.

pub(crate) mod routes;
pub(crate) mod store;
pub(crate) mod view;

use chrono::{DateTime, Datelike as _, Utc};
use domain::ids::ConversationId;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::ask_mentor)
        .service(routes::list_conversations)
        .service(routes::get_conversation)
        .service(routes::list_messages)
        .service(routes::write_message)
        .service(routes::edit_message)
        .service(routes::mark_read);
}

/// Where in a list, the latest first, something stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) at: DateTime<Utc>,
    pub(crate) id: Uuid,
}

impl Place {
    /// Before everything.
    pub(crate) fn start() -> Self {
        Self { at: DateTime::from_timestamp_nanos(i64::MAX), id: Uuid::max() }
    }

    /// As a cursor: the page after it follows.
    pub(crate) fn write(self) -> String {
        format!("{}.{}", self.at.timestamp_micros(), self.id)
    }

    pub(crate) fn read(cursor: &str) -> Option<Self> {
        let (micros, id) = cursor.split_once('.')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        // Years that each engine can write down.
        let written = (1970..10_000).contains(&at.year());
        written.then_some(Self { at, id: id.parse().ok()? })
    }
}

/// Where a conversation is.
fn location(id: ConversationId) -> String {
    format!("/api/v1/conversations/{id}")
}
