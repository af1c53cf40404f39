//! Accounts: who registers, how they prove it, and what they may do with their account.

mod dto;
mod values;

pub use dto::*;
pub use values::*;

use chrono::Duration;

/// How long the link of a letter that confirms an address works.
pub const VERIFY_LINK: Duration = Duration::hours(48);
/// How long the link of a letter for a new password works.
pub const RESET_LINK: Duration = Duration::hours(2);
/// How long an access token works.
pub const ACCESS_TOKEN: Duration = Duration::minutes(10);
/// How long a session lasts without being used.
pub const IDLE_SESSION: Duration = Duration::days(30);
/// For how long a rotated refresh token is still taken, so that two tabs do not sign each other out.
pub const ROTATION_GRACE: Duration = Duration::seconds(30);
/// The least estimate of zxcvbn (0 to 4) that a password needs.
pub const LEAST_PASSWORD_SCORE: u8 = 3;
