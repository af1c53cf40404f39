//! Profiles: what participants say about themselves, offer and prefer, and how they can be reached.

pub(crate) mod markdown;
pub(crate) mod routes;
pub(crate) mod store;

pub use store::begin;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::get_profile)
        .service(routes::save_profile)
        .service(routes::get_offer)
        .service(routes::save_offer)
        .service(routes::get_preferences)
        .service(routes::save_preferences)
        .service(routes::get_contact)
        .service(routes::save_contact)
        .service(routes::render_markdown);
}
