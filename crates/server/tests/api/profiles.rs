//! What participants say about themselves.

use chrono::{Duration, NaiveDate};
use domain::accounts::Role;
use domain::criteria::Importance;
use domain::problem::Code;
use domain::profiles::{ContactDetails, Markdown, Offer, Part, Preferences, Profile};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::profiles::{options, preference};
use crate::support::{TestApp, code};

fn profile() -> Profile {
    Profile {
        display_name: "نور حدّاد 👩🏽‍⚕️".to_owned(),
        headline: "Ward nurse who leads her first team".to_owned(),
        organisation: "St James's Hospital".to_owned(),
        country: "GB".to_owned(),
        city: "Leeds".to_owned(),
        time_zone: "Europe/London".to_owned(),
        languages: options(&["en", "ar"]),
        about: "I like **night shifts**.\n\nReally. 🌙".to_owned(),
    }
}

fn offer() -> Offer {
    let held = [
        ("skills".parse().unwrap(), options(&["leading-a-first-team", "giving-feedback"])),
        ("format".parse().unwrap(), options(&["video"])),
    ];
    Offer {
        options: held.into(),
        help: "First teams".to_owned(),
        experience: "Twelve years".to_owned(),
        places: 3,
        paused: true,
        paused_until: NaiveDate::from_ymd_opt(2026, 12, 24),
    }
}

fn preferences() -> Preferences {
    Preferences {
        criteria: vec![
            preference("skills", &["speaking-to-groups"], Importance::Essential),
            preference("place", &["me", "KE:Nairobi", "Africa/Nairobi"], Importance::Nice),
        ],
        hope: "To be calm".to_owned(),
    }
}

#[tokio::test]
async fn what_is_saved_comes_back() {
    let app = TestApp::new().await;
    let client = app.join("Noor Haddad", &[Role::Mentor, Role::Mentee]).await.client;

    let first = client.profile().await.unwrap();
    assert_eq!(
        (first.value.display_name.as_str(), first.value.time_zone.as_str()),
        ("Noor Haddad", "Europe/London")
    );
    let saved = client.save_profile(&profile(), &first.version).await.unwrap();
    assert_ne!(saved.version, first.version);
    assert_eq!(saved.value, profile());
    assert_eq!(client.profile().await.unwrap(), saved);

    let first = client.offer().await.unwrap();
    assert_eq!(first.value, Offer::default());
    let saved = client.save_offer(&offer(), &first.version).await.unwrap();
    assert_eq!(saved.value, offer());
    assert_eq!(client.offer().await.unwrap(), saved);
    assert_eq!(
        client.profile().await.unwrap().value.languages,
        profile().languages,
        "the offer leaves the languages"
    );

    let first = client.preferences().await.unwrap();
    assert_eq!(first.value, Preferences::default());
    let saved = client.save_preferences(&preferences(), &first.version).await.unwrap();
    assert_eq!(saved.value, preferences());
    assert_eq!(client.preferences().await.unwrap(), saved);

    let first = client.contact().await.unwrap();
    assert_eq!(first.value, ContactDetails::default());
    let contact = ContactDetails {
        phone: "+44 113 496 0000".to_owned(),
        links: vec!["https://noor.example/x?y=ü".to_owned()],
    };
    let saved = client.save_contact(&contact, &first.version).await.unwrap();
    assert_eq!(saved.value, contact);
    assert_eq!(client.contact().await.unwrap(), saved);

    let me = client.me().await.unwrap();
    assert_eq!(me.display_name, profile().display_name);
    assert!(me.completeness.parts.iter().all(|state| state.done), "{:?}", me.completeness);
    assert!(me.completeness.search_open && me.completeness.listed);
}

