//! The state machine of a relationship. One table says what leads from state to state; everything else follows it.

use chrono::{DateTime, Duration, Utc};

use super::{Part, RelationshipAction, RelationshipState, Wish};
use crate::requests::Side;
use crate::workflows::{Transition, Workflow};

/// After so long without an answer a relationship that one has asked to complete completes by itself.
pub const COMPLETES_AFTER: Duration = Duration::days(14);

/// For so long after its completion contact details stay visible, and either may wish for more.
pub const LINGERS: Duration = Duration::days(30);

/// Something that is allowed: who may do what where, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The state before.
    pub from: RelationshipState,
    /// What is done.
    pub action: RelationshipAction,
    /// By whom.
    pub by: Part,
    /// The state after.
    pub to: RelationshipState,
}

const fn rule(from: RelationshipState, action: RelationshipAction, by: Part, to: RelationshipState) -> Rule {
    Rule { from, action, by, to }
}

/// Everything that is allowed. Whatever is not in it is refused.
pub const TABLE: [Rule; 12] = {
    use Part::{Clock, Either, Other, System};
    use RelationshipAction::{
        Close, Complete, Confirm, DeclineWish, NewJourney, NotYet, PartWays, StayInTouch, Withdraw,
    };
    use RelationshipState::{Active, Closing, Completed, Withdrawn};
    [
        rule(Active, Complete, Either, Closing),
        rule(Closing, Confirm, Other, Completed),
        rule(Closing, Confirm, Clock, Completed),
        rule(Closing, NotYet, Other, Active),
        rule(Active, Withdraw, Either, Withdrawn),
        rule(Closing, Withdraw, Either, Withdrawn),
        rule(Active, Close, System, Withdrawn),
        rule(Closing, Close, System, Withdrawn),
        rule(Completed, StayInTouch, Either, Completed),
        rule(Completed, NewJourney, Either, Completed),
        rule(Completed, DeclineWish, Other, Completed),
        rule(Completed, PartWays, Either, Completed),
    ]
};

/// Where a relationship stands, with what belongs to that state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The two walk together.
    Active,
    /// One of the two has asked to complete it.
    Closing {
        /// Who has asked.
        by: Side,
        /// When.
        at: DateTime<Utc>,
        /// When it completes by itself.
        completes_at: DateTime<Utc>,
    },
    /// It has reached what it was for.
    Completed {
        /// When.
        at: DateTime<Utc>,
        /// The two stay in touch since then.
        in_touch_since: Option<DateTime<Utc>>,
        /// What each wishes.
        wishes: Wishes,
    },
    /// It has ended before that.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
}

/// What each of the two wishes after a journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The mentor.
    pub mentor: Option<Wish>,
    /// The mentee.
    pub mentee: Option<Wish>,
}

impl Wishes {
    /// What one of the two wishes.
    pub const fn of(self, side: Side) -> Option<Wish> {
        if matches!(side, Side::Mentor) { self.mentor } else { self.mentee }
    }

    /// What the other wishes.
    pub const fn of_other(self, side: Side) -> Option<Wish> {
        if matches!(side, Side::Mentor) { self.mentee } else { self.mentor }
    }

    /// The same, with the wish of one of the two.
    pub const fn with(self, side: Side, wish: Option<Wish>) -> Self {
        match side {
            Side::Mentor => Self { mentor: wish, ..self },
            _ => Self { mentee: wish, ..self },
        }
    }

    /// What both wish.
    pub fn agreed(self) -> Option<Wish> {
        self.mentor.filter(|wish| self.mentee == Some(*wish))
    }

    /// What one of the two wishes for that the other has not agreed to; it can be answered.
    pub fn asked_of(self, side: Side) -> Option<Wish> {
        self.of_other(side).filter(|wish| *wish != Wish::End && self.agreed().is_none())
    }
}

/// What is done with a relationship, with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Ask to complete it; the wish of who asks is kept with the reflection.
    Complete,
    /// Complete it, too: the wishes of both.
    Confirm(Wishes),
    /// Walk on instead.
    NotYet,
    /// End it.
    Withdraw,
    /// One of the two is no longer there for it.
    Close,
    /// Wish to stay in touch, or agree.
    StayInTouch,
    /// Wish for a new journey, or agree.
    NewJourney,
    /// Say no to what the other wishes.
    DeclineWish,
    /// Stay in touch no longer.
    PartWays,
}

/// The state does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub RelationshipState);

