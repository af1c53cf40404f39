//! `cargo xtask test`: everything that is checked, part by part, and what came of it.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{fs, path};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::metadata::Metadata;
use crate::postgres::Postgres;
use crate::{contract, interrupt, server, step, tidy, tools, wasm, web_app};

/// What the web app may weigh: WebAssembly, JavaScript and style sheet, compressed with brotli. In bytes.
/// `ARCHITECTURE.md` says what keeps it light.
const WEB_APP_BUDGET: u64 = 450_000;
const BUDGETED: [&str; 3] = [".wasm", ".js", ".css"];
/// The server's tests of its API: one binary, run once on each engine.
const API_TESTS: &str = "api";
const JOURNEYS_REPORT: &str = "target/e2e.json";

/// What to test.
#[derive(Args)]
pub(crate) struct Options {
    /// The parts to run [default: all]
    parts: Vec<Selection>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Selection {
    /// Every source file is formatted as rustfmt would
    Fmt,
    /// The rules of the house
    Tidy,
    /// Clippy, for this machine and for WebAssembly
    Lint,
    /// Everything that needs neither database nor browser
    Unit,
    /// The API on SQLite and on PostgreSQL
    Api,
    /// The API on SQLite
    ApiSqlite,
    /// The API on PostgreSQL
    ApiPostgres,
    /// The web app builds and is small enough
    Web,
    /// The API description is clean, and the server holds to it whatever it is sent
    Contract,
    /// Journeys through the platform in a browser
    E2e,
}

impl Selection {
    fn holds(self, part: &Part) -> bool {
        let api = matches!(part.selection, Self::ApiSqlite | Self::ApiPostgres);
        self == part.selection || (self == Self::Api && api)
    }
}

/// One row of the table.
struct Part {
    selection: Selection,
    name: &'static str,
    run: fn() -> Result<Count>,
}

const PARTS: [Part; 9] = [
    Part { selection: Selection::Fmt, name: "fmt", run: fmt },
    Part { selection: Selection::Tidy, name: "tidy", run: tidy::check },
    Part { selection: Selection::Lint, name: "lint", run: lint },
    Part { selection: Selection::Unit, name: "unit", run: unit },
    Part { selection: Selection::ApiSqlite, name: "api-sqlite", run: api_on_sqlite },
    Part { selection: Selection::ApiPostgres, name: "api-postgres", run: api_on_postgres },
    Part { selection: Selection::Contract, name: "contract", run: contract::check },
    Part { selection: Selection::Web, name: "web", run: web },
    Part { selection: Selection::E2e, name: "e2e", run: e2e },
];

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Count {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
}

impl Count {
    /// One check.
    pub(crate) fn of(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }

    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// With a failure where there is no success and no failed test either: it did not build, say, or nothing ran.
    pub(crate) fn or_failed(self, succeeded: bool) -> Self {
        if succeeded || self.failed > 0 { self } else { self.and(Self::of(false)) }
    }
}

struct Row {
    name: &'static str,
    count: Count,
    took: Duration,
}

/// Runs the parts, goes on after one that fails, and ends with the table and the sum.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let chosen = |part: &&Part| {
        options.parts.is_empty() || options.parts.iter().any(|selection| selection.holds(part))
    };
    let rows: Vec<Row> = PARTS.iter().filter(chosen).map(run_part).collect::<Result<_>>()?;
    let sum = rows.iter().fold(Count::default(), |sum, row| sum.and(row.count));
    print_table(&rows);
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run_part(part: &Part) -> Result<Row> {
    println!("\n— {} —", part.name);
    let begun = Instant::now();
    let count = (part.run)().or_else(|error| {
        interrupt::check()?;
        println!("{error:#}");
        anyhow::Ok(Count::of(false))
    })?;
    Ok(Row { name: part.name, count, took: begun.elapsed() })
}

fn print_table(rows: &[Row]) {
    println!("\n{:<14} {:>8} {:>8} {:>9}", "part", "passed", "failed", "seconds");
    for Row { name, count, took } in rows {
        println!("{name:<14} {:>8} {:>8} {:>9.1}", count.passed, count.failed, took.as_secs_f32());
    }
    println!();
}

/// A program that is a test by itself. What it says is shown when it fails.
pub(crate) fn check(title: &str, command: &mut Command) -> Result<Count> {
    let finished = step::attempt(title, command)?;
    if !finished.succeeded {
        println!("{}", finished.output);
    }
    Ok(Count::of(finished.succeeded))
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments);
    command
}

fn fmt() -> Result<Count> {
    check("Looking at the format (`cargo fmt --all` puts it right)", &mut cargo(&["fmt", "--all", "--check"]))
}

fn lint() -> Result<Count> {
    let here = cargo(&["clippy", "--all-targets", "--", "--deny", "warnings"]);
    let mut web = wasm::command("cargo", &[])?;
    web.args(["clippy", "--package", "frontend", "--package", "matching", "--", "--deny", "warnings"]);
    let here = check("Linting for this machine", &mut { here })?;
    Ok(here.and(check("Linting for WebAssembly", &mut web)?))
}

