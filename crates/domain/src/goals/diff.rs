//! What has changed from one version of a goal to another, word by word.

use serde::{Deserialize, Serialize};

use super::{Change, GoalField, GoalText, Segment, SegmentKind, WriteMilestone};

/// So many pairs of words are compared: all those of two texts of 2000 words.
const MOST_COMPARED: usize = 4_000_000;

/// What the two agree on: a version of a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it says.
    pub text: GoalText,
    /// The steps on the way.
    pub milestones: Vec<WriteMilestone>,
}

impl Content {
    /// Both say the same; in which order the milestones come is no matter.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.milestones, &other.milestones);
        let same_steps = mine.len() == theirs.len() && mine.iter().all(|step| theirs.contains(step));
        self.text == other.text && same_steps
    }

    /// With every text changed so.
    pub fn each(self, change: impl Fn(&str) -> String) -> Self {
        let step = |step: WriteMilestone| WriteMilestone { title: change(&step.title), ..step };
        Self { milestones: self.milestones.into_iter().map(step).collect(), text: self.text.each(&change) }
    }
}

/// What has changed, in the order of the goal.
pub fn changes(before: &Content, after: &Content) -> Vec<Change> {
    let (old, new) = (&before.text, &after.text);
    let amount = |amount: Option<super::Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    let mut found = vec![
        (GoalField::Title, words(&old.title, &new.title)),
        (GoalField::Specific, words(&old.specific, &new.specific)),
        (GoalField::Kind, replaced(old.kind.as_str(), new.kind.as_str())),
        (GoalField::Measure, words(&old.measure, &new.measure)),
        (GoalField::Baseline, replaced(&amount(old.baseline), &amount(new.baseline))),
        (GoalField::Target, replaced(&amount(old.target), &amount(new.target))),
        (GoalField::Unit, words(&old.unit, &new.unit)),
        (GoalField::Attainable, words(&old.attainable, &new.attainable)),
        (GoalField::Relevant, words(&old.relevant, &new.relevant)),
        (GoalField::DueOn, replaced(&day(old.due_on), &day(new.due_on))),
        (GoalField::Excuses, words(&excuses(old), &excuses(new))),
    ];
    found.retain(|(_, words)| words.iter().any(|segment| segment.kind != SegmentKind::Kept));
    let of_text = found.into_iter().map(|(field, words)| Change { field, milestone: None, words });
    of_text.chain(steps(&before.milestones, &after.milestones)).collect()
}

fn steps(before: &[WriteMilestone], after: &[WriteMilestone]) -> Vec<Change> {
    let twin = |steps: &'_ [WriteMilestone], step: &WriteMilestone| {
        steps.iter().find(|other| other.id == step.id).cloned()
    };
    let mut found = Vec::new();
    for step in after {
        let mut add = |field, words: Vec<Segment>| {
            if words.iter().any(|segment| segment.kind != SegmentKind::Kept) {
                found.push(Change { field, milestone: Some(step.title.clone()), words });
            }
        };
        match twin(before, step) {
            None => add(GoalField::MilestoneAdded, replaced("", &step.title)),
            Some(old) => {
                add(GoalField::MilestoneTitle, words(&old.title, &step.title));
                add(GoalField::MilestoneDueOn, replaced(&day(old.due_on), &day(step.due_on)));
                add(GoalField::MilestoneWeight, replaced(&old.weight.to_string(), &step.weight.to_string()));
            }
        }
    }
    let gone = before.iter().filter(|step| twin(after, step).is_none());
    found.extend(gone.map(|step| Change {
        field: GoalField::MilestoneRemoved,
        milestone: Some(step.title.clone()),
        words: replaced(&step.title, ""),
    }));
    found
}

