//! What every route shares: problems as answers, bodies that are valid, versions, security headers, limits on load.

mod body;
mod connection;
mod failure;
mod headers;
mod load;
mod middleware;

pub use body::{JSON_LIMIT, Valid, bytes_up_to, content_type};
pub use connection::{attend, watch_connection};
pub use failure::{Answer, Failure};
pub use headers::{
    Id, IdempotencyKey, IfMatch, OwnOrigin, accepted, client_address, etag, json, no_content, not_modified,
    ready_json, with_etag,
};
pub use load::{Patience, Places, Turns, shed_load};
pub use middleware::{render_problems, security_headers, unknown_api_path};
