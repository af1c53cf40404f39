use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::ids::{ActionItemId, AgendaPointId, MeetingId, RelationshipId};
use crate::requests::Side;
use crate::text::{filled_line, filled_lines, many_lines, one_line};
use crate::times::{read_day, read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// Where a meeting stands.
    pub enum MeetingState {
        /// Times are offered; the other chooses one.
        Proposed = "proposed",
        /// It is arranged.
        Confirmed = "confirmed",
        /// It took place.
        Held = "held",
        /// It did not take place.
        Missed = "missed",
        /// It was called off.
        Cancelled = "cancelled",
        /// Nobody chose one of the times before the last had passed.
        Lapsed = "lapsed",
    }

    /// What can be done with a meeting.
    pub enum MeetingAction {
        /// Offer times for a new one.
        Propose = "propose",
        /// Write down that the two have met.
        Record = "record",
        /// Choose one of the times.
        Confirm = "confirm",
        /// Offer other times.
        ProposeOthers = "propose_others",
        /// Call it off.
        Cancel = "cancel",
        /// The last of the times has passed.
        Lapse = "lapse",
        /// Say that it took place.
        Held = "held",
        /// Say that it did not take place.
        Missed = "missed",
    }

    /// Who does something with a meeting, seen from where it stands.
    pub enum MeetingPart {
        /// Either of the two.
        Either = "either",
        /// The one who has not offered the times.
        Other = "other",
        /// Time.
        Clock = "clock",
        /// The platform.
        System = "system",
    }

    /// How the two meet.
    pub enum MeetingFormat {
        /// By video.
        Video = "video",
        /// By phone.
        Phone = "phone",
        /// In person.
        InPerson = "in_person",
    }

    /// Who does what was agreed.
    pub enum Doer {
        /// The mentor.
        Mentor = "mentor",
        /// The mentee.
        Mentee = "mentee",
        /// Both.
        Both = "both",
    }
}

