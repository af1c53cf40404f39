//! What may not be written.

use std::fs;

use super::House;
use super::source::Source;

/// Names look like a sentence of one word, but are the same in every language.
const NAMES: [&str; 10] =
    ["Android", "Cairn", "Chrome", "Edge", "Firefox", "Linux", "Mac OS", "Opera", "Safari", "Windows"];

/// Texts for participants are in `frontend/locales`, so that there is one place to reword or translate them. A text in
/// the code that begins with a capital and goes on in small letters is taken for one.
pub(super) fn texts_in_code(house: &House) -> Vec<String> {
    let web_app = house.sources.iter().filter(|source| source.file.starts_with("frontend/src/"));
    let texts = web_app.flat_map(Source::texts).filter(|(text, _)| is_sentence(text));
    let broken = texts.filter(|(text, _)| !NAMES.contains(text));
    broken.map(|(text, place)| format!("{place}: {text}")).collect()
}

fn is_sentence(text: &str) -> bool {
    let word = text.trim_start().split([' ', '.', ',', '!', '?', '…', ':', '\n']).next().unwrap_or_default();
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
}

/// A path or a package server that exists on one machine only, or at one workplace.
pub(super) fn machine_places(house: &House) -> Vec<String> {
    let mut broken = Vec::new();
    for file in &house.files {
        // A file that is no text names no place.
        let Ok(text) = fs::read_to_string(file) else { continue };
        for (index, line) in text.lines().enumerate() {
            if names_home(line) || names_other_registry(file, line) {
                broken.push(format!(
                    "{file}:{}: {}",
                    index + 1,
                    line.trim().chars().take(100).collect::<String>()
                ));
            }
        }
    }
    broken
}

/// Whether a line has the path of somebody's home folder.
fn names_home(line: &str) -> bool {
    let homes = [concat!("/", "root/"), concat!("/", "home/"), concat!("/", "Users/"), concat!("/", "work/")];
    let starts_path =
        |before: &str| before.chars().next_back().is_none_or(|last| " \t\"'`=(:".contains(last));
    homes.iter().any(|home| line.match_indices(home).any(|(at, _)| starts_path(&line[..at])))
}

/// Whether a line of a lock file or of a tool's settings names another package server than everybody's.
fn names_other_registry(file: &str, line: &str) -> bool {
    match file.rsplit('/').next() {
        Some("package-lock.json") => {
            line.contains("\"resolved\": \"http") && !line.contains("\"https://registry.npmjs.org/")
        }
        Some("Cargo.lock") => {
            line.starts_with("source = ")
                && line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
        }
        Some(".npmrc") => line.contains("registry"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_classes_and_names() {
        assert!(is_sentence("Find a mentor"));
        assert!(is_sentence("Save"));
        assert!(!is_sentence("flex items-center gap-2"));
        assert!(!is_sentence("Content-Type"));
        assert!(!is_sentence("ArrowDown"));
        assert!(!is_sentence("GET"));
        assert!(!is_sentence("/"));
    }

    #[test]
    fn homes_are_told_from_addresses() {
        assert!(names_home(concat!("cd /", "home/ada/cairn")));
        assert!(!names_home(concat!("https://cairn.example/", "work/with/us")));
    }

    #[test]
    fn lock_files_name_everybodys_registries() {
        let resolved =
            |host| format!("      \"resolved\": \"https://{host}/left-pad/-/left-pad-1.3.0.tgz\",");
        assert!(names_other_registry("e2e/package-lock.json", &resolved("npm.our-office.example")));
        assert!(!names_other_registry("e2e/package-lock.json", &resolved("registry.npmjs.org")));
    }
}
