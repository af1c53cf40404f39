//! The state machine of a relationship: one table says what leads from state to state.

use super::{RelationshipAction, RelationshipState};
use crate::requests::Side;
use crate::workflows::{Transition, Workflow};

/// Something that is allowed: who may do what where, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The state before.
    pub from: RelationshipState,
    /// What is done.
    pub action: RelationshipAction,
    /// By whom.
    pub by: Side,
    /// The state after.
    pub to: RelationshipState,
}

/// Everything that is allowed. Whatever is not in it is refused.
pub const TABLE: [Rule; 1] = [Rule {
    from: RelationshipState::Active,
    action: RelationshipAction::Close,
    by: Side::System,
    to: RelationshipState::Withdrawn,
}];

/// The state that an action leads to, where it is allowed.
pub fn next(from: RelationshipState, action: RelationshipAction, by: Side) -> Option<RelationshipState> {
    let mut rules = TABLE.iter();
    rules.find(|rule| rule.from == from && rule.action == action && rule.by == by).map(|rule| rule.to)
}

/// The table as data that travels.
pub(crate) fn workflow() -> Workflow {
    let transition = |rule: &Rule| Transition {
        from: Some(rule.from.as_str().to_owned()),
        action: rule.action.as_str().to_owned(),
        by: rule.by.as_str().to_owned(),
        to: rule.to.as_str().to_owned(),
    };
    Workflow {
        name: "relationship".to_owned(),
        states: RelationshipState::ALL.iter().map(|state| state.as_str().to_owned()).collect(),
        transitions: TABLE.iter().map(transition).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_platform_closes_and_only_what_is_active() {
        for from in RelationshipState::ALL.iter().copied() {
            for by in Side::ALL.iter().copied() {
                let allowed = from == RelationshipState::Active && by == Side::System;
                let after = next(from, RelationshipAction::Close, by);
                assert_eq!(after, allowed.then_some(RelationshipState::Withdrawn));
            }
        }
    }
}
