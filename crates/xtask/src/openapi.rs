//! `cargo xtask openapi`: the server describes its API, and the description is kept in the repository.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::{server, step};

const DOCUMENT: &str = "api-spec/openapi.json";

/// Writes the document anew.
pub(crate) fn run() -> Result<()> {
    server::build()?;
    let document = step::answer(Command::new(server::program()?).arg("openapi"))?;
    fs::create_dir_all("api-spec")?;
    let unchanged = fs::read_to_string(DOCUMENT).is_ok_and(|old| old == document);
    fs::write(DOCUMENT, document)?;
    println!("{DOCUMENT} {}.", if unchanged { "was up to date" } else { "has changed" });
    Ok(())
}
