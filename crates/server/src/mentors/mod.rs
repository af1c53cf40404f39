//! Mentors: the ranked list, kept in memory, and the page of one mentor.

mod card;
mod list;
mod readers;
mod record;
pub(crate) mod routes;
pub(crate) mod store;
pub mod worker;

pub(crate) use card::page;
pub use list::List;
pub(crate) use readers::Reader;
pub use readers::Readers;
pub(crate) use record::Record;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::find_mentors).service(routes::get_mentor).service(routes::similar_mentors);
}
