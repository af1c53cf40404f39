//! Resources: the library of guides and videos, open to everybody, and what each participant has marked in it.

mod film;
mod library;
pub(crate) mod routes;
pub mod search;
pub(crate) mod store;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::list_resources)
        .service(routes::suggest_resources)
        .service(routes::get_resource)
        .service(routes::bookmark_resource)
        .service(routes::forget_resource)
        .service(routes::mark_resource_read)
        .service(routes::mark_resource_unread)
        .service(routes::get_video)
        .service(routes::get_captions)
        .service(routes::get_poster);
}
