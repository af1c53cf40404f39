//! Every operation works as the document's own examples say, in the sample programme.

use api_client::{Client, Versioned};
use cairn::accounts;
use domain::accounts::{ChangeEmail, ForgottenPassword, Role};
use domain::goals::{GoalPart, NewGoalComment};
use domain::ids::{GoalId, MeetingId};
use domain::meetings::{NewAgendaPoint, Notes};
use domain::office::LetterState;
use domain::tools::WriteAnswer;
use image::{ImageFormat, RgbImage};
use reqwest::{Method, Response, Url};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::contract::{document, operations};
use crate::support::goals::new_goal;
use crate::support::meetings::record;
use crate::support::{PASSWORD, Person, TestApp, Two, login, registration};

const PEOPLE: u32 = 200;

/// Whose call it is.
#[derive(Clone, Copy)]
enum Caller {
    /// The sample mentee.
    Noor,
    /// The sample mentor.
    Wanjiru,
    /// The sample participant who is both.
    Farid,
    /// Whoever runs the programme.
    Coordinator,
    /// Somebody who joined for this call alone: it ends sessions, or changes what others sign in with.
    Newcomer,
    /// The mentee of two who have something to do with each other; the path names what it is.
    Mentee,
    /// The mentor of such two.
    Mentor,
}
use Caller::{Coordinator, Farid, Mentee, Mentor, Newcomer, Noor, Wanjiru};

/// What no document can know. (The version for `If-Match` is none of these: it is always asked for.)
#[derive(Clone, Copy)]
enum Unknowable {
    /// The examples say everything.
    Nothing,
    /// The token in the letter that answers a registration.
    Registration,
    /// The token in the letter to a new address.
    NewAddress,
    /// The token in the letter for a new password.
    NewPassword,
    /// The refresh token of the caller's session.
    RefreshToken,
    /// The id of another session of the caller.
    OtherSession,
    /// Where the caller's photo is.
    PhotoToken,
    /// A file that is a picture.
    Picture,
    /// The token in a letter that may be switched off.
    Unsubscribe,
    /// Somebody who is suspended.
    Suspended,
    /// A report that nobody has decided about.
    Report,
    /// A letter that was refused.
    Refused,
    /// Something that two have written together.
    Written,
    /// A meeting that took place.
    Held,
    /// A meeting that did not take place.
    Missed,
    /// Something that the two want to talk about.
    Point,
    /// A meeting for which the caller has written down something.
    Noted,
    /// A goal that is a draft.
    Drafted,
    /// A goal that is reached.
    Reached,
    /// Something that the caller has said about a goal.
    Commented,
    /// The secret of a calendar address.
    CalendarSecret,
    /// A journey that the mentor has asked to complete.
    Asked,
    /// A journey that was completed; the mentor wishes to stay in touch.
    Wished,
    /// A journey that was completed, and the two stay in touch.
    InTouch,
}
use Unknowable::{
    Asked, CalendarSecret, Commented, Drafted, Held, InTouch, Missed, NewAddress, NewPassword, Noted,
    Nothing, OtherSession, PhotoToken, Picture, Point, Reached, RefreshToken, Refused, Registration, Report,
    Suspended, Unsubscribe, Wished, Written,
};

