//! `cargo xtask test contract` and `cargo xtask fuzz`: the API description is clean, and the server holds to it
//! whatever it is sent. `api-spec/schemathesis.toml` says how, and which exceptions there are. Calendars are read with another
//! parser than the platform's own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode};
use std::time::Instant;
use std::{env, fs};

use anyhow::Result;
use clap::Args;

use crate::server::{self, Server};
use crate::test::{self, Count};
use crate::{interrupt, step, tools};

const SPEC: &str = "api-spec";
/// Has a folder for each stage, where schemathesis runs and leaves its report and notes.
const FOLDER: &str = "target/contract";
const PEOPLE: u32 = 200;
/// The test command tries the same each time; `cargo xtask fuzz` looks for what is new.
const SEED: u64 = 7;
/// How many generated examples of each operation the test command tries, besides those of every limit.
const EXAMPLES: u32 = 20;
/// All calls come from one address, and hundreds of them try passwords.
const LIFTED: [&str; 2] = ["--rate-factor", "1000000"];
/// The password of the sample accounts, and the one that they get here: no example may be the right one.
const FIRST_PASSWORD: &str = "lay one stone more";
const PASSWORD: &str = "the heron waits at the third bend";

/// What to look for.
#[derive(Args)]
pub(crate) struct Options {
    /// Try what an earlier run tried [default: something new]
    #[arg(long)]
    seed: Option<u64>,
    /// End after so many minutes [default: not before somebody stops it]
    #[arg(long)]
    minutes: Option<u64>,
}

/// Who calls.
struct Caller {
    role: &'static str,
    email: &'static str,
}

const CALLERS: [Caller; 3] = [
    Caller { role: "mentee", email: "noor@sample.example" },
    Caller { role: "mentor", email: "wanjiru@sample.example" },
    Caller { role: "coordinator", email: "ilse@sample.example" },
];

/// A server with people in it.
struct Stage {
    program: PathBuf,
    folder: PathBuf,
    origin: String,
    _server: Server,
}

/// Each rule of the description, the calendars, and each operation for each caller, is one test.
pub(crate) fn check() -> Result<Count> {
    let clean = lint()?;
    let program = prepare()?;
    let read = Stage::set("calendars", &program)?.reads_calendars()?;
    Ok(clean.and(read).and(try_all(&program)?))
}

