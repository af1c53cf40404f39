//! The files of the repository, without what is built or installed into it.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::step;

/// The files under these paths that git knows or would know, in the order of their names.
pub(crate) fn list(paths: &[&str]) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--"])
        .args(paths);
    let mut files: Vec<String> = step::answer(&mut git)?
        .split_terminator('\0')
        .filter(|file| Path::new(file).is_file())
        .map(str::to_owned)
        .collect();
    files.sort();
    Ok(files)
}