#[tokio::test]
async fn what_is_missing_is_said() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let missing = async || {
        let me = noor.client.me().await.unwrap();
        let parts = me.completeness.parts.into_iter().filter(|state| state.needed && !state.done);
        (parts.map(|state| state.part).collect::<Vec<_>>(), me.completeness.search_open)
    };
    assert_eq!(missing().await, (vec![Part::Place, Part::Preferences], false));
    noor.edit_profile(|mine| *mine = profile()).await;
    assert_eq!(missing().await, (vec![Part::Preferences], false));
    noor.edit_preferences(|mine| *mine = preferences()).await;
    assert_eq!(missing().await, (vec![], true));
}

#[tokio::test]
async fn two_tabs_do_not_overwrite_each_other() {
    let app = TestApp::new().await;
    let client = app.join("Noor Haddad", &[Role::Mentor, Role::Mentee]).await.client;

    let seen = client.profile().await.unwrap().version;
    let first = client.save_profile(&profile(), &seen).await.unwrap();
    let other = Profile { headline: "Other".to_owned(), languages: options(&["sw"]), ..profile() };
    assert_eq!(code(client.save_profile(&other, &seen).await), Code::StaleVersion);
    assert_eq!(client.profile().await.unwrap(), first);

    let seen = client.offer().await.unwrap().version;
    let first = client.save_offer(&offer(), &seen).await.unwrap();
    assert_eq!(code(client.save_offer(&Offer::default(), &seen).await), Code::StaleVersion);
    assert_eq!(client.offer().await.unwrap(), first);

    let seen = client.preferences().await.unwrap().version;
    let first = client.save_preferences(&preferences(), &seen).await.unwrap();
    assert_eq!(code(client.save_preferences(&Preferences::default(), &seen).await), Code::StaleVersion);
    assert_eq!(client.preferences().await.unwrap(), first);

    let seen = client.contact().await.unwrap().version;
    let first = client.save_contact(&ContactDetails::default(), &seen).await.unwrap();
    assert_eq!(code(client.save_contact(&ContactDetails::default(), &seen).await), Code::StaleVersion);
    assert_eq!(client.contact().await.unwrap(), first);
}

#[tokio::test]
async fn of_many_who_save_at_once_one_wins() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let seen = noor.client.profile().await.unwrap().version;
    let saves = (0..8).map(|number| {
        let (client, seen) = (noor.client.clone(), seen.clone());
        tokio::spawn(async move {
            let mine = Profile { headline: format!("Tab {number}"), ..profile() };
            client.save_profile(&mine, &seen).await
        })
    });
    let mut won = Vec::new();
    for save in saves.collect::<Vec<_>>() {
        match save.await.unwrap() {
            Ok(document) => won.push(document),
            Err(error) => assert_eq!(error.code(), Some(Code::StaleVersion)),
        }
    }
    assert_eq!(won.len(), 1);
    assert_eq!(noor.client.profile().await.unwrap(), won[0]);
}

