//! The tools that are not ours. What is missing gets installed, each in its usual way; what cannot be, is a sentence
//! that says what to do.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::unistd::Uid;
use sha2::{Digest, Sha256};

use crate::step;

/// A program that `cargo install` builds, once for every clone on this machine.
pub(crate) struct CargoTool {
    /// Name of the program and of its folder.
    pub(crate) name: &'static str,
    /// Name of the package.
    pub(crate) package: &'static str,
    /// The exact version.
    pub(crate) version: String,
    /// Further options of `cargo install`.
    pub(crate) options: &'static [&'static str],
}

/// Bundles the web app. Later versions need a newer compiler.
pub(crate) fn trunk() -> Result<PathBuf> {
    CargoTool {
        name: "trunk",
        package: "trunk",
        version: "0.21.14".to_owned(),
        options: &["--no-default-features", "--features", "rustls"],
    }
    .install()
}

/// Writes the JavaScript around the WebAssembly. It has to be the very version of the library.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    CargoTool {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: locked_version("wasm-bindgen")?,
        options: &[],
    }
    .install()
}

impl CargoTool {
    /// Installs it if it is missing, and gives the folder of its program.
    fn install(&self) -> Result<PathBuf> {
        let folder = cache_folder()?.join(format!("{}-{}", self.name, self.version));
        let programs = folder.join("bin");
        if programs.join(self.name).exists() {
            return Ok(programs);
        }
        let title = format!("Installing {} {} (once; this takes some minutes)", self.name, self.version);
        // Where the lock file of the tool names versions that the registry here does not have (yet), it goes without.
        if !step::attempt(&title, self.cargo_install(&folder).arg("--locked"))?.succeeded {
            let advice = "It comes from the package registry of Rust: can this machine reach it?";
            step::run(
                &format!("{title}, with other versions of its parts"),
                advice,
                &mut self.cargo_install(&folder),
            )?;
        }
        fs::remove_dir_all(folder.join("build"))?;
        Ok(programs)
    }

    fn cargo_install(&self, folder: &Path) -> Command {
        let mut command = Command::new("cargo");
        command.args(["install", self.package, "--version", &self.version]).args(self.options);
        command.arg("--root").arg(folder).arg("--target-dir").arg(folder.join("build"));
        command
    }
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string("Cargo.lock")?;
    let start = format!("name = \"{package}\"\nversion = \"");
    let version = lock.split_once(&start).and_then(|(_, rest)| rest.split_once('"'));
    Ok(version.with_context(|| format!("{package} is not in Cargo.lock"))?.0.to_owned())
}

/// Outside `target/`, so that a fresh clone on the same machine finds what an earlier one has built.
fn cache_folder() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir().context("there is no home folder: set XDG_CACHE_HOME")?.join(".cache"),
    };
    Ok(cache.join("cairn/tools"))
}

/// `PATH` with further folders at its start.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&path));
    Ok(env::join_paths(all)?)
}

