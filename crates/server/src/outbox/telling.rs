//! Who is told what of a fact.

use content::{News, Occasion};
use domain::events::{Event, GoalFact, MeetingFact, RelationshipFact, RequestFact, ToolFact};
use domain::ids::{
    GoalId, MeetingId, MessageId, MilestoneId, ParticipantId, RelationshipId, ReportId, RequestId,
};
use domain::notifications::LetterKind::{Answers, Goals, Meetings, Messages, Relationships, Requests};
use domain::notifications::{LetterKind, NotificationKind};
use domain::relationships::Wish;
use domain::requests::{RequestAction, Side};

use crate::meetings::calendar::Entry;
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
    /// The entry for the reader's calendar that goes with the letter.
    pub(super) entry: Option<(MeetingFact, Entry)>,
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
    /// The words with which somebody withdrew.
    Withdrawal(RelationshipId),
    /// The thanks of the other, where they are shown.
    Thanks(RelationshipId),
    /// The words with which times were offered.
    Proposal(MeetingId),
    /// The words with which a meeting was called off.
    Cancellation(MeetingId),
    /// What the goal is called.
    Goal(GoalId),
    /// What the milestone is called.
    Milestone(MilestoneId),
}

/// What is told of a fact.
pub(super) fn tellings(event: Event) -> Vec<Telling> {
    use NotificationKind as Kind;
    match event {
        Event::MessageSent { conversation, message, author, reader } => {
            let news = NewNotification {
                actor: Some(author),
                conversation: Some(conversation),
                ..nobody_did(reader, Kind::Message)
            };
            let letter = ByLetter::Unless(Messages, Occasion::Message);
            vec![Telling { news, letter, said: Said::Message(message), entry: None }]
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
            vec![Telling { news, letter, said: Said::Nothing, entry: None }]
        }
        Event::ReportAnswered { report, reporter } => {
            let letter = ByLetter::Always(|name, words| Occasion::ReportAnswered { name, words });
            let news = nobody_did(reporter, Kind::ReportAnswered);
            vec![Telling { news, letter, said: Said::Report(report), entry: None }]
        }
        Event::OfficeWrote { to, words } => {
            let letter = ByLetter::Always(|name, words| Occasion::OfficeWrote { name, words });
            let news = nobody_did(to, Kind::OfficeWrote);
            vec![Telling { news, letter, said: Said::Words(words), entry: None }]
        }
        Event::RelationshipWithdrawn(fact) => {
            let said = Said::Withdrawal(fact.relationship);
            about(&fact, Kind::RelationshipWithdrawn, by_letter(Occasion::RelationshipWithdrawn), said)
        }
        Event::CompletionAsked(fact) => {
            let said = Said::Thanks(fact.relationship);
            about(&fact, Kind::CompletionAsked, by_letter(Occasion::CompletionAsked), said)
        }
        Event::CompletionPutOff(fact) => {
            about(&fact, Kind::CompletionPutOff, by_letter(Occasion::CompletionPutOff), Said::Nothing)
        }
        Event::RelationshipCompleted(fact) => about(
            &fact,
            Kind::RelationshipCompleted,
            by_letter(Occasion::RelationshipCompleted),
            Said::Nothing,
        ),
        Event::WishSent { fact, wish } => match wish {
            Wish::End => Vec::new(),
            Wish::StayInTouch => {
                about(&fact, Kind::TouchWished, by_letter(Occasion::TouchWished), Said::Nothing)
            }
            Wish::NewJourney => {
                about(&fact, Kind::JourneyWished, by_letter(Occasion::JourneyWished), Said::Nothing)
            }
        },
        Event::WishDeclined(fact) => about(&fact, Kind::WishDeclined, ByLetter::Never, Said::Nothing),
        Event::InTouch(fact) => about(&fact, Kind::InTouch, ByLetter::Never, Said::Nothing),
        Event::PartedWays(fact) => about(&fact, Kind::PartedWays, ByLetter::Never, Said::Nothing),
        Event::JourneyBegan(fact) => {
            about(&fact, Kind::JourneyBegan, by_letter(Occasion::JourneyBegan), Said::Nothing)
        }
        Event::RelationshipIdle(fact) => {
            about(&fact, Kind::RelationshipIdle, by_letter(Occasion::RelationshipIdle), Said::Nothing)
        }
        Event::MeetingProposed(fact) => {
            let said = Said::Proposal(fact.meeting);
            meet(fact, Kind::MeetingProposed, Occasion::MeetingProposed, said, None)
        }
        Event::MeetingConfirmed(fact) => {
            let entry = Some(Entry::Put);
            meet(fact, Kind::MeetingConfirmed, Occasion::MeetingConfirmed, Said::Nothing, entry)
        }
        Event::MeetingMoved(fact) => {
            let (said, entry) = (Said::Proposal(fact.meeting), Some(Entry::TakeAway));
            meet(fact, Kind::MeetingMoved, Occasion::MeetingMoved, said, entry)
        }
        Event::MeetingChanged(fact) => {
            let entry = Some(Entry::Put);
            meet(fact, Kind::MeetingChanged, Occasion::MeetingChanged, Said::Nothing, entry)
        }
        Event::MeetingCancelled(fact) => {
            let (said, entry) = (Said::Cancellation(fact.meeting), Some(Entry::TakeAway));
            meet(fact, Kind::MeetingCancelled, Occasion::MeetingCancelled, said, entry)
        }
        Event::MeetingLapsed(fact) => {
            meet(fact, Kind::MeetingLapsed, Occasion::MeetingLapsed, Said::Nothing, None)
        }
        Event::MeetingSoon { fact, .. } => {
            meet(fact, Kind::MeetingSoon, Occasion::MeetingSoon, Said::Nothing, None)
        }
        Event::AnswersShared(fact) => tool(fact, Kind::AnswersShared),
        Event::WorksheetConfirmed(fact) => tool(fact, Kind::WorksheetConfirmed),
        Event::WorksheetAgreed(fact) => tool(fact, Kind::WorksheetAgreed),
        Event::GoalConfirmed(fact) => goal(&fact, Kind::GoalConfirmed, Some(Occasion::GoalConfirmed)),
        Event::GoalAgreed(fact) => goal(&fact, Kind::GoalAgreed, Some(Occasion::GoalAgreed)),
        Event::GoalChanged(fact) => goal(&fact, Kind::GoalChanged, None),
        Event::GoalCommented(fact) => goal(&fact, Kind::GoalCommented, None),
        Event::GoalAchieved(fact) => goal(&fact, Kind::GoalAchieved, Some(Occasion::GoalAchieved)),
        Event::GoalLetGo(fact) => goal(&fact, Kind::GoalLetGo, None),
        Event::MilestoneDone(fact) => goal(&fact, Kind::MilestoneDone, Some(Occasion::MilestoneDone)),
        Event::GoalDue(fact) => goal(&fact, Kind::GoalDue, Some(Occasion::GoalDue)),
        Event::MilestoneDue(fact) => goal(&fact, Kind::MilestoneDue, Some(Occasion::MilestoneDue)),
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
        goal: None,
        tool: None,
    }
}

