//! The state machine of a meeting. One table says what leads from state to state; everything else follows it.

use chrono::{DateTime, Duration, Utc};

use super::{MeetingAction, MeetingPart, MeetingState};
use crate::requests::Side;
use crate::workflows::{Transition, Workflow};

/// For so long after it was said what became of a meeting, either can say otherwise.
pub const CORRECTABLE: Duration = Duration::days(7);

/// So far ahead a time can be offered.
pub const FARTHEST: Duration = Duration::days(366);

/// So long ago a meeting can be that is written down afterwards.
pub const LONGEST_AGO: Duration = Duration::days(366);

/// Something that is allowed: who may do what where, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The state before; absent where a meeting begins.
    pub from: Option<MeetingState>,
    /// What is done.
    pub action: MeetingAction,
    /// By whom.
    pub by: MeetingPart,
    /// The state after.
    pub to: MeetingState,
}

const fn rule(from: MeetingState, action: MeetingAction, by: MeetingPart, to: MeetingState) -> Rule {
    Rule { from: Some(from), action, by, to }
}

const fn begins(action: MeetingAction, to: MeetingState) -> Rule {
    Rule { from: None, action, by: MeetingPart::Either, to }
}

/// Everything that is allowed. Whatever is not in it is refused.
pub const TABLE: [Rule; 14] = {
    use MeetingAction::{Cancel, Confirm, Held, Lapse, Missed, Propose, ProposeOthers, Record};
    use MeetingPart::{Clock, Either, Other, System};
    use MeetingState as To;
    [
        begins(Propose, To::Proposed),
        begins(Record, To::Held),
        rule(To::Proposed, Confirm, Other, To::Confirmed),
        rule(To::Proposed, ProposeOthers, Either, To::Proposed),
        rule(To::Confirmed, ProposeOthers, Either, To::Proposed),
        rule(To::Proposed, Cancel, Either, To::Cancelled),
        rule(To::Confirmed, Cancel, Either, To::Cancelled),
        rule(To::Proposed, Cancel, System, To::Cancelled),
        rule(To::Confirmed, Cancel, System, To::Cancelled),
        rule(To::Proposed, Lapse, Clock, To::Lapsed),
        rule(To::Confirmed, Held, Either, To::Held),
        rule(To::Confirmed, Missed, Either, To::Missed),
        rule(To::Held, Missed, Either, To::Missed),
        rule(To::Missed, Held, Either, To::Held),
    ]
};

/// Where a meeting stands, with what belongs to that state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Times are offered.
    Proposed {
        /// Who has offered them.
        by: Side,
        /// When the last of them begins.
        lapses_at: DateTime<Utc>,
    },
    /// It is arranged.
    Confirmed {
        /// Who had offered the time.
        by: Side,
        /// When it begins.
        starts_at: DateTime<Utc>,
    },
    /// It took place, or did not.
    Past {
        /// It took place.
        held: bool,
        /// Who had offered the time; absent for what was only written down.
        proposed_by: Option<Side>,
        /// When it was.
        starts_at: DateTime<Utc>,
        /// When somebody first said what became of it.
        settled_at: DateTime<Utc>,
        /// Who has said so last.
        by: Side,
    },
    /// It was called off.
    Cancelled {
        /// Who had offered the times.
        proposed_by: Side,
        /// When it was to begin, where that had been confirmed.
        starts_at: Option<DateTime<Utc>>,
        /// When it was called off.
        at: DateTime<Utc>,
        /// By whom; absent when the relationship ended.
        by: Option<Side>,
    },
    /// Nobody chose a time.
    Lapsed {
        /// Who had offered the times.
        by: Side,
        /// When.
        at: DateTime<Utc>,
    },
}

/// What is done with a meeting, with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Choose the time that begins then.
    Confirm(DateTime<Utc>),
    /// Offer other times, the last of which begins then.
    ProposeOthers(DateTime<Utc>),
    /// Call it off.
    Cancel,
    /// The last of the times has passed.
    Lapse,
    /// It took place.
    Held,
    /// It did not.
    Missed,
}

/// Why it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The state does not allow it.
    State(MeetingState),
    /// The time that is chosen has passed.
    Past,
}

impl Act {
    /// Its word.
    pub const fn action(self) -> MeetingAction {
        match self {
            Self::Confirm(_) => MeetingAction::Confirm,
            Self::ProposeOthers(_) => MeetingAction::ProposeOthers,
            Self::Cancel => MeetingAction::Cancel,
            Self::Lapse => MeetingAction::Lapse,
            Self::Held => MeetingAction::Held,
            Self::Missed => MeetingAction::Missed,
        }
    }
}

impl Status {
    /// Its word.
    pub const fn state(&self) -> MeetingState {
        match self {
            Self::Proposed { .. } => MeetingState::Proposed,
            Self::Confirmed { .. } => MeetingState::Confirmed,
            Self::Past { held: true, .. } => MeetingState::Held,
            Self::Past { held: false, .. } => MeetingState::Missed,
            Self::Cancelled { .. } => MeetingState::Cancelled,
            Self::Lapsed { .. } => MeetingState::Lapsed,
        }
    }

