//! `cargo xtask tidy`: the rules of the house, each held by a check.

mod layers;
mod licences;
mod migrations;
mod places;
mod source;
mod words;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::files;
use crate::metadata::Metadata;
use crate::test::Count;
use licences::NpmPackage;
use migrations::Migrations;
use source::Source;

/// From here on a file is worth a look: could it be two?
const LONG_FILE: usize = 600;

/// How to check.
#[derive(Args)]
pub(crate) struct Options {
    /// Record the new migrations as released: from then on they may never change
    #[arg(long)]
    accept_migrations: bool,
}

/// What the rules look at.
struct House {
    metadata: Metadata,
    /// Every file of the repository.
    files: Vec<String>,
    /// Every Rust file.
    sources: Vec<Source>,
    migrations: Migrations,
    npm_packages: Vec<NpmPackage>,
}

/// A rule: what it says, and a check that gives each place where it is broken.
type Rule = (&'static str, fn(&House) -> Vec<String>);

const RULES: [Rule; 13] = [
    ("The rules of the domain use no input or output", layers::without_io),
    ("Imports run down only", layers::downwards),
    ("SQL is in store.rs and in db/ only", places::sql),
    (
        "Transactions begin in routes.rs, worker.rs, at the start and on the command line only",
        places::transactions,
    ),
    ("Only clock.rs reads the time", places::clock),
    ("Only random.rs asks for randomness", places::randomness),
    ("Exceptions from lints are expected, with a reason", places::lint_exceptions),
    ("Nothing is left to do", places::leftovers),
    ("Texts for participants are in the catalogue", words::texts_in_code),
    ("No place of one machine is named", words::machine_places),
    ("Released migrations never change", migrations::unchanged),
    ("Both engines have the same migrations", migrations::in_step),
    ("Licences allow what we do", licences::allowed),
];

/// Checks the rules, or records new migrations.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if options.accept_migrations {
        Migrations::read()?.accept()?;
    }
    Ok(if check()?.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks the rules; each is one test.
pub(crate) fn check() -> Result<Count> {
    let house = House::look()?;
    let mut count = Count::default();
    for (says, broken_at) in RULES {
        let places = broken_at(&house);
        println!("{} {says}", if places.is_empty() { "kept  " } else { "BROKEN" });
        for place in &places {
            println!("         {place}");
        }
        count = count.and(Count::of(places.is_empty()));
    }
    for note in house.notes() {
        println!("note   {note}");
    }
    Ok(count)
}

impl House {
    fn look() -> Result<Self> {
        let files = files::list(&[])?;
        let rust = files.iter().filter(|file| Path::new(file).extension() == Some("rs".as_ref()));
        let sources = rust.map(|file| Source::read(file)).collect::<Result<_>>()?;
        Ok(Self {
            metadata: Metadata::read()?,
            npm_packages: licences::npm_packages(&files)?,
            files,
            sources,
            migrations: Migrations::read()?,
        })
    }

    /// What is worth a look, and no rule.
    fn notes(&self) -> Vec<String> {
        let long = self.sources.iter().filter(|source| source.lines > LONG_FILE);
        let long = long.map(|source| format!("{} has {} lines", source.file, source.lines));
        let unreleased = migrations::unreleased(&self.migrations);
        long.chain(unreleased).chain(licences::twice(&self.metadata)).collect()
    }
}