/// The operations that need more than their examples, or another caller than Noor (under `/office`, a coordinator).
const ENTRIES: [(&str, Caller, Unknowable); 95] = [
    ("accept_request", Mentor, Nothing),
    ("achieve_goal", Mentee, Nothing),
    ("activate_goal", Mentee, Drafted),
    ("add_action_item", Mentee, Nothing),
    ("add_point", Mentee, Nothing),
    ("agree_goal", Mentee, Nothing),
    ("ask_for_more", Mentor, Nothing),
    ("block", Newcomer, Nothing),
    ("cancel_meeting", Mentee, Nothing),
    ("change_email", Newcomer, Nothing),
    ("change_password", Newcomer, Nothing),
    ("change_roles", Farid, Nothing),
    ("comment_on_goal", Mentee, Nothing),
    ("complete_relationship", Mentee, Nothing),
    ("confirm_completion", Mentee, Asked),
    ("confirm_email", Newcomer, NewAddress),
    ("confirm_meeting", Mentor, Nothing),
    ("confirm_worksheet", Mentee, Written),
    ("correct_progress", Mentee, Nothing),
    ("decide_report", Coordinator, Report),
    ("decline_request", Mentor, Nothing),
    ("decline_wish", Mentee, Wished),
    ("delete_account", Newcomer, Nothing),
    ("discard_goal", Mentee, Drafted),
    ("draft_goal", Mentee, Nothing),
    ("edit_action_item", Mentee, Nothing),
    ("edit_goal", Mentee, Nothing),
    ("edit_meeting", Mentee, Nothing),
    ("edit_message", Mentee, Nothing),
    ("edit_request", Mentee, Nothing),
    ("end_session", Newcomer, OtherSession),
    ("export_goals", Mentee, Nothing),
    ("get_calendar", Noor, CalendarSecret),
    ("get_conversation", Mentee, Nothing),
    ("get_goal", Mentee, Nothing),
    ("get_goal_changes", Mentee, Nothing),
    ("get_goal_history", Mentee, Nothing),
    ("get_goal_starts", Mentee, Nothing),
    ("get_invitation", Mentee, Held),
    ("get_journey", Mentee, Nothing),
    ("get_meeting", Mentee, Nothing),
    ("get_office", Coordinator, Nothing),
    ("get_photo", Wanjiru, PhotoToken),
    ("get_plan", Mentee, Nothing),
    ("get_relationship", Mentee, Nothing),
    ("get_report", Coordinator, Report),
    ("get_request", Mentee, Nothing),
    ("get_sharing", Mentee, Nothing),
    ("get_timeline", Mentee, Nothing),
    ("get_worksheet", Mentee, Nothing),
    ("get_worksheet_markdown", Mentee, Nothing),
    ("lay_milestone", Mentee, Nothing),
    ("let_go_of_goal", Mentee, Nothing),
    ("list_goals", Mentee, Nothing),
    ("list_meetings", Mentee, Nothing),
    ("list_messages", Mentee, Nothing),
    ("list_progress", Mentee, Nothing),
    ("list_tools", Mentee, Nothing),
    ("mark_conversation_read", Mentee, Nothing),
    ("mark_request_seen", Mentor, Nothing),
    ("meeting_held", Mentee, Missed),
    ("meeting_missed", Mentee, Held),
    ("new_journey", Mentee, Wished),
    ("not_yet", Mentee, Asked),
    ("part_ways", Mentee, InTouch),
    ("propose_meeting", Mentee, Nothing),
    ("propose_others", Mentee, Nothing),
    ("record_meeting", Mentee, Nothing),
    ("record_progress", Mentee, Nothing),
    ("refresh", Newcomer, RefreshToken),
    ("reinstate", Coordinator, Suspended),
    ("remove_action_item", Mentee, Nothing),
    ("remove_goal_comment", Mentee, Commented),
    ("remove_point", Mentee, Point),
    ("remove_progress", Mentee, Nothing),
    ("reopen_goal", Mentee, Reached),
    ("reset_password", Newcomer, NewPassword),
    ("retry_letter", Coordinator, Refused),
    ("save_milestones", Mentee, Drafted),
    ("save_notes", Mentee, Nothing),
    ("save_offer", Wanjiru, Nothing),
    ("save_plan", Mentee, Nothing),
    ("save_private_notes", Mentee, Noted),
    ("save_sharing", Mentee, Nothing),
    ("set_photo", Noor, Picture),
    ("sign_out", Newcomer, RefreshToken),
    ("sign_out_everywhere", Newcomer, Nothing),
    ("stay_in_touch", Mentee, Wished),
    ("take_up_milestone", Mentee, Nothing),
    ("unsubscribe", Newcomer, Unsubscribe),
    ("verify_email", Noor, Registration),
    ("withdraw_relationship", Mentee, Nothing),
    ("withdraw_request", Mentee, Nothing),
    ("write_answer", Mentee, Nothing),
    ("write_message", Mentee, Nothing),
];