fn day(day: Option<chrono::NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn excuses(text: &GoalText) -> String {
    text.excuses.iter().map(|excuse| excuse.words.as_str()).collect::<Vec<_>>().join("\n")
}

/// The one instead of the other, as a whole.
fn replaced(before: &str, after: &str) -> Vec<Segment> {
    if before == after {
        return Vec::new();
    }
    let segment = |kind, text: &str| (!text.is_empty()).then(|| Segment { kind, text: text.to_owned() });
    [segment(SegmentKind::Removed, before), segment(SegmentKind::Added, after)]
        .into_iter()
        .flatten()
        .collect()
}

/// What has changed between two texts: the longest common sequence of words stays. What stays and what is new, one after
/// the other, is the new text.
fn words(before: &str, after: &str) -> Vec<Segment> {
    let mut found = Vec::new();
    if before == after {
        add(&mut found, SegmentKind::Kept, after);
        return found;
    }
    let (old, new) = (tokens(before), tokens(after));
    // Most changes are small: what both begin and end with needs no table.
    let begin = alike(old.iter().zip(&new));
    let (_, old) = old.split_at(begin);
    let (first, new) = new.split_at(begin);
    let end = alike(old.iter().rev().zip(new.iter().rev()));
    let (old, _) = old.split_at(old.len() - end);
    let (new, last) = new.split_at(new.len() - end);
    for word in first {
        add(&mut found, SegmentKind::Kept, word);
    }
    between(&mut found, old, new);
    for word in last {
        add(&mut found, SegmentKind::Kept, word);
    }
    found
}

/// So many pairs of words, one after the other, are the same.
fn alike<'a>(pairs: impl Iterator<Item = (&'a &'a str, &'a &'a str)>) -> usize {
    pairs.take_while(|(a, b)| a.trim_end() == b.trim_end()).count()
}

/// What has changed in the midst of two texts. Where that is very long, the one is there instead of the other.
fn between(found: &mut Vec<Segment>, old: &[&str], new: &[&str]) {
    let comparable = old.len().saturating_mul(new.len()) <= MOST_COMPARED;
    let common = if comparable { common(old, new) } else { Vec::new() };
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (None, None) => return,
            (Some(a), Some(b)) if comparable && a.trim_end() == b.trim_end() => {
                (i, j) = (i + 1, j + 1);
                add(found, SegmentKind::Kept, b);
            }
            (Some(a), b) if b.is_none() || length(&common, i + 1, j) >= length(&common, i, j + 1) => {
                i += 1;
                add(found, SegmentKind::Removed, a);
            }
            (_, b) => {
                j += 1;
                add(found, SegmentKind::Added, b.copied().unwrap_or_default());
            }
        }
    }
}

/// One more word, with those before it that are of its kind.
fn add(found: &mut Vec<Segment>, kind: SegmentKind, word: &str) {
    match found.last_mut() {
        _ if word.is_empty() => {}
        Some(Segment { kind: last, text: so_far }) if *last == kind => so_far.push_str(word),
        _ => found.push(Segment { kind, text: word.to_owned() }),
    }
}

/// The words, each with the white space after it.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut begins = 0;
    let mut space = false;
    for (at, c) in text.char_indices() {
        if space && !c.is_whitespace() {
            tokens.push(text.get(begins..at).unwrap_or_default());
            begins = at;
        }
        space = c.is_whitespace();
    }
    tokens.extend(text.get(begins..).filter(|rest| !rest.is_empty()));
    tokens
}

/// How many words from each place to the ends are common, line by line.
fn common(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut lines = vec![vec![0; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let length = if a.trim_end() == b.trim_end() {
                length(&lines, i + 1, j + 1) + 1
            } else {
                length(&lines, i + 1, j).max(length(&lines, i, j + 1))
            };
            if let Some(place) = lines.get_mut(i).and_then(|line| line.get_mut(j)) {
                *place = length;
            }
        }
    }
    lines
}

