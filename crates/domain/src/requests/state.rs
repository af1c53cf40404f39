//! The state machine of a request. One table says what leads from state to state; everything else follows it.

use chrono::{DateTime, Duration, Utc};

use super::{DeclineReason, OPEN_IN_ALL, RequestAction, RequestState, Side};
use crate::workflows::{Transition, Workflow};

/// Something that is allowed: who may do what where, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The state before; absent where a request begins.
    pub from: Option<RequestState>,
    /// What is done.
    pub action: RequestAction,
    /// By whom.
    pub by: Side,
    /// The state after.
    pub to: RequestState,
}

const fn rule(from: RequestState, action: RequestAction, by: Side, to: RequestState) -> Rule {
    Rule { from: Some(from), action, by, to }
}

const BEGINS: Rule =
    Rule { from: None, action: RequestAction::Send, by: Side::Mentee, to: RequestState::Pending };

/// Everything that is allowed. Whatever is not in it is refused.
pub const TABLE: [Rule; 15] = {
    use RequestAction::{Accept, Answer, AskForMore, Close, Decline, Edit, Expire, Withdraw};
    use RequestState::{Accepted, Closed, Declined, Expired, NeedsInfo, Pending, Withdrawn};
    use Side::{Clock, Mentee, Mentor, System};
    [
        BEGINS,
        rule(Pending, Edit, Mentee, Pending),
        rule(NeedsInfo, Edit, Mentee, Pending),
        rule(NeedsInfo, Answer, Mentee, Pending),
        rule(Pending, AskForMore, Mentor, NeedsInfo),
        rule(Pending, Accept, Mentor, Accepted),
        rule(NeedsInfo, Accept, Mentor, Accepted),
        rule(Pending, Decline, Mentor, Declined),
        rule(NeedsInfo, Decline, Mentor, Declined),
        rule(Pending, Withdraw, Mentee, Withdrawn),
        rule(NeedsInfo, Withdraw, Mentee, Withdrawn),
        rule(Pending, Expire, Clock, Expired),
        rule(NeedsInfo, Expire, Clock, Expired),
        rule(Pending, Close, System, Closed),
        rule(NeedsInfo, Close, System, Closed),
    ]
};

/// The state that an action leads to, where it is allowed.
pub fn next(from: RequestState, action: RequestAction, by: Side) -> Option<RequestState> {
    let mut rules = TABLE.iter();
    rules.find(|rule| rule.from == Some(from) && rule.action == action && rule.by == by).map(|rule| rule.to)
}

/// What somebody may do with a request in this state.
pub fn allowed_actions(state: RequestState, side: Side) -> Vec<RequestAction> {
    let rules = TABLE.iter().filter(|rule| rule.from == Some(state) && rule.by == side);
    rules.map(|rule| rule.action).collect()
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
        name: "request".to_owned(),
        states: RequestState::ALL.iter().map(|state| state.as_str().to_owned()).collect(),
        transitions: TABLE.iter().map(transition).collect(),
    }
}

/// Where a request stands, with what belongs to that state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It waits for the mentor.
    Pending(Waiting),
    /// It waits for the mentee.
    NeedsInfo(Waiting),
    /// The mentor has said yes.
    Accepted {
        /// When.
        at: DateTime<Utc>,
    },
    /// The mentor has said no.
    Declined {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: DeclineReason,
    },
    /// The mentee has taken it back.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
    /// Nobody answered in time.
    Expired {
        /// When.
        at: DateTime<Utc>,
    },
    /// One of the two is no longer there for it.
    Closed {
        /// When.
        at: DateTime<Utc>,
    },
}

/// The clock of a request that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Since when it is the turn of whoever is to answer.
    pub turn_at: DateTime<Utc>,
    /// How many reminders of this turn are behind it.
    pub reminders: u8,
    /// When the turn is over.
    pub expires_at: DateTime<Utc>,
    /// The clock stands since then: the mentor is full or paused.
    pub stopped_at: Option<DateTime<Utc>>,
    /// When it is over in all, whether or not the clock stands.
    pub ends_at: DateTime<Utc>,
}

/// What is done with a request, with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// What is asked for is changed.
    Edit,
    /// The mentee answers in the conversation.
    Answer,
    /// The mentor would like to know more.
    AskForMore,
    /// The mentor says yes.
    Accept,
    /// The mentor says no.
    Decline(DeclineReason),
    /// The mentee takes it back.
    Withdraw,
    /// Its time is over.
    Expire,
    /// One of the two is no longer there for it.
    Close,
}

