//! Everything about a participant as a file to take along.

use std::io::{Cursor, Write as _};

use domain::accounts::{Me, Session};
use domain::conversations::{Block, Conversation, Message};
use domain::goals::GoalWithProgress;
use domain::ids::ParticipantId;
use domain::notifications::NotificationSettings;
use domain::profiles::{ContactDetails, Offer, Preferences, Profile};
use serde::Serialize;
use zip::write::SimpleFileOptions;

use crate::http::{Answer, Failure};
use crate::meetings::view::Taken as TakenMeeting;
use crate::photos::store::Picture;
use crate::relationships;
use crate::reports::store::Filed;
use crate::requests::export::Taken as TakenRequest;
use crate::resources::store::Kept as Mark;
use crate::tools::view::Taken;

/// What `cairn.json` holds.
#[derive(Serialize)]
pub(super) struct Everything {
    pub(super) me: Me,
    pub(super) sessions: Vec<Session>,
    pub(super) profile: Profile,
    pub(super) offer: Offer,
    pub(super) preferences: Preferences,
    pub(super) contact: ContactDetails,
    pub(super) bookmarks: Vec<ParticipantId>,
    pub(super) notification_settings: NotificationSettings,
    pub(super) conversations: Vec<Thread>,
    pub(super) blocks: Vec<Block>,
    pub(super) reports: Vec<Filed>,
    pub(super) requests: Vec<TakenRequest>,
    pub(super) meetings: Vec<TakenMeeting>,
    pub(super) relationships: Vec<relationships::export::Taken>,
    pub(super) answers: Vec<Taken>,
    pub(super) goals: Vec<GoalWithProgress>,
    pub(super) resources: Vec<Mark>,
}

/// A conversation with all of its lines, as the participant sees them.
#[derive(Serialize)]
pub(super) struct Thread {
    #[serde(flatten)]
    pub(super) conversation: Conversation,
    pub(super) messages: Vec<Message>,
}

pub(super) fn zip(everything: &Everything, photo: Option<&Picture>) -> Answer<Vec<u8>> {
    let json = serde_json::to_vec_pretty(everything).map_err(Failure::internal)?;
    let mut files = vec![("cairn.json", json.as_slice())];
    if let Some(photo) = photo {
        let name = if photo.content_type == "image/svg+xml" { "photo.svg" } else { "photo.jpg" };
        files.push((name, &photo.bytes));
    }
    pack(&files).map_err(Failure::internal)
}

fn pack(files: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}
