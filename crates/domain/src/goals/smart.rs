//! Whether a goal is specific, measurable, attainable, relevant and time-based: rules, each with a code.

use chrono::NaiveDate;

use super::{Finding, GoalKind, GoalPart, GoalText, WriteMilestone};
use crate::text::tidy;

/// Openings after which the verb comes.
const OPENINGS: [&str; 12] = [
    "i will",
    "i want to",
    "i would like to",
    "i'd like to",
    "i am going to",
    "i'm going to",
    "i plan to",
    "i shall",
    "my goal is to",
    "my aim is to",
    "to",
    "i",
];

/// Verbs that say nothing that one could see. Whoever writes in another language than English is not corrected.
const VAGUE: [&str; 32] = [
    "improve",
    "get better",
    "become",
    "be better",
    "be more",
    "do better",
    "do more",
    "do my best",
    "learn",
    "know",
    "understand",
    "try",
    "work on",
    "work towards",
    "develop",
    "grow",
    "explore",
    "think about",
    "focus on",
    "look into",
    "look at",
    "deal with",
    "strive",
    "aim",
    "hope",
    "want",
    "help",
    "enhance",
    "progress",
    "gain",
    "increase my",
    "feel better",
];

/// A goal says with at least so many words what is done.
const FEWEST_WORDS: usize = 3;

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// What the goal says.
    pub text: &'a GoalText,
    /// The steps on the way, in order.
    pub milestones: &'a [WriteMilestone],
    /// Until when the relationship is planned.
    pub planned_until: Option<NaiveDate>,
    /// Today.
    pub today: NaiveDate,
}

impl Finding {
    /// The part that it is about.
    pub const fn part(self) -> GoalPart {
        match self {
            Self::NothingSpecific | Self::TooShort | Self::VagueVerb => GoalPart::Specific,
            Self::NoMeasure
            | Self::NoBaseline
            | Self::NoTarget
            | Self::SameAsBaseline
            | Self::MeasureWithoutUnit
            | Self::NoMilestones => GoalPart::Measurable,
            Self::NotWithinReach => GoalPart::Attainable,
            Self::NoReason => GoalPart::Relevant,
            Self::NoDate
            | Self::DatePassed
            | Self::DateAfterPlannedEnd
            | Self::DateWithoutMilestone
            | Self::MilestoneAfterDate
            | Self::MilestonesOutOfOrder => GoalPart::TimeBased,
        }
    }

    /// Where the point is in the body that says what a goal says (JSON pointer).
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::NothingSpecific | Self::TooShort | Self::VagueVerb => "/specific",
            Self::NoMeasure => "/measure",
            Self::NoBaseline => "/baseline",
            Self::NoTarget | Self::SameAsBaseline => "/target",
            Self::MeasureWithoutUnit => "/unit",
            Self::NotWithinReach => "/attainable",
            Self::NoReason => "/relevant",
            Self::NoDate | Self::DatePassed | Self::DateAfterPlannedEnd => "/due_on",
            Self::NoMilestones
            | Self::DateWithoutMilestone
            | Self::MilestoneAfterDate
            | Self::MilestonesOutOfOrder => "/milestones",
        }
    }

    /// A goal can become active with this point open, where the person says why. There is nothing to walk towards in a goal
    /// that says nothing, or that is where it shall be.
    pub const fn can_stay_open(self) -> bool {
        !matches!(self, Self::NothingSpecific | Self::SameAsBaseline)
    }
}

