//! Calendar entries: with letters, as a file, and in the feed that only a secret opens.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::Duration;
use domain::ids::MeetingId;
use domain::meetings::{EditMeeting, MeetingFormat, NewAgendaPoint};
use domain::problem::Code;

use crate::support::meetings::{Walk, proposal};
use crate::support::{Inbox, Person, TestApp, code};

/// The clock of the tests stands at 2026-12-01T09:00Z.
const SOON: &str = "2026-12-03T18:30";
const LATER: &str = "2026-12-05T18:30";

/// A calendar as its readers see it: lines are joined, and what was written is written out.
#[derive(Debug)]
struct Calendar {
    lines: Vec<(String, String)>,
}

impl Calendar {
    fn read(text: &str) -> Self {
        assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let joined = text.replace("\r\n ", "");
        let lines = joined.lines().map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_owned(), value.to_owned())
        });
        Self { lines: lines.collect() }
    }

    fn all(&self, name: &str) -> Vec<&str> {
        let named = self.lines.iter().filter(|(line, _)| line.split(';').next() == Some(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    fn one(&self, name: &str) -> &str {
        let [value] = self.all(name)[..] else { panic!("not one {name}: {self:?}") };
        value
    }

    fn numbers(&self) -> (&str, u32) {
        (self.one("METHOD"), self.one("SEQUENCE").parse().unwrap())
    }
}

/// The entry of a letter: as a way to read it, and as the file that comes with it, which are the same.
fn entry_in(letter: &str) -> Option<Calendar> {
    let parts = |kind: &str| -> Vec<String> {
        letter.split("\nContent-Type: ").filter(|part| part.starts_with(kind)).map(content).collect()
    };
    let (readable, files) = (parts("text/calendar"), parts("application/ics"));
    assert_eq!(readable, files);
    let text = readable.first()?;
    assert_eq!(readable.len(), 1);
    let entry = Calendar::read(text);
    let method = format!("\nContent-Type: text/calendar; method={}; charset=utf-8\n", entry.one("METHOD"));
    assert!(letter.contains(&method), "{letter}");
    assert!(letter.contains("\nContent-Disposition: attachment; filename=\"invite.ics\"\n"), "{letter}");
    Some(entry)
}

/// What a part of a letter holds.
fn content(part: &str) -> String {
    let (head, rest) = part.split_once("\n\n").unwrap();
    let body = rest.split("\n--").next().unwrap();
    let bytes = if head.contains("base64") {
        BASE64_STANDARD.decode(body.replace('\n', "")).unwrap()
    } else if head.contains("quoted-printable") {
        unquoted(body)
    } else {
        format!("{body}\n").replace('\n', "\r\n").into_bytes()
    };
    let text = String::from_utf8(bytes).unwrap();
    format!("{}\r\n", text.trim_end())
}

fn unquoted(text: &str) -> Vec<u8> {
    let text = text.replace("=\n", "").replace('\n', "\r\n");
    let mut parts = text.split('=');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).unwrap());
        bytes.extend(rest.as_bytes());
    }
    bytes
}

/// The entries that came to somebody by letter since there were so many, once as many as these have come.
async fn entries(walk: &Walk, inbox: &Inbox, to: &Person, many: usize) -> Vec<Calendar> {
    let all = || -> Vec<Calendar> {
        let letters = inbox.letters().into_iter().filter(|(reader, _)| *reader == to.email);
        letters.filter_map(|(_, letter)| entry_in(&letter)).collect()
    };
    walk.app.until("the entries have come", async || all().len() >= many).await;
    let entries = all();
    assert_eq!(entries.len(), many);
    entries
}

async fn file(person: &Person, id: MeetingId) -> Calendar {
    Calendar::read(&String::from_utf8(person.client.invitation(id).await.unwrap()).unwrap())
}

