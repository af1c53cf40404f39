//! The letters that the platform sends, each in plain text and in HTML (`letters/NAME.{txt,html}`).

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior, context};
use serde::{Deserialize, Serialize};

/// Why a letter is written, with what it needs to say. Links are absolute.
///
/// Letters to an address that nobody has confirmed yet greet without a name: a stranger could put an advertisement
/// there. It has no `Debug`, because its links open accounts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "kebab-case")]
pub enum Occasion {
    /// Somebody registered: the address is to be confirmed.
    Verify {
        /// The page with the button that confirms.
        link: String,
        /// How long the link is good for.
        hours: u32,
    },
    /// Somebody tried to register with the address of a participant.
    AlreadyRegistered {
        /// The participant's display name.
        name: String,
        /// The page to sign in.
        sign_in: String,
        /// The page to ask for a new password.
        forgotten_password: String,
    },
    /// Somebody asked for a new password.
    PasswordReset {
        /// The participant's display name.
        name: String,
        /// The page to choose the new password.
        link: String,
        /// How long the link is good for.
        hours: u32,
    },
    /// The password was changed.
    PasswordChanged {
        /// The participant's display name.
        name: String,
        /// The page to ask for a new password.
        forgotten_password: String,
    },
    /// A change of address was asked for: to the new address.
    EmailChangeConfirm {
        /// The page with the button that confirms.
        link: String,
        /// How long the link is good for.
        hours: u32,
    },
    /// A change of address was asked for: to the old address.
    EmailChangeTold {
        /// The participant's display name.
        name: String,
        /// The address that is to count from the confirmation on.
        new_email: String,
        /// The page to ask for a new password.
        forgotten_password: String,
    },
    /// The account was deleted at the participant's wish.
    AccountDeleted {
        /// The display name that the participant had.
        name: String,
    },
    /// Somebody asks a mentor something, before any request.
    Question(News),
    /// Somebody wrote, and the reader has read everything before it.
    Message(News),
    /// A mentee asks a mentor for help.
    RequestReceived(News),
    /// The mentor would like to know more.
    MoreAsked(News),
    /// The mentee has answered that.
    MoreAnswered(News),
    /// The mentor has said yes.
    RequestAccepted(News),
    /// The mentor has said no.
    RequestDeclined(News),
    /// The mentee has withdrawn a request.
    RequestWithdrawn(News),
    /// The mentor has not answered in time.
    RequestExpired(News),
    /// The mentor is no longer there for a request.
    RequestClosed(News),
    /// A request has waited for the mentor for days.
    MentorReminder(News),
    /// A question has waited for the mentee for days.
    MenteeReminder(News),
    /// The mentor takes nobody on just now.
    RequestWaits(News),
    /// The mentor takes somebody on again.
    RequestGoesOn(News),
    /// A relationship has ended; neutral words.
    RelationshipEnded(News),
    /// The other has ended a relationship.
    RelationshipWithdrawn(News),
    /// The other would like to complete it.
    CompletionAsked(News),
    /// The other would rather walk on.
    CompletionPutOff(News),
    /// A relationship is complete.
    RelationshipCompleted(News),
    /// The other would like to stay in touch.
    TouchWished(News),
    /// The other would like a new journey.
    JourneyWished(News),
    /// A new journey of the two has begun.
    JourneyBegan(News),
    /// Nothing has happened in a relationship for long.
    RelationshipIdle(News),
    /// Times for a meeting are offered.
    MeetingProposed(News),
    /// A meeting is arranged.
    MeetingConfirmed(News),
    /// A meeting that was arranged is to be moved.
    MeetingMoved(News),
    /// Where the two meet has changed.
    MeetingChanged(News),
    /// A meeting was called off.
    MeetingCancelled(News),
    /// None of the times was chosen.
    MeetingLapsed(News),
    /// A meeting is near.
    MeetingSoon(News),
    /// The other has confirmed a goal.
    GoalConfirmed(News),
    /// Both have confirmed a goal.
    GoalAgreed(News),
    /// A goal is reached.
    GoalAchieved(News),
    /// A milestone is reached.
    MilestoneDone(News),
    /// The day of a goal is near.
    GoalDue(News),
    /// The day of a milestone is near.
    MilestoneDue(News),
    /// The coordinators have decided about a report.
    ReportAnswered {
        /// The participant's display name.
        name: String,
        /// What they say about it, or nothing.
        words: String,
    },
    /// The coordinators have something to say.
    OfficeWrote {
        /// The participant's display name.
        name: String,
        /// What.
        words: String,
    },
}

