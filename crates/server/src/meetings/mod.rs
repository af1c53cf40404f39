//! Meetings: arranged between the two of a relationship, with agenda, notes, what was agreed, and the calendar.

pub(crate) mod calendar;
mod routes;
mod slots;
pub(crate) mod steps;
pub(crate) mod store;
pub(crate) mod view;
pub mod worker;

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
        .service(routes::add_point)
        .service(routes::remove_point)
        .service(routes::save_notes)
        .service(routes::save_private_notes)
        .service(routes::add_action_item)
        .service(routes::edit_action_item)
        .service(routes::remove_action_item);
    calendar::configure(config);
}
