//! Where a page of a list begins that is ordered by moments, and where any page ends.

use chrono::{DateTime, NaiveDate, Utc};
use domain::problem::Code;
use uuid::Uuid;

use crate::http::Answer;

/// The last item of the page before: its moment, and its id where moments are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct After {
    pub(crate) at: DateTime<Utc>,
    pub(crate) id: Uuid,
}

impl After {
    /// Before everything, for lists that begin with the oldest.
    pub(crate) fn before_all() -> Self {
        Self { at: DateTime::UNIX_EPOCH, id: Uuid::nil() }
    }

    /// After everything, for lists that begin with the latest.
    pub(crate) fn after_all() -> Self {
        let last_day = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default();
        Self { at: last_day.and_time(chrono::NaiveTime::MIN).and_utc(), id: Uuid::max() }
    }

    /// Where a cursor says, or at the beginning.
    pub(crate) fn read(cursor: Option<&str>, beginning: Self) -> Answer<Self> {
        let Some(cursor) = cursor else { return Ok(beginning) };
        let read = || {
            let (micros, id) = cursor.split_once('.')?;
            let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
            (at < Self::after_all().at && at >= DateTime::UNIX_EPOCH)
                .then_some(Self { at, id: id.parse().ok()? })
        };
        Ok(read().ok_or(Code::BadCursor)?)
    }

    /// As a cursor: the page after it follows.
    pub(crate) fn write(self) -> String {
        format!("{}.{}", self.at.timestamp_micros(), self.id)
    }
}

/// The items of a page of at most `limit`, and where the next begins, from rows of which one more was asked for.
pub(crate) fn cut<T>(rows: Vec<T>, limit: u32, place: impl Fn(&T) -> After) -> (Vec<T>, Option<String>) {
    cut_with(rows, limit, |last| place(last).write())
}

/// The same for a list that is not ordered by moments: its cursors are its own.
pub(crate) fn cut_with<T>(
    mut rows: Vec<T>,
    limit: u32,
    cursor: impl FnOnce(&T) -> String,
) -> (Vec<T>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(cursor);
    (rows, next)
}
