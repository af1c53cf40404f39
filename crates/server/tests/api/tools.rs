//! Worksheets over HTTP: who reads and writes which answer, what both write, and what is told of it.

use std::io::Cursor;

use api_client::{Error, Versioned};
use cairn::random;
use chrono::Duration;
use domain::accounts::DeleteAccount;
use domain::ids::RelationshipId;
use domain::meetings::{ConfirmMeeting, NewSlot, ProposeMeeting, RecordMeeting};
use domain::problem::Code;
use domain::relationships::Plan;
use domain::requests::Side;
use domain::times::day;
use domain::tools::{Answer, ConfirmWorksheet, Question, QuestionKind, ToolRow, Worksheet, WriteAnswer};

use crate::support::meetings::{proposal, record, slot};
use crate::support::{PASSWORD, Person, TestApp, code, login};

const SKILL: &str = "giving-feedback";
const AGREEMENT: &str = "mentoring-agreement";
const REVIEW: &str = "half-way-review";
const MENTEE_FIRST: &str = "first-conversation-mentee";
const FIRST_MEETING: &str = "first-meeting";

/// Two who walk together.
struct Walk {
    app: TestApp,
    noor: Person,
    wanjiru: Person,
    id: RelationshipId,
}

impl Walk {
    async fn begin() -> Self {
        let app = TestApp::talkative().await;
        let noor = app.mentee("Noor Haddad", &[SKILL]).await;
        let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
        let request = noor.sends_request(&wanjiru).await.value.id;
        let id = wanjiru.accept(request).await.relationship.unwrap();
        app.until("the beginning is told", async || app.untold().await == 0).await;
        Self { app, noor, wanjiru, id }
    }

    async fn write(
        &self,
        who: &Person,
        at: (&str, &str),
        version: i64,
        value: &str,
        shared: bool,
    ) -> Written {
        let body = WriteAnswer { value: value.to_owned(), shared, edition: 1 };
        who.client.write_answer(self.id, at.0, at.1, &format!("\"{version}\""), &body).await
    }

    async fn writes(
        &self,
        who: &Person,
        at: (&str, &str),
        version: i64,
        value: &str,
        shared: bool,
    ) -> Answer {
        let written = self.write(who, at, version, value, shared).await.unwrap();
        assert_eq!(written.version, format!("\"{}\"", written.value.version));
        written.value
    }

    async fn sheet(&self, who: &Person, tool: &str) -> Worksheet {
        who.client.worksheet(self.id, tool).await.unwrap()
    }

    async fn question(&self, who: &Person, (tool, key): (&str, &str)) -> Question {
        let sections = self.sheet(who, tool).await.sections;
        sections.into_iter().flat_map(|section| section.questions).find(|asked| asked.key == key).unwrap()
    }

    async fn row(&self, who: &Person, tool: &str) -> ToolRow {
        let tools = who.client.tools(self.id).await.unwrap().items;
        tools.into_iter().find(|row| row.key == tool).unwrap()
    }

    async fn confirm(&self, who: &Person, version: i64) -> Result<Worksheet, Error> {
        who.client.confirm_worksheet(self.id, AGREEMENT, &ConfirmWorksheet { version }).await
    }

    async fn markdown(&self, who: &Person, tool: &str) -> String {
        String::from_utf8(who.client.worksheet_markdown(self.id, tool).await.unwrap()).unwrap()
    }

    /// Answers all questions of a tool.
    async fn fills(&self, who: &Person, tool: &str) {
        let sections = self.sheet(who, tool).await.sections;
        for asked in sections.into_iter().flat_map(|section| section.questions) {
            let value = match asked.kind {
                QuestionKind::Scale => "4",
                QuestionKind::Choice | QuestionKind::Choices => &asked.choices[0].key,
                _ => "It is said.",
            };
            self.writes(who, (tool, &asked.key), 0, value, false).await;
        }
    }

