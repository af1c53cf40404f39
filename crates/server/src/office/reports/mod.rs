//! The reports: what participants told about a message or a person, and what is decided about it.

pub(super) mod routes;
pub(super) mod store;

use chrono::{DateTime, Utc};
use domain::ids::ReportId;
use uuid::Uuid;

use super::far;

/// A report's place in the list: those that nobody has decided about go up by age; after them the others go down by when
/// they were decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReportPlace {
    Open(ReportId),
    Decided(DateTime<Utc>, ReportId),
}

impl ReportPlace {
    /// Before all.
    fn first() -> Self {
        Self::Open(ReportId(Uuid::nil()))
    }

    /// After all that are open.
    fn first_decided() -> (DateTime<Utc>, ReportId) {
        (far(), ReportId(Uuid::max()))
    }

    fn write(self) -> String {
        match self {
            Self::Open(id) => format!("open.{id}"),
            Self::Decided(at, id) => format!("{}.{id}", at.timestamp_micros()),
        }
    }

    fn read(cursor: &str) -> Option<Self> {
        let (at, id) = cursor.split_once('.')?;
        let id = id.parse().ok()?;
        if at == "open" {
            return Some(Self::Open(id));
        }
        let at = DateTime::from_timestamp_micros(at.parse().ok()?)?;
        (DateTime::UNIX_EPOCH..=far()).contains(&at).then_some(Self::Decided(at, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_as_they_were_written_and_nothing_else_is() {
        let id = ReportId(Uuid::max());
        for place in [ReportPlace::Open(id), ReportPlace::Decided(DateTime::UNIX_EPOCH, id)] {
            assert_eq!(ReportPlace::read(&place.write()), Some(place));
        }
        assert_eq!(far().to_rfc3339(), "9999-12-31T23:59:59+00:00");
        for cursor in ["", "open", "open.", "1.2", "-9000000000000000000.", "2026-12-01.7"] {
            assert!(ReportPlace::read(cursor).is_none(), "{cursor}");
        }
        // A moment that PostgreSQL cannot hold.
        assert!(ReportPlace::read(&format!("-400000000000000000.{id}")).is_none());
    }
}
