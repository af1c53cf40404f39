//! How WebAssembly is compiled on this machine. Nothing else in the project knows.
//!
//! With rustup it is one more target. Where rustup's servers cannot be reached, Debian has a second compiler that is
//! meant for the web, and the sources of the standard library to build for it.

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

/// A program that builds for WebAssembly, with these folders at the start of its `PATH`.
pub(crate) fn command(program: &str, folders: &[PathBuf]) -> Result<Command> {
    let variables = environment(folders)?;
    let mut command = Command::new(program);
    command.envs(variables);
    // Its own folder: the two compilers, and a build that runs at the same time, do not wait for each other.
    command.env("CARGO_TARGET_DIR", path::absolute("target/wasm")?).env("CARGO_BUILD_TARGET", TARGET);
    Ok(command)
}

/// The environment for whichever compiler is there, or can be installed.
fn environment(folders: &[PathBuf]) -> Result<Vec<(&'static str, OsString)>> {
    let path = |folders: &[PathBuf]| Ok(vec![("PATH", tools::path_with(folders)?)]);
    if main_compiler_has_target()? {
        return path(folders);
    }
    if !debian_compiler_is_there() {
        if main_compiler_gets_target()? {
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
        ("RUSTC_BOOTSTRAP", "1".into()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into()),
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker()?.into()),
    ]);
    Ok(variables)
}

fn main_compiler_has_target() -> Result<bool> {
    Ok(sysroot("rustc")?.join("lib/rustlib").join(TARGET).exists())
}

fn main_compiler_gets_target() -> Result<bool> {
    if tools::find_program(&["rustup"]).is_none() {
        return Ok(false);
    }
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]).env("RUSTUP_MAX_RETRIES", "1");
    Ok(step::attempt("Adding WebAssembly to the compiler with rustup", &mut command)?.succeeded)
}

fn debian_compiler_is_there() -> bool {
    let has_library =
        || sysroot(SYSTEM_RUSTC).is_ok_and(|root| root.join("lib/rustlib/src/rust/library/std").exists());
    let is_new_enough = || minor_version(SYSTEM_RUSTC).is_some_and(|version| version >= OLDEST_DEBIAN);
    let has = |program| Path::new(SYSTEM_PROGRAMS).join(program).exists();
    has("rustc") && has("cargo") && has("cargo-clippy") && is_new_enough() && has_library()
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
