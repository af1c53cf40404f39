//! Everything about a participant as a file to take along.

use std::io::{Cursor, Write as _};

use domain::accounts::{Me, Session};
use serde::Serialize;
use zip::write::SimpleFileOptions;

use crate::http::{Answer, Failure};

/// What `cairn.json` holds.
#[derive(Serialize)]
pub(super) struct Everything {
    pub(super) me: Me,
    pub(super) sessions: Vec<Session>,
}

pub(super) fn zip(everything: &Everything) -> Answer<Vec<u8>> {
    let json = serde_json::to_vec_pretty(everything).map_err(Failure::internal)?;
    pack(&[("cairn.json", &json)]).map_err(Failure::internal)
}

fn pack(files: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}
