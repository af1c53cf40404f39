//! What the two of a relationship would best do next.

use chrono::{DateTime, Duration, Utc};

use super::NextStep;
use super::state::Status;
use crate::meetings::{Meeting, MeetingState};
use crate::requests::Side;

/// So long before a meeting it comes first, whatever else helps.
const NEAR: Duration = Duration::days(1);

/// Where one of the two stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Where the relationship stands.
    pub status: &'a Status,
    /// What the reader is in it.
    pub side: Side,
    /// One of the two is suspended.
    pub rests: bool,
    /// The other wishes for something that the reader can answer.
    pub wished: bool,
    /// How many meetings took place.
    pub held: u32,
    /// Those that are proposed, to come, or past without a word about them.
    pub meetings: &'a [Meeting],
    /// A tool helps now.
    pub tool: bool,
}

impl Standing<'_> {
    /// The one step. Who waits comes first, then what is arranged, then what could be.
    pub fn next_step(&self, now: DateTime<Utc>) -> NextStep {
        match self.status {
            Status::Completed { .. } if self.wished => NextStep::AnswerWish,
            Status::Completed { .. } | Status::Withdrawn { .. } => NextStep::Read,
            _ if self.rests => NextStep::Rest,
            Status::Closing { by, .. } if *by == self.side => NextStep::AwaitCompletion,
            Status::Closing { .. } => NextStep::AnswerCompletion,
            Status::Active => self.on_the_way(now),
        }
    }

    fn on_the_way(&self, now: DateTime<Utc>) -> NextStep {
        let proposed = |mine: bool| {
            let of = |meeting: &&Meeting| (meeting.proposed_by == Some(self.side)) == mine;
            self.meetings.iter().filter(of).any(|meeting| is_open(meeting, now))
        };
        let arranged = self.meetings.iter().filter(|meeting| meeting.state == MeetingState::Confirmed);
        let (past, to_come): (Vec<&Meeting>, Vec<&Meeting>) =
            arranged.partition(|meeting| ends_at(meeting).is_some_and(|end| end <= now));
        let next = to_come.iter().filter_map(|meeting| meeting.starts_at).min();
        match next {
            _ if proposed(false) => NextStep::ChooseTime,
            _ if !past.is_empty() => NextStep::SayHeld,
            Some(begins) if self.tool && begins - now > NEAR => NextStep::UseTool,
            Some(_) => NextStep::Meet,
            None if proposed(true) => NextStep::AwaitChoice,
            None if self.held == 0 => NextStep::ArrangeFirst,
            None => NextStep::ArrangeNext,
        }
    }
}

/// One of its times can still be chosen.
fn is_open(meeting: &Meeting, now: DateTime<Utc>) -> bool {
    meeting.state == MeetingState::Proposed && meeting.slots.iter().any(|slot| slot.starts_at > now)
}

fn ends_at(meeting: &Meeting) -> Option<DateTime<Utc>> {
    meeting.starts_at.map(|begins| begins + Duration::minutes(meeting.minutes.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{MeetingId, RelationshipId};
    use crate::meetings::{MeetingFormat, Slot};
    use crate::relationships::state::Wishes;

    fn hours(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::hours(hours)
    }

    fn meeting(state: MeetingState, by: Side, begins: i64) -> Meeting {
        let proposed = state == MeetingState::Proposed;
        let slot = Slot {
            number: 1,
            local: String::new(),
            time_zone: "Europe/London".to_owned(),
            minutes: 60,
            starts_at: hours(begins),
        };
        Meeting {
            id: MeetingId::new(hours(0), &[1; 10]),
            relationship: RelationshipId::new(hours(0), &[1; 10]),
            state,
            ordinal: None,
            proposed_by: Some(by),
            slots: if proposed { vec![slot] } else { Vec::new() },
            starts_at: (!proposed).then(|| hours(begins)),
            minutes: 60,
            format: MeetingFormat::Video,
            place: String::new(),
            words: String::new(),
            last_words: String::new(),
            settled_by: None,
            correctable_until: None,
            excerpt: String::new(),
            agreed: 0,
            agreed_done: 0,
            allowed_actions: Vec::new(),
        }
    }

    fn active(meetings: &[Meeting]) -> Standing<'_> {
        let status = &Status::Active;
        Standing { status, side: Side::Mentee, rests: false, wished: false, held: 0, meetings, tool: true }
    }

    #[test]
    fn who_waits_comes_first_then_what_is_arranged() {
        let theirs = meeting(MeetingState::Proposed, Side::Mentor, 50);
        let mine = meeting(MeetingState::Proposed, Side::Mentee, 50);
        let past = meeting(MeetingState::Confirmed, Side::Mentee, -1);
        let soon = meeting(MeetingState::Confirmed, Side::Mentee, 24);
        let later = meeting(MeetingState::Confirmed, Side::Mentee, 25);
        let step = |meetings: &[Meeting]| active(meetings).next_step(hours(0));
        assert_eq!(step(&[]), NextStep::ArrangeFirst);
        assert_eq!(step(std::slice::from_ref(&mine)), NextStep::AwaitChoice);
        assert_eq!(step(&[mine.clone(), past.clone(), theirs.clone()]), NextStep::ChooseTime);
        assert_eq!(step(&[soon.clone(), past]), NextStep::SayHeld);
        assert_eq!(step(&[later.clone(), soon, mine]), NextStep::Meet);
        assert_eq!(step(std::slice::from_ref(&later)), NextStep::UseTool);
        let no_tool = Standing { tool: false, ..active(std::slice::from_ref(&later)) };
        assert_eq!(no_tool.next_step(hours(0)), NextStep::Meet);
        assert_eq!(no_tool.next_step(hours(25)), NextStep::Meet, "while it lasts");
        assert_eq!(no_tool.next_step(hours(26)), NextStep::SayHeld);
        assert_eq!(Standing { held: 1, ..active(&[]) }.next_step(hours(0)), NextStep::ArrangeNext);
        assert_eq!(active(&[theirs]).next_step(hours(50)), NextStep::ArrangeFirst, "it has passed");
    }

    #[test]
    fn an_end_goes_before_what_is_arranged() {
        let meetings = [meeting(MeetingState::Proposed, Side::Mentor, 50)];
        let step = |status: Status, rests, wished| {
            let here = Standing { status: &status, rests, wished, ..active(&meetings) };
            here.next_step(hours(0))
        };
        let closing = |by| Status::Closing { by, at: hours(0), completes_at: hours(336) };
        assert_eq!(step(Status::Active, true, false), NextStep::Rest);
        assert_eq!(step(closing(Side::Mentee), false, false), NextStep::AwaitCompletion);
        assert_eq!(step(closing(Side::Mentor), false, false), NextStep::AnswerCompletion);
        assert_eq!(step(closing(Side::Mentor), true, false), NextStep::Rest);
        let completed = Status::Completed { at: hours(0), in_touch_since: None, wishes: Wishes::default() };
        assert_eq!(step(completed, false, true), NextStep::AnswerWish);
        assert_eq!(step(completed, false, false), NextStep::Read);
        assert_eq!(step(Status::Withdrawn { at: hours(0) }, true, true), NextStep::Read);
    }
}