fn length(lines: &[Vec<u16>], i: usize, j: usize) -> u16 {
    lines.get(i).and_then(|line| line.get(j)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::goals::GoalKind;
    use crate::ids::MilestoneId;

    fn shown(before: &str, after: &str) -> String {
        let mark = |segment: &Segment| match segment.kind {
            SegmentKind::Kept => segment.text.clone(),
            SegmentKind::Added => format!("[+{}]", segment.text),
            SegmentKind::Removed => format!("[-{}]", segment.text),
        };
        words(before, after).iter().map(mark).collect()
    }

    #[test]
    fn words_are_compared_not_letters() {
        assert_eq!(shown("give ten short talks", "give ten short talks"), "give ten short talks");
        assert_eq!(
            shown("give talks to groups", "give ten short talks to groups"),
            "give [+ten short ]talks to groups"
        );
        assert_eq!(shown("ten talks", "ten talks a year"), "ten talks [+a year]");
        assert_eq!(shown("I will improve it", "I will halve it"), "I will [-improve ][+halve ]it");
        assert_eq!(shown("", "new"), "[+new]");
        assert_eq!(shown("old", ""), "[-old]");
        assert_eq!(words("", ""), []);
    }

    #[test]
    fn of_long_texts_only_what_has_changed_is_compared() {
        let long = "a ".repeat(20_000);
        let (before, after) = (format!("{long}was {long}"), format!("{long}is {long}"));
        assert_eq!(shown(&before, &after), format!("{long}[-was ][+is ]{long}"));
        let (before, after) = (format!("{long}and {long}"), format!("b and {}b", "b ".repeat(20_000)));
        assert_eq!(shown(&before, &after), format!("[-{before}][+{after}]"), "too much to compare");
    }

    fn content() -> Content {
        let text = GoalText {
            title: "Speak".to_owned(),
            specific: "Give talks".to_owned(),
            kind: GoalKind::Number,
            measure: "Confidence".to_owned(),
            baseline: "3".parse().ok(),
            target: "8".parse().ok(),
            unit: "out of 10".to_owned(),
            attainable: String::new(),
            relevant: String::new(),
            due_on: crate::times::day("2026-11-30"),
            excuses: Vec::new(),
        };
        Content { text, milestones: vec![step(1, "Watch"), step(2, "Talk")] }
    }

    fn step(number: u8, title: &str) -> WriteMilestone {
        let id = MilestoneId::new(chrono::DateTime::UNIX_EPOCH, &[number; 10]);
        WriteMilestone { id: Some(id), title: title.to_owned(), due_on: None, weight: 1 }
    }

    #[test]
    fn each_part_says_what_changed_in_it() {
        let mut after = content();
        after.text.target = "9.5".parse().ok();
        after.text.due_on = None;
        after.milestones = vec![step(2, "Talk twice"), step(3, "Lead")];
        let found: Vec<_> = changes(&content(), &after)
            .into_iter()
            .map(|change| {
                (change.field, change.words.into_iter().map(|words| words.text).collect::<Vec<_>>())
            })
            .collect();
        let expected = [
            (GoalField::Target, vec!["8", "9.5"]),
            (GoalField::DueOn, vec!["2026-11-30"]),
            (GoalField::MilestoneTitle, vec!["Talk ", "twice"]),
            (GoalField::MilestoneAdded, vec!["Lead"]),
            (GoalField::MilestoneRemoved, vec!["Watch"]),
        ];
        let expected = expected.map(|(field, words)| (field, words.into_iter().map(str::to_owned).collect()));
        assert_eq!(found, expected);
    }

    #[test]
    fn another_order_of_milestones_says_the_same() {
        let mut turned = content();
        turned.milestones.reverse();
        assert!(content().says_the_same(&turned));
        assert_eq!(changes(&content(), &turned), []);
        turned.milestones[0].weight = 2;
        assert!(!content().says_the_same(&turned));
    }

    proptest! {
        #[test]
        fn what_stays_and_what_is_new_is_the_new_text(
            before in "[ab \n]{0,60}", after in "[ab \n]{0,60}"
        ) {
            let found = words(&before, &after);
            let of = |kind| {
                let of = found.iter().filter(|segment| [SegmentKind::Kept, kind].contains(&segment.kind));
                of.map(|segment| segment.text.as_str()).collect::<String>()
            };
            prop_assert_eq!(of(SegmentKind::Added), after);
            let old: Vec<_> = before.split_whitespace().collect();
            let kept_and_removed = found.iter().filter(|segment| segment.kind != SegmentKind::Added);
            let shown: Vec<_> = kept_and_removed.flat_map(|segment| segment.text.split_whitespace()).collect();
            prop_assert_eq!(shown, old);
        }

        #[test]
        fn what_both_begin_and_end_with_takes_no_word_from_what_stays(
            before in "[ab \n]{0,60}", after in "[ab \n]{0,60}"
        ) {
            let found = words(&before, &after);
            let kept = found.iter().filter(|segment| segment.kind == SegmentKind::Kept);
            let kept: usize = kept.map(|segment| tokens(&segment.text).len()).sum();
            let longest = length(&common(&tokens(&before), &tokens(&after)), 0, 0);
            prop_assert_eq!(kept, usize::from(longest));
        }
    }
}
