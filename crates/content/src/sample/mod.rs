//! The sample programme: people to look at and to try things with, the same ones for the same seed.

mod crowd;
mod stories;
mod story;

use domain::accounts::Role;
use domain::profiles::{Offer, Preferences, Profile};
use serde::Deserialize;

pub use self::story::{
    Agreed, Aim, Answered, Asking, Held, Journey, Line, Next, Point, Remark, Sheet, Stand, Stone, Story,
    story,
};
use crate::portraits::Portrait;

/// Somebody of the sample programme, with everything but an account.
#[derive(Clone, Debug, PartialEq)]
pub struct SamplePerson {
    /// At `sample.example`, unique.
    pub email: String,
    /// Mentor, mentee or both.
    pub roles: Vec<Role>,
    /// Complete.
    pub profile: Profile,
    /// Complete for a mentor, else empty.
    pub offer: Offer,
    /// Complete for a mentee, else empty.
    pub preferences: Preferences,
    /// Drawn by [`Portrait::svg`]; many people of a crowd share one.
    pub portrait: Portrait,
}

/// The first `count` people: two hundred with stories of their own (Noor, Wanjiru and Farid first), then a crowd
/// combined from parts. An error means that an embedded file is broken, which the tests rule out.
pub fn people(count: usize, seed: u64) -> Result<impl Iterator<Item = SamplePerson>, toml::de::Error> {
    let places = places()?;
    let stories = stories::stories(&places)?;
    let crowd = crowd::Crowd::read(places)?;
    let rest = stories.len()..count.max(stories.len());
    Ok(stories.into_iter().take(count).chain(rest.map(move |index| crowd.person(seed, index))))
}

/// A city where sample people live.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    city: String,
    country: String,
    time_zone: String,
    /// Languages spoken there, the most common first.
    languages: Vec<domain::criteria::OptionKey>,
    /// The names that a crowd has there: a key of `names` in `crowd.toml`.
    names: String,
}

#[derive(Deserialize)]
struct PlacesFile {
    places: Vec<Place>,
}

fn places() -> Result<Vec<Place>, toml::de::Error> {
    let file: PlacesFile = toml::from_str(include_str!("../../sample/places.toml"))?;
    Ok(file.places)
}

