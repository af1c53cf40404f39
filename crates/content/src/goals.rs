//! Goals that somebody might start from (`goals/examples.toml`), and their reader.

use std::sync::LazyLock;

use domain::goals::{Amount, GoalKind};
use serde::Deserialize;

/// A goal that somebody might start from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalExample {
    /// Its key.
    pub key: String,
    /// The field that it comes from.
    pub field: String,
    /// What it is called.
    pub title: String,
    /// What exactly: goes on from “I will …”.
    pub specific: String,
    /// How one notices that it is reached.
    pub kind: GoalKind,
    /// What is measured, or how one notices that it is done.
    pub measure: String,
    /// Where the number stands at the beginning.
    #[serde(default)]
    pub baseline: Option<Amount>,
    /// Where it shall be.
    #[serde(default)]
    pub target: Option<Amount>,
    /// Of what there are so many, or nothing.
    #[serde(default)]
    pub unit: String,
    /// Why it is within reach.
    pub attainable: String,
    /// Why it matters.
    pub relevant: String,
    /// How many weeks it takes.
    pub weeks: u16,
    /// The steps on the way, in order.
    pub milestones: Vec<ExampleMilestone>,
}

/// A step on the way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleMilestone {
    /// What is reached.
    pub title: String,
    /// After so many weeks.
    pub week: u16,
}

#[derive(Deserialize)]
struct Examples {
    goal: Vec<GoalExample>,
}

/// All examples, field by field; an error means that the embedded file is broken, which the tests rule out.
pub fn goal_examples() -> Result<&'static [GoalExample], &'static toml::de::Error> {
    static EXAMPLES: LazyLock<Result<Examples, toml::de::Error>> =
        LazyLock::new(|| toml::from_str(include_str!("../goals/examples.toml")));
    EXAMPLES.as_ref().map(|examples| examples.goal.as_slice())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::tools::is_key;

    #[test]
    fn there_are_examples_from_many_fields() {
        let examples = goal_examples().unwrap();
        let fields: HashSet<_> = examples.iter().map(|example| &example.field).collect();
        let keys: HashSet<_> = examples.iter().map(|example| &example.key).collect();
        assert!(examples.len() >= 20 && fields.len() >= 6, "{} in {}", examples.len(), fields.len());
        assert_eq!(keys.len(), examples.len(), "keys are unique");
        assert!(keys.iter().all(|key| is_key(key)));
        for kind in [GoalKind::Number, GoalKind::YesNo, GoalKind::Milestones] {
            assert!(examples.iter().any(|example| example.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn every_example_is_smart() {
        for example in goal_examples().unwrap() {
            let GoalExample { key, kind, baseline, target, unit, milestones, weeks, .. } = example;
            let texts =
                [&example.title, &example.specific, &example.measure, &example.attainable, &example.relevant];
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{key} says everything");
            match kind {
                GoalKind::Number => {
                    let numbers = baseline.is_some() && target.is_some() && baseline != target;
                    assert!(numbers && !unit.is_empty(), "{key}: numbers");
                }
                _ => assert!(baseline.is_none() && target.is_none() && unit.is_empty(), "{key}: no numbers"),
            }
            assert!((3..=5).contains(&milestones.len()), "{key}: milestones");
            assert!(milestones.iter().is_sorted_by_key(|step| step.week), "{key}: milestones in order");
            assert!(
                milestones.iter().all(|step| step.week > 0 && step.week <= *weeks),
                "{key}: within its time"
            );
            assert!((8..=30).contains(weeks), "{key}: {weeks} weeks");
        }
    }
}
