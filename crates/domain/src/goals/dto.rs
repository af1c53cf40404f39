use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::Amount;
use crate::ids::{GoalCommentId, GoalId, MeetingId, MilestoneId, ProgressEntryId, RelationshipId, RequestId};
use crate::page::Page;
use crate::people::Person;
use crate::requests::Side;
use crate::text::{filled_line, filled_lines, many_lines, one_line, refused};
use crate::times::{day, read_day, read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// Where a goal stands.
    pub enum GoalState {
        /// It is being written.
        Draft = "draft",
        /// It is walked towards.
        Active = "active",
        /// It is reached.
        Achieved = "achieved",
        /// It is the mentee's no longer.
        LetGo = "let_go",
    }

    /// What can be done with a goal.
    pub enum GoalAction {
        /// Write a new one.
        Draft = "draft",
        /// Change its text, its measure, its day or its milestones.
        Edit = "edit",
        /// Say something about a part of it.
        Comment = "comment",
        /// Confirm it as it stands.
        Agree = "agree",
        /// Begin to walk towards it.
        Activate = "activate",
        /// Write down where it stands.
        Record = "record",
        /// Lay the stone of a milestone, or take it up again.
        Lay = "lay",
        /// Say that it is reached.
        Achieve = "achieve",
        /// Let it go.
        LetGo = "let_go",
        /// Walk towards it again.
        Reopen = "reopen",
        /// Throw a draft away.
        Discard = "discard",
    }

    /// Who does something with a goal.
    pub enum GoalRole {
        /// Either of the two.
        Either = "either",
        /// The mentee.
        Mentee = "mentee",
        /// Who has written the first draft.
        Author = "author",
    }

    /// How one notices that a goal is reached.
    pub enum GoalKind {
        /// By a number that goes from today's to the target.
        Number = "number",
        /// It is done or it is not.
        YesNo = "yes_no",
        /// All milestones are reached.
        Milestones = "milestones",
    }

    /// A part of a goal.
    pub enum GoalPart {
        /// What it is called.
        Title = "title",
        /// What exactly.
        Specific = "specific",
        /// How one notices.
        Measurable = "measurable",
        /// Why it is within reach.
        Attainable = "attainable",
        /// Why it matters.
        Relevant = "relevant",
        /// Until when.
        TimeBased = "time_based",
        /// The steps on the way.
        Milestones = "milestones",
    }

    /// A point that is open in a goal.
    pub enum Finding {
        /// It does not say what is done.
        NothingSpecific = "nothing_specific",
        /// It says in a word or two what is done.
        TooShort = "too_short",
        /// Its verb says nothing that one could see: improve, learn, try …
        VagueVerb = "vague_verb",
        /// It does not say what is measured, or how one notices that it is done.
        NoMeasure = "no_measure",
        /// It does not say where the number stands today.
        NoBaseline = "no_baseline",
        /// It does not say where the number shall be.
        NoTarget = "no_target",
        /// The target is where the number stands already.
        SameAsBaseline = "same_as_baseline",
        /// It does not say of what there are so many.
        MeasureWithoutUnit = "measure_without_unit",
        /// It is measured by milestones alone, and has none.
        NoMilestones = "no_milestones",
        /// It does not say why it is within reach.
        NotWithinReach = "not_within_reach",
        /// It does not say why it matters.
        NoReason = "no_reason",
        /// It has no day.
        NoDate = "no_date",
        /// Its day has passed.
        DatePassed = "date_passed",
        /// Its day comes after the planned end of the relationship.
        DateAfterPlannedEnd = "date_after_planned_end",
        /// It has a day, and no step on the way to it.
        DateWithoutMilestone = "date_without_milestone",
        /// A milestone comes after the goal's day.
        MilestoneAfterDate = "milestone_after_date",
        /// A milestone comes before the one that it follows.
        MilestonesOutOfOrder = "milestones_out_of_order",
    }

    /// How the way compares with the time that has passed.
    pub enum Pace {
        /// As far as the time that has passed.
        OnTheWay = "on_the_way",
        /// Farther than that.
        Ahead = "ahead",
        /// Not as far.
        Behind = "behind",
    }

    /// What of a goal has changed.
    pub enum GoalField {
        /// What it is called.
        Title = "title",
        /// What is done.
        Specific = "specific",
        /// How one notices: the word of a kind.
        Kind = "kind",
        /// What is measured.
        Measure = "measure",
        /// Where the number stood: an amount.
        Baseline = "baseline",
        /// Where it shall be: an amount.
        Target = "target",
        /// Of what there are so many.
        Unit = "unit",
        /// Why it is within reach.
        Attainable = "attainable",
        /// Why it matters.
        Relevant = "relevant",
        /// Until when: a day.
        DueOn = "due_on",
        /// Why points stay open.
        Excuses = "excuses",
        /// A milestone is new: its title.
        MilestoneAdded = "milestone_added",
        /// A milestone is gone: its title.
        MilestoneRemoved = "milestone_removed",
        /// What a milestone is called.
        MilestoneTitle = "milestone_title",
        /// Until when a milestone is to be reached: a day.
        MilestoneDueOn = "milestone_due_on",
        /// How much a milestone weighs: a number.
        MilestoneWeight = "milestone_weight",
    }

    /// What became of some words.
    pub enum SegmentKind {
        /// They have stayed.
        Kept = "kept",
        /// They are new.
        Added = "added",
        /// They are gone.
        Removed = "removed",
    }

    /// Where a goal can start from.
    pub enum StartKind {
        /// What was answered in the tool that finds goals.
        Finder = "finder",
        /// A goal of an earlier journey.
        Earlier = "earlier",
        /// A goal that somebody else might have set, from the programme's own.
        Example = "example",
    }

    /// What is new in a journey.
    pub enum TimelineKind {
        /// The request was sent.
        Request = "request",
        /// The mentor said yes.
        Accepted = "accepted",
        /// The two met.
        MeetingHeld = "meeting_held",
        /// Both confirmed what they had written in a tool.
        WorksheetAgreed = "worksheet_agreed",
        /// A goal was drafted.
        GoalDrafted = "goal_drafted",
        /// A goal became active.
        GoalActivated = "goal_activated",
        /// Both confirmed the same version of a goal.
        GoalAgreed = "goal_agreed",
        /// A goal was reached.
        GoalAchieved = "goal_achieved",
        /// A goal was let go.
        GoalLetGo = "goal_let_go",
        /// A goal was taken up again.
        GoalReopened = "goal_reopened",
        /// A milestone was reached: a stone was laid.
        MilestoneDone = "milestone_done",
        /// Somebody wrote down where a goal stands.
        Progress = "progress",
        /// One of the two looked back.
        Reflection = "reflection",
        /// It was completed.
        Completed = "completed",
        /// It was ended before.
        Withdrawn = "withdrawn",
    }

    /// In which form goals and progress are downloaded.
    pub enum ExportFormat {
        /// A table.
        Csv = "csv",
        /// Data for programs.
        Json = "json",
    }
}

