//! Tools as one of the two sees them.

use chrono::{DateTime, Months, NaiveDate, Utc};
use content::{Asked, Names, Tool, named};
use domain::ids::{ParticipantId, RelationshipId};
use domain::requests::Side;
use domain::tools::{
    Answer as Given, Choice, MOST_LINES, Question, QuestionKind, Retired, Section, ToolList, ToolRow, Way,
    Worksheet, Writing,
};
use serde::Serialize;

use super::store::{self, Kept, Mark, Owner, Place, Sheet};
use crate::db::{Tx, from_word};
use crate::http::{Answer, Failure};
use crate::relationships::party::Party;

/// How many earlier wordings of an answer are shown.
const EARLIER: i64 = 10;

/// All tools, in the order of the way.
pub(super) fn tools() -> Answer<&'static [Tool]> {
    content::tools().map_err(Failure::internal)
}

/// The tool that helps the reader now, in one statement.
pub(crate) async fn suggested(tx: &mut Tx, party: &Party, way: Way) -> Answer<Option<String>> {
    let marks = store::marks(tx, party.kept.id, party.side).await?;
    Ok(suggested_by(&marks, party, way)?.map(str::to_owned))
}

fn suggested_by(marks: &[Mark], party: &Party, way: Way) -> Answer<Option<&'static str>> {
    let tools = tools()?;
    let finished = |key: &str| {
        let tool = tools.iter().find(|tool| tool.key == key);
        // What the programme does not have cannot be suggested.
        tool.is_none_or(|tool| is_finished(tool, marks, party.side))
    };
    Ok(domain::tools::suggested(way, party.side, finished).filter(|_| party.may_write()))
}

/// Both agreed on it, or the reader has answered it; one question may be left out.
fn is_finished(tool: &Tool, marks: &[Mark], side: Side) -> bool {
    if tool.confirm {
        return marks.iter().any(|mark| mark.tool == tool.key && mark.agreed_at.is_some());
    }
    let answered = answered(tool, marks, side);
    answered > 0 && answered + 1 >= tool.questions().count()
}

/// How many questions have an answer of the reader's, or of both.
fn answered(tool: &Tool, marks: &[Mark], side: Side) -> usize {
    let of_tool = marks.iter().filter(|mark| mark.tool == tool.key && mark.filled);
    of_tool
        .filter(|mark| tool.question(&mark.question).is_some_and(|asked| owner(asked, side) == mark.owner))
        .count()
}

/// Whose answer a question asks for, of this one of the two.
pub(super) fn owner(asked: &Asked, side: Side) -> Owner {
    if asked.writing == Writing::Together { Owner::Both } else { Owner::One(side) }
}

fn other_side(side: Side) -> Side {
    if side == Side::Mentor { Side::Mentee } else { Side::Mentor }
}

/// What the two have answered in a tool that ends in an agenda: lines that a meeting's page suggests.
pub(crate) async fn agenda_lines(tx: &mut Tx, party: &Party) -> Answer<Vec<String>> {
    let written = store::written_together(tx, party.kept.id).await?;
    let mut lines = Vec::new();
    for tool in tools()? {
        for asked in tool.questions().filter(|asked| asked.kind == QuestionKind::Agenda) {
            let answers =
                written.iter().filter(|(key, answer)| *key == tool.key && answer.question == asked.key);
            for (_, answer) in answers {
                let text = party.reads(answer.by, &answer.value);
                lines.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
            }
        }
    }
    lines.truncate(MOST_LINES);
    Ok(lines)
}

/// What the reader sees answered in a tool, question by question; their own before what the other shares.
pub(crate) async fn answers_seen(tx: &mut Tx, party: &Party, tool: &str) -> Answer<Vec<(String, String)>> {
    let place = Place { relationship: party.kept.id, tool };
    let mut answers = store::answers(tx, place, party.side).await?;
    answers.retain(|answer| !answer.value.is_empty());
    answers.sort_by_key(|answer| answer.owner == Owner::One(other_side(party.side)));
    Ok(answers.into_iter().map(|answer| (answer.question.clone(), seen(party, &answer).value)).collect())
}

