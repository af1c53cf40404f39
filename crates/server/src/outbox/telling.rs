//! Who is told what of a fact.

use content::{News, Occasion};
use domain::events::{Event, RequestFact};
use domain::ids::{MessageId, ParticipantId, ReportId, RequestId};
use domain::notifications::LetterKind::{Answers, Messages, Requests};
use domain::notifications::{LetterKind, NotificationKind};
use domain::requests::{RequestAction, Side};

use crate::notifications::store::NewNotification;

/// What one participant is told.
#[derive(Debug)]
pub(super) struct Telling {
    /// In the app. Whoever is named as having done it is told apart from those they have blocked, or who have blocked them.
    pub(super) news: NewNotification,
    /// By letter.
    pub(super) letter: ByLetter,
    /// What was said.
    pub(super) said: Said,
}

/// Whether it also comes by letter.
#[derive(Debug)]
pub(super) enum ByLetter {
    /// It does not.
    Never,
    /// If the participant has not switched the kind off.
    Unless(LetterKind, fn(News) -> Occasion),
    /// It does: the coordinators write (name, words).
    Always(fn(String, String) -> Occasion),
}

/// Where it stands what was said.
#[derive(Debug)]
pub(super) enum Said {
    Nothing,
    Message(MessageId),
    Text(RequestId),
    Step(RequestId, RequestAction),
    Report(ReportId),
    Words(String),
}

/// What is told of a fact, in an order in which no two servers wait for each other.
pub(super) fn tellings(event: Event) -> Vec<Telling> {
    let mut tellings = all(event);
    tellings.sort_by_key(|telling| telling.news.to);
    tellings
}

fn all(event: Event) -> Vec<Telling> {
    use NotificationKind as Kind;
    match event {
        Event::MessageSent { conversation, message, author, reader } => {
            let news = NewNotification {
                actor: Some(author),
                conversation: Some(conversation),
                ..nobody_did(reader, Kind::Message)
            };
            let letter = ByLetter::Unless(Messages, Occasion::Message);
            vec![Telling { news, letter, said: Said::Message(message) }]
        }
        Event::RequestSent(fact) => {
            let letter = ByLetter::Unless(Requests, Occasion::RequestReceived);
            mentor(&fact, Kind::RequestReceived, letter, Said::Text(fact.request))
        }
        Event::RequestEdited(fact) => mentor(&fact, Kind::RequestEdited, ByLetter::Never, Said::Nothing),
        Event::MoreAsked(fact) => {
            let said = Said::Step(fact.request, RequestAction::AskForMore);
            mentee(&fact, Kind::MoreAsked, ByLetter::Unless(Answers, Occasion::MoreAsked), said)
        }
        Event::MoreAnswered(fact) => {
            let letter = ByLetter::Unless(Requests, Occasion::MoreAnswered);
            mentor(&fact, Kind::MoreAnswered, letter, Said::Nothing)
        }
        Event::RequestAccepted { request: fact, relationship } => {
            let letter = ByLetter::Unless(Answers, Occasion::RequestAccepted);
            let said = Said::Step(fact.request, RequestAction::Accept);
            let mut told = mentee(&fact, Kind::RequestAccepted, letter, said);
            for telling in &mut told {
                telling.news.relationship = Some(relationship);
            }
            told
        }
        Event::RequestDeclined(fact) => {
            let letter = ByLetter::Unless(Answers, Occasion::RequestDeclined);
            mentee(&fact, Kind::RequestDeclined, letter, Said::Step(fact.request, RequestAction::Decline))
        }
        Event::RequestWithdrawn(fact) => {
            let letter = ByLetter::Unless(Requests, Occasion::RequestWithdrawn);
            mentor(&fact, Kind::RequestWithdrawn, letter, Said::Nothing)
        }
        Event::RequestExpired(fact) => both(&fact, Kind::RequestExpired, Occasion::RequestExpired),
        Event::RequestClosed(fact) => {
            let mut told = both(&fact, Kind::RequestClosed, Occasion::RequestClosed);
            for telling in &mut told {
                // Nobody learns who is no longer there, nor why.
                telling.news.actor = None;
            }
            told
        }
        Event::RequestWaitedLong { request: fact, turn } => {
            let (kind, said) = (Kind::RequestReminder, Said::Nothing);
            if turn == Side::Mentor {
                mentor(&fact, kind, ByLetter::Unless(Requests, Occasion::MentorReminder), said)
            } else {
                mentee(&fact, kind, ByLetter::Unless(Requests, Occasion::MenteeReminder), said)
            }
        }
        Event::RequestStopped(fact) => both(&fact, Kind::RequestWaits, Occasion::RequestWaits),
        Event::RequestWentOn(fact) => both(&fact, Kind::RequestGoesOn, Occasion::RequestGoesOn),
        Event::RelationshipClosed { relationship, told } => {
            let news = NewNotification {
                relationship: Some(relationship),
                ..nobody_did(told, Kind::RelationshipEnded)
            };
            let letter = ByLetter::Unless(Answers, Occasion::RelationshipEnded);
            vec![Telling { news, letter, said: Said::Nothing }]
        }
        Event::ReportAnswered { report, reporter } => {
            let letter = ByLetter::Always(|name, words| Occasion::ReportAnswered { name, words });
            let news = nobody_did(reporter, Kind::ReportAnswered);
            vec![Telling { news, letter, said: Said::Report(report) }]
        }
        Event::OfficeWrote { to, words } => {
            let letter = ByLetter::Always(|name, words| Occasion::OfficeWrote { name, words });
            vec![Telling { news: nobody_did(to, Kind::OfficeWrote), letter, said: Said::Words(words) }]
        }
        _ => Vec::new(),
    }
}

fn nobody_did(to: ParticipantId, kind: NotificationKind) -> NewNotification {
    NewNotification {
        to,
        kind,
        actor: None,
        request: None,
        conversation: None,
        relationship: None,
        meeting: None,
        tool: None,
    }
}

/// The mentor of a request is told, if there still is one.
fn mentor(fact: &RequestFact, kind: NotificationKind, letter: ByLetter, said: Said) -> Vec<Telling> {
    about_request(fact, fact.mentor, fact.mentee, kind, letter, said)
}

/// The mentee of a request is told, if there still is one.
fn mentee(fact: &RequestFact, kind: NotificationKind, letter: ByLetter, said: Said) -> Vec<Telling> {
    about_request(fact, fact.mentee, fact.mentor, kind, letter, said)
}

/// The mentee is told by letter too, the mentor in the app.
fn both(fact: &RequestFact, kind: NotificationKind, occasion: fn(News) -> Occasion) -> Vec<Telling> {
    let mut told = mentee(fact, kind, ByLetter::Unless(Requests, occasion), Said::Nothing);
    told.extend(mentor(fact, kind, ByLetter::Never, Said::Nothing));
    told
}

fn about_request(
    fact: &RequestFact,
    to: Option<ParticipantId>,
    actor: Option<ParticipantId>,
    kind: NotificationKind,
    letter: ByLetter,
    said: Said,
) -> Vec<Telling> {
    let told = to.map(|to| {
        let news = NewNotification { actor, request: Some(fact.request), ..nobody_did(to, kind) };
        Telling { news, letter, said }
    });
    told.into_iter().collect()
}