/// What others did, for whoever wants to get letters about that.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// The participant's display name.
    pub name: String,
    /// The display name of whoever did it; empty where nobody is named.
    pub other: String,
    /// The beginning of what they wrote, masked; empty where they wrote nothing.
    pub excerpt: String,
    /// When a meeting is, in words ([`when_in_words`](crate::when_in_words)); empty where it is about none.
    #[serde(default)]
    pub when: String,
    /// The page that it is about.
    pub link: String,
    /// The page to choose which letters one gets.
    pub settings: String,
    /// The page with the button that switches these letters off.
    pub unsubscribe: String,
}

/// A letter, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line without any word that a participant wrote.
    pub subject: String,
    /// Plain text; its first line is the subject.
    pub text: String,
    /// A whole HTML page with inline styles, light and dark, without images.
    pub html: String,
}

/// Writes the letter for an occasion in the name of `programme`; an error means that a template is broken, which the
/// tests rule out.
pub fn letter(programme: &str, occasion: &Occasion) -> Result<Letter, Error> {
    let templates = templates()?;
    let render = |extension: &str, subject: Option<&str>| {
        let name = format!("{}.{extension}", occasion.name());
        templates.get_template(&name)?.render(context! { programme, subject, ..Serde(occasion) })
    };
    let text = render("txt", None)?;
    let subject = text.lines().next().unwrap_or_default().to_owned();
    let html = render("html", Some(&subject))?;
    Ok(Letter { subject, text, html })
}

impl Occasion {
    /// The name of the occasion: that of its two files.
    pub fn name(&self) -> &'static str {
        match self {
            Occasion::Verify { .. } => "verify",
            Occasion::AlreadyRegistered { .. } => "already-registered",
            Occasion::PasswordReset { .. } => "password-reset",
            Occasion::PasswordChanged { .. } => "password-changed",
            Occasion::EmailChangeConfirm { .. } => "email-change-confirm",
            Occasion::EmailChangeTold { .. } => "email-change-told",
            Occasion::AccountDeleted { .. } => "account-deleted",
            Occasion::Question(_) => "question",
            Occasion::Message(_) => "message",
            Occasion::RequestReceived(_) => "request-received",
            Occasion::MoreAsked(_) => "more-asked",
            Occasion::MoreAnswered(_) => "more-answered",
            Occasion::RequestAccepted(_) => "request-accepted",
            Occasion::RequestDeclined(_) => "request-declined",
            Occasion::RequestWithdrawn(_) => "request-withdrawn",
            Occasion::RequestExpired(_) => "request-expired",
            Occasion::RequestClosed(_) => "request-closed",
            Occasion::MentorReminder(_) => "mentor-reminder",
            Occasion::MenteeReminder(_) => "mentee-reminder",
            Occasion::RequestWaits(_) => "request-waits",
            Occasion::RequestGoesOn(_) => "request-goes-on",
            Occasion::RelationshipEnded(_) => "relationship-ended",
            Occasion::RelationshipWithdrawn(_) => "relationship-withdrawn",
            Occasion::CompletionAsked(_) => "completion-asked",
            Occasion::CompletionPutOff(_) => "completion-put-off",
            Occasion::RelationshipCompleted(_) => "relationship-completed",
            Occasion::TouchWished(_) => "touch-wished",
            Occasion::JourneyWished(_) => "journey-wished",
            Occasion::JourneyBegan(_) => "journey-began",
            Occasion::RelationshipIdle(_) => "relationship-idle",
            Occasion::MeetingProposed(_) => "meeting-proposed",
            Occasion::MeetingConfirmed(_) => "meeting-confirmed",
            Occasion::MeetingMoved(_) => "meeting-moved",
            Occasion::MeetingChanged(_) => "meeting-changed",
            Occasion::MeetingCancelled(_) => "meeting-cancelled",
            Occasion::MeetingLapsed(_) => "meeting-lapsed",
            Occasion::MeetingSoon(_) => "meeting-soon",
            Occasion::GoalConfirmed(_) => "goal-confirmed",
            Occasion::GoalAgreed(_) => "goal-agreed",
            Occasion::GoalAchieved(_) => "goal-achieved",
            Occasion::MilestoneDone(_) => "milestone-done",
            Occasion::GoalDue(_) => "goal-due",
            Occasion::MilestoneDue(_) => "milestone-due",
            Occasion::ReportAnswered { .. } => "report-answered",
            Occasion::OfficeWrote { .. } => "office-wrote",
        }
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../letters/", $name)))),*]
    };
}

