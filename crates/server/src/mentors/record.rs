use chrono::NaiveDate;
use domain::accounts::Role;
use domain::criteria::{CriterionKey, Importance};
use domain::ids::ParticipantId;
use domain::masking::mask;
use domain::mentors::{MentorCard, WantedCriterion};
use domain::profiles::{ContactDetails, Offer, PhotoUrls, Preferences, Profile, completeness};
use matching::{MentorEntry, Place, Words};

/// A mentor, in the list or not.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) id: ParticipantId,
    pub(crate) profile: Profile,
    pub(crate) offer: Offer,
    pub(crate) photo: Option<PhotoUrls>,
    pub(crate) last_active: NaiveDate,
    /// The coordinators have suspended them.
    pub(crate) suspended: bool,
    /// How many of the places are taken.
    pub(crate) taken: u8,
}

impl Record {
    /// In the list on this day: complete, not paused and not suspended.
    pub(crate) fn is_listed(&self, today: NaiveDate) -> bool {
        let (wishes, contact) = (Preferences::default(), ContactDetails::default());
        let complete = completeness(&[Role::Mentor], &self.profile, &self.offer, &wishes, &contact);
        complete.listed && !self.suspended && !self.offer.is_paused_on(today)
    }

    /// Where the mentor is.
    pub(crate) fn place(&self) -> Place {
        Place::new(&self.profile.country, &self.profile.city, &self.profile.time_zone)
    }

    /// How many mentees could begin now.
    pub(crate) fn free_places(&self) -> u8 {
        self.offer.places.saturating_sub(self.taken)
    }

    /// What a search wants for which this mentor would be perfect.
    pub(crate) fn as_criteria(&self) -> Vec<WantedCriterion> {
        let wanted = |(criterion, options)| WantedCriterion {
            criterion,
            options,
            importance: Importance::Important,
            exact: false,
        };
        self.entry().held.into_iter().map(wanted).collect()
    }

    /// What the ranking knows.
    pub(crate) fn entry(&self) -> MentorEntry {
        self.clone().into_entry()
    }

    /// The same, where nothing else is asked of the record.
    pub(super) fn into_entry(self) -> MentorEntry {
        let (place, free_places) = (self.place(), self.free_places());
        let Self { id, profile, offer, last_active, .. } = self;
        let words = Words::of([&*profile.display_name, &mask(&profile.headline), &mask(&profile.about)]);
        let mut held = offer.options;
        held.insert(CriterionKey::languages(), profile.languages);
        MentorEntry { id, words, held, place, free_places, last_active }
    }

    /// What lists show, before there is a reader.
    pub(crate) fn card(&self) -> MentorCard {
        let profile = &self.profile;
        MentorCard {
            id: self.id,
            display_name: profile.display_name.clone(),
            headline: mask(&profile.headline),
            organisation: mask(&profile.organisation),
            country: profile.country.clone(),
            city: profile.city.clone(),
            time_zone: profile.time_zone.clone(),
            minutes_ahead: 0,
            languages: profile.languages.clone(),
            photo: self.photo.clone(),
            free_places: self.free_places(),
            bookmarked: false,
            fit: None,
        }
    }
}
