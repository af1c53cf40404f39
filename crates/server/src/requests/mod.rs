//! Requests: a mentee asks a mentor for help; the mentor accepts or declines.

pub(crate) mod export;
pub(crate) mod history;
mod list;
mod routes;
pub(crate) mod steps;
pub(crate) mod store;
pub(crate) mod texts;
mod view;
pub mod worker;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::send_request)
        .service(list::routes::list_requests)
        .service(routes::get_request)
        .service(routes::edit_request)
        .service(routes::mark_request_seen)
        .service(routes::ask_for_more)
        .service(routes::accept_request)
        .service(routes::decline_request)
        .service(routes::withdraw_request);
}
