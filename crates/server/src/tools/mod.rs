//! Tools: worksheets that the two of a relationship fill in.

pub(crate) mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// The addresses of this area.
pub(crate) fn configure(_config: &mut ServiceConfig<'_>) {}
