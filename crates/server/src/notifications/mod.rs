//! Notifications: what is new for a participant, and which of it also comes by letter.

pub(crate) mod routes;
pub(crate) mod store;

use chrono::Duration;
use utoipa_actix_web::service_config::ServiceConfig;

/// For how long a notification stays.
pub(crate) const KEPT: Duration = Duration::days(180);

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::list_notifications)
        .service(routes::read_notifications)
        .service(routes::get_news)
        .service(routes::get_settings)
        .service(routes::save_settings)
        .service(routes::unsubscribe);
}
