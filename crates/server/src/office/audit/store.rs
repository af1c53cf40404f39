//! The SQL of the audit trail.

use chrono::{DateTime, Utc};
use domain::ids::{AuditEntryId, ParticipantId};
use sqlx::FromRow;
use uuid::Uuid;

use super::Deed;
use crate::db::Tx;
use crate::{execute, fetch_all, random};

/// Notes what a coordinator has done, in the transaction that does it.
pub(crate) async fn note(tx: &mut Tx, deed: &Deed<'_>, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO audit_entries (id, coordinator_id, action, subject_id, setting, before, after, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        AuditEntryId::new(at, &random::bytes()).0,
        deed.by.0,
        deed.action.as_str(),
        deed.subject.map(|subject| subject.0),
        deed.setting,
        deed.before,
        deed.after,
        at,
    )?;
    Ok(())
}

/// An entry of the audit trail.
#[derive(Debug, FromRow)]
pub(in crate::office) struct AuditRow {
    pub(super) id: Uuid,
    coordinator_id: Uuid,
    pub(super) action: String,
    subject_id: Option<Uuid>,
    pub(super) setting: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) at: DateTime<Utc>,
}

impl AuditRow {
    pub(super) fn coordinator(&self) -> ParticipantId {
        ParticipantId(self.coordinator_id)
    }

    pub(super) fn subject(&self) -> Option<ParticipantId> {
        self.subject_id.map(ParticipantId)
    }
}

/// What coordinators did, the latest first: what came before an entry.
pub(super) async fn audit(tx: &mut Tx, before: AuditEntryId, most: i64) -> sqlx::Result<Vec<AuditRow>> {
    fetch_all!(
        tx,
        AuditRow,
        "SELECT id, coordinator_id, action, subject_id, setting, before, after, at FROM audit_entries
         WHERE id < $1 ORDER BY id DESC LIMIT $2",
        before.0,
        most,
    )
}

/// What coordinators did to somebody, the latest first.
pub(in crate::office) async fn audit_about(
    tx: &mut Tx,
    id: ParticipantId,
    most: i64,
) -> sqlx::Result<Vec<AuditRow>> {
    fetch_all!(
        tx,
        AuditRow,
        "SELECT id, coordinator_id, action, subject_id, setting, before, after, at FROM audit_entries
         WHERE subject_id = $1 ORDER BY id DESC LIMIT $2",
        id.0,
        most,
    )
}