#[tokio::test]
async fn a_meeting_comes_into_the_calendar_changes_there_and_goes_again() {
    let inbox = Inbox::new().await;
    let walk = Walk::by_letter(&inbox).await;
    let id = walk.arrange(SOON).await;
    walk.app.told().await;
    let edit =
        EditMeeting { format: MeetingFormat::InPerson, place: "Café Ö, 1st floor; left 🌳".into() };
    walk.app.clock.advance(Duration::minutes(1));
    walk.noor.client.edit_meeting(id, "\"2\"", &edit).await.unwrap();
    walk.app.told().await;
    walk.app.clock.advance(Duration::minutes(1));
    let moved = walk.noor.client.propose_others(id, &proposal(&[LATER])).await.unwrap();
    walk.app.told().await;
    walk.app.clock.advance(Duration::minutes(1));
    walk.wanjiru.confirm(id, moved.slots[0].number).await.unwrap();
    walk.app.told().await;
    walk.app.clock.advance(Duration::minutes(1));
    walk.wanjiru.cancel(id).await.unwrap();
    walk.app.told().await;
    for (reader, other) in [(&walk.noor, &walk.wanjiru), (&walk.wanjiru, &walk.noor)] {
        let entries = entries(&walk, &inbox, reader, 5).await;
        let numbers: Vec<_> = entries.iter().map(Calendar::numbers).collect();
        let expected = [("REQUEST", 1), ("REQUEST", 2), ("CANCEL", 3), ("REQUEST", 4), ("CANCEL", 5)];
        assert_eq!(numbers, expected);
        for entry in &entries {
            assert_eq!(entry.one("UID"), id.to_string());
            assert_eq!(entry.one("ORGANIZER"), "mailto:cairn@programme.example");
            assert_eq!(entry.one("ATTENDEE"), format!("mailto:{}", reader.email), "nobody else");
            assert!(entry.lines.iter().all(|(_, value)| !value.contains(&other.email)), "{entry:?}");
            let status = if entry.one("METHOD") == "CANCEL" { "CANCELLED" } else { "CONFIRMED" };
            assert_eq!(entry.one("STATUS"), status);
        }
        assert_eq!(
            (entries[0].one("DTSTART"), entries[0].one("DTEND")),
            ("20261203T173000Z", "20261203T183000Z")
        );
        assert_eq!(entries[0].one("DTSTAMP"), "20261201T090000Z");
        assert_eq!(entries[1].one("DTSTAMP"), "20261201T090100Z");
        assert_eq!(entries[1].one("LOCATION"), "Café Ö\\, 1st floor\\; left 🌳");
        assert_eq!(entries[3].one("DTSTART"), "20261205T173000Z");
        assert_eq!(
            entries[0].one("SUMMARY"),
            format!("Cairn: {} and {}", reader.me.display_name, other.me.display_name)
        );
    }
}

#[tokio::test]
async fn an_entry_survives_that_its_letter_is_tried_again_and_leaves_nothing_behind() {
    let inbox = Inbox::new().await;
    let walk = Walk::by_letter(&inbox).await;
    walk.app.until("nothing waits", async || waiting(&walk.app).await == 0).await;
    inbox.answer(&["451 later"; 2]);
    let before = inbox.attempts();
    walk.arrange(SOON).await;
    walk.app.told().await;
    walk.app.until("the oldest to each is tried", async || inbox.attempts() == before + 2).await;
    walk.app
        .until("nothing waits", async || {
            walk.app.clock.advance(Duration::minutes(2));
            walk.app.app.letters.notify_one();
            waiting(&walk.app).await == 0
        })
        .await;
    entries(&walk, &inbox, &walk.noor, 1).await;
    entries(&walk, &inbox, &walk.wanjiru, 1).await;
    let kept = walk.app.in_database(async |tx| {
        cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM letters WHERE calendar <> ''").unwrap()
    });
    assert_eq!(kept.await, (0,));
}

async fn waiting(app: &TestApp) -> i64 {
    app.in_database(async |tx| {
        cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM letters WHERE state = 'waiting'").unwrap().0
    })
    .await
}

#[tokio::test]
async fn when_the_relationship_ends_both_calendars_are_put_right_and_name_nobody() {
    let inbox = Inbox::new().await;
    let walk = Walk::by_letter(&inbox).await;
    walk.arrange(SOON).await;
    walk.app.told().await;
    walk.app.clock.advance(Duration::minutes(1));
    walk.noor.client.block(walk.wanjiru.me.id).await.unwrap();
    walk.app.told().await;
    let hers = entries(&walk, &inbox, &walk.wanjiru, 2).await;
    assert_eq!(hers[1].numbers(), ("CANCEL", 2));
    assert_eq!(hers[1].one("SUMMARY"), "Cairn: Wanjiru Mwangi and a former participant");
    let mine = entries(&walk, &inbox, &walk.noor, 2).await;
    assert_eq!(mine[1].numbers(), ("CANCEL", 2));
    let letters = inbox.letters();
    let (_, last) = letters
        .iter()
        .rfind(|(to, letter)| *to == walk.wanjiru.email && letter.contains("called off"))
        .unwrap();
    assert!(!last.contains("Noor") && last.contains("a former participant"), "{last}");
}

