//! The programme office: what coordinators see and do. Whatever they do is noted in an audit trail that nobody can change.

pub(crate) mod routes;
pub(crate) mod store;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use domain::ids::{ParticipantId, ReportId};
use domain::office::AuditAction;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(crate) use routes::Coordinator;

/// The addresses of this area.
pub(crate) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::get_office)
        .service(routes::list_people)
        .service(routes::get_person)
        .service(routes::suspend)
        .service(routes::reinstate)
        .service(routes::make_coordinator)
        .service(routes::list_office_relationships)
        .service(routes::list_reports)
        .service(routes::get_report)
        .service(routes::decide_report)
        .service(routes::list_letters)
        .service(routes::retry_letter)
        .service(routes::list_audit);
}

/// What a coordinator has done, for the audit trail: ids and codes only.
#[derive(Debug)]
pub(crate) struct Deed<'a> {
    pub(crate) by: ParticipantId,
    pub(crate) action: AuditAction,
    pub(crate) subject: Option<ParticipantId>,
    pub(crate) setting: Option<&'a str>,
    pub(crate) before: Option<&'a str>,
    pub(crate) after: Option<&'a str>,
}

impl Deed<'_> {
    /// Something done to somebody.
    fn to(by: ParticipantId, action: AuditAction, subject: Option<ParticipantId>) -> Self {
        Self { by, action, subject, setting: None, before: None, after: None }
    }
}

/// What a participant is to the office.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) coordinator: bool,
    pub(crate) suspended: bool,
}

/// Somebody's place in the list: it goes down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastHere {
    pub(crate) day: NaiveDate,
    pub(crate) id: Uuid,
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

/// A report's place in the list: those that nobody has decided about go up by age; after them the others go down by when
/// they were decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportPlace {
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

/// Later than anything that happens; both engines can hold it.
fn far() -> DateTime<Utc> {
    DateTime::from_timestamp(253_402_300_799, 0).unwrap_or_default()
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
        let somebody = LastHere::first();
        assert_eq!(
            LastHere::read(&somebody.write()).map(|read| (read.day, read.id)),
            Some((somebody.day, somebody.id))
        );
        for cursor in ["", "open", "open.", "1.2", "-9000000000000000000.", "2026-12-01.7"] {
            assert!(ReportPlace::read(cursor).is_none() && LastHere::read(cursor).is_none(), "{cursor}");
        }
        // A day and a moment that PostgreSQL cannot hold.
        assert!(LastHere::read(&format!("-20000-01-01.{id}")).is_none());
        assert!(ReportPlace::read(&format!("-400000000000000000.{id}")).is_none());
    }
}