#[tokio::test]
async fn a_version_must_be_named() {
    let app = TestApp::new().await;
    let raw = app.raw(&app.noor().await).await;
    let put = async |version: Option<&'static str>| {
        let body = serde_json::to_string(&profile()).unwrap();
        let answer = raw.send(Method::PUT, "/api/v1/me/profile", |request| {
            let request = request.header("content-type", "application/json").body(body);
            version.into_iter().fold(request, |request, version| request.header("if-match", version))
        });
        let answer = answer.await;
        (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(put(None).await, (428, "version_required".to_owned()));
    for version in ["7", "\"x\"", "*", "\"99\""] {
        assert_eq!(put(Some(version)).await, (412, "stale_version".to_owned()), "{version}");
    }
}

#[tokio::test]
async fn every_field_says_what_is_wrong() {
    let app = TestApp::new().await;
    let raw = app.raw(&app.join("Noor Haddad", &[Role::Mentor, Role::Mentee]).await).await;
    let long = "word".repeat(2500);
    let many = |count: usize| -> Vec<String> { (0..count).map(|number| format!("o{number}")).collect() };
    let of = |body: Value| (body, Vec::<(&str, Value, &str)>::new());
    let mut cases = vec![
        ("profile", of(serde_json::to_value(profile()).unwrap())),
        ("offer", of(serde_json::to_value(offer()).unwrap())),
        ("preferences", of(serde_json::to_value(preferences()).unwrap())),
        ("contact", of(json!({ "phone": "", "links": [] }))),
    ];
    cases[0].1.1 = vec![
        ("/display_name", json!(long), "/display_name length"),
        ("/display_name", json!(" "), "/display_name required"),
        ("/display_name", json!("No\u{0}or"), "/display_name forbidden_characters"),
        ("/display_name", json!("\u{200B}Noor"), "/display_name forbidden_characters"),
        ("/headline", json!(long), "/headline length"),
        ("/headline", json!("a\nb"), "/headline forbidden_characters"),
        ("/organisation", json!("x".repeat(121)), "/organisation length"),
        ("/country", json!("gb"), "/country country"),
        ("/country", json!("XX"), "/country country"),
        ("/city", json!("x".repeat(61)), "/city length"),
        ("/time_zone", json!("Europe/Atlantis"), "/time_zone time_zone"),
        ("/time_zone", json!(""), "/time_zone time_zone"),
        ("/languages", json!(many(21)), "/languages length"),
        ("/languages", json!(["en", "klingon"]), "/languages/1 unknown_option"),
        ("/languages", json!(["en", "en"]), "/languages/1 twice"),
        ("/languages", json!(["en", 7]), "/languages/1 type"),
        ("/about", json!("x".repeat(4001)), "/about length"),
        ("/about", json!("a\u{0}b"), "/about forbidden_characters"),
        ("/about", json!(null), "/about type"),
        ("/age", json!(7), "/age unknown_field"),
    ];
    cases[1].1.1 = vec![
        ("/options", json!({ "skills": ["leading-a-first-team", "x"] }), "/options/skills/1 unknown_option"),
        ("/options", json!({ "skills": many(41) }), "/options/skills length"),
        ("/options", json!({ "magic": ["x"] }), "/options/magic unknown_criterion"),
        ("/options", json!({ "languages": ["en"] }), "/options/languages unknown_criterion"),
        ("/help", json!("x".repeat(2001)), "/help length"),
        ("/experience", json!("\u{202E}x"), "/experience forbidden_characters"),
        ("/places", json!(0), "/places range"),
        ("/places", json!(21), "/places range"),
        ("/places", json!(-1), "/places type"),
        ("/paused", json!("yes"), "/paused type"),
        ("/paused_until", json!("2026-02-30"), "/paused_until type"),
    ];
    let wanted = |criterion: &str, options: &[&str], importance: &str| json!([{ "criterion": criterion, "options": options, "importance": importance }]);
    cases[2].1.1 = vec![
        ("/criteria", wanted("skills", &["x"], "nice"), "/criteria/0/options/0 unknown_option"),
        ("/criteria", wanted("magic", &["x"], "nice"), "/criteria/0/criterion unknown_criterion"),
        ("/criteria", wanted("place", &["XX:Nowhere"], "nice"), "/criteria/0/options/0 unknown_option"),
        ("/criteria", wanted("skills", &[], "nice"), "/criteria/0/options length"),
        ("/criteria", wanted("skills", &["giving-feedback"], "huge"), "/criteria/0/importance unknown_value"),
        ("/hope", json!("x".repeat(1001)), "/hope length"),
    ];
    cases[3].1.1 = vec![
        ("/phone", json!("call me"), "/phone phone"),
        ("/links", json!(["javascript:alert(1)"]), "/links link"),
        ("/links", json!(vec!["https://a.example"; 6]), "/links length"),
    ];
    for (document, (right, fields)) in cases {
        let address = format!("/api/v1/me/{document}");
        let before = raw.get(&address).await;
        for (field, value, error) in fields {
            let mut body = right.clone();
            body[&field[1..]] = value.clone();
            let answer = raw.put(&address, &body).await;
            let errors = answer.errors();
            assert!(errors.iter().any(|known| known == error), "{document}: {error} is not in {errors:?}");
        }
        let after = raw.get(&address).await;
        assert_eq!(after.body, before.body, "{document}: nothing is saved by half");
        assert_eq!(raw.put(&address, &right).await.status, 200, "{document} can be saved");
    }
}

#[tokio::test]
async fn a_body_that_is_no_document_is_refused() {
    let app = TestApp::new().await;
    let raw = app.raw(&app.noor().await).await;
    let put = async |kind: &'static str, body: Vec<u8>| {
        let answer = raw.send(Method::PUT, "/api/v1/me/contact", |request| {
            request.header("if-match", "\"1\"").header("content-type", kind).body(body)
        });
        let answer = answer.await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        answer.status
    };
    assert_eq!(put("application/json", b"{".to_vec()).await, 400);
    assert_eq!(put("application/json", vec![0xFF, 0xFE]).await, 400);
    assert_eq!(put("text/plain", b"{}".to_vec()).await, 415);
    assert_eq!(put("application/json", vec![b' '; 200_000]).await, 413);
}

