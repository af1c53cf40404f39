use domain::criteria::{CriterionKey, Importance, OptionKey};
use domain::profiles::{ContactDetails, Offer, Preference, Preferences, Profile};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A part of the profile that is read and saved as one, with one version.
pub trait Document: Clone + PartialEq + Serialize + DeserializeOwned {
    /// As the server keeps it.
    fn tidied(self) -> Self;
}

macro_rules! documents {
    ($($document:ty)*) => {$(
        impl Document for $document {
            fn tidied(self) -> Self {
                <$document>::tidied(self)
            }
        }
    )*};
}

documents! { Profile Offer Preferences ContactDetails }

/// What a field says, for showing two versions of it beside each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// Words.
    Words(String),
    /// A number.
    Number(u64),
    /// Yes or no.
    Yes(bool),
    /// Web addresses, or option keys.
    List(Vec<String>),
    /// Option keys, and how much they matter.
    Weighed(Vec<String>, Importance),
}

/// The fields of a document by JSON pointer, in order: what can be wrong or clash by itself.
///
/// Options are a field per criterion: `/options/skills` of an offer, `/criteria/skills` of preferences.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fields(Vec<(String, Value)>);

impl Fields {
    pub(super) fn of(document: &impl Document) -> Self {
        let mut fields = Vec::new();
        let Ok(Value::Object(members)) = serde_json::to_value(document) else { return Self(fields) };
        for (name, value) in members {
            let pointer = ["/", &name].concat();
            match value {
                Value::Object(options) => {
                    fields.push((pointer.clone(), Value::Object(Map::new())));
                    fields.extend(
                        options.into_iter().map(|(key, held)| ([&pointer, "/", &key].concat(), held)),
                    );
                }
                Value::Array(items) if name == "criteria" => {
                    fields.push((pointer.clone(), Value::Array(Vec::new())));
                    fields.extend(items.into_iter().map(|item| {
                        let key = item.get("criterion").and_then(Value::as_str).unwrap_or_default();
                        ([&pointer, "/", key].concat(), item)
                    }));
                }
                value => fields.push((pointer, value)),
            }
        }
        Self(fields)
    }

    pub(super) fn document<D: Document>(self) -> Option<D> {
        let mut members = Map::new();
        for (pointer, value) in self.0 {
            match pointer.trim_start_matches('/').split_once('/') {
                None => {
                    members.insert(pointer.trim_start_matches('/').to_owned(), value);
                }
                Some((name, key)) => match members.get_mut(name)? {
                    Value::Object(options) => {
                        options.insert(key.to_owned(), value);
                    }
                    Value::Array(items) => items.push(value),
                    _ => return None,
                },
            }
        }
        serde_json::from_value(Value::Object(members)).ok()
    }

    pub(super) fn get(&self, pointer: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == pointer).map(|(_, value)| value)
    }

    pub(super) fn set(&mut self, pointer: &str, value: Option<Value>) {
        let known = self.0.iter_mut().find(|(known, _)| known == pointer);
        match (known, value) {
            (Some((_, old)), Some(new)) => *old = new,
            (Some(_), None) => self.0.retain(|(known, _)| known != pointer),
            (None, Some(new)) => self.0.push((pointer.to_owned(), new)),
            (None, None) => {}
        }
    }

    pub(super) fn pointers(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(pointer, _)| pointer)
    }

    pub(super) fn said(&self, pointer: &str) -> Said {
        let words =
            |items: &[Value]| items.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
        match self.get(pointer) {
            Some(Value::String(text)) if !text.is_empty() => Said::Words(text.clone()),
            Some(Value::Number(number)) => number.as_u64().map_or(Said::Nothing, Said::Number),
            Some(Value::Bool(yes)) => Said::Yes(*yes),
            Some(Value::Array(items)) if !items.is_empty() => Said::List(words(items)),
            Some(Value::Object(_)) => {
                let preference = self.get(pointer).cloned().map(serde_json::from_value::<Preference>);
                let Some(Ok(preference)) = preference else { return Said::Nothing };
                let options = preference.options.into_iter().map(String::from).collect();
                Said::Weighed(options, preference.importance)
            }
            _ => Said::Nothing,
        }
    }
}

