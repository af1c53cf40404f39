//! Photos: taken in safely, kept in two sizes, and found only by who knows the address.

use domain::profiles::PhotoUrls;

use crate::routes::API;

/// Where the two sizes of a photo are.
pub(crate) fn urls(token: &str) -> PhotoUrls {
    PhotoUrls { small: format!("{API}/photos/{token}/small"), large: format!("{API}/photos/{token}/large") }
}
