//! `cargo xtask bench NAME`: the example `bench_NAME` measures, and prints its figures as JSON.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::step;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// What to measure
    name: Name,
    /// Also write the figures as JSON to this file
    #[arg(long, value_name = "FILE", value_parser = crate::typed_path)]
    json: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// Ranking mentors for a mentee's criteria
    Search,
}

impl Name {
    /// The package that has the example, and the example.
    fn example(self) -> (&'static str, &'static str) {
        match self {
            Self::Search => ("matching", "bench_search"),
        }
    }
}

#[derive(Deserialize)]
struct Report {
    figures: Vec<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    name: String,
    value: f64,
    unit: String,
}

/// Builds the example for release, runs it, prints its figures as a table and, if wished, writes them to a file.
pub(crate) fn run(options: &Options) -> Result<()> {
    let (package, example) = options.name.example();
    step::run(
        "Building for release",
        "The compiler's messages say where.",
        Command::new("cargo").args(["build", "--release", "--package", package, "--example", example]),
    )?;
    let json = step::timed("Measuring", || {
        step::answer(&mut Command::new(format!("target/release/examples/{example}")))
    })?;
    let report: Report = serde_json::from_str(&json)
        .with_context(|| format!("the example {example} printed something else than figures:\n{json}"))?;
    for figure in &report.figures {
        println!("  {:<50} {:>14.3} {}", figure.name, figure.value, figure.unit);
    }
    if let Some(file) = &options.json {
        fs::write(file, json).with_context(|| format!("{} could not be written", file.display()))?;
    }
    Ok(())
}