    /// A meeting of the two, arranged for tomorrow or held yesterday.
    async fn meeting(&self, state: &str) {
        let (noor, wanjiru) = (&self.noor.client, &self.wanjiru.client);
        let at = |days| NewSlot {
            local: (self.app.clock.now() + Duration::days(days)).format("%Y-%m-%dT%H:%M").to_string(),
            time_zone: "Etc/UTC".to_owned(),
            ..slot("")
        };
        if state == "confirmed" {
            let proposal = ProposeMeeting { slots: vec![at(1)], ..proposal(&[]) };
            let id = noor.propose_meeting(self.id, &random::secret(), &proposal).await.unwrap().id;
            wanjiru.confirm_meeting(id, &ConfirmMeeting { slot: 1 }).await.unwrap();
        } else {
            let held = RecordMeeting { slot: at(-1), ..record("") };
            noor.record_meeting(self.id, &random::secret(), &held).await.unwrap();
        }
    }
}

type Written = Result<Versioned<Answer>, Error>;

fn delete() -> DeleteAccount {
    DeleteAccount { password: PASSWORD.to_owned() }
}

#[tokio::test]
async fn an_own_answer_is_private_until_it_is_shared() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, .. } = &walk;
    let at = (REVIEW, "moved");
    let first = walk.writes(noor, at, 0, "I spoke in front of 22 people.", false).await;
    assert_eq!((first.version, first.shared, first.by), (1, false, Side::Mentee));
    assert_eq!(walk.question(noor, at).await.answer.unwrap(), first);
    assert!(walk.question(wanjiru, at).await.theirs.is_none());
    assert!(!walk.markdown(wanjiru, REVIEW).await.contains("22 people"));
    let (hers, theirs) = (walk.row(noor, REVIEW).await, walk.row(wanjiru, REVIEW).await);
    assert_eq!((hers.answered, hers.shared_by_me, theirs.answered, theirs.shared_with_me), (1, 0, 0, 0));
    assert_eq!((hers.questions, hers.written_at.is_some(), theirs.written_at), (5, true, None));

    walk.writes(noor, at, 1, "I spoke in front of 22 people.", true).await;
    let read = walk.question(wanjiru, at).await;
    assert_eq!(read.theirs.unwrap().value, "I spoke in front of 22 people.");
    assert!(read.answer.is_none(), "the mentor's own is another");
    let mine = walk.writes(wanjiru, at, 0, "Noor has stopped saying sorry.", false).await;
    assert_eq!(mine.version, 1);
    assert!(walk.question(noor, at).await.theirs.is_none());
    assert_eq!(walk.row(wanjiru, REVIEW).await.shared_with_me, 1);

    walk.writes(noor, at, 2, "I spoke in front of 22 people.", false).await;
    assert!(walk.question(wanjiru, at).await.theirs.is_none(), "it is private again");
    walk.writes(noor, at, 3, "", true).await;
    assert!(walk.question(wanjiru, at).await.theirs.is_none(), "what was taken back says nothing");
    assert_eq!(walk.row(noor, REVIEW).await.answered, 0);
    assert_eq!(walk.writes(noor, at, 4, "Again", false).await.version, 5);
    let same = walk.writes(noor, at, 5, " Again ", false).await;
    assert_eq!(same.version, 5, "saying the same again changes nothing");
    assert_eq!(code(walk.write(noor, at, 4, "Old", false).await), Code::StaleVersion);
    assert_eq!(code(walk.write(noor, at, 0, "Old", false).await), Code::StaleVersion);
}

