//! `cargo xtask bench NAME`: examples measure, and print their figures as JSON.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::postgres::Postgres;
use crate::{step, tools};

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
    /// From a request to its acceptance, and how soon open pages hear of it
    Workflow,
    /// The dashboard of a relationship among many
    Dashboard,
    /// The page of a goal with all its milestones and progress
    Goals,
    /// Looking for words in the library
    Resources,
}

impl Name {
    /// The examples that measure it, each with its package.
    fn examples(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Search => &[("matching", "bench_search"), ("server", "bench_search_http")],
            Self::Workflow => &[("server", "bench_workflow"), ("server", "bench_live")],
            Self::Dashboard => &[("server", "bench_dashboard")],
            Self::Goals => &[("server", "bench_goals")],
            Self::Resources => &[("server", "bench_resources")],
        }
    }
}

#[derive(Deserialize, Serialize)]
struct Report {
    figures: Vec<Figure>,
}

#[derive(Deserialize, Serialize)]
struct Figure {
    name: String,
    value: f64,
    unit: String,
}

/// Builds the examples for release, runs them, prints their figures as a table and, if wished, writes them to a file.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut figures = Vec::new();
    for (package, example) in options.name.examples() {
        build(package, example)?;
    }
    let beside = Beside::start(options.name)?;
    for (_, example) in options.name.examples() {
        figures.extend(measure(example, &beside)?);
    }
    if let Some(file) = &options.json {
        let json = serde_json::to_string_pretty(&Report { figures })?;
        fs::write(file, json).with_context(|| format!("{} could not be written", file.display()))?;
    }
    Ok(())
}

/// What is measured beside ours.
enum Beside {
    /// wrk asks both servers.
    Wrk,
    /// pgbench makes the same statements on a server that syncs its commits.
    Pgbench(Postgres, PathBuf),
    /// Nothing: the same server answers something simple.
    Itself,
}

impl Beside {
    fn start(name: Name) -> Result<Self> {
        match name {
            Name::Search => tools::load_generator().map(|()| Self::Wrk),
            Name::Dashboard | Name::Goals | Name::Resources => Ok(Self::Itself),
            Name::Workflow => {
                Ok(Self::Pgbench(Postgres::start_durable()?, tools::postgres()?.join("pgbench")))
            }
        }
    }

    fn tell(&self, example: &mut Command) {
        if let Self::Pgbench(postgres, pgbench) = self {
            example.env("BENCH_POSTGRES", postgres.url()).env("BENCH_PGBENCH", pgbench);
        }
    }
}

fn build(package: &str, example: &str) -> Result<()> {
    step::run(
        &format!("Building {example} for release"),
        "The compiler's messages say where.",
        Command::new("cargo").args(["build", "--release", "--package", package, "--example", example]),
    )
    .map(drop)
}

fn measure(example: &str, beside: &Beside) -> Result<Vec<Figure>> {
    let mut command = Command::new(format!("target/release/examples/{example}"));
    beside.tell(&mut command);
    let json = step::timed("Measuring", || step::answer(&mut command))?;
    let report: Report = serde_json::from_str(&json)
        .with_context(|| format!("the example {example} printed something else than figures:\n{json}"))?;
    for figure in &report.figures {
        println!("  {:<50} {:>14.3} {}", figure.name, figure.value, figure.unit);
    }
    Ok(report.figures)
}
