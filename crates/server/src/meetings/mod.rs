//! Meetings: arranged between the two of a relationship, with agenda, notes, what was agreed, and the calendar.

pub(crate) mod action_items;
pub(crate) mod agenda;
pub(crate) mod calendar;
pub(crate) mod notes;
mod routes;
mod slots;
pub(crate) mod steps;
pub(crate) mod store;
pub(crate) mod view;
pub mod worker;
mod written;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::list_meetings)
        .service(routes::propose_meeting)
        .service(routes::record_meeting)
        .service(routes::get_meeting)
        .service(routes::confirm_meeting)
        .service(routes::propose_others)
        .service(routes::cancel_meeting)
        .service(routes::meeting_held)
        .service(routes::meeting_missed)
        .service(routes::edit_meeting)
        .service(agenda::routes::add_point)
        .service(agenda::routes::remove_point)
        .service(notes::routes::save_notes)
        .service(notes::routes::save_private_notes)
        .service(action_items::routes::add_action_item)
        .service(action_items::routes::edit_action_item)
        .service(action_items::routes::remove_action_item);
    calendar::configure(config);
}
