//! The real program: what it acknowledged outlives it, and it stops politely.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use api_client::Client;
use cairn::db::Db;
use cairn::random;
use domain::accounts::{ChangeRoles, Role, VerifyEmail};
use domain::ids::{ConversationId, ParticipantId, RequestId};
use domain::profiles::Profile;
use domain::requests::{RequestState, SendRequest};
use tokio::sync::mpsc;

use crate::support::conversations::words;
use crate::support::profiles::options;
use crate::support::requests::text;
use crate::support::{Database, Inbox, PASSWORD, login, plain, registration, token_in};

const WANJIRU: &str = "wanjiru@sample.example";

/// `cairn serve` as a process of its own.
struct Program {
    process: Child,
    address: String,
}

impl Program {
    fn start(database: &Database) -> Self {
        Self::start_with(database, &[])
    }

    fn start_with(database: &Database, options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_cairn"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database-url", &database.url])
            .args(options)
            .env("RUST_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let line = log.find(|line| line.as_ref().is_ok_and(|line| line.contains("listening at http://")));
        let line = line.expect("it listens").unwrap();
        let address = line.split_once("http://").unwrap().1.trim().to_owned();
        // Whatever it says later must have somewhere to go.
        std::thread::spawn(move || log.for_each(drop));
        Self { process, address }
    }

    fn client(&self) -> Client {
        Client::new(format!("http://{}", self.address))
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn verify_token(database: &Database) -> String {
    let db = Db::connect(&database.url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let (text,) = cairn::fetch_one!(&mut tx, (String,), "DELETE FROM letters RETURNING text_body").unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    token_in(&text)
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let mut database = Database::new().await;
    let program = Program::start(&database);
    let noor = registration("Noor Haddad");
    let client = program.client();
    client.register(&noor).await.unwrap();
    let token = verify_token(&database).await;
    client.verify_email(&VerifyEmail { token, password: None }).await.unwrap();
    program.kill();

    for round in 0..3 {
        let program = Program::start(&database);
        let client = program.client();
        let me = client.sign_in(&login(&noor.email, PASSWORD)).await.unwrap();
        client.set_token(Some(me.access_token));
        let writer = tokio::spawn(writes(client));
        tokio::time::sleep(Duration::from_millis(700 + 130 * round)).await;
        program.kill();
        let (acknowledged, sent) = writer.await.unwrap();

        let program = Program::start(&database);
        let client = program.client();
        let found = client.sign_in(&login(&noor.email, PASSWORD)).await.unwrap().me.roles;
        assert!(found == acknowledged || found == sent, "{found:?} is neither {acknowledged:?} nor {sent:?}");
        program.kill();
    }
    database.close();
}

/// Changes roles until the server is gone: what was acknowledged last, and what was sent last.
async fn writes(client: Client) -> (Vec<Role>, Vec<Role>) {
    let all = [vec![Role::Mentor], vec![Role::Mentee], vec![Role::Mentor, Role::Mentee]];
    let mut acknowledged = None;
    for roles in all.iter().cycle() {
        match client.change_roles(&ChangeRoles { roles: roles.clone() }).await {
            Ok(me) => acknowledged = Some(me.roles),
            Err(_) => return (acknowledged.expect("at least one write was acknowledged"), roles.clone()),
        }
    }
    unreachable!("the server is killed")
}

#[tokio::test]
async fn no_saved_profile_is_lost_in_a_kill() {
    let mut database = Database::new().await;
    let program = Program::start(&database);
    let noor = registration("Noor Haddad");
    let client = program.client();
    client.register(&noor).await.unwrap();
    let token = verify_token(&database).await;
    client.verify_email(&VerifyEmail { token, password: None }).await.unwrap();
    program.kill();

    for round in 0..3 {
        let program = Program::start(&database);
        let client = signed_in(&program, &noor.email).await;
        let writer = tokio::spawn(saves(client));
        tokio::time::sleep(Duration::from_millis(700 + 130 * round)).await;
        program.kill();
        let (acknowledged, sent) = writer.await.unwrap();

        let program = Program::start(&database);
        let found = signed_in(&program, &noor.email).await.profile().await.unwrap().value;
        // Saved whole or not at all: the languages go with the headline.
        assert!(found == acknowledged || found == sent, "{found:?} is neither {acknowledged:?} nor {sent:?}");
        program.kill();
    }
    database.close();
}

async fn signed_in(program: &Program, email: &str) -> Client {
    let client = program.client();
    let signed_in = client.sign_in(&login(email, PASSWORD)).await.unwrap();
    client.set_token(Some(signed_in.access_token));
    client
}

/// Saves the profile until the server is gone: what was acknowledged last, and what was sent last.
async fn saves(client: Client) -> (Profile, Profile) {
    let mut saved = client.profile().await.unwrap();
    for number in 0.. {
        let mut next = saved.value.clone();
        next.headline = format!("Headline {number}");
        next.languages = options(if number % 2 == 0 { &["en", "ar"] } else { &["sw"] });
        match client.save_profile(&next, &saved.version).await {
            Ok(document) => saved = document,
            Err(_) => return (saved.value, next),
        }
    }
    unreachable!("the server is killed")
}

/// What was acknowledged, and what was written last without an answer.
#[derive(Default)]
struct Diary {
    messages: Vec<String>,
    last_message: Option<String>,
    sent: Vec<RequestId>,
    withdrawn: Vec<RequestId>,
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_lose_no_message_no_request_and_no_letter() {
    let (mut database, inbox) = (Database::new().await, Inbox::new().await);
    let options =
        ["--sample-people", "3", "--smtp-url", &inbox.url, "--mail-from", "cairn@programme.example"];
    let mut program = Program::start_with(&database, &options);
    let noor = program.client();
    let token = noor.sign_in(&login("noor@sample.example", PASSWORD)).await.unwrap().access_token;
    noor.set_token(Some(token.clone()));
    let wanjiru = signed_in(&program, WANJIRU).await;
    let mentor = wanjiru.me().await.unwrap().id;
    let conversation = noor.ask_mentor(mentor, "first", &words("first")).await.unwrap().id;
    let mut diary = Diary { messages: vec!["first".to_owned()], ..Diary::default() };

    for round in 0..20 {
        let client = program.client();
        client.set_token(Some(token.clone()));
        let mut now = std::mem::take(&mut diary);
        let (done, mut acknowledged) = mpsc::unbounded_channel();
        let writing = tokio::spawn(async move {
            writes_messages_and_requests(&client, (conversation, mentor, round), &mut now, &done).await;
            now
        });
        let [few, moment] = random::bytes::<2>();
        for _ in 0..2 + few % 6 {
            acknowledged.recv().await.unwrap();
        }
        tokio::time::sleep(Duration::from_micros(200 * u64::from(moment))).await;
        program.kill();
        diary = writing.await.unwrap();
        forget_leases(&database).await;
        program = Program::start_with(&database, &options);
    }

    let client = program.client();
    client.set_token(Some(token));
    let found = all_lines(&client, conversation).await;
    for message in &diary.messages {
        assert_eq!(found.iter().filter(|line| *line == message).count(), 1, "{message}, and once");
    }
    for id in &diary.sent {
        let state = client.request(*id).await.unwrap().value.state;
        assert!(!diary.withdrawn.contains(id) || state == RequestState::Withdrawn, "{id}: {state:?}");
    }
    // Each step is told by a letter of its own; only a kill after the receiver took it can send it twice.
    let steps = steps(&database).await;
    let acknowledged = diary.sent.len() + diary.withdrawn.len();
    assert!(acknowledged >= 20 && steps >= acknowledged, "{steps} steps, {acknowledged} acknowledged");
    let told = || {
        let letters = inbox.letters();
        let about = letters.iter().filter(|(to, text)| to == WANJIRU && plain(text).contains("/requests/"));
        about.map(|(_, text)| message_id(text)).collect::<BTreeSet<_>>().len()
    };
    for _ in 0..600 {
        if told() == steps {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(told(), steps, "every step was told by letter");
    program.kill();
    database.close();
}

/// Writes messages, and sends and withdraws requests, until the server is gone. What had no answer is written again first.
async fn writes_messages_and_requests(
    client: &Client,
    (conversation, mentor, round): (ConversationId, ParticipantId, usize),
    diary: &mut Diary,
    done: &mpsc::UnboundedSender<()>,
) {
    for number in 0.. {
        let message = diary.last_message.take().unwrap_or_else(|| format!("{round}.{number}"));
        diary.last_message = Some(message.clone());
        if client.write_message(conversation, &message, &words(&message)).await.is_err() {
            return;
        }
        diary.messages.extend(diary.last_message.take());
        let _ = done.send(());
        let Ok(open) = client.requests("which=open").await else { return };
        if let Some(open) = open.items.first() {
            if client.withdraw_request(open.id).await.is_err() {
                return;
            }
            diary.withdrawn.push(open.id);
        } else {
            let body = SendRequest { mentor, text: text() };
            let Ok(sent) = client.send_request(&random::secret(), &body).await else { return };
            diary.sent.push(sent.value.id);
        }
        let _ = done.send(());
    }
}

async fn all_lines(client: &Client, conversation: ConversationId) -> Vec<String> {
    let (mut lines, mut query) = (Vec::new(), "limit=100".to_owned());
    loop {
        let page = client.messages(conversation, &query).await.unwrap();
        lines.extend(page.items.into_iter().map(|line| line.body));
        let Some(cursor) = page.next_cursor else { return lines };
        query = format!("limit=100&cursor={cursor}");
    }
}

/// Who was killed while a letter was on its way holds it for a while: that time is over.
async fn forget_leases(database: &Database) {
    let db = Db::connect(&database.url).await.unwrap();
    let mut tx = db.write().await.unwrap();
    cairn::execute!(&mut tx, "UPDATE letters SET due_at = created_at WHERE state = 'waiting'").unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}

/// How many steps of requests there are.
async fn steps(database: &Database) -> usize {
    let db = Db::connect(&database.url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let (steps,) = cairn::fetch_one!(&mut tx, (i64,), "SELECT COUNT(*) FROM request_steps").unwrap();
    drop(tx);
    db.close().await;
    usize::try_from(steps).unwrap()
}

fn message_id(letter: &str) -> String {
    let line = letter.lines().find(|line| line.starts_with("Message-ID: ")).expect("each letter has one");
    line.to_owned()
}

#[tokio::test]
async fn a_running_request_finishes_when_the_program_is_told_to_stop() {
    let mut database = Database::new().await;
    let mut program = Program::start(&database);
    let body = serde_json::to_string(&login("nobody@leeds.example", PASSWORD)).unwrap();
    let (half, rest) = body.split_at(10);
    let mut connection = TcpStream::connect(&program.address).unwrap();
    write!(
        connection,
        "POST /api/v1/auth/login HTTP/1.1\r\nhost: cairn\r\nexpect: 100-continue\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    // The server waits for the body: the request runs.
    let mut goes_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
    connection.read_exact(&mut goes_on).unwrap();
    connection.write_all(half.as_bytes()).unwrap();
    let told = Command::new("kill").args(["-TERM", &program.process.id().to_string()]).status().unwrap();
    assert!(told.success());
    // It has heard when it takes no other connection.
    let refused = async {
        while TcpStream::connect(&program.address).is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), refused).await.expect("it takes no more connections");
    connection.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401") && answer.contains("invalid_credentials"), "{answer}");
    let status = program.process.wait().unwrap();
    assert!(status.success(), "{status}");
    database.close();
}