/// How far the two are on their way.
pub(crate) async fn way(tx: &mut Tx, party: &Party, now: DateTime<Utc>) -> Answer<Way> {
    let row = store::way(tx, party.kept.id, now).await?;
    let held = u32::try_from(row.held).unwrap_or(u32::MAX);
    let percent = percent(party.kept.started_at, row.until, now);
    Ok(Way { state: party.kept.status.state(), held, arranged: row.arranged, percent })
}

/// How many percent of the planned time have passed.
pub(crate) fn percent(began: DateTime<Utc>, until: Option<NaiveDate>, now: DateTime<Utc>) -> u8 {
    let began = began.date_naive();
    let until = until.or_else(|| began.checked_add_months(Months::new(9))).unwrap_or(began);
    let (gone, whole) = ((now.date_naive() - began).num_days(), (until - began).num_days().max(1));
    u8::try_from((100 * gone / whole).clamp(0, 100)).unwrap_or(100)
}

/// All tools as they stand.
pub(super) async fn list(tx: &mut Tx, party: &Party, now: DateTime<Utc>) -> Answer<ToolList> {
    let way = way(tx, party, now).await?;
    let marks = store::marks(tx, party.kept.id, party.side).await?;
    let helps = suggested_by(&marks, party, way)?;
    let items = tools()?.iter().map(|tool| row(tool, &marks, party, helps)).collect();
    Ok(ToolList { items })
}