    /// Who has offered the times.
    pub const fn proposed_by(&self) -> Option<Side> {
        match self {
            Self::Proposed { by, .. } | Self::Confirmed { by, .. } | Self::Lapsed { by, .. } => Some(*by),
            Self::Cancelled { proposed_by, .. } => Some(*proposed_by),
            Self::Past { proposed_by, .. } => *proposed_by,
        }
    }

    /// When it begins or was, where that is known.
    pub const fn starts_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Confirmed { starts_at, .. } | Self::Past { starts_at, .. } => Some(*starts_at),
            Self::Cancelled { starts_at, .. } => *starts_at,
            Self::Proposed { .. } | Self::Lapsed { .. } => None,
        }
    }

    /// Until when either can say what became of it.
    pub fn correctable_until(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Past { settled_at, .. } => Some(*settled_at + CORRECTABLE),
            _ => None,
        }
    }

    /// What comes of it when one of the two, or who is neither, does this now.
    pub fn decide(self, act: Act, by: Side, at: DateTime<Utc>) -> Result<Self, Refused> {
        let refused = Refused::State(self.state());
        if !self.allows(act.action(), by, at) {
            return Err(refused);
        }
        match (act, self) {
            (Act::Confirm(starts_at), Self::Proposed { by: proposed_by, .. }) => {
                if starts_at <= at {
                    return Err(Refused::Past);
                }
                Ok(Self::Confirmed { by: proposed_by, starts_at })
            }
            (Act::ProposeOthers(lapses_at), _) => Ok(Self::Proposed { by, lapses_at }),
            (Act::Cancel, _) => Ok(Self::Cancelled {
                proposed_by: self.proposed_by().ok_or(refused)?,
                starts_at: self.starts_at(),
                at,
                by: is_one_of_two(by).then_some(by),
            }),
            (Act::Lapse, Self::Proposed { by: proposed_by, .. }) => Ok(Self::Lapsed { by: proposed_by, at }),
            (Act::Held | Act::Missed, Self::Confirmed { by: proposed_by, starts_at }) => Ok(Self::Past {
                held: act == Act::Held,
                proposed_by: Some(proposed_by),
                starts_at,
                settled_at: at,
                by,
            }),
            (Act::Held | Act::Missed, Self::Past { proposed_by, starts_at, settled_at, .. }) => {
                Ok(Self::Past { held: act == Act::Held, proposed_by, starts_at, settled_at, by })
            }
            _ => Err(refused),
        }
    }

    /// What somebody may do now.
    pub fn allowed_actions(&self, side: Side, now: DateTime<Utc>) -> Vec<MeetingAction> {
        let actions = MeetingAction::ALL.iter().copied();
        actions.filter(|action| self.allows(*action, side, now)).collect()
    }

    fn allows(&self, action: MeetingAction, by: Side, now: DateTime<Utc>) -> bool {
        let state = self.state();
        let listed = TABLE
            .iter()
            .any(|rule| rule.from == Some(state) && rule.action == action && self.plays(by, rule.by));
        listed && self.is_time_for(action, now)
    }

    /// Whether somebody is the one that a rule speaks of.
    fn plays(&self, side: Side, part: MeetingPart) -> bool {
        match part {
            MeetingPart::Either => is_one_of_two(side),
            MeetingPart::Other => is_one_of_two(side) && self.proposed_by() != Some(side),
            MeetingPart::Clock => side == Side::Clock,
            MeetingPart::System => side == Side::System,
        }
    }

    /// Before its start a meeting is moved and called off, after it one says what became of it.
    fn is_time_for(&self, action: MeetingAction, now: DateTime<Utc>) -> bool {
        match (action, self) {
            (MeetingAction::Lapse, Self::Proposed { lapses_at, .. }) => *lapses_at <= now,
            (MeetingAction::ProposeOthers | MeetingAction::Cancel, Self::Confirmed { starts_at, .. }) => {
                now < *starts_at
            }
            (MeetingAction::Held | MeetingAction::Missed, Self::Confirmed { starts_at, .. }) => {
                *starts_at <= now
            }
            (MeetingAction::Held | MeetingAction::Missed, Self::Past { settled_at, .. }) => {
                now < *settled_at + CORRECTABLE
            }
            _ => true,
        }
    }
}

const fn is_one_of_two(side: Side) -> bool {
    matches!(side, Side::Mentor | Side::Mentee)
}

/// The table as data that travels.
pub(crate) fn workflow() -> Workflow {
    let transition = |rule: &Rule| Transition {
        from: rule.from.map(|from| from.as_str().to_owned()),
        action: rule.action.as_str().to_owned(),
        by: rule.by.as_str().to_owned(),
        to: rule.to.as_str().to_owned(),
    };
    Workflow {
        name: "meeting".to_owned(),
        states: MeetingState::ALL.iter().map(|state| state.as_str().to_owned()).collect(),
        transitions: TABLE.iter().map(transition).collect(),
    }
}
