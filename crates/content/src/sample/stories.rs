//! People with stories of their own, written by hand (`sample/people.toml`).

use domain::accounts::Role;
use domain::criteria::OptionKey;
use domain::profiles::{HeldOptions, Offer, Preferences, Profile};
use serde::Deserialize;
use serde::de::Error as _;

use super::{Place, SamplePerson, email};
use crate::portraits::Portrait;

#[derive(Deserialize)]
struct File {
    people: Vec<Story>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    id: String,
    name: String,
    roles: Vec<Role>,
    headline: String,
    #[serde(default)]
    organisation: String,
    /// A city of `places.toml`.
    city: String,
    languages: Vec<OptionKey>,
    about: String,
    portrait: Portrait,
    offer: Option<OfferEntry>,
    preferences: Option<Preferences>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferEntry {
    options: HeldOptions,
    help: String,
    experience: String,
    places: u8,
}

/// All of them, the people of the first minutes first.
pub(super) fn stories(places: &[Place]) -> Result<Vec<SamplePerson>, toml::de::Error> {
    let file: File = toml::from_str(include_str!("../../sample/people.toml"))?;
    file.people.into_iter().map(|story| story.into_person(places)).collect()
}

impl Story {
    fn into_person(self, places: &[Place]) -> Result<SamplePerson, toml::de::Error> {
        let unknown =
            || toml::de::Error::custom(format!("{} lives in an unknown city: {}", self.id, self.city));
        let place = places.iter().find(|place| place.city == self.city).ok_or_else(unknown)?;
        Ok(SamplePerson {
            email: email(&self.id),
            roles: self.roles,
            profile: Profile {
                display_name: self.name,
                headline: self.headline,
                organisation: self.organisation,
                country: place.country.clone(),
                city: self.city,
                time_zone: place.time_zone.clone(),
                languages: self.languages,
                about: self.about,
            },
            offer: self.offer.map(OfferEntry::into_offer).unwrap_or_default(),
            preferences: self.preferences.unwrap_or_default(),
            portrait: self.portrait,
        })
    }
}

impl OfferEntry {
    fn into_offer(self) -> Offer {
        let Self { options, help, experience, places } = self;
        Offer { options, help, experience, places, ..Offer::default() }
    }
}