#[tokio::test]
async fn every_example_works() {
    let stage = Stage::set().await;
    let mut broken = Vec::new();
    for (method, path, operation) in operations(&stage.document) {
        if let Err(why) = stage.tries(&method, &path, &operation).await {
            broken.push(format!("{} ({method} {path}): {why}", id_of(&operation)));
        }
    }
    let advice = "mend the example where it is written, or add what no document can know to ENTRIES";
    assert!(broken.is_empty(), "{advice}:\n{}", broken.join("\n"));
}

#[test]
fn every_entry_is_of_an_operation() {
    let operations = operations(&document());
    let known: Vec<&str> = operations.iter().map(|(_, _, operation)| id_of(operation)).collect();
    let unknown: Vec<_> = ENTRIES.iter().map(|(id, ..)| id).filter(|id| !known.contains(id)).collect();
    assert!(unknown.is_empty(), "no operations: {unknown:?}");
}

/// A call, made of examples.
pub(crate) struct Call {
    method: Method,
    path: String,
    /// Place, name and value.
    parameters: Vec<(String, String, Value)>,
    /// Media type and content.
    body: Option<(String, Vec<u8>)>,
    signed_in: bool,
}

impl Call {
    /// The call as the document has it; what it lacks is an error.
    pub(crate) fn of(document: &Value, method: &str, path: &str, operation: &Value) -> Result<Self, String> {
        let mut parameters = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let [place, name] = ["in", "name"].map(|key| parameter[key].as_str().unwrap().to_owned());
            match example(document, parameter).or_else(|| example(document, &parameter["schema"])) {
                Some(value) => parameters.push((place, name, value)),
                None if parameter["required"] == true => return Err(format!("{name} has no example")),
                None => {}
            }
        }
        Ok(Self {
            method: method.parse().unwrap(),
            path: path.to_owned(),
            parameters,
            body: body(document, operation)?,
            signed_in: operation["security"].as_array().is_some_and(|schemes| !schemes.is_empty()),
        })
    }

    pub(crate) fn put(&mut self, place: &str, name: &str, value: &str) {
        self.parameters.retain(|(known, parameter, _)| (known.as_str(), parameter.as_str()) != (place, name));
        self.parameters.push((place.to_owned(), name.to_owned(), json!(value)));
    }

    fn put_in_body(&mut self, name: &str, value: &str) {
        let (_, content) = self.body.as_mut().unwrap();
        let mut body: Value = serde_json::from_slice(content).unwrap();
        body[name] = json!(value);
        *content = body.to_string().into_bytes();
    }

    /// Name and text of each parameter of this place; a list gives one for each item.
    fn placed(&self, wanted: &str) -> impl Iterator<Item = (&str, String)> {
        let placed = self.parameters.iter().filter(move |(place, ..)| place == wanted);
        placed.flat_map(|(_, name, value)| match value {
            Value::Array(items) => items.iter().map(|item| (name.as_str(), text(item))).collect(),
            one => vec![(name.as_str(), text(one))],
        })
    }

    /// A path with the examples in it.
    fn fill(&self, path: &str) -> String {
        let filled = self
            .placed("path")
            .fold(path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), &value));
        format!("/api/v1/{filled}")
    }

    /// Makes the call.
    pub(crate) async fn send(&self, app: &TestApp, access_token: &str) -> Response {
        let address = app.origin.clone() + &self.fill(&self.path);
        let address = Url::parse_with_params(&address, self.placed("query")).unwrap();
        let mut request = reqwest::Client::new().request(self.method.clone(), address);
        for (name, value) in self.placed("header") {
            request = request.header(name, value);
        }
        for (name, value) in self.placed("cookie") {
            request = request.header("cookie", format!("{name}={value}"));
        }
        if self.signed_in {
            request = request.bearer_auth(access_token);
        }
        if let Some((kind, content)) = &self.body {
            request = request.header("content-type", kind).body(content.clone());
        }
        request.send().await.unwrap()
    }
}

