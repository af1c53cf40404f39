//! The tools: worksheets for the two of a relationship, a file each (`tools/KEY.toml`), and their reader.
//!
//! A programme adds a tool by adding a file; the README of the folder says what stands in it.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use domain::requests::Side;
use domain::tools::{QuestionKind, ToolStage, Writing};
use rust_embed::RustEmbed;
use serde::Deserialize;

/// Stands in a text for the first name of the other.
const PARTNER: &str = "{partner}";
/// What stands there when nobody is there any more.
const NOBODY: &str = "the other";

#[derive(RustEmbed)]
#[folder = "tools/"]
struct Files;

/// A tool as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its key: the name of its file.
    #[serde(skip)]
    pub key: String,
    /// Rises when questions change.
    pub edition: u32,
    /// What it is called.
    pub title: String,
    /// What it is for, in a line.
    pub summary: String,
    /// How many minutes it takes.
    pub minutes: u16,
    /// When it helps.
    pub stage: ToolStage,
    /// Its place among those of its stage.
    pub order: u16,
    /// Whom it asks.
    #[serde(rename = "for")]
    pub audience: Audience,
    /// Both confirm what they wrote together.
    #[serde(default)]
    pub confirm: bool,
    /// What to know before.
    pub intro: String,
    /// The parts.
    #[serde(rename = "section")]
    pub sections: Vec<Part>,
}

/// Whom a tool asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// The mentor.
    Mentor,
    /// The mentee.
    Mentee,
    /// Both.
    Both,
}

/// A part of a tool.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is called, or nothing.
    #[serde(default)]
    pub title: String,
    /// What to know, or nothing.
    #[serde(default)]
    pub guidance: String,
    /// The questions.
    #[serde(rename = "question")]
    pub questions: Vec<Asked>,
}

/// A question of a tool.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Its key.
    pub key: String,
    /// What is asked.
    pub ask: String,
    /// What helps to answer, or nothing.
    #[serde(default)]
    pub hint: String,
    /// What helps the mentor instead.
    pub hint_mentor: Option<String>,
    /// What helps the mentee instead.
    pub hint_mentee: Option<String>,
    /// What it takes.
    pub kind: QuestionKind,
    /// Whose answer it asks for.
    #[serde(default = "own")]
    pub writing: Writing,
    /// Key and name of what can be chosen; of a scale, what its two ends mean.
    #[serde(default)]
    pub choices: Vec<(String, String)>,
}

fn own() -> Writing {
    Writing::Own
}

/// What is wrong with a tool's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolError {
    tool: String,
    wrong: String,
}

impl fmt::Display for ToolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tools/{}.toml: {}", self.tool, self.wrong)
    }
}

impl std::error::Error for ToolError {}

/// All tools, in the order of the way; an error means that an embedded file is broken, which the tests rule out.
pub fn tools() -> Result<&'static [Tool], &'static ToolError> {
    static TOOLS: LazyLock<Result<Vec<Tool>, ToolError>> = LazyLock::new(read_all);
    TOOLS.as_ref().map(Vec::as_slice)
}

fn read_all() -> Result<Vec<Tool>, ToolError> {
    let mut tools = files().map(|(key, file)| Tool::read(&key, &file)).collect::<Result<Vec<_>, _>>()?;
    tools.sort_by(|one, other| one.place().cmp(&other.place()));
    Ok(tools)
}

/// The key and the text of each.
fn files() -> impl Iterator<Item = (String, String)> {
    Files::iter().filter_map(|name| {
        let key = name.strip_suffix(".toml")?.to_owned();
        Some((key, String::from_utf8_lossy(&Files::get(&name)?.data).into_owned()))
    })
}

impl Tool {
    /// Reads a tool's file.
    pub fn read(key: &str, file: &str) -> Result<Self, ToolError> {
        let wrong = |wrong: String| ToolError { tool: key.to_owned(), wrong };
        let tool: Self = toml::from_str(file).map_err(|error| wrong(error.to_string()))?;
        let tool = Self { key: key.to_owned(), ..tool };
        tool.check().map_err(wrong)?;
        Ok(tool)
    }

    /// The questions, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Asked> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question of this key.
    pub fn question(&self, key: &str) -> Option<&Asked> {
        self.questions().find(|question| question.key == key)
    }

    /// The tool asks this one of the two.
    pub fn asks(&self, side: Side) -> bool {
        match self.audience {
            Audience::Both => true,
            Audience::Mentor => side == Side::Mentor,
            Audience::Mentee => side == Side::Mentee,
        }
    }

    /// Some of its questions are answered together.
    pub fn is_together(&self) -> bool {
        self.questions().any(|question| question.writing == Writing::Together)
    }

    /// Where it stands on the way.
    fn place(&self) -> (ToolStage, u16, &str) {
        (self.stage, self.order, &self.key)
    }

