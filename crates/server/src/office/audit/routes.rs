use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::ids::{AuditEntryId, ParticipantId};
use domain::office::{AuditEntry, erased};
use domain::page::Page;
use domain::people::Person;
use uuid::Uuid;

use super::store::{self, AuditRow};
use crate::app::App;
use crate::db::from_word;
use crate::http::{Answer, json};
use crate::office::routes::{Coordinator, read_id, read_page};
use crate::office::store as office;
use crate::page::cut_with;
use crate::problems;

problems!(ListProblems: NotFound, InvalidFields, BadCursor);

/// The audit trail
///
/// What coordinators did, the latest first. Nobody can change it. Of who was erased it holds the id only.
#[utoipa::path(
    operation_id = "list_audit",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many entries a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<AuditEntry>), ListProblems)
)]
#[get("/office/audit")]
pub(crate) async fn list_audit(
    app: web::Data<App>,
    _: Coordinator,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let (limit, before) = read_page(&request, read_id)?;
    let before = before.unwrap_or(AuditEntryId(Uuid::max()));
    let mut tx = app.db.read().await?;
    let rows = store::audit(&mut tx, before, i64::from(limit) + 1).await?;
    let (rows, next_cursor) = cut_with(rows, limit, |last| last.id.to_string());
    let people = office::people(&mut tx, rows.iter().flat_map(named_in)).await?;
    let items = rows.into_iter().map(|row| audit_entry(row, &people)).collect::<sqlx::Result<_>>()?;
    Ok(json(&Page { items, next_cursor }))
}

/// Who did it, and to whom.
pub(in crate::office) fn named_in(row: &AuditRow) -> impl Iterator<Item = ParticipantId> + use<> {
    std::iter::once(row.coordinator()).chain(row.subject())
}

pub(in crate::office) fn audit_entry(
    row: AuditRow,
    people: &HashMap<ParticipantId, Person>,
) -> sqlx::Result<AuditEntry> {
    let named = |id: ParticipantId| people.get(&id).cloned().unwrap_or_else(|| erased(id));
    Ok(AuditEntry {
        id: AuditEntryId(row.id),
        coordinator: named(row.coordinator()),
        action: from_word("audit_entries.action", &row.action)?,
        subject: row.subject().map(named),
        setting: row.setting,
        before: row.before,
        after: row.after,
        at: row.at,
    })
}
