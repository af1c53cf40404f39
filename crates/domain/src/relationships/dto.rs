use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::goals::{GoalBrief, sane_day};
use crate::ids::{ConversationId, RelationshipId, RequestId};
use crate::meetings::{ActionItem, Meeting};
use crate::people::Person;
use crate::requests::{RequestText, Side};
use crate::text::{filled_lines, many_lines};
use crate::times::{read_day, read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// Where a relationship stands.
    pub enum RelationshipState {
        /// The two walk together.
        Active = "active",
        /// One of the two has asked to complete it; the other is asked for theirs.
        Closing = "closing",
        /// It has reached what it was for.
        Completed = "completed",
        /// It has ended before that.
        Withdrawn = "withdrawn",
    }

    /// What can be done with a relationship.
    pub enum RelationshipAction {
        /// Ask to complete it.
        Complete = "complete",
        /// Complete it, too.
        Confirm = "confirm",
        /// Walk on instead.
        NotYet = "not_yet",
        /// End it before its goals are reached.
        Withdraw = "withdraw",
        /// It ends because one of the two is no longer there for it.
        Close = "close",
        /// Wish to stay in touch, or agree to it.
        StayInTouch = "stay_in_touch",
        /// Wish for a new journey, or agree to it.
        NewJourney = "new_journey",
        /// Say no to what the other wishes.
        DeclineWish = "decline_wish",
        /// Stay in touch no longer.
        PartWays = "part_ways",
    }

    /// Who does something with a relationship, seen from where it stands.
    pub enum Part {
        /// Either of the two.
        Either = "either",
        /// The one who is asked, not the one who has asked.
        Other = "other",
        /// Time.
        Clock = "clock",
        /// The platform.
        System = "system",
    }

    /// How it shall go on after a journey.
    pub enum Wish {
        /// It ends here.
        End = "end",
        /// The two stay in touch.
        StayInTouch = "stay_in_touch",
        /// A new journey.
        NewJourney = "new_journey",
    }

    /// What the two would best do next.
    pub enum NextStep {
        /// The mentee arranges the first conversation.
        ArrangeFirst = "arrange_first",
        /// The reader chooses one of the times that the other has offered.
        ChooseTime = "choose_time",
        /// The other chooses one of the times that the reader has offered.
        AwaitChoice = "await_choice",
        /// The reader says whether a meeting took place.
        SayHeld = "say_held",
        /// The reader answers the wish to complete.
        AnswerCompletion = "answer_completion",
        /// The other answers the wish to complete.
        AwaitCompletion = "await_completion",
        /// The next meeting is arranged.
        Meet = "meet",
        /// Fill in the tool that helps now.
        UseTool = "use_tool",
        /// Arrange the next meeting.
        ArrangeNext = "arrange_next",
        /// One of the two is suspended: it rests.
        Rest = "rest",
        /// The reader answers what the other wishes after the journey.
        AnswerWish = "answer_wish",
        /// It has ended: there is all to read.
        Read = "read",
    }
}