/// The state does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub RequestState);

impl Act {
    /// Its word.
    pub const fn action(self) -> RequestAction {
        match self {
            Self::Edit => RequestAction::Edit,
            Self::Answer => RequestAction::Answer,
            Self::AskForMore => RequestAction::AskForMore,
            Self::Accept => RequestAction::Accept,
            Self::Decline(_) => RequestAction::Decline,
            Self::Withdraw => RequestAction::Withdraw,
            Self::Expire => RequestAction::Expire,
            Self::Close => RequestAction::Close,
        }
    }
}

impl Status {
    /// A request that is sent now; whoever's turn it is has so many days.
    pub fn sent(at: DateTime<Utc>, days: u8) -> Self {
        Self::Pending(Waiting {
            turn_at: at,
            reminders: 0,
            expires_at: at + of_days(days),
            stopped_at: None,
            ends_at: at + OPEN_IN_ALL,
        })
    }

    /// Its word.
    pub const fn state(&self) -> RequestState {
        match self {
            Self::Pending(_) => RequestState::Pending,
            Self::NeedsInfo(_) => RequestState::NeedsInfo,
            Self::Accepted { .. } => RequestState::Accepted,
            Self::Declined { .. } => RequestState::Declined,
            Self::Withdrawn { .. } => RequestState::Withdrawn,
            Self::Expired { .. } => RequestState::Expired,
            Self::Closed { .. } => RequestState::Closed,
        }
    }

    /// What comes of it when somebody does this now. Whoever's turn it is then has so many days.
    pub fn decide(self, act: Act, by: Side, at: DateTime<Utc>, days: u8) -> Result<Self, Refused> {
        let before = self.state();
        let after = next(before, act.action(), by).ok_or(Refused(before))?;
        let waiting = *self.waiting().ok_or(Refused(before))?;
        // Whoever comes too late finds it expired, even when the clock has not looked yet.
        if waiting.is_over(at) && !matches!(act, Act::Expire | Act::Close) {
            return Err(Refused(RequestState::Expired));
        }
        // A turn passes when the mentor asks and when the mentee answers, not at other edits.
        let waiting = if after == before { waiting } else { waiting.passed(at, days) };
        Ok(match act {
            Act::Edit | Act::Answer => Self::Pending(waiting),
            Act::AskForMore => Self::NeedsInfo(waiting),
            Act::Accept => Self::Accepted { at },
            Act::Decline(reason) => Self::Declined { at, reason },
            Act::Withdraw => Self::Withdrawn { at },
            Act::Expire => Self::Expired { at },
            Act::Close => Self::Closed { at },
        })
    }

    /// The clock, while it is open.
    pub const fn waiting(&self) -> Option<&Waiting> {
        match self {
            Self::Pending(waiting) | Self::NeedsInfo(waiting) => Some(waiting),
            _ => None,
        }
    }

    /// The same with its clock changed, while it is open.
    pub fn with_clock(self, change: impl Fn(Waiting) -> Waiting) -> Self {
        match self {
            Self::Pending(waiting) => Self::Pending(change(waiting)),
            Self::NeedsInfo(waiting) => Self::NeedsInfo(change(waiting)),
            ended => ended,
        }
    }

    /// Whose turn it is, while it is open.
    pub const fn turn(&self) -> Option<Side> {
        match self {
            Self::Pending(_) => Some(Side::Mentor),
            Self::NeedsInfo(_) => Some(Side::Mentee),
            _ => None,
        }
    }

    /// When it was answered or ended.
    pub const fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Pending(_) | Self::NeedsInfo(_) => None,
            Self::Accepted { at }
            | Self::Declined { at, .. }
            | Self::Withdrawn { at }
            | Self::Expired { at }
            | Self::Closed { at } => Some(*at),
        }
    }

    /// Why it was declined.
    pub const fn decline_reason(&self) -> Option<DeclineReason> {
        match self {
            Self::Declined { reason, .. } => Some(*reason),
            _ => None,
        }
    }
}

impl Waiting {
    /// It is the other's turn from now on. A clock that stands goes on standing.
    fn passed(self, at: DateTime<Utc>, days: u8) -> Self {
        let stopped_at = self.stopped_at.map(|_| at);
        Self { turn_at: at, reminders: 0, expires_at: at + of_days(days), stopped_at, ..self }
    }