impl Draft<'_> {
    /// The points that are open, in the order of the letters.
    pub fn findings(self) -> Vec<Finding> {
        let found = [self.specific(), self.measurable(), self.attainable_and_relevant(), self.time_based()];
        found.concat()
    }

    /// Of them those that keep the goal from becoming active: nobody has said why they stay open.
    pub fn unexplained(self) -> Vec<Finding> {
        let said = |finding: Finding| self.text.excuses.iter().any(|excuse| excuse.finding == finding);
        let findings = self.findings().into_iter();
        findings.filter(|finding| !finding.can_stay_open() || !said(*finding)).collect()
    }

    fn specific(self) -> Vec<Finding> {
        let text = self.text.specific.trim();
        if text.is_empty() {
            return vec![Finding::NothingSpecific];
        }
        let short = text.split_whitespace().count() < FEWEST_WORDS && text.is_ascii();
        found([(short, Finding::TooShort), (is_vague(text), Finding::VagueVerb)])
    }

    fn measurable(self) -> Vec<Finding> {
        let GoalText { kind, measure, baseline, target, unit, .. } = self.text;
        let no_measure = (measure.trim().is_empty(), Finding::NoMeasure);
        match kind {
            GoalKind::YesNo => found([no_measure]),
            GoalKind::Milestones => found([(self.milestones.is_empty(), Finding::NoMilestones)]),
            GoalKind::Number => found([
                no_measure,
                (baseline.is_none(), Finding::NoBaseline),
                (target.is_none(), Finding::NoTarget),
                (baseline.is_some() && baseline == target, Finding::SameAsBaseline),
                (unit.trim().is_empty(), Finding::MeasureWithoutUnit),
            ]),
        }
    }

    fn attainable_and_relevant(self) -> Vec<Finding> {
        found([
            (self.text.attainable.trim().is_empty(), Finding::NotWithinReach),
            (self.text.relevant.trim().is_empty(), Finding::NoReason),
        ])
    }

    fn time_based(self) -> Vec<Finding> {
        let dated = self.milestones.iter().filter_map(|step| step.due_on);
        let days: Vec<NaiveDate> = dated.collect();
        let turned = (days.windows(2).any(|pair| pair.first() > pair.last()), Finding::MilestonesOutOfOrder);
        let Some(due_on) = self.text.due_on else {
            return found([(true, Finding::NoDate), turned]);
        };
        let bare = self.milestones.is_empty() && self.text.kind != GoalKind::Milestones;
        found([
            (due_on < self.today, Finding::DatePassed),
            (self.planned_until.is_some_and(|end| end < due_on), Finding::DateAfterPlannedEnd),
            (bare, Finding::DateWithoutMilestone),
            (days.iter().any(|day| *day > due_on), Finding::MilestoneAfterDate),
            turned,
        ])
    }
}

impl GoalText {
    /// As it is kept.
    pub fn tidied(self) -> Self {
        self.each(tidy)
    }

    /// With every text changed so.
    pub fn each(self, change: impl Fn(&str) -> String) -> Self {
        let excuses = self.excuses.into_iter();
        Self {
            title: change(&self.title),
            specific: change(&self.specific),
            measure: change(&self.measure),
            unit: change(&self.unit),
            attainable: change(&self.attainable),
            relevant: change(&self.relevant),
            excuses: excuses.map(|excuse| super::Excuse { words: change(&excuse.words), ..excuse }).collect(),
            kind: self.kind,
            baseline: self.baseline,
            target: self.target,
            due_on: self.due_on,
        }
    }
}

fn found<const N: usize>(points: [(bool, Finding); N]) -> Vec<Finding> {
    points.into_iter().filter(|(open, _)| *open).map(|(_, finding)| finding).collect()
}

/// The verb with which it begins says nothing that one could see.
fn is_vague(text: &str) -> bool {
    let text = text.to_lowercase().replace('’', "'");
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let text = words.collect::<Vec<_>>().join(" ");
    let opening = OPENINGS.iter().find_map(|opening| after(&text, opening));
    let verb = opening.unwrap_or(&text);
    VAGUE.iter().any(|vague| verb == *vague || after(verb, vague).is_some())
}

