//! A migration that has been released has run somewhere: a change in it would never arrive there. Their hashes are
//! recorded (`sha256sum --check` reads the same file), and what is recorded stays.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

use super::House;
use crate::{files, tools};

const FOLDERS: [&str; 2] = ["migrations/sqlite", "migrations/postgres"];
const RECORD: &str = "migrations/SHA256SUMS";

/// Hash by file.
type Hashes = BTreeMap<String, String>;

/// The migrations as they are, and as they were recorded.
pub(super) struct Migrations {
    present: Hashes,
    recorded: Hashes,
}

impl Migrations {
    pub(super) fn read() -> Result<Self> {
        Ok(Self { present: present()?, recorded: recorded()? })
    }

    /// Records the migrations that are new. A changed or missing one is refused.
    pub(super) fn accept(&self) -> Result<()> {
        let broken: Vec<String> = lost(&self.recorded, &self.present).collect();
        if !broken.is_empty() {
            bail!(
                "Nothing was recorded. Undo this and write a new migration instead:\n{}",
                broken.join("\n")
            );
        }
        let line = |(file, hash): (&String, &String)| format!("{hash}  {file}");
        let lines: Vec<String> = self.present.iter().map(line).collect();
        fs::write(RECORD, lines.join("\n") + "\n")?;
        Ok(())
    }
}

pub(super) fn unchanged(house: &House) -> Vec<String> {
    lost(&house.migrations.recorded, &house.migrations.present).collect()
}

/// Migrations that may still change, because nobody has released them.
pub(super) fn unreleased(migrations: &Migrations) -> impl Iterator<Item = String> + '_ {
    let new = migrations.present.keys().filter(|file| !migrations.recorded.contains_key(*file));
    new.map(|file| {
        format!("{file} may still change; `cargo xtask tidy --accept-migrations` records a release")
    })
}

pub(super) fn in_step(house: &House) -> Vec<String> {
    let files = house.migrations.present.keys();
    let lonely = files.filter(|file| !house.migrations.present.contains_key(&other_engine(file)));
    lonely.map(|file| format!("{file} is there, and {} is not", other_engine(file))).collect()
}

/// The file of the same migration for the other engine.
fn other_engine(file: &str) -> String {
    let [sqlite, postgres] = FOLDERS;
    match file.strip_prefix(sqlite) {
        Some(name) => format!("{postgres}{name}"),
        None => file.replacen(postgres, sqlite, 1),
    }
}

fn lost<'a>(recorded: &'a Hashes, present: &'a Hashes) -> impl Iterator<Item = String> + 'a {
    recorded.iter().filter_map(|(file, hash)| match present.get(file) {
        None => Some(format!("{file} is missing")),
        Some(now) if now != hash => Some(format!("{file} has changed")),
        Some(_) => None,
    })
}

fn present() -> Result<Hashes> {
    let hash = |file: String| -> Result<(String, String)> {
        let hash = tools::hex(&Sha256::digest(fs::read(&file)?));
        Ok((file, hash))
    };
    files::list(&FOLDERS)?.into_iter().map(hash).collect()
}

fn recorded() -> Result<Hashes> {
    if !fs::exists(RECORD)? {
        return Ok(Hashes::new());
    }
    let record = fs::read_to_string(RECORD)?;
    let lines = record.lines().filter_map(|line| line.split_once("  "));
    Ok(lines.map(|(hash, file)| (file.to_owned(), hash.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_has_its_file() {
        assert_eq!(other_engine("migrations/sqlite/0001_start.sql"), "migrations/postgres/0001_start.sql");
        assert_eq!(other_engine("migrations/postgres/0001_start.sql"), "migrations/sqlite/0001_start.sql");
    }

    fn hashes(pairs: &[(&str, &str)]) -> Hashes {
        pairs.iter().map(|(file, hash)| ((*file).to_owned(), (*hash).to_owned())).collect()
    }

    #[test]
    fn a_recorded_migration_stays_as_it_is() {
        let recorded = hashes(&[("1.sql", "a"), ("2.sql", "b"), ("3.sql", "c")]);
        let present = hashes(&[("1.sql", "a"), ("2.sql", "x"), ("4.sql", "d")]);
        assert_eq!(lost(&recorded, &present).collect::<Vec<_>>(), ["2.sql has changed", "3.sql is missing"]);
        assert!(Migrations { present, recorded }.accept().is_err());
    }
}