/// The first of these programs that is on `PATH`.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// Installs the npm packages of a folder if its lock file has changed since the last time.
pub(crate) fn npm_packages(folder: &str) -> Result<()> {
    if find_program(&["npm"]).is_none() {
        bail!(
            "Node is missing. Install Node 20 or later together with npm (https://nodejs.org), then try again."
        );
    }
    let lock = fs::read(format!("{folder}/package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json cannot be read"))?;
    let wanted = hex(&Sha256::digest(lock));
    let stamp = format!("{folder}/node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step::run(
        &format!("Installing the npm packages of {folder}"),
        &format!(
            "Can this machine reach the npm registry? A lock file that does not fit: npm install --prefix {folder}"
        ),
        Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", folder]),
    )?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// A program of the Python packages that a requirements file pins, installed once for every clone on this machine.
pub(crate) fn python_program(name: &str, requirements: &str) -> Result<PathBuf> {
    let pinned = fs::read(requirements).with_context(|| format!("{requirements} cannot be read"))?;
    let folder = cache_folder()?.join(format!("{name}-{}", &hex(&Sha256::digest(pinned))[..16]));
    let stamp = folder.join("installed");
    let programs = folder.join("bin");
    if stamp.exists() {
        return Ok(programs.join(name));
    }
    let python = python()?;
    let mut environment = Command::new(python);
    environment.args(["-m", "venv", "--clear"]).arg(&folder);
    step::run("Making a place for Python packages", "Does `python3 -m venv` work here?", &mut environment)?;
    let mut pip = Command::new(programs.join("pip"));
    pip.args(["install", "--disable-pip-version-check", "--no-input", "--requirement", requirements]);
    step::run(
        &format!("Installing {requirements}"),
        "Can this machine reach the registry of Python?",
        &mut pip,
    )?;
    fs::write(stamp, "")?;
    Ok(programs.join(name))
}

/// A Python that can make virtual environments.
fn python() -> Result<PathBuf> {
    let able = || {
        let python = find_program(&["python3"])?;
        let mut asked = Command::new(&python);
        asked.args(["-c", "import ensurepip, venv"]);
        step::answer(&mut asked).is_ok().then_some(python)
    };
    if let Some(python) = able() {
        return Ok(python);
    }
    install_debian_packages(&["python3", "python3-venv"])?;
    able().context("Python is missing. Install version 3.10 or later with its module venv.")
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The browser of the tests: the one that `CHROMIUM` names, or the system's.
pub(crate) fn chromium() -> Result<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    if let Some(browser) = named.or_else(find_chromium) {
        return Ok(browser);
    }
    install_debian_packages(&["chromium"])?;
    find_chromium().context("Chromium is missing. Install it, or name it: CHROMIUM=/path/of/chromium")
}

fn find_chromium() -> Option<PathBuf> {
    find_program(&["chromium", "chromium-browser", "google-chrome"])
}

/// The folder of `initdb` and `postgres`.
pub(crate) fn postgres() -> Result<PathBuf> {
    if let Some(folder) = find_postgres() {
        return Ok(folder);
    }
    install_debian_packages(&["postgresql-15"])?;
    find_postgres().context("PostgreSQL is missing. Install its version 15 or later, with `initdb` on PATH.")
}

/// Debian keeps each version in a folder of its own, off `PATH`; elsewhere the programs are on it.
fn find_postgres() -> Option<PathBuf> {
    let debian = |version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"));
    let on_path = || find_program(&["initdb"]).and_then(|program| program.parent().map(Path::to_owned));
    (15..=18).map(debian).find(|folder| folder.join("initdb").exists()).or_else(on_path)
}

/// wrk, which asks a server as fast as it can.
pub(crate) fn load_generator() -> Result<()> {
    debian_program("wrk")
}

/// curl, which the integrators' guide is followed with.
pub(crate) fn curl() -> Result<()> {
    debian_program("curl")
}

/// A program that has the name of its package.
fn debian_program(name: &str) -> Result<()> {
    if find_program(&[name]).is_none() {
        install_debian_packages(&[name])?;
    }
    Ok(())
}

/// Installs packages where that can be done; never removes one.
pub(crate) fn install_debian_packages(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let by_hand = format!("Install it by hand and try again: sudo apt-get install {names}");
    if find_program(&["apt-get"]).is_none() {
        bail!(
            "These are missing, and this system has no Debian packages: {names}. Install what gives the same."
        );
    }
    if !Uid::effective().is_root() && find_program(&["sudo"]).is_none() {
        bail!("Only the administrator may install packages here.\n{by_hand}");
    }
    step::run("Asking Debian for its list of packages", &by_hand, apt_get().arg("update"))?;
    let options = ["install", "--yes", "--no-install-recommends", "--no-remove"];
    step::run(&format!("Installing {names}"), &by_hand, apt_get().args(options).args(packages))?;
    Ok(())
}

fn apt_get() -> Command {
    let mut command = if Uid::effective().is_root() {
        Command::new("apt-get")
    } else {
        // Its question for a password could not be seen here.
        let mut sudo = Command::new("sudo");
        sudo.args(["--non-interactive", "--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