#[tokio::test]
async fn a_tool_is_for_whom_it_asks() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, .. } = &walk;
    let at = (MENTEE_FIRST, "reason");
    assert!(walk.question(noor, (MENTEE_FIRST, "from-partner")).await.ask.contains("from Wanjiru"));
    assert!(walk.question(wanjiru, (MENTEE_FIRST, "from-partner")).await.ask.contains("from Wanjiru"));
    assert_eq!(code(walk.write(wanjiru, at, 0, "Mine", true).await), Code::NotFound);
    walk.writes(noor, at, 0, "A new ward.", true).await;
    let row = walk.row(wanjiru, MENTEE_FIRST).await;
    assert_eq!((row.of_other, row.questions, row.shared_with_me), (true, 0, 1));
    let sheet = walk.sheet(wanjiru, MENTEE_FIRST).await;
    assert!(!sheet.writable && walk.sheet(noor, MENTEE_FIRST).await.writable);
    assert_eq!(walk.question(wanjiru, at).await.theirs.unwrap().value, "A new ward.");
    let hint = async |who| walk.question(who, (REVIEW, "moved")).await.hint;
    assert!(hint(wanjiru).await.contains("noticed in Noor"));
    assert!(!hint(noor).await.contains("noticed in"));
}

#[tokio::test]
async fn nothing_is_lost_when_two_write_at_once() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, .. } = &walk;
    let at = (REVIEW, "change");
    let (one, other) = tokio::join!(
        walk.write(noor, at, 0, "Ten minutes of trying out.", true),
        walk.write(wanjiru, at, 0, "One real talk each time.", true),
    );
    let refused: Vec<Code> =
        [one, other].into_iter().filter_map(Result::err).map(|error| error.code().unwrap()).collect();
    assert_eq!(refused, [Code::StaleVersion], "one of the two came second");
    let stands = walk.question(noor, at).await.answer.unwrap();
    assert!(stands.shared);
    let (second, words) = if stands.by == Side::Mentee {
        (wanjiru, "One real talk each time.")
    } else {
        (noor, "Ten minutes of trying out.")
    };
    walk.writes(second, at, 1, words, true).await;
    for reader in [noor, wanjiru] {
        let read = walk.question(reader, at).await;
        assert_eq!(read.answer.unwrap().value, words);
        let earlier: Vec<_> = read.earlier.iter().map(|answer| (&answer.value, answer.by)).collect();
        assert_eq!(earlier, [(&stands.value, stands.by)]);
        assert!(read.theirs.is_none());
    }
    for version in 2..60 {
        walk.writes(noor, at, version, &format!("Wording {version}"), true).await;
    }
    let earlier = walk.question(noor, at).await.earlier;
    assert_eq!((earlier.len(), earlier[0].value.as_str(), earlier[0].version), (10, "Wording 58", 59));
    let kept = walk.app.in_database(async |tx| {
        cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM earlier_answers").unwrap().0
    });
    assert_eq!(kept.await, 50);
}

#[tokio::test]
async fn both_confirm_the_same_version() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, .. } = &walk;
    let at = (AGREEMENT, "purpose");
    assert_eq!(code(walk.confirm(noor, 1).await), Code::StaleVersion, "nothing is written yet");
    walk.writes(noor, at, 0, "Speaking up.", false).await;
    assert_eq!(walk.question(wanjiru, at).await.answer.unwrap().value, "Speaking up.");
    let sheet = walk.confirm(noor, 1).await.unwrap();
    assert!(sheet.i_confirmed && !sheet.they_confirmed && sheet.tool.agreed_at.is_none());
    walk.writes(wanjiru, at, 1, "Speaking up early.", true).await;
    assert_eq!(code(walk.confirm(wanjiru, 1).await), Code::StaleVersion);
    let sheet = walk.sheet(noor, AGREEMENT).await;
    assert!(!sheet.i_confirmed && sheet.version == 2, "an edit voids what was confirmed");
    assert!(walk.confirm(wanjiru, 2).await.unwrap().tool.agreed_at.is_none());
    walk.app.clock.advance(Duration::minutes(1));
    let agreed = walk.confirm(noor, 2).await.unwrap();
    assert!(agreed.i_confirmed && agreed.they_confirmed);
    assert_eq!(agreed.tool.agreed_at, Some(walk.app.clock.now()));
    let again = walk.confirm(noor, 2).await.unwrap();
    assert_eq!(again.tool.agreed_at, agreed.tool.agreed_at, "doing it again changes nothing");
    assert!(walk.row(wanjiru, AGREEMENT).await.agreed_at.is_some());
    walk.writes(noor, at, 2, "Speaking up early.", true).await;
    assert!(walk.row(noor, AGREEMENT).await.agreed_at.is_some(), "the same words void nothing");
    walk.writes(noor, at, 2, "Something else.", true).await;
    let sheet = walk.sheet(wanjiru, AGREEMENT).await;
    assert!(!sheet.i_confirmed && !sheet.they_confirmed && sheet.tool.agreed_at.is_none());
    let other = ConfirmWorksheet { version: 1 };
    assert_eq!(code(noor.client.confirm_worksheet(walk.id, REVIEW, &other).await), Code::NotFound);
}

