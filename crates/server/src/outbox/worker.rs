//! Tells what has happened: each fact in one transaction with what is told of it.

use actix_web::web;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use content::{News, Occasion};
use domain::events::Event;
use domain::ids::ParticipantId;
use domain::masking::mask;
use domain::notifications::{LetterKind, Live, LiveKind, NotificationKind, NotificationSettings};

use super::store::{self, Someone};
use super::telling::{ByLetter, Said, Telling, tellings};
use crate::app::App;
use crate::db::Tx;
use crate::http::Answer;
use crate::mail::{self, Recipient};
use crate::meetings::calendar::Entry;
use crate::notifications::store::{NewNotification, Switches};
use crate::routes::API;
use crate::{live, meetings, notifications};

/// So many facts are told in one transaction at most.
const AT_ONCE: i64 = 8;
/// A letter quotes so many characters at most.
const EXCERPT: usize = 200;

/// Tells the oldest facts; true when there may be more. Each is told once, whatever happens: it goes in the same
/// transaction.
pub(crate) async fn tell_some(app: &web::Data<App>) -> Answer<bool> {
    let mut tx = app.db.write().await?;
    let facts = store::take(&mut tx, AT_ONCE).await?;
    if facts.is_empty() {
        return Ok(false);
    }
    let may_be_more = i64::try_from(facts.len()).is_ok_and(|taken| taken == AT_ONCE);
    // Nobody waits for somebody who waits: first all are asked for who take part, then the inboxes are written in one order.
    let mut prepared = Vec::new();
    for (telling, at) in all_tellings(facts) {
        if let Some(told) = prepare(&mut tx, telling, at).await? {
            prepared.push(told);
        }
    }
    let mut told = Vec::new();
    for prepared in prepared {
        let to = prepared.telling.news.to;
        if tell(&mut tx, app, prepared).await? {
            told.push(to);
        }
    }
    tx.announce(&told).await?;
    tx.commit().await?;
    app.live.wake(&told);
    app.letters.notify_one();
    Ok(may_be_more)
}

/// What is told of these facts, by reader; to each in the order of the facts.
fn all_tellings(facts: Vec<(String, DateTime<Utc>)>) -> Vec<(Telling, DateTime<Utc>)> {
    let mut all = Vec::new();
    for (fact, at) in facts {
        match serde_json::from_str::<Event>(&fact) {
            Ok(event) => all.extend(tellings(event).into_iter().map(|telling| (telling, at))),
            // Its text could hold words of a participant.
            Err(error) => tracing::error!(column = error.column(), "a fact could not be read"),
        }
    }
    all.sort_by_key(|(telling, _)| telling.news.to);
    all
}

/// What is told, with who takes part.
struct Prepared {
    telling: Telling,
    at: DateTime<Utc>,
    named: Option<ParticipantId>,
    reader: Someone,
    other: Other,
}

/// Gets ready what one participant is told; nothing where nobody is to be told any more.
async fn prepare(tx: &mut Tx, telling: Telling, at: DateTime<Utc>) -> Answer<Option<Prepared>> {
    let Telling { news, letter, .. } = &telling;
    let named = named(tx, news).await?;
    let (reader, other) = store::two(tx, news.to, named.unwrap_or(news.to)).await?;
    let Some(reader) = reader else { return Ok(None) };
    if reader.suspended && !matches!(letter, ByLetter::Always(_)) {
        return Ok(None);
    }
    let other = match (named, other) {
        (Some(id), Some(other)) if !other.blocked => Other { id: Some(id), name: other.display_name },
        (None, _) if !names_the_other(news) => Other::default(),
        // Whoever is gone: it is taken out of the calendar.
        _ if news.kind == NotificationKind::MeetingCancelled => Other::default(),
        _ => return Ok(None),
    };
    Ok(Some(Prepared { telling, at, named, reader, other }))
}

