//! A worksheet as Markdown, to keep or to send. What people wrote stays text: it makes no heading, link or list.

use std::fmt::Write as _;

use domain::requests::Side;
use domain::tools::{Answer, Question, QuestionKind, Worksheet, Writing};

/// The two whose worksheet it is; who is not there any more has no name.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The mentor's.
    pub mentor: Option<&'a str>,
    /// The mentee's.
    pub mentee: Option<&'a str>,
}

impl Names<'_> {
    fn of(&self, side: Side) -> String {
        let name = if side == Side::Mentor { self.mentor } else { self.mentee };
        escaped(name.unwrap_or("The other"))
    }
}

/// The worksheet as its reader sees it.
pub fn worksheet(sheet: &Worksheet, names: Names<'_>) -> String {
    let mut page = format!("# {}\n", escaped(&sheet.tool.title));
    paragraph(&mut page, &sheet.intro);
    for section in &sheet.sections {
        if !section.title.is_empty() {
            heading(&mut page, "##", &section.title);
        }
        paragraph(&mut page, &section.guidance);
        for question in &section.questions {
            heading(&mut page, "###", &question.ask);
            paragraph(&mut page, &question.hint);
            answers(&mut page, question, names);
        }
    }
    if !sheet.retired.is_empty() {
        heading(&mut page, "##", "Answers to earlier questions");
    }
    for retired in &sheet.retired {
        heading(&mut page, "###", &retired.question);
        quote(&mut page, &names.of(retired.answer.by), &retired.answer.value);
    }
    page
}

fn answers(page: &mut String, question: &Question, names: Names<'_>) {
    let given = [&question.answer, &question.theirs].into_iter().flatten();
    let mut nothing = true;
    for answer in given.filter(|answer| !answer.value.is_empty()) {
        quote(page, &author(question, answer, names), &in_words(question, &answer.value));
        nothing = false;
    }
    if nothing {
        page.push_str("\n*No answer yet*\n");
    }
}

fn author(question: &Question, answer: &Answer, names: Names<'_>) -> String {
    let name = names.of(answer.by);
    match (question.writing, answer.shared) {
        (Writing::Together, _) => format!("Together, last by {name}"),
        (Writing::Own, true) => name,
        (Writing::Own, false) => format!("{name}, not shared"),
    }
}

/// An answer as one reads it: the names of what was chosen.
fn in_words(question: &Question, value: &str) -> String {
    let name = |key: &str| {
        let choice = question.choices.iter().find(|choice| choice.key == key);
        choice.map_or(key, |choice| choice.label.as_str()).to_owned()
    };
    match question.kind {
        QuestionKind::Choice => name(value),
        QuestionKind::Choices => value.lines().map(name).collect::<Vec<_>>().join("\n"),
        QuestionKind::Scale => format!("{value} of 5"),
        QuestionKind::Line | QuestionKind::Text | QuestionKind::Agenda => value.to_owned(),
    }
}

fn heading(page: &mut String, level: &str, text: &str) {
    let text = escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let _ = write!(page, "\n{level} {text}\n");
}

fn paragraph(page: &mut String, text: &str) {
    if !text.is_empty() {
        let lines: Vec<String> = lines(text).map(escaped).collect();
        let _ = write!(page, "\n{}\n", lines.join("\n"));
    }
}

/// What somebody wrote: every line of it stands in the quotation, and ends where its writer ended it.
fn quote(page: &mut String, author: &str, text: &str) {
    let _ = write!(page, "\n**{author}**\n\n");
    let lines: Vec<String> = lines(text).map(escaped).collect();
    for (at, line) in lines.iter().enumerate() {
        let goes_on = !line.is_empty() && lines.get(at + 1).is_some_and(|next| !next.is_empty());
        let _ = writeln!(page, "{}", format!("> {line}{}", if goes_on { "\\" } else { "" }).trim_end());
    }
}

/// Lines as Markdown counts them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim)
}

/// One line without a character that Markdown takes for more than itself.
fn escaped(line: &str) -> String {
    let line = line.trim();
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut text = String::with_capacity(line.len() + 8);
    for (at, c) in line.char_indices() {
        let anywhere = "\\`*_{}[]<>#|~&!$^".contains(c);
        let at_start = at == 0 && "+-=:".contains(c);
        let after_number = number > 0 && at == number && matches!(c, '.' | ')');
        if anywhere || at_start || after_number {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_stays_text() {
        for (text, kept) in [
            ("# Not a heading", "\\# Not a heading"),
            ("[a](javascript:x) <b>&amp;</b>", "\\[a\\](javascript:x) \\<b\\>\\&amp;\\</b\\>"),
            ("- no list", "\\- no list"),
            ("1. no list", "1\\. no list"),
            ("12) no list", "12\\) no list"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("    no code `x`", "no code \\`x\\`"),
            ("~~~", "\\~\\~\\~"),
            ("In 3.5 weeks - a well-known *word*.", "In 3.5 weeks - a well-known \\*word\\*."),
        ] {
            assert_eq!(escaped(text), kept);
        }
    }

    #[test]
    fn no_line_leaves_the_quotation() {
        let mut page = String::new();
        quote(&mut page, "Noor", "one\n# two\r## three\r\n\n\nfour");
        assert_eq!(page, "\n**Noor**\n\n> one\\\n> \\# two\\\n> \\#\\# three\n>\n>\n>\n> four\n");
    }
}