#[tokio::test]
async fn a_question_takes_what_fits() {
    let walk = Walk::begin().await;
    let noor = &walk.noor;
    let (line, lines) = ("x".repeat(301), "one\n".repeat(21));
    for (at, value, wrong) in [
        ((REVIEW, "meetings-help"), "6", "range"),
        ((AGREEMENT, "rhythm"), "daily", "unknown_value"),
        (("about-me", "reach"), "email\nemail", "duplicate"),
        (("about-me", "reach"), "pigeon", "unknown_value"),
        (("about-me", "in-a-line"), line.as_str(), "length"),
        (("about-me", "in-a-line"), "one\ntwo", "forbidden_characters"),
        ((FIRST_MEETING, "topics"), lines.as_str(), "lines"),
    ] {
        let Err(Error::Problem(problem)) = walk.write(noor, at, 0, value, false).await else {
            panic!("{at:?} takes {value}")
        };
        assert_eq!((problem.code, problem.errors.len()), (Code::InvalidFields, 1));
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/value", wrong));
        assert!(walk.question(noor, at).await.answer.is_none());
    }
    walk.writes(noor, ("about-me", "reach"), 0, "email\nshort-call", false).await;
    walk.writes(noor, (AGREEMENT, "rhythm"), 0, "monthly", true).await;
    walk.writes(noor, (REVIEW, "meetings-help"), 0, "5", false).await;
    let page = walk.markdown(noor, "about-me").await;
    assert!(page.contains("> By email\\\n> By a short call\n"), "{page}");
    assert!(walk.markdown(noor, REVIEW).await.contains("> 5 of 5\n"));
}

#[tokio::test]
async fn who_has_seen_another_edition_is_told() {
    let walk = Walk::begin().await;
    let noor = &walk.noor;
    let write = async |at: (&str, &str), value: &str, shared: bool, edition: u32| {
        let body = WriteAnswer { value: value.to_owned(), shared, edition };
        noor.client.write_answer(walk.id, at.0, at.1, "\"0\"", &body).await
    };
    assert_eq!(code(write((REVIEW, "gone"), "x", true, 2).await), Code::ToolChanged);
    assert_eq!(code(write((REVIEW, "gone"), "x", true, 1).await), Code::NotFound);
    assert_eq!(code(write(("gone", "moved"), "x", true, 1).await), Code::NotFound);
    assert_eq!(code(write((REVIEW, "meetings-help"), "very", false, 2).await), Code::ToolChanged);
    let private = write((REVIEW, "change"), "Only for me", false, 2).await;
    assert_eq!(code(private), Code::ToolChanged, "what was private does not become what both write");
    write((REVIEW, "moved"), "Still asked", false, 2).await.unwrap();

    let id = walk.id.0;
    walk.app
        .in_database(async |tx| {
            cairn::execute!(tx, "UPDATE answers SET question = 'earlier' WHERE relationship_id = $1", id)
                .unwrap()
        })
        .await;
    let retired = walk.sheet(noor, REVIEW).await.retired;
    assert_eq!((retired.len(), retired[0].question.as_str()), (1, "earlier"));
    assert_eq!(retired[0].answer.value, "Still asked");
    assert!(walk.sheet(&walk.wanjiru, REVIEW).await.retired.is_empty(), "private stays private");
    assert!(walk.markdown(noor, REVIEW).await.contains("Still asked"));
}