travels! {
    /// What a goal says, part by part. It can be kept as a draft with open points.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct GoalText {
        /// What it is called.
        #[validate(length(min = 1, max = 120), custom(function = filled_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120, pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$", example = "Speak to groups with ease"))]
        pub title: String,
        /// Specific: what is done, or nothing yet.
        #[validate(length(max = 1000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 1000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Give ten short talks to groups of more than fifteen people"))]
        pub specific: String,
        /// Measurable: how one notices.
        pub kind: GoalKind,
        /// What is measured, or how one notices that it is done; or nothing yet.
        #[validate(length(max = 300), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(max_length = 300, pattern = r"^[^\x00-\x1F\x7F-\x9F]*$", example = "Confidence when speaking"))]
        pub measure: String,
        /// Where the number stands today. Counts for `number` only, like target and unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub baseline: Option<Amount>,
        /// Where it shall be: below today's is fine.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub target: Option<Amount>,
        /// Of what there are so many, or nothing yet.
        #[validate(length(max = 60), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(max_length = 60, pattern = r"^[^\x00-\x1F\x7F-\x9F]*$", example = "out of 10"))]
        pub unit: String,
        /// Attainable: why it is within reach and what supports it, or nothing yet.
        #[validate(length(max = 1000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 1000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "One talk every three weeks; the briefing gives me the room"))]
        pub attainable: String,
        /// Relevant: why it matters, or nothing yet.
        #[validate(length(max = 1000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 1000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I take over the daily briefing in December"))]
        pub relevant: String,
        /// Time-based: until which day, from 2000 to 2199.
        #[validate(custom(function = sane_day))]
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_day")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date, example = "2027-11-30"))]
        pub due_on: Option<NaiveDate>,
        /// Why points stay open, each at most once.
        #[validate(length(max = 17), nested, custom(function = each_once))]
        #[cfg_attr(feature = "openapi", schema(max_items = 17))]
        pub excuses: Vec<Excuse>,
    }

    /// Why a point of a goal stays open.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Excuse {
        /// Which.
        pub finding: Finding,
        /// Why.
        #[validate(length(min = 1, max = 500), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "We know the day only when the ward has its new rota."))]
        pub words: String,
    }

    /// A new goal.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NewGoal {
        /// What it says.
        #[validate(nested)]
        pub text: GoalText,
        /// The steps on the way, in order; or none yet.
        #[validate(length(max = 50), nested)]
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        pub milestones: Vec<WriteMilestone>,
        /// The goal of an earlier journey of the two that it goes on with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub earlier: Option<GoalId>,
    }

    /// A step on the way, as it is written.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct WriteMilestone {
        /// Which it is; absent for a new one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<MilestoneId>,
        /// What is reached, in a line.
        #[validate(length(min = 1, max = 200), custom(function = filled_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, pattern = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$", example = "Give a two-minute talk to my own team"))]
        pub title: String,
        /// Until which day, from 2000 to 2199.
        #[validate(custom(function = sane_day))]
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_day")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date, example = "2027-05-07"))]
        pub due_on: Option<NaiveDate>,
        /// How much it weighs beside the others.
        #[validate(range(min = 1, max = 100))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100, example = 1))]
        pub weight: u8,
    }

    /// All milestones of a goal, in order. What is not in it is taken away.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct SaveMilestones {
        /// At most fifty.
        #[validate(length(max = 50), nested)]
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        pub milestones: Vec<WriteMilestone>,
    }

    /// Lets a goal go.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct LetGo {
        /// A word why.
        #[validate(length(min = 1, max = 1000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "The briefing went to a colleague, and I found that I do not miss it."))]
        pub words: String,
    }

    /// Where a goal stands on a day: a value, a note, or both.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct WriteProgress {
        /// The number, for goals with one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Amount>,
        /// In words, or nothing.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I forgot the card and it did not matter."))]
        pub note: String,
        /// Which day it was, from 2000 on; not one that is still to come.
        #[serde(deserialize_with = "read_this_day")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date, example = "2026-06-04"))]
        pub on: NaiveDate,
    }

    /// Says something about a part of a goal.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NewGoalComment {
        /// About which part.
        pub part: GoalPart,
        /// What.
        #[validate(length(min = 1, max = 1000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Leave a week free in August. Rest is part of it."))]
        pub words: String,
    }

    /// A goal in short, as one of the two sees it.
    pub struct GoalBrief {
        /// Its id.
        pub id: GoalId,
        /// Where it stands.
        pub state: GoalState,
        /// What it is called.
        pub title: String,
        /// How one notices that it is reached.
        pub kind: GoalKind,
        /// Until which day.
        #[serde(default, deserialize_with = "read_day")]
        pub due_on: Option<NaiveDate>,
        /// How far it is.
        pub progress: Progress,
        /// How many milestones it has.
        pub milestones: u32,
        /// How many of them are reached.
        pub milestones_done: u32,
        /// The first that is still open.
        pub next_milestone: Option<NextMilestone>,
        /// Both have confirmed it as it stands.
        pub agreed: bool,
        /// The other has confirmed it as it stands, and the reader has not.
        pub my_turn: bool,
        /// When something last changed in it.
        #[serde(deserialize_with = "read_moment")]
        pub changed_at: DateTime<Utc>,
    }

    /// A goal in the overview of all goals.
    pub struct GoalRow {
        /// The goal.
        pub goal: GoalBrief,
        /// The relationship that it belongs to.
        pub relationship: RelationshipId,
        /// What the reader is in it.
        pub side: Side,
        /// The other.
        pub partner: Person,
    }

    /// The milestone that comes next.
    pub struct NextMilestone {
        /// Its id.
        pub id: MilestoneId,
        /// What is reached.
        pub title: String,
        /// Until when.
        #[serde(default, deserialize_with = "read_day")]
        pub due_on: Option<NaiveDate>,
    }

    /// How far a goal is.
    #[derive(Copy, Eq)]
    pub struct Progress {
        /// How many percent of the way are behind.
        pub percent: u8,
        /// How many percent of the time until its day have passed since it became active.
        pub elapsed: Option<u8>,
        /// How the one compares with the other; absent unless it is active and has a day.
        pub pace: Option<Pace>,
        /// Where the number stands.
        pub value: Option<Amount>,
    }

    /// A goal, as one of the two sees it. Its version travels as ETag.
    pub struct Goal {
        /// Its id.
        pub id: GoalId,
        /// The relationship of the two.
        pub relationship: RelationshipId,
        /// Where it stands.
        pub state: GoalState,
        /// What the reader is in the relationship.
        pub side: Side,
        /// Who has written the first draft.
        pub author: Side,
        /// The version of what the two agree on, for If-Match.
        pub version: i64,
        /// What it says.
        pub text: GoalText,
        /// The steps on the way, in order.
        pub milestones: Vec<Milestone>,
        /// How far it is.
        pub progress: Progress,
        /// Which points are open.
        pub findings: Vec<Finding>,
        /// The version that the reader has confirmed last.
        pub i_confirmed: Option<i64>,
        /// The version that the other has confirmed last.
        pub they_confirmed: Option<i64>,
        /// When both had confirmed this version; absent where one has not.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub agreed_at: Option<DateTime<Utc>>,
        /// The version that both had confirmed last, also where it is no longer this one.
        pub agreed_version: Option<i64>,
        /// Until when the relationship is planned.
        #[serde(default, deserialize_with = "read_day")]
        pub planned_until: Option<NaiveDate>,
        /// The goal of an earlier journey that it goes on with.
        pub earlier: Option<GoalId>,
        /// When it was drafted.
        #[serde(deserialize_with = "read_moment")]
        pub drafted_at: DateTime<Utc>,
        /// When it became active.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub active_since: Option<DateTime<Utc>>,
        /// When it was reached or let go.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub ended_at: Option<DateTime<Utc>>,
        /// Why it was let go, or nothing.
        pub last_words: String,
        /// What the reader may do.
        pub allowed_actions: Vec<GoalAction>,
    }

    /// A goal with all that its page shows.
    pub struct GoalPage {
        /// The goal.
        pub goal: Goal,
        /// What the two say about its parts, the oldest first.
        pub comments: Vec<GoalComment>,
        /// Where the number stood, day by day; thinned where that is more than the eye can see, without losing extremes.
        pub chart: Vec<ChartPoint>,
        /// The progress that was written down, the latest first: the first page.
        pub entries: Page<ProgressEntry>,
    }

    /// A step on the way to a goal.
    pub struct Milestone {
        /// Its id.
        pub id: MilestoneId,
        /// What is reached.
        pub title: String,
        /// Until when.
        #[serde(default, deserialize_with = "read_day")]
        pub due_on: Option<NaiveDate>,
        /// How much it weighs beside the others.
        pub weight: u8,
        /// When it was reached.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub done_at: Option<DateTime<Utc>>,
        /// Who has said so.
        pub done_by: Option<Side>,
    }

    /// Where a goal stood on a day. Its version travels as ETag.
    pub struct ProgressEntry {
        /// Its id.
        pub id: ProgressEntryId,
        /// The number, where one was measured.
        pub value: Option<Amount>,
        /// In words, or nothing.
        pub note: String,
        /// Which day it was.
        #[serde(deserialize_with = "read_this_day")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        pub on: NaiveDate,
        /// Who wrote it down.
        pub by: Side,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
        /// When it was corrected last.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub corrected_at: Option<DateTime<Utc>>,
        /// Its version, for If-Match.
        pub version: i64,
        /// The reader may correct it.
        pub correctable: bool,
    }

    /// Something that was said about a part of a goal.
    pub struct GoalComment {
        /// Its id.
        pub id: GoalCommentId,
        /// About which part.
        pub part: GoalPart,
        /// What.
        pub words: String,
        /// Who said it.
        pub by: Side,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
    }

    /// A value of the chart.
    #[derive(Copy, Eq)]
    pub struct ChartPoint {
        /// On which day.
        #[serde(deserialize_with = "read_this_day")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        pub on: NaiveDate,
        /// Where the number stood.
        pub value: Amount,
    }

    /// A goal with all its progress, to take along.
    pub struct GoalWithProgress {
        /// The goal.
        pub goal: Goal,
        /// The progress that was written down, the earliest day first.
        pub entries: Vec<ProgressEntry>,
    }

    /// A version of a goal.
    pub struct GoalVersion {
        /// Which.
        pub version: i64,
        /// Who wrote it.
        pub by: Side,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
        /// When both had confirmed it.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub agreed_at: Option<DateTime<Utc>>,
        /// What changed against the version before; nothing for the first.
        pub changes: Vec<Change>,
    }

    /// What changed from one version to another.
    pub struct GoalChanges {
        /// From this version.
        pub from: i64,
        /// To this one.
        pub to: i64,
        /// What changed.
        pub changes: Vec<Change>,
    }

    /// What of a goal has changed, word by word.
    #[derive(Eq)]
    pub struct Change {
        /// What.
        pub field: GoalField,
        /// The title of the milestone that it is about.
        pub milestone: Option<String>,
        /// The words in order. Days, amounts, kinds and weights are replaced as a whole.
        pub words: Vec<Segment>,
    }

    /// Some words of a change, with the white space between them.
    #[derive(Eq)]
    pub struct Segment {
        /// What became of them.
        pub kind: SegmentKind,
        /// The words.
        pub text: String,
    }

    /// Where new goals can start from.
    pub struct GoalStarts {
        /// At most fifty of one's own, then the programme's examples, field by field.
        pub items: Vec<GoalStart>,
    }

    /// Something that a new goal can start from.
    pub struct GoalStart {
        /// Where it comes from.
        pub kind: StartKind,
        /// What it says so far.
        pub text: GoalText,
        /// The steps that are still open.
        pub milestones: Vec<WriteMilestone>,
        /// The goal of an earlier journey.
        pub earlier: Option<GoalId>,
        /// The field that an example comes from; else nothing.
        pub field: String,
    }

    /// Something that happened in a journey.
    pub struct TimelineItem {
        /// What.
        pub kind: TimelineKind,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
        /// Who did it, where one of the two did.
        pub by: Option<Side>,
        /// The request.
        pub request: Option<RequestId>,
        /// The meeting.
        pub meeting: Option<MeetingId>,
        /// The goal.
        pub goal: Option<GoalId>,
        /// The key of the tool.
        pub tool: Option<String>,
        /// The title of the goal, or of the milestone; or nothing.
        pub title: String,
        /// The note of the progress, why a goal was let go, or the thank-you of a reflection; or nothing.
        pub words: String,
        /// Where the number stood.
        pub value: Option<Amount>,
        /// Of what there were so many.
        pub unit: String,
        /// For progress: which day it was.
        #[serde(default, deserialize_with = "read_day")]
        pub on: Option<NaiveDate>,
    }
}

/// For bodies: a day of a time that people plan in.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "validator passes a reference")]
pub(crate) fn sane_day(day: &NaiveDate) -> Result<(), ValidationError> {
    if is_sane(*day) { Ok(()) } else { Err(refused("day")) }
}

/// A day from 2000 to 2199.
pub fn is_sane(on: NaiveDate) -> bool {
    day("2000-01-01").is_some_and(|first| first <= on) && day("2199-12-31").is_some_and(|last| on <= last)
}

/// For bodies: no point has two excuses.
fn each_once(excuses: &[Excuse]) -> Result<(), ValidationError> {
    let twice =
        |(i, excuse): (usize, &Excuse)| excuses.iter().take(i).any(|other| other.finding == excuse.finding);
    if excuses.iter().enumerate().any(twice) { Err(refused("twice")) } else { Ok(()) }
}

fn read_this_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    read_day(from)?.ok_or_else(|| serde::de::Error::custom("not a day"))
}