/// Tells one participant; false when there is nothing new to see in the app.
async fn tell(tx: &mut Tx, app: &App, prepared: Prepared) -> Answer<bool> {
    let Prepared { telling: Telling { news, letter, said, entry }, at, named, reader, other } = prepared;
    let news = &news;
    let Some(words) = words(tx, &said, news.to).await? else { return Ok(false) };
    // Whoever did it knows; the letter brings the entry for the calendar.
    let shown = news.actor != Some(news.to)
        && show(tx, app, &NewNotification { actor: named, ..news.clone() }, at).await?;
    let when = when(tx, news).await?;
    let calendar = match &entry {
        Some((fact, entry)) => meetings::calendar::entry(tx, app, fact, *entry).await?,
        None => None,
    };
    if matches!(entry, Some((_, Entry::Put))) && calendar.is_none() {
        // It is no longer arranged: another letter says so.
        return Ok(shown);
    }
    match letter {
        ByLetter::Unless(kind, occasion) if words.kind != WordsKind::Following => {
            let occasion = if words.kind == WordsKind::Question { Occasion::Question } else { occasion };
            let said = SaidByLetter { other, words: words.text, when, calendar };
            write(tx, app, news, reader, said, (kind, occasion)).await?;
        }
        ByLetter::Unless(..) | ByLetter::Never => {}
        ByLetter::Always(occasion) => {
            let to = Recipient { email: &reader.email, participant: Some(news.to), ..Recipient::default() };
            mail::write(tx, app, to, &occasion(reader.display_name, words.text)).await?;
        }
    }
    Ok(shown)
}

/// Whom a letter names; nobody, and no name, where nobody did it or they are gone.
#[derive(Default)]
struct Other {
    id: Option<ParticipantId>,
    name: String,
}

/// Whom a letter names: who did it, or the other of the two, while they are there.
async fn named(tx: &mut Tx, news: &NewNotification) -> sqlx::Result<Option<ParticipantId>> {
    let actor = news.actor.filter(|actor| *actor != news.to);
    match news.relationship.filter(|_| actor.is_none() && names_the_other(news)) {
        Some(relationship) => store::partner(tx, relationship, news.to).await,
        None => Ok(actor),
    }
}

/// Words about the two name the other, whoever did it.
fn names_the_other(news: &NewNotification) -> bool {
    let tells_of_both =
        !matches!(news.kind, NotificationKind::RelationshipEnded | NotificationKind::RequestAccepted);
    news.relationship.is_some() && tells_of_both
}

/// When the meeting is that it is about, on the reader's clock.
async fn when(tx: &mut Tx, news: &NewNotification) -> Answer<String> {
    let Some(meeting) = news.meeting else { return Ok(String::new()) };
    let Some((starts_at, minutes, zone)) = store::meeting(tx, meeting, news.to).await? else {
        return Ok(String::new());
    };
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let local = starts_at.with_timezone(&zone).naive_local();
    Ok(content::when_in_words(local, u16::try_from(minutes).unwrap_or(u16::MAX), zone.name()))
}

/// What a letter says that others said or did.
struct SaidByLetter {
    other: Other,
    words: String,
    when: String,
    calendar: Option<String>,
}

/// What was said, and what it is.
struct Words {
    text: String,
    kind: WordsKind,
}

#[derive(PartialEq)]
enum WordsKind {
    /// The first message of a conversation.
    Question,
    /// A message after another that the reader has not read either: one letter has said so.
    Following,
    /// Anything else.
    Other,
}

/// What was said; nothing where it has been read or taken away meanwhile.
async fn words(tx: &mut Tx, said: &Said, reader: ParticipantId) -> sqlx::Result<Option<Words>> {
    let text = match said {
        Said::Message(id) => {
            let line = store::line(tx, *id, reader).await?.filter(|line| !line.read);
            return Ok(line.map(|line| {
                let kind = match line {
                    _ if line.number == 1 => WordsKind::Question,
                    _ if line.follows => WordsKind::Following,
                    _ => WordsKind::Other,
                };
                Words { text: line.body, kind }
            }));
        }
        Said::Nothing => None,
        Said::Text(request) => store::support(tx, *request).await?,
        Said::Step(request, action) => store::words(tx, *request, *action).await?,
        Said::Report(report) => store::answer(tx, *report).await?,
        Said::Words(words) => Some(words.clone()),
        Said::Withdrawal(relationship) => store::withdrawal(tx, *relationship).await?,
        Said::Thanks(relationship) => store::thanks(tx, *relationship, reader).await?,
        Said::Proposal(meeting) => store::proposal(tx, *meeting).await?,
        Said::Cancellation(meeting) => store::cancellation(tx, *meeting).await?,
        Said::Goal(goal) => store::goal(tx, *goal).await?,
        Said::Milestone(milestone) => store::milestone(tx, *milestone).await?,
    };
    Ok(Some(Words { text: text.unwrap_or_default(), kind: WordsKind::Other }))
}