#[tokio::test]
async fn a_stranger_finds_nothing_and_an_archive_is_read() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    walk.writes(noor, (REVIEW, "moved"), 0, "Write to noor@leeds.example", true).await;
    walk.writes(noor, (REVIEW, "more-less"), 0, "Only mine", false).await;
    walk.writes(wanjiru, (REVIEW, "change"), 0, "Ask Noor Haddad", true).await;
    assert_eq!(code(tomas.client.tools(*id).await), Code::NotFound);
    assert_eq!(code(tomas.client.worksheet(*id, REVIEW).await), Code::NotFound);
    assert_eq!(code(tomas.client.worksheet_markdown(*id, REVIEW).await), Code::NotFound);
    assert_eq!(code(walk.write(&tomas, (REVIEW, "moved"), 0, "x", true).await), Code::NotFound);
    assert_eq!(code(walk.confirm(&tomas, 1).await), Code::NotFound);
    assert_eq!(code(noor.client.worksheet(*id, "gone").await), Code::NotFound);

    let read = walk.question(wanjiru, (REVIEW, "moved")).await;
    assert_eq!(read.theirs.unwrap().value, "Write to noor@leeds.example");
    noor.client.block(wanjiru.me.id).await.unwrap();
    for reader in [noor, wanjiru] {
        assert!(!walk.sheet(reader, REVIEW).await.writable);
        assert_eq!(code(walk.write(reader, (REVIEW, "moved"), 0, "x", true).await), Code::RelationshipEnded);
        assert_eq!(code(walk.confirm(reader, 1).await), Code::RelationshipEnded);
        assert!(reader.client.tools(*id).await.unwrap().items.iter().all(|row| !row.suggested));
    }
    let read = walk.question(wanjiru, (REVIEW, "moved")).await;
    assert_eq!(read.theirs.unwrap().value, "Write to •••");
    assert_eq!(walk.question(noor, (REVIEW, "more-less")).await.answer.unwrap().value, "Only mine");
}

#[tokio::test]
async fn who_rests_writes_nothing() {
    let walk = Walk::begin().await;
    let (id, now) = (walk.id.0, walk.app.clock.now());
    walk.app
        .in_database(async |tx| {
            cairn::execute!(tx, "UPDATE relationships SET rests_since = $2 WHERE id = $1", id, now).unwrap()
        })
        .await;
    let refused = walk.write(&walk.noor, (REVIEW, "moved"), 0, "x", false).await;
    assert_eq!(code(refused), Code::RelationshipRests);
    assert!(!walk.sheet(&walk.noor, REVIEW).await.writable);
}

#[tokio::test]
async fn what_was_written_stays_text_in_markdown() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, .. } = &walk;
    walk.writes(noor, (REVIEW, "moved"), 0, "# Big\r- <b>bold</b>\n\n[a](b)\n1. no", true).await;
    walk.writes(wanjiru, (REVIEW, "change"), 0, "We try *out loud*.", true).await;
    walk.writes(noor, (REVIEW, "more-less"), 0, "Less theory", false).await;
    let page = walk.markdown(wanjiru, REVIEW).await;
    assert!(page.starts_with("# Half-way review\n\nAbout half-way"), "{page}");
    assert!(
        page.contains(
            "\n**Noor Haddad**\n\n> \\# Big\\\n> \\- \\<b\\>bold\\</b\\>\n>\n> \\[a\\](b)\\\n> 1\\. no\n"
        ),
        "{page}"
    );
    assert!(page.contains("**Together, last by Wanjiru Mwangi**\n\n> We try \\*out loud\\*.\n"), "{page}");
    assert!(page.contains("\n### What has moved since you began?\n") && page.contains("*No answer yet*"));
    assert!(!page.contains("Less theory"));
    assert!(walk.markdown(noor, REVIEW).await.contains("**Noor Haddad, not shared**\n\n> Less theory\n"));

    let token = walk.app.client().sign_in(&login(&noor.email, PASSWORD)).await.unwrap();
    let address = format!("{}/api/v1/relationships/{}/tools/{REVIEW}/markdown", walk.app.origin, walk.id);
    let answer = reqwest::Client::new().get(address).bearer_auth(token.access_token).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/markdown; charset=utf-8");
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"half-way-review.md\"");
    assert_eq!(answer.headers()["cache-control"], "no-store");
}

