//! Under which licences the code of others comes.

use std::collections::BTreeMap;

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
/// In tools that are not part of the product.
const ALLOWED_IN_TOOLS: [&str; 1] = ["MPL-2.0"];

pub(super) fn allowed(house: &House) -> Vec<String> {
    let shipped = house.metadata.shipped();
    let broken = house.metadata.packages.iter().filter(|package| {
        let is_tool = !shipped.iter().any(|shipped| shipped.id == package.id);
        !is_allowed(package.license.as_deref().unwrap_or_default(), is_tool)
    });
    broken.map(describe).collect()
}

fn describe(package: &Package) -> String {
    let licence = package.license.as_deref().unwrap_or("no licence");
    format!("{} {}: {licence}", package.name, package.version)
}

fn is_allowed(licence: &str, is_tool: bool) -> bool {
    let allows = |requirement: &LicenseReq| {
        let id = requirement.license.id().map(|id| id.name).unwrap_or_default();
        ALLOWED.contains(&id) || (is_tool && ALLOWED_IN_TOOLS.contains(&id))
    };
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|expression| expression.evaluate(allows))
}

/// Packages that are built in two versions that do not get along. Not forbidden, but each costs time and size.
pub(super) fn twice(metadata: &Metadata) -> Option<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in metadata.shipped() {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let twice = versions.into_iter().filter(|(_, versions)| versions.len() > 1);
    let twice: Vec<String> =
        twice.map(|(name, versions)| format!("{name} ({})", versions.join(", "))).collect();
    (!twice.is_empty()).then(|| format!("built in more than one version: {}", twice.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_read_as_a_whole() {
        assert!(is_allowed("MIT/Apache-2.0", false));
        assert!(is_allowed("GPL-3.0-only OR MIT", false));
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", false));
        assert!(!is_allowed("MIT AND GPL-3.0-only", false));
        assert!(!is_allowed("", false));
    }

    #[test]
    fn mpl_is_for_tools() {
        assert!(is_allowed("MPL-2.0", true));
        assert!(!is_allowed("MPL-2.0", false));
    }
}
