//! The default criteria of a programme: `programme.toml` and its reader.

use domain::criteria::{Criterion, CriterionKey, CriterionOption, HeldIn, Importance, OptionKey, Rule};
use serde::Deserialize;

const FILE: &str = include_str!("../programme.toml");

/// What a new installation starts with.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// The criteria, in the order in which they are shown.
    pub criteria: Vec<Criterion>,
}

/// Reads the default programme; an error means that the embedded file is broken, which the tests rule out.
pub fn programme() -> Result<Programme, toml::de::Error> {
    let file: File = toml::from_str(FILE)?;
    Ok(Programme { criteria: file.criteria.into_iter().map(CriterionEntry::into_criterion).collect() })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    criteria: Vec<CriterionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionEntry {
    key: CriterionKey,
    name: String,
    hint: String,
    rule: Rule,
    held_in: HeldIn,
    importance: Importance,
    #[serde(default)]
    groups: Vec<GroupEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    name: Option<String>,
    options: Vec<(OptionKey, String)>,
}

impl CriterionEntry {
    fn into_criterion(self) -> Criterion {
        Criterion {
            key: self.key,
            name: self.name,
            hint: self.hint,
            rule: self.rule,
            held_in: self.held_in,
            importance: self.importance,
            options: self.groups.into_iter().flat_map(GroupEntry::into_options).collect(),
        }
    }
}

impl GroupEntry {
    fn into_options(self) -> impl Iterator<Item = CriterionOption> {
        let group = self.name;
        let in_group = move |(key, name)| CriterionOption { key, name, group: group.clone(), retired: false };
        self.options.into_iter().map(in_group)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn criterion(key: &str) -> Criterion {
        let criteria = programme().unwrap().criteria;
        criteria.into_iter().find(|criterion| criterion.key.as_str() == key).unwrap()
    }

    fn is_slug(key: &str) -> bool {
        let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !key.is_empty()
            && key.len() <= 64
            && key.bytes().all(inside)
            && !key.starts_with('-')
            && !key.ends_with('-')
    }

    #[test]
    fn the_criteria_stand_in_the_order_of_the_screens() {
        let criteria = programme().unwrap().criteria;
        let keys: Vec<_> = criteria.iter().map(|criterion| criterion.key.as_str()).collect();
        assert_eq!(
            keys,
            ["skills", "topics", "sectors", "career-stage", "languages", "place", "format", "availability"]
        );
    }

    #[test]
    fn keys_and_names_are_well_formed_and_given_once() {
        for criterion in programme().unwrap().criteria {
            assert!(is_slug(criterion.key.as_str()), "{}", criterion.key);
            let (mut keys, mut names) = (HashSet::new(), HashSet::new());
            for option in &criterion.options {
                assert!(is_slug(option.key.as_str()), "{}.{}", criterion.key, option.key);
                assert!(!option.name.trim().is_empty());
                assert!(keys.insert(&option.key), "{}.{} stands twice", criterion.key, option.key);
                assert!(names.insert(&option.name), "{}: {} stands twice", criterion.key, option.name);
            }
        }
    }

    #[test]
    fn there_are_enough_skills_in_enough_groups() {
        let skills = criterion("skills").options;
        let groups: HashSet<_> = skills.iter().map(|skill| skill.group.clone().unwrap()).collect();
        assert!(skills.len() >= 150, "{}", skills.len());
        assert!(groups.len() >= 12, "{}", groups.len());
    }

    #[test]
    fn languages_are_iso_639_1() {
        let languages = criterion("languages").options;
        assert_eq!(languages.len(), 183);
        assert!(languages.iter().all(|language| language.key.as_str().len() == 2));
    }

    #[test]
    fn only_place_has_open_options() {
        for criterion in programme().unwrap().criteria {
            assert_eq!(criterion.options.is_empty(), criterion.rule == Rule::Near, "{}", criterion.key);
        }
    }
}
