//! Reports: what participants tell the coordinators about a message or a person.

pub(crate) mod routes;
pub(crate) mod store;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::file_report);
}
