//! What may be written in some places only.

use super::House;
use super::source::Source;

const SQL: [&str; 12] = [
    "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "CREATE ", "ALTER ", "DROP ", "PRAGMA ", "BEGIN",
    "COMMIT", "VACUUM",
];

/// How a transaction begins.
const BEGINS: [&[&str]; 4] =
    [&["db", ".", "read", "("], &["db", ".", "write", "("], &[".", "begin", "("], &[".", "begin_with", "("]];

pub(super) fn sql(house: &House) -> Vec<String> {
    let server = sources_in(house, "crates/server/src/").filter(|source| !may_hold_sql(&source.file));
    let broken = server.flat_map(Source::texts).filter(|(text, _)| is_sql(text));
    broken.map(|(text, place)| format!("{place}: {}", text.lines().next().unwrap_or_default())).collect()
}

fn may_hold_sql(file: &str) -> bool {
    file.ends_with("/store.rs") || file.starts_with("crates/server/src/db/")
}

fn is_sql(text: &str) -> bool {
    SQL.iter().any(|start| text.trim_start().starts_with(start))
}

pub(super) fn transactions(house: &House) -> Vec<String> {
    let begins =
        |source: &Source| BEGINS.iter().flat_map(|begin| source.places_of(begin)).collect::<Vec<_>>();
    let places = sources_in(house, "crates/server/src/").filter(|source| !may_begin(&source.file));
    places.flat_map(begins).collect()
}

fn may_begin(file: &str) -> bool {
    let start = ["crates/server/src/app.rs", "crates/server/src/main.rs"].contains(&file);
    start
        || file.ends_with("/routes.rs")
        || file.ends_with("/worker.rs")
        || file.starts_with("crates/server/src/db/")
}

pub(super) fn clock(house: &House) -> Vec<String> {
    let places = house.sources.iter().filter(|source| !source.file.ends_with("/clock.rs"));
    let clocks = ["Utc", "Local", "SystemTime"];
    let reads = |source: &Source| {
        clocks.iter().flat_map(|clock| source.places_of(&[clock, ":", ":", "now"])).collect::<Vec<_>>()
    };
    places.flat_map(reads).collect()
}

pub(super) fn lint_exceptions(house: &House) -> Vec<String> {
    let item = |source: &Source| source.places_of(&["#", "[", "allow", "("]);
    let file = |source: &Source| source.places_of(&["#", "!", "[", "allow", "("]);
    house.sources.iter().flat_map(|source| [item(source), file(source)].concat()).collect()
}

pub(super) fn leftovers(house: &House) -> Vec<String> {
    let words = ["todo", "unimplemented", "dbg"];
    let left =
        |source: &Source| words.iter().flat_map(|word| source.places_of(&[word, "!"])).collect::<Vec<_>>();
    house.sources.iter().flat_map(left).collect()
}

fn sources_in<'a>(house: &'a House, folder: &'a str) -> impl Iterator<Item = &'a Source> {
    house.sources.iter().filter(move |source| source.file.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_is_told_from_words() {
        assert!(is_sql("\n  SELECT id FROM participants"));
        assert!(!is_sql("Select what you can help with"));
    }

    #[test]
    fn every_area_has_one_place_for_sql() {
        assert!(may_hold_sql("crates/server/src/requests/store.rs"));
        assert!(!may_hold_sql("crates/server/src/requests/routes.rs"));
    }
}