#[tokio::test]
async fn the_tool_that_helps_changes_on_the_way() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let suggested = async |who: &Person| {
        let again = app.client().sign_in(&login(&who.email, PASSWORD)).await.unwrap();
        who.client.set_token(Some(again.access_token));
        let tools = who.client.tools(*id).await.unwrap().items;
        let keys: Vec<_> = tools.into_iter().filter(|row| row.suggested).map(|row| row.key).collect();
        assert!(keys.len() < 2, "{keys:?}");
        keys.first().cloned()
    };
    assert_eq!(suggested(noor).await.as_deref(), Some(MENTEE_FIRST));
    assert_eq!(suggested(wanjiru).await.as_deref(), Some("first-conversation-mentor"));
    walk.fills(noor, MENTEE_FIRST).await;
    assert_eq!(suggested(noor).await, None, "all is prepared");
    walk.meeting("confirmed").await;
    assert_eq!(suggested(noor).await.as_deref(), Some(FIRST_MEETING));
    walk.meeting("held").await;
    assert_eq!(suggested(noor).await.as_deref(), Some(AGREEMENT));
    walk.fills(wanjiru, AGREEMENT).await;
    assert_eq!(suggested(noor).await.as_deref(), Some(AGREEMENT), "it is not agreed yet");
    let version = walk.sheet(noor, AGREEMENT).await.version;
    walk.confirm(noor, version).await.unwrap();
    walk.confirm(wanjiru, version).await.unwrap();
    assert_eq!(suggested(noor).await.as_deref(), Some("goal-finder"));
    app.clock.advance(Duration::days(150));
    assert_eq!(suggested(noor).await.as_deref(), Some(REVIEW));
    app.clock.advance(Duration::days(100));
    assert_eq!(suggested(wanjiru).await.as_deref(), Some("good-ending"));
}

#[tokio::test]
async fn who_plans_no_day_is_not_at_the_end_on_the_day_that_was_asked_for() {
    let walk = Walk::begin().await;
    let Walk { app, noor, id, .. } = &walk;
    app.in_database(async |tx| {
        cairn::execute!(tx, "UPDATE request_texts SET until_on = $1", day("2027-01-05")).unwrap();
    })
    .await;
    let plan = noor.client.plan(*id).await.unwrap();
    noor.client.save_plan(*id, &plan.version, &Plan { until: None, ..plan.value }).await.unwrap();
    walk.meeting("held").await;
    app.clock.advance(Duration::days(33));
    let again = app.client().sign_in(&login(&noor.email, PASSWORD)).await.unwrap();
    noor.client.set_token(Some(again.access_token));
    assert!(walk.row(noor, AGREEMENT).await.suggested && !walk.row(noor, "good-ending").await.suggested);
}

