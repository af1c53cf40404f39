//! The limits that the OpenAPI document states are those that bodies are held to.
#![cfg(feature = "openapi")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use domain::accounts::{
    ChangeEmail, ChangePassword, ConfirmEmail, DeleteAccount, ForgottenPassword, JudgePassword, Register,
    ResetPassword, SignIn, VerifyEmail,
};
use domain::conversations::{MarkRead, NewReport, WriteMessage};
use domain::goals::{
    Excuse, Finding, GoalText, LetGo, NewGoal, NewGoalComment, SaveMilestones, WriteMilestone, WriteProgress,
};
use domain::profiles::{ContactDetails, Markdown, Offer, Preference, Preferences, Profile};
use domain::tools::{ConfirmWorksheet, WriteAnswer};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::PartialSchema;
use validator::Validate;

/// Takes a body that is right, puts each field at its stated limit and one beyond, and expects yes and no.
fn limits_hold<T: PartialSchema + Validate + Serialize + DeserializeOwned>(right: &Value) {
    let name = std::any::type_name::<T>();
    assert_eq!(taken::<T>(right), Ok(()), "{name}: the example");
    let schema = serde_json::to_value(T::schema()).unwrap();
    let fields = schema["properties"].as_object().unwrap();
    assert_eq!(schema["additionalProperties"], json!(false), "{name}: unknown fields are refused");
    for (field, schema) in fields {
        for (limit, beyond, at) in cases(schema) {
            let with = |value: Value| {
                let mut body = right.clone();
                body[field] = value;
                taken::<T>(&body)
            };
            assert!(with(beyond).is_err(), "{name}.{field}: beyond {limit}");
            if let Some(at) = at {
                assert_eq!(with(at), Ok(()), "{name}.{field}: at {limit}");
            }
        }
    }
}

fn taken<T: DeserializeOwned + Validate>(body: &Value) -> Result<(), String> {
    let body: T = serde_json::from_value(body.clone()).map_err(|error| error.to_string())?;
    body.validate().map_err(|error| error.to_string())
}

/// What each limit of a schema lets through at most, and what is one too much.
fn cases(schema: &Value) -> Vec<(&'static str, Value, Option<Value>)> {
    let number = |name: &str| schema[name].as_u64();
    let text = |n: u64| json!("x".repeat(usize::try_from(n).unwrap()));
    // Texts with a form of their own (an address, a country) have no example of every length.
    let free = number("maxLength").is_some_and(|n| n >= 60 && n != 254 && n != 64);
    let mut cases = Vec::new();
    if let Some(n) = number("maxLength") {
        cases.push(("maxLength", text(n + 1), free.then(|| text(n))));
    }
    if let Some(n) = number("minLength") {
        cases.push(("minLength", text(n - 1), None));
    }
    if let Some(n) = number("maximum") {
        cases.push(("maximum", json!(n + 1), Some(json!(n))));
    }
    if let Some(n) = number("minimum") {
        cases.push(("minimum", json!(n.cast_signed() - 1), Some(json!(n))));
    }
    if let Some(n) = number("maxItems") {
        let item = if schema["items"]["type"] == "string"
            || schema["items"]["$ref"] == "#/components/schemas/OptionKey"
        {
            json!("https://example.org")
        } else if schema["items"]["$ref"] == "#/components/schemas/WriteMilestone" {
            json!({ "title": "Give a talk", "weight": 1 })
        } else {
            json!({ "criterion": "skills", "options": ["rust"], "importance": "nice" })
        };
        let items = |n: u64| Value::Array(vec![item.clone(); usize::try_from(n).unwrap()]);
        let (beyond, at) = match schema["items"]["$ref"].as_str() {
            Some("#/components/schemas/Excuse") => (every_excuse(1), every_excuse(0)),
            _ => (items(n + 1), items(n)),
        };
        cases.push(("maxItems", beyond, Some(at)));
    }
    cases
}

/// An excuse for every point that can be open in a goal, and so many more.
fn every_excuse(more: usize) -> Value {
    let findings = Finding::ALL.iter().chain(Finding::ALL.iter().take(more));
    findings.map(|finding| json!({ "finding": finding, "words": "The rota decides." })).collect()
}

#[test]
fn stated_limits_are_the_limits() {
    let password = "lay one stone more";
    limits_hold::<Register>(&json!({
        "email": "noor@leeds.example", "display_name": "Noor", "password": password, "roles": ["mentee"],
        "time_zone": "Europe/London", "accept_terms": true,
    }));
    limits_hold::<VerifyEmail>(&json!({ "token": "t", "password": password }));
    limits_hold::<SignIn>(&json!({ "email": "noor@leeds.example", "password": password }));
    limits_hold::<ForgottenPassword>(&json!({ "email": "noor@leeds.example" }));
    limits_hold::<ResetPassword>(&json!({ "token": "t", "password": password }));
    limits_hold::<JudgePassword>(&json!({ "password": password, "about_me": [] }));
    limits_hold::<ChangePassword>(&json!({ "current_password": password, "new_password": password }));
    limits_hold::<ChangeEmail>(&json!({ "email": "noor@leeds.example", "password": password }));
    limits_hold::<ConfirmEmail>(&json!({ "token": "t" }));
    limits_hold::<DeleteAccount>(&json!({ "password": password }));
    limits_hold::<Profile>(&json!({
        "display_name": "Noor", "headline": "", "organisation": "", "country": "GB", "city": "Leeds",
        "time_zone": "Europe/London", "languages": ["en"], "about": "",
    }));
    limits_hold::<ContactDetails>(&json!({ "phone": "", "links": [] }));
    limits_hold::<Offer>(&json!({
        "options": { "skills": ["rust"] }, "help": "", "experience": "", "places": 1, "paused": false,
    }));
    limits_hold::<Preference>(&json!({ "criterion": "skills", "options": ["rust"], "importance": "nice" }));
    limits_hold::<Preferences>(&json!({ "criteria": [], "hope": "" }));
    limits_hold::<Markdown>(&json!({ "text": "" }));
    limits_hold::<WriteMessage>(&json!({ "body": "Is it you?" }));
    limits_hold::<MarkRead>(&json!({ "number": 1 }));
    limits_hold::<WriteAnswer>(&json!({ "value": "", "shared": false, "edition": 1 }));
    limits_hold::<ConfirmWorksheet>(&json!({ "version": 1 }));
    let text = json!({
        "title": "Speak to groups with ease", "specific": "", "kind": "number", "measure": "", "baseline": "3", "target": "8",
        "unit": "", "attainable": "", "relevant": "", "due_on": "2026-11-30", "excuses": [],
    });
    limits_hold::<GoalText>(&text);
    limits_hold::<Excuse>(&json!({ "finding": "no_date", "words": "The rota decides." }));
    limits_hold::<NewGoal>(&json!({ "text": text, "milestones": [] }));
    limits_hold::<WriteMilestone>(&json!({ "title": "Give a talk", "weight": 1 }));
    limits_hold::<SaveMilestones>(&json!({ "milestones": [] }));
    limits_hold::<LetGo>(&json!({ "words": "It is not mine any more." }));
    limits_hold::<WriteProgress>(&json!({ "note": "", "on": "2026-06-04" }));
    limits_hold::<NewGoalComment>(&json!({ "part": "attainable", "words": "Leave a week free." }));
    limits_hold::<NewReport>(&json!({ "words": "This made me uneasy." }));
}