/// The options after one of them was chosen, or no more.
pub fn with_option(mut options: Vec<OptionKey>, option: OptionKey, chosen: bool) -> Vec<OptionKey> {
    options.retain(|known| *known != option);
    if chosen {
        options.push(option);
    }
    options
}

/// Holds these options of a criterion in the offer; none at all leave the criterion out.
pub fn hold(offer: &mut Offer, criterion: &CriterionKey, options: Vec<OptionKey>) {
    if options.is_empty() {
        offer.options.remove(criterion);
    } else {
        offer.options.insert(criterion.clone(), options);
    }
}

/// Prefers these options of a criterion; a new criterion matters as much as `importance` says, one without options
/// goes.
pub fn prefer(
    preferences: &mut Preferences,
    criterion: &CriterionKey,
    options: Vec<OptionKey>,
    importance: Importance,
) {
    let known = preferences.criteria.iter_mut().find(|known| known.criterion == *criterion);
    match known {
        _ if options.is_empty() => preferences.criteria.retain(|known| known.criterion != *criterion),
        Some(known) => known.options = options,
        None => {
            let criterion = criterion.clone();
            preferences.criteria.push(Preference { criterion, options, importance });
        }
    }
}

/// The web addresses of a text with one on each line.
pub fn links(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(keys: &[&str]) -> Vec<OptionKey> {
        keys.iter().map(|key| key.parse().unwrap()).collect()
    }

    #[test]
    fn a_document_is_the_sum_of_its_fields() {
        let mut offer = Offer { help: "First teams".to_owned(), paused: true, ..Offer::default() };
        hold(&mut offer, &"skills".parse().unwrap(), options(&["listening-well", "delegating"]));
        assert_eq!(Fields::of(&offer).document(), Some(offer.clone()));
        assert_eq!(
            Fields::of(&offer).said("/options/skills"),
            Said::List(vec!["listening-well".into(), "delegating".into()])
        );
        assert_eq!(Fields::of(&Offer::default()).document(), Some(Offer::default()));

        let mut preferences = Preferences::default();
        prefer(&mut preferences, &"skills".parse().unwrap(), options(&["delegating"]), Importance::Essential);
        prefer(&mut preferences, &"format".parse().unwrap(), options(&["video"]), Importance::Nice);
        assert_eq!(Fields::of(&preferences).document(), Some(preferences.clone()));
        assert_eq!(
            Fields::of(&preferences).said("/criteria/skills"),
            Said::Weighed(vec!["delegating".into()], Importance::Essential)
        );
    }

    #[test]
    fn a_criterion_without_options_is_neither_held_nor_preferred() {
        let skills: CriterionKey = "skills".parse().unwrap();
        let mut offer = Offer::default();
        hold(&mut offer, &skills, options(&["delegating"]));
        hold(&mut offer, &skills, vec![]);
        assert_eq!(offer, Offer::default());
        let mut preferences = Preferences::default();
        prefer(&mut preferences, &skills, options(&["delegating"]), Importance::Nice);
        prefer(&mut preferences, &skills, options(&["coaching"]), Importance::Essential);
        assert_eq!(
            preferences.criteria[0].importance,
            Importance::Nice,
            "a known criterion keeps its importance"
        );
        prefer(&mut preferences, &skills, vec![], Importance::Nice);
        assert_eq!(preferences, Preferences::default());
    }

    #[test]
    fn an_option_is_chosen_once() {
        let chosen = with_option(options(&["a"]), "b".parse().unwrap(), true);
        assert_eq!(with_option(chosen.clone(), "b".parse().unwrap(), true), options(&["a", "b"]));
        assert_eq!(with_option(chosen, "a".parse().unwrap(), false), options(&["b"]));
    }

    #[test]
    fn links_are_one_a_line() {
        assert_eq!(
            links(" https://a.example \n\n\thttps://b.example\n"),
            ["https://a.example", "https://b.example"]
        );
    }
}
