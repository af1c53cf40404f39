use domain::mentors::{Held, Match};
use domain::requests::Topic;

/// The criteria whose options two people can talk about.
const TALKED_ABOUT: [&str; 2] = ["skills", "topics"];

/// Where the two meet: what the mentee looks for and the mentor offers.
pub fn shared_topics(fit: Option<&Match>) -> Vec<Topic> {
    let reasons = fit.map(|fit| fit.reasons.as_slice()).unwrap_or_default().iter();
    let talked = reasons.filter(|reason| TALKED_ABOUT.contains(&reason.criterion.as_str()));
    let topics = talked.flat_map(|reason| {
        let topic = |option: &_| Topic { criterion: reason.criterion.clone(), option: Clone::clone(option) };
        reason.matched.iter().map(topic)
    });
    topics.collect()
}

/// Everything that can be a topic: those that are, then what else the mentor offers.
pub fn possible_topics(chosen: &[Topic], offer: &[Held]) -> Vec<Topic> {
    let talked = offer.iter().filter(|held| TALKED_ABOUT.contains(&held.criterion.as_str()));
    let offered = talked.flat_map(|held| {
        let topic = |option: &_| Topic { criterion: held.criterion.clone(), option: Clone::clone(option) };
        held.options.iter().map(topic)
    });
    let mut topics = chosen.to_vec();
    topics.extend(offered.filter(|topic| !chosen.contains(topic)));
    topics
}

/// Topics as a text: one a line, as in an address.
pub fn topics_in_text(topics: &[Topic]) -> String {
    let lines =
        topics.iter().map(|topic| [topic.criterion.as_str(), "=", topic.option.as_str(), "\n"].concat());
    lines.collect()
}

/// The topics that such a text names.
pub fn topics_of_text(text: &str) -> Vec<Topic> {
    let topic = |line: &str| {
        let (criterion, option) = line.split_once('=')?;
        Some(Topic { criterion: criterion.parse().ok()?, option: option.parse().ok()? })
    };
    text.lines().filter_map(topic).collect()
}

/// The key under which this body was tried before (`kept` is the key, a line end and the body): what was tried goes out
/// once, however often it is tried, and another body is another one.
pub fn tried_before<'a>(kept: &'a str, body: &str) -> Option<&'a str> {
    kept.split_once('\n').filter(|(_, tried)| *tried == body).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use domain::criteria::{Importance, OptionKey};
    use domain::mentors::Reason;

    use super::*;

    fn options(keys: &[&str]) -> Vec<OptionKey> {
        keys.iter().map(|key| key.parse().unwrap()).collect()
    }

    fn topic(criterion: &str, option: &str) -> Topic {
        Topic { criterion: criterion.parse().unwrap(), option: option.parse().unwrap() }
    }

    fn reason(criterion: &str, matched: &[&str]) -> Reason {
        Reason {
            criterion: criterion.parse().unwrap(),
            importance: Importance::Nice,
            points: 0,
            attainable: 0,
            matched: options(matched),
            missed: vec![],
            instead: vec![],
            near: None,
        }
    }

    #[test]
    fn a_request_begins_with_what_the_two_share_and_can_talk_about() {
        let reasons = vec![reason("skills", &["speaking", "feedback"]), reason("format", &["video"])];
        let fit = Match { score: 0, attainable: 0, percent: 0, reasons };
        assert_eq!(shared_topics(Some(&fit)), [topic("skills", "speaking"), topic("skills", "feedback")]);
        assert_eq!(shared_topics(None), []);
    }

    #[test]
    fn what_is_chosen_comes_first_and_once() {
        let held = |criterion: &str, keys: &[&str]| Held {
            criterion: criterion.parse().unwrap(),
            options: options(keys),
        };
        let offer = [held("skills", &["feedback", "speaking"]), held("format", &["video"])];
        assert_eq!(
            possible_topics(&[topic("skills", "speaking")], &offer),
            [topic("skills", "speaking"), topic("skills", "feedback")]
        );
    }

    #[test]
    fn topics_become_a_text_and_come_back() {
        let topics = [topic("skills", "giving-feedback"), topic("topics", "changing-career")];
        assert_eq!(topics_of_text(&topics_in_text(&topics)), topics);
        assert_eq!(topics_of_text(""), []);
    }

    #[test]
    fn the_same_words_go_out_under_the_same_key() {
        assert_eq!(tried_before("k7\nDear Wanjiru,\nhello", "Dear Wanjiru,\nhello"), Some("k7"));
        assert_eq!(tried_before("k7\nDear Wanjiru", "Dear Farid"), None);
        assert_eq!(tried_before("", ""), None);
    }
}