    /// The clock stands from now on.
    pub fn stopped(self, at: DateTime<Utc>) -> Self {
        Self { stopped_at: self.stopped_at.or(Some(at)), ..self }
    }

    /// The clock goes on: the time that it stood does not count.
    pub fn gone_on(self, at: DateTime<Utc>) -> Self {
        let stood = self.stopped_at.map_or(Duration::zero(), |since| at - since);
        let (turn_at, expires_at) = (self.turn_at + stood, self.expires_at + stood);
        Self { turn_at, expires_at, stopped_at: None, ..self }
    }

    /// Until when it is open; not known while its clock stands.
    pub fn open_until(&self) -> Option<DateTime<Utc>> {
        self.stopped_at.is_none().then(|| self.expires_at.min(self.ends_at))
    }

    /// Its time is over.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.open_until().unwrap_or(self.ends_at) <= now
    }

    /// How many reminders are behind it once whoever's turn it is has been reminded, where that is due now.
    pub fn due_reminder(&self, now: DateTime<Utc>, days: &[u8]) -> Option<u8> {
        let passed = days.iter().filter(|days| self.turn_at + of_days(**days) <= now).count();
        let passed = u8::try_from(passed).unwrap_or(u8::MAX);
        (self.stopped_at.is_none() && passed > self.reminders).then_some(passed)
    }
}