travels! {
    /// A relationship, as one of the two sees it: all that its dashboard shows. Its version travels as ETag.
    pub struct Relationship {
        /// Its id.
        pub id: RelationshipId,
        /// Where it stands.
        pub state: RelationshipState,
        /// What the reader is in it.
        pub side: Side,
        /// The other.
        pub partner: Person,
        /// How the other can be reached, while the two are entitled.
        pub contact: Option<Reach>,
        /// Until when each sees how the other can be reached, where that ends by itself.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub contact_until: Option<DateTime<Utc>>,
        /// What of the reader the other sees.
        pub sharing: Sharing,
        /// Where the two write to each other.
        pub conversation: ConversationId,
        /// Lines of the conversation that the reader has not read.
        pub unread: u32,
        /// The request that it began with.
        pub request: RequestId,
        /// What was asked for.
        pub text: RequestText,
        /// How the two have planned it.
        pub plan: Plan,
        /// When it began.
        #[serde(deserialize_with = "read_moment")]
        pub started_at: DateTime<Utc>,
        /// When it ended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub ended_at: Option<DateTime<Utc>>,
        /// What the two would best do next.
        pub next_step: NextStep,
        /// The tool that helps now: its key.
        pub tool: Option<String>,
        /// How many meetings took place.
        pub held: u32,
        /// Meetings that are proposed or to come, and those of which nobody has said yet whether they took place: at most
        /// five, the next first.
        pub meetings: Vec<Meeting>,
        /// What the two agreed on that is still open: at most twenty, the oldest first.
        pub action_items: Vec<ActionItem>,
        /// Goals that are walked towards and drafts: at most five, those that changed last first.
        pub goals: Vec<GoalBrief>,
        /// The wish to complete it that waits for an answer.
        pub closing: Option<Closing>,
        /// How it ended.
        pub ending: Option<Ending>,
        /// The journey of the same two that it follows.
        pub earlier: Option<RelationshipId>,
        /// The journey of the same two that follows it.
        pub later: Option<RelationshipId>,
        /// What the reader may do.
        pub allowed_actions: Vec<RelationshipAction>,
    }

    /// How somebody can be reached: what they share.
    pub struct Reach {
        /// The email address.
        pub email: Option<String>,
        /// The telephone number.
        pub phone: Option<String>,
        /// Web addresses.
        pub links: Vec<String>,
    }

    /// Which contact details the other sees in this relationship. Its version travels as ETag.
    #[derive(Copy, Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Sharing {
        /// The email address.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub email: bool,
        /// The telephone number.
        #[cfg_attr(feature = "openapi", schema(example = false))]
        pub phone: bool,
        /// The web addresses.
        #[cfg_attr(feature = "openapi", schema(example = false))]
        pub links: bool,
    }

    /// How the two have planned it. Nothing ends by itself on that day.
    #[derive(Copy, Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Plan {
        /// Until about this day, from 2000 to 2199.
        #[validate(custom(function = sane_day))]
        #[serde(deserialize_with = "read_day")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date, example = "2027-08-31"))]
        pub until: Option<NaiveDate>,
        /// They meet every so many weeks.
        #[validate(range(min = 1, max = 12))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 12, example = 4))]
        pub every_weeks: u8,
    }

    /// A wish to complete a relationship that waits for an answer.
    pub struct Closing {
        /// Who has asked.
        pub by: Side,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
        /// When it completes by itself; absent while it rests.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub completes_at: Option<DateTime<Utc>>,
        /// A thank-you to the reader, where it is shown.
        pub thanks: String,
        /// How it shall go on, as who has asked sees it.
        pub wish: Wish,
    }

    /// How a relationship ended.
    pub struct Ending {
        /// Who has withdrawn; absent where nobody has, and where it ended because one was no longer there.
        pub withdrawn_by: Option<Side>,
        /// The words to the other, or nothing.
        pub words: String,
        /// What the reader takes along, or nothing.
        pub takes_along: String,
        /// The thank-you that the other shows to the reader, or nothing.
        pub thanks: String,
        /// What the reader wishes.
        pub my_wish: Option<Wish>,
        /// What the other wishes, where the reader can answer it.
        pub their_wish: Option<Wish>,
        /// The two stay in touch since then.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub in_touch_since: Option<DateTime<Utc>>,
        /// Until when either may wish for more.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub wishes_until: Option<DateTime<Utc>>,
    }

    /// A relationship in a list.
    pub struct RelationshipRow {
        /// Its id.
        pub id: RelationshipId,
        /// Where it stands.
        pub state: RelationshipState,
        /// What the reader is in it.
        pub side: Side,
        /// The other.
        pub partner: Person,
        /// The goal that it began with.
        pub goal: String,
        /// When it began.
        #[serde(deserialize_with = "read_moment")]
        pub started_at: DateTime<Utc>,
        /// When it ended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub ended_at: Option<DateTime<Utc>>,
        /// When the next meeting begins that is arranged.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub next_meeting_at: Option<DateTime<Utc>>,
        /// Something waits for the reader: times to choose from, or a wish to answer.
        pub my_turn: bool,
    }

    /// Withdraws from a relationship.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct WithdrawRelationship {
        /// A word to the other, who reads it in the letter too.
        #[validate(length(min = 1, max = 2000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Thank you for your time. My shifts have changed."))]
        pub words: String,
        /// For the coordinators only, or nothing: the other never sees it.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "We did not find a time for two months."))]
        pub reason: String,
        /// Do not match the two again.
        #[cfg_attr(feature = "openapi", schema(example = false))]
        pub never_again: bool,
    }

    /// Looks back at a journey, and says how it shall go on.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Reflection {
        /// What I take along, or nothing: mine alone.
        #[validate(length(max = 4000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 4000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "That nobody in the room wants me to fail."))]
        pub takes_along: String,
        /// A thank-you to the other, or nothing.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "You waited until I noticed things myself."))]
        pub thanks: String,
        /// The other sees the thank-you.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub shows_thanks: bool,
        /// How much the programme has helped, from 1 to 5: for the coordinators, without a name.
        #[validate(range(min = 1, max = 5))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5, example = 4))]
        pub rating: Option<u8>,
        /// How it shall go on.
        pub wish: Wish,
    }

    /// Walks on instead of completing.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NotYet {
        /// What I would still like to do, or nothing.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I would like to try one more talk with you."))]
        pub words: String,
    }

    /// A journey in numbers, as one of the two sees it: for the certificate of participation.
    pub struct Journey {
        /// The relationship.
        pub id: RelationshipId,
        /// The name of the reader.
        pub name: String,
        /// What the reader was in it.
        pub side: Side,
        /// The other.
        pub partner: Person,
        /// When it began.
        #[serde(deserialize_with = "read_moment")]
        pub started_at: DateTime<Utc>,
        /// When it ended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub ended_at: Option<DateTime<Utc>>,
        /// Both have completed it, not time.
        pub confirmed_by_both: bool,
        /// How many meetings took place.
        pub meetings: u32,
        /// How many minutes they took.
        pub minutes: u32,
        /// What was agreed and done.
        pub items_done: u32,
        /// How many goals the two had, without drafts.
        pub goals: u32,
        /// How many of them were reached.
        pub goals_achieved: u32,
        /// How many milestones were reached.
        pub milestones_done: u32,
        /// What the reader takes along, or nothing.
        pub takes_along: String,
        /// The stations of the way, in order.
        pub stations: Vec<Station>,
    }

    /// A station of a journey.
    pub struct Station {
        /// What it is.
        pub kind: StationKind,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
    }
}

impl Sharing {
    /// What each shares as long as they have not chosen: the email address.
    pub const AT_FIRST: Self = Self { email: true, phone: false, links: false };
}

words! {
    /// What stands out in a journey.
    pub enum StationKind {
        /// The request was sent.
        Request = "request",
        /// The mentor said yes.
        Accepted = "accepted",
        /// The first meeting.
        FirstMeeting = "first_meeting",
        /// Both confirmed the mentoring agreement.
        Agreement = "agreement",
        /// The last meeting.
        LastMeeting = "last_meeting",
        /// It was completed.
        Completed = "completed",
        /// It was ended before.
        Withdrawn = "withdrawn",
    }
}