/// A browser that somebody is signed in with.
struct Session {
    access_token: String,
    refresh_token: String,
}

/// The sample programme, with a coordinator.
struct Stage {
    app: TestApp,
    document: Value,
    coordinator: String,
}

impl Stage {
    async fn set() -> Self {
        let mut app = TestApp::with(|config| config.sample_people = Some(PEOPLE)).await;
        app.letters_may_stay = true;
        let coordinator = app.join("Ilse Brandt", &[Role::Mentee]).await;
        let id = coordinator.me.id;
        app.in_database(async |tx| accounts::store::make_coordinator(tx, id).await.unwrap()).await;
        Self { app, document: document(), coordinator: coordinator.email }
    }

    /// Makes the call, and says why it was refused.
    async fn tries(&self, method: &str, path: &str, operation: &Value) -> Result<(), String> {
        let id = id_of(operation);
        let entry = ENTRIES.iter().find(|(known, ..)| *known == id);
        let anybody = if path.starts_with("office/") { Coordinator } else { Noor };
        let (caller, unknowable) = entry.map_or((anybody, Nothing), |(_, caller, what)| (*caller, *what));
        let mut call = Call::of(&self.document, method, path, operation)?;
        let email = match caller {
            Noor => "noor@sample.example".to_owned(),
            Wanjiru => "wanjiru@sample.example".to_owned(),
            Farid => "farid@sample.example".to_owned(),
            Coordinator => self.coordinator.clone(),
            Newcomer => self.newcomer(id).await.email,
            Mentee | Mentor => {
                let two = Two::meet(&self.app, id).await;
                call.put("path", "id", &two.named_in(path).await.unwrap());
                if matches!(caller, Mentee) { two.mentee.email } else { two.mentor.email }
            }
        };
        let session = self.sign_in(&email).await;
        self.complete(&mut call, unknowable, &email, &session).await;
        if call.placed("header").any(|(name, _)| name == "If-Match") {
            let version = self.version(&call, &session).await?;
            call.put("header", "If-Match", &version);
        }
        let answer = call.send(&self.app, &session.access_token).await;
        let status = answer.status();
        if status.is_success() { Ok(()) } else { Err(format!("{status}\n{}", answer.text().await.unwrap())) }
    }

