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
    let others = sources_in(house, "crates/server/src/").filter(|source| !may_begin(&source.file));
    places_of_any(&BEGINS, others)
}

fn may_begin(file: &str) -> bool {
    let start = ["crates/server/src/app.rs", "crates/server/src/main.rs"].contains(&file);
    start
        || file.ends_with("/routes.rs")
        || file.ends_with("/worker.rs")
        || file.starts_with("crates/server/src/db/")
}

/// How somebody reads the time.
const TIME: [&[&str]; 3] =
    [&["Utc", ":", ":", "now"], &["Local", ":", ":", "now"], &["SystemTime", ":", ":", "now"]];

pub(super) fn clock(house: &House) -> Vec<String> {
    let others = house.sources.iter().filter(|source| !source.file.ends_with("/clock.rs"));
    places_of_any(&TIME, others)
}

/// How somebody asks the system for randomness. What follows from a seed is none.
const RANDOMNESS: [&[&str]; 6] = [
    &["getrandom", ":", ":"],
    &["rand", ":", ":", "rng", "("],
    &["OsRng"],
    &["SysRng"],
    &["Uuid", ":", ":", "new_v4"],
    &["Uuid", ":", ":", "now_v7"],
];

pub(super) fn randomness(house: &House) -> Vec<String> {
    let others = house.sources.iter().filter(|source| !source.file.ends_with("/random.rs"));
    places_of_any(&RANDOMNESS, others)
}

/// How a lint is silenced without a reason.
const SILENCE: [&[&str]; 2] = [&["#", "[", "allow", "("], &["#", "!", "[", "allow", "("]];

pub(super) fn lint_exceptions(house: &House) -> Vec<String> {
    places_of_any(&SILENCE, &house.sources)
}

const LEFTOVERS: [&[&str]; 3] = [&["todo", "!"], &["unimplemented", "!"], &["dbg", "!"]];

pub(super) fn leftovers(house: &House) -> Vec<String> {
    places_of_any(&LEFTOVERS, &house.sources)
}

fn places_of_any<'a>(wanted: &[&[&str]], sources: impl IntoIterator<Item = &'a Source>) -> Vec<String> {
    let sources = sources.into_iter();
    sources.flat_map(|source| wanted.iter().flat_map(|tokens| source.places_of(tokens))).collect()
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
