use chrono::NaiveDate;
use domain::criteria::CriterionKey;
use domain::ids::ParticipantId;
use domain::profiles::{HeldOptions, Offer, Profile};

use crate::{Place, Words};

/// What the ranking knows of a mentor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentorEntry {
    /// Who it is.
    pub id: ParticipantId,
    /// The words of name, headline and story.
    pub words: Words,
    /// The options held, by criterion: those of the offer, and the languages of the profile.
    pub held: HeldOptions,
    /// Where the mentor is.
    pub place: Place,
    /// How many mentees could begin now.
    pub free_places: u8,
    /// The last day on which the mentor did something, in UTC.
    pub last_active: NaiveDate,
}

impl MentorEntry {
    /// What the ranking knows of a mentor with this profile, as others may read it, and this offer.
    pub fn new(
        id: ParticipantId,
        profile: &Profile,
        offer: &Offer,
        free_places: u8,
        last_active: NaiveDate,
    ) -> Self {
        let mut held = offer.options.clone();
        held.insert(CriterionKey::languages(), profile.languages.clone());
        Self {
            id,
            words: Words::of([&*profile.display_name, &*profile.headline, &*profile.about]),
            held,
            place: Place::new(&profile.country, &profile.city, &profile.time_zone),
            free_places,
            last_active,
        }
    }
}
