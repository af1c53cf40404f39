use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::criteria::{CriterionKey, OptionKey};
use crate::ids::{ConversationId, ParticipantId, RelationshipId, RequestId};
use crate::mentors::Match;
use crate::people::Person;
use crate::text::{filled_lines, many_lines};
use crate::times::{read_day, read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// Where a request stands.
    pub enum RequestState {
        /// It waits for the mentor.
        Pending = "pending",
        /// The mentor has asked for more: it waits for the mentee.
        NeedsInfo = "needs_info",
        /// The mentor has said yes.
        Accepted = "accepted",
        /// The mentor has said no.
        Declined = "declined",
        /// The mentee has withdrawn it.
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Expired = "expired",
        /// One of the two left, was suspended or blocked, or laid the role down.
        Closed = "closed",
    }

    /// What can be done with a request.
    pub enum RequestAction {
        /// Send it.
        Send = "send",
        /// Change what is asked for.
        Edit = "edit",
        /// Answer in the conversation what the mentor asked.
        Answer = "answer",
        /// Ask the mentee for more.
        AskForMore = "ask_for_more",
        /// Say yes.
        Accept = "accept",
        /// Say no.
        Decline = "decline",
        /// Take it back.
        Withdraw = "withdraw",
        /// Its time is over.
        Expire = "expire",
        /// It ends because one of the two is no longer there for it.
        Close = "close",
    }

    /// Who acts.
    pub enum Side {
        /// The mentor.
        Mentor = "mentor",
        /// The mentee.
        Mentee = "mentee",
        /// Time.
        Clock = "clock",
        /// The platform.
        System = "system",
    }

    /// Why a mentor declines.
    pub enum DeclineReason {
        /// No time at the moment.
        NoTime = "no_time",
        /// Somebody else can help better.
        SomebodyElse = "somebody_else",
        /// The topics are another field.
        OtherField = "other_field",
        /// The times do not fit.
        Times = "times",
    }
}

