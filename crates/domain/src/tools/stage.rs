//! Which tool helps when.

use crate::relationships::RelationshipState;
use crate::requests::Side;

/// The keys of the tools that a programme suggests by itself.
mod keys {
    pub(super) const MENTEE_FIRST: &str = "first-conversation-mentee";
    pub(super) const MENTOR_FIRST: &str = "first-conversation-mentor";
    pub(super) const FIRST_MEETING: &str = "first-meeting";
    pub(super) const AGREEMENT: &str = "mentoring-agreement";
    pub(super) const GOAL_FINDER: &str = "goal-finder";
    pub(super) const HALF_WAY: &str = "half-way-review";
    pub(super) const ENDING: &str = "good-ending";
}

/// How far two are on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Where the relationship stands.
    pub state: RelationshipState,
    /// How many meetings took place.
    pub held: u32,
    /// A meeting is arranged.
    pub arranged: bool,
    /// How many percent of the planned time have passed.
    pub percent: u8,
}

/// The tool that helps now, of those that the reader has not finished; `finished` says which they are.
pub fn suggested(way: Way, side: Side, finished: impl Fn(&str) -> bool) -> Option<&'static str> {
    let first = if side == Side::Mentor { keys::MENTOR_FIRST } else { keys::MENTEE_FIRST };
    let candidates: &[&str] = match way {
        Way { state: RelationshipState::Withdrawn | RelationshipState::Completed, .. } => &[],
        Way { state: RelationshipState::Closing, .. } => &[keys::ENDING],
        Way { held: 0, arranged: false, .. } => &[first],
        Way { held: 0, .. } => &[first, keys::FIRST_MEETING],
        Way { percent: 85.., .. } => &[keys::ENDING],
        Way { percent: 45.., .. } => &[keys::AGREEMENT, keys::HALF_WAY],
        _ => &[keys::AGREEMENT, keys::GOAL_FINDER],
    };
    candidates.iter().copied().find(|key| !finished(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_way_has_its_tool() {
        let start = Way { state: RelationshipState::Active, held: 0, arranged: false, percent: 0 };
        let none = |_: &str| false;
        assert_eq!(suggested(start, Side::Mentee, none), Some(keys::MENTEE_FIRST));
        assert_eq!(suggested(start, Side::Mentor, none), Some(keys::MENTOR_FIRST));
        let arranged = Way { arranged: true, ..start };
        let prepared = |key: &str| key == keys::MENTEE_FIRST;
        assert_eq!(suggested(arranged, Side::Mentee, prepared), Some(keys::FIRST_MEETING));
        let met = Way { held: 1, percent: 10, ..start };
        assert_eq!(suggested(met, Side::Mentee, none), Some(keys::AGREEMENT));
        assert_eq!(suggested(met, Side::Mentee, |key| key == keys::AGREEMENT), Some(keys::GOAL_FINDER));
        assert_eq!(
            suggested(Way { percent: 50, ..met }, Side::Mentor, |key| key == keys::AGREEMENT),
            Some(keys::HALF_WAY)
        );
        assert_eq!(suggested(Way { percent: 100, ..met }, Side::Mentor, none), Some(keys::ENDING));
        let over = Way { state: RelationshipState::Withdrawn, ..met };
        assert_eq!(suggested(over, Side::Mentor, none), None);
    }
}
