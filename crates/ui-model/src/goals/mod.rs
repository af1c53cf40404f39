//! What the pages of goals decide: how a goal reads as a sentence, what a chart draws, how amounts are typed.

mod chart;

pub use chart::{Chart, Frame, chart};

use domain::goals::{Amount, Finding, GoalPart, WriteMilestone};
use domain::ids::{GoalId, RelationshipId};

/// Where the goals of a relationship are.
pub fn goals_address(relationship: RelationshipId) -> String {
    ["/relationships/", &relationship.to_string(), "/goals"].concat()
}

/// Where a goal is.
pub fn goal_address(relationship: RelationshipId, goal: GoalId) -> String {
    [&goals_address(relationship), "/", &goal.to_string()].concat()
}

/// Words as they go on within a sentence: without their capital and their full stop.
pub fn within(words: &str) -> String {
    let words = words.trim().trim_end_matches('.');
    let mut signs = words.chars();
    let (first, rest) = (signs.next().unwrap_or_default(), signs.as_str());
    // A name, an abbreviation and "I" keep theirs.
    let keeps = rest.chars().next().is_none_or(|second| !second.is_lowercase());
    if keeps { words.to_owned() } else { first.to_lowercase().chain(rest.chars()).collect() }
}

/// What somebody does, as it goes on after "I will": what stood for that before is not said twice.
pub fn doing(words: &str) -> String {
    const BEFORE: [&str; 4] = ["I will ", "I want to ", "I would like to ", "I "];
    let words = words.trim();
    let after = BEFORE.iter().find_map(|before| words.strip_prefix(before));
    within(after.unwrap_or(words))
}

/// The points of a part that are open.
pub fn open_in(findings: &[Finding], part: GoalPart) -> Vec<Finding> {
    findings.iter().copied().filter(|finding| finding.part() == part).collect()
}

/// An amount as people type it: with a comma or a point, with thin spaces between thousands; nothing for nothing.
pub fn typed_amount(text: &str) -> Result<Option<Amount>, &'static str> {
    let text: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let amount = text.replace(',', ".").replace('−', "-").parse();
    amount.map(Some).map_err(|error| match error {
        domain::goals::NotAnAmount::Form => "amount",
        domain::goals::NotAnAmount::Range => "amount_range",
    })
}

/// The milestones with the one at `place` moved a place up or down; as they are where there is no such place.
pub fn moved<T>(mut steps: Vec<T>, place: usize, down: bool) -> Vec<T> {
    let other = if down { place.checked_add(1) } else { place.checked_sub(1) };
    if let Some(other) = other.filter(|other| *other < steps.len() && place < steps.len()) {
        steps.swap(place, other);
    }
    steps
}

/// Milestones that say something: empty rows of a form do not count.
pub fn written(steps: &[WriteMilestone]) -> Vec<WriteMilestone> {
    steps.iter().filter(|step| step.id.is_some() || !step.title.trim().is_empty()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_on_within_a_sentence() {
        assert_eq!(within("Give ten short talks."), "give ten short talks");
        assert_eq!(within("I take over the briefing"), "I take over the briefing");
        assert_eq!(within("GROW with Ana"), "GROW with Ana");
        assert_eq!(within(" Äpfel essen "), "äpfel essen");
        assert_eq!(within(""), "");
    }

    #[test]
    fn what_is_done_goes_on_after_i_will() {
        assert_eq!(doing("I lead the weekly meeting."), "lead the weekly meeting");
        assert_eq!(doing("I want to speak first"), "speak first");
        assert_eq!(doing("Invite two colleagues"), "invite two colleagues");
        assert_eq!(doing(""), "");
    }

    #[test]
    fn amounts_are_taken_as_they_are_typed() {
        let amount = |text: &str| typed_amount(text).map(|amount| amount.map(|amount| amount.to_string()));
        assert_eq!(amount(" 3,5 "), Ok(Some("3.5".to_owned())));
        assert_eq!(amount("1 000"), Ok(Some("1000".to_owned())));
        assert_eq!(amount("−2"), Ok(Some("-2".to_owned())));
        assert_eq!(amount(""), Ok(None));
        assert_eq!(
            (amount("NaN"), amount("1e9"), amount("99999999999")),
            (Err("amount"), Err("amount"), Err("amount_range"))
        );
    }

    #[test]
    fn a_step_moves_one_place_and_never_out() {
        assert_eq!(moved(vec![1, 2, 3], 0, true), [2, 1, 3]);
        assert_eq!(moved(vec![1, 2, 3], 2, false), [1, 3, 2]);
        assert_eq!((moved(vec![1, 2], 0, false), moved(vec![1, 2], 1, true)), (vec![1, 2], vec![1, 2]));
    }
}