const FILES: [(&str, &str); 97] = files![
    "frame.txt",
    "frame.html",
    "parts.txt",
    "parts.html",
    "verify.txt",
    "verify.html",
    "already-registered.txt",
    "already-registered.html",
    "password-reset.txt",
    "password-reset.html",
    "password-changed.txt",
    "password-changed.html",
    "email-change-confirm.txt",
    "email-change-confirm.html",
    "email-change-told.txt",
    "email-change-told.html",
    "account-deleted.txt",
    "account-deleted.html",
    "news.txt",
    "news.html",
    "question.txt",
    "question.html",
    "message.txt",
    "message.html",
    "request-received.txt",
    "request-received.html",
    "more-asked.txt",
    "more-asked.html",
    "more-answered.txt",
    "more-answered.html",
    "request-accepted.txt",
    "request-accepted.html",
    "request-declined.txt",
    "request-declined.html",
    "request-withdrawn.txt",
    "request-withdrawn.html",
    "request-expired.txt",
    "request-expired.html",
    "request-closed.txt",
    "request-closed.html",
    "mentor-reminder.txt",
    "mentor-reminder.html",
    "mentee-reminder.txt",
    "mentee-reminder.html",
    "request-waits.txt",
    "request-waits.html",
    "request-goes-on.txt",
    "request-goes-on.html",
    "relationship-ended.txt",
    "relationship-ended.html",
    "relationship-withdrawn.txt",
    "relationship-withdrawn.html",
    "completion-asked.txt",
    "completion-asked.html",
    "completion-put-off.txt",
    "completion-put-off.html",
    "relationship-completed.txt",
    "relationship-completed.html",
    "touch-wished.txt",
    "touch-wished.html",
    "journey-wished.txt",
    "journey-wished.html",
    "journey-began.txt",
    "journey-began.html",
    "relationship-idle.txt",
    "relationship-idle.html",
    "meeting-proposed.txt",
    "meeting-proposed.html",
    "meeting-confirmed.txt",
    "meeting-confirmed.html",
    "meeting-moved.txt",
    "meeting-moved.html",
    "meeting-changed.txt",
    "meeting-changed.html",
    "meeting-cancelled.txt",
    "meeting-cancelled.html",
    "meeting-lapsed.txt",
    "meeting-lapsed.html",
    "meeting-soon.txt",
    "meeting-soon.html",
    "goal-confirmed.txt",
    "goal-confirmed.html",
    "goal-agreed.txt",
    "goal-agreed.html",
    "goal-achieved.txt",
    "goal-achieved.html",
    "milestone-done.txt",
    "milestone-done.html",
    "goal-due.txt",
    "goal-due.html",
    "milestone-due.txt",
    "milestone-due.html",
    "report-answered.txt",
    "report-answered.html",
    "office-wrote.txt",
    "office-wrote.html",
    "mailbox.html",
];

/// How wide quoted words are in plain text.
const WIDTH: usize = 74;

