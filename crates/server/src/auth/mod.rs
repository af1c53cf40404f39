//! Who calls: passwords, access tokens, sessions, and limits on guessing.

mod actor;
pub mod cookies;
mod ended;
mod keys;
mod limits;
mod passwords;
pub mod sessions;
pub mod store;

pub use actor::{Actor, ActorUntil, Anybody};
pub use ended::Ended;
pub use keys::{Key, Keys, SETTLED};
pub use limits::{Limits, Rate, Rates};
pub use passwords::{Passwords, require_strength, strength};

use sha2::{Digest as _, Sha256};

/// What the server keeps in memory to know its callers.
#[derive(Debug)]
pub struct Auth {
    /// Hashes and verifies.
    pub passwords: Passwords,
    /// Sign and read access tokens.
    pub keys: Keys,
    /// Sessions whose access tokens no longer count.
    pub ended: Ended,
    /// How often one may try.
    pub limits: Limits,
}

/// What is kept of a secret that somebody else holds: SHA-256 is enough, for the secret has 256 random bits.
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
