//! Criteria: what an option is called, and which options a picker offers.

use domain::criteria::{Criteria, Criterion, CriterionKey, CriterionOption, OptionKey, Rule};

/// The option that stands for the reader's own place.
const ME: &str = "me";

/// What an option is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// An option of the programme, or a country.
    Known(&'a str),
    /// An option that cannot be chosen any more and does not count.
    Retired(&'a str),
    /// The reader's own place.
    NearMe,
    /// A city and its country.
    City(&'a str, &'a str),
    /// The city whose clocks name a time zone.
    Hours(String),
}

/// The criterion of this key.
pub fn criterion<'a>(criteria: &'a Criteria, key: &CriterionKey) -> Option<&'a Criterion> {
    criteria.items.iter().find(|criterion| criterion.key == *key)
}

/// The country of this code: its name, or the code where it is not known.
pub fn country<'a>(criteria: &'a Criteria, code: &'a str) -> &'a str {
    criteria
        .countries
        .iter()
        .find(|country| country.code == code)
        .map_or(code, |country| country.name.as_str())
}

/// What an option of a criterion is called. What the programme does not know counts as retired.
pub fn name<'a>(criteria: &'a Criteria, key: &CriterionKey, option: &'a OptionKey) -> Name<'a> {
    let Some(criterion) = criterion(criteria, key) else { return Name::Retired(option.as_str()) };
    if criterion.rule == Rule::Near {
        return place(criteria, option.as_str());
    }
    match criterion.options.iter().find(|known| known.key == *option) {
        Some(known) if !known.retired => Name::Known(&known.name),
        Some(known) => Name::Retired(&known.name),
        None => Name::Retired(option.as_str()),
    }
}

fn place<'a>(criteria: &'a Criteria, option: &'a str) -> Name<'a> {
    match option.split_once(':') {
        Some((code, city)) => Name::City(city, country(criteria, code)),
        None if option == ME => Name::NearMe,
        None => match option.rsplit_once('/') {
            Some((_, city)) => Name::Hours(city.replace('_', " ")),
            None => Name::Known(country(criteria, option)),
        },
    }
}

/// The options that can be chosen in a criterion; for places: near the reader, and the countries.
pub fn choices(criteria: &Criteria, criterion: &Criterion) -> Vec<CriterionOption> {
    if criterion.rule != Rule::Near {
        return criterion.options.iter().filter(|option| !option.retired).cloned().collect();
    }
    let place = |key: &str, name: &str| {
        let key = key.parse().ok()?;
        Some(CriterionOption { key, name: name.to_owned(), group: None, retired: false })
    };
    let countries = criteria.countries.iter().filter_map(|country| place(&country.code, &country.name));
    place(ME, "").into_iter().chain(countries).collect()
}

/// The options that hold all words of `text` in their name or group, by group, in their order.
pub fn grouped<'a>(
    options: &'a [CriterionOption],
    text: &str,
) -> Vec<(Option<&'a str>, Vec<&'a CriterionOption>)> {
    let text = plain(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut groups: Vec<(Option<&str>, Vec<&CriterionOption>)> = Vec::new();
    for option in options {
        let group = option.group.as_deref();
        let said = plain(&[option.name.as_str(), group.unwrap_or("")].join(" "));
        if !words.iter().all(|word| said.contains(word)) {
            continue;
        }
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, found)) => found.push(option),
            None => groups.push((group, vec![option])),
        }
    }
    groups
}

/// In small letters, letter by letter. (The standard library also knows how a Greek word ends, for four kilobytes.)
pub fn in_small_letters(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// In small letters, without the accents that occur in the names of options.
fn plain(text: &str) -> String {
    let bare = |c: char| match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        '’' => '\'',
        other => other,
    };
    in_small_letters(text).chars().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use domain::criteria::{Country, HeldIn, Importance};

    use super::*;

    fn criteria() -> Criteria {
        let option = |key: &str, name: &str, group: Option<&str>, retired| CriterionOption {
            key: key.parse().unwrap(),
            name: name.to_owned(),
            group: group.map(str::to_owned),
            retired,
        };
        let criterion = |key: &str, rule, options| Criterion {
            key: key.parse().unwrap(),
            name: key.to_owned(),
            hint: String::new(),
            rule,
            held_in: HeldIn::Offer,
            importance: Importance::Nice,
            options,
        };
        let country = |code: &str, name: &str| Country { code: code.to_owned(), name: name.to_owned() };
        Criteria {
            items: vec![
                criterion(
                    "skills",
                    Rule::Share,
                    vec![
                        option("feedback", "Giving feedback", Some("Leadership"), false),
                        option("databases", "Databases", Some("Technology"), false),
                        option("delegating", "Delegating", Some("Leadership"), false),
                        option("fax", "Sending a fax", Some("Technology"), true),
                    ],
                ),
                criterion("place", Rule::Near, vec![]),
            ],
            countries: vec![country("CI", "Côte d’Ivoire"), country("KE", "Kenya")],
        }
    }

    #[test]
    fn options_and_places_have_names() {
        let criteria = criteria();
        let told = |criterion: &str, option: &str| {
            format!("{:?}", name(&criteria, &criterion.parse().unwrap(), &option.parse().unwrap()))
        };
        assert_eq!(told("skills", "feedback"), r#"Known("Giving feedback")"#);
        assert_eq!(told("skills", "fax"), r#"Retired("Sending a fax")"#);
        assert_eq!(told("skills", "gone"), r#"Retired("gone")"#);
        assert_eq!(told("gone", "gone"), r#"Retired("gone")"#);
        assert_eq!(told("place", "me"), "NearMe");
        assert_eq!(told("place", "KE"), r#"Known("Kenya")"#);
        assert_eq!(told("place", "KE:Nairobi"), r#"City("Nairobi", "Kenya")"#);
        assert_eq!(told("place", "America/New_York"), r#"Hours("New York")"#);
    }

    #[test]
    fn retired_options_cannot_be_chosen_and_places_are_near_me_or_countries() {
        let criteria = criteria();
        let keys = |criterion: &Criterion| -> Vec<String> {
            choices(&criteria, criterion).into_iter().map(|option| option.key.to_string()).collect()
        };
        assert_eq!(keys(&criteria.items[0]), ["feedback", "databases", "delegating"]);
        assert_eq!(keys(&criteria.items[1]), ["me", "CI", "KE"]);
    }

    #[test]
    fn options_are_found_by_any_part_of_name_or_group_whatever_the_accents() {
        let criteria = criteria();
        let found = |criterion: usize, text: &str| -> Vec<String> {
            let options = choices(&criteria, &criteria.items[criterion]);
            let groups = grouped(&options, text).into_iter();
            groups.map(|(group, options)| format!("{}: {}", group.unwrap_or("-"), options.len())).collect()
        };
        assert_eq!(found(0, ""), ["Leadership: 2", "Technology: 1"]);
        assert_eq!(found(0, "BASE"), ["Technology: 1"]);
        assert_eq!(found(0, "lead del"), ["Leadership: 1"]);
        assert_eq!(found(0, "fax"), Vec::<String>::new());
        assert_eq!(found(1, "cote d'iv"), ["-: 1"]);
    }
}
