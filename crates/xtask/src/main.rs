//! The commands of the workshop: `cargo xtask help` lists them.
//!
//! Each module is one command or one thing that commands need: `step` runs a program and tells about it, `tools`
//! installs what is missing, `wasm` knows how WebAssembly is compiled here, `web_app` and `server` build.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks on its outputs")]

mod bench;
mod contract;
mod dev;
mod files;
mod interrupt;
mod metadata;
mod openapi;
mod postgres;
mod serve;
mod server;
mod step;
mod test;
mod tidy;
mod tools;
mod wasm;
mod web_app;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, io, path};

use anyhow::{Context, Result};
use clap::Parser;

/// The commands of the workshop.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Install what is missing, build everything and start the platform with sample people
    Serve(serve::Options),
    /// Start the platform, and build and start it again whenever a source file changes
    Dev(serve::Options),
    /// Run all tests, or the parts that are named
    Test(test::Options),
    /// Send the API what nobody would, until it breaks or somebody stops it
    Fuzz(contract::Options),
    /// Measure something and print the figures
    Bench(bench::Options),
    /// Write the API description, api-spec/openapi.json, anew
    Openapi,
    /// Check the rules of the house
    Tidy(tidy::Options),
}

fn main() -> ExitCode {
    match run(Command::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    env::set_current_dir(root()?)?;
    interrupt::listen()?;
    match command {
        Command::Serve(options) => serve::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Dev(options) => dev::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Test(options) => test::run(&options),
        Command::Fuzz(options) => contract::fuzz(&options),
        Command::Bench(options) => bench::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Openapi => openapi::run().map(|()| ExitCode::SUCCESS),
        Command::Tidy(options) => tidy::run(&options),
    }
}

/// The top folder of the repository. Every other path in this crate is relative to it.
fn root() -> Result<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
    let root = PathBuf::from(package).join("../..").canonicalize()?;
    Ok(root)
}

/// A path that somebody typed, which is relative to where they are.
fn typed_path(typed: &str) -> io::Result<PathBuf> {
    path::absolute(typed)
}
