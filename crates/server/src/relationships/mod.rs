//! Relationships: what begins when a mentor accepts.

pub(crate) mod party;
mod routes;
pub(crate) mod steps;
pub(crate) mod store;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::list_relationships).service(routes::get_relationship);
}
