//! Conversations: the one thread of two people.

pub(crate) mod routes;
pub(crate) mod store;
pub(crate) mod view;

use domain::ids::ConversationId;
use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::ask_mentor)
        .service(routes::list_conversations)
        .service(routes::get_conversation)
        .service(routes::list_messages)
        .service(routes::write_message)
        .service(routes::edit_message)
        .service(routes::mark_read);
}

/// Where a conversation is.
fn location(id: ConversationId) -> String {
    format!("/api/v1/conversations/{id}")
}
