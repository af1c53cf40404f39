//! People as others see them who have something to do with them.

pub(crate) mod routes;
pub(crate) mod store;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::get_person);
}