    /// Puts in what no document can know; a letter that is needed is made to come.
    async fn complete(&self, call: &mut Call, unknowable: Unknowable, email: &str, session: &Session) {
        let client = self.app.client();
        client.set_token(Some(session.access_token.clone()));
        match unknowable {
            Nothing => {}
            Registration => {
                let attempt = registration("Somebody Who Asks");
                client.register(&attempt).await.unwrap();
                call.put_in_body("token", &self.app.token_to(&attempt.email).await);
            }
            NewAddress => {
                let new = "somebody.who.moved@leeds.example".to_owned();
                let change = ChangeEmail { email: new.clone(), password: PASSWORD.to_owned() };
                client.change_email(&change).await.unwrap();
                call.put_in_body("token", &self.app.token_to(&new).await);
            }
            NewPassword => {
                client.forgotten_password(&ForgottenPassword { email: email.to_owned() }).await.unwrap();
                call.put_in_body("token", &self.app.token_to(email).await);
            }
            RefreshToken => call.put("cookie", "refresh", &session.refresh_token),
            OtherSession => {
                let sessions = client.sessions().await.unwrap().items;
                let other = sessions.iter().find(|session| !session.current).unwrap();
                call.put("path", "id", &other.id.to_string());
            }
            PhotoToken => {
                let photo = client.me().await.unwrap().photo.unwrap();
                call.put("path", "token", photo.small.rsplit('/').nth(1).unwrap());
            }
            Picture => call.body = Some(("image/png".to_owned(), picture())),
            Unsubscribe => call.put("query", "token", &self.unsubscribe_token(&client).await),
            Suspended => {
                let somebody = self.newcomer("this suspension").await;
                self.app.set_suspended(&somebody, true).await;
                call.put("path", "id", &somebody.me.id.to_string());
            }
            Report => {
                let two = Two::meet(&self.app, call.method.as_str()).await;
                let report = self.app.report(&two.mentee, &two.mentor, Some(two.message), "Rude").await;
                call.put("path", "id", &report.to_string());
            }
            Written => {
                let id = call.placed("path").find(|(name, _)| *name == "id").unwrap().1.parse().unwrap();
                let answer = WriteAnswer { value: "Speaking up.".to_owned(), shared: true, edition: 1 };
                client.write_answer(id, "mentoring-agreement", "purpose", "\"0\"", &answer).await.unwrap();
            }
            Held | Missed => {
                let proposed = client.meeting(meeting(call)).await.unwrap().value.meeting;
                let relationship = proposed.relationship;
                let held = record("2026-11-20T18:30");
                let held = client.record_meeting(relationship, "held", &held).await.unwrap().id;
                if matches!(unknowable, Missed) {
                    client.meeting_missed(held).await.unwrap();
                }
                call.put("path", "id", &held.to_string());
            }
            Point => {
                let words = NewAgendaPoint { words: "The talk".to_owned() };
                let point = client.add_point(meeting(call), &words).await.unwrap().id;
                call.put("path", "point", &point.to_string());
            }
            Noted => {
                client.save_private_notes(meeting(call), "\"0\"", &Notes::default()).await.unwrap();
            }
            Drafted => {
                let of = client.goal(goal(call)).await.unwrap().value.goal.relationship;
                let draft = client.draft_goal(of, "another", &new_goal()).await.unwrap().id;
                call.put("path", "id", &draft.to_string());
            }
            Reached => drop(client.achieve_goal(goal(call)).await.unwrap()),
            Commented => {
                let said = NewGoalComment { part: GoalPart::Title, words: "Rest is part of it.".to_owned() };
                let said = client.comment_on_goal(goal(call), &said).await.unwrap().id;
                call.put("path", "comment", &said.to_string());
            }
            CalendarSecret => {
                let url = client.renew_calendar_address().await.unwrap().url.unwrap();
                let file = url.rsplit('/').next().unwrap();
                call.put("path", "secret", file.strip_suffix(".ics").unwrap());
            }
            Asked | Wished | InTouch => {
                let id = call.placed("path").find(|(name, _)| *name == "id").unwrap().1.parse().unwrap();
                self.lead(id, unknowable).await;
            }
            Refused => {
                let letter = self.app.letter(None, LetterState::Refused, "Hello").await;
                call.put("path", "id", &letter.to_string());
            }
        }
    }

    /// Leads a journey to where it is asked to be completed, or was.
    async fn lead(&self, id: Uuid, to: Unknowable) {
        let now = self.app.clock.now();
        let asked = matches!(to, Asked).then_some(now);
        let (state, wish) = if asked.is_some() { ("closing", "end") } else { ("completed", "stay_in_touch") };
        self.app
            .in_database(async |tx| {
                cairn::execute!(
                    tx,
                    "UPDATE relationships SET state = $2, closing_by = $3, closing_at = $4, closes_at = $4, ended_at = $5,
                     in_touch_since = $6 WHERE id = $1",
                    id,
                    state,
                    asked.map(|_| "mentor"),
                    asked,
                    asked.is_none().then_some(now),
                    matches!(to, InTouch).then_some(now),
                )
                .unwrap();
                cairn::execute!(
                    tx,
                    "INSERT INTO relationship_sides (relationship_id, side, wish) VALUES ($1, 'mentor', $2)",
                    id,
                    wish,
                )
                .unwrap();
            })
            .await;
    }

    /// The token in letters to whoever has chosen which of them come.
    async fn unsubscribe_token(&self, client: &Client) -> String {
        let Versioned { value, version } = client.notification_settings().await.unwrap();
        client.save_notification_settings(&value, &version).await.unwrap();
        let id = client.me().await.unwrap().id.0;
        let found = self.app.in_database(async |tx| {
            cairn::fetch_one!(tx, (String,), "SELECT token FROM inboxes WHERE participant_id = $1", id)
                .unwrap()
        });
        found.await.0
    }

