use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::requests::Side;
use crate::text::many_lines;
use crate::times::{read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// Whose answer a question asks for.
    pub enum Writing {
        /// Each answers alone; the other sees it when it is shared.
        Own = "own",
        /// Both write one answer.
        Together = "together",
    }

    /// What a question takes.
    pub enum QuestionKind {
        /// A line.
        Line = "line",
        /// Some lines.
        Text = "text",
        /// Lines that become points of a meeting's agenda.
        Agenda = "agenda",
        /// A number from 1 to 5.
        Scale = "scale",
        /// One of the choices.
        Choice = "choice",
        /// Any of the choices, one a line.
        Choices = "choices",
    }

    /// When a tool helps.
    pub enum ToolStage {
        /// Before the first conversation.
        First = "first",
        /// While the two agree how they work.
        Agreeing = "agreeing",
        /// On the way.
        Way = "way",
        /// At the end.
        Ending = "ending",
    }
}

travels! {
    /// A tool, as it stands with the two of a relationship.
    pub struct ToolRow {
        /// Its key.
        pub key: String,
        /// What it is called.
        pub title: String,
        /// What it is for, in a line.
        pub summary: String,
        /// How many minutes it takes.
        pub minutes: u16,
        /// When it helps.
        pub stage: ToolStage,
        /// Some of its questions are answered together.
        pub together: bool,
        /// Both confirm it.
        pub confirmed: bool,
        /// It is for the other: the reader sees what is shared.
        pub of_other: bool,
        /// How many questions the reader is asked.
        pub questions: u32,
        /// How many of them have an answer.
        pub answered: u32,
        /// How many answers the other shares with the reader.
        pub shared_with_me: u32,
        /// How many of the reader's own answers are shared.
        pub shared_by_me: u32,
        /// When both had confirmed the same version, where that still is the version.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub agreed_at: Option<DateTime<Utc>>,
        /// When somebody last wrote something that the reader sees.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub written_at: Option<DateTime<Utc>>,
        /// It helps now.
        pub suggested: bool,
    }

    /// The tools of a relationship.
    pub struct ToolList {
        /// In the order of the way.
        pub items: Vec<ToolRow>,
    }

    /// A worksheet: a tool with what the two answered.
    pub struct Worksheet {
        /// The tool.
        pub tool: ToolRow,
        /// What to know before, in a few sentences.
        pub intro: String,
        /// Which edition of the tool it is.
        pub edition: u32,
        /// The version of what both write together, for confirming it.
        pub version: i64,
        /// The parts.
        pub sections: Vec<Section>,
        /// Answers to questions that this edition does not have any more.
        pub retired: Vec<Retired>,
        /// The reader has confirmed this version.
        pub i_confirmed: bool,
        /// The other has confirmed this version.
        pub they_confirmed: bool,
        /// It can be written.
        pub writable: bool,
    }

    /// A part of a worksheet.
    pub struct Section {
        /// What it is called, or nothing.
        pub title: String,
        /// What to know, or nothing.
        pub guidance: String,
        /// The questions.
        pub questions: Vec<Question>,
    }

    /// A question, with what was answered.
    pub struct Question {
        /// Its key.
        pub key: String,
        /// What is asked.
        pub ask: String,
        /// What helps to answer, or nothing.
        pub hint: String,
        /// What it takes.
        pub kind: QuestionKind,
        /// Whose answer it asks for.
        pub writing: Writing,
        /// For `choice` and `choices`: the choices; for `scale`: the words at both ends.
        pub choices: Vec<Choice>,
        /// The answer of the reader, or of both; an empty one was taken back.
        pub answer: Option<Answer>,
        /// The answer of the other, where it is shared.
        pub theirs: Option<Answer>,
        /// What both wrote before, the latest first, at most ten.
        pub earlier: Vec<Answer>,
    }

    /// Something that can be chosen.
    pub struct Choice {
        /// Its key.
        pub key: String,
        /// What it is called.
        pub label: String,
    }

    /// An answer. Its version travels as ETag.
    pub struct Answer {
        /// What was answered: a text, a number, a key, or keys one a line.
        pub value: String,
        /// The other sees it.
        pub shared: bool,
        /// Its version, for If-Match.
        pub version: i64,
        /// Who wrote it.
        pub by: Side,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
    }

    /// An answer to a question that is not asked any more.
    pub struct Retired {
        /// The question's key.
        pub question: String,
        /// What was answered.
        pub answer: Answer,
    }

    /// Writes an answer.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct WriteAnswer {
        /// A text, a number, a key, or keys one a line; nothing takes the answer back.
        #[validate(length(max = 4000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 4000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "I have spoken in front of 22 people I did not know."))]
        pub value: String,
        /// The other sees it. What is written together always is.
        #[cfg_attr(feature = "openapi", schema(example = false))]
        pub shared: bool,
        /// The edition of the tool that the writer has seen.
        #[validate(range(min = 1, max = 1_000_000))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000, example = 1))]
        pub edition: u32,
    }

    /// Confirms what both have written.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ConfirmWorksheet {
        /// The version that the reader has seen; the first is 1.
        #[validate(range(min = 1, max = 1_000_000_000))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000_000, example = 1))]
        pub version: i64,
    }
}
