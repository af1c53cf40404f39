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

/// The two are reminded so many hours before a meeting begins.
pub const REMINDERS: [u8; 2] = [24, 1];

/// How many reminders of a meeting lie behind a moment.
pub fn reminders_behind(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> u8 {
    REMINDERS.map(|hours| u8::from(starts_at - Duration::hours(hours.into()) <= now)).iter().sum()
}

/// The reminder that is due now where so many are behind: how many are behind it then, and how many hours before the
/// start it is of.
pub fn due_reminder(starts_at: DateTime<Utc>, behind: u8, now: DateTime<Utc>) -> Option<(u8, u8)> {
    let passed = reminders_behind(starts_at, now);
    let hours = *REMINDERS.get(usize::from(passed.checked_sub(1)?))?;
    (now < starts_at && passed > behind).then_some((passed, hours))
}

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

    /// When it was settled what becomes of it, and who has said so last where somebody has.
    pub const fn settled(&self) -> Option<(DateTime<Utc>, Option<Side>)> {
        match self {
            Self::Past { settled_at, by, .. } => Some((*settled_at, Some(*by))),
            Self::Cancelled { at, by, .. } => Some((*at, *by)),
            Self::Lapsed { at, .. } => Some((*at, None)),
            Self::Proposed { .. } | Self::Confirmed { .. } => None,
        }
    }

    /// Calendars show it.
    pub const fn is_in_calendars(&self) -> bool {
        matches!(self, Self::Confirmed { .. } | Self::Past { held: true, .. })
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Where the time is that is chosen or was confirmed.
    const START: i64 = 48;

    fn hour(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::hours(hour)
    }

    fn acts() -> [Act; 6] {
        let later = hour(START + 1000);
        [
            Act::Confirm(hour(START)),
            Act::ProposeOthers(later),
            Act::Cancel,
            Act::Lapse,
            Act::Held,
            Act::Missed,
        ]
    }

    /// One of each state, for either of the two who may have offered the times.
    fn all(proposed_by: Side) -> [Status; 7] {
        let (starts_at, settled_at) = (hour(START), hour(START + 2));
        let past =
            |held, proposed_by| Status::Past { held, proposed_by, starts_at, settled_at, by: Side::Mentee };
        [
            Status::Proposed { by: proposed_by, lapses_at: starts_at },
            Status::Confirmed { by: proposed_by, starts_at },
            past(true, Some(proposed_by)),
            past(true, None),
            past(false, Some(proposed_by)),
            Status::Cancelled { proposed_by, starts_at: Some(starts_at), at: hour(1), by: None },
            Status::Lapsed { by: proposed_by, at: starts_at },
        ]
    }

    /// What the design says of an action in a state, without the table.
    fn may(status: Status, action: MeetingAction, by: Side, now: DateTime<Utc>) -> bool {
        let one_of_two = [Side::Mentor, Side::Mentee].contains(&by);
        let begun = now >= hour(START);
        match (status, action) {
            (Status::Proposed { by: proposed_by, .. }, MeetingAction::Confirm) => {
                one_of_two && by != proposed_by
            }
            (Status::Proposed { .. }, MeetingAction::ProposeOthers) => one_of_two,
            (Status::Proposed { .. }, MeetingAction::Cancel) => one_of_two || by == Side::System,
            (Status::Proposed { .. }, MeetingAction::Lapse) => by == Side::Clock && begun,
            (Status::Confirmed { .. }, MeetingAction::ProposeOthers) => one_of_two && !begun,
            (Status::Confirmed { .. }, MeetingAction::Cancel) => (one_of_two || by == Side::System) && !begun,
            (Status::Confirmed { .. }, MeetingAction::Held | MeetingAction::Missed) => one_of_two && begun,
            (Status::Past { held, settled_at, .. }, MeetingAction::Held | MeetingAction::Missed) => {
                let changes = held == (action == MeetingAction::Missed);
                one_of_two && changes && now < settled_at + Duration::days(7)
            }
            _ => false,
        }
    }

    #[test]
    fn every_state_action_side_and_moment_is_as_the_design_says() {
        let week = 7 * 24;
        let moments =
            [0, START - 1, START, START + 1, START + 2, START + 1 + week, START + 2 + week].map(hour);
        let mut taken = 0;
        for (proposed_by, now) in
            [Side::Mentor, Side::Mentee].into_iter().flat_map(|by| moments.map(|now| (by, now)))
        {
            for (status, act) in
                all(proposed_by).into_iter().flat_map(|status| acts().map(|act| (status, act)))
            {
                for side in Side::ALL.iter().copied() {
                    let allowed = may(status, act.action(), side, now);
                    let passed = matches!(act, Act::Confirm(starts_at) if starts_at <= now);
                    let to = TABLE
                        .iter()
                        .find(|rule| rule.from == Some(status.state()) && rule.action == act.action())
                        .map(|rule| rule.to);
                    let expected = match to {
                        Some(_) if allowed && passed => Err(Refused::Past),
                        Some(to) if allowed => Ok(to),
                        _ => Err(Refused::State(status.state())),
                    };
                    let decided = status.decide(act, side, now).map(|next| next.state());
                    assert_eq!(decided, expected, "{status:?} {act:?} {side:?} {now}");
                    let offered = status.allowed_actions(side, now).contains(&act.action());
                    assert_eq!(
                        offered, allowed,
                        "what is offered is what is taken: {status:?} {act:?} {side:?} {now}"
                    );
                    taken += u32::from(decided.is_ok());
                }
            }
        }
        assert!(taken > 100, "{taken}");
    }

    #[test]
    fn the_table_is_that_of_the_design() {
        let of = |part| {
            let rules = TABLE.iter().filter(move |rule| rule.by == part);
            let word = |state: Option<MeetingState>| state.map_or("–", MeetingState::as_str);
            rules
                .map(|rule| format!("{} {} {}", word(rule.from), rule.action.as_str(), rule.to.as_str()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(MeetingPart::Either),
            [
                "– propose proposed",
                "– record held",
                "proposed propose_others proposed",
                "confirmed propose_others proposed",
                "proposed cancel cancelled",
                "confirmed cancel cancelled",
                "confirmed held held",
                "confirmed missed missed",
                "held missed missed",
                "missed held held",
            ]
        );
        assert_eq!(of(MeetingPart::Other), ["proposed confirm confirmed"]);
        assert_eq!(of(MeetingPart::Clock), ["proposed lapse lapsed"]);
        assert_eq!(of(MeetingPart::System), ["proposed cancel cancelled", "confirmed cancel cancelled"]);
    }

    #[test]
    fn what_was_said_first_counts_the_days_in_which_it_can_be_corrected() {
        let confirmed = Status::Confirmed { by: Side::Mentor, starts_at: hour(START) };
        let held = confirmed.decide(Act::Held, Side::Mentee, hour(START)).unwrap();
        let missed = held.decide(Act::Missed, Side::Mentor, hour(START + 24)).unwrap();
        assert_eq!(missed.correctable_until(), Some(hour(START + 7 * 24)));
        assert_eq!((missed.proposed_by(), missed.starts_at()), (Some(Side::Mentor), Some(hour(START))));
        let late = missed.decide(Act::Held, Side::Mentee, hour(START + 7 * 24));
        assert_eq!(late, Err(Refused::State(MeetingState::Missed)));
    }

    #[test]
    fn whoever_offers_other_times_does_not_choose_one_of_them() {
        let proposed = Status::Proposed { by: Side::Mentee, lapses_at: hour(START) };
        let others = proposed.decide(Act::ProposeOthers(hour(90)), Side::Mentor, hour(1)).unwrap();
        assert_eq!(others, Status::Proposed { by: Side::Mentor, lapses_at: hour(90) });
        assert!(others.decide(Act::Confirm(hour(90)), Side::Mentor, hour(1)).is_err());
        assert!(others.decide(Act::Confirm(hour(90)), Side::Mentee, hour(1)).is_ok());
    }

    #[test]
    fn reminders_come_a_day_and_an_hour_before_and_none_for_what_was_arranged_later() {
        let start = hour(START);
        let due = |behind, now| due_reminder(start, behind, hour(now));
        assert_eq!(due(0, START - 25), None);
        assert_eq!(due(0, START - 24), Some((1, 24)));
        assert_eq!(due(1, START - 2), None);
        assert_eq!(due(1, START - 1), Some((2, 1)));
        assert_eq!(due(0, START - 1), Some((2, 1)), "one for both, where the first was missed");
        assert_eq!(due(2, START - 1), None);
        assert_eq!(due(0, START), None, "it has begun");
        assert_eq!([50, 24, 2, 1].map(|before| reminders_behind(start, hour(START - before))), [0, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn whatever_is_done_a_meeting_goes_only_where_the_table_leads(
            done in prop::collection::vec((0..6_usize, 0..Side::ALL.len(), 0_i64..40, 0_i64..60), 0..60)
        ) {
            let mut status = Status::Proposed { by: Side::Mentee, lapses_at: hour(20) };
            let mut now = hour(0);
            for (act, side, pause, ahead) in done {
                now += Duration::hours(pause);
                let then = now + Duration::hours(ahead);
                let act = match acts()[act] {
                    Act::Confirm(_) => Act::Confirm(then),
                    Act::ProposeOthers(_) => Act::ProposeOthers(then),
                    other => other,
                };
                let before = status;
                if let Ok(next) = before.decide(act, Side::ALL[side], now) {
                    let listed = TABLE.iter().any(|rule| {
                        (rule.from, rule.action, rule.to) == (Some(before.state()), act.action(), next.state())
                    });
                    prop_assert!(listed, "{:?} {:?} {:?}", before, act, next);
                    status = next;
                }
                if let Status::Past { starts_at, settled_at, .. } = status {
                    prop_assert!(starts_at <= settled_at && settled_at <= now);
                }
                if matches!(before, Status::Cancelled { .. } | Status::Lapsed { .. }) {
                    prop_assert_eq!(status, before, "what has ended stays so");
                }
                prop_assert!(status.proposed_by().is_some(), "it is known who offered the times");
            }
        }
    }
}