/// Tries one caller after another, over and over, until something is found.
pub(crate) fn fuzz(options: &Options) -> Result<ExitCode> {
    let stage = Stage::set("fuzz", &prepare()?)?;
    let begun = Instant::now();
    // Another number at each call is enough.
    let mut seed = options.seed.unwrap_or(process::id().into());
    loop {
        for caller in &CALLERS {
            println!("\nAs {}: repeat this by `cargo xtask fuzz --seed {seed}`", caller.role);
            if !stage.fuzzes(caller, seed)? {
                return Ok(ExitCode::FAILURE);
            }
        }
        seed += 1;
        if options.minutes.is_some_and(|minutes| begun.elapsed().as_secs() >= minutes * 60) {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

fn lint() -> Result<Count> {
    tools::npm_packages(SPEC)?;
    let mut redocly = Command::new("npx");
    redocly.args(["redocly", "lint", "openapi.json"]).current_dir(SPEC);
    // It would tell its makers that it was run.
    redocly.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    test::check("Linting the API description", &mut redocly)
}

/// Builds the server, and gives the program that tries it.
fn prepare() -> Result<PathBuf> {
    let program = tools::python_program("st", &format!("{SPEC}/requirements.txt"))?;
    server::build()?;
    Ok(program)
}

/// Some examples of each operation, the same each time, by all callers at once: each on a stage of its own.
fn try_all(program: &Path) -> Result<Count> {
    let stages = CALLERS.iter().map(|caller| Stage::set(caller.role, program)).collect::<Result<Vec<_>>>()?;
    let mut trials: Vec<_> = stages.iter().zip(&CALLERS).map(|(stage, caller)| stage.trial(caller)).collect();
    let finished = step::attempt_all("Trying the API as each caller", &mut trials)?;
    let failed = CALLERS.iter().zip(&finished).filter(|(_, finished)| !finished.succeeded);
    failed.for_each(|(caller, finished)| println!("\nAs {}:\n{}", caller.role, finished.output));
    let counts = stages.iter().zip(&finished).map(|(stage, finished)| stage.count(finished.succeeded));
    Ok(counts.fold(Count::default(), Count::and))
}

impl Stage {
    /// An empty stage of this name: nothing of an earlier run counts.
    fn set(name: &str, program: &Path) -> Result<Self> {
        let folder = env::current_dir()?.join(FOLDER).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let data = folder.join("data");
        fs::create_dir_all(&data)?;
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, server::free_port()?));
        let server = Server::start_with(listen, &data, PEOPLE, &LIFTED)?;
        let (program, origin) = (program.to_owned(), format!("http://{listen}"));
        Ok(Self { program, folder, origin, _server: server })
    }

    /// Another parser than the platform's own reads the calendars of a meeting.
    fn reads_calendars(&self) -> Result<Count> {
        let mut reader = Command::new(self.program.with_file_name("python"));
        reader.arg(format!("{SPEC}/calendars.py"));
        reader.env("CAIRN_API", format!("{}/api/v1", self.origin)).env("CAIRN_PASSWORD", FIRST_PASSWORD);
        test::check("Reading calendars with another parser", &mut reader)
    }

    fn report(&self) -> PathBuf {
        self.folder.join("report.xml")
    }

    /// Some examples of each operation.
    fn trial(&self, caller: &Caller) -> Command {
        let mut schemathesis = self.schemathesis(caller, SEED);
        schemathesis.args(["--max-examples", &EXAMPLES.to_string(), "--report=junit"]);
        schemathesis.arg("--report-junit-path").arg(self.report());
        schemathesis
    }

    /// What the report of the trial says. Without a report the trial has failed.
    fn count(&self, succeeded: bool) -> Count {
        let report = fs::read_to_string(self.report()).unwrap_or_default();
        let count = reported(&report).unwrap_or_default();
        count.or_failed(succeeded && count.passed > 0)
    }

    /// Whether nothing was found.
    fn fuzzes(&self, caller: &Caller, seed: u64) -> Result<bool> {
        interrupt::check()?;
        let mut schemathesis = self.schemathesis(caller, seed);
        schemathesis.args(["--max-examples", "300"]);
        Ok(test::check("Trying all operations", &mut schemathesis)?.failed == 0)
    }

    fn schemathesis(&self, caller: &Caller, seed: u64) -> Command {
        let mut schemathesis = Command::new(&self.program);
        schemathesis.current_dir(&self.folder);
        schemathesis.args(["--config-file", "../../../api-spec/schemathesis.toml", "run"]);
        schemathesis.arg(format!("{}/api/v1/openapi.json", self.origin));
        schemathesis.args([
            "--checks=all",
            "--continue-on-failure",
            "--no-color",
            "--seed",
            &seed.to_string(),
        ]);
        schemathesis.args(["--generation-database=none"]);
        schemathesis.env("CAIRN_API", format!("{}/api/v1", self.origin));
        schemathesis.env("CAIRN_EMAIL", caller.email).env("CAIRN_PASSWORD", PASSWORD);
        schemathesis.env("CAIRN_FIRST_PASSWORD", FIRST_PASSWORD);
        schemathesis
    }
}

/// The count of a JUnit report: `<testsuites errors="0" failures="1" skipped="0" tests="37" …`.
fn reported(report: &str) -> Option<Count> {
    let (_, all) = report.split_once("<testsuites ")?;
    let number = |name: &str| -> Option<u64> {
        all.split_once(&format!("{name}=\""))?.1.split('"').next()?.parse().ok()
    };
    let failed = number("errors")? + number("failures")?;
    Some(Count { passed: number("tests")?.checked_sub(failed + number("skipped")?)?, failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_schemathesis_reports() {
        let report = r#"<testsuites errors="1" failures="2" skipped="3" tests="37" time="4.2">"#;
        assert_eq!(reported(report), Some(Count { passed: 31, failed: 3 }));
        assert_eq!(reported(""), None);
    }
}
