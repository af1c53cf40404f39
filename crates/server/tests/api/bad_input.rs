//! Whatever is sent, the answer is a problem that says what is wrong: never a 500, and nothing is saved.

use domain::accounts::Role;
use domain::problem::{Code, Problem};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{PASSWORD, Person, TestApp};

struct Raw<'a> {
    app: &'a TestApp,
    token: Option<String>,
}

impl Raw<'_> {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = reqwest::Client::new().request(method, format!("{}/api/v1/{path}", self.app.origin));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    async fn problem(&self, request: RequestBuilder) -> Problem {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let status = answer.status().as_u16();
        let problem: Problem = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        assert_eq!(problem.status, status);
        assert!(problem.request_id.is_some());
        problem
    }

    async fn json(&self, method: Method, path: &str, body: String) -> Problem {
        let request = self.request(method, path).header("content-type", "application/json");
        self.problem(request.body(body)).await
    }
}

/// Pointer and code of each error.
fn errors(problem: &Problem) -> Vec<(&str, &str)> {
    assert_eq!(problem.code, Code::InvalidFields);
    problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect()
}

fn noor() -> Value {
    json!({
        "email": "noor@leeds.example", "display_name": "Noor Haddad", "password": PASSWORD,
        "roles": ["mentee"], "time_zone": "Europe/London", "accept_terms": true
    })
}

async fn people(app: &TestApp) -> (i64, i64) {
    app.in_database(async |tx| {
        cairn::fetch_one!(
            tx,
            (i64, i64),
            "SELECT (SELECT COUNT(*) FROM registrations), (SELECT COUNT(*) FROM participants)"
        )
        .unwrap()
    })
    .await
}

#[tokio::test]
async fn every_field_of_a_registration_says_what_is_wrong() {
    let app = TestApp::new().await;
    let raw = Raw { app: &app, token: None };
    let long = "word".repeat(2500);
    let cases = [
        ("email", json!("noor"), "email"),
        ("email", json!("noor@leeds.example\r\nBcc: all@evil.example"), "email"),
        ("email", json!("noor\u{0}@leeds.example"), "email"),
        ("email", json!(format!("{long}@leeds.example")), "email"),
        ("email", json!(7), "type"),
        ("email", json!(null), "type"),
        ("display_name", json!(""), "length"),
        ("display_name", json!("   "), "required"),
        ("display_name", json!(long), "length"),
        ("display_name", json!("No\u{0}or"), "forbidden_characters"),
        ("display_name", json!("Noor\nBcc: all@evil.example"), "forbidden_characters"),
        ("display_name", json!("Noor\u{202E}"), "forbidden_characters"),
        ("display_name", json!("\u{200B}Noor"), "forbidden_characters"),
        ("password", json!("short"), "length"),
        ("password", json!(long), "length"),
        ("roles", json!([]), "required"),
        ("roles", json!(["mentee", "mentee"]), "twice"),
        ("roles", json!(["coordinator"]), "not_by_oneself"),
        ("roles", json!("mentee"), "type"),
        ("time_zone", json!("Europe/Atlantis"), "time_zone"),
        ("time_zone", json!("../../etc/passwd"), "time_zone"),
        ("time_zone", json!(long), "time_zone"),
        ("accept_terms", json!(false), "required"),
        ("accept_terms", json!("yes"), "type"),
        ("surname", json!("Haddad"), "unknown_field"),
    ];
    for (field, value, expected) in cases {
        let mut body = noor();
        body[field] = value.clone();
        let problem = raw.json(Method::POST, "auth/register", body.to_string()).await;
        let found = errors(&problem);
        assert!(found.contains(&(&format!("/{field}"), expected)), "{field} = {value:.60}: {found:?}");
    }
    let mut body = noor();
    body["roles"] = json!(["mentee", "wizard"]);
    let problem = raw.json(Method::POST, "auth/register", body.to_string()).await;
    assert_eq!(errors(&problem), [("/roles/1", "unknown_value")]);
    for field in ["email", "display_name", "password", "roles", "time_zone", "accept_terms"] {
        let mut body = noor();
        body.as_object_mut().unwrap().remove(field);
        let problem = raw.json(Method::POST, "auth/register", body.to_string()).await;
        assert_eq!(errors(&problem), [(format!("/{field}").as_str(), "required")]);
    }
    assert_eq!(people(&app).await, (0, 0));
}

#[tokio::test]
async fn names_of_the_whole_world_are_welcome() {
    let app = TestApp::new().await;
    for (n, name) in
        ["محمد الأمين", "👩‍🚀 Ana", "Nguyễn Thị Minh Khai", "O'Brien-Łukasz"].into_iter().enumerate()
    {
        let body = domain::accounts::Register {
            email: format!("person{n}@world.example"),
            ..crate::support::registration(name)
        };
        let client = app.client();
        client.register(&body).await.unwrap();
        let token = app.token_to(&body.email).await;
        let me =
            client.verify_email(&domain::accounts::VerifyEmail { token, password: None }).await.unwrap().me;
        assert_eq!(me.display_name, name);
    }
}

