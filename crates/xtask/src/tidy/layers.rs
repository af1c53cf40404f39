//! Who may use whom.

use super::House;

/// These hold rules only, and run in the browser as well as on the server.
const PURE: [&str; 3] = ["domain", "matching", "ui-model"];
/// What would let them read, write, wait or talk.
const IO: [&str; 11] = [
    "actix-web",
    "async-std",
    "futures",
    "gloo-net",
    "hyper",
    "lettre",
    "mio",
    "reqwest",
    "socket2",
    "sqlx",
    "tokio",
];

/// The members that each member may use, besides what others have written.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("matching", &["domain"]),
    ("content", &["domain"]),
    ("api-client", &["domain"]),
    ("ui-model", &["domain"]),
    ("view-macro", &[]),
    ("frontend", &["api-client", "domain", "ui-model", "view-macro"]),
    ("server", &["content", "domain", "matching"]),
    ("xtask", &[]),
];

pub(super) fn without_io(house: &House) -> Vec<String> {
    let metadata = &house.metadata;
    let pure = metadata.members().filter(|member| PURE.contains(&member.name.as_str()));
    let broken = pure.flat_map(|member| {
        let used = metadata.uses(member).into_iter().filter(|used| IO.contains(&used.name.as_str()));
        used.map(move |used| format!("{} uses {}", member.name, used.name))
    });
    broken.collect()
}

pub(super) fn downwards(house: &House) -> Vec<String> {
    let metadata = &house.metadata;
    let names: Vec<&str> = metadata.members().map(|member| member.name.as_str()).collect();
    let broken = metadata.members().flat_map(|member| {
        let allowed =
            ALLOWED.iter().find(|(name, _)| *name == member.name).map_or(&[][..], |(_, allowed)| allowed);
        let used = metadata.uses_directly(member).into_iter();
        used.filter(|used| names.contains(used) && !allowed.contains(used))
            .map(|used| format!("{} uses {used}", member.name))
            .collect::<Vec<_>>()
    });
    broken.collect()
}