fn unit() -> Result<Count> {
    let metadata = Metadata::read()?;
    let others: Vec<&str> = metadata
        .members()
        .flat_map(|member| &member.targets)
        .filter(|target| target.kind.iter().any(|kind| kind == "test") && target.name != API_TESTS)
        .flat_map(|target| ["--test", &target.name])
        .collect();
    let mut tests = cargo(&["test", "--no-fail-fast", "--lib", "--bins"]);
    let tests = cargo_test("Running the unit tests", tests.args(others))?;
    let examples = cargo_test("Running the examples of the documentation", &mut cargo(&["test", "--doc"]))?;
    Ok(tests.and(examples))
}

fn api_on_sqlite() -> Result<Count> {
    api("Testing the API on SQLite", "sqlite")
}

fn api_on_postgres() -> Result<Count> {
    let postgres = Postgres::start()?;
    api("Testing the API on PostgreSQL", &postgres.url())
}

fn api(title: &str, database: &str) -> Result<Count> {
    tools::curl()?;
    let count =
        cargo_test(title, cargo(&["test", "--test", API_TESTS]).env("CAIRN_TEST_DATABASE", database))?;
    Ok(count.or_failed(count.passed > 0))
}

fn cargo_test(title: &str, command: &mut Command) -> Result<Count> {
    let finished = step::attempt(title, command)?;
    if !finished.succeeded {
        println!("{}", finished.output);
    }
    let count = finished.output.lines().filter_map(test_result).fold(Count::default(), Count::and);
    Ok(count.or_failed(finished.succeeded))
}

/// What a line such as `test result: ok. 3 passed; 1 failed; 0 ignored; …` counts.
fn test_result(line: &str) -> Option<Count> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |word: &str| -> Option<u64> {
        let part = counts.split("; ").find(|part| part.ends_with(word))?;
        part.split(' ').next()?.parse().ok()
    };
    Some(Count { passed: count(" passed")?, failed: count(" failed")? })
}

fn web() -> Result<Count> {
    web_app::build()?;
    let mut total = 0;
    for size in web_app::sizes()?.iter().filter(|size| BUDGETED.iter().any(|end| size.file.ends_with(end))) {
        println!("  {:<50} {:>9} bytes, {:>8} compressed", size.file, size.raw, size.brotli);
        total += size.brotli;
    }
    println!("  {total} bytes of {WEB_APP_BUDGET} that it may weigh.");
    let light_enough = total <= WEB_APP_BUDGET;
    if !light_enough {
        println!("The web app is too heavy. `twiggy top` on the .wasm file tells what weighs most.");
    }
    Ok(Count::of(true).and(Count::of(light_enough)))
}

fn e2e() -> Result<Count> {
    web_app::build()?;
    server::build()?;
    tools::npm_packages("e2e")?;
    let mut types = Command::new("npm");
    let types = check("Checking the types of the journeys", types.args(["run", "check", "--prefix", "e2e"]))?;
    let mut playwright = Command::new("npx");
    playwright.args(["playwright", "test", "--reporter=line,json"]).current_dir("e2e");
    playwright.env("CHROMIUM", tools::chromium()?).env("CAIRN_BIN", server::program()?);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_FILE", path::absolute(JOURNEYS_REPORT)?);
    // A report of an earlier run must not count.
    fs::write(JOURNEYS_REPORT, "")?;
    let finished = step::attempt("Walking the journeys in a browser", &mut playwright)?;
    if !finished.succeeded {
        println!("{}", finished.output);
    }
    let count = journeys(&fs::read_to_string(JOURNEYS_REPORT)?).unwrap_or_default();
    Ok(types.and(count.or_failed(finished.succeeded && count.passed > 0)))
}

/// The count of Playwright's JSON report.
fn journeys(report: &str) -> Result<Count> {
    #[derive(Deserialize)]
    struct Report {
        stats: Stats,
    }
    #[derive(Deserialize)]
    struct Stats {
        expected: u64,
        unexpected: u64,
        flaky: u64,
    }
    let Report { stats } = serde_json::from_str(report).context("Playwright left no report")?;
    Ok(Count { passed: stats.expected + stats.flaky, failed: stats.unexpected })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_cargo_reports() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s";
        assert_eq!(test_result(line), Some(Count { passed: 12, failed: 3 }));
        assert_eq!(test_result("test result_is_kept ... ok"), None);
    }

    #[test]
    fn a_run_that_does_not_build_is_one_failure() {
        assert_eq!(Count::default().or_failed(false), Count { passed: 0, failed: 1 });
        assert_eq!(Count { passed: 4, failed: 2 }.or_failed(false), Count { passed: 4, failed: 2 });
    }

    #[test]
    fn counts_what_playwright_reports() {
        let report = r#"{"suites":[],"stats":{"expected":5,"skipped":1,"unexpected":2,"flaky":1}}"#;
        assert_eq!(journeys(report).unwrap(), Count { passed: 6, failed: 2 });
        assert!(journeys("").is_err());
    }

    #[test]
    fn api_means_both_engines() {
        let names: Vec<_> =
            PARTS.iter().filter(|part| Selection::Api.holds(part)).map(|part| part.name).collect();
        assert_eq!(names, ["api-sqlite", "api-postgres"]);
    }
}
