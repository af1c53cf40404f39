//! What is new: how it arrives, what it makes old, and where it leads.

mod stream;

pub use stream::{Event, Stream};

use domain::notifications::{Live, LiveKind, Notification, NotificationKind};

/// The shortest pause before a stream that has ended is opened again, in milliseconds.
const SHORTEST: u32 = 1_000;
/// The longest.
const LONGEST: u32 = 30_000;

/// How long to wait before the stream is opened again, in milliseconds, after so many failures in a row; `chance` (0 to
/// 1) keeps those who lost it at once from coming back at once.
pub fn pause(failures: u32, chance: f64) -> u32 {
    let longest = SHORTEST.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a thousandth of a part of one"
    )]
    let thousandths = (chance.clamp(0.0, 1.0) * 1_000.0) as u32;
    longest / 2 + longest / 2 * thousandths / 1_000
}

/// The keys (or their beginnings) under which what these news are about is kept: each once.
pub fn stale(news: &[Live]) -> Vec<String> {
    let mut keys = vec!["news".to_owned()];
    for live in news {
        for key in keys_of(live) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

fn keys_of(live: &Live) -> Vec<String> {
    match live.kind {
        LiveKind::Conversation => {
            let Some(id) = live.conversation.map(|id| id.to_string()) else {
                return vec!["conversation".to_owned(), "thread".to_owned()];
            };
            vec!["conversations".to_owned(), ["conversation/", &id].concat(), ["thread/", &id].concat()]
        }
        // What two are to each other stands in their conversation.
        LiveKind::Request => vec!["request".to_owned(), "conversation".to_owned()],
        LiveKind::Relationship => {
            // Among it what they want to reach.
            ["relationship", "request", "conversation", "goal", "timeline"].map(str::to_owned).into()
        }
        LiveKind::Notification => vec!["notifications".to_owned()],
    }
}

/// Where a notification leads: to what it is about.
pub fn address(new: &Notification) -> Option<String> {
    let conversation = new.conversation.map(|id| ["/conversations/", &id.to_string()].concat());
    let request = new.request.map(|id| ["/requests/", &id.to_string()].concat());
    match new.kind {
        NotificationKind::Message => conversation,
        NotificationKind::ReportAnswered | NotificationKind::OfficeWrote => None,
        _ => relationship(new).or(request).or(conversation),
    }
}

/// The page of a relationship, or the room of it that a notification is about.
fn relationship(new: &Notification) -> Option<String> {
    let page = ["/relationships/", &new.relationship?.to_string()].concat();
    Some(match (new.meeting, new.goal, &new.tool) {
        (Some(meeting), ..) => [&page, "/meetings/", &meeting.to_string()].concat(),
        (_, Some(goal), _) => [&page, "/goals/", &goal.to_string()].concat(),
        (_, _, Some(tool)) => [&page, "/tools/", tool].concat(),
        _ => page,
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::ids::{ConversationId, GoalId, MeetingId, NotificationId, RelationshipId, RequestId};

    use super::*;

    #[test]
    fn pauses_grow_to_half_a_minute_and_are_not_all_the_same() {
        assert_eq!(
            [0, 1, 4, 5, 40].map(|failures| pause(failures, 1.0)),
            [1_000, 2_000, 16_000, 30_000, 30_000]
        );
        assert_eq!([0, 1, 5].map(|failures| pause(failures, 0.0)), [500, 1_000, 15_000]);
        assert_eq!(pause(0, 0.5), 750);
    }

    #[test]
    fn news_make_old_what_they_are_about_and_each_is_asked_for_once() {
        let id = ConversationId::new(DateTime::UNIX_EPOCH, &[1; 10]);
        let message = Live { conversation: Some(id), ..Live::about(LiveKind::Conversation) };
        let keys = stale(&[message.clone(), message, Live::about(LiveKind::Notification)]);
        let (one, thread) = (format!("conversation/{id}"), format!("thread/{id}"));
        assert_eq!(keys, ["news", "conversations", &one, &thread, "notifications"]);
        assert_eq!(stale(&[Live::about(LiveKind::Request)]), ["news", "request", "conversation"]);
        assert_eq!(stale(&[]), ["news"]);
    }

    #[test]
    fn a_notification_leads_to_what_it_is_about() {
        let new = |kind| Notification {
            id: NotificationId::new(DateTime::UNIX_EPOCH, &[1; 10]),
            number: 1,
            kind,
            actor: None,
            request: Some(RequestId::new(DateTime::UNIX_EPOCH, &[2; 10])),
            conversation: Some(ConversationId::new(DateTime::UNIX_EPOCH, &[3; 10])),
            relationship: None,
            meeting: None,
            goal: None,
            tool: None,
            at: DateTime::UNIX_EPOCH,
            read: false,
        };
        for (kind, page) in [
            (NotificationKind::Message, Some("/conversations/")),
            (NotificationKind::RequestReceived, Some("/requests/")),
            (NotificationKind::OfficeWrote, None),
        ] {
            let address = address(&new(kind));
            assert_eq!(address.is_some(), page.is_some());
            assert!(address.unwrap_or_default().starts_with(page.unwrap_or_default()), "{kind:?}");
        }
        let relationship = RelationshipId::new(DateTime::UNIX_EPOCH, &[4; 10]);
        let began =
            Notification { relationship: Some(relationship), ..new(NotificationKind::RequestAccepted) };
        assert_eq!(address(&began), Some(format!("/relationships/{relationship}")));
        let meeting = MeetingId::new(DateTime::UNIX_EPOCH, &[5; 10]);
        let soon = Notification { meeting: Some(meeting), ..began.clone() };
        assert_eq!(address(&soon), Some(format!("/relationships/{relationship}/meetings/{meeting}")));
        let goal = GoalId::new(DateTime::UNIX_EPOCH, &[6; 10]);
        let agreed = Notification { goal: Some(goal), ..began.clone() };
        assert_eq!(address(&agreed), Some(format!("/relationships/{relationship}/goals/{goal}")));
        let shared = Notification { tool: Some("about-me".to_owned()), ..began };
        assert_eq!(address(&shared), Some(format!("/relationships/{relationship}/tools/about-me")));
    }
}
