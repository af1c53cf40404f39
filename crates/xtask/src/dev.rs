//! `cargo xtask dev`: builds and starts again what a change touches. A page that is open then offers to reload.

use std::time::{Duration, SystemTime};
use std::{fs, thread};

use anyhow::Result;

use crate::serve::Options;
use crate::server::{self, Server};
use crate::web_app::{self, Profile};
use crate::{files, interrupt};

const LOOK_AGAIN: Duration = Duration::from_millis(500);
const SERVER_SOURCES: [&str; 6] =
    ["crates/domain", "crates/matching", "crates/content", "crates/server", "migrations", "Cargo.lock"];

/// Builds, starts, and does so again upon every change until somebody stops it.
pub(crate) fn run(options: &Options) -> Result<()> {
    options.prepare_data()?;
    let mut web_app = Watched::new(&web_app::SOURCES, || web_app::bundle(Profile::Dev));
    let mut server = Watched::new(&SERVER_SOURCES, server::build);
    let mut running = None;
    while !interrupt::requested() {
        let changed = [web_app.build_if_changed()?, server.build_if_changed()?];
        if changed.contains(&true) {
            running = restart(running, options);
        }
        thread::sleep(LOOK_AGAIN);
    }
    println!("\nStopping the platform.");
    Ok(())
}

/// A failure is told, and the next change gives the next chance.
fn restart(running: Option<Server>, options: &Options) -> Option<Server> {
    // The old one has to leave its port first.
    let is_first = running.is_none();
    drop(running);
    match options.start_server() {
        Ok(server) => {
            if is_first {
                options.welcome();
            }
            Some(server)
        }
        Err(error) => {
            println!("{error:#}");
            None
        }
    }
}

/// Sources, and what to do when one of them changes.
struct Watched {
    sources: &'static [&'static str],
    build: fn() -> Result<()>,
    seen: Vec<(String, SystemTime)>,
}

impl Watched {
    fn new(sources: &'static [&'static str], build: fn() -> Result<()>) -> Self {
        Self { sources, build, seen: Vec::new() }
    }

    /// Whether something has changed and was built.
    fn build_if_changed(&mut self) -> Result<bool> {
        let now = times(self.sources)?;
        if now == self.seen {
            return Ok(false);
        }
        self.seen = now;
        let built = (self.build)();
        if let Err(error) = &built {
            println!("{error:#}\nWaiting for the next change.");
        }
        Ok(built.is_ok())
    }
}

/// When each file was written last. A file that goes while this looks is a change too.
fn times(sources: &[&str]) -> Result<Vec<(String, SystemTime)>> {
    let written = |file: &String| fs::metadata(file).and_then(|metadata| metadata.modified());
    let files = files::list(sources)?;
    Ok(files.into_iter().filter_map(|file| Some((file.clone(), written(&file).ok()?))).collect())
}
