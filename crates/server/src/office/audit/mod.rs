//! The audit trail: what coordinators did. Nobody can change it.

pub(super) mod routes;
pub(crate) mod store;

use domain::ids::ParticipantId;
use domain::office::AuditAction;

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
    pub(super) fn to(by: ParticipantId, action: AuditAction, subject: Option<ParticipantId>) -> Self {
        Self { by, action, subject, setting: None, before: None, after: None }
    }
}
