use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::accounts::Role;
use crate::ids::{AuditEntryId, LetterId, MessageId, ParticipantId, RelationshipId, ReportId};
use crate::people::Person;
use crate::relationships::RelationshipState;
use crate::requests::{RequestState, Side};
use crate::text::{filled_lines, many_lines};
use crate::times::{read_day, read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// What was decided about a report.
    pub enum Decision {
        /// Nothing is wrong; only who reported is told.
        NothingWrong = "nothing_wrong",
        /// The coordinators write to the person; the message stays.
        SpokenWith = "spoken_with",
        /// The message is taken away; both see that.
        MessageRemoved = "message_removed",
    }

    /// What became of a letter.
    pub enum LetterState {
        /// It waits to be sent, or to be tried again.
        Waiting = "waiting",
        /// The receiver has taken it.
        Sent = "sent",
        /// The receiver has refused it for good.
        Refused = "refused",
        /// It could not be sent for four days.
        Failed = "failed",
    }

    /// What a coordinator did.
    pub enum AuditAction {
        /// Changed a setting.
        ChangedSetting = "changed_setting",
        /// Suspended somebody.
        Suspended = "suspended",
        /// Reinstated somebody.
        Reinstated = "reinstated",
        /// Made somebody a coordinator.
        MadeCoordinator = "made_coordinator",
        /// Decided about a report.
        DecidedReport = "decided_report",
        /// Sent a letter again.
        RetriedLetter = "retried_letter",
    }
}

