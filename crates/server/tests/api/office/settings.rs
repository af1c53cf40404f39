//! The settings of the programme: they are changed one after another, noted, and keep to their limits.

use domain::office::AuditAction;
use domain::problem::Code;
use domain::settings::Settings;
use reqwest::Method;
use serde_json::json;

use crate::support::{TestApp, code};

#[tokio::test]
async fn settings_are_changed_one_after_another_and_noted() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let before = marit.client.settings().await.unwrap();
    assert_eq!(before.value, Settings::default());
    let changed = Settings { request_days: 21, reminder_days: vec![5, 10], ..Settings::default() };
    let after = marit.client.save_settings(&changed, &before.version).await.unwrap();
    assert_eq!(after.value, changed);
    assert_eq!(marit.client.settings().await.unwrap().value, changed);
    assert_eq!(code(marit.client.save_settings(&before.value, &before.version).await), Code::StaleVersion);
    marit.client.save_settings(&changed, &after.version).await.unwrap();

    let audit = marit.client.audit("").await.unwrap();
    let mut noted: Vec<_> = audit
        .items
        .iter()
        .map(|entry| {
            assert_eq!(
                (entry.action, entry.coordinator.id),
                (AuditAction::ChangedSetting, Some(marit.me.id))
            );
            let text = |value: &Option<String>| value.clone().unwrap();
            (text(&entry.setting), text(&entry.before), text(&entry.after))
        })
        .collect();
    noted.sort_unstable();
    let expected = [("reminder_days", "3, 7, 12", "5, 10"), ("request_days", "14", "21")];
    assert_eq!(noted, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}

#[tokio::test]
async fn settings_keep_to_their_limits() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let raw = app.raw(&marit).await;
    let with = |name: &str, value: serde_json::Value| {
        let mut settings = serde_json::to_value(Settings::default()).unwrap();
        settings[name] = value;
        settings
    };
    for (name, value, expected) in [
        ("request_days", json!(0), "/request_days range"),
        ("request_days", json!(61), "/request_days range"),
        ("reminder_days", json!([7, 3]), "/reminder_days rising_days"),
        ("reminder_days", json!([1, 2, 3, 4, 5, 6]), "/reminder_days length"),
        ("open_requests", json!(51), "/open_requests range"),
        ("conversations_a_day", json!(0), "/conversations_a_day range"),
        ("planned_months", json!("nine"), "/planned_months type"),
        ("colour", json!("red"), "/colour unknown_field"),
    ] {
        assert_eq!(raw.put("/api/v1/office/settings", &with(name, value)).await.errors(), [expected]);
    }
    let whole = json!(Settings::default()).to_string();
    let without = raw
        .send(Method::PUT, "/api/v1/office/settings", |request| {
            request.header("content-type", "application/json").body(whole)
        })
        .await;
    assert_eq!(without.status, 428);
    assert_eq!(marit.client.audit("").await.unwrap().items, []);
}