travels! {
    /// A time that is offered, as the clock on the wall says it where it was offered.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NewSlot {
        /// Day and time, `YYYY-MM-DDTHH:MM`.
        #[validate(length(min = 16, max = 16), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 16, max_length = 16, pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$", example = "2027-03-28T18:30"))]
        pub local: String,
        /// IANA name of the time zone.
        #[validate(length(min = 1, max = 64), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, example = "Europe/Berlin"))]
        pub time_zone: String,
        /// How many minutes.
        #[validate(range(min = 15, max = 240))]
        #[cfg_attr(feature = "openapi", schema(minimum = 15, maximum = 240, example = 60))]
        pub minutes: u16,
        /// Where the clock shows this time twice, which: 0 the first, 1 the second.
        #[validate(range(min = 0, max = 1))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1))]
        pub fold: Option<u8>,
    }

    /// A meeting that is proposed.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ProposeMeeting {
        /// One to five times.
        #[validate(length(min = 1, max = 5), nested)]
        #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 5))]
        pub slots: Vec<NewSlot>,
        /// How.
        pub format: MeetingFormat,
        /// The place or the link, or nothing yet.
        #[validate(length(max = 500), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(max_length = 500, pattern = r"^[^\x00-\x1F\x7F-\x9F]*$", example = "https://meet.example/wanjiru"))]
        pub place: String,
        /// A word to the other, or nothing.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Half an hour is plenty for me to start with."))]
        pub words: String,
    }

    /// A meeting that took place without having been arranged here.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct RecordMeeting {
        /// When it was.
        #[validate(nested)]
        pub slot: NewSlot,
        /// How.
        pub format: MeetingFormat,
    }

    /// The time that is chosen.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ConfirmMeeting {
        /// Its number.
        #[validate(range(min = 1, max = 1_000_000))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000, example = 1))]
        pub slot: i64,
    }

    /// Calls a meeting off.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct CancelMeeting {
        /// A word to the other.
        #[validate(length(min = 1, max = 1000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I was called to the ward. Could we move it by a week?"))]
        pub words: String,
    }

    /// Where the two meet.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct EditMeeting {
        /// How.
        pub format: MeetingFormat,
        /// The place or the link, or nothing yet.
        #[validate(length(max = 500), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(max_length = 500, pattern = r"^[^\x00-\x1F\x7F-\x9F]*$", example = "https://meet.example/wanjiru"))]
        pub place: String,
    }

    /// Something to talk about.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NewAgendaPoint {
        /// In a line.
        #[validate(length(min = 1, max = 300), custom(function = filled_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 300, pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$", example = "How the talk on 4 June went"))]
        pub words: String,
    }

    /// Notes. Their version travels as ETag.
    #[derive(Default, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Notes {
        /// Plain text, or nothing.
        #[validate(length(max = 10_000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 10_000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Next: a room where she knows nobody."))]
        pub notes: String,
    }

    /// Something that the two agree on.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NewActionItem {
        /// What is done, in a line.
        #[validate(length(min = 1, max = 300), custom(function = filled_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 300, pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$", example = "Ask for one briefing a week"))]
        pub words: String,
        /// Who does it.
        pub who: Doer,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_day")]
        pub due_on: Option<NaiveDate>,
    }

    /// Something that was agreed, changed.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct EditActionItem {
        /// What is done, in a line.
        #[validate(length(min = 1, max = 300), custom(function = filled_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 300, pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$", example = "Ask for one briefing a week"))]
        pub words: String,
        /// Who does it.
        pub who: Doer,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_day")]
        pub due_on: Option<NaiveDate>,
        /// It is done.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub done: bool,
    }

    /// A meeting, as one of the two sees it. Its version travels as ETag.
    pub struct Meeting {
        /// Its id.
        pub id: MeetingId,
        /// The relationship of the two.
        pub relationship: RelationshipId,
        /// Where it stands.
        pub state: MeetingState,
        /// Which it is of those of the two that were not called off: 1 is the first conversation. Absent while it is
        /// proposed, and when it was called off or has lapsed.
        pub ordinal: Option<u32>,
        /// Who has offered the times; absent for what was only written down.
        pub proposed_by: Option<Side>,
        /// The times that are offered.
        pub slots: Vec<Slot>,
        /// When it begins, or was.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub starts_at: Option<DateTime<Utc>>,
        /// How many minutes.
        pub minutes: u16,
        /// How.
        pub format: MeetingFormat,
        /// The place or the link, or nothing.
        pub place: String,
        /// The words with which it was proposed, or nothing.
        pub words: String,
        /// The words with which it was called off, or nothing.
        pub last_words: String,
        /// Who has said what became of it.
        pub settled_by: Option<Side>,
        /// Until when either can say what became of it.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub correctable_until: Option<DateTime<Utc>>,
        /// The beginning of the shared notes.
        pub excerpt: String,
        /// How many things were agreed at it, and how many of them are done.
        pub agreed: u32,
        /// Of them, done.
        pub agreed_done: u32,
        /// What the reader may do.
        pub allowed_actions: Vec<MeetingAction>,
    }

    /// A meeting with all that belongs to it.
    pub struct MeetingPage {
        /// The meeting.
        pub meeting: Meeting,
        /// What the two want to talk about, in order.
        pub agenda: Vec<AgendaPoint>,
        /// What the tools suggest to talk about.
        pub suggested: Vec<String>,
        /// What was agreed before and is still open.
        pub open_items: Vec<ActionItem>,
        /// What was agreed at it.
        pub agreed_items: Vec<ActionItem>,
        /// What both write down.
        pub notes: SharedNotes,
        /// What the reader alone writes down.
        pub private_notes: String,
        /// The version of those, for If-Match.
        pub private_notes_version: i64,
        /// The other can read and write here.
        pub writable: bool,
    }

    /// Notes of both.
    pub struct SharedNotes {
        /// The text.
        pub notes: String,
        /// Its version, for If-Match.
        pub version: i64,
        /// Who wrote last.
        pub by: Option<Side>,
        /// When.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub at: Option<DateTime<Utc>>,
    }

    /// A time that is offered.
    pub struct Slot {
        /// Its number: others are offered under other numbers.
        pub number: i64,
        /// When it begins.
        #[serde(deserialize_with = "read_moment")]
        pub starts_at: DateTime<Utc>,
        /// How many minutes.
        pub minutes: u16,
        /// Day and time as the clock on the wall says them there.
        pub local: String,
        /// IANA name of the time zone.
        pub time_zone: String,
    }

    /// Something to talk about.
    pub struct AgendaPoint {
        /// Its id.
        pub id: AgendaPointId,
        /// In a line.
        pub words: String,
        /// Who has added it.
        pub by: Side,
    }

    /// Something that the two agreed on. Its version travels as ETag.
    pub struct ActionItem {
        /// Its id.
        pub id: ActionItemId,
        /// At which meeting.
        pub meeting: MeetingId,
        /// What is done.
        pub words: String,
        /// Who does it.
        pub who: Doer,
        /// Until when.
        #[serde(default, deserialize_with = "read_day")]
        pub due_on: Option<NaiveDate>,
        /// It is done.
        pub done: bool,
        /// When it was agreed.
        #[serde(deserialize_with = "read_moment")]
        pub agreed_at: DateTime<Utc>,
        /// Its version, for If-Match.
        pub version: i64,
    }

    /// Whether a participant has a calendar address.
    pub struct CalendarAddress {
        /// The address; it is shown once, when it is made.
        pub url: Option<String>,
        /// When it was made; absent when there is none.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub made_at: Option<DateTime<Utc>>,
    }
}
