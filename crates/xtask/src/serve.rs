//! `cargo xtask serve`: from a fresh clone to a platform with people in it, by one command.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::Args;

use crate::server::{self, Server};
use crate::{interrupt, web_app};

const LOOK_AGAIN: Duration = Duration::from_millis(200);
const DATA: &str = "target/serve-data";
const SAMPLE_PASSWORD: &str = "lay one stone more";
const SAMPLE_ACCOUNTS: [(&str, &str); 4] = [
    ("noor@sample.example", "a mentee"),
    ("wanjiru@sample.example", "a mentor"),
    ("farid@sample.example", "a mentor and a mentee"),
    ("ilse@sample.example", "a coordinator"),
];

/// Where the platform listens and what is in it.
#[derive(Args)]
pub(crate) struct Options {
    /// Address and port to listen at
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder of the database [default: target/serve-data]
    #[arg(long, value_name = "DIR", value_parser = crate::typed_path)]
    data: Option<PathBuf>,
    /// Sample people in an empty database
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    people: u32,
    /// Begin with an empty database: throws away target/serve-data
    #[arg(long, conflicts_with = "data")]
    fresh: bool,
}

impl Options {
    /// Throws away the data of earlier runs, if that was asked for.
    pub(crate) fn prepare_data(&self) -> Result<()> {
        if self.fresh && Path::new(DATA).exists() {
            fs::remove_dir_all(DATA)?;
        }
        Ok(())
    }

    /// Starts the server that was built.
    pub(crate) fn start_server(&self) -> Result<Server> {
        Server::start(self.listen, self.data(), self.people)
    }

    /// Says where the platform is and who can sign in.
    pub(crate) fn welcome(&self) {
        println!("\n  Cairn is at        http://{}", self.listen);
        println!("  Its letters are at http://{}/mailbox", self.listen);
        println!("  Its API is at      http://{}/api/docs", self.listen);
        println!("\n  Sign in with the password  {SAMPLE_PASSWORD}");
        for (email, role) in SAMPLE_ACCOUNTS {
            println!("    {email:<24} {role}");
        }
        println!("\n  Ctrl-C stops it. The data stays in {}\n", self.data().display());
    }

    fn data(&self) -> &Path {
        self.data.as_deref().unwrap_or(Path::new(DATA))
    }
}

/// Builds, starts, and waits until somebody stops it.
pub(crate) fn run(options: &Options) -> Result<()> {
    web_app::build()?;
    server::build()?;
    options.prepare_data()?;
    let mut server = options.start_server()?;
    options.welcome();
    while !interrupt::requested() {
        if !server.runs()? {
            bail!("The server has ended; its own words above say why.");
        }
        thread::sleep(LOOK_AGAIN);
    }
    println!("\nStopping the platform.");
    Ok(())
}