#[tokio::test]
async fn what_is_not_ones_role_is_not_saved() {
    let app = TestApp::new().await;
    let mentee = app.noor().await.client;
    assert_eq!(code(mentee.save_offer(&offer(), "\"1\"").await), Code::RoleMissing);
    let mentor = app.join("Wanjiru Mwangi", &[Role::Mentor]).await.client;
    assert_eq!(code(mentor.save_preferences(&preferences(), "\"1\"").await), Code::RoleMissing);
}

#[tokio::test]
async fn texts_are_kept_tidy() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let saved = noor
        .edit_profile(|profile| {
            profile.headline = "  Nurse ".to_owned();
            profile.about = "One\r\n\r\ntwo\n".to_owned();
        })
        .await;
    assert_eq!((saved.value.headline.as_str(), saved.value.about.as_str()), ("Nurse", "One\n\ntwo"));
    assert_eq!(noor.client.profile().await.unwrap(), saved);
}

#[tokio::test]
async fn a_pause_ends_by_itself() {
    let app = TestApp::new().await;
    let mentor = app.join("Wanjiru Mwangi", &[Role::Mentor]).await.client;
    mentor.save_offer(&offer(), "\"1\"").await.unwrap();
    app.clock.advance(Duration::days(30));
    let mentor = app.signed_in("wanjiru.mwangi@leeds.example").await;
    let found = mentor.offer().await.unwrap().value;
    assert_eq!((found.paused, found.paused_until), (false, None));
}

#[tokio::test]
async fn markdown_is_rendered_safely() {
    let app = TestApp::new().await;
    let noor = app.noor().await.client;
    let text =
        "# Hi\n**there** <script>alert(1)</script> [x](javascript:alert(1)) ![p](https://e.example/p.png)";
    let html = noor.render_markdown(&Markdown { text: text.to_owned() }).await.unwrap().html;
    assert!(html.contains("<h3>Hi</h3>") && html.contains("<strong>there</strong>"), "{html}");
    assert!(!html.contains("<script") && !html.contains("javascript:") && !html.contains("<img"), "{html}");
    let nul = Markdown { text: "a\u{0}".to_owned() };
    assert_eq!(code(noor.render_markdown(&nul).await), Code::InvalidFields);
}

#[tokio::test]
async fn nobody_else_gets_in() {
    let app = TestApp::new().await;
    let nobody = app.nobody();
    for address in ["me/profile", "me/offer", "me/preferences", "me/contact", "me/bookmarks", "mentors"] {
        let answer = nobody.get(&format!("/api/v1/{address}")).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (401, "application/problem+json"),
            "{address}"
        );
    }
}
