//! The state machine of a goal. One table says what leads from state to state; everything else follows it.

use chrono::{DateTime, Utc};

use super::{GoalAction, GoalRole, GoalState};
use crate::requests::Side;
use crate::workflows::{Transition, Workflow};

/// What the workflow calls a draft that is no more.
const DISCARDED: &str = "discarded";

/// Something that is allowed: who may do what where, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The state before; absent where a goal begins.
    pub from: Option<GoalState>,
    /// What is done.
    pub action: GoalAction,
    /// By whom.
    pub by: GoalRole,
    /// The state after; absent where the goal is no more.
    pub to: Option<GoalState>,
}

const fn rule(from: GoalState, action: GoalAction, by: GoalRole, to: GoalState) -> Rule {
    Rule { from: Some(from), action, by, to: Some(to) }
}

const fn ends(by: GoalRole) -> Rule {
    Rule { from: Some(GoalState::Draft), action: GoalAction::Discard, by, to: None }
}

/// Everything that is allowed. Whatever is not in it is refused.
pub const TABLE: [Rule; 16] = {
    use GoalAction::{Achieve, Activate, Agree, Comment, Draft, Edit, Lay, LetGo, Record, Reopen};
    use GoalRole::{Author, Either, Mentee};
    use GoalState as To;
    [
        Rule { from: None, action: Draft, by: Either, to: Some(To::Draft) },
        rule(To::Draft, Edit, Either, To::Draft),
        rule(To::Draft, Comment, Either, To::Draft),
        rule(To::Draft, Agree, Either, To::Draft),
        rule(To::Draft, Activate, Mentee, To::Active),
        ends(Author),
        ends(Mentee),
        rule(To::Active, Edit, Either, To::Active),
        rule(To::Active, Comment, Either, To::Active),
        rule(To::Active, Agree, Either, To::Active),
        rule(To::Active, Record, Either, To::Active),
        rule(To::Active, Lay, Either, To::Active),
        rule(To::Active, Achieve, Mentee, To::Achieved),
        rule(To::Active, LetGo, Mentee, To::LetGo),
        rule(To::Achieved, Reopen, Mentee, To::Active),
        rule(To::LetGo, Reopen, Mentee, To::Active),
    ]
};

/// Where a goal stands, with what belongs to that state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is being written.
    Draft,
    /// It is walked towards.
    Active {
        /// When it first became active.
        since: DateTime<Utc>,
    },
    /// It is reached.
    Achieved {
        /// When it first became active.
        since: DateTime<Utc>,
        /// When it was reached.
        at: DateTime<Utc>,
    },
    /// It was let go.
    LetGo {
        /// When it first became active.
        since: DateTime<Utc>,
        /// When it was let go.
        at: DateTime<Utc>,
    },
}

/// The state does not allow it, or not to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub GoalState);

impl Status {
    /// Its word.
    pub const fn state(&self) -> GoalState {
        match self {
            Self::Draft => GoalState::Draft,
            Self::Active { .. } => GoalState::Active,
            Self::Achieved { .. } => GoalState::Achieved,
            Self::LetGo { .. } => GoalState::LetGo,
        }
    }

    /// When it first became active.
    pub const fn since(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Draft => None,
            Self::Active { since } | Self::Achieved { since, .. } | Self::LetGo { since, .. } => Some(*since),
        }
    }

    /// When it was reached or let go.
    pub const fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Achieved { at, .. } | Self::LetGo { at, .. } => Some(*at),
            Self::Draft | Self::Active { .. } => None,
        }
    }

    /// What comes of it when one of the two does this now; nothing where the goal is no more. `author` has drafted it.
    pub fn decide(
        self,
        action: GoalAction,
        by: Side,
        author: Side,
        at: DateTime<Utc>,
    ) -> Result<Option<Self>, Refused> {
        let rule = self.rule(action, by, author).ok_or(Refused(self.state()))?;
        let since = self.since().unwrap_or(at);
        Ok(rule.to.map(|to| match to {
            GoalState::Draft => Self::Draft,
            GoalState::Active => Self::Active { since },
            GoalState::Achieved => Self::Achieved { since, at },
            GoalState::LetGo => Self::LetGo { since, at },
        }))
    }

    /// What one of the two may do now.
    pub fn allowed_actions(&self, side: Side, author: Side) -> Vec<GoalAction> {
        let actions = GoalAction::ALL.iter().copied();
        actions.filter(|action| self.rule(*action, side, author).is_some()).collect()
    }

    fn rule(&self, action: GoalAction, side: Side, author: Side) -> Option<&'static Rule> {
        let state = Some(self.state());
        let fits = |rule: &&Rule| rule.from == state && rule.action == action && plays(side, rule.by, author);
        TABLE.iter().find(fits)
    }
}

/// Whether somebody is the one that a rule speaks of.
fn plays(side: Side, role: GoalRole, author: Side) -> bool {
    match role {
        GoalRole::Either => matches!(side, Side::Mentor | Side::Mentee),
        GoalRole::Mentee => side == Side::Mentee,
        GoalRole::Author => side == author,
    }
}

