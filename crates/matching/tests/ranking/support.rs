//! A small programme, mentors and searches for it.

use std::collections::HashSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::criteria::{
    Country, Criteria, Criterion, CriterionKey, CriterionOption, HeldIn, Importance, OptionKey, Rule,
};
use domain::ids::ParticipantId;
use domain::mentors::WantedCriterion;
use domain::profiles::HeldOptions;
use matching::{Catalogue, Found, MentorEntry, Mentors, Place, Search, Words};

pub(crate) const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
pub(crate) const VIEWER: u128 = 1_000_000;

static NOBODY: LazyLock<HashSet<ParticipantId>> = LazyLock::new(HashSet::new);

/// The criteria with their rules and options; a `-` before an option says that it is retired.
pub(crate) const PROGRAMME: [(&str, Rule, &[&str]); 5] = [
    ("skills", Rule::Share, &["rust", "sql", "speaking", "-fortran", "writing", "leading", "hiring"]),
    ("formats", Rule::Any, &["video", "in-person", "phone", "-fax"]),
    ("stage", Rule::AtLeast, &["early", "practised", "-expert", "senior", "leading"]),
    ("languages", Rule::Any, &["en", "de", "sw"]),
    ("place", Rule::Near, &[]),
];

pub(crate) fn catalogue() -> Catalogue {
    let option = |text: &&str| CriterionOption {
        key: option(text.trim_start_matches('-')),
        name: String::new(),
        group: None,
        retired: text.starts_with('-'),
    };
    let criterion = |(key, rule, options): &(&str, Rule, &[&str])| Criterion {
        key: criterion(key),
        name: String::new(),
        hint: String::new(),
        rule: *rule,
        held_in: HeldIn::Offer,
        importance: Importance::Important,
        options: options.iter().map(option).collect(),
    };
    let country = |code: &str| Country { code: code.to_owned(), name: String::new() };
    Catalogue::new(&Criteria {
        items: PROGRAMME.iter().map(criterion).collect(),
        countries: ["KE", "GB", "DE", "NZ"].map(country).to_vec(),
    })
}

pub(crate) fn criterion(key: &str) -> CriterionKey {
    key.parse().unwrap()
}

pub(crate) fn option(key: &str) -> OptionKey {
    key.parse().unwrap()
}

pub(crate) fn options(keys: &[&str]) -> Vec<OptionKey> {
    keys.iter().map(|key| option(key)).collect()
}

pub(crate) fn id(number: u128) -> ParticipantId {
    ParticipantId(uuid::Uuid::from_u128(number))
}

/// A mentor with one free place who holds nothing and is nowhere.
pub(crate) fn mentor(number: u128) -> MentorEntry {
    MentorEntry {
        id: id(number),
        words: Words::default(),
        held: HeldOptions::new(),
        place: Place::default(),
        free_places: 1,
        last_active: TODAY,
    }
}

pub(crate) fn held(held: &[(&str, &[&str])]) -> HeldOptions {
    held.iter().map(|(key, keys)| (criterion(key), options(keys))).collect()
}

pub(crate) fn want(key: &str, importance: Importance, keys: &[&str]) -> WantedCriterion {
    WantedCriterion { criterion: criterion(key), options: options(keys), importance, exact: false }
}

pub(crate) fn exact(wanted: WantedCriterion) -> WantedCriterion {
    WantedCriterion { exact: true, ..wanted }
}

pub(crate) fn mentors(entries: impl IntoIterator<Item = MentorEntry>) -> Mentors {
    let mut mentors = Mentors::new(catalogue());
    entries.into_iter().for_each(|entry| mentors.upsert(entry));
    mentors
}

/// A search without criteria whose one page holds everybody.
pub(crate) fn everybody() -> Search<'static> {
    Search {
        viewer: id(VIEWER),
        me: None,
        today: TODAY,
        criteria: &[],
        text: "",
        include_full: false,
        hidden: &NOBODY,
        limit: 1000,
        cursor: None,
    }
}

pub(crate) fn ids(found: &Found) -> Vec<ParticipantId> {
    found.items.iter().map(|(id, _)| *id).collect()
}

/// The whole list, page by page.
pub(crate) fn pages(mentors: &Mentors, search: &Search<'_>) -> Vec<Found> {
    let mut pages = vec![mentors.search(search).unwrap()];
    while let Some(cursor) = pages.last().and_then(|page| page.next_cursor.clone()) {
        pages.push(mentors.search(&Search { cursor: Some(&cursor), ..*search }).unwrap());
        assert!(pages.len() < 1000, "paging does not end");
    }
    pages
}