#[tokio::test]
async fn a_meeting_is_a_file_for_its_two_while_it_is_arranged() {
    let walk = Walk::begin().await;
    let id = walk.propose(&walk.noor, &[SOON]).await.unwrap().id;
    assert_eq!(code(walk.noor.client.invitation(id).await), Code::NotFound, "nothing is arranged");
    walk.wanjiru.confirm(id, 1).await.unwrap();
    let long = format!("Dear {}: a, b; c\\d", "öé🌳 ".repeat(60));
    walk.wanjiru.client.add_point(id, &NewAgendaPoint { words: long.clone() }).await.unwrap();
    let mine = file(&walk.noor, id).await;
    assert_eq!((mine.one("METHOD"), mine.one("STATUS")), ("PUBLISH", "CONFIRMED"));
    assert_eq!(mine.one("UID"), id.to_string());
    assert!(mine.all("ATTENDEE").is_empty(), "nobody is invited by a file");
    let escaped = long.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
    assert!(mine.one("DESCRIPTION").contains(&format!("- {escaped}\\n")), "{mine:?}");
    assert!(mine.one("URL").ends_with(&format!("/relationships/{}/meetings/{id}", walk.id)));
    walk.noor.cancel(id).await.unwrap();
    assert_eq!(code(walk.noor.client.invitation(id).await), Code::NotFound);
}

#[tokio::test]
async fn a_secret_address_opens_the_calendar_and_nothing_else_does() {
    let walk = Walk::begin().await;
    let (first, next) = (walk.arrange(SOON).await, walk.arrange(LATER).await);
    walk.noor.cancel(next).await.unwrap();
    walk.propose(&walk.noor, &[LATER]).await.unwrap();
    assert_eq!(walk.noor.client.calendar_address().await.unwrap().made_at, None);
    let made = walk.noor.client.renew_calendar_address().await.unwrap();
    let url = made.url.unwrap();
    let path = url.strip_prefix(&walk.app.app.config.public_url()).unwrap().to_owned();
    let feed = walk.app.nobody().get(&path).await;
    assert_eq!(feed.status, 200);
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(feed.headers["cache-control"], "no-store");
    let feed = Calendar::read(&String::from_utf8(feed.body).unwrap());
    assert_eq!((feed.one("METHOD"), feed.one("UID")), ("PUBLISH", first.to_string().as_str()));
    assert!(feed.all("ATTENDEE").is_empty());

    let known = walk.noor.client.calendar_address().await.unwrap();
    assert_eq!((known.url, known.made_at), (None, made.made_at), "it is shown once");
    let hash = walk.app.in_database(async |tx| {
        cairn::fetch_one!(tx, (Vec<u8>,), "SELECT secret_hash FROM calendars").unwrap().0
    });
    let secret = path.rsplit('/').next().unwrap().strip_suffix(".ics").unwrap().to_owned();
    assert!(!hash.await.windows(8).any(|part| secret.as_bytes().starts_with(part)), "only its hash is kept");

    let again = walk.noor.client.renew_calendar_address().await.unwrap().url.unwrap();
    assert_ne!(again, url);
    let status = async |path: &str| walk.app.nobody().get(path).await.status;
    assert_eq!(status(&path).await, 404, "the one before is good for nothing");
    let path = again.strip_prefix(&walk.app.app.config.public_url()).unwrap();
    assert_eq!(status(path).await, 200);
    assert_eq!(status("/api/v1/calendar/x.ics").await, 404);
    assert_eq!(status("/api/v1/calendar/.ics").await, 404);
    walk.app.set_suspended(&walk.noor, true).await;
    assert_eq!(status(path).await, 404);
    walk.app.set_suspended(&walk.noor, false).await;
    walk.noor.client.remove_calendar_address().await.unwrap();
    assert_eq!(status(path).await, 404);
    assert_eq!(walk.noor.client.calendar_address().await.unwrap().made_at, None);
}