/// The address of a sample person who goes by this name.
pub fn email(name: &str) -> String {
    format!("{name}@sample.example")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use chrono::{NaiveDate, TimeDelta};
    use domain::accounts::Email;
    use domain::criteria::{Criterion, CriterionKey, HeldIn, OptionKey, Rule};
    use domain::goals::smart::Draft;
    use domain::goals::{GoalText, WriteMilestone};
    use domain::profiles::{ContactDetails, completeness};
    use validator::Validate;

    use super::*;
    use crate::{country_name, programme};

    fn some_people(count: usize) -> Vec<SamplePerson> {
        people(count, 7).unwrap().collect()
    }

    fn criteria() -> BTreeMap<CriterionKey, Criterion> {
        programme()
            .unwrap()
            .criteria
            .into_iter()
            .map(|criterion| (criterion.key.clone(), criterion))
            .collect()
    }

    fn assert_known(criterion: &Criterion, chosen: &[OptionKey], who: &str) {
        let known: HashSet<_> = criterion.options.iter().map(|option| &option.key).collect();
        let unknown: Vec<_> = chosen.iter().filter(|key| !known.contains(key)).collect();
        assert!(unknown.is_empty() || criterion.rule == Rule::Near, "{who}: {}: {unknown:?}", criterion.key);
        assert_eq!(
            chosen.iter().collect::<HashSet<_>>().len(),
            chosen.len(),
            "{who}: {} twice",
            criterion.key
        );
    }

    #[test]
    fn the_story_is_of_people_who_are_there_and_says_what_can_be_said() {
        let story = story().unwrap();
        let people = some_people(200);
        let has = |name: &str, role| {
            people.iter().any(|person| person.email == email(name) && person.roles.contains(&role))
        };
        let Story { journey, request } = &story;
        assert!(has(&journey.mentee, Role::Mentee) && has(&journey.mentor, Role::Mentor));
        assert!(has(&request.mentee, Role::Mentee) && has(&request.mentor, Role::Mentor));
        let criteria = criteria();
        for text in [&journey.text, &request.text] {
            text.validate().unwrap();
            for topic in &text.topics {
                assert_known(&criteria[&topic.criterion], std::slice::from_ref(&topic.option), "the story");
            }
        }
        let tools = crate::tools().unwrap();
        let tool = tools.iter().find(|tool| tool.key == journey.worksheet.tool).unwrap();
        let keys: HashSet<_> = tool.questions().map(|question| question.key.as_str()).collect();
        assert!(journey.worksheet.answers.iter().all(|answer| keys.contains(answer.question.as_str())));
    }

    #[test]
    fn the_goal_of_the_story_is_smart() {
        let Aim { text, milestones, due, agreed, .. } = story().unwrap().journey.goal;
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let on = |days| Some(today + TimeDelta::days(days));
        let milestones: Vec<_> = milestones
            .into_iter()
            .map(|stone| WriteMilestone { id: None, title: stone.title, due_on: on(stone.due), weight: 1 })
            .collect();
        let text = GoalText { due_on: on(due), ..text };
        text.validate().unwrap();
        let today = today + TimeDelta::days(agreed);
        let draft = Draft { text: &text, milestones: &milestones, planned_until: None, today };
        assert_eq!(draft.findings(), Vec::new());
    }

    #[test]
    fn everybody_is_valid() {
        let criteria = criteria();
        for person in some_people(2_000) {
            let who = &person.email;
            who.parse::<Email>().unwrap();
            person.profile.validate().unwrap_or_else(|error| panic!("{who}: {error}"));
            person.offer.validate().unwrap_or_else(|error| panic!("{who}: {error}"));
            person.preferences.validate().unwrap_or_else(|error| panic!("{who}: {error}"));
            assert!(country_name(&person.profile.country).is_some(), "{who}: {}", person.profile.country);
            person
                .profile
                .time_zone
                .parse::<chrono_tz::Tz>()
                .unwrap_or_else(|_| panic!("{who}: no such zone"));
            let languages: CriterionKey = "languages".parse().unwrap();
            assert_known(&criteria[&languages], &person.profile.languages, who);
            for (key, held) in &person.offer.options {
                assert_eq!(criteria[key].held_in, HeldIn::Offer, "{who}: {key}");
                assert_known(&criteria[key], held, who);
            }
            for wanted in &person.preferences.criteria {
                assert_known(&criteria[&wanted.criterion], &wanted.options, who);
            }
        }
    }

    #[test]
    fn everybody_is_complete() {
        for person in some_people(2_000) {
            let SamplePerson { email, roles, profile, offer, preferences, .. } = &person;
            let contact = ContactDetails { phone: String::new(), links: Vec::new() };
            let complete = completeness(roles, profile, offer, preferences, &contact);
            assert!(complete.search_open, "{email} cannot search");
            assert_eq!(complete.listed, roles.contains(&Role::Mentor), "{email}");
            assert!(!profile.headline.is_empty() && profile.about.len() > 60, "{email} says little");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_people() {
        assert!(some_people(400) == some_people(400));
        assert!(some_people(300)[..] == some_people(400)[..300]);
        let other: Vec<_> = people(400, 8).unwrap().collect();
        assert!(other[..STORIES] == some_people(STORIES)[..]);
        assert!(other != some_people(400));
    }

    #[test]
    fn two_hundred_have_stories_and_the_first_three_are_known() {
        let people = some_people(STORIES);
        let emails: Vec<_> = people.iter().take(3).map(|person| person.email.as_str()).collect();
        assert_eq!(emails, ["noor@sample.example", "wanjiru@sample.example", "farid@sample.example"]);
        let distinct = |of: fn(&SamplePerson) -> String| people.iter().map(of).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|person| person.profile.display_name.clone()), STORIES);
        assert_eq!(distinct(|person| person.profile.about.clone()), STORIES);
        assert!(distinct(|person| person.profile.country.clone()) > 60);
        assert!(distinct(|person| person.portrait.svg()) > STORIES * 9 / 10);
    }

    #[test]
    fn a_crowd_is_made_quickly_and_everybody_has_an_address_of_their_own() {
        let started = std::time::Instant::now();
        let emails: HashSet<_> = people(100_000, 7).unwrap().map(|person| person.email).collect();
        assert_eq!(emails.len(), 100_000);
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    }

    #[test]
    fn a_crowd_shares_its_portraits() {
        let crowd: HashSet<_> =
            people(5_000, 7).unwrap().skip(STORIES).map(|person| person.portrait).collect();
        assert_eq!(crowd.len(), 24);
    }

    const STORIES: usize = 200;
}