fn row(tool: &Tool, marks: &[Mark], party: &Party, helps: Option<&str>) -> ToolRow {
    let of_tool = || marks.iter().filter(|mark| mark.tool == tool.key);
    let shared = |side: Side| {
        let shared = of_tool().filter(|mark| mark.owner == Owner::One(side) && mark.shared && mark.filled);
        number(shared.count())
    };
    let asked = if tool.asks(party.side) { tool.questions().count() } else { 0 };
    ToolRow {
        key: tool.key.clone(),
        title: tool.title.clone(),
        summary: tool.summary.clone(),
        minutes: tool.minutes,
        stage: tool.stage,
        together: tool.is_together(),
        confirmed: tool.confirm,
        of_other: !tool.asks(party.side),
        questions: number(asked),
        answered: number(answered(tool, marks, party.side)),
        shared_with_me: shared(other_side(party.side)),
        shared_by_me: shared(party.side),
        agreed_at: of_tool().find_map(|mark| mark.agreed_at),
        written_at: of_tool().map(|mark| mark.at).max(),
        suggested: helps == Some(tool.key.as_str()),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A tool with what the two answered.
pub(super) async fn worksheet(
    tx: &mut Tx,
    party: &Party,
    tool: &Tool,
    now: DateTime<Utc>,
) -> Answer<Worksheet> {
    let place = Place { relationship: party.kept.id, tool: &tool.key };
    let way = way(tx, party, now).await?;
    let marks = store::marks(tx, party.kept.id, party.side).await?;
    let sheet = store::sheet(tx, place).await?.unwrap_or_default();
    let answers = store::answers(tx, place, party.side).await?;
    let earlier = store::earlier(tx, place, EARLIER).await?;
    let (mentor, mentee) = names(tx, party).await?;
    // Who reads the worksheet of the other is the one of whom it speaks.
    let spoken_of = if tool.asks(party.side) { other_side(party.side) } else { party.side };
    let partner = if spoken_of == Side::Mentor { mentor } else { mentee };
    let partner = partner.as_deref().and_then(|name| name.split_whitespace().next());
    let page = Page { party, tool, answers: &answers, earlier: &earlier, partner };
    let helps = suggested_by(&marks, party, way)?;
    Ok(page.view(row(tool, &marks, party, helps), sheet))
}

/// The names of the two as the reader sees them: the mentor's and the mentee's.
async fn names(tx: &mut Tx, party: &Party) -> Answer<(Option<String>, Option<String>)> {
    let (mentor, mentee) = store::names(tx, party.kept.id).await?;
    let there = |side: Side| side == party.side || party.other.is_some();
    Ok((mentor.filter(|_| there(Side::Mentor)), mentee.filter(|_| there(Side::Mentee))))
}

/// A worksheet as Markdown.
pub(super) async fn markdown(tx: &mut Tx, party: &Party, tool: &Tool, now: DateTime<Utc>) -> Answer<String> {
    let sheet = worksheet(tx, party, tool, now).await?;
    let (mentor, mentee) = names(tx, party).await?;
    Ok(content::worksheet(&sheet, Names { mentor: mentor.as_deref(), mentee: mentee.as_deref() }))
}

/// What a worksheet is made of.
struct Page<'a> {
    party: &'a Party,
    tool: &'a Tool,
    answers: &'a [Kept],
    earlier: &'a [Kept],
    partner: Option<&'a str>,
}

impl Page<'_> {
    fn view(&self, tool: ToolRow, sheet: Sheet) -> Worksheet {
        let Party { side, .. } = *self.party;
        Worksheet {
            intro: self.text(&self.tool.intro),
            edition: self.tool.edition,
            version: sheet.version,
            sections: self.tool.sections.iter().map(|part| self.section(part)).collect(),
            retired: self.retired(),
            i_confirmed: sheet.confirmed_by(side),
            they_confirmed: sheet.confirmed_by(other_side(side)),
            writable: self.party.may_write() && self.tool.asks(side),
            tool,
        }
    }

    fn section(&self, part: &content::Part) -> Section {
        Section {
            title: self.text(&part.title),
            guidance: self.text(&part.guidance),
            questions: part.questions.iter().map(|asked| self.question(asked)).collect(),
        }
    }

    fn question(&self, asked: &Asked) -> Question {
        let side = self.party.side;
        let reader = if self.tool.asks(side) { side } else { other_side(side) };
        let theirs =
            self.answer(asked, Owner::One(other_side(side))).filter(|_| asked.writing == Writing::Own);
        let earlier = self.earlier.iter().filter(|answer| answer.question == asked.key);
        Question {
            key: asked.key.clone(),
            ask: self.text(&asked.ask),
            hint: self.text(asked.hint_for(reader)),
            kind: asked.kind,
            writing: asked.writing,
            choices: asked
                .choices
                .iter()
                .map(|(key, label)| Choice { key: key.clone(), label: self.text(label) })
                .collect(),
            answer: self.answer(asked, owner(asked, side)),
            theirs: theirs.filter(|theirs| !theirs.value.is_empty()),
            earlier: if asked.writing == Writing::Together {
                earlier.map(|answer| seen(self.party, answer)).collect()
            } else {
                Vec::new()
            },
        }
    }

    fn answer(&self, asked: &Asked, owner: Owner) -> Option<Given> {
        let answer = self.answers.iter().find(|answer| answer.question == asked.key && answer.owner == owner);
        answer.map(|answer| seen(self.party, answer))
    }

    /// Answers to questions that are not asked any more, or are asked of both now, or of each.
    fn retired(&self) -> Vec<Retired> {
        let is_asked = |answer: &Kept| {
            let together = answer.owner == Owner::Both;
            let asked = self.tool.question(&answer.question);
            asked.is_some_and(|asked| (asked.writing == Writing::Together) == together)
        };
        let retired = self.answers.iter().filter(|answer| !answer.value.is_empty() && !is_asked(answer));
        let view =
            |answer: &Kept| Retired { question: answer.question.clone(), answer: seen(self.party, answer) };
        retired.map(view).collect()
    }

    fn text(&self, text: &str) -> String {
        named(text, self.partner)
    }
}

/// An answer as the reader sees it.
pub(super) fn seen(party: &Party, answer: &Kept) -> Given {
    Given {
        value: party.reads(answer.by, &answer.value),
        shared: answer.shared,
        version: answer.version,
        by: answer.by,
        at: answer.at,
    }
}

/// An answer that somebody takes along.
#[derive(Serialize)]
pub(crate) struct Taken {
    relationship: RelationshipId,
    tool: String,
    question: String,
    value: String,
    shared: bool,
    by: Side,
    at: DateTime<Utc>,
}

/// All answers that somebody may read: their own, and what others share with them.
pub(crate) async fn export(tx: &mut Tx, of: ParticipantId) -> Answer<Vec<Taken>> {
    let mut taken = Vec::new();
    for row in store::readable_by(tx, of).await? {
        let by: Side = from_word("answers.written_by", &row.written_by)?;
        let mine = (by == Side::Mentor) == row.is_mentor;
        taken.push(Taken {
            relationship: RelationshipId(row.relationship_id),
            tool: row.tool,
            question: row.question,
            value: if mine { row.eyes.own(&row.value) } else { row.eyes.others(&row.value) },
            shared: row.shared,
            by,
            at: row.written_at,
        });
    }
    Ok(taken)
}
