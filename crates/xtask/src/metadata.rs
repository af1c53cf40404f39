//! What cargo knows about this workspace: packages, targets and who depends on whom.

use std::collections::{BTreeSet, HashMap};
use std::process::Command;

use anyhow::Result;
use serde::Deserialize;

use crate::step;

/// The answer of `cargo metadata`, as far as it is needed here.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    /// Every package of the lock file.
    pub(crate) packages: Vec<Package>,
    resolve: Resolve,
}

/// One package at one version.
#[derive(Deserialize)]
pub(crate) struct Package {
    /// Unique; opaque.
    pub(crate) id: String,
    /// As in `Cargo.toml`.
    pub(crate) name: String,
    /// As in `Cargo.toml`.
    pub(crate) version: String,
    /// An SPDX expression.
    pub(crate) license: Option<String>,
    /// Where it comes from; none for a member of this workspace.
    pub(crate) source: Option<String>,
    /// What it builds.
    pub(crate) targets: Vec<Target>,
}

/// A library, a program, a test binary.
#[derive(Deserialize)]
pub(crate) struct Target {
    /// As on the command line of cargo.
    pub(crate) name: String,
    /// "lib", "bin", "test" and so on.
    pub(crate) kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

impl Dependency {
    /// Part of what is built for use, not only for tests or by a build script.
    fn is_normal(&self) -> bool {
        self.dep_kinds.iter().any(|kind| kind.kind.is_none())
    }

    fn is_for_tests_only(&self) -> bool {
        self.dep_kinds.iter().all(|kind| kind.kind.as_deref() == Some("dev"))
    }
}

impl Metadata {
    /// Asks cargo.
    pub(crate) fn read() -> Result<Self> {
        let answer =
            step::answer(Command::new("cargo").args(["metadata", "--format-version=1", "--all-features"]))?;
        Ok(serde_json::from_str(&answer)?)
    }

    /// The packages of this repository.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_none())
    }

    /// Names of the packages that `package` uses itself, tests and build scripts left out.
    pub(crate) fn uses_directly(&self, package: &Package) -> BTreeSet<&str> {
        let names: HashMap<&str, &str> =
            self.packages.iter().map(|package| (package.id.as_str(), package.name.as_str())).collect();
        let nodes = self.resolve.nodes.iter().filter(|node| node.id == package.id);
        nodes
            .flat_map(|node| &node.deps)
            .filter(|dependency| dependency.is_normal())
            .filter_map(|dependency| names.get(dependency.pkg.as_str()).copied())
            .collect()
    }

    /// All that `package` uses, directly or not, tests and build scripts left out.
    pub(crate) fn uses<'a>(&'a self, package: &'a Package) -> Vec<&'a Package> {
        self.reachable([package.id.as_str()], Dependency::is_normal)
    }

    /// All that goes into the product: what the members use, build scripts included, except for tests and for `xtask`.
    pub(crate) fn shipped(&self) -> Vec<&Package> {
        let members = self.members().filter(|member| member.name != "xtask").map(|member| member.id.as_str());
        self.reachable(members, |dependency| !dependency.is_for_tests_only())
    }

    fn reachable<'a>(
        &'a self,
        from: impl IntoIterator<Item = &'a str>,
        follow: fn(&Dependency) -> bool,
    ) -> Vec<&'a Package> {
        let nodes: HashMap<&str, &Node> =
            self.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let mut waiting: Vec<&str> = from.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if seen.insert(id)
                && let Some(node) = nodes.get(id)
            {
                let next = node.deps.iter().filter(|dependency| follow(dependency));
                waiting.extend(next.map(|dependency| dependency.pkg.as_str()));
            }
        }
        self.packages.iter().filter(|package| seen.contains(package.id.as_str())).collect()
    }
}
