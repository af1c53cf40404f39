use domain::order::in_order;
use domain::problem::FieldError;
use serde::{Deserialize, Serialize};

use super::document::{Document, Fields, Said};

/// A document as somebody writes it: what the server confirmed, and what has been typed since.
///
/// What changed here and elsewhere in different ways clashes, field by field, until the writer has chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft<D> {
    confirmed: D,
    version: String,
    mine: D,
    clashes: Vec<String>,
}

/// A field that was changed here and elsewhere in different ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// The field (JSON pointer).
    pub pointer: String,
    /// What it says here.
    pub mine: Said,
    /// What was saved elsewhere.
    pub theirs: Said,
}

/// Which side of a clash stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What was written here.
    Mine,
    /// What was saved elsewhere.
    Theirs,
}

impl<D: Document> Draft<D> {
    /// Nothing has been typed yet.
    pub fn new(confirmed: D, version: String) -> Self {
        Self { mine: confirmed.clone(), confirmed, version, clashes: Vec::new() }
    }

    /// What the form shows.
    pub fn mine(&self) -> &D {
        &self.mine
    }

    /// What the form shows, to be changed.
    pub fn mine_mut(&mut self) -> &mut D {
        &mut self.mine
    }

    /// The version that the server confirmed last, for `If-Match`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Something of it is not with the server yet.
    pub fn is_unsaved(&self) -> bool {
        !self.clashes.is_empty() || self.mine.clone().tidied() != self.confirmed
    }

    /// What to send now: all of it but fields that are wrong or clash. Nothing when that is what the server has.
    pub fn to_send(&self, wrong: &[FieldError]) -> Option<D> {
        let (mine, confirmed) = (self.mine.fields(), self.confirmed.fields());
        let mut document = self.mine.clone();
        for pointer in wrong_fields(&mine, wrong).chain(&self.clashes) {
            document.put(pointer, confirmed.said(pointer));
        }
        Some(document.tidied()).filter(|document| *document != self.confirmed)
    }

    /// The server has taken what was sent.
    pub fn saved(&mut self, confirmed: D, version: String) {
        self.confirmed = confirmed;
        self.version = version;
    }

    /// The server has told its version. Where it is newer, what changed elsewhere is taken over; what was changed here
    /// too, clashes.
    pub fn told(&mut self, newer: D, version: String) {
        if !is_newer(&version, &self.version) {
            return;
        }
        let (before, theirs) = (self.confirmed.fields(), newer.fields());
        let tidied = self.mine.clone().tidied().fields();
        let mut pointers =
            in_order(before.pointers().chain(tidied.pointers()).chain(theirs.pointers()), Ord::cmp);
        pointers.dedup();
        for pointer in pointers {
            let (old, mine, new) = (before.said(pointer), tidied.said(pointer), theirs.said(pointer));
            if mine == new {
                self.clashes.retain(|clash| clash != pointer);
            } else if mine == old && !self.clashes.contains(pointer) {
                self.mine.put(pointer, new);
            } else if new != old && !self.clashes.contains(pointer) {
                self.clashes.push(pointer.clone());
            }
        }
        self.confirmed = newer;
        self.version = version;
    }

    /// The fields that clash.
    pub fn clashes(&self) -> Vec<Clash> {
        let (mine, theirs) = (self.mine.fields(), self.confirmed.fields());
        let clash = |pointer: &String| Clash {
            pointer: pointer.clone(),
            mine: mine.said(pointer),
            theirs: theirs.said(pointer),
        };
        self.clashes.iter().map(clash).collect()
    }

    /// The writer has chosen.
    pub fn choose(&mut self, pointer: &str, keep: Keep) {
        self.clashes.retain(|clash| clash != pointer);
        if keep == Keep::Theirs {
            self.mine.put(pointer, self.confirmed.fields().said(pointer));
        }
    }
}

