use std::collections::{HashMap, HashSet};

use actix_web::web::Bytes;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::criteria::{Criteria, Criterion, CriterionKey, HeldIn, OptionKey, Rule};
use domain::problem::FieldError;
use domain::profiles::{LANGUAGES, MOST_OPTIONS, Offer, Preferences, Profile};
use sha2::{Digest as _, Sha256};

/// The criteria of the programme, ready to be answered, matched by and checked against.
#[derive(Debug)]
pub struct Catalogue {
    document: Document,
    matching: matching::Catalogue,
    keys: Vec<CriterionKey>,
    criteria: HashMap<CriterionKey, Known>,
}

/// The answer of `GET /criteria`.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) json: Bytes,
    pub(crate) etag: String,
}

#[derive(Debug)]
struct Known {
    rule: Rule,
    held_in: HeldIn,
    /// Whether an option is retired.
    options: HashMap<OptionKey, bool>,
}

/// Whether somebody can choose an option.
enum Choice {
    Open,
    Retired,
    Unknown,
}

impl Catalogue {
    /// The catalogue of these criteria.
    pub fn new(items: Vec<Criterion>) -> anyhow::Result<Self> {
        let criteria = Criteria { items, countries: content::countries() };
        let json = Bytes::from(serde_json::to_vec(&criteria)?);
        let etag = format!("\"{}\"", &BASE64_STANDARD.encode(Sha256::digest(&json))[..16]);
        Ok(Self {
            document: Document { json, etag },
            matching: matching::Catalogue::new(&criteria),
            keys: criteria.items.iter().map(|criterion| criterion.key.clone()).collect(),
            criteria: criteria.items.into_iter().map(Known::new).collect(),
        })
    }

    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// What mentors are matched by.
    pub fn matching(&self) -> &matching::Catalogue {
        &self.matching
    }

    /// The criteria in order.
    pub fn keys(&self) -> impl Iterator<Item = &CriterionKey> {
        self.keys.iter()
    }

    /// There is such a criterion.
    pub fn has(&self, criterion: &CriterionKey) -> bool {
        self.criteria.contains_key(criterion)
    }

    /// There is such an option, though it may be retired.
    pub fn has_option(&self, criterion: &CriterionKey, option: &OptionKey) -> bool {
        self.criteria
            .get(criterion)
            .is_some_and(|known| !matches!(self.choice(known, option), Choice::Unknown))
    }

    /// What is wrong with the choices of a profile; retired options that were saved before may stay.
    pub fn profile_errors(&self, profile: &Profile, saved: &Profile) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if profile.time_zone.parse::<chrono_tz::Tz>().is_err() {
            errors.push(FieldError::new("/time_zone", "time_zone"));
        }
        if !profile.country.is_empty() && content::country_name(&profile.country).is_none() {
            errors.push(FieldError::new("/country", "country"));
        }
        let languages = self.criteria.iter().find(|(key, _)| key.as_str() == LANGUAGES);
        if let Some((_, known)) = languages {
            errors.extend(self.option_errors("/languages", known, &profile.languages, &saved.languages));
        }
        errors
    }

    /// What is wrong with the choices of an offer; retired options that were saved before may stay.
    pub fn offer_errors(&self, offer: &Offer, saved: &Offer) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (criterion, options) in &offer.options {
            let pointer = format!("/options/{criterion}");
            match self.criteria.get(criterion).filter(|known| known.held_in == HeldIn::Offer) {
                None => errors.push(FieldError::new(pointer, "unknown_criterion")),
                Some(_) if options.len() as u64 > MOST_OPTIONS => {
                    errors.push(FieldError { max: Some(MOST_OPTIONS), ..FieldError::new(pointer, "length") });
                }
                Some(known) => {
                    let saved = saved.options.get(criterion).map_or(&[][..], Vec::as_slice);
                    errors.extend(self.option_errors(&pointer, known, options, saved));
                }
            }
        }
        errors
    }

    /// What is wrong with the choices of a mentee; retired options that were saved before may stay.
    pub fn preference_errors(&self, preferences: &Preferences, saved: &Preferences) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut seen = HashSet::new();
        for (index, wanted) in preferences.criteria.iter().enumerate() {
            let pointer = format!("/criteria/{index}/criterion");
            let Some(known) = self.criteria.get(&wanted.criterion) else {
                errors.push(FieldError::new(pointer, "unknown_criterion"));
                continue;
            };
            if !seen.insert(&wanted.criterion) {
                errors.push(FieldError::new(pointer, "twice"));
            }
            let saved = saved.criteria.iter().find(|saved| saved.criterion == wanted.criterion);
            let saved = saved.map_or(&[][..], |saved| saved.options.as_slice());
            let pointer = format!("/criteria/{index}/options");
            errors.extend(self.option_errors(&pointer, known, &wanted.options, saved));
        }
        errors
    }

    fn option_errors(
        &self,
        pointer: &str,
        known: &Known,
        options: &[OptionKey],
        saved: &[OptionKey],
    ) -> Vec<FieldError> {
        let mut seen = HashSet::new();
        let mut fault = |option| match self.choice(known, option) {
            Choice::Unknown => Some("unknown_option"),
            _ if !seen.insert(option) => Some("twice"),
            Choice::Retired if !saved.contains(option) => Some("retired_option"),
            Choice::Retired | Choice::Open => None,
        };
        let faults = options.iter().enumerate().filter_map(|(index, option)| Some((index, fault(option)?)));
        faults.map(|(index, code)| FieldError::new(format!("{pointer}/{index}"), code)).collect()
    }

    fn choice(&self, known: &Known, option: &OptionKey) -> Choice {
        match known.options.get(option) {
            Some(true) => Choice::Retired,
            Some(false) => Choice::Open,
            None if known.rule == Rule::Near && self.is_place(option) => Choice::Open,
            None => Choice::Unknown,
        }
    }

    fn is_place(&self, option: &OptionKey) -> bool {
        option.as_str() == "me" || self.matching.place(option, None).is_some()
    }
}

