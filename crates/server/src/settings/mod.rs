//! How the programme is run: one row of numbers that coordinators set.

pub(crate) mod routes;
pub(crate) mod store;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::get_settings).service(routes::save_settings);
}
