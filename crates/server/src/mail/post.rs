use std::fmt;
use std::time::Duration;

use anyhow::Context as _;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::response::Category;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::store::Waiting;

/// How long one letter may take.
const SENDING: Duration = Duration::from_mins(1);

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver has taken it over (250).
    Sent,
    /// The receiver refuses it, and will not change its mind.
    Refused(String),
    /// Not now.
    Later(String),
}

/// The way out: an SMTP server.
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Post")
    }
}

impl Post {
    /// Reads the settings; connects later.
    pub fn new(url: &str, from: &str) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| anyhow::anyhow!("the address of the mail server could not be read"))?;
        let from = from.parse().context("the address that letters come from could not be read")?;
        // A connection of its own for each letter, which nobody waits for once the letter is taken: what a receiver says
        // after its 250, or does not say, never counts for this letter or the next.
        let own = PoolConfig::new().max_size(0);
        Ok(Self { transport: transport.timeout(Some(SENDING / 3)).pool_config(own).build(), from })
    }

    /// Sends a letter.
    pub async fn send(&self, letter: &Waiting) -> Outcome {
        let Ok(message) = self.message(letter) else {
            return Outcome::Refused("no address to send to".to_owned());
        };
        match tokio::time::timeout(SENDING, self.transport.send(message)).await {
            Ok(Ok(_)) => Outcome::Sent,
            Ok(Err(error)) => outcome(&error),
            Err(_) => Outcome::Later("no answer in time".to_owned()),
        }
    }

    /// The message id is the letter's own: who gets it twice sees that it is one.
    fn message(&self, letter: &Waiting) -> anyhow::Result<Message> {
        let words = MultiPart::alternative_plain_html(letter.text_body.clone(), letter.html_body.clone());
        let parts = if letter.calendar.is_empty() { words } else { with_entry(words, &letter.calendar)? };
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.recipient.parse()?))
            .subject(letter.subject.clone())
            .date(letter.created_at.into())
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())));
        if !letter.unsubscribe.is_empty() {
            let address = format!("<{}>", letter.unsubscribe);
            message = message.header(ListUnsubscribe(address)).header(ListUnsubscribePost);
        }
        Ok(message.multipart(parts)?)
    }
}

/// The calendar entry as another way to read the letter, which mail programs offer to take over (RFC 6047), and as a file
/// for those that do not.
fn with_entry(words: MultiPart, entry: &str) -> anyhow::Result<MultiPart> {
    let method = if entry.contains("\r\nMETHOD:CANCEL\r\n") { "CANCEL" } else { "REQUEST" };
    let kind = ContentType::parse(&format!("text/calendar; method={method}; charset=utf-8"))?;
    let readable = SinglePart::builder().header(kind).body(entry.to_owned());
    let file = ContentType::parse("application/ics")?;
    let file = Attachment::new("invite.ics".to_owned()).body(entry.to_owned(), file);
    Ok(MultiPart::mixed().multipart(words.singlepart(readable)).singlepart(file))
}

/// Where a mail program switches such letters off (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        // Programs that read it do not all join folded lines: it stays on one.
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}

/// One click is enough (RFC 8058).
#[derive(Clone)]
struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

/// A refusal for good speaks of the mail (RFC 5321, x5x); a 5xx about the connection or the sign-in is the operator's
/// to mend, and the letter waits for it.
fn outcome(error: &lettre::transport::smtp::Error) -> Outcome {
    let status = error.status().map_or_else(|| "no answer".to_owned(), |code| code.to_string());
    let about_mail = error.status().is_some_and(|code| code.category == Category::MailSystem);
    if error.is_permanent() && about_mail { Outcome::Refused(status) } else { Outcome::Later(status) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    #[tokio::test]
    async fn the_message_id_stays_and_no_header_can_be_added() {
        let post = Post::new("smtp://127.0.0.1:25", "Cairn <cairn@programme.example>").unwrap();
        let mut letter = Waiting {
            id: Uuid::from_u128(7),
            recipient: "noor@sample.example".to_owned(),
            subject: "Hello\r\nBcc: all@evil.example".to_owned(),
            text_body: "Dear Noor\r\nBcc: all@evil.example".to_owned(),
            html_body: "<p>Dear Noor".to_owned(),
            unsubscribe: String::new(),
            calendar: String::new(),
            created_at: DateTime::UNIX_EPOCH,
            attempts: 0,
        };
        let written = String::from_utf8(post.message(&letter).unwrap().formatted()).unwrap();
        let head = written.split("\r\n\r\n").next().unwrap();
        assert!(
            head.contains("Message-ID: <00000000-0000-0000-0000-000000000007@programme.example>"),
            "{head}"
        );
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert!(!head.contains("List-Unsubscribe"), "{head}");
        letter.unsubscribe =
            format!("https://cairn.example/api/v1/unsubscribe?token={}&kind=answers", "a".repeat(43));
        let written = String::from_utf8(post.message(&letter).unwrap().formatted()).unwrap();
        let header = format!("\r\nList-Unsubscribe: <{}>\r\n", letter.unsubscribe);
        assert!(written.contains(&header), "{written}");
        assert!(written.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{written}");
        assert!(!written.contains("calendar"), "{written}");
        letter.calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n".to_owned();
        let written = String::from_utf8(post.message(&letter).unwrap().formatted()).unwrap();
        for line in [
            "Content-Type: text/calendar; method=CANCEL; charset=utf-8",
            "Content-Type: application/ics",
            "Content-Disposition: attachment; filename=\"invite.ics\"",
        ] {
            assert!(written.contains(line), "{line} in {written}");
        }
        letter.recipient = "noor@sample.example>\r\nRCPT TO:<all@evil.example".to_owned();
        assert!(post.message(&letter).is_err());
    }
}
