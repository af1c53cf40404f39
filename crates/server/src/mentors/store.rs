use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::ParticipantId;
use sqlx::FromRow;
use uuid::Uuid;

use super::record::Record;
use crate::criteria::store::{criterion_key, option_key};
use crate::db::Tx;
use crate::fetch_all;
use crate::photos;
use crate::profiles::store::{Held, OfferRow, ProfileRow};

/// A mentor without the options that they hold.
#[derive(FromRow)]
pub(crate) struct MentorRow {
    id: Uuid,
    last_active_on: NaiveDate,
    suspended_at: Option<DateTime<Utc>>,
    taken: i64,
    #[sqlx(flatten)]
    profile: ProfileRow,
    #[sqlx(flatten)]
    offer: OfferRow,
}

/// Everybody.
pub(crate) const ALL: RangeInclusive<Uuid> = Uuid::nil()..=Uuid::max();

/// A mentor, listed or not.
pub(crate) async fn one(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Option<Record>> {
    let ids = id.0..=id.0;
    let (mentors, held) = (mentors(tx, &ids).await?, held(tx, &ids).await?);
    Ok(records(mentors, held).pop())
}

/// The mentors, listed or not, with what they hold.
pub(crate) fn records(mentors: Vec<MentorRow>, mut held: HashMap<Uuid, Held>) -> Vec<Record> {
    mentors.into_iter().map(|row| row.read(&mut held)).collect()
}

/// Who is a mentor, listed or not.
pub(crate) async fn ids(tx: &mut Tx) -> sqlx::Result<Vec<ParticipantId>> {
    let rows = fetch_all!(tx, (Uuid,), "SELECT id FROM participants WHERE is_mentor")?;
    Ok(rows.into_iter().map(|(id,)| ParticipantId(id)).collect())
}

/// The mentors whose pause ends after `since` and not after `today`.
pub(crate) async fn returned(
    tx: &mut Tx,
    since: NaiveDate,
    today: NaiveDate,
) -> sqlx::Result<Vec<ParticipantId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT participant_id FROM offers WHERE paused AND paused_until > $1 AND paused_until <= $2",
        since,
        today,
    )?;
    Ok(rows.into_iter().map(|(id,)| ParticipantId(id)).collect())
}

/// The mentors among these, listed or not, without the options that they hold.
pub(crate) async fn mentors(tx: &mut Tx, ids: &RangeInclusive<Uuid>) -> sqlx::Result<Vec<MentorRow>> {
    fetch_all!(
        tx,
        MentorRow,
        "SELECT id, last_active_on, suspended_at, is_mentor, is_mentee, is_coordinator, display_name,
         headline, organisation, country, city, time_zone, about, photo, profiles.version,
         help, experience, places, taken, paused, paused_until
         FROM participants
         JOIN profiles ON profiles.participant_id = id
         JOIN offers ON offers.participant_id = id
         WHERE is_mentor AND id BETWEEN $1 AND $2",
        ids.start(),
        ids.end(),
    )
}

/// The options that these hold, mentors or not.
pub(crate) async fn held(tx: &mut Tx, ids: &RangeInclusive<Uuid>) -> sqlx::Result<HashMap<Uuid, Held>> {
    // One row for each of them: at the start of the server they are many.
    let rows = fetch_all!(
        tx,
        (Uuid, String),
        "SELECT participant_id, string_agg(criterion || '.' || option, ' ' ORDER BY position) FROM held_options
         WHERE participant_id BETWEEN $1 AND $2 GROUP BY participant_id",
        ids.start(),
        ids.end(),
    )?;
    rows.into_iter().map(|(id, options)| Ok((id, read_held(&options)?))).collect()
}

/// Reads `criterion.option criterion.option …`.
fn read_held(options: &str) -> sqlx::Result<Held> {
    let mut held = Held::new();
    for (criterion, option) in options.split(' ').filter_map(|each| each.split_once('.')) {
        held.entry(criterion_key(criterion)?).or_default().push(option_key(option)?);
    }
    Ok(held)
}

impl MentorRow {
    fn read(self, held: &mut HashMap<Uuid, Held>) -> Record {
        let held = held.remove(&self.id).unwrap_or_default();
        let photo = self.profile.photo.as_deref().map(photos::urls);
        let (profile, _) = self.profile.read(held.clone());
        let (offer, _) = self.offer.read(held);
        Record {
            id: ParticipantId(self.id),
            profile,
            offer,
            photo,
            last_active: self.last_active_on,
            suspended: self.suspended_at.is_some(),
            taken: u8::try_from(self.taken).unwrap_or(u8::MAX),
        }
    }
}