const POSTS: [&str; 8] = [
    "auth/register",
    "auth/verify-email",
    "auth/login",
    "auth/password/forgot",
    "auth/password/reset",
    "auth/password/strength",
    "auth/confirm-email",
    "auth/login?x=1",
];

#[tokio::test]
async fn bodies_that_are_no_such_json_are_refused() {
    let app = TestApp::new().await;
    let person = app.noor().await;
    let raw = Raw { app: &app, token: Some(token(&person).await) };
    let own = [("PUT", "me/password"), ("PUT", "me/email"), ("PUT", "me/roles"), ("DELETE", "me")];
    let all = POSTS.iter().map(|path| (Method::POST, *path));
    let own = own.iter().map(|(method, path)| (method.parse().unwrap(), *path));
    let deep = "[".repeat(100_000);
    for (method, path) in all.chain(own) {
        for body in ["", "{", "nonsense", "\u{0}", "{\"email\": \"a\" \"b\"}", deep.as_str(), "{} {}"] {
            let problem = raw.json(method.clone(), path, body.to_owned()).await;
            let wanted = matches!(problem.code, Code::MalformedJson | Code::InvalidFields);
            assert!(wanted, "{method} {path} {body:.30}: {:?}", problem.code);
        }
        for body in ["[]", "null", "7", "\"text\"", "{}", "{\"unknown\": 1}"] {
            let problem = raw.json(method.clone(), path, body.to_owned()).await;
            assert_eq!(problem.code, Code::InvalidFields, "{method} {path} {body}");
        }
        let large = format!("{{\"email\": \"{}\"}}", "x".repeat(200_000));
        assert_eq!(raw.json(method.clone(), path, large).await.code, Code::BodyTooLarge);
        let form =
            raw.request(method.clone(), path).header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(raw.problem(form.body("email=a")).await.code, Code::UnsupportedMediaType);
        let bare = raw.request(method.clone(), path).body("{}");
        assert_eq!(raw.problem(bare).await.code, Code::UnsupportedMediaType);
    }
}

#[tokio::test]
async fn an_array_is_no_object_whatever_it_holds() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let raw = Raw { app: &app, token: Some(token(&noor).await) };
    for (path, body) in
        [("auth/login", json!([noor.email, PASSWORD])), ("notifications/read", json!([null, null]))]
    {
        let problem = raw.json(Method::POST, path, format!(" {body}")).await;
        assert_eq!(errors(&problem), [("", "type")], "{path}");
    }
}

#[tokio::test]
async fn odd_texts_open_nothing() {
    let app = TestApp::new().await;
    let raw = Raw { app: &app, token: None };
    for odd in ["\u{0}", "' OR 1=1 --", "🙂", "%00", "\u{202E}", "a@b"] {
        let body = json!({ "email": odd, "password": odd }).to_string();
        assert_eq!(raw.json(Method::POST, "auth/login", body).await.code, Code::InvalidCredentials, "{odd}");
        for path in ["auth/verify-email", "auth/confirm-email"] {
            let body = json!({ "token": odd }).to_string();
            assert_eq!(raw.json(Method::POST, path, body).await.code, Code::LinkExpired, "{odd}");
        }
        let body = json!({ "token": odd, "password": PASSWORD }).to_string();
        assert_eq!(
            raw.json(Method::POST, "auth/password/reset", body).await.code,
            Code::LinkExpired,
            "{odd}"
        );
    }
}

#[tokio::test]
async fn unknown_addresses_methods_ids_and_tokens() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let mut raw = Raw { app: &app, token: Some(token(&noor).await) };
    for (method, path, expected) in [
        ("GET", "nothing", Code::NotFound),
        ("GET", "auth/login", Code::MethodNotAllowed),
        ("POST", "me", Code::MethodNotAllowed),
        ("DELETE", "auth/register", Code::MethodNotAllowed),
        ("PATCH", "me/roles", Code::MethodNotAllowed),
        ("DELETE", "me/sessions/7", Code::NotFound),
        ("DELETE", "me/sessions/%00", Code::NotFound),
        ("DELETE", "me/sessions/00000000-0000-0000-0000-000000000000", Code::NotFound),
        ("DELETE", "me/sessions/'; DROP TABLE sessions --", Code::NotFound),
    ] {
        let problem = raw.problem(raw.request(method.parse().unwrap(), path)).await;
        assert_eq!(problem.code, expected, "{method} {path}");
    }
    for token in ["", "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."] {
        raw.token = Some(token.to_owned());
        assert_eq!(raw.problem(raw.request(Method::GET, "me")).await.code, Code::Unauthenticated, "{token}");
    }
    raw.token = None;
    for (method, path) in
        [("GET", "me"), ("GET", "me/sessions"), ("DELETE", "me/sessions"), ("GET", "me/export")]
    {
        let problem = raw.problem(raw.request(method.parse().unwrap(), path)).await;
        assert_eq!(problem.code, Code::Unauthenticated, "{method} {path}");
    }
    assert_eq!(noor.client.me().await.unwrap().roles, [Role::Mentee]);
}

async fn token(person: &Person) -> String {
    person.client.refresh().await.unwrap().access_token
}
