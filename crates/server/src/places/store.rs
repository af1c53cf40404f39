//! The SQL of places.

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use sqlx::FromRow;

use crate::db::Tx;
use crate::{execute, fetch_optional};

/// A mentor's places, and whether they are paused.
#[derive(Clone, Copy, Debug, FromRow)]
pub(crate) struct Places {
    #[sqlx(rename = "places")]
    offered: i64,
    taken: i64,
    paused: bool,
    paused_until: Option<NaiveDate>,
}

impl Places {
    /// How many mentees could begin now.
    pub(crate) fn free(&self) -> u8 {
        u8::try_from((self.offered - self.taken).max(0)).unwrap_or(u8::MAX)
    }

    /// The mentor takes no requests on this day.
    pub(crate) fn are_paused(&self, today: NaiveDate) -> bool {
        self.paused && self.paused_until.is_none_or(|end| end > today)
    }

    /// A place is free, and the mentor takes requests on this day.
    pub(crate) fn are_open(&self, today: NaiveDate) -> bool {
        self.free() > 0 && !self.are_paused(today)
    }
}

/// A mentor's places. They stay so until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, mentor: ParticipantId) -> sqlx::Result<Option<Places>> {
    fetch_optional!(
        tx,
        Places,
        {
            sqlite: "SELECT places, taken, paused, paused_until FROM offers WHERE participant_id = $1",
            postgres: "SELECT places, taken, paused, paused_until FROM offers WHERE participant_id = $1 FOR UPDATE"
        },
        mentor.0,
    )
}

/// Takes one of a mentor's places and gives what is left; nothing when none is free.
pub(crate) async fn take(tx: &mut Tx, mentor: ParticipantId) -> sqlx::Result<Option<Places>> {
    fetch_optional!(
        tx,
        Places,
        "UPDATE offers SET taken = taken + 1 WHERE participant_id = $1 AND taken < places
         RETURNING places, taken, paused, paused_until",
        mentor.0,
    )
}

/// Gives a mentor's place back.
pub(crate) async fn give_back(tx: &mut Tx, mentor: ParticipantId) -> sqlx::Result<()> {
    execute!(tx, "UPDATE offers SET taken = taken - 1 WHERE participant_id = $1 AND taken > 0", mentor.0)?;
    Ok(())
}
