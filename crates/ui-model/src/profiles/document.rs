use domain::criteria::{CriterionKey, Importance, OptionKey};
use domain::profiles::{ContactDetails, Offer, Preference, Preferences, Profile};
use domain::times::day;

/// A part of the profile that is read and saved as one, with one version.
pub trait Document: Clone + PartialEq {
    /// As the server keeps it.
    fn tidied(self) -> Self;
    /// What its fields say.
    fn fields(&self) -> Fields;
    /// Has a field say something else.
    fn put(&mut self, pointer: &str, said: Said);
}

/// What a field says, for showing two versions of it beside each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// Words.
    Words(String),
    /// A number.
    Number(u8),
    /// Yes or no.
    Yes(bool),
    /// Web addresses, or option keys.
    List(Vec<String>),
    /// Option keys, and how much they matter.
    Weighed(Vec<String>, Importance),
}

impl Said {
    /// These words, where there are any.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Words(text.to_owned()) }
    }

    fn list(items: Vec<String>) -> Self {
        if items.is_empty() { Self::Nothing } else { Self::List(items) }
    }

    /// What is said in words or by a number.
    pub fn into_text(self) -> String {
        match self {
            Self::Words(text) => text,
            Self::Number(number) => number.to_string(),
            Self::Nothing | Self::Yes(_) | Self::List(_) | Self::Weighed(..) => String::new(),
        }
    }

    fn into_list(self) -> Vec<String> {
        if let Self::List(items) | Self::Weighed(items, _) = self { items } else { Vec::new() }
    }
}

/// The fields of a document by JSON pointer, in order: what can be wrong or clash by itself.
///
/// Options are a field per criterion: `/options/skills` of an offer, `/criteria/skills` of preferences.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields(Vec<(String, Said)>);

impl Fields {
    fn of<const N: usize>(fields: [(&str, Said); N]) -> Self {
        Self(fields.into_iter().map(|(pointer, said)| (pointer.to_owned(), said)).collect())
    }

    /// What one of them says.
    pub fn said(&self, pointer: &str) -> Said {
        let known = self.0.iter().find(|(known, _)| known == pointer);
        known.map_or(Said::Nothing, |(_, said)| said.clone())
    }

    pub(super) fn pointers(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(pointer, _)| pointer)
    }
}

impl Document for Profile {
    fn tidied(self) -> Self {
        Self::tidied(self)
    }

    fn fields(&self) -> Fields {
        Fields::of([
            ("/display_name", Said::text(&self.display_name)),
            ("/headline", Said::text(&self.headline)),
            ("/organisation", Said::text(&self.organisation)),
            ("/country", Said::text(&self.country)),
            ("/city", Said::text(&self.city)),
            ("/time_zone", Said::text(&self.time_zone)),
            ("/languages", Said::list(words(&self.languages))),
            ("/about", Said::text(&self.about)),
        ])
    }

    fn put(&mut self, pointer: &str, said: Said) {
        match pointer {
            "/display_name" => self.display_name = said.into_text(),
            "/headline" => self.headline = said.into_text(),
            "/organisation" => self.organisation = said.into_text(),
            "/country" => self.country = said.into_text(),
            "/city" => self.city = said.into_text(),
            "/time_zone" => self.time_zone = said.into_text(),
            "/languages" => self.languages = keys(said),
            "/about" => self.about = said.into_text(),
            _ => {}
        }
    }
}

impl Document for Offer {
    fn tidied(self) -> Self {
        Self::tidied(self)
    }

    fn fields(&self) -> Fields {
        let mut fields = Fields::of([
            ("/help", Said::text(&self.help)),
            ("/experience", Said::text(&self.experience)),
            ("/places", Said::Number(self.places)),
            ("/paused", Said::Yes(self.paused)),
            ("/paused_until", self.paused_until.map_or(Said::Nothing, |day| Said::Words(day.to_string()))),
        ]);
        let options = self.options.iter();
        fields.0.extend(
            options.map(|(key, held)| (["/options/", key.as_str()].concat(), Said::list(words(held)))),
        );
        fields
    }

    fn put(&mut self, pointer: &str, said: Said) {
        match (pointer, said) {
            ("/help", said) => self.help = said.into_text(),
            ("/experience", said) => self.experience = said.into_text(),
            ("/places", said) => self.places = said.into_text().parse().unwrap_or(self.places),
            ("/paused", Said::Yes(paused)) => self.paused = paused,
            ("/paused_until", said) => self.paused_until = day(&said.into_text()),
            (pointer, said) => {
                if let Some(key) = key_in(pointer, "/options/") {
                    hold(self, &key, keys(said));
                }
            }
        }
    }
}

impl Document for Preferences {
    fn tidied(self) -> Self {
        Self::tidied(self)
    }

    fn fields(&self) -> Fields {
        let mut fields = Fields::of([("/hope", Said::text(&self.hope))]);
        fields.0.extend(self.criteria.iter().map(|preference| {
            let pointer = ["/criteria/", preference.criterion.as_str()].concat();
            (pointer, Said::Weighed(words(&preference.options), preference.importance))
        }));
        fields
    }

    fn put(&mut self, pointer: &str, said: Said) {
        if pointer == "/hope" {
            self.hope = said.into_text();
        } else if let Some(key) = key_in(pointer, "/criteria/") {
            let weight = if let Said::Weighed(_, weight) = said { weight } else { Importance::Important };
            prefer(self, &key, keys(said), weight);
            self.criteria
                .iter_mut()
                .filter(|known| known.criterion == key)
                .for_each(|known| known.importance = weight);
        }
    }
}

impl Document for ContactDetails {
    fn tidied(self) -> Self {
        Self::tidied(self)
    }

    fn fields(&self) -> Fields {
        Fields::of([("/phone", Said::text(&self.phone)), ("/links", Said::list(self.links.clone()))])
    }

    fn put(&mut self, pointer: &str, said: Said) {
        match pointer {
            "/phone" => self.phone = said.into_text(),
            "/links" => self.links = said.into_list(),
            _ => {}
        }
    }
}

fn words(keys: &[OptionKey]) -> Vec<String> {
    keys.iter().map(|key| key.as_str().to_owned()).collect()
}

fn keys(said: Said) -> Vec<OptionKey> {
    said.into_list().into_iter().filter_map(|key| key.parse().ok()).collect()
}

fn key_in(pointer: &str, of: &str) -> Option<CriterionKey> {
    pointer.strip_prefix(of)?.parse().ok()
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

    /// Another document that was told all fields of this one.
    fn told_of<D: Document>(document: &D, mut other: D) -> D {
        for (pointer, said) in document.fields().0 {
            other.put(&pointer, said);
        }
        other
    }

    #[test]
    fn a_document_is_the_sum_of_its_fields() {
        let mut offer = Offer { help: "First teams".to_owned(), paused: true, ..Offer::default() };
        hold(&mut offer, &"skills".parse().unwrap(), options(&["listening-well", "delegating"]));
        assert_eq!(told_of(&offer, Offer::default()), offer);
        assert_eq!(
            offer.fields().said("/options/skills"),
            Said::List(vec!["listening-well".into(), "delegating".into()])
        );

        let mut preferences = Preferences::default();
        prefer(&mut preferences, &"skills".parse().unwrap(), options(&["delegating"]), Importance::Essential);
        prefer(&mut preferences, &"format".parse().unwrap(), options(&["video"]), Importance::Nice);
        assert_eq!(told_of(&preferences, Preferences::default()), preferences);
        assert_eq!(
            preferences.fields().said("/criteria/skills"),
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