#[tokio::test]
async fn what_concerns_the_other_is_told_once() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, .. } = &walk;
    app.told().await;
    walk.writes(noor, (REVIEW, "moved"), 0, "Only mine", false).await;
    walk.writes(noor, (REVIEW, "change"), 0, "Ours", true).await;
    assert!(app.told().await.is_empty(), "nobody is told of each word");
    walk.writes(noor, (REVIEW, "moved"), 1, "For you", true).await;
    assert_eq!(app.told().await, ["Wanjiru: answers_shared"]);
    walk.writes(noor, (REVIEW, "moved"), 2, "For you, too", true).await;
    walk.writes(noor, (REVIEW, "more-less"), 0, "Another", true).await;
    assert!(app.told().await.is_empty(), "once an hour");
    walk.writes(wanjiru, (REVIEW, "moved"), 0, "And mine", true).await;
    assert_eq!(app.told().await, ["Noor: answers_shared"]);
    app.clock.advance(Duration::hours(1));
    for person in [noor, wanjiru] {
        let again = app.client().sign_in(&login(&person.email, PASSWORD)).await.unwrap();
        person.client.set_token(Some(again.access_token));
    }
    walk.writes(noor, (REVIEW, "moved"), 3, "", false).await;
    walk.writes(noor, (REVIEW, "moved"), 4, "Once more", true).await;
    assert_eq!(app.told().await, ["Wanjiru: answers_shared"]);

    walk.writes(noor, (AGREEMENT, "purpose"), 0, "Speaking up.", true).await;
    walk.confirm(wanjiru, 1).await.unwrap();
    walk.confirm(wanjiru, 1).await.unwrap();
    assert_eq!(app.told().await, ["Noor: worksheet_confirmed"]);
    walk.confirm(noor, 1).await.unwrap();
    assert_eq!(app.told().await, ["Wanjiru: worksheet_agreed"], "who agrees last knows");
}

#[tokio::test]
async fn who_leaves_takes_what_was_private_along() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    walk.writes(noor, (REVIEW, "moved"), 0, "Noor dares noor@leeds.example", true).await;
    walk.writes(noor, (REVIEW, "more-less"), 0, "Only mine", false).await;
    walk.writes(wanjiru, (REVIEW, "moved"), 0, "Haddad has grown", false).await;
    walk.writes(noor, (REVIEW, "change"), 0, "Noor begins", true).await;
    walk.writes(wanjiru, (REVIEW, "change"), 1, "Wanjiru and Noor begin", true).await;

    let mut archive = zip::ZipArchive::new(Cursor::new(noor.client.export().await.unwrap())).unwrap();
    let everything: serde_json::Value =
        serde_json::from_reader(archive.by_name("cairn.json").unwrap()).unwrap();
    let taken: Vec<_> = everything["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["value"].as_str().unwrap())
        .collect();
    assert_eq!(taken, ["Wanjiru and Noor begin", "Only mine", "Noor dares noor@leeds.example"]);
    assert_eq!(everything["answers"][0]["relationship"], id.to_string());

    noor.client.delete_account(&delete()).await.unwrap();
    app.letter_to(&noor.email).await;
    let read = walk.question(wanjiru, (REVIEW, "moved")).await;
    assert_eq!(read.theirs.unwrap().value, "••• dares •••");
    assert_eq!(read.answer.unwrap().value, "••• has grown");
    let together = walk.question(wanjiru, (REVIEW, "change")).await;
    assert_eq!(together.answer.unwrap().value, "Wanjiru and ••• begin");
    assert_eq!(together.earlier[0].value, "••• begins");
    assert!(walk.question(wanjiru, (REVIEW, "moved")).await.hint.contains("noticed in the other"));
    let left = app.in_database(async |tx| {
        cairn::fetch_all!(tx, (String,), "SELECT value FROM answers UNION SELECT value FROM earlier_answers")
            .unwrap()
    });
    let left: Vec<String> = left.await.into_iter().map(|(value,)| value).collect();
    assert!(left.iter().all(|value| !value.contains("Noor") && value != "Only mine"), "{left:?}");
    assert!(walk.markdown(wanjiru, REVIEW).await.contains("**The other**"));

    wanjiru.client.delete_account(&delete()).await.unwrap();
    app.letter_to(&wanjiru.email).await;
    let left =
        app.in_database(async |tx| cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM answers").unwrap().0);
    assert_eq!(left.await, 0, "what belonged to the two who left is gone");
}