fn of_days(days: u8) -> Duration {
    Duration::days(days.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAYS: u8 = 14;

    const ACTS: [Act; 8] = [
        Act::Edit,
        Act::Answer,
        Act::AskForMore,
        Act::Accept,
        Act::Decline(DeclineReason::NoTime),
        Act::Withdraw,
        Act::Expire,
        Act::Close,
    ];

    fn day(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::days(day)
    }

    fn waiting() -> Waiting {
        *Status::sent(day(0), DAYS).waiting().unwrap()
    }

    /// One of each state.
    fn all() -> [Status; 7] {
        let at = day(1);
        [
            Status::Pending(waiting()),
            Status::NeedsInfo(waiting()),
            Status::Accepted { at },
            Status::Declined { at, reason: DeclineReason::Times },
            Status::Withdrawn { at },
            Status::Expired { at },
            Status::Closed { at },
        ]
    }

    #[test]
    fn every_state_action_and_side_follows_the_table() {
        for status in all() {
            for act in ACTS {
                for side in Side::ALL.iter().copied() {
                    let rule = TABLE.iter().find(|rule| {
                        rule.from == Some(status.state()) && rule.action == act.action() && rule.by == side
                    });
                    let decided = status.decide(act, side, day(2), DAYS).map(|next| next.state());
                    assert_eq!(decided, rule.map(|rule| rule.to).ok_or(Refused(status.state())), "{act:?}");
                    let offered = allowed_actions(status.state(), side).contains(&act.action());
                    assert_eq!(offered, rule.is_some(), "what is offered is what is taken");
                }
            }
        }
    }

    #[test]
    fn the_table_is_that_of_the_design() {
        let of = |side| {
            let rules = TABLE.iter().filter(move |rule| rule.by == side && rule.from.is_some());
            rules.map(|rule| (rule.from.unwrap().as_str(), rule.action.as_str(), rule.to.as_str()))
        };
        assert_eq!(
            of(Side::Mentor).collect::<Vec<_>>(),
            [
                ("pending", "ask_for_more", "needs_info"),
                ("pending", "accept", "accepted"),
                ("needs_info", "accept", "accepted"),
                ("pending", "decline", "declined"),
                ("needs_info", "decline", "declined"),
            ]
        );
        assert_eq!(
            of(Side::Mentee).collect::<Vec<_>>(),
            [
                ("pending", "edit", "pending"),
                ("needs_info", "edit", "pending"),
                ("needs_info", "answer", "pending"),
                ("pending", "withdraw", "withdrawn"),
                ("needs_info", "withdraw", "withdrawn"),
            ]
        );
        assert_eq!(of(Side::Clock).chain(of(Side::System)).count(), 4);
        for (i, rule) in TABLE.iter().enumerate() {
            let same =
                |other: &Rule| (other.from, other.action, other.by) == (rule.from, rule.action, rule.by);
            assert!(!TABLE[..i].iter().any(same), "one outcome each");
        }
    }

    #[test]
    fn a_turn_passes_when_more_is_asked_and_when_it_is_answered() {
        let asked = Status::sent(day(0), DAYS);
        let edited = asked.decide(Act::Edit, Side::Mentee, day(5), DAYS).unwrap();
        assert_eq!(edited, asked, "an edit passes no turn");
        let more = edited.decide(Act::AskForMore, Side::Mentor, day(6), DAYS).unwrap();
        assert_eq!((more.turn(), more.waiting().unwrap().turn_at), (Some(Side::Mentee), day(6)));
        for act in [Act::Edit, Act::Answer] {
            let answered = more.decide(act, Side::Mentee, day(8), 7).unwrap();
            let waiting = answered.waiting().unwrap();
            assert_eq!((answered.turn(), waiting.turn_at), (Some(Side::Mentor), day(8)));
            assert_eq!((waiting.expires_at, waiting.ends_at), (day(15), day(60)), "the days of now");
        }
    }

    #[test]
    fn whoever_comes_too_late_finds_it_expired() {
        for act in ACTS {
            for by in [Side::Mentor, Side::Mentee] {
                let late = Status::sent(day(0), DAYS).decide(act, by, day(14), DAYS);
                let refused = next(RequestState::Pending, act.action(), by);
                let state = refused.map_or(RequestState::Pending, |_| RequestState::Expired);
                assert_eq!(late, Err(Refused(state)), "{act:?} by {by:?}");
            }
        }
        let expired = Status::sent(day(0), DAYS).decide(Act::Expire, Side::Clock, day(14), DAYS);
        assert_eq!(expired, Ok(Status::Expired { at: day(14) }));
    }

    #[test]
    fn a_clock_that_stood_goes_on_where_it_was() {
        let stopped = waiting().stopped(day(4));
        assert_eq!(stopped.stopped(day(5)), stopped, "it stands already");
        assert!(!stopped.is_over(day(59)) && stopped.open_until().is_none());
        assert!(stopped.is_over(day(60)), "sixty days in all never stop");
        let on = stopped.gone_on(day(24));
        assert_eq!((on.turn_at, on.expires_at, on.ends_at), (day(20), day(34), day(60)));
        assert_eq!(on.open_until(), Some(day(34)));
        assert_eq!(stopped.gone_on(day(54)).open_until(), Some(day(60)));
        let passed = stopped.passed(day(10), DAYS);
        assert_eq!(passed.gone_on(day(20)).expires_at, day(34), "it stood since the turn");
    }

    #[test]
    fn reminders_come_once_each_and_not_while_the_clock_stands() {
        let days = [3, 7, 12];
        let due = |reminders, at| Waiting { reminders, ..waiting() }.due_reminder(day(at), &days);
        assert_eq!(
            [due(0, 2), due(0, 3), due(1, 3), due(1, 7), due(2, 7)],
            [None, Some(1), None, Some(2), None]
        );
        assert_eq!(due(0, 13), Some(3), "one for all that were missed");
        let stopped = waiting().stopped(day(1));
        assert_eq!(stopped.due_reminder(day(13), &days), None);
    }

    proptest! {
        #[test]
        fn whatever_is_done_a_request_stays_sound(
            done in prop::collection::vec((0..ACTS.len(), 0..Side::ALL.len(), 0_i64..20), 0..40)
        ) {
            let mut status = Status::sent(day(0), DAYS);
            let mut now = day(0);
            for (act, side, days) in done {
                now += Duration::days(days);
                let before = status;
                match before.decide(ACTS[act], Side::ALL[side], now, DAYS) {
                    Ok(next) => status = next,
                    Err(Refused(state)) => {
                        let over = before.waiting().is_some_and(|waiting| waiting.is_over(now));
                        prop_assert!(state == before.state() || (over && state == RequestState::Expired));
                    }
                }
                if let Some(ended) = before.ended_at() {
                    prop_assert_eq!(status, before, "what has ended since {} stays so", ended);
                }
                if let Some(waiting) = status.waiting() {
                    prop_assert!(waiting.turn_at <= now && waiting.turn_at < waiting.expires_at);
                    prop_assert_eq!(waiting.ends_at, day(60));
                }
                prop_assert_eq!(status.waiting().is_some(), status.turn().is_some());
                prop_assert_eq!(status.waiting().is_none(), status.ended_at().is_some());
            }
        }
    }
}
