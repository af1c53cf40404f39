//! Relationships: what begins when a mentor accepts.

pub(crate) mod party;
mod routes;
pub(crate) mod steps;
pub(crate) mod store;
pub(crate) mod view;
pub mod worker;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::list_relationships)
        .service(routes::get_relationship)
        .service(routes::get_sharing)
        .service(routes::save_sharing)
        .service(routes::get_plan)
        .service(routes::save_plan)
        .service(routes::withdraw_relationship)
        .service(routes::complete_relationship)
        .service(routes::confirm_completion)
        .service(routes::not_yet)
        .service(routes::stay_in_touch)
        .service(routes::new_journey)
        .service(routes::decline_wish)
        .service(routes::part_ways)
        .service(routes::get_journey);
}
