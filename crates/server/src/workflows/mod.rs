//! The state machines as data.

mod routes;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::list_workflows);
}