    /// The version that the address has now, or what is above it (`…/{id}` of `…/{id}/accept`).
    async fn version(&self, call: &Call, session: &Session) -> Result<String, String> {
        let is_read = |path: &str| self.document["paths"][format!("/api/v1/{path}")]["get"].is_object();
        let above = call.path.rsplit_once('/').map_or("", |(above, _)| above);
        let path = [call.path.as_str(), above].into_iter().find(|path| is_read(path));
        let Some(path) = path else {
            // Where nothing gives a version, nothing has been written yet: the example says so.
            let example = call.placed("header").find(|(name, _)| *name == "If-Match");
            return example.map(|(_, version)| version).ok_or_else(|| "nothing gives the version".to_owned());
        };
        let address = self.app.origin.clone() + &call.fill(path);
        let get = reqwest::Client::new().get(address).bearer_auth(&session.access_token);
        let answer = get.send().await.unwrap();
        let version = answer.headers().get("etag").ok_or_else(|| format!("{path} has no version"))?;
        Ok(version.to_str().unwrap().to_owned())
    }

    async fn newcomer(&self, operation: &str) -> Person {
        self.app.join(&format!("Somebody for {operation}"), &[Role::Mentee]).await
    }

    async fn sign_in(&self, email: &str) -> Session {
        let address = format!("{}/api/v1/auth/login", self.app.origin);
        let login = login(email, PASSWORD);
        let answer = reqwest::Client::new().post(address).json(&login).send().await.unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        let refresh_token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
        let signed_in: Value = answer.json().await.unwrap();
        Session { access_token: text(&signed_in["access_token"]), refresh_token }
    }
}

/// The body that the document shows, where it shows one.
fn body(document: &Value, operation: &Value) -> Result<Option<(String, Vec<u8>)>, String> {
    let kinds = operation["requestBody"]["content"].as_object();
    let Some(content) = kinds.and_then(|kinds| kinds.get("application/json")) else { return Ok(None) };
    let example = example(document, content).or_else(|| example(document, &content["schema"]));
    let body = example.ok_or("the body has no example, or one of its properties has none")?;
    Ok(Some(("application/json".to_owned(), body.to_string().into_bytes())))
}

/// The example of a parameter, a body or a schema: its own, else that of what it is made of.
fn example(document: &Value, of: &Value) -> Option<Value> {
    let listed = match &of["examples"] {
        Value::Array(values) => values.first(),
        Value::Object(named) => named.values().next().map(|one| &one["value"]),
        _ => None,
    };
    if let Some(own) = of.get("example").or(listed) {
        return Some(own.clone());
    }
    if let Some(name) = of["$ref"].as_str() {
        return example(document, document.pointer(name.strip_prefix('#')?)?);
    }
    if let Some(choices) = of["oneOf"].as_array() {
        return choices.iter().find_map(|choice| example(document, choice));
    }
    if let Some(values) = of["enum"].as_array() {
        return values.first().cloned();
    }
    let required = |name: &String| {
        of["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name))
    };
    let properties = of["properties"].as_object()?.iter();
    let properties = properties.map(|(name, schema)| (name, example(document, schema)));
    let needed = properties.filter(|(name, example)| example.is_some() || required(name));
    needed.map(|(name, example)| Some((name.clone(), example?))).collect()
}

fn id_of(operation: &Value) -> &str {
    operation["operationId"].as_str().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The goal that a call is about.
fn goal(call: &Call) -> GoalId {
    call.placed("path").find(|(name, _)| *name == "id").unwrap().1.parse().unwrap()
}

fn meeting(call: &Call) -> MeetingId {
    let (_, id) = call.placed("path").find(|(name, _)| *name == "id").unwrap();
    id.parse().unwrap()
}

fn picture() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    RgbImage::new(8, 8).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}