    fn check(&self) -> Result<(), String> {
        if !is_key(&self.key) {
            return Err("the name of a file is made of a–z, 0–9 and -".to_owned());
        }
        if self.edition == 0 || self.edition > 1_000_000 {
            return Err("editions are counted from 1".to_owned());
        }
        let texts = [("title", &self.title), ("summary", &self.summary), ("intro", &self.intro)];
        for (name, text) in texts {
            said(name, text)?;
        }
        if [&self.title, &self.summary].iter().any(|text| text.contains(PARTNER)) {
            return Err(format!("title and summary name nobody: no {PARTNER}"));
        }
        if self.confirm && !self.questions().all(|question| question.writing == Writing::Together) {
            return Err("what both confirm is written together".to_owned());
        }
        if self.audience != Audience::Both && self.is_together() {
            return Err("what is written together is for both".to_owned());
        }
        if self.sections.is_empty() || self.sections.iter().any(|section| section.questions.is_empty()) {
            return Err("every section has a question, and there is one".to_owned());
        }
        let mut keys = HashSet::new();
        for question in self.questions() {
            if !keys.insert(&question.key) {
                return Err(format!("{} stands twice", question.key));
            }
            question.check().map_err(|wrong| format!("{}: {wrong}", question.key))?;
        }
        let guidance = self.sections.iter().flat_map(|section| [&section.title, &section.guidance]);
        guidance.chain([&self.intro]).try_for_each(|text| names_within(text))
    }
}

impl Asked {
    /// What helps this one of the two to answer.
    pub fn hint_for(&self, side: Side) -> &str {
        let own = if side == Side::Mentor { &self.hint_mentor } else { &self.hint_mentee };
        own.as_deref().unwrap_or(&self.hint)
    }

    fn check(&self) -> Result<(), String> {
        if !is_key(&self.key) {
            return Err("a key is made of a–z, 0–9 and -".to_owned());
        }
        said("ask", &self.ask)?;
        let hints = [Some(&self.hint), self.hint_mentor.as_ref(), self.hint_mentee.as_ref()];
        hints.into_iter().flatten().chain([&self.ask]).try_for_each(|text| names_within(text))?;
        let mut keys = HashSet::new();
        for (key, name) in &self.choices {
            said("choices", name)?;
            if !is_key(key) || !keys.insert(key) {
                return Err(format!("{key} is no key of a choice, or stands twice"));
            }
        }
        let fits = match self.kind {
            QuestionKind::Choice | QuestionKind::Choices => self.choices.len() > 1,
            QuestionKind::Scale => self.choices.iter().map(|(key, _)| key.as_str()).eq(["1", "5"]),
            QuestionKind::Line | QuestionKind::Text | QuestionKind::Agenda => self.choices.is_empty(),
        };
        if !fits {
            return Err("choices: at least two to choose from, the ends 1 and 5 of a scale, none otherwise"
                .to_owned());
        }
        if self.kind == QuestionKind::Agenda && self.writing == Writing::Own {
            return Err("an agenda is written together".to_owned());
        }
        Ok(())
    }
}

/// A text as the reader sees it: with the first name of the other.
pub fn named(text: &str, partner: Option<&str>) -> String {
    text.replace(PARTNER, partner.unwrap_or(NOBODY))
}

fn said(name: &str, text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err(format!("{name} says nothing")) } else { Ok(()) }
}

/// No sentence begins with the name: where nobody is there any more, the words that stand for it begin small.
fn names_within(text: &str) -> Result<(), String> {
    let begins = text.match_indices(PARTNER).any(|(at, _)| {
        text[..at].trim_end().chars().next_back().is_none_or(|before| matches!(before, '.' | '!' | '?' | '…'))
    });
    if begins { Err(format!("no sentence begins with {PARTNER}: {text}")) } else { Ok(()) }
}

pub(crate) fn is_key(key: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&key.len()) && key.bytes().all(inside) && !key.starts_with('-') && !key.ends_with('-')
}

#[cfg(test)]
mod tests {
    use domain::relationships::RelationshipState;
    use domain::tools::{Way, suggested};

    use super::*;

    const SMALL: &str = r#"
        edition = 1
        title = "A look back"
        summary = "Two questions"
        minutes = 5
        stage = "way"
        order = 9
        for = "both"
        intro = "For you and {partner}."
        [[section]]
        [[section.question]]
        key = "well"
        ask = "What went well?"
        kind = "text"
        [[section.question]]
        key = "again"
        ask = "Again?"
        kind = "choice"
        choices = [["yes", "Yes"], ["no", "No"]]
    "#;

    fn without(what: &str, instead: &str) -> String {
        assert!(SMALL.contains(what), "{what}");
        Tool::read("look-back", &SMALL.replace(what, instead)).unwrap_err().to_string()
    }

