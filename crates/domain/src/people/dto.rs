use serde::{Deserialize, Serialize};

use crate::criteria::OptionKey;
use crate::ids::ParticipantId;
use crate::profiles::PhotoUrls;
use crate::travels::travels;

travels! {
    /// Somebody, in short. A former participant has no id and no name.
    #[derive(Default)]
    pub struct Person {
        /// The participant; absent when the account was deleted.
        pub id: Option<ParticipantId>,
        /// The name that others see.
        pub display_name: String,
        /// Who it is in a sentence.
        pub headline: String,
        /// The photo, where there is one.
        pub photo: Option<PhotoUrls>,
        /// IANA name of the time zone.
        pub time_zone: String,
    }

    /// The whole public profile of somebody with whom the reader shares a thread, a request or a relationship.
    pub struct PersonProfile {
        /// Who it is.
        pub person: Person,
        /// Where they work or learn.
        pub organisation: String,
        /// ISO 3166-1 code of the country.
        pub country: String,
        /// The city.
        pub city: String,
        /// Options of the criterion `languages`.
        pub languages: Vec<OptionKey>,
        /// The story as safe HTML.
        pub about_html: String,
        /// They are a mentor in the list: there is a mentor's page.
        pub listed: bool,
    }
}