/// A letter about how a relationship goes on.
fn by_letter(occasion: fn(News) -> Occasion) -> ByLetter {
    ByLetter::Unless(Relationships, occasion)
}

/// One of the two of a relationship is told.
fn about(fact: &RelationshipFact, kind: NotificationKind, letter: ByLetter, said: Said) -> Vec<Telling> {
    let news = NewNotification {
        actor: fact.by,
        relationship: Some(fact.relationship),
        ..nobody_did(fact.told, kind)
    };
    vec![Telling { news, letter, said, entry: None }]
}

/// One of the two is told about a meeting, with what becomes of the entry in the calendar.
fn meet(
    fact: MeetingFact,
    kind: NotificationKind,
    occasion: fn(News) -> Occasion,
    said: Said,
    entry: Option<Entry>,
) -> Vec<Telling> {
    let news = NewNotification {
        actor: fact.by,
        relationship: Some(fact.relationship),
        meeting: Some(fact.meeting),
        ..nobody_did(fact.told, kind)
    };
    let entry = entry.map(|entry| (fact, entry));
    vec![Telling { news, letter: ByLetter::Unless(Meetings, occasion), said, entry }]
}

/// One of the two is told about a tool, in the app.
fn tool(fact: ToolFact, kind: NotificationKind) -> Vec<Telling> {
    let news = NewNotification {
        actor: fact.by,
        relationship: Some(fact.relationship),
        tool: Some(fact.tool),
        ..nobody_did(fact.told, kind)
    };
    vec![Telling { news, letter: ByLetter::Never, said: Said::Nothing, entry: None }]
}

/// One of the two is told about a goal; a letter says what it is called, or the milestone.
fn goal(fact: &GoalFact, kind: NotificationKind, occasion: Option<fn(News) -> Occasion>) -> Vec<Telling> {
    let news = NewNotification {
        actor: fact.by,
        relationship: Some(fact.relationship),
        goal: Some(fact.goal),
        ..nobody_did(fact.told, kind)
    };
    let letter = occasion.map_or(ByLetter::Never, |occasion| ByLetter::Unless(Goals, occasion));
    let said = fact.milestone.map_or(Said::Goal(fact.goal), Said::Milestone);
    vec![Telling { news, letter, said, entry: None }]
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
        Telling { news, letter, said, entry: None }
    });
    told.into_iter().collect()
}
