use std::fmt;

use chrono::NaiveDate;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use validator::Validate;
use vecmap::VecMap;

#[cfg(feature = "openapi")]
use super::links_schema;
use super::{country, links, phone, time_zone};
use crate::criteria::{CriterionKey, Importance, OptionKey};
use crate::text::{filled_line, many_lines, one_line};
use crate::times::read_day;
use crate::travels::travels;

/// Options that somebody holds, by criterion.
pub type HeldOptions = VecMap<CriterionKey, Vec<OptionKey>>;

/// A programme has fewer criteria: reading a map that looks through all its keys for each stays cheap.
const MOST_CRITERIA: usize = 100;

fn few_options<'de, D: Deserializer<'de>>(from: D) -> Result<HeldOptions, D::Error> {
    struct Few;

    impl<'de> Visitor<'de> for Few {
        type Value = HeldOptions;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("options by criterion")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut given: A) -> Result<HeldOptions, A::Error> {
            let mut held = HeldOptions::new();
            while let Some((criterion, options)) = given.next_entry()? {
                if held.len() == MOST_CRITERIA {
                    return Err(A::Error::custom("too many criteria"));
                }
                held.insert(criterion, options);
            }
            Ok(held)
        }
    }

    from.deserialize_map(Few)
}

travels! {
    /// What other signed-in participants may see of a participant. Its version travels as ETag.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Profile {
        /// The name that others see.
        #[validate(length(min = 1, max = 80), custom(function = filled_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80, pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*$", example = "Noor Haddad"))]
        pub display_name: String,
        /// Who you are in a sentence.
        #[validate(length(max = 140), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(max_length = 140, pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*$", example = "Ward nurse who leads her first team from December."))]
        pub headline: String,
        /// Where you work or learn.
        #[validate(length(max = 120), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(max_length = 120, pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*$", example = "St James's Hospital"))]
        pub organisation: String,
        /// ISO 3166-1 code of the country, or empty.
        #[validate(custom(function = country))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2, pattern = "^([A-Z]{2})?$", example = "GB"))]
        pub country: String,
        /// The city.
        #[validate(length(max = 60), custom(function = one_line))]
        #[cfg_attr(feature = "openapi", schema(max_length = 60, pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*$", example = "Leeds"))]
        pub city: String,
        /// IANA name of the time zone.
        #[validate(custom(function = time_zone))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9/_+-]+$", example = "Europe/London"))]
        pub time_zone: String,
        /// Options of the criterion `languages`.
        #[validate(length(max = 20))]
        #[cfg_attr(feature = "openapi", schema(max_items = 20, example = json!(["en", "ar"])))]
        pub languages: Vec<OptionKey>,
        /// The story, in Markdown.
        #[validate(length(max = 4000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 4000, pattern = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]*$", example = "Twelve years on the wards, **one** with a team."))]
        pub about: String,
    }

    /// How to reach a participant outside Cairn: private until a relationship begins. Its version travels as ETag.
    #[derive(Default, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ContactDetails {
        /// A telephone number, or empty.
        #[validate(custom(function = phone))]
        #[cfg_attr(feature = "openapi", schema(max_length = 40, pattern = "^((?:[+ ()./-]*[0-9]){5,20}[+ ()./-]*)?$", example = "+44 113 496 0000"))]
        pub phone: String,
        /// Up to five web addresses.
        #[validate(length(max = 5), custom(function = links))]
        #[cfg_attr(feature = "openapi", schema(schema_with = links_schema))]
        pub links: Vec<String>,
    }

    /// What a mentor can help with. Its version travels as ETag.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Offer {
        /// The options held, by criterion (those that are held in the offer).
        #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, Vec<String>>, example = json!({ "skills": ["leading-a-first-team"] })))]
        #[serde(deserialize_with = "few_options")]
        pub options: HeldOptions,
        /// What I can help with, in a few sentences.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]*$", example = "The first year with a team."))]
        pub help: String,
        /// The experience behind it.
        #[validate(length(max = 2000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 2000, pattern = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]*$", example = "Ward manager since 2014."))]
        pub experience: String,
        /// How many mentees at a time.
        #[validate(range(min = 1, max = 20))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20, example = 2))]
        pub places: u8,
        /// Not open to requests just now: out of the list.
        #[cfg_attr(feature = "openapi", schema(example = false))]
        pub paused: bool,
        /// The day on which the pause ends by itself.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_day")]
        pub paused_until: Option<NaiveDate>,
    }

    /// What a mentee looks for. Its version travels as ETag.
    #[derive(Default, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Preferences {
        /// The criteria that matter, each once.
        #[validate(length(max = 20), nested)]
        #[cfg_attr(feature = "openapi", schema(max_items = 20, example = json!([
            { "criterion": "skills", "options": ["leading-a-first-team"], "importance": "essential" }
        ])))]
        pub criteria: Vec<Preference>,
        /// What I hope for, in a few sentences.
        #[validate(length(max = 1000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 1000, pattern = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]*$", example = "To lead my first team well."))]
        pub hope: String,
    }

    /// A criterion that matters to a mentee.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Preference {
        /// The criterion.
        #[cfg_attr(feature = "openapi", schema(example = "skills"))]
        pub criterion: CriterionKey,
        /// The selected options.
        #[validate(length(min = 1, max = 40))]
        #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 40, example = json!(["leading-a-first-team"])))]
        pub options: Vec<OptionKey>,
        /// How much it matters.
        pub importance: Importance,
    }

    /// Where the two sizes of a photo are. The addresses cannot be guessed and change with the photo.
    #[derive(Eq)]
    pub struct PhotoUrls {
        /// 192 pixels wide and high.
        pub small: String,
        /// 512 pixels wide and high.
        pub large: String,
    }

    /// A text in Markdown as safe HTML, as its writer sees it.
    pub struct Rendered {
        /// Safe HTML.
        pub html: String,
    }

    /// A text in Markdown to be rendered.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Markdown {
        /// The text.
        #[validate(length(max = 4000), custom(function = many_lines))]
        #[cfg_attr(feature = "openapi", schema(max_length = 4000, pattern = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]*$", example = "Twelve years on the wards, **one** with a team."))]
        pub text: String,
    }
}

impl Default for Offer {
    fn default() -> Self {
        Self {
            options: HeldOptions::new(),
            help: String::new(),
            experience: String::new(),
            places: 1,
            paused: false,
            paused_until: None,
        }
    }
}
