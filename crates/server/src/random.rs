//! The one place that asks for randomness.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// Random bytes of the operating system.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The system's generator fails only where none exists; a guessable secret would be worse than a stop.
    if getrandom::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    bytes
}

/// A secret of 256 bits that fits into a link: 43 characters.
pub fn secret() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes::<32>())
}
