//! The programme office: what coordinators see and do. Whatever they do is noted in an audit trail that nobody can change.

pub(crate) mod audit;
mod letters;
mod people;
mod relationships;
mod reports;
mod routes;
mod store;

use chrono::{DateTime, Utc};
use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use routes::Coordinator;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::get_office)
        .service(people::routes::list_people)
        .service(people::routes::get_person)
        .service(people::routes::suspend)
        .service(people::routes::reinstate)
        .service(people::routes::make_coordinator)
        .service(relationships::routes::list_office_relationships)
        .service(reports::routes::list_reports)
        .service(reports::routes::get_report)
        .service(reports::routes::decide_report)
        .service(letters::routes::list_letters)
        .service(letters::routes::retry_letter)
        .service(audit::routes::list_audit);
}

/// Later than anything that happens; both engines can hold it.
fn far() -> DateTime<Utc> {
    DateTime::from_timestamp(253_402_300_799, 0).unwrap_or_default()
}
