//! How WebAssembly is compiled on this machine. Nothing else in the project knows.
//!
//! The standard library is built along with the web app: then a panic just ends it, without the words and places that
//! nobody reads, and the whole is a sixteenth lighter. rustup has its sources. Where rustup's servers cannot be reached,
//! Debian has a second compiler that is meant for the web, with sources of its own.

use std::ffi::OsString;
use std::path::{self, Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{step, tools};

const TARGET: &str = "wasm32-unknown-unknown";
/// The oldest compiler of Debian's that the web app builds with, as 1.x.
const OLDEST_DEBIAN: u32 = 95;
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];
const SYSTEM_PROGRAMS: &str = "/usr/bin";
const SYSTEM_RUSTC: &str = "/usr/bin/rustc";
/// Building the standard library is not stable yet, nor is how it panics: `RUSTC_BOOTSTRAP` lets a stable compiler do it.
const STANDARD_LIBRARY: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
    ),
];

/// A program that builds for WebAssembly, with these folders at the start of its `PATH`.
pub(crate) fn command(program: &str, folders: &[PathBuf]) -> Result<Command> {
    let variables = environment(folders)?;
    let mut command = Command::new(program);
    command.envs(variables).envs(STANDARD_LIBRARY);
    // Its own folder: the two compilers, and a build that runs at the same time, do not wait for each other.
    command.env("CARGO_TARGET_DIR", path::absolute("target/wasm")?).env("CARGO_BUILD_TARGET", TARGET);
    Ok(command)
}

/// The environment for whichever compiler has the sources of its standard library, or can get them.
fn environment(folders: &[PathBuf]) -> Result<Vec<(&'static str, OsString)>> {
    let path = |folders: &[PathBuf]| Ok(vec![("PATH", tools::path_with(folders)?)]);
    if has_library("rustc") {
        return path(folders);
    }
    if !debian_compiler_is_there() {
        if main_compiler_gets_library()? {
            return path(folders);
        }
        println!("Debian's compiler for the web can do it too.");
        tools::install_debian_packages(&DEBIAN_PACKAGES)?;
    }
    let mut folders = folders.to_vec();
    folders.push(SYSTEM_PROGRAMS.into());
    let mut variables = path(&folders)?;
    variables.extend([
        ("CARGO", "/usr/bin/cargo".into()),
        ("RUSTC", SYSTEM_RUSTC.into()),
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker()?.into()),
    ]);
    Ok(variables)
}

fn main_compiler_gets_library() -> Result<bool> {
    if tools::find_program(&["rustup"]).is_none() {
        return Ok(false);
    }
    let mut command = Command::new("rustup");
    command.args(["component", "add", "rust-src"]).env("RUSTUP_MAX_RETRIES", "1");
    Ok(step::attempt("Getting the sources of the standard library with rustup", &mut command)?.succeeded)
}

/// The sources of the standard library lie beside this compiler.
fn has_library(rustc: &str) -> bool {
    sysroot(rustc).is_ok_and(|root| root.join("lib/rustlib/src/rust/library/std").exists())
}

fn debian_compiler_is_there() -> bool {
    let is_new_enough = || minor_version(SYSTEM_RUSTC).is_some_and(|version| version >= OLDEST_DEBIAN);
    let has = |program| Path::new(SYSTEM_PROGRAMS).join(program).exists();
    has("rustc") && has("cargo") && has("cargo-clippy") && is_new_enough() && has_library(SYSTEM_RUSTC)
}

/// The linker of the main compiler understands WebAssembly; Debian's compiler comes without one.
fn linker() -> Result<PathBuf> {
    let host = step::answer(Command::new("rustc").args(["--print", "host-tuple"]))?;
    let bundled = sysroot("rustc")?.join("lib/rustlib").join(host.trim()).join("bin/rust-lld");
    if bundled.exists() {
        return Ok(bundled);
    }
    let find = || tools::find_program(&["wasm-ld-22", "wasm-ld"]);
    if let Some(found) = find() {
        return Ok(found);
    }
    tools::install_debian_packages(&["lld-22"])?;
    find().context("A linker for WebAssembly is missing. Install lld, with `wasm-ld` on PATH.")
}

fn sysroot(rustc: &str) -> Result<PathBuf> {
    Ok(step::answer(Command::new(rustc).args(["--print", "sysroot"]))?.trim().into())
}

/// 96 for "rustc 1.96.0 (…)".
fn minor_version(rustc: &str) -> Option<u32> {
    let version = step::answer(Command::new(rustc).arg("--version")).ok()?;
    version.split('.').nth(1)?.parse().ok()
}