/// What somebody wrote, as it stands in plain text: indented, in lines that every mail program shows whole.
fn quoted(words: &str) -> String {
    let mut lines = Vec::new();
    for paragraph in words.lines().filter(|line| !line.trim().is_empty()) {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
                lines.push(format!("  {line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(format!("  {line}"));
    }
    lines.join("\n")
}

/// The templates, each read once.
pub(crate) fn templates() -> Result<&'static Environment<'static>, Error> {
    static TEMPLATES: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(environment);
    TEMPLATES.as_ref().map_err(|error| Error::new(error.kind(), error.to_string()))
}

/// What ends in `.html` is escaped by minijinja's default.
fn environment() -> Result<Environment<'static>, Error> {
    let mut templates = Environment::new();
    templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.add_filter("quoted", quoted);
    templates.set_loader(|wanted| {
        Ok(FILES.iter().find(|(name, _)| *name == wanted).map(|(_, source)| (*source).to_owned()))
    });
    Ok(templates)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "<script>alert('x')</script> & \"Ann\"\r\nBcc: all@example.com";

    fn occasions(name: &str) -> Vec<Occasion> {
        let name = || name.to_owned();
        let link = |page: &str| format!("https://cairn.example/{page}?token=a_b-c&x=1");
        let news = || News {
            name: name(),
            other: name(),
            excerpt: format!(
                "{} takes over the daily briefing of the ward in December.\nIn front of others …",
                name()
            ),
            when: "Thursday 18 June 2026, 18:00 to 19:00, Europe/London".to_owned(),
            link: link("requests/7"),
            settings: link("notifications/settings"),
            unsubscribe: link("unsubscribe"),
        };
        let forgotten_password = || link("forgotten");
        vec![
            Occasion::Verify { link: link("verify"), hours: 24 },
            Occasion::AlreadyRegistered {
                name: name(),
                sign_in: link("sign-in"),
                forgotten_password: forgotten_password(),
            },
            Occasion::PasswordReset { name: name(), link: link("reset"), hours: 1 },
            Occasion::PasswordChanged { name: name(), forgotten_password: forgotten_password() },
            Occasion::EmailChangeConfirm { link: link("confirm"), hours: 24 },
            Occasion::EmailChangeTold {
                name: name(),
                new_email: "new@example.com".into(),
                forgotten_password: forgotten_password(),
            },
            Occasion::AccountDeleted { name: name() },
            Occasion::Question(news()),
            Occasion::Message(news()),
            Occasion::RequestReceived(news()),
            Occasion::MoreAsked(news()),
            Occasion::MoreAnswered(news()),
            Occasion::RequestAccepted(news()),
            Occasion::RequestDeclined(news()),
            Occasion::RequestWithdrawn(news()),
            Occasion::RequestExpired(news()),
            Occasion::RequestClosed(news()),
            Occasion::MentorReminder(news()),
            Occasion::MenteeReminder(news()),
            Occasion::RequestWaits(news()),
            Occasion::RequestGoesOn(news()),
            Occasion::RelationshipEnded(news()),
            Occasion::RelationshipWithdrawn(news()),
            Occasion::CompletionAsked(news()),
            Occasion::CompletionPutOff(news()),
            Occasion::RelationshipCompleted(news()),
            Occasion::TouchWished(news()),
            Occasion::JourneyWished(news()),
            Occasion::JourneyBegan(news()),
            Occasion::RelationshipIdle(news()),
            Occasion::MeetingProposed(news()),
            Occasion::MeetingConfirmed(news()),
            Occasion::MeetingMoved(news()),
            Occasion::MeetingChanged(news()),
            Occasion::MeetingCancelled(news()),
            Occasion::MeetingLapsed(news()),
            Occasion::MeetingSoon(news()),
            Occasion::GoalConfirmed(news()),
            Occasion::GoalAgreed(news()),
            Occasion::GoalAchieved(news()),
            Occasion::MilestoneDone(news()),
            Occasion::GoalDue(news()),
            Occasion::MilestoneDue(news()),
            Occasion::ReportAnswered { name: name(), words: name() },
            Occasion::OfficeWrote { name: name(), words: name() },
        ]
    }

    fn links(occasion: &Occasion) -> Vec<String> {
        let facts = serde_json::to_value(occasion).unwrap();
        let texts = facts.as_object().unwrap().values().filter_map(|value| value.as_str());
        texts.filter(|text| text.starts_with("https://")).map(str::to_owned).collect()
    }

    fn unescaped(html: &str) -> String {
        html.replace("&#x2f;", "/").replace("&amp;", "&")
    }

    #[test]
    fn every_letter_has_two_parts_under_one_subject() {
        for occasion in occasions("Noor Haddad") {
            let letter = letter("Cairn", &occasion).unwrap();
            assert!(letter.subject.len() > 10 && letter.subject.len() < 60, "{}", letter.subject);
            assert!(letter.text.starts_with(&format!("{}\n\n", letter.subject)), "{}", letter.text);
            assert!(letter.html.starts_with("<!doctype html>"), "{}", letter.html);
            assert!(letter.html.contains(&format!("<title>{}</title>", letter.subject)));
            assert!(!letter.html.contains("<img"));
            for part in [&letter.text, &letter.html] {
                assert!(part.contains("Cairn"));
                assert!(!part.contains("{{") && !part.contains("{%"));
                assert!(!part.contains("\n\n\n"), "an empty paragraph in {part}");
            }
            assert!(letter.text.lines().all(|line| line.len() <= 80 || line.starts_with("https://")));
        }
    }

    #[test]
    fn every_link_stands_in_both_parts() {
        for occasion in occasions("Noor Haddad") {
            let letter = letter("Cairn", &occasion).unwrap();
            for link in links(&occasion) {
                assert!(letter.text.lines().any(|line| line == link), "{link} in {}", letter.text);
                assert!(
                    unescaped(&letter.html).contains(&format!("href=\"{link}\"")),
                    "{link} in {}",
                    letter.html
                );
            }
        }
    }

    #[test]
    fn a_name_can_be_anything() {
        for (occasion, plain) in occasions(HOSTILE).iter().zip(occasions("Noor Haddad")) {
            let letter = letter("Cairn", occasion).unwrap();
            assert!(!letter.html.contains("<script"), "{}", letter.html);
            assert_eq!(letter.subject, super::letter("Cairn", &plain).unwrap().subject);
        }
    }

    #[test]
    fn a_programme_name_is_escaped_too() {
        let letter = letter("Arts & <b>Crafts</b>", &occasions("Noor Haddad")[0]).unwrap();
        assert!(letter.html.contains("Arts &amp; &lt;b&gt;Crafts&lt;&#x2f;b&gt;"));
        assert!(letter.text.contains("Arts & <b>Crafts</b>"));
    }

    #[test]
    fn names_are_greeted_where_the_address_is_theirs() {
        let letter = letter("Cairn", &occasions("Олена Ковальчук")[2]).unwrap();
        assert!(letter.text.contains("Dear Олена Ковальчук,\n"));
        assert!(letter.html.contains("Dear Олена Ковальчук,"));
    }

    #[test]
    fn nothing_stands_where_nothing_was_written() {
        for occasion in occasions("Noor Haddad") {
            let stored = serde_json::to_string(&occasion).unwrap();
            let mut facts: serde_json::Value = serde_json::from_str(&stored).unwrap();
            let Some(excerpt) = facts.get_mut("excerpt") else { continue };
            *excerpt = "".into();
            let letter = letter("Cairn", &serde_json::from_value(facts).unwrap()).unwrap();
            assert!(!letter.html.contains('“') && !letter.html.contains("\n\n\n"), "{}", letter.html);
            assert!(!letter.text.contains("\n\n\n"), "{}", letter.text);
        }
    }

    #[test]
    fn what_was_written_keeps_to_the_width_of_a_letter() {
        let long = format!("{}\r\n\n{}", "one two three ".repeat(20), "x".repeat(200));
        let quoted = quoted(&long);
        assert!(
            quoted
                .lines()
                .all(|line| line.starts_with("  ") && (line.len() <= 78 || !line[2..].contains(' ')))
        );
        assert_eq!(quoted.split_whitespace().count(), 61);
    }

    #[test]
    fn one_hour_is_said_in_words() {
        let reset = |hours| Occasion::PasswordReset { name: "Noor".into(), link: "https://c".into(), hours };
        let text = |hours| letter("Cairn", &reset(hours)).unwrap().text;
        assert!(text(1).contains("good for an hour"));
        assert!(text(24).contains("good for 24 hours"));
    }

    #[test]
    fn every_letter_has_a_word_for_the_office() {
        let words = include_str!("../../../frontend/locales/en/office_words.toml");
        for occasion in occasions("Noor Haddad") {
            let name = occasion.name();
            assert!(words.lines().any(|line| line.starts_with(&format!("{name} = \""))), "{name}");
        }
    }

    #[test]
    fn an_occasion_survives_the_outbox() {
        for occasion in occasions("Noor Haddad") {
            let stored = serde_json::to_string(&occasion).unwrap();
            assert!(serde_json::from_str::<Occasion>(&stored).unwrap() == occasion);
        }
    }
}
