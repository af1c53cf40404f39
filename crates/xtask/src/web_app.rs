//! The web app: bundled by Trunk (see `Trunk.toml`), its files compressed once and for all, in `dist/`.

use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use anyhow::Result;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{files, step, tools, wasm};

const BUNDLE: &str = "dist";
/// What the bundle was built from: beside `dist/`, for what lies in it is served.
const STAMP: &str = "target/web-app.stamp";
const SIZES: &str = "target/web-app.sizes.json";
/// All that it is built from.
pub(crate) const SOURCES: [&str; 9] = [
    ".cargo",
    "frontend",
    "crates/domain",
    "crates/api-client",
    "crates/ui-model",
    "crates/view-macro",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
];
const REGISTRY: &str = "They come from the package registry of Rust: can this machine reach it?";
const SEE_ABOVE: &str = "The messages above say where. The web app is in frontend/.";

/// How the web app is compiled.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Profile {
    /// Small: as it is shipped, tested and measured.
    Release,
    /// Quick to build.
    Dev,
}

/// One file of the bundle.
#[derive(Deserialize)]
pub(crate) struct Size {
    /// Relative to `dist/`.
    pub(crate) file: String,
    /// In bytes.
    pub(crate) raw: u64,
    /// In bytes.
    pub(crate) brotli: u64,
}

/// Builds it as it is shipped, unless the one that is there was built from the same sources.
pub(crate) fn build() -> Result<()> {
    let sources = fingerprint()?;
    if fs::read_to_string(STAMP).is_ok_and(|built| built == sources) && fs::exists(BUNDLE)? {
        println!("The web app is up to date.");
        return Ok(());
    }
    bundle(Profile::Release)?;
    shrink()?;
    compress()?;
    fs::write(STAMP, sources)?;
    Ok(())
}

/// Builds the bundle; Trunk has the style sheet built first.
pub(crate) fn bundle(profile: Profile) -> Result<()> {
    forget_stamp()?;
    tools::npm_packages("frontend")?;
    // Trunk lets cargo download nothing.
    step::run("Downloading packages that are missing", REGISTRY, wasm::command("cargo", &[])?.arg("fetch"))?;
    let mut trunk = wasm::command("trunk", &[tools::trunk()?, tools::wasm_bindgen()?])?;
    // Trunk takes only "true" and "false" for it, and most people set it to 1.
    trunk.arg("build").env_remove("NO_COLOR");
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    step::run("Building the web app (the first time some minutes)", SEE_ABOVE, &mut trunk)?;
    Ok(())
}

/// The sizes of the bundle that `build` has left.
pub(crate) fn sizes() -> Result<Vec<Size>> {
    Ok(serde_json::from_str(&fs::read_to_string(SIZES)?)?)
}

fn shrink() -> Result<()> {
    let mut node = Command::new("node");
    node.args(["frontend/shrink.mjs", BUNDLE]);
    step::run("Making the bundle smaller", SEE_ABOVE, &mut node)?;
    Ok(())
}

fn compress() -> Result<()> {
    let mut node = Command::new("node");
    node.args(["crates/xtask/src/compress.mjs", BUNDLE]);
    let sizes = step::timed("Compressing its files", || step::answer(&mut node))?;
    fs::write(SIZES, sizes)?;
    Ok(())
}

fn forget_stamp() -> Result<()> {
    match fs::remove_file(STAMP) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// A hash over the names and contents of all that the bundle is built from.
fn fingerprint() -> Result<String> {
    let mut hash = Sha256::new();
    for file in files::list(&SOURCES)? {
        hash.update(&file);
        hash.update(Sha256::digest(fs::read(&file)?));
    }
    Ok(tools::hex(&hash.finalize()))
}
