//! Relationships: what begins when a mentor accepts.

mod completion;
mod dashboard;
pub(crate) mod export;
mod journey;
mod list;
pub(crate) mod party;
mod plan;
mod routes;
mod sharing;
pub(crate) mod steps;
pub(crate) mod store;
mod view;
mod wishes;
mod withdrawals;
pub mod worker;
mod written;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list::routes::list_relationships)
        .service(routes::get_relationship)
        .service(sharing::routes::get_sharing)
        .service(sharing::routes::save_sharing)
        .service(plan::routes::get_plan)
        .service(plan::routes::save_plan)
        .service(withdrawals::routes::withdraw_relationship)
        .service(completion::routes::complete_relationship)
        .service(completion::routes::confirm_completion)
        .service(completion::routes::not_yet)
        .service(wishes::routes::stay_in_touch)
        .service(wishes::routes::new_journey)
        .service(wishes::routes::decline_wish)
        .service(wishes::routes::part_ways)
        .service(journey::routes::get_journey);
}
