//! Tools: worksheets that the two of a relationship fill in.

mod routes;
pub(crate) mod steps;
pub(crate) mod store;
pub(crate) mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::list_tools)
        .service(routes::get_worksheet)
        .service(routes::get_worksheet_markdown)
        .service(routes::write_answer)
        .service(routes::confirm_worksheet);
}
