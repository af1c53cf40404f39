use domain::settings::Settings;
use sqlx::FromRow;

use crate::db::{Tx, write_json};
use crate::{fetch_one, fetch_optional};

#[derive(FromRow)]
struct SettingsRow {
    request_days: i64,
    reminder_days: String,
    open_requests: i64,
    conversations_a_day: i64,
    planned_months: i64,
    idle_days: i64,
    due_days: i64,
    version: i64,
}

/// The settings and their version.
pub(crate) async fn load(tx: &mut Tx) -> sqlx::Result<(Settings, i64)> {
    let row = fetch_one!(
        tx,
        SettingsRow,
        "SELECT request_days, reminder_days, open_requests, conversations_a_day, planned_months, idle_days, due_days, version FROM settings"
    )?;
    let small = |number: i64| u8::try_from(number).unwrap_or(u8::MAX);
    let settings = Settings {
        request_days: small(row.request_days),
        reminder_days: serde_json::from_str(&row.reminder_days)
            .map_err(|error| sqlx::Error::Decode(error.into()))?,
        open_requests: small(row.open_requests),
        conversations_a_day: small(row.conversations_a_day),
        planned_months: small(row.planned_months),
        idle_days: small(row.idle_days),
        due_days: small(row.due_days),
    };
    Ok((settings, row.version))
}

/// Replaces the settings; the new version, or none if they are at another one.
pub(crate) async fn save(tx: &mut Tx, settings: &Settings, seen: i64) -> sqlx::Result<Option<i64>> {
    let days = write_json(&settings.reminder_days)?;
    let saved = fetch_optional!(
        tx,
        (i64,),
        "UPDATE settings SET request_days = $2, reminder_days = $3, open_requests = $4, conversations_a_day = $5,
         planned_months = $6, idle_days = $7, due_days = $8, version = version + 1 WHERE version = $1 RETURNING version",
        seen,
        i64::from(settings.request_days),
        days,
        i64::from(settings.open_requests),
        i64::from(settings.conversations_a_day),
        i64::from(settings.planned_months),
        i64::from(settings.idle_days),
        i64::from(settings.due_days),
    )?;
    Ok(saved.map(|(version,)| version))
}
