use chrono::{DateTime, Utc};
use domain::meetings::{Doer, Meeting, MeetingState};
use domain::order::in_order;
use domain::requests::Side;

/// Meetings as they are listed.
#[derive(Debug, Default)]
pub struct Groups<'a> {
    /// They have begun, and nobody has said yet whether they took place: the earliest first.
    pub to_settle: Vec<&'a Meeting>,
    /// Arranged: the next first.
    pub next: Vec<&'a Meeting>,
    /// Times are offered: the latest offer first.
    pub proposed: Vec<&'a Meeting>,
    /// What is over: the latest first.
    pub earlier: Vec<&'a Meeting>,
}

/// The meetings in their groups.
pub fn grouped(meetings: &[Meeting], now: DateTime<Utc>) -> Groups<'_> {
    let mut groups = Groups::default();
    for meeting in meetings {
        match meeting.state {
            MeetingState::Confirmed if begun(meeting, now) => groups.to_settle.push(meeting),
            MeetingState::Confirmed => groups.next.push(meeting),
            MeetingState::Proposed => groups.proposed.push(meeting),
            _ => groups.earlier.push(meeting),
        }
    }
    let sooner = |one: &&Meeting, other: &&Meeting| one.starts_at.cmp(&other.starts_at);
    groups.to_settle = in_order(groups.to_settle, sooner);
    groups.next = in_order(groups.next, sooner);
    groups
}

fn begun(meeting: &Meeting, now: DateTime<Utc>) -> bool {
    meeting.starts_at.is_some_and(|starts| starts <= now)
}

/// Whether it is the reader's turn to choose one of the times.
pub fn is_mine_to_choose(meeting: &Meeting, me: Side) -> bool {
    meeting.state == MeetingState::Proposed && meeting.proposed_by.is_some_and(|by| by != me)
}

/// Who does something, as the reader says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The reader.
    Mine,
    /// The other.
    Theirs,
    /// Both.
    Both,
}

impl Whose {
    /// Whose it is, for the reader on this side.
    pub fn of(doer: Doer, me: Side) -> Self {
        match (doer, me) {
            (Doer::Both, _) => Self::Both,
            (Doer::Mentor, Side::Mentor) | (Doer::Mentee, Side::Mentee) => Self::Mine,
            _ => Self::Theirs,
        }
    }

    /// Who does it, where the reader is on this side.
    pub fn doer(self, me: Side) -> Doer {
        match (self, me) {
            (Self::Both, _) => Doer::Both,
            (Self::Mine, Side::Mentor) => Doer::Mentor,
            (Self::Mine, _) | (Self::Theirs, Side::Mentor) => Doer::Mentee,
            (Self::Theirs, _) => Doer::Mentor,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use domain::ids::{MeetingId, RelationshipId};
    use domain::meetings::MeetingFormat;

    use super::*;

    fn meeting(state: MeetingState, hours: Option<i64>) -> Meeting {
        Meeting {
            id: MeetingId::new(DateTime::UNIX_EPOCH, &[1; 10]),
            relationship: RelationshipId::new(DateTime::UNIX_EPOCH, &[2; 10]),
            state,
            ordinal: None,
            proposed_by: Some(Side::Mentee),
            slots: Vec::new(),
            starts_at: hours.map(|hours| DateTime::UNIX_EPOCH + Duration::hours(hours)),
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

    #[test]
    fn what_comes_next_comes_first_and_what_has_begun_waits_for_a_word() {
        use MeetingState::{Cancelled, Confirmed, Held, Proposed};
        let all = [
            meeting(Confirmed, Some(50)),
            meeting(Proposed, None),
            meeting(Confirmed, Some(30)),
            meeting(Confirmed, Some(20)),
            meeting(Held, Some(10)),
            meeting(Cancelled, None),
        ];
        let groups = grouped(&all, DateTime::UNIX_EPOCH + Duration::hours(20));
        let starts = |meetings: &[&Meeting]| {
            meetings
                .iter()
                .map(|meeting| meeting.starts_at.map(|at| at.timestamp() / 3600))
                .collect::<Vec<_>>()
        };
        assert_eq!(starts(&groups.to_settle), [Some(20)]);
        assert_eq!(starts(&groups.next), [Some(30), Some(50)]);
        assert_eq!(groups.proposed.len(), 1);
        assert_eq!(starts(&groups.earlier), [Some(10), None]);
    }

    #[test]
    fn who_has_not_offered_chooses() {
        let proposed = meeting(MeetingState::Proposed, None);
        assert!(is_mine_to_choose(&proposed, Side::Mentor));
        assert!(!is_mine_to_choose(&proposed, Side::Mentee));
        assert!(!is_mine_to_choose(&meeting(MeetingState::Confirmed, Some(1)), Side::Mentor));
    }

    #[test]
    fn what_is_agreed_is_mine_theirs_or_of_both() {
        for me in [Side::Mentor, Side::Mentee] {
            for whose in [Whose::Mine, Whose::Theirs, Whose::Both] {
                assert_eq!(Whose::of(whose.doer(me), me), whose);
            }
        }
        assert_eq!(Whose::of(Doer::Mentee, Side::Mentor), Whose::Theirs);
    }
}
