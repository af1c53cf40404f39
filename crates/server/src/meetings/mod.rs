//! Meetings: arranged between the two of a relationship, with agenda, notes, what was agreed, and the calendar.

pub(crate) mod calendar;
pub(crate) mod steps;
pub(crate) mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(_config: &mut ServiceConfig<'_>) {}
