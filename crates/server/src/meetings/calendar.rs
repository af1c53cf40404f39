//! Calendar entries (RFC 5545) of meetings: with letters, as a file, and in the feed of a participant.

use domain::events::MeetingFact;

use crate::app::App;
use crate::db::Tx;
use crate::http::Answer;

/// What a letter about a meeting does with the entry in its reader's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Puts it there, or changes it (METHOD:REQUEST).
    Put,
    /// Takes it away (METHOD:CANCEL).
    TakeAway,
}

/// The entry for who is told; nothing where there is none (any more).
pub(crate) async fn entry(
    _tx: &mut Tx,
    _app: &App,
    _fact: &MeetingFact,
    _entry: Entry,
) -> Answer<Option<String>> {
    Ok(None)
}
