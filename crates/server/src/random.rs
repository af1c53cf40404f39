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

/// Random bytes for an id that comes after those of the same moment with a lower place, of which there are 4,096.
pub(crate) fn bytes_at(place: u16) -> [u8; 10] {
    let mut bytes: [u8; 10] = bytes();
    bytes[..2].copy_from_slice(&place.to_be_bytes());
    bytes
}

/// A secret of 256 bits that fits into a link: 43 characters.
pub fn secret() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes::<32>())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::ids::EventId;

    use super::*;

    #[test]
    fn ids_of_one_moment_keep_their_order() {
        let id = |place| EventId::new(DateTime::UNIX_EPOCH, &bytes_at(place));
        assert!((0..4096).map(id).is_sorted());
    }
}
