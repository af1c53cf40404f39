use serde::{Deserialize, Serialize};

use super::{CriterionKey, OptionKey};
use crate::travels::travels;

/// How the options that a mentee selects are held against those that a mentor holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Every selected option counts its share.
    Share,
    /// One of the selected options is enough.
    Any,
    /// The options are steps; the mentor's must be as high as the lowest selected one.
    AtLeast,
    /// Place and time zone: half for the country or up to 3 hours, half for the city or up to 1 hour.
    Near,
}

/// How much a criterion matters to a mentee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Nice to have.
    Nice,
    /// Important.
    Important,
    /// Essential.
    Essential,
}

impl Importance {
    /// All, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Nice, Self::Important, Self::Essential];

    /// The weight in points: 1, 3 or 5.
    pub const fn weight(self) -> u32 {
        match self {
            Self::Nice => 1,
            Self::Important => 3,
            Self::Essential => 5,
        }
    }

    /// The word that travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nice => "nice",
            Self::Important => "important",
            Self::Essential => "essential",
        }
    }
}

impl std::str::FromStr for Importance {
    type Err = validator::ValidationError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|i| i.as_str() == text).ok_or_else(|| crate::text::refused("importance"))
    }
}

/// Where a mentor says which options of a criterion are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeldIn {
    /// In the offer.
    Offer,
    /// In the profile: languages, place and time zone.
    Profile,
}

travels! {
    /// A dimension on which people are matched.
    pub struct Criterion {
        /// Its key.
        pub key: CriterionKey,
        /// Its name.
        pub name: String,
        /// A sentence that helps to choose.
        pub hint: String,
        /// How it is matched.
        pub rule: Rule,
        /// Where a mentor's options are held.
        pub held_in: HeldIn,
        /// The importance that a mentee's first choice gets.
        pub importance: Importance,
        /// Its options, in order; retired ones stay for those who chose them.
        pub options: Vec<CriterionOption>,
    }

    /// A choice within a criterion.
    pub struct CriterionOption {
        /// Its key.
        pub key: OptionKey,
        /// Its name.
        pub name: String,
        /// The group it belongs to, where there are groups.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub group: Option<String>,
        /// It cannot be chosen any more and does not count.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub retired: bool,
    }

    /// All criteria of the programme, and the countries that a place can be in.
    pub struct Criteria {
        /// The criteria, in order.
        pub items: Vec<Criterion>,
        /// ISO 3166-1 countries, by English name.
        pub countries: Vec<Country>,
    }

    /// A country (ISO 3166-1).
    pub struct Country {
        /// Two capital letters.
        #[cfg_attr(feature = "openapi", schema(example = "KE"))]
        pub code: String,
        /// Its English short name.
        #[cfg_attr(feature = "openapi", schema(example = "Kenya"))]
        pub name: String,
    }
}
