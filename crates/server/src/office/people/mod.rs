//! The participants: who they are to the office, who is suspended, who is a coordinator.

pub(super) mod routes;
mod store;

use chrono::{Datelike as _, NaiveDate};
use sqlx::FromRow;
use uuid::Uuid;

use super::far;

/// What a participant is to the office.
#[derive(Clone, Copy, Debug)]
struct Standing {
    coordinator: bool,
    suspended: bool,
}

/// Somebody's place in the list: it goes down.
#[derive(Clone, Copy, Debug, FromRow)]
struct LastHere {
    #[sqlx(rename = "last_active_on")]
    day: NaiveDate,
    id: Uuid,
}

impl LastHere {
    /// Before everybody.
    fn first() -> Self {
        Self { day: far().date_naive(), id: Uuid::max() }
    }

    fn write(&self) -> String {
        format!("{}.{}", self.day, self.id)
    }

    fn read(cursor: &str) -> Option<Self> {
        let (day, id) = cursor.split_once('.')?;
        let day: NaiveDate = day.parse().ok()?;
        (0..=far().year()).contains(&day.year()).then_some(())?;
        Some(Self { day, id: id.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_as_they_were_written_and_nothing_else_is() {
        let somebody = LastHere::first();
        assert_eq!(
            LastHere::read(&somebody.write()).map(|read| (read.day, read.id)),
            Some((somebody.day, somebody.id))
        );
        for cursor in ["", "open", "open.", "1.2", "-9000000000000000000.", "2026-12-01.7"] {
            assert!(LastHere::read(cursor).is_none(), "{cursor}");
        }
        // A day that PostgreSQL cannot hold.
        assert!(LastHere::read(&format!("-20000-01-01.{}", Uuid::max())).is_none());
    }
}