impl Act {
    /// Its word.
    pub const fn action(self) -> RelationshipAction {
        match self {
            Self::Complete => RelationshipAction::Complete,
            Self::Confirm(_) => RelationshipAction::Confirm,
            Self::NotYet => RelationshipAction::NotYet,
            Self::Withdraw => RelationshipAction::Withdraw,
            Self::Close => RelationshipAction::Close,
            Self::StayInTouch => RelationshipAction::StayInTouch,
            Self::NewJourney => RelationshipAction::NewJourney,
            Self::DeclineWish => RelationshipAction::DeclineWish,
            Self::PartWays => RelationshipAction::PartWays,
        }
    }
}

impl Status {
    /// Its word.
    pub const fn state(&self) -> RelationshipState {
        match self {
            Self::Active => RelationshipState::Active,
            Self::Closing { .. } => RelationshipState::Closing,
            Self::Completed { .. } => RelationshipState::Completed,
            Self::Withdrawn { .. } => RelationshipState::Withdrawn,
        }
    }

    /// When it ended.
    pub const fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Active | Self::Closing { .. } => None,
            Self::Completed { at, .. } | Self::Withdrawn { at } => Some(*at),
        }
    }

    /// The two walk together: the mentor's place is held.
    pub const fn is_walking(&self) -> bool {
        matches!(self, Self::Active | Self::Closing { .. })
    }

    /// Each sees how the other can be reached: while they walk together, while they stay in touch, and for some time after
    /// a completion.
    pub fn entitles(&self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Active | Self::Closing { .. } => true,
            Self::Completed { at, in_touch_since, .. } => in_touch_since.is_some() || now < *at + LINGERS,
            Self::Withdrawn { .. } => false,
        }
    }

    /// The same after its clock stood for so long.
    pub fn gone_on(self, stood: Duration) -> Self {
        match self {
            Self::Closing { by, at, completes_at } => {
                Self::Closing { by, at, completes_at: completes_at + stood }
            }
            other => other,
        }
    }

    /// What comes of it when one of the two, or who is neither, does this now.
    pub fn decide(self, act: Act, by: Side, at: DateTime<Utc>) -> Result<Self, Refused> {
        let before = self.state();
        if !self.allows(act.action(), by, at) {
            return Err(Refused(before));
        }
        Ok(match (act, self) {
            (Act::Complete, _) => Self::Closing { by, at, completes_at: at + COMPLETES_AFTER },
            (Act::Confirm(wishes), _) => {
                let in_touch_since = (wishes.agreed() == Some(Wish::StayInTouch)).then_some(at);
                Self::Completed { at, in_touch_since, wishes }
            }
            (Act::NotYet, _) => Self::Active,
            (Act::Withdraw | Act::Close, _) => Self::Withdrawn { at },
            (Act::StayInTouch, Self::Completed { at: ended, in_touch_since, wishes }) => {
                let wishes = wishes.with(by, Some(Wish::StayInTouch));
                let agreed = wishes.agreed() == Some(Wish::StayInTouch);
                let in_touch_since = in_touch_since.or(agreed.then_some(at));
                Self::Completed { at: ended, in_touch_since, wishes }
            }
            (Act::NewJourney, Self::Completed { at: ended, in_touch_since, wishes }) => {
                let wishes = wishes.with(by, Some(Wish::NewJourney));
                Self::Completed { at: ended, in_touch_since, wishes }
            }
            (Act::DeclineWish, Self::Completed { at: ended, in_touch_since, wishes }) => {
                let other = if by == Side::Mentor { Side::Mentee } else { Side::Mentor };
                let wishes = wishes.with(other, Some(Wish::End));
                Self::Completed { at: ended, in_touch_since, wishes }
            }
            (Act::PartWays, Self::Completed { at: ended, .. }) => {
                let wishes = Wishes { mentor: Some(Wish::End), mentee: Some(Wish::End) };
                Self::Completed { at: ended, in_touch_since: None, wishes }
            }
            _ => return Err(Refused(before)),
        })
    }

    /// What somebody may do now.
    pub fn allowed_actions(&self, side: Side, now: DateTime<Utc>) -> Vec<RelationshipAction> {
        let actions = RelationshipAction::ALL.iter().copied();
        actions.filter(|action| self.allows(*action, side, now)).collect()
    }

    fn allows(&self, action: RelationshipAction, by: Side, now: DateTime<Utc>) -> bool {
        let listed = TABLE
            .iter()
            .any(|rule| rule.from == self.state() && rule.action == action && self.plays(by, rule.by));
        listed && self.is_time_for(action, by, now)
    }

    /// Whether somebody is the one that a rule speaks of.
    fn plays(&self, side: Side, part: Part) -> bool {
        let one_of_two = matches!(side, Side::Mentor | Side::Mentee);
        match part {
            Part::Either => one_of_two,
            Part::Other => one_of_two && !matches!(self, Self::Closing { by, .. } if *by == side),
            Part::Clock => side == Side::Clock,
            Part::System => side == Side::System,
        }
    }

    /// What belongs to a state decides within it: a wish that is there already is not wished again, and after some time
    /// nothing is.
    fn is_time_for(&self, action: RelationshipAction, by: Side, now: DateTime<Utc>) -> bool {
        let Self::Completed { at, in_touch_since, wishes } = self else { return true };
        let began = wishes.agreed() == Some(Wish::NewJourney);
        let open = now < *at + LINGERS && !began;
        match action {
            RelationshipAction::StayInTouch => {
                open && in_touch_since.is_none() && wishes.of(by) != Some(Wish::StayInTouch)
            }
            RelationshipAction::NewJourney => open && wishes.of(by) != Some(Wish::NewJourney),
            RelationshipAction::DeclineWish => open && wishes.asked_of(by).is_some(),
            RelationshipAction::PartWays => in_touch_since.is_some(),
            _ => true,
        }
    }
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
    use proptest::prelude::*;

    use super::*;

    const TWO: [Side; 2] = [Side::Mentor, Side::Mentee];

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::days(days)
    }

    fn acts() -> Vec<Act> {
        let wishes = Wish::ALL.iter().map(|wish| Some(*wish)).chain([None]);
        let confirm = wishes
            .clone()
            .flat_map(|mentor| wishes.clone().map(move |mentee| Act::Confirm(Wishes { mentor, mentee })));
        let others = [
            Act::Complete,
            Act::NotYet,
            Act::Withdraw,
            Act::Close,
            Act::StayInTouch,
            Act::NewJourney,
            Act::DeclineWish,
            Act::PartWays,
        ];
        confirm.chain(others).collect()
    }

    fn closing(by: Side) -> Status {
        Status::Closing { by, at: day(1), completes_at: day(15) }
    }

    fn completed(mentor: Option<Wish>, mentee: Option<Wish>, in_touch: bool) -> Status {
        let wishes = Wishes { mentor, mentee };
        Status::Completed { at: day(1), in_touch_since: in_touch.then(|| day(1)), wishes }
    }

    /// What the design's table says, written a second time.
    fn expected(
        from: RelationshipState,
        action: RelationshipAction,
        part: Part,
    ) -> Option<RelationshipState> {
        let to = match (from.as_str(), action.as_str(), part.as_str()) {
            ("active", "complete", "either") => "closing",
            ("closing", "not_yet", "other") => "active",
            ("active" | "closing", "withdraw", "either") | ("active" | "closing", "close", "system") => {
                "withdrawn"
            }
            ("closing", "confirm", "other" | "clock")
            | ("completed", "stay_in_touch" | "new_journey" | "part_ways", "either")
            | ("completed", "decline_wish", "other") => "completed",
            _ => return None,
        };
        to.parse().ok()
    }

    #[test]
    fn the_table_is_that_of_the_design() {
        for (i, rule) in TABLE.iter().enumerate() {
            assert_eq!(expected(rule.from, rule.action, rule.by), Some(rule.to), "{rule:?}");
            let same =
                |other: &Rule| (other.from, other.action, other.by) == (rule.from, rule.action, rule.by);
            assert!(!TABLE[..i].iter().any(same), "one outcome each");
        }
        let mut listed = 0;
        for from in RelationshipState::ALL {
            for action in RelationshipAction::ALL {
                for part in Part::ALL {
                    listed += usize::from(expected(*from, *action, *part).is_some());
                }
            }
        }
        assert_eq!(listed, TABLE.len(), "nothing is missing");
    }

    #[test]
    fn every_state_action_and_actor_follows_the_table() {
        use Wish::{NewJourney, StayInTouch};
        let states = [
            Status::Active,
            closing(Side::Mentor),
            closing(Side::Mentee),
            completed(Some(StayInTouch), Some(NewJourney), true),
            completed(Some(NewJourney), Some(StayInTouch), true),
            Status::Withdrawn { at: day(1) },
        ];
        for status in states {
            for act in acts() {
                for side in Side::ALL.iter().copied() {
                    let is = |part: Part| match part {
                        Part::Either => TWO.contains(&side),
                        Part::Other => {
                            TWO.contains(&side) && !matches!(status, Status::Closing { by, .. } if by == side)
                        }
                        Part::Clock => side == Side::Clock,
                        Part::System => side == Side::System,
                    };
                    let mut to = Part::ALL
                        .iter()
                        .filter(|part| is(**part))
                        .find_map(|part| expected(status.state(), act.action(), *part));
                    // Within what is completed, what is wished and agreed already is not wished again.
                    if let Status::Completed { wishes, .. } = status {
                        let again = match act {
                            Act::StayInTouch => true,
                            Act::NewJourney => wishes.of(side) == Some(NewJourney),
                            _ => false,
                        };
                        to = to.filter(|_| !again);
                    }
                    let decided = status.decide(act, side, day(2)).map(|next| next.state());
                    assert_eq!(decided, to.ok_or(Refused(status.state())), "{status:?} {act:?} {side:?}");
                    let offered = status.allowed_actions(side, day(2)).contains(&act.action());
                    assert_eq!(offered, to.is_some(), "what is offered is what is taken: {status:?} {act:?}");
                }
            }
        }
    }

    #[test]
    fn contact_stays_while_they_walk_for_thirty_days_and_in_touch() {
        assert!(Status::Active.entitles(day(900)) && closing(Side::Mentor).entitles(day(900)));
        let over = completed(None, Some(Wish::End), false);
        assert!(over.entitles(day(30)) && !over.entitles(day(31)));
        assert!(completed(None, None, true).entitles(day(900)));
        assert!(!Status::Withdrawn { at: day(1) }.entitles(day(1)));
    }

    #[test]
    fn both_wish_before_anything_comes_of_it() {
        let one = completed(Some(Wish::StayInTouch), None, false);
        assert_eq!(one.allowed_actions(Side::Mentor, day(2)), [RelationshipAction::NewJourney]);
        let asked = [
            RelationshipAction::StayInTouch,
            RelationshipAction::NewJourney,
            RelationshipAction::DeclineWish,
        ];
        assert_eq!(one.allowed_actions(Side::Mentee, day(2)), asked);
        assert_eq!(one.allowed_actions(Side::Mentee, day(31)), [], "after thirty days nothing is wished");
        let agreed = one.decide(Act::StayInTouch, Side::Mentee, day(2)).unwrap();
        let Status::Completed { in_touch_since, .. } = agreed else { panic!("{agreed:?}") };
        assert_eq!(in_touch_since, Some(day(2)));
        let parted = agreed.decide(Act::PartWays, Side::Mentor, day(90)).unwrap();
        assert!(!parted.entitles(day(90)) && parted.allowed_actions(Side::Mentee, day(90)).is_empty());
        let declined = one.decide(Act::DeclineWish, Side::Mentee, day(2)).unwrap();
        assert_eq!(declined, completed(Some(Wish::End), None, false));
        let began = completed(Some(Wish::NewJourney), Some(Wish::NewJourney), false);
        assert!(began.allowed_actions(Side::Mentor, day(2)).is_empty(), "the new journey has begun");
    }

    proptest! {
        #[test]
        fn whatever_is_done_a_relationship_stays_sound(
            done in prop::collection::vec((0..24_usize, 0..Side::ALL.len(), 0_i64..20), 0..40)
        ) {
            let acts = acts();
            let (mut status, mut now) = (Status::Active, day(0));
            for (act, side, days) in done {
                now += Duration::days(days);
                let before = status;
                match before.decide(acts[act % acts.len()], Side::ALL[side], now) {
                    Ok(next) => status = next,
                    Err(Refused(state)) => prop_assert_eq!(state, before.state()),
                }
                if let Some(ended) = before.ended_at() {
                    prop_assert_eq!(status.ended_at(), Some(ended), "what has ended stays so");
                    prop_assert_eq!(status.state(), before.state());
                }
                match status {
                    Status::Closing { by, at, completes_at } => {
                        prop_assert!(TWO.contains(&by) && at <= now);
                        prop_assert_eq!(completes_at, at + COMPLETES_AFTER);
                    }
                    Status::Completed { at, in_touch_since: Some(since), .. } => {
                        prop_assert!(at <= since && since <= now);
                    }
                    _ => {}
                }
                prop_assert_eq!(status.is_walking(), status.ended_at().is_none());
                if !status.entitles(now) {
                    prop_assert!(status.allowed_actions(Side::Mentor, now).is_empty());
                }
            }
        }
    }
}