travels! {
    /// What a mentee asks a mentor for.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct RequestText {
        /// The support that I look for.
        #[validate(length(min = 1, max = 2000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I freeze in front of more than ten people."))]
        pub support: String,
        /// Which topics.
        #[validate(length(max = 20))]
        #[cfg_attr(feature = "openapi", schema(max_items = 20, example = json!([{ "criterion": "skills", "option": "giving-feedback" }])))]
        pub topics: Vec<Topic>,
        /// Every so many weeks.
        #[validate(range(min = 1, max = 12))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 12, example = 4))]
        pub every_weeks: u8,
        /// For so many minutes.
        #[validate(range(min = 15, max = 240))]
        #[cfg_attr(feature = "openapi", schema(minimum = 15, maximum = 240, example = 60))]
        pub minutes: u16,
        /// Until about this day.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_day")]
        pub until: Option<NaiveDate>,
        /// My goal in a sentence.
        #[validate(length(max = 300), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 300, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I want to open a briefing for thirty people."))]
        pub goal: String,
        /// Why this mentor.
        #[validate(length(max = 1000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 1000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "You led wards for twelve years."))]
        pub why: String,
    }

    /// An option that a mentee wants to talk about.
    #[derive(Eq)]
    #[serde(deny_unknown_fields)]
    pub struct Topic {
        /// The criterion.
        pub criterion: CriterionKey,
        /// The option.
        pub option: OptionKey,
    }

    /// A request to a mentor.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct SendRequest {
        /// The mentor.
        #[cfg_attr(feature = "openapi", schema(example = "019b76da-a800-7000-8000-000000000001"))]
        pub mentor: ParticipantId,
        /// What is asked for.
        #[validate(nested)]
        pub text: RequestText,
    }

    /// What a mentor would like to know.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct AskForMore {
        /// The question: it also stands in the conversation.
        #[validate(length(min = 1, max = 2000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Your own team, or people you do not know yet?"))]
        pub words: String,
    }

    /// A yes.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Accept {
        /// A word of welcome, or nothing: it opens the conversation of the two.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Welcome, Noor."))]
        pub welcome: String,
    }

    /// A kind no.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Decline {
        /// The reason that the mentee sees.
        pub reason: DeclineReason,
        /// Words to the mentee, or nothing.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I wish you a good way."))]
        pub words: String,
    }

    /// The text that a mentor has looked at.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct MarkSeen {
        /// Its number.
        #[validate(range(min = 1, max = 1_000_000))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000, example = 1))]
        pub text_number: i64,
    }

    /// A request, as one of the two sees it. Its version travels as ETag.
    pub struct Request {
        /// Its id.
        pub id: RequestId,
        /// Where it stands.
        pub state: RequestState,
        /// What the reader is to it: its mentor or its mentee.
        pub side: Side,
        /// Who is asked.
        pub mentor: Person,
        /// Who asks.
        pub mentee: Person,
        /// Where the two write to each other.
        pub conversation: ConversationId,
        /// What is asked for; masked for the mentor until the two are entitled.
        pub text: RequestText,
        /// The number of this wording, from 1.
        pub text_number: i64,
        /// For the mentor: the wording looked at last, where it is another.
        pub seen_text: Option<RequestText>,
        /// Why the mentor matches the mentee's preferences; absent without preferences.
        #[serde(rename = "match")]
        pub fit: Option<Match>,
        /// When it was sent.
        #[serde(deserialize_with = "read_moment")]
        pub sent_at: DateTime<Utc>,
        /// Since when it is the turn of whoever is to answer.
        #[serde(deserialize_with = "read_moment")]
        pub turn_at: DateTime<Utc>,
        /// Until when it is open; absent while its clock stands, and when it is no longer open.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub expires_at: Option<DateTime<Utc>>,
        /// It is open, and its clock stands: the mentor is full or paused.
        pub waits_for_place: bool,
        /// Why it was declined.
        pub decline_reason: Option<DeclineReason>,
        /// What happened to it, in order.
        pub steps: Vec<RequestStep>,
        /// What began with it.
        pub relationship: Option<RelationshipId>,
        /// For the mentor: how many places are free; absent for the mentee.
        pub free_places: Option<u8>,
        /// What the reader may do.
        pub allowed_actions: Vec<RequestAction>,
    }

    /// Something that happened to a request.
    pub struct RequestStep {
        /// What.
        pub action: RequestAction,
        /// Who did it.
        pub by: Side,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
        /// What was said with it; masked like messages.
        pub words: String,
    }

    /// A request in a list.
    pub struct RequestRow {
        /// Its id.
        pub id: RequestId,
        /// Where it stands.
        pub state: RequestState,
        /// What the reader is to it.
        pub side: Side,
        /// The other.
        pub other: Person,
        /// The goal in a sentence; masked for the mentor.
        pub goal: String,
        /// The beginning of what support is looked for; masked for the mentor.
        pub support: String,
        /// What the mentor said last: the question or the words of the no.
        pub words: String,
        /// For the mentor: why they match; absent without preferences.
        #[serde(rename = "match")]
        pub fit: Option<Match>,
        /// When it was sent.
        #[serde(deserialize_with = "read_moment")]
        pub sent_at: DateTime<Utc>,
        /// Since when it is the turn of whoever is to answer.
        #[serde(deserialize_with = "read_moment")]
        pub turn_at: DateTime<Utc>,
        /// Until when it is open; absent while its clock stands, and when it is no longer open.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub expires_at: Option<DateTime<Utc>>,
        /// It is open, and its clock stands.
        pub waits_for_place: bool,
        /// For the mentor: what is asked for has changed since it was looked at.
        pub changed: bool,
        /// When it was answered or ended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub answered_at: Option<DateTime<Utc>>,
    }
}

/// Which requests of a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that wait for an answer: to a mentor by waiting time, the longest first; from a mentee the latest first.
    Open,
    /// Those that were answered or have ended, the latest first.
    Answered,
}
