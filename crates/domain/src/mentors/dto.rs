use serde::{Deserialize, Serialize};

use crate::criteria::{CriterionKey, Importance, OptionKey};
use crate::ids::ParticipantId;
use crate::profiles::PhotoUrls;
use crate::travels::travels;

travels! {
    /// One page of the ranked list of mentors.
    pub struct MentorList {
        /// The mentors of this page, the closest first.
        pub items: Vec<MentorCard>,
        /// Give it as `cursor` to get the next page; absent on the last one.
        pub next_cursor: Option<String>,
        /// How many mentors the whole list holds, exactly.
        pub total: u32,
        /// For each exact filter: how many mentors the list would hold without it.
        pub without: Vec<WithoutFilter>,
        /// The criteria that the list was ranked by: those of the query, else the saved preferences.
        pub criteria: Vec<WantedCriterion>,
        /// Names the formula that gives the points.
        pub score_version: u32,
    }

    /// How many mentors there would be without one exact filter.
    pub struct WithoutFilter {
        /// The criterion whose filter is left out.
        pub criterion: CriterionKey,
        /// How many mentors the list would then hold.
        pub total: u32,
    }

    /// A criterion of a search.
    pub struct WantedCriterion {
        /// The criterion.
        pub criterion: CriterionKey,
        /// The selected options.
        pub options: Vec<OptionKey>,
        /// How much it matters.
        pub importance: Importance,
        /// Only mentors with full points are listed.
        pub exact: bool,
    }

    /// A mentor in a list.
    pub struct MentorCard {
        /// The mentor's id.
        pub id: ParticipantId,
        /// The name that others see.
        pub display_name: String,
        /// Who the mentor is, in a sentence.
        pub headline: String,
        /// Where the mentor works.
        pub organisation: String,
        /// ISO 3166-1 code of the country.
        pub country: String,
        /// The city.
        pub city: String,
        /// IANA name of the time zone.
        pub time_zone: String,
        /// Options of the criterion `languages`.
        pub languages: Vec<OptionKey>,
        /// The photo, where there is one.
        pub photo: Option<PhotoUrls>,
        /// How many mentees could begin now.
        pub free_places: u8,
        /// Minutes that the mentor's clocks are ahead of the reader's today (negative: behind).
        pub minutes_ahead: i32,
        /// The reader keeps this mentor in mind.
        pub bookmarked: bool,
        /// How well the mentor fits; absent when no criteria were given.
        #[serde(rename = "match")]
        pub fit: Option<Match>,
    }

    /// How well a mentor fits, and why. The reasons' points add up to the score.
    pub struct Match {
        /// Points of this mentor.
        pub score: u32,
        /// Points of a mentor with every selected option.
        pub attainable: u32,
        /// floor(100 × score ÷ attainable).
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100))]
        pub percent: u8,
        /// Criterion by criterion, in the order of the criteria.
        pub reasons: Vec<Reason>,
    }

    /// What one criterion adds to a match.
    pub struct Reason {
        /// The criterion.
        pub criterion: CriterionKey,
        /// How much it matters.
        pub importance: Importance,
        /// Points of this mentor.
        pub points: u32,
        /// Points of a mentor with every selected option.
        pub attainable: u32,
        /// Selected options that this mentor holds (stages: reaches; places: is near to).
        pub matched: Vec<OptionKey>,
        /// Selected options that this mentor does not hold.
        pub missed: Vec<OptionKey>,
        /// What this mentor holds instead, at most three, where points are missing. Not for places: see the card.
        pub instead: Vec<OptionKey>,
        /// For the criterion of places: which halves were reached.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub near: Option<Near>,
    }

    /// Which halves of nearness a mentor reaches.
    #[derive(Copy, Eq)]
    pub struct Near {
        /// The same country.
        pub same_country: bool,
        /// The same city.
        pub same_city: bool,
        /// Minutes between the clocks, today; 0 or more. Absent where no time zone can be compared.
        pub minutes_apart: Option<u32>,
    }

    /// The page of one mentor.
    pub struct Mentor {
        /// What the list shows, with the match by the query's criteria or the saved preferences.
        #[cfg_attr(not(target_family = "wasm"), serde(flatten))]
        #[cfg_attr(target_family = "wasm", serde(rename = ""))]
        pub card: MentorCard,
        /// The story as safe HTML.
        pub about_html: String,
        /// What the mentor can help with.
        pub help: String,
        /// The experience behind it.
        pub experience: String,
        /// How many mentees at a time.
        pub places: u8,
        /// The options held, by criterion.
        pub offer: Vec<Held>,
        /// The median of the hours from a request to its first answer; absent before five answers exist.
        pub answer_hours: Option<u32>,
    }

    /// The options that a mentor holds in one criterion.
    pub struct Held {
        /// The criterion.
        pub criterion: CriterionKey,
        /// The options.
        pub options: Vec<OptionKey>,
    }
}
