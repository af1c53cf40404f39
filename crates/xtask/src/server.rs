//! The `cairn` server as a program that other commands build, start and stop.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use anyhow::{Result, bail};

use crate::{interrupt, step};

const PROGRAM: &str = "target/debug/cairn";
const LOOK_AGAIN: Duration = Duration::from_millis(100);
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// Filling an empty database with sample people takes some seconds in a debug build.
const READY_WITHIN: Duration = Duration::from_mins(3);

/// Builds the server, with the features of the whole workspace so that tests find everything built.
pub(crate) fn build() -> Result<()> {
    step::run(
        "Building the server",
        "The compiler's messages say where; `cargo build --bin cairn` shows them again.",
        Command::new("cargo").args(["build", "--bin", "cairn"]),
    )?;
    Ok(())
}

/// The built program.
pub(crate) fn program() -> Result<PathBuf> {
    Ok(Path::new(PROGRAM).canonicalize()?)
}

/// The built program, with none of the settings that somebody's environment has for a server of theirs, and quiet as
/// long as all is well.
pub(crate) fn command() -> Result<Command> {
    let mut command = Command::new(program()?);
    for (name, _) in env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"CAIRN_") {
            command.env_remove(name);
        }
    }
    if env::var_os("RUST_LOG").is_none() {
        command.env("RUST_LOG", "warn,sqlx=error");
    }
    Ok(command)
}

/// A server that runs; it stops when this is dropped.
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Starts the platform with sample people and its mailbox page, and waits until it is ready.
    pub(crate) fn start(listen: SocketAddr, data: &Path, people: u32) -> Result<Self> {
        Self::start_with(listen, data, people, &[])
    }

    /// Likewise, with further options of `cairn serve`.
    pub(crate) fn start_with(listen: SocketAddr, data: &Path, people: u32, options: &[&str]) -> Result<Self> {
        if TcpStream::connect_timeout(&listen, ANSWER_WITHIN).is_ok() {
            bail!(
                "Something is listening at {listen} already. Stop it, or choose another place: --listen 127.0.0.1:8081"
            );
        }
        let mut command = command()?;
        command.arg("serve").args(["--listen", &listen.to_string()]).arg("--data").arg(data);
        command.args(["--sample-people", &people.to_string(), "--mailbox"]).args(options);
        let child = command.stdin(Stdio::null()).process_group(0).spawn()?;
        let mut server = Self { child };
        step::timed("Starting the platform", || server.wait_until_ready(listen))?;
        Ok(server)
    }

    /// Whether it is still there.
    pub(crate) fn runs(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    fn wait_until_ready(&mut self, listen: SocketAddr) -> Result<()> {
        let begun = Instant::now();
        while !is_ready(listen) {
            interrupt::check()?;
            if !self.runs()? {
                bail!(
                    "The server has ended; its own words above say why. If its data is from an older version: --fresh"
                );
            }
            if begun.elapsed() > READY_WITHIN {
                bail!("The server runs but http://{listen}/readyz does not say that it is ready.");
            }
            thread::sleep(LOOK_AGAIN);
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = step::stop(&mut self.child) {
            eprintln!("The server could not be stopped: {error:#}");
        }
    }
}

/// A port that nobody listens at.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn is_ready(listen: SocketAddr) -> bool {
    let status = || -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&listen, ANSWER_WITHIN)?;
        stream.set_read_timeout(Some(ANSWER_WITHIN))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n")?;
        let mut first_line = String::new();
        BufReader::new(stream).read_line(&mut first_line)?;
        Ok(first_line)
    };
    status().is_ok_and(|line| line.contains(" 200 "))
}