travels! {
    /// What waits for the coordinators, and the programme in numbers.
    pub struct OfficeOverview {
        /// Reports that nobody has decided about.
        pub open_reports: u32,
        /// Letters that were refused.
        pub refused_letters: u32,
        /// Letters that wait to be tried again.
        pub waiting_letters: u32,
        /// Participants in all.
        pub participants: u32,
        /// Of them, mentors.
        pub mentors: u32,
        /// Of them, mentees.
        pub mentees: u32,
        /// Requests that are open.
        pub open_requests: u32,
        /// Relationships that are active.
        pub active_relationships: u32,
        /// How much the programme has helped those who completed a journey: how many said 1, 2, 3, 4 and 5. Told
        /// five at a time, or a few more, and empty until then: it is to tell of nobody alone.
        #[cfg_attr(feature = "openapi", schema(max_items = 5, example = json!([0, 1, 2, 8, 14])))]
        pub ratings: Vec<u32>,
    }

    /// A participant in the coordinators' list.
    pub struct OfficePerson {
        /// Who it is.
        pub person: Person,
        /// What they take part as.
        pub roles: Vec<Role>,
        /// Since when they are suspended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub suspended_at: Option<DateTime<Utc>>,
        /// They are a mentor who takes no requests just now.
        pub paused: bool,
        /// How many mentees at a time.
        pub places: u8,
        /// How many of the places are taken.
        pub taken: u8,
        /// Relationships that are active, on either side.
        pub relationships: u32,
        /// Requests that are open, on either side.
        pub open_requests: u32,
        /// Reports about them.
        pub reports: u32,
        /// When they joined.
        #[serde(deserialize_with = "read_moment")]
        pub joined_at: DateTime<Utc>,
        /// The day on which they were last here.
        #[serde(default, deserialize_with = "read_day")]
        pub last_active_on: Option<NaiveDate>,
    }

    /// A participant's page in the office.
    pub struct OfficePersonPage {
        /// As in the list.
        pub summary: OfficePerson,
        /// Requests and relationships: parties, dates and states; the latest first, at most 50.
        pub threads: Vec<OfficeThread>,
        /// Reports about them, the latest first, at most 50.
        pub reports: Vec<ReportRow>,
        /// What coordinators did, the latest first, at most 50.
        pub audit: Vec<AuditEntry>,
    }

    /// A relationship, as coordinators see it: parties, dates, states and counts.
    pub struct OfficeRelationship {
        /// Its id.
        pub id: RelationshipId,
        /// The mentor.
        pub mentor: Person,
        /// The mentee.
        pub mentee: Person,
        /// Where it stands.
        pub state: RelationshipState,
        /// When it began.
        #[serde(deserialize_with = "read_moment")]
        pub started_at: DateTime<Utc>,
        /// When it ended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub ended_at: Option<DateTime<Utc>>,
        /// How many meetings took place.
        pub meetings: u32,
        /// How many goals the two have, without drafts.
        pub goals: u32,
        /// How many of them are reached.
        pub goals_achieved: u32,
        /// When something last happened in it.
        #[serde(deserialize_with = "read_moment")]
        pub active_at: DateTime<Utc>,
        /// The two were asked how it goes, and nothing has happened since.
        pub idle: bool,
        /// Who has withdrawn.
        pub withdrawn_by: Option<Side>,
        /// The private reason of who has withdrawn, or nothing.
        pub reason: String,
    }

    /// A request or a relationship, as coordinators see it.
    pub struct OfficeThread {
        /// The other.
        pub with: Person,
        /// Where the request stands.
        pub state: RequestState,
        /// It has become a relationship that is active.
        pub active: bool,
        /// When the request was sent.
        #[serde(deserialize_with = "read_moment")]
        pub since: DateTime<Utc>,
    }

    /// Suspends a participant.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Suspend {
        /// What the person reads, by letter.
        #[validate(length(min = 1, max = 2000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "We look into a message that you sent, and write to you within three days."))]
        pub words: String,
    }

    /// A report in a list.
    pub struct ReportRow {
        /// Its id.
        pub id: ReportId,
        /// Who reported.
        pub reporter: Person,
        /// Who was reported.
        pub reported: Person,
        /// It is about a message.
        pub about_message: bool,
        /// The beginning of what was said.
        pub words: String,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
        /// What was decided; absent while nobody has.
        pub decision: Option<Decision>,
    }

    /// A report with the message, its neighbours and nothing else. Its version travels as ETag.
    pub struct Report {
        /// As in the list, with all that was said.
        pub summary: ReportRow,
        /// The message and its neighbours, in order.
        pub messages: Vec<ReportedMessage>,
        /// How many reports there are about this person.
        pub reports_about: u32,
        /// What was answered to who reported.
        pub answer: String,
        /// When it was decided.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub decided_at: Option<DateTime<Utc>>,
    }

    /// A message that coordinators may see.
    pub struct ReportedMessage {
        /// Its id.
        pub id: MessageId,
        /// Who wrote it.
        pub author: Person,
        /// What; contact details are masked.
        pub body: String,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub sent_at: DateTime<Utc>,
        /// It is the one that was reported.
        pub reported: bool,
    }

    /// Decides about a report.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct DecideReport {
        /// What is decided.
        pub decision: Decision,
        /// Words to whom was reported, by letter; none for nothing wrong.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = ""))]
        pub words: String,
        /// The answer to who reported.
        #[validate(length(min = 1, max = 2000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Thank you for telling us."))]
        pub answer: String,
    }

    /// A letter, as coordinators see it: never its address or its text.
    pub struct OfficeLetter {
        /// Its id.
        pub id: LetterId,
        /// To whom; absent where it is no participant (any more).
        pub to: Option<Person>,
        /// What it is about, as a stable code.
        pub occasion: String,
        /// What became of it.
        pub state: LetterState,
        /// When it was written.
        #[serde(deserialize_with = "read_moment")]
        pub written_at: DateTime<Utc>,
        /// How often it was tried.
        pub attempts: u32,
        /// What the mail server said last, as its code; empty where it said nothing.
        pub said: String,
        /// When it is tried next.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub due_at: Option<DateTime<Utc>>,
    }

    /// Something that a coordinator did.
    pub struct AuditEntry {
        /// Its id.
        pub id: AuditEntryId,
        /// Who did it.
        pub coordinator: Person,
        /// What.
        pub action: AuditAction,
        /// To whom.
        pub subject: Option<Person>,
        /// Which setting.
        pub setting: Option<String>,
        /// Its value before.
        pub before: Option<String>,
        /// Its value after.
        pub after: Option<String>,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
    }
}

/// Which participants a coordinator looks for; nothing chosen: everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Words of the name.
    pub text: String,
    /// Only this role.
    pub role: Option<Role>,
    /// Only those who are suspended.
    pub suspended: bool,
}

/// The participant of an audit entry that has been erased has only an id.
pub fn erased(id: ParticipantId) -> Person {
    Person { id: Some(id), ..Person::default() }
}