impl Known {
    fn new(criterion: Criterion) -> (CriterionKey, Self) {
        let options = criterion.options.into_iter().map(|option| (option.key, option.retired)).collect();
        (criterion.key, Self { rule: criterion.rule, held_in: criterion.held_in, options })
    }
}

#[cfg(test)]
mod tests {
    use domain::criteria::Importance;
    use domain::profiles::Preference;

    use super::*;

    fn catalogue() -> Catalogue {
        let mut criteria = content::programme().unwrap().criteria;
        criteria[0].options[0].retired = true;
        Catalogue::new(criteria).unwrap()
    }

    fn retired() -> OptionKey {
        content::programme().unwrap().criteria[0].options[0].key.clone()
    }

    fn open() -> OptionKey {
        content::programme().unwrap().criteria[0].options[1].key.clone()
    }

    fn told(errors: Vec<FieldError>) -> Vec<String> {
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    fn skills(options: Vec<OptionKey>) -> Offer {
        Offer { options: [("skills".parse().unwrap(), options)].into(), ..Offer::default() }
    }

    #[test]
    fn an_offer_holds_options_of_the_programme_each_once() {
        let catalogue = catalogue();
        let offer = skills(vec![open(), "no-such".parse().unwrap(), open()]);
        let errors = told(catalogue.offer_errors(&offer, &Offer::default()));
        assert_eq!(errors, ["/options/skills/1 unknown_option", "/options/skills/2 twice"]);
        let of =
            |key: &str| Offer { options: [(key.parse().unwrap(), vec![open()])].into(), ..Offer::default() };
        for key in ["no-such", "languages", "place"] {
            let errors = told(catalogue.offer_errors(&of(key), &Offer::default()));
            assert_eq!(errors, [format!("/options/{key} unknown_criterion")]);
        }
    }

    #[test]
    fn what_is_retired_may_stay_but_not_come() {
        let catalogue = catalogue();
        let offer = skills(vec![retired()]);
        assert_eq!(
            told(catalogue.offer_errors(&offer, &Offer::default())),
            ["/options/skills/0 retired_option"]
        );
        assert!(catalogue.offer_errors(&offer, &offer).is_empty());
    }

    #[test]
    fn preferences_name_places_that_exist() {
        let catalogue = catalogue();
        let places = |options: &[&str]| Preferences {
            criteria: vec![Preference {
                criterion: "place".parse().unwrap(),
                options: options.iter().map(|option| option.parse().unwrap()).collect(),
                importance: Importance::Nice,
            }],
            hope: String::new(),
        };
        let errors =
            |options: &[&str]| told(catalogue.preference_errors(&places(options), &Preferences::default()));
        assert!(errors(&["me", "KE", "KE:Nairobi", "Africa/Nairobi"]).is_empty());
        assert_eq!(
            errors(&["XX", "XX:Nairobi", "Africa/Atlantis"]),
            [
                "/criteria/0/options/0 unknown_option",
                "/criteria/0/options/1 unknown_option",
                "/criteria/0/options/2 unknown_option"
            ]
        );
    }
}
