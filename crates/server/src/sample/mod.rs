//! The sample programme: people to try things with, put into an empty database.

pub(crate) mod store;
mod story;

use std::collections::HashMap;

use chrono::{DateTime, Days, TimeDelta, Utc};
use content::Portrait;
use content::sample::SamplePerson;
use domain::ids::ParticipantId;

use crate::accounts::store::Participant;
use crate::auth::Passwords;
use crate::db::Tx;
use crate::photos::{self, Photo};
use crate::{accounts, profiles, random};

/// The password of the first three people and of the coordinator.
const PASSWORD: &str = "lay one stone more";
/// How many have it: Noor, Wanjiru and Farid.
const KNOWN: usize = 3;
/// Who runs the sample programme.
const COORDINATOR: (&str, &str) = ("ilse@sample.example", "Ilse Brandt");
/// Her number: that of nobody in a crowd.
const COORDINATOR_INDEX: usize = 1 << 40;
/// The same people on every machine.
const SEED: u64 = 7;
/// How many are written at a time.
const BATCH: usize = 1000;
/// On how many days back the sample people were last here.
const DAYS: usize = 60;

/// From when their ids are, in days since 1970: the first day of 2026.
const FOUNDED: i64 = 20_454;

/// A sample person as a participant.
pub(crate) struct Resident {
    pub(crate) id: ParticipantId,
    pub(crate) person: SamplePerson,
    pub(crate) password_hash: String,
    pub(crate) photo: String,
    pub(crate) last_active: DateTime<Utc>,
}

/// Fills an empty database with sample people; a database in which somebody lives is left alone: false.
pub async fn fill(
    tx: &mut Tx,
    passwords: &Passwords,
    people: u32,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    if store::participants(tx).await? > 0 {
        return Ok(false);
    }
    let known = hash(passwords, PASSWORD).await?;
    // Nobody knows what it is the hash of.
    let unknown = hash(passwords, &random::secret()).await?;
    let mut portraits = HashMap::new();
    let mut batch = Vec::new();
    for (index, person) in content::sample::people(usize::try_from(people)?, SEED)?.enumerate() {
        let password_hash = if index < KNOWN { known.clone() } else { unknown.clone() };
        let days = if index < KNOWN { 0 } else { u64::try_from(index * 7 % DAYS)? };
        batch.push(Resident {
            id: id(index),
            photo: portrait(tx, &mut portraits, person.portrait).await?,
            person,
            password_hash,
            last_active: now - Days::new(days),
        });
        if batch.len() == BATCH {
            store::insert(tx, &batch, now).await?;
            batch.clear();
        }
    }
    store::insert(tx, &batch, now).await?;
    insert_coordinator(tx, known, now).await?;
    let told = story::tell(tx, &content::sample::story()?, now).await;
    told.map_err(|failure| anyhow::anyhow!("the story of the sample people was not told: {failure}"))?;
    Ok(true)
}

/// She takes part as nothing else: the mentors' list goes without her.
async fn insert_coordinator(tx: &mut Tx, password_hash: String, now: DateTime<Utc>) -> sqlx::Result<()> {
    let (email, display_name) = COORDINATOR;
    let coordinator = Participant {
        id: id(COORDINATOR_INDEX).0,
        email: email.to_owned(),
        display_name: display_name.to_owned(),
        password_hash,
        is_mentor: false,
        is_mentee: false,
        is_coordinator: true,
        created_at: now,
    };
    accounts::store::insert(tx, &coordinator).await?;
    profiles::begin(tx, coordinator.id(), "Europe/Berlin").await
}

/// The same ids on every machine: the examples of the API name them.
fn id(index: usize) -> ParticipantId {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&(index as u64).to_be_bytes());
    ParticipantId::new(DateTime::UNIX_EPOCH + TimeDelta::days(FOUNDED), &bytes)
}

async fn hash(passwords: &Passwords, password: &str) -> anyhow::Result<String> {
    passwords
        .hash(password)
        .await
        .map_err(|failure| anyhow::anyhow!("a password could not be hashed: {failure}"))
}

/// Where the portrait is; whoever looks alike shares one.
async fn portrait(
    tx: &mut Tx,
    known: &mut HashMap<Portrait, String>,
    portrait: Portrait,
) -> sqlx::Result<String> {
    if let Some(token) = known.get(&portrait) {
        return Ok(token.clone());
    }
    let (token, svg) = (random::secret(), portrait.svg().into_bytes());
    let photo = Photo { content_type: "image/svg+xml", small: svg.clone(), large: svg };
    photos::store::insert(tx, None, &token, &photo).await?;
    known.insert(portrait, token.clone());
    Ok(token)
}
