//! A PostgreSQL server of one's own for tests and measurements: on a free port, in a temporary folder, gone afterwards.

use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid, User};

use crate::{interrupt, server, step, tools};

const READY_WITHIN: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// One connection for each of the pools of tests.
const SETTINGS: [&str; 2] = ["max_connections=400", "listen_addresses=127.0.0.1"];
/// Tests need no durability.
const FOR_TESTS: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/// The server; stopped and removed when this is dropped.
pub(crate) struct Postgres {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts one for tests.
    pub(crate) fn start() -> Result<Self> {
        Self::start_with(&FOR_TESTS)
    }

    /// Starts one that syncs its commits, as one that is not for tests does.
    pub(crate) fn start_durable() -> Result<Self> {
        Self::start_with(&[])
    }

    fn start_with(settings: &[&str]) -> Result<Self> {
        let programs = tools::postgres()?;
        step::timed("Starting PostgreSQL", || {
            let account = account()?;
            let folder = env::temp_dir().join(format!("cairn-postgres-{}", process::id()));
            fs::create_dir(&folder)?;
            let started = create(&programs, &folder, account.as_ref())
                .and_then(|()| Self::launch(&programs, &folder, account.as_ref(), settings));
            if started.is_err() {
                fs::remove_dir_all(&folder)?;
            }
            started
        })
    }

    /// Its address for whoever may create databases.
    pub(crate) fn url(&self) -> String {
        format!("postgres://cairn@127.0.0.1:{}/postgres", self.port)
    }

    fn launch(programs: &Path, folder: &Path, account: Option<&User>, settings: &[&str]) -> Result<Self> {
        let port = server::free_port()?;
        let mut command = as_account(programs.join("postgres"), account);
        command.arg("-D").arg(folder.join("data")).arg("-k").arg(folder).args(["-p", &port.to_string()]);
        command.args(SETTINGS.iter().chain(settings).flat_map(|setting| ["-c", setting]));
        command.stdin(Stdio::null()).stdout(Stdio::null()).process_group(0);
        let log = fs::File::create(folder.join("log"))?;
        let child = command.stderr(log).spawn()?;
        let mut postgres = Self { child, folder: folder.to_owned(), port };
        postgres.wait_until_ready()?;
        Ok(postgres)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            interrupt::check()?;
            if self.child.try_wait()?.is_some() || begun.elapsed() > READY_WITHIN {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start. It says:\n{log}");
            }
            thread::sleep(LOOK_AGAIN);
        }
        Ok(())
    }

    fn stop(&mut self) -> Result<()> {
        // Its "fast" shutdown: connections are closed, not waited for. An error means that it has gone already.
        let _gone = kill(Pid::from_raw(i32::try_from(self.child.id())?), Signal::SIGINT);
        self.child.wait()?;
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("PostgreSQL in {} could not be stopped: {error:#}", self.folder.display());
        }
    }
}

/// PostgreSQL refuses to run as root: then it runs as the account that its package has made.
fn account() -> Result<Option<User>> {
    if !Uid::effective().is_root() {
        return Ok(None);
    }
    let account = User::from_name("postgres")?;
    account.map(Some).context("PostgreSQL does not run as root, and there is no account named postgres.")
}

fn create(programs: &Path, folder: &Path, account: Option<&User>) -> Result<()> {
    if let Some(account) = account {
        chown(folder, Some(account.uid.as_raw()), Some(account.gid.as_raw()))?;
    }
    let mut initdb = as_account(programs.join("initdb"), account);
    initdb.arg("-D").arg(folder.join("data"));
    initdb.args(["--auth=trust", "--username=cairn", "--no-sync", "--encoding=UTF8", "--locale=C"]);
    // Sorts as people do, like most installations and unlike SQLite: a test must not depend on either.
    initdb.args(["--locale-provider=icu", "--icu-locale=en"]);
    step::answer(&mut initdb)?;
    Ok(())
}

fn as_account(program: PathBuf, account: Option<&User>) -> Command {
    let mut command = Command::new(program);
    if let Some(account) = account {
        command.uid(account.uid.as_raw()).gid(account.gid.as_raw()).current_dir("/");
    }
    command
}
