//! The SQL of plans.

use chrono::NaiveDate;
use domain::ids::RelationshipId;
use domain::relationships::Plan;
use sqlx::FromRow;

use crate::db::Tx;
use crate::{execute, fetch_one};

#[derive(FromRow)]
struct PlanRow {
    planned_until: Option<NaiveDate>,
    every_weeks: Option<i64>,
    asked_until: Option<NaiveDate>,
    asked_weeks: i64,
    version: i64,
}

/// How the two have planned it, and the version of the relationship.
pub(in crate::relationships) async fn plan(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<(Plan, i64)> {
    let row = fetch_one!(
        tx,
        PlanRow,
        "SELECT r.planned_until, r.every_weeks, t.until_on AS asked_until, t.every_weeks AS asked_weeks, r.version
         FROM relationships r JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number WHERE r.id = $1",
        id.0,
    )?;
    let planned = (row.planned_until, row.every_weeks);
    Ok((planned_or_asked(planned, (row.asked_until, row.asked_weeks)), row.version))
}

/// What was planned, or where nothing was, what was asked for.
pub(in crate::relationships) fn planned_or_asked(
    planned: (Option<NaiveDate>, Option<i64>),
    asked: (Option<NaiveDate>, i64),
) -> Plan {
    let (until, weeks) = planned.1.map_or(asked, |weeks| (planned.0, weeks));
    Plan { until, every_weeks: u8::try_from(weeks).unwrap_or(u8::MAX) }
}

/// Saves how the two have planned it over the version before; false when it has another one meanwhile.
pub(super) async fn save_plan(tx: &mut Tx, id: RelationshipId, plan: Plan, seen: i64) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE relationships SET planned_until = $3, every_weeks = $4, version = version + 1
         WHERE id = $1 AND version = $2",
        id.0,
        seen,
        plan.until,
        i64::from(plan.every_weeks),
    )?;
    Ok(saved > 0)
}
