//! Under which licences the code of others comes.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Result;
use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

use super::House;
use crate::metadata::{Metadata, Package};

const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];
/// In tools that are not part of the product, and in typefaces (OFL), which are served as they are.
const ALLOWED_IN_TOOLS: [&str; 4] = ["BlueOak-1.0.0", "MIT-0", "MPL-2.0", "OFL-1.1"];

pub(super) fn allowed(house: &House) -> Vec<String> {
    let shipped = house.metadata.shipped();
    let is_tool = |package: &Package| !shipped.iter().any(|shipped| shipped.id == package.id);
    let crates = house.metadata.packages.iter();
    let crates = crates.filter(|package| !is_allowed(package.license.as_deref(), is_tool(package)));
    // What comes from npm builds and tests the web app; none of its code is part of it.
    let from_npm = house.npm_packages.iter().filter(|package| !is_allowed(package.license.as_deref(), true));
    let crates = crates.map(|package| describe(&package.name, package.license.as_deref()));
    crates.chain(from_npm.map(|package| describe(&package.place, package.license.as_deref()))).collect()
}

fn describe(name: &str, licence: Option<&str>) -> String {
    format!("{name}: {}", licence.unwrap_or("no licence"))
}

fn is_allowed(licence: Option<&str>, is_tool: bool) -> bool {
    let allows = |requirement: &LicenseReq| {
        let id = requirement.license.id().map(|id| id.name).unwrap_or_default();
        ALLOWED.contains(&id) || (is_tool && ALLOWED_IN_TOOLS.contains(&id))
    };
    let expression = Expression::parse_mode(licence.unwrap_or_default(), ParseMode::LAX);
    expression.is_ok_and(|expression| expression.evaluate(allows))
}

/// A package of a `package-lock.json`.
#[derive(Deserialize)]
pub(super) struct NpmPackage {
    #[serde(skip)]
    place: String,
    license: Option<String>,
}

/// Every package that a lock file among these files names.
pub(super) fn npm_packages(files: &[String]) -> Result<Vec<NpmPackage>> {
    #[derive(Deserialize)]
    struct Lock {
        packages: BTreeMap<String, NpmPackage>,
    }
    let mut all = Vec::new();
    for file in files.iter().filter(|file| file.ends_with("package-lock.json")) {
        let lock: Lock = serde_json::from_str(&fs::read_to_string(file)?)?;
        let packages = lock.packages.into_iter().filter(|(place, _)| place.starts_with("node_modules/"));
        all.extend(packages.map(|(place, package)| NpmPackage { place, ..package }));
    }
    Ok(all)
}

/// Packages that are built in two versions that do not get along. Not forbidden, but each costs time and size.
pub(super) fn twice(metadata: &Metadata) -> Option<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in metadata.shipped() {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let twice = versions.values().filter(|versions| versions.len() > 1).count();
    (twice > 0).then(|| {
        format!("{twice} packages come in more than one version: `cargo tree --duplicates` lists them")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_read_as_a_whole() {
        assert!(is_allowed(Some("MIT/Apache-2.0"), false));
        assert!(is_allowed(Some("GPL-3.0-only OR MIT"), false));
        assert!(is_allowed(Some("(MIT OR Apache-2.0) AND Unicode-3.0"), false));
        assert!(!is_allowed(Some("MIT AND GPL-3.0-only"), false));
        assert!(!is_allowed(None, false));
    }

    #[test]
    fn mpl_is_for_tools_only() {
        assert!(is_allowed(Some("MPL-2.0"), true));
        assert!(!is_allowed(Some("MPL-2.0"), false));
    }
}