/// The table as data that travels.
pub(crate) fn workflow() -> Workflow {
    let transition = |rule: &Rule| Transition {
        from: rule.from.map(|from| from.as_str().to_owned()),
        action: rule.action.as_str().to_owned(),
        by: rule.by.as_str().to_owned(),
        to: rule.to.map_or(DISCARDED, GoalState::as_str).to_owned(),
    };
    let states = GoalState::ALL.iter().map(|state| state.as_str());
    Workflow {
        name: "goal".to_owned(),
        states: states.chain([DISCARDED]).map(str::to_owned).collect(),
        transitions: TABLE.iter().map(transition).collect(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;

    use super::*;

    fn hour(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::hours(hour)
    }

    fn all() -> [Status; 4] {
        let (since, at) = (hour(1), hour(2));
        [Status::Draft, Status::Active { since }, Status::Achieved { since, at }, Status::LetGo { since, at }]
    }

    /// What the design says of an action in a state, without the table.
    fn may(state: GoalState, action: GoalAction, by: Side, author: Side) -> bool {
        use GoalAction as A;
        use GoalState as S;
        let one_of_two = [Side::Mentor, Side::Mentee].contains(&by);
        let mentee = by == Side::Mentee;
        match (state, action) {
            (S::Draft, A::Edit | A::Comment | A::Agree)
            | (S::Active, A::Edit | A::Comment | A::Agree | A::Record | A::Lay) => one_of_two,
            (S::Draft, A::Activate)
            | (S::Active, A::Achieve | A::LetGo)
            | (S::Achieved | S::LetGo, A::Reopen) => mentee,
            (S::Draft, A::Discard) => one_of_two && (mentee || by == author),
            _ => false,
        }
    }

    #[test]
    fn every_state_action_and_side_is_as_the_design_says() {
        let mut taken = 0;
        for (status, action) in
            all().into_iter().flat_map(|status| GoalAction::ALL.iter().map(move |action| (status, *action)))
        {
            for (by, author) in
                Side::ALL.iter().flat_map(|by| [Side::Mentor, Side::Mentee].map(|author| (*by, author)))
            {
                let allowed = may(status.state(), action, by, author);
                let decided = status.decide(action, by, author, hour(9));
                assert_eq!(decided.is_ok(), allowed, "{status:?} {action:?} {by:?} {author:?}");
                let offered = status.allowed_actions(by, author).contains(&action);
                assert_eq!(
                    offered, allowed,
                    "what is offered is what is taken: {status:?} {action:?} {by:?}"
                );
                taken += u32::from(allowed);
            }
        }
        assert!(taken > 40, "{taken}");
    }

    #[test]
    fn the_table_is_that_of_the_design() {
        let moves = |by| {
            let rules = TABLE.iter().filter(move |rule| rule.by == by && rule.from != rule.to);
            let word = |state: Option<GoalState>| state.map_or("–", GoalState::as_str);
            let line =
                |rule: &Rule| format!("{} {} {}", word(rule.from), rule.action.as_str(), word(rule.to));
            rules.map(line).collect::<Vec<_>>()
        };
        assert_eq!(
            moves(GoalRole::Mentee),
            [
                "draft activate active",
                "draft discard –",
                "active achieve achieved",
                "active let_go let_go",
                "achieved reopen active",
                "let_go reopen active",
            ]
        );
        assert_eq!(moves(GoalRole::Author), ["draft discard –"]);
        assert_eq!(moves(GoalRole::Either), ["– draft draft"]);
    }

    #[test]
    fn reopening_keeps_since_when_it_was_active() {
        let done = |status: Status, action, at| {
            status.decide(action, Side::Mentee, Side::Mentor, hour(at)).unwrap().unwrap()
        };
        let active = done(Status::Draft, GoalAction::Activate, 3);
        let achieved = done(active, GoalAction::Achieve, 5);
        assert_eq!(achieved, Status::Achieved { since: hour(3), at: hour(5) });
        assert_eq!(done(achieved, GoalAction::Reopen, 8), Status::Active { since: hour(3) });
        assert_eq!(Status::Draft.decide(GoalAction::Discard, Side::Mentee, Side::Mentor, hour(3)), Ok(None));
    }

    proptest! {
        #[test]
        fn whatever_is_done_a_goal_goes_only_where_the_table_leads(
            done in prop::collection::vec((0..GoalAction::ALL.len(), 0..Side::ALL.len(), 0_i64..40), 0..60)
        ) {
            let (mut status, mut now, mut first) = (Status::Draft, hour(0), None);
            for (action, side, pause) in done {
                now += Duration::hours(pause);
                let (before, action) = (status, GoalAction::ALL[action]);
                if let Ok(next) = before.decide(action, Side::ALL[side], Side::Mentor, now) {
                    let listed = TABLE.iter().any(|rule| {
                        (rule.from, rule.action, rule.to)
                            == (Some(before.state()), action, next.map(|next| next.state()))
                    });
                    prop_assert!(listed, "{:?} {:?} {:?}", before, action, next);
                    let Some(next) = next else { break };
                    status = next;
                }
                first = first.or(status.since());
                prop_assert_eq!(status.since(), first, "it is active since it first was");
                prop_assert!(status.ended_at() <= Some(now));
            }
        }
    }
}
