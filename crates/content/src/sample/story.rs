//! What the first sample people have to do with each other (`sample/story.toml`).

use domain::goals::{Amount, GoalPart, GoalText};
use domain::meetings::Doer;
use domain::requests::{RequestText, Side};
use serde::Deserialize;

/// A journey under way, and a request that waits. Days count from the one on which the sample programme begins; people are
/// named by what stands before the `@` of their address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Two who walk together.
    pub journey: Journey,
    /// A mentor is asked.
    pub request: Asking,
}

/// Two who walk together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// Who has asked.
    pub mentee: String,
    /// Who has said yes.
    pub mentor: String,
    /// The day on which the request was sent.
    pub sent: i64,
    /// The day on which it was accepted.
    pub accepted: i64,
    /// The words of the yes.
    pub welcome: String,
    /// What was asked for.
    pub text: RequestText,
    /// What the two have written since.
    pub messages: Vec<Line>,
    /// What the mentee has prepared.
    pub worksheet: Sheet,
    /// How they met.
    pub held: Held,
    /// When they meet next.
    pub next: Next,
    /// What the mentee wants to reach.
    pub goal: Aim,
}

/// A message.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// When.
    pub day: i64,
    /// Who wrote it.
    pub by: Side,
    /// What.
    pub words: String,
}

/// Answers of the mentee to a tool.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The key of the tool.
    pub tool: String,
    /// When they were written.
    pub day: i64,
    /// What was answered.
    pub answers: Vec<Answered>,
}

/// An answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The key of the question.
    pub question: String,
    /// The answer.
    pub value: String,
    /// The mentor reads it, too.
    pub shared: bool,
}

/// A meeting that took place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// When.
    pub day: i64,
    /// What both have written down.
    pub notes: String,
    /// What they agreed.
    pub agreed: Vec<Agreed>,
}

/// Something that somebody does until the next time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// Who.
    pub who: Doer,
    /// What.
    pub words: String,
}

/// A meeting that is arranged: the mentor has offered the time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    /// When.
    pub day: i64,
    /// The words with which it was offered.
    pub words: String,
    /// What the two want to talk about.
    pub agenda: Vec<Point>,
}

/// Something to talk about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Who wants to.
    pub by: Side,
    /// What about.
    pub words: String,
}

/// A goal of the mentee that both have agreed on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aim {
    /// The day on which it was drafted.
    pub drafted: i64,
    /// The day on which both agreed.
    pub agreed: i64,
    /// The day until which it shall be reached.
    pub due: i64,
    /// What it says, without its day.
    pub text: GoalText,
    /// The steps on the way.
    pub milestones: Vec<Stone>,
    /// Where it stood, day by day.
    pub progress: Vec<Stand>,
    /// What the mentor says about parts of it.
    pub comments: Vec<Remark>,
}

/// A milestone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stone {
    /// What is reached.
    pub title: String,
    /// The day until which.
    pub due: i64,
    /// The day on which it was reached.
    pub done: Option<i64>,
}

/// Where a goal stood.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// When.
    pub day: i64,
    /// The number.
    pub value: Amount,
    /// In words.
    pub note: String,
}

/// Something about a part of a goal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// About which part.
    pub part: GoalPart,
    /// What.
    pub words: String,
}

/// A request that waits for an answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Who asks.
    pub mentee: String,
    /// Who is asked.
    pub mentor: String,
    /// The day on which it was sent.
    pub sent: i64,
    /// What is asked for.
    pub text: RequestText,
}

/// The story. An error means that the embedded file is broken, which the tests rule out.
pub fn story() -> Result<Story, toml::de::Error> {
    toml::from_str(include_str!("../../sample/story.toml"))
}
