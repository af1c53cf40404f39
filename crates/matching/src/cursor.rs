use std::cmp::Reverse;
use std::error::Error;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, NaiveDate};
use domain::ids::ParticipantId;
use domain::problem::{Code, Problem};

use crate::rank::{Rank, TieClass};

/// The cursor is not one that this search gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCursor;

impl fmt::Display for BadCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Code::BadCursor.title())
    }
}

impl Error for BadCursor {}

impl From<BadCursor> for Problem {
    fn from(_: BadCursor) -> Self {
        Self::new(Code::BadCursor)
    }
}

/// Where a page ended. The next one begins after this rank, whoever has come or gone meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The day that the first page was ranked on.
    pub(crate) day: NaiveDate,
    /// Tells the search apart from others, see `Search::fingerprint`.
    pub(crate) search: u64,
    /// The last mentor of the page.
    pub(crate) last: Rank,
}

impl Cursor {
    pub(crate) fn write(&self) -> String {
        let Rank { score, class, turn, id } = self.last;
        let parts: [&[u8]; 7] = [
            &self.day.num_days_from_ce().to_be_bytes(),
            &self.search.to_be_bytes(),
            &score.0.to_be_bytes(),
            &class.free_places().to_be_bytes(),
            &class.last_active().num_days_from_ce().to_be_bytes(),
            &turn.to_be_bytes(),
            id.0.as_bytes(),
        ];
        URL_SAFE_NO_PAD.encode(parts.concat())
    }

    /// Reads a cursor of this search.
    pub(crate) fn read(text: &str, search: u64) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        Self::from_bytes(&bytes).filter(|cursor| cursor.search == search).ok_or(BadCursor)
    }

    fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let cursor = Self {
            day: day(i32::from_be_bytes(take(bytes)?))?,
            search: u64::from_be_bytes(take(bytes)?),
            last: Rank {
                score: Reverse(u32::from_be_bytes(take(bytes)?)),
                class: TieClass::new(u8::from_be_bytes(take(bytes)?), day(i32::from_be_bytes(take(bytes)?))?),
                turn: u64::from_be_bytes(take(bytes)?),
                id: ParticipantId(uuid::Uuid::from_bytes(take(bytes)?)),
            },
        };
        bytes.is_empty().then_some(cursor)
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}

fn day(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

    fn cursor() -> Cursor {
        let last = Rank {
            score: Reverse(5333),
            class: TieClass::new(2, TODAY),
            turn: 7,
            id: ParticipantId(uuid::Uuid::from_u128(42)),
        };
        Cursor { day: TODAY, search: 99, last }
    }

    #[test]
    fn a_cursor_survives_an_address() {
        let text = cursor().write();
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{text}");
        assert_eq!(Cursor::read(&text, 99), Ok(cursor()));
    }

    #[test]
    fn a_cursor_of_another_search_is_refused() {
        assert_eq!(Cursor::read(&cursor().write(), 98), Err(BadCursor));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let text = cursor().write();
        for bad in ["", "x", "…", "AAAA", &text[1..], &text[..text.len() - 4], &format!("{text}AAAA")] {
            assert_eq!(Cursor::read(bad, 99), Err(BadCursor), "{bad}");
        }
        let mut bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        bytes[..4].copy_from_slice(&i32::MAX.to_be_bytes());
        assert_eq!(
            Cursor::read(&URL_SAFE_NO_PAD.encode(&bytes), 99),
            Err(BadCursor),
            "a day that does not exist"
        );
    }
}
