use chrono::{DateTime, Utc};
use domain::requests::{Request, RequestAction, RequestRow, RequestState, Side};

/// Where a request stands, for whoever looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The mentor has not answered yet.
    ToAnswer,
    /// The mentee has answered what the mentor had asked.
    Answered,
    /// The mentor would like to know more.
    Asked,
    /// It is the other's turn.
    Waits,
    /// The mentor has no free place, or takes a break: its time stands still.
    NoPlace,
    /// The mentor said yes.
    Accepted,
    /// The mentor said no.
    Declined,
    /// The mentee took it back.
    Withdrawn,
    /// Nobody answered in time.
    NotInTime,
    /// One of the two is no longer there for it.
    Closed,
}

impl Standing {
    /// Where the request of a list stands.
    pub fn of_row(row: &RequestRow) -> Self {
        Self::of(row.state, row.side, row.waits_for_place, !row.words.is_empty())
    }

    /// Where a request stands.
    pub fn of_request(request: &Request) -> Self {
        let asked = request.steps.iter().any(|step| step.action == RequestAction::AskForMore);
        Self::of(request.state, request.side, request.waits_for_place, asked)
    }

    fn of(state: RequestState, side: Side, waits_for_place: bool, asked: bool) -> Self {
        match (state, side) {
            (RequestState::NeedsInfo, Side::Mentee) => Self::Asked,
            (RequestState::Pending, _) if waits_for_place => Self::NoPlace,
            (RequestState::Pending, Side::Mentor) if asked => Self::Answered,
            (RequestState::Pending, Side::Mentor) => Self::ToAnswer,
            (RequestState::Pending | RequestState::NeedsInfo, _) => Self::Waits,
            (RequestState::Accepted, _) => Self::Accepted,
            (RequestState::Declined, _) => Self::Declined,
            (RequestState::Withdrawn, _) => Self::Withdrawn,
            (RequestState::Expired, _) => Self::NotInTime,
            (RequestState::Closed, _) => Self::Closed,
        }
    }

    /// It is the reader's turn.
    pub const fn is_my_turn(self) -> bool {
        matches!(self, Self::ToAnswer | Self::Answered | Self::Asked)
    }

    /// It is still open.
    pub const fn is_open(self) -> bool {
        self.is_my_turn() || matches!(self, Self::Waits | Self::NoPlace)
    }

    /// It came to nothing though the mentee wanted it: others may help.
    pub const fn leads_to_others(self) -> bool {
        matches!(self, Self::Declined | Self::NotInTime | Self::Closed)
    }
}

/// What the mentor asked last; nothing when nothing was asked.
pub fn question(request: &Request) -> Option<&str> {
    said_with(request, RequestAction::AskForMore)
}

/// What was said when this was done last; nothing when nothing was said.
pub fn said_with(request: &Request, action: RequestAction) -> Option<&str> {
    let step = request.steps.iter().rev().find(|step| step.action == action)?;
    Some(step.words.as_str()).filter(|words| !words.is_empty())
}

/// How many whole days have gone by.
pub fn days_since(at: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    u32::try_from((now - at).num_days()).unwrap_or(0)
}

/// How many days it takes a mentor to answer, at least one.
pub const fn days_to_answer(hours: u32) -> u32 {
    let days = hours.div_ceil(24);
    if days == 0 { 1 } else { days }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    #[test]
    fn a_request_that_waits_is_the_turn_of_one_of_the_two() {
        use RequestState::{NeedsInfo, Pending};
        use Side::{Mentee, Mentor};
        let of = |state, side| Standing::of(state, side, false, false);
        assert_eq!(of(Pending, Mentor), Standing::ToAnswer);
        assert_eq!(of(Pending, Mentee), Standing::Waits);
        assert_eq!(of(NeedsInfo, Mentor), Standing::Waits);
        assert_eq!(of(NeedsInfo, Mentee), Standing::Asked);
        assert_eq!(Standing::of(Pending, Mentor, false, true), Standing::Answered);
        for state in [Pending, NeedsInfo] {
            assert_ne!(of(state, Mentor).is_my_turn(), of(state, Mentee).is_my_turn(), "{state:?}");
        }
    }

    #[test]
    fn without_a_place_nobody_is_pressed_but_what_was_asked_can_be_answered() {
        use RequestState::{NeedsInfo, Pending};
        for side in [Side::Mentor, Side::Mentee] {
            let standing = Standing::of(Pending, side, true, true);
            assert_eq!(standing, Standing::NoPlace);
            assert!(standing.is_open() && !standing.is_my_turn());
        }
        assert_eq!(Standing::of(NeedsInfo, Side::Mentee, true, true), Standing::Asked);
    }

    #[test]
    fn what_has_ended_is_nobodys_turn_and_a_no_leads_to_others() {
        let ended = RequestState::ALL
            .iter()
            .filter(|state| !matches!(state, RequestState::Pending | RequestState::NeedsInfo));
        let leads = ended.map(|state| {
            let standing = Standing::of(*state, Side::Mentee, false, true);
            assert!(!standing.is_open(), "{state:?}");
            standing.leads_to_others()
        });
        assert_eq!(leads.collect::<Vec<_>>(), [false, true, false, true, true]);
    }

    #[test]
    fn days_are_counted_when_they_are_over() {
        let begin = DateTime::UNIX_EPOCH;
        let after = |hours| days_since(begin, begin + Duration::hours(hours));
        assert_eq!([-5, 0, 23, 24, 47, 48].map(after), [0, 0, 0, 1, 1, 2]);
        assert_eq!([0, 1, 24, 25, 60].map(days_to_answer), [1, 1, 1, 2, 3]);
    }
}
