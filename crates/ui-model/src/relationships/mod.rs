//! What the pages of a relationship decide: what the next step is about, how long it took, how the other is reached.

use chrono::{DateTime, Utc};
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::{Meeting, MeetingState};
use domain::relationships::{NextStep, Relationship, RelationshipState};

/// Whether it is the reader's turn.
pub const fn is_my_turn(step: NextStep, is_mentee: bool) -> bool {
    match step {
        NextStep::ArrangeFirst => is_mentee,
        NextStep::ChooseTime
        | NextStep::SayHeld
        | NextStep::AnswerCompletion
        | NextStep::UseTool
        | NextStep::ArrangeNext
        | NextStep::AnswerWish => true,
        NextStep::AwaitChoice
        | NextStep::AwaitCompletion
        | NextStep::Meet
        | NextStep::Rest
        | NextStep::Read => false,
    }
}

/// The meeting that the next step is about.
pub fn meeting_of(relationship: &Relationship, now: DateTime<Utc>) -> Option<&Meeting> {
    let mine = Some(relationship.side);
    let meetings = &relationship.meetings;
    match relationship.next_step {
        NextStep::ChooseTime => {
            meetings.iter().find(|meeting| is_proposed(meeting) && meeting.proposed_by != mine)
        }
        NextStep::AwaitChoice => {
            meetings.iter().find(|meeting| is_proposed(meeting) && meeting.proposed_by == mine)
        }
        NextStep::SayHeld => {
            meetings.iter().filter(|meeting| is_arranged(meeting)).min_by_key(|meeting| meeting.starts_at)
        }
        NextStep::Meet => next_meeting(meetings, now),
        _ => None,
    }
}

fn is_proposed(meeting: &Meeting) -> bool {
    meeting.state == MeetingState::Proposed
}

fn is_arranged(meeting: &Meeting) -> bool {
    meeting.state == MeetingState::Confirmed
}

/// The next meeting that is arranged and has not ended.
pub fn next_meeting(meetings: &[Meeting], now: DateTime<Utc>) -> Option<&Meeting> {
    let ends = |meeting: &Meeting| {
        let begins = meeting.starts_at.map_or(0, |at| at.timestamp());
        begins + i64::from(meeting.minutes) * 60
    };
    let to_come = meetings.iter().filter(|meeting| is_arranged(meeting) && ends(meeting) > now.timestamp());
    to_come.min_by_key(|meeting| meeting.starts_at)
}

/// The two walk together.
pub const fn is_walking(state: RelationshipState) -> bool {
    matches!(state, RelationshipState::Active | RelationshipState::Closing)
}

/// So many weeks, the begun ones too: at least one.
pub fn weeks(from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
    const WEEK: i64 = 7 * 24 * 60 * 60;
    let seconds = (to.timestamp() - from.timestamp()).max(1);
    u32::try_from((seconds + WEEK - 1) / WEEK).unwrap_or(u32::MAX)
}

/// So many days from one moment to a later one, the begun ones too.
pub fn days_until(from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
    const DAY: i64 = 24 * 60 * 60;
    u32::try_from((to.timestamp() - from.timestamp() + DAY - 1).max(0) / DAY).unwrap_or(u32::MAX)
}

/// Where a telephone number leads.
pub fn telephone(number: &str) -> String {
    let dialled = number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+');
    "tel:".chars().chain(dialled).collect()
}

/// A web address as one reads it.
pub fn readable(link: &str) -> &str {
    let bare = ["https://", "http://"].iter().find_map(|scheme| link.strip_prefix(scheme)).unwrap_or(link);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    bare.strip_suffix('/').unwrap_or(bare)
}

/// The number of a certificate: the end of the relationship's id, which is chance.
pub fn certificate_number(id: RelationshipId) -> String {
    let id = id.to_string().to_uppercase();
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).collect();
    let end = digits.get(digits.len().saturating_sub(8)..).unwrap_or_default();
    let (first, second) = end.split_at(end.len() / 2);
    [first, second].join("-")
}

/// Where a meeting is shown.
pub fn meeting_address(relationship: &str, meeting: MeetingId) -> String {
    [relationship, "/meetings/", &meeting.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::meetings::MeetingFormat;
    use domain::requests::Side;

    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn meeting(state: MeetingState, begins: Option<i64>) -> Meeting {
        Meeting {
            id: MeetingId::new(at(begins.unwrap_or_default()), &[1; 10]),
            relationship: RelationshipId::new(at(0), &[1; 10]),
            state,
            ordinal: None,
            proposed_by: Some(Side::Mentor),
            slots: Vec::new(),
            starts_at: begins.map(at),
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
    fn the_next_meeting_is_the_first_that_has_not_ended() {
        let meetings = [
            meeting(MeetingState::Proposed, None),
            meeting(MeetingState::Confirmed, Some(0)),
            meeting(MeetingState::Confirmed, Some(50)),
            meeting(MeetingState::Confirmed, Some(20)),
        ];
        let next = |now| next_meeting(&meetings, at(now)).and_then(|meeting| meeting.starts_at);
        assert_eq!(next(0), Some(at(0)), "while it lasts");
        assert_eq!(next(1), Some(at(20)));
        assert_eq!(next(21), Some(at(50)));
        assert_eq!(next(51), None);
    }

    #[test]
    fn the_mentee_arranges_and_nobody_is_asked_while_it_rests() {
        assert!(is_my_turn(NextStep::ArrangeFirst, true));
        assert!(!is_my_turn(NextStep::ArrangeFirst, false));
        assert!(is_my_turn(NextStep::ChooseTime, false));
        assert!(!is_my_turn(NextStep::AwaitChoice, true));
        assert!(!is_my_turn(NextStep::Rest, true));
    }

    #[test]
    fn a_begun_week_is_a_week() {
        assert_eq!(weeks(at(0), at(0)), 1);
        assert_eq!(weeks(at(0), at(7 * 24)), 1);
        assert_eq!(weeks(at(0), at(7 * 24 + 1)), 2);
        assert_eq!(
            (days_until(at(0), at(1)), days_until(at(0), at(48)), days_until(at(9), at(1))),
            (1, 2, 0)
        );
    }

    #[test]
    fn numbers_are_dialled_and_addresses_are_read() {
        assert_eq!(telephone("+44 (0)113 496-0000"), "tel:+4401134960000");
        assert_eq!(readable("https://www.noor.example/"), "noor.example");
        assert_eq!(readable("http://meet.example/wanjiru"), "meet.example/wanjiru");
    }

    #[test]
    fn a_certificate_has_a_short_number() {
        let id = RelationshipId::new(at(0), &[0xab; 10]);
        assert_eq!(certificate_number(id), "ABAB-ABAB");
    }
}