/// What comes after the words that a text begins with.
fn after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    text.strip_prefix(words)?.strip_prefix(' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::goals::Excuse;
    use crate::times::day;

    fn smart() -> GoalText {
        GoalText {
            title: "Speak to groups with ease".to_owned(),
            specific: "Give ten short talks to groups of more than fifteen people".to_owned(),
            kind: GoalKind::Number,
            measure: "Confidence when speaking".to_owned(),
            baseline: "3".parse().ok(),
            target: "8".parse().ok(),
            unit: "out of 10".to_owned(),
            attainable: "One talk every three weeks".to_owned(),
            relevant: "I take over the daily briefing".to_owned(),
            due_on: day("2026-11-30"),
            excuses: Vec::new(),
        }
    }

    fn step(due_on: &str) -> WriteMilestone {
        WriteMilestone { id: None, title: "A talk".to_owned(), due_on: day(due_on), weight: 1 }
    }

    fn draft<'a>(text: &'a GoalText, milestones: &'a [WriteMilestone]) -> Draft<'a> {
        Draft { text, milestones, planned_until: day("2026-12-31"), today: day("2026-04-02").unwrap() }
    }

    fn findings(change: impl FnOnce(&mut GoalText)) -> Vec<Finding> {
        let mut text = smart();
        change(&mut text);
        draft(&text, &[step("2026-05-07")]).findings()
    }

    #[test]
    fn a_smart_goal_has_no_open_points() {
        assert_eq!(findings(|_| {}), []);
        assert_eq!(findings(|text| text.target = "1".parse().ok()), [], "a number may fall");
    }

    #[test]
    fn what_is_missing_has_a_code() {
        type Miss = fn(&mut GoalText);
        let misses: [(Miss, Finding); 12] = [
            (|text| text.specific = " ".to_owned(), Finding::NothingSpecific),
            (|text| text.specific = "Ten talks".to_owned(), Finding::TooShort),
            (|text| text.specific = "Get better at talks".to_owned(), Finding::VagueVerb),
            (|text| text.measure.clear(), Finding::NoMeasure),
            (|text| text.baseline = None, Finding::NoBaseline),
            (|text| text.target = None, Finding::NoTarget),
            (|text| text.target = text.baseline, Finding::SameAsBaseline),
            (|text| text.unit.clear(), Finding::MeasureWithoutUnit),
            (|text| text.attainable.clear(), Finding::NotWithinReach),
            (|text| text.relevant.clear(), Finding::NoReason),
            (|text| text.due_on = None, Finding::NoDate),
            (|text| text.due_on = day("2027-01-01"), Finding::DateAfterPlannedEnd),
        ];
        for (miss, finding) in misses {
            assert_eq!(findings(miss), [finding]);
        }
        let past = [Finding::DatePassed, Finding::MilestoneAfterDate];
        assert_eq!(findings(|text| text.due_on = day("2026-04-01")), past);
    }

    #[test]
    fn a_kind_asks_only_for_what_it_needs() {
        let bare = |kind| {
            move |text: &mut GoalText| {
                (text.kind, text.baseline, text.target) = (kind, None, None);
                text.unit.clear();
            }
        };
        assert_eq!(findings(bare(GoalKind::YesNo)), []);
        assert_eq!(findings(bare(GoalKind::Milestones)), []);
        let text = GoalText { kind: GoalKind::Milestones, ..smart() };
        assert_eq!(draft(&text, &[]).findings(), [Finding::NoMilestones]);
        assert_eq!(draft(&smart(), &[]).findings(), [Finding::DateWithoutMilestone]);
    }

    #[test]
    fn steps_come_in_their_order_and_before_the_goal_s_day() {
        let text = smart();
        let of = |days: &[&str]| {
            let steps: Vec<_> = days.iter().map(|day| step(day)).collect();
            draft(&text, &steps).findings()
        };
        assert_eq!(of(&["2026-05-07", "none", "2026-05-07", "2026-11-30"]), []);
        assert_eq!(of(&["2026-12-01"]), [Finding::MilestoneAfterDate]);
        assert_eq!(of(&["2026-06-01", "none", "2026-05-31"]), [Finding::MilestonesOutOfOrder]);
    }

    #[test]
    fn vague_verbs_are_found_where_the_verb_is() {
        for vague in [
            "Improve my English",
            "I want to get better at speaking",
            "to become a leader",
            "I’d like to learn Rust",
            "work on: my confidence",
            "I will try to speak more",
        ] {
            assert!(is_vague(vague), "{vague}");
        }
        for clear in [
            "Give ten talks to learn how it feels",
            "I will lead the briefing",
            "Halve the time of handovers",
            "Worksheets for improvement are written",
            "Improvements in three wards are measured",
            "Mejorar mi inglés",
        ] {
            assert!(!is_vague(clear), "{clear}");
        }
    }

    #[test]
    fn who_says_why_can_leave_a_point_open_but_not_every_point() {
        let excuse = |finding| Excuse { finding, words: "The rota decides.".to_owned() };
        let excuses =
            [Finding::NoDate, Finding::NothingSpecific, Finding::SameAsBaseline].map(excuse).to_vec();
        let mut text = GoalText { due_on: None, excuses, ..smart() };
        assert_eq!(draft(&text, &[]).findings(), [Finding::NoDate]);
        assert_eq!(draft(&text, &[]).unexplained(), []);
        text.target = text.baseline;
        text.specific.clear();
        assert_eq!(draft(&text, &[]).unexplained(), [Finding::NothingSpecific, Finding::SameAsBaseline]);
    }

    proptest! {
        #[test]
        fn whatever_is_written_each_point_is_found_once(
            specific in ".{0,60}", measure in ".{0,10}", unit in ".{0,5}",
            kind in prop::sample::select(GoalKind::ALL), days in prop::collection::vec(0..400_i64, 0..6),
            due in prop::option::of(0..400_i64),
        ) {
            let on = |days: i64| day("2026-01-01").unwrap() + chrono::Duration::days(days);
            let text = GoalText { specific, measure, unit, kind, due_on: due.map(on), ..smart() };
            let step = |days: i64| WriteMilestone { due_on: Some(on(days)), ..step("none") };
            let steps: Vec<_> = days.into_iter().map(step).collect();
            let found = draft(&text, &steps).findings();
            let mut once = found.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), found.len());
        }
    }
}
