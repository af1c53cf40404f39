//! Which resources help when.

use crate::relationships::RelationshipState;
use crate::requests::Side;
use crate::tools::Way;

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// Nobody is asked yet.
    Looking,
    /// A request is open.
    Asked,
    /// Two walk together, and are as far as this.
    Walking(Way),
}

/// The resources that help now, the most fitting first; after the end none.
pub fn suggested(at: Whereabouts, side: Side) -> &'static [&'static str] {
    let mentor = side == Side::Mentor;
    match at {
        Whereabouts::Looking if mentor => &[
            "a-profile-others-can-read-you-in",
            "answering-a-request",
            "the-mentors-role",
            "how-cairn-works",
        ],
        Whereabouts::Looking => &[
            "finding-a-mentor-who-fits",
            "how-cairn-works",
            "writing-a-request",
            "a-profile-others-can-read-you-in",
        ],
        Whereabouts::Asked if mentor => &["answering-a-request", "the-mentors-role", "listening"],
        Whereabouts::Asked => &["asking-good-questions", "writing-a-request", "first-meeting"],
        Whereabouts::Walking(way) => walking(way, mentor),
    }
}

fn walking(way: Way, mentor: bool) -> &'static [&'static str] {
    match way {
        Way { state: RelationshipState::Withdrawn | RelationshipState::Completed, .. } => &[],
        Way { state: RelationshipState::Closing, .. } | Way { held: 1.., percent: 85.., .. } => {
            &["ending-well", "ending-well-video", "a-profile-others-can-read-you-in"]
        }
        Way { held: 0, .. } if mentor => {
            &["the-mentors-role", "first-meeting", "listening", "boundaries-and-confidentiality"]
        }
        Way { held: 0, .. } => &["first-meeting", "your-first-conversation", "asking-good-questions"],
        Way { percent: 45.., .. } if mentor => {
            &["when-it-stalls", "giving-feedback", "mentoring-across-differences", "when-to-refer-on"]
        }
        Way { percent: 45.., .. } => {
            &["when-it-stalls", "receiving-feedback", "between-meetings", "measuring-what-is-hard-to-count"]
        }
        _ if mentor => &["powerful-questions", "smart-goals", "grow-and-other-models", "giving-feedback"],
        _ => &[
            "smart-goals",
            "a-smart-goal-step-by-step",
            "measuring-what-is-hard-to-count",
            "between-meetings",
            "receiving-feedback",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_way_has_its_own() {
        let start = Way { state: RelationshipState::Active, held: 0, arranged: false, percent: 0 };
        let first = |at, side| suggested(at, side).first().copied();
        let walking = Whereabouts::Walking;
        for (at, mentee, mentor) in [
            (Whereabouts::Looking, "finding-a-mentor-who-fits", "a-profile-others-can-read-you-in"),
            (Whereabouts::Asked, "asking-good-questions", "answering-a-request"),
            (walking(start), "first-meeting", "the-mentors-role"),
            (walking(Way { percent: 90, ..start }), "first-meeting", "the-mentors-role"),
            (walking(Way { held: 1, percent: 10, ..start }), "smart-goals", "powerful-questions"),
            (walking(Way { held: 1, percent: 50, ..start }), "when-it-stalls", "when-it-stalls"),
            (walking(Way { held: 1, percent: 85, ..start }), "ending-well", "ending-well"),
            (walking(Way { state: RelationshipState::Closing, ..start }), "ending-well", "ending-well"),
        ] {
            assert_eq!(first(at, Side::Mentee), Some(mentee), "{at:?}");
            assert_eq!(first(at, Side::Mentor), Some(mentor), "{at:?}");
        }
        for state in [RelationshipState::Withdrawn, RelationshipState::Completed] {
            assert_eq!(first(walking(Way { state, ..start }), Side::Mentee), None);
        }
    }
}