    #[test]
    fn the_tools_stand_in_the_order_of_the_way() {
        let keys: Vec<_> = tools().unwrap().iter().map(|tool| tool.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "first-conversation-mentee",
                "first-conversation-mentor",
                "about-me",
                "first-meeting",
                "mentoring-agreement",
                "goal-finder",
                "half-way-review",
                "good-ending",
            ]
        );
    }

    #[test]
    fn every_tool_that_is_suggested_is_there_for_who_gets_it() {
        let states = [RelationshipState::Active, RelationshipState::Closing];
        for side in [Side::Mentor, Side::Mentee] {
            for (state, held, percent) in states
                .iter()
                .flat_map(|state| [(state, 0, 0), (state, 1, 10), (state, 1, 50), (state, 1, 90)])
            {
                let way = Way { state: *state, held, arranged: true, percent };
                let mut done = HashSet::new();
                while let Some(key) = suggested(way, side, |key| done.contains(key)) {
                    let tool = tools().unwrap().iter().find(|tool| tool.key == key);
                    assert!(tool.is_some(), "{key} is suggested and not there");
                    done.insert(key);
                }
                assert!(!done.is_empty());
            }
        }
        for (key, side) in
            [("first-conversation-mentor", Side::Mentor), ("first-conversation-mentee", Side::Mentee)]
        {
            let tool = tools().unwrap().iter().find(|tool| tool.key == key).unwrap();
            assert!(
                tool.asks(side) && !tool.asks(if side == Side::Mentor { Side::Mentee } else { Side::Mentor })
            );
        }
    }

    #[test]
    fn the_agreement_is_confirmed_and_the_first_meeting_gives_an_agenda() {
        let tool = |key: &str| tools().unwrap().iter().find(|tool| tool.key == key).unwrap();
        let confirmed: Vec<_> =
            tools().unwrap().iter().filter(|tool| tool.confirm).map(|tool| tool.key.as_str()).collect();
        assert_eq!(confirmed, ["mentoring-agreement"]);
        let agenda = tool("first-meeting").questions().filter(|asked| asked.kind == QuestionKind::Agenda);
        assert_eq!(agenda.count(), 3);
        let kinds: HashSet<_> =
            tools().unwrap().iter().flat_map(Tool::questions).map(|asked| asked.kind).collect();
        assert_eq!(kinds.len(), QuestionKind::ALL.len(), "every kind is used");
    }

    #[test]
    fn a_programme_can_write_its_own() {
        let tool = Tool::read("look-back", SMALL).unwrap();
        assert_eq!((tool.key.as_str(), tool.questions().count()), ("look-back", 2));
        assert_eq!(tool.question("well").unwrap().writing, Writing::Own);
        assert_eq!(named(&tool.intro, Some("Noor")), "For you and Noor.");
        assert_eq!(named(&tool.intro, None), "For you and the other.");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_file() {
        for (what, instead, said) in [
            ("key = \"again\"", "key = \"well\"", "well stands twice"),
            ("key = \"again\"", "key = \"Again?\"", "a key is made of"),
            ("kind = \"choice\"", "kind = \"slider\"", "unknown variant"),
            ("kind = \"choice\"", "kind = \"scale\"", "again: choices"),
            ("kind = \"text\"", "kind = \"choices\"", "well: choices"),
            ("kind = \"text\"", "kind = \"agenda\"", "written together"),
            ("[\"no\", \"No\"]", "[\"yes\", \"No\"]", "yes is no key of a choice"),
            ("[\"no\", \"No\"]", "[\"no\", \" \"]", "choices says nothing"),
            ("stage = \"way\"", "stage = \"later\"", "unknown variant"),
            ("edition = 1", "edition = 0", "counted from 1"),
            ("What went well?", " ", "ask says nothing"),
            ("Two questions", "", "summary says nothing"),
            ("A look back", "{partner}", "name nobody"),
            ("For you and {partner}.", "Hello. {partner} reads it.", "no sentence begins"),
            ("minutes = 5", "minutes = 5\nconfirm = true", "written together"),
            ("minutes = 5", "minutes = 5\ncolour = \"red\"", "unknown field"),
            ("for = \"both\"", "for = \"everybody\"", "unknown variant"),
        ] {
            let wrong = without(what, instead);
            assert!(
                wrong.starts_with("tools/look-back.toml: ") && wrong.contains(said),
                "{instead}: {wrong}"
            );
        }
        let together = SMALL
            .replace("kind = \"text\"", "kind = \"text\"\nwriting = \"together\"")
            .replace("for = \"both\"", "for = \"mentor\"");
        assert!(Tool::read("x", &together).unwrap_err().to_string().contains("is for both"));
        assert!(Tool::read("Look back", SMALL).unwrap_err().to_string().contains("name of a file"));
    }

    #[test]
    fn nobodys_pronouns_are_guessed() {
        for (name, text) in files() {
            let text = text.to_lowercase();
            let words = text.split(|c: char| !c.is_alphabetic());
            let guessed: Vec<_> =
                words.filter(|word| ["he", "she", "his", "her", "hers", "him"].contains(word)).collect();
            assert!(guessed.is_empty(), "{name}: {guessed:?}");
        }
    }
}
