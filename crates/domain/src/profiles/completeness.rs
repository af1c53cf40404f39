use serde::{Deserialize, Serialize};

use super::{ContactDetails, Offer, Preferences, Profile};
use crate::accounts::Role;
use crate::travels::travels;

/// A part of the profile: a step of the form, a stone of the cairn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Headline and story.
    About,
    /// Country, time zone and languages.
    Place,
    /// Options that a mentor offers.
    Offer,
    /// What a mentor can help with.
    Help,
    /// What a mentee hopes for.
    Hope,
    /// What matters in a mentor.
    Preferences,
    /// A way to be reached besides the email address.
    Contact,
}

travels! {
    /// What of the profile is there and what is missing.
    pub struct Completeness {
        /// The parts that the participant's roles need, in the order of the form.
        pub parts: Vec<PartState>,
        /// The minimum for looking for mentors is there.
        pub search_open: bool,
        /// The minimum for being in the mentors' list is there.
        pub listed: bool,
    }

    /// Whether a part of the profile is there.
    pub struct PartState {
        /// The part.
        pub part: Part,
        /// It is there.
        pub done: bool,
        /// It belongs to the minimum.
        pub needed: bool,
    }
}

/// The criterion that every mentor's offer needs at least one option of.
pub const NEEDED_IN_OFFER: &str = "skills";
/// The minimum for looking for mentors.
pub const NEEDED_TO_SEARCH: [Part; 2] = [Part::Place, Part::Preferences];
/// The minimum for being in the mentors' list.
pub const NEEDED_TO_BE_LISTED: [Part; 4] = [Part::About, Part::Place, Part::Offer, Part::Help];

/// Judges what of a profile is there, for these roles.
///
/// The minimum for looking: a place, and one preference. The minimum for being listed as a mentor: a headline, a
/// place with a language, one skill, and a sentence on what one can help with.
pub fn completeness(
    roles: &[Role],
    profile: &Profile,
    offer: &Offer,
    preferences: &Preferences,
    contact: &ContactDetails,
) -> Completeness {
    let mentor = roles.contains(&Role::Mentor);
    let mentee = roles.contains(&Role::Mentee);
    let done = |part| match part {
        Part::About => !profile.headline.is_empty() && (!profile.about.is_empty() || !mentor),
        Part::Place => !profile.country.is_empty() && !profile.languages.is_empty(),
        Part::Offer => {
            offer.options.iter().any(|(key, held)| key.as_str() == NEEDED_IN_OFFER && !held.is_empty())
        }
        Part::Help => !offer.help.is_empty(),
        Part::Hope => !preferences.hope.is_empty(),
        Part::Preferences => !preferences.criteria.is_empty(),
        Part::Contact => !contact.phone.is_empty() || !contact.links.is_empty(),
    };
    let parts = [
        (Part::About, true, mentor),
        (Part::Place, true, true),
        (Part::Offer, mentor, mentor),
        (Part::Help, mentor, mentor),
        (Part::Hope, mentee, false),
        (Part::Preferences, mentee, mentee),
        (Part::Contact, true, false),
    ];
    let parts = parts.into_iter().filter(|(_, asked, _)| *asked);
    Completeness {
        parts: parts.map(|(part, _, needed)| PartState { part, done: done(part), needed }).collect(),
        search_open: !mentee || NEEDED_TO_SEARCH.into_iter().all(done),
        listed: mentor && NEEDED_TO_BE_LISTED.into_iter().all(done),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Person {
        profile: Profile,
        offer: Offer,
        preferences: Preferences,
        contact: ContactDetails,
    }

    impl Person {
        fn new() -> Self {
            let profile = serde_json::json!({
                "display_name": "Noor", "headline": "", "organisation": "", "country": "", "city": "",
                "time_zone": "Europe/London", "languages": [], "about": "",
            });
            Self {
                profile: serde_json::from_value(profile).unwrap(),
                offer: Offer::default(),
                preferences: Preferences::default(),
                contact: ContactDetails::default(),
            }
        }

        fn with_place(mut self) -> Self {
            self.profile.country = "GB".into();
            self.profile.languages = vec!["en".parse().unwrap()];
            self
        }

        fn with_preference(mut self) -> Self {
            let preference =
                serde_json::json!({ "criterion": "skills", "options": ["rust"], "importance": "nice" });
            self.preferences.criteria = vec![serde_json::from_value(preference).unwrap()];
            self
        }

        fn with_offer(mut self) -> Self {
            self.profile.headline = "Nurse".into();
            self.profile.about = "I led wards.".into();
            self.offer.help = "First teams".into();
            self.offer.options.insert("skills".parse().unwrap(), vec!["rust".parse().unwrap()]);
            self
        }

        fn judged_as(&self, roles: &[Role]) -> Completeness {
            completeness(roles, &self.profile, &self.offer, &self.preferences, &self.contact)
        }
    }

    #[test]
    fn search_opens_for_a_mentee_with_a_place_and_one_preference() {
        assert!(!Person::new().judged_as(&[Role::Mentee]).search_open);
        assert!(!Person::new().with_place().judged_as(&[Role::Mentee]).search_open);
        assert!(Person::new().with_place().with_preference().judged_as(&[Role::Mentee]).search_open);
    }

    #[test]
    fn a_mentor_is_listed_with_story_place_skill_and_help() {
        let person = Person::new().with_place().with_offer();
        assert!(person.judged_as(&[Role::Mentor]).listed);
        assert!(!person.judged_as(&[Role::Mentee]).listed, "only who is a mentor is listed");
        assert!(!Person::new().with_offer().judged_as(&[Role::Mentor]).listed, "a place is needed");
    }

    #[test]
    fn each_role_is_asked_for_its_own_parts() {
        let parts = |roles: &[Role]| {
            Person::new().judged_as(roles).parts.iter().map(|state| state.part).collect::<Vec<_>>()
        };
        assert_eq!(
            parts(&[Role::Mentee]),
            [Part::About, Part::Place, Part::Hope, Part::Preferences, Part::Contact]
        );
        assert_eq!(
            parts(&[Role::Mentor]),
            [Part::About, Part::Place, Part::Offer, Part::Help, Part::Contact]
        );
        assert_eq!(parts(&[Role::Mentor, Role::Mentee]).len(), 7);
    }
}