/// Shows it in the app; several messages that nobody has looked at are one notification.
async fn show(tx: &mut Tx, app: &App, news: &NewNotification, at: DateTime<Utc>) -> sqlx::Result<bool> {
    if let (NotificationKind::Message, Some(conversation)) = (news.kind, news.conversation)
        && notifications::store::has_unseen_message(tx, news.to, conversation).await?
    {
        return Ok(false);
    }
    notifications::store::insert(tx, news, at).await?;
    live::store::insert(tx, news.to, &Live::about(LiveKind::Notification), app.clock.now()).await?;
    Ok(true)
}

/// Writes a letter, unless its reader has switched the kind off.
async fn write(
    tx: &mut Tx,
    app: &App,
    news: &NewNotification,
    reader: Someone,
    said: SaidByLetter,
    (kind, occasion): (LetterKind, fn(News) -> Occasion),
) -> Answer<()> {
    let Switches { settings, token } = match reader.switches.read() {
        Some(switches) => switches,
        None => notifications::store::switches(tx, news.to).await?,
    };
    if !wants(&settings, kind) {
        return Ok(());
    }
    let here = app.config.public_url();
    let switch = format!("token={token}&kind={}", kind.as_str());
    let letter = occasion(News {
        name: reader.display_name,
        other: said.other.name,
        excerpt: excerpt(&said.words),
        when: said.when,
        link: format!("{here}/{}", page(news)),
        settings: format!("{here}/notifications/settings"),
        unsubscribe: format!("{here}/unsubscribe?{switch}"),
    });
    let unsubscribe = format!("{here}{API}/unsubscribe?{switch}");
    let to = Recipient {
        email: &reader.email,
        participant: Some(news.to),
        about: said.other.id,
        unsubscribe: &unsubscribe,
        calendar: said.calendar.as_deref().unwrap_or_default(),
    };
    mail::write(tx, app, to, &letter).await.map(drop)
}

fn wants(settings: &NotificationSettings, kind: LetterKind) -> bool {
    match kind {
        LetterKind::Answers => settings.answers,
        LetterKind::Requests => settings.requests,
        LetterKind::Messages => settings.messages,
        LetterKind::Meetings => settings.meetings,
        LetterKind::Goals => settings.goals,
        LetterKind::Relationships => settings.relationships,
    }
}

/// The page of the web app that it is about.
fn page(news: &NewNotification) -> String {
    if let Some(id) = news.relationship {
        let room = match (news.meeting, news.goal, &news.tool) {
            (Some(meeting), ..) => format!("/meetings/{meeting}"),
            (_, Some(goal), _) => format!("/goals/{goal}"),
            (_, _, Some(tool)) => format!("/tools/{tool}"),
            _ => String::new(),
        };
        format!("relationships/{id}{room}")
    } else if let Some(id) = news.request {
        format!("requests/{id}")
    } else if let Some(id) = news.conversation {
        format!("conversations/{id}")
    } else {
        "notifications".to_owned()
    }
}

/// The beginning of what was said, without ways around the programme.
fn excerpt(words: &str) -> String {
    let masked = mask(words.trim());
    if masked.chars().count() <= EXCERPT {
        return masked;
    }
    let beginning: String = masked.chars().take(EXCERPT - 2).collect();
    format!("{} …", beginning.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_short_and_holds_no_way_around() {
        assert_eq!(excerpt(" Write to noor@leeds.example \n"), "Write to •••");
        let long = excerpt(&"عشرون كلمة ".repeat(40));
        assert!(long.chars().count() <= EXCERPT && long.ends_with(" …"), "{long}");
        // What is cut is masked before: no half of an address is left.
        let cut = excerpt(&format!("{}noor@leeds.example", "a ".repeat(96)));
        assert!(!cut.contains("noor"), "{cut}");
    }
}
