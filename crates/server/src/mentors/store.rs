use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::ParticipantId;
use domain::profiles::HeldOptions;
use sqlx::FromRow;
use uuid::Uuid;

use super::record::Record;
use crate::criteria::store::{criterion_key, option_key};
use crate::db::Tx;
use crate::fetch_all;
use crate::photos;
use crate::profiles::store::{OfferRow, ProfileRow};

/// A mentor, with the options that they hold as one text: `criterion.option|criterion.option|…`.
#[derive(FromRow)]
pub(super) struct MentorRow {
    id: Uuid,
    last_active_on: NaiveDate,
    suspended_at: Option<DateTime<Utc>>,
    taken: i64,
    held: Option<String>,
    #[sqlx(flatten)]
    profile: ProfileRow,
    #[sqlx(flatten)]
    offer: OfferRow,
}

/// A mentor, listed or not.
pub(crate) async fn one(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Option<Record>> {
    mentors(tx, &(id.0..=id.0)).await?.pop().map(MentorRow::read).transpose()
}

/// Ranges of ids with so many participants in each, which hold everybody.
pub(super) async fn ranges(tx: &mut Tx, people: i64) -> sqlx::Result<Vec<RangeInclusive<Uuid>>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM participants) AS numbered
         WHERE number % $1 = 0 ORDER BY id",
        people,
    )?;
    let starts = rows.iter().map(|(id,)| *id);
    let ends = rows.iter().map(|(id,)| Uuid::from_u128(id.as_u128().saturating_sub(1)));
    let ranges = std::iter::once(Uuid::nil()).chain(starts).zip(ends.chain([Uuid::max()]));
    Ok(ranges.map(|(start, end)| start..=end).collect())
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

/// The mentors among these, listed or not.
pub(super) async fn mentors(tx: &mut Tx, ids: &RangeInclusive<Uuid>) -> sqlx::Result<Vec<MentorRow>> {
    fetch_all!(
        tx,
        MentorRow,
        "SELECT id, last_active_on, suspended_at, is_mentor, is_mentee, is_coordinator, display_name,
         headline, organisation, country, city, time_zone, about, photo, profiles.version,
         help, experience, places, taken, paused, paused_until,
         (SELECT string_agg(criterion || '.' || option, '|' ORDER BY position) FROM held_options
          WHERE held_options.participant_id = id) AS held
         FROM participants
         JOIN profiles ON profiles.participant_id = id
         JOIN offers ON offers.participant_id = id
         WHERE is_mentor AND id BETWEEN $1 AND $2",
        ids.start(),
        ids.end(),
    )
}

/// Reads `criterion.option|criterion.option|…`: no key has a `|`.
fn read_held(options: &str) -> sqlx::Result<HeldOptions> {
    let mut held = HeldOptions::new();
    for (criterion, option) in options.split('|').filter_map(|each| each.split_once('.')) {
        held.entry(criterion_key(criterion)?).or_default().push(option_key(option)?);
    }
    Ok(held)
}

impl MentorRow {
    pub(super) fn read(self) -> sqlx::Result<Record> {
        let mut held = read_held(self.held.as_deref().unwrap_or_default())?;
        let photo = self.profile.photo.as_deref().map(photos::urls);
        let (profile, _) = self.profile.read(&mut held);
        let (offer, _) = self.offer.read(held);
        Ok(Record {
            id: ParticipantId(self.id),
            profile,
            offer,
            photo,
            last_active: self.last_active_on,
            suspended: self.suspended_at.is_some(),
            taken: u8::try_from(self.taken).unwrap_or(u8::MAX),
        })
    }
}