/// The fields that the errors are about. Errors name preferences by their number, fields by their criterion.
fn wrong_fields<'a>(fields: &'a Fields, wrong: &'a [FieldError]) -> impl Iterator<Item = &'a String> {
    let preferred = |number: &str| {
        let nth = number.parse::<usize>().ok()?;
        fields.pointers().filter(|pointer| pointer.starts_with("/criteria/")).nth(nth)
    };
    let is_about = move |error: &FieldError, field: &String| {
        let mut segments = error.pointer.splitn(4, '/').skip(1);
        match (segments.next(), segments.next()) {
            (Some("criteria"), Some(number)) => preferred(number) == Some(field),
            _ => error
                .pointer
                .strip_prefix(field.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    };
    fields.pointers().filter(move |field| wrong.iter().any(|error| is_about(error, field)))
}

/// Versions are numbers in quotes. What cannot be compared counts as newer when it differs.
fn is_newer(version: &str, known: &str) -> bool {
    let number = |version: &str| version.trim_matches('"').parse::<u64>().ok();
    match (number(version), number(known)) {
        (Some(version), Some(known)) => version > known,
        _ => version != known,
    }
}

#[cfg(test)]
mod tests {
    use domain::criteria::{CriterionKey, Importance, OptionKey};
    use domain::profiles::{Offer, Preferences, Profile};

    use super::super::{hold, prefer};
    use super::*;

    fn profile() -> Profile {
        Profile {
            display_name: "Noor".to_owned(),
            headline: String::new(),
            organisation: String::new(),
            country: "GB".to_owned(),
            city: "Leeds".to_owned(),
            time_zone: "Europe/London".to_owned(),
            languages: vec![],
            about: String::new(),
        }
    }

    fn with_headline(headline: &str) -> Profile {
        Profile { headline: headline.to_owned(), ..profile() }
    }

    fn typed(headline: &str) -> Draft<Profile> {
        let mut draft = Draft::new(profile(), "\"7\"".to_owned());
        draft.mine_mut().headline = headline.to_owned();
        draft
    }

    fn options(keys: &[&str]) -> Vec<OptionKey> {
        keys.iter().map(|key| key.parse().unwrap()).collect()
    }

    #[test]
    fn white_space_at_the_end_of_a_word_on_its_way_is_no_change() {
        assert!(!typed("  ").is_unsaved());
        assert_eq!(typed(" ").to_send(&[]), None);
        let mut draft = typed("Nurse ");
        assert_eq!(draft.to_send(&[]), Some(with_headline("Nurse")));
        draft.saved(with_headline("Nurse"), "\"8\"".to_owned());
        assert!(!draft.is_unsaved());
        assert_eq!(draft.mine().headline, "Nurse ", "the writer goes on after the space");
    }

    #[test]
    fn what_is_typed_while_the_answer_is_on_its_way_stays_and_is_sent_next() {
        let mut draft = typed("Nurse");
        let sent = draft.to_send(&[]).unwrap();
        draft.mine_mut().headline = "Nurse in Leeds".to_owned();
        draft.saved(sent, "\"8\"".to_owned());
        assert_eq!(draft.to_send(&[]), Some(with_headline("Nurse in Leeds")));
        assert_eq!(draft.version(), "\"8\"");
    }

    #[test]
    fn a_wrong_field_waits_and_the_others_are_sent() {
        let mut draft = typed("Nurse");
        draft.mine_mut().city = "x".repeat(200);
        assert_eq!(draft.to_send(&[FieldError::new("/city", "length")]), Some(with_headline("Nurse")));
        draft.saved(with_headline("Nurse"), "\"8\"".to_owned());
        assert_eq!(draft.to_send(&[FieldError::new("/city", "length")]), None);
        assert!(draft.is_unsaved());
    }

    #[test]
    fn a_wrong_option_holds_back_its_criterion_only() {
        let mut draft = Draft::new(Offer::default(), "\"1\"".to_owned());
        hold(draft.mine_mut(), &"skills".parse().unwrap(), options(&["gone"]));
        hold(draft.mine_mut(), &"format".parse().unwrap(), options(&["video"]));
        let sent = draft.to_send(&[FieldError::new("/options/skills/0", "unknown")]).unwrap();
        assert_eq!(sent.options.keys().map(CriterionKey::as_str).collect::<Vec<_>>(), ["format"]);

        let mut draft = Draft::new(Preferences::default(), "\"1\"".to_owned());
        prefer(draft.mine_mut(), &"skills".parse().unwrap(), options(&["gone"]), Importance::Nice);
        prefer(draft.mine_mut(), &"format".parse().unwrap(), options(&["video"]), Importance::Nice);
        let sent = draft.to_send(&[FieldError::new("/criteria/0/options/0", "unknown")]).unwrap();
        assert_eq!(sent.criteria.iter().map(|of| of.criterion.as_str()).collect::<Vec<_>>(), ["format"]);
    }

    #[test]
    fn what_changed_elsewhere_is_taken_over_where_nothing_was_typed() {
        let mut draft = typed("Nurse");
        let newer = Profile { city: "York".to_owned(), ..profile() };
        draft.told(newer.clone(), "\"8\"".to_owned());
        assert_eq!(draft.clashes(), []);
        assert_eq!(draft.to_send(&[]), Some(Profile { headline: "Nurse".to_owned(), ..newer }));
    }

    #[test]
    fn an_answer_that_was_overtaken_changes_nothing() {
        let mut draft = typed("Nurse");
        draft.saved(with_headline("Nurse"), "\"10\"".to_owned());
        draft.told(profile(), "\"9\"".to_owned());
        assert_eq!(draft.mine().headline, "Nurse");
        assert_eq!(draft.version(), "\"10\"");
    }

    #[test]
    fn two_texts_clash_until_the_writer_has_chosen() {
        let mut draft = typed("Here");
        draft.told(with_headline("There"), "\"8\"".to_owned());
        let clash = Clash {
            pointer: "/headline".to_owned(),
            mine: Said::Words("Here".to_owned()),
            theirs: Said::Words("There".to_owned()),
        };
        assert_eq!(draft.clashes(), [clash]);
        assert_eq!(draft.to_send(&[]), None, "nothing is overwritten without being asked");

        let mut mine = draft.clone();
        mine.choose("/headline", Keep::Mine);
        assert_eq!(mine.to_send(&[]), Some(with_headline("Here")));
        assert_eq!(mine.version(), "\"8\"");

        draft.choose("/headline", Keep::Theirs);
        assert_eq!(draft.mine().headline, "There");
        assert!(!draft.is_unsaved());
    }

    #[test]
    fn other_fields_are_saved_while_one_clashes() {
        let mut draft = typed("Here");
        draft.told(with_headline("There"), "\"8\"".to_owned());
        draft.mine_mut().city = "York".to_owned();
        let sent = draft.to_send(&[]).unwrap();
        assert_eq!((sent.headline.as_str(), sent.city.as_str()), ("There", "York"));
    }

    #[test]
    fn a_clash_outlives_a_reload_and_a_third_version() {
        let mut draft = typed("Here");
        draft.told(with_headline("There"), "\"8\"".to_owned());
        let mut draft =
            serde_json::from_str::<Draft<Profile>>(&serde_json::to_string(&draft).unwrap()).unwrap();
        draft.told(with_headline("Elsewhere"), "\"9\"".to_owned());
        assert_eq!(draft.clashes()[0].theirs, Said::Words("Elsewhere".to_owned()));
        draft.told(with_headline("Here"), "\"10\"".to_owned());
        assert_eq!(draft.clashes(), [], "both say the same now");
        assert!(!draft.is_unsaved());
    }

    #[test]
    fn options_clash_by_criterion() {
        let with = |pairs: &[(&str, &[&str])]| {
            let mut preferences = Preferences::default();
            for (criterion, keys) in pairs {
                prefer(&mut preferences, &criterion.parse().unwrap(), options(keys), Importance::Nice);
            }
            preferences
        };
        let mut draft = Draft::new(with(&[("skills", &["rust"])]), "\"1\"".to_owned());
        *draft.mine_mut() = with(&[("skills", &["rust", "sql"]), ("format", &["video"])]);
        draft.told(with(&[("skills", &["go"]), ("languages", &["ar"])]), "\"2\"".to_owned());
        let clashes = draft.clashes();
        assert_eq!(
            clashes.iter().map(|clash| clash.pointer.as_str()).collect::<Vec<_>>(),
            ["/criteria/skills"]
        );
        draft.choose("/criteria/skills", Keep::Mine);
        assert_eq!(
            draft.to_send(&[]),
            Some(with(&[("skills", &["rust", "sql"]), ("format", &["video"]), ("languages", &["ar"])]))
        );
    }

    #[test]
    fn what_was_dropped_elsewhere_goes_unless_it_was_changed_here() {
        let held = |keys: &[&str]| {
            let mut offer = Offer::default();
            hold(&mut offer, &"skills".parse().unwrap(), options(keys));
            offer
        };
        let mut draft = Draft::new(held(&["rust"]), "\"1\"".to_owned());
        draft.told(Offer::default(), "\"2\"".to_owned());
        assert_eq!(*draft.mine(), Offer::default());

        let mut draft = Draft::new(held(&["rust"]), "\"1\"".to_owned());
        *draft.mine_mut() = held(&["rust", "sql"]);
        draft.told(Offer::default(), "\"2\"".to_owned());
        assert_eq!(draft.clashes()[0].theirs, Said::Nothing);
        draft.choose("/options/skills", Keep::Theirs);
        assert_eq!(*draft.mine(), Offer::default());
    }
}
