use actix_web::{HttpResponse, get, put, web};
use domain::office::AuditAction;
use domain::problem::Code;
use domain::settings::Settings;

use super::store;
use crate::app::App;
use crate::http::{Answer, IfMatch, Valid, with_etag};
use crate::office::Coordinator;
use crate::office::audit::{self, Deed};
use crate::outbox::{self, Tidings};
use crate::problems;

problems!(Strangers: NotFound);

/// The settings of the programme
///
/// For coordinators; for everybody else they are not there.
#[utoipa::path(
    operation_id = "get_settings",
    tag = "office",
    security(("access_token" = [])),
    responses(
        (status = 200, description = "The settings", body = Settings,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        Strangers,
    )
)]
#[get("/office/settings")]
pub(crate) async fn get_settings(app: web::Data<App>, _: Coordinator) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let (settings, version) = store::load(&mut tx).await?;
    Ok(with_etag(version, &settings))
}

/// Save the settings of the programme
///
/// For coordinators. Replaces them if they are still at the version in `If-Match`. Each number that changes is noted in the
/// audit trail.
#[utoipa::path(
    operation_id = "save_settings",
    tag = "office",
    security(("access_token" = [])),
    params(("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\"")),
    request_body = Settings,
    responses(
        (status = 200, description = "The settings as they were kept", body = Settings,
            headers(("ETag" = String, description = "The new version"))),
        Strangers,
    )
)]
#[put("/office/settings")]
pub(crate) async fn save_settings(
    app: web::Data<App>,
    Coordinator { id: by, sent: (seen, body) }: Coordinator<(IfMatch, Valid<Settings>)>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let settings = body.0;
    let mut tx = app.db.write().await?;
    let (before, _) = store::load(&mut tx).await?;
    let version = store::save(&mut tx, &settings, seen.0).await?.ok_or(Code::StaleVersion)?;
    for ((setting, before), (_, after)) in numbers(&before).iter().zip(&numbers(&settings)) {
        if before != after {
            let deed = Deed {
                by,
                action: AuditAction::ChangedSetting,
                subject: None,
                setting: Some(setting),
                before: Some(before),
                after: Some(after),
            };
            audit::store::note(&mut tx, &deed, now).await?;
        }
    }
    outbox::commit(&app, tx, Tidings::default()).await?;
    Ok(with_etag(version, &settings))
}

/// Each setting with its value, as the audit trail says it.
fn numbers(settings: &Settings) -> [(&'static str, String); 7] {
    let days: Vec<String> = settings.reminder_days.iter().map(u8::to_string).collect();
    [
        ("request_days", settings.request_days.to_string()),
        ("reminder_days", days.join(", ")),
        ("open_requests", settings.open_requests.to_string()),
        ("conversations_a_day", settings.conversations_a_day.to_string()),
        ("planned_months", settings.planned_months.to_string()),
        ("idle_days", settings.idle_days.to_string()),
        ("due_days", settings.due_days.to_string()),
    ]
}
