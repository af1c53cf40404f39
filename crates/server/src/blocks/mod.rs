//! Blocks: who wants to have nothing to do with whom. Who is blocked is not told: it looks as if the other had left.

pub(crate) mod routes;
pub(crate) mod store;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::list_blocks).service(routes::block).service(routes::unblock);
}
