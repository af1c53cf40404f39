//! Photos: taken in safely, kept in two sizes, and found only by who knows the address.

mod picture;
pub(crate) mod routes;
pub(crate) mod store;

use domain::profiles::PhotoUrls;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::routes::API;

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::set_photo).service(routes::remove_photo).service(routes::get_photo);
}

/// A photo as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Photo {
    pub(crate) content_type: &'static str,
    /// 192 pixels wide and high.
    pub(crate) small: Vec<u8>,
    /// 512 pixels wide and high.
    pub(crate) large: Vec<u8>,
}

/// Where the two sizes of a photo are.
pub(crate) fn urls(token: &str) -> PhotoUrls {
    PhotoUrls { small: format!("{API}/photos/{token}/small"), large: format!("{API}/photos/{token}/large") }
}
