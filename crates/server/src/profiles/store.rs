use chrono::NaiveDate;
use domain::accounts::Role;
use domain::criteria::OptionKey;
use domain::ids::ParticipantId;
use domain::profiles::{
    Completeness, ContactDetails, HeldOptions, LANGUAGES, Offer, PhotoUrls, Preference, Preferences, Profile,
    completeness,
};
use serde::Serialize;
use sqlx::FromRow;

use crate::criteria::store::{criterion_key, option_key};
use crate::db::{Tx, from_word, read_json, write_json};
use crate::photos;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// Everything that a participant has said.
#[derive(Debug)]
pub(crate) struct Said {
    /// What the participant takes part as.
    pub(crate) roles: Vec<Role>,
    /// What others may see.
    pub(crate) profile: Profile,
    /// What a mentor can help with.
    pub(crate) offer: Offer,
    /// What a mentee looks for.
    pub(crate) preferences: Preferences,
    /// How to be reached.
    pub(crate) contact: ContactDetails,
    /// Where the photo is.
    pub(crate) photo: Option<PhotoUrls>,
}

impl Said {
    /// What of it is there and what is missing.
    pub(crate) fn completeness(&self) -> Completeness {
        completeness(&self.roles, &self.profile, &self.offer, &self.preferences, &self.contact)
    }
}

/// What a participant says in the profile, without the options.
#[derive(FromRow)]
pub(crate) struct ProfileRow {
    is_mentor: bool,
    is_mentee: bool,
    is_coordinator: bool,
    display_name: String,
    headline: String,
    organisation: String,
    country: String,
    city: String,
    time_zone: String,
    about: String,
    pub(crate) photo: Option<String>,
    version: i64,
}

/// What a participant says in the offer, without the options.
#[derive(FromRow)]
pub(crate) struct OfferRow {
    help: String,
    experience: String,
    places: i64,
    paused: bool,
    paused_until: Option<NaiveDate>,
    version: i64,
}

#[derive(FromRow)]
struct ContactRow {
    phone: String,
    links: String,
    version: i64,
}

/// Makes the empty documents of a new participant.
pub async fn begin(tx: &mut Tx, id: ParticipantId, time_zone: &str) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO profiles (participant_id, headline, organisation, country, city, time_zone, about)
         VALUES ($1, '', '', '', '', $2, '')",
        id.0,
        time_zone,
    )?;
    execute!(
        tx,
        "INSERT INTO offers (participant_id, help, experience, places, paused) VALUES ($1, '', '', 1, FALSE)",
        id.0,
    )?;
    execute!(tx, "INSERT INTO preferences (participant_id, hope) VALUES ($1, '')", id.0)?;
    execute!(tx, "INSERT INTO contact_details (participant_id, phone, links) VALUES ($1, '', '[]')", id.0)?;
    Ok(())
}

/// Everything that a participant has said.
pub(crate) async fn load_all(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Said> {
    let row = profile_row(tx, id).await?;
    let mut held = held(tx, id).await?;
    let (preferences, _) = preferences(tx, id).await?;
    let (contact, _) = contact(tx, id).await?;
    let (roles, photo) = (row.roles(), row.photo.as_deref().map(photos::urls));
    let (profile, _) = row.read(&mut held);
    let (offer, _) = offer_row(tx, id).await?.read(held);
    Ok(Said { roles, profile, offer, preferences, contact, photo })
}

/// What a participant takes part as.
pub(crate) async fn roles(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Vec<Role>> {
    Ok(profile_row(tx, id).await?.roles())
}

/// The profile and its version.
pub(crate) async fn profile(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<(Profile, i64)> {
    let mut held = held(tx, id).await?;
    Ok(profile_row(tx, id).await?.read(&mut held))
}

/// The offer and its version.
pub(crate) async fn offer(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<(Offer, i64)> {
    let held = held(tx, id).await?;
    Ok(offer_row(tx, id).await?.read(held))
}

/// The preferences and their version.
pub(crate) async fn preferences(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<(Preferences, i64)> {
    let (hope, version) = fetch_one!(
        tx,
        (String, i64),
        "SELECT hope, version FROM preferences WHERE participant_id = $1",
        id.0
    )?;
    Ok((Preferences { criteria: preferred(tx, id).await?, hope }, version))
}

/// What a mentor should bring.
pub(crate) async fn preferred(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Vec<Preference>> {
    let rows = fetch_all!(
        tx,
        (String, String, String),
        "SELECT c.criterion, c.importance, o.option FROM preferred_criteria c
         JOIN preferred_options o ON o.participant_id = c.participant_id AND o.criterion = c.criterion
         WHERE c.participant_id = $1 ORDER BY c.position, o.position",
        id.0,
    )?;
    let mut criteria: Vec<Preference> = Vec::new();
    for (criterion, importance, option) in rows {
        let (criterion, option) = (criterion_key(&criterion)?, option_key(&option)?);
        if let Some(last) = criteria.last_mut().filter(|last| last.criterion == criterion) {
            last.options.push(option);
        } else {
            let importance = from_word("preferred_criteria.importance", &importance)?;
            criteria.push(Preference { criterion, options: vec![option], importance });
        }
    }
    Ok(criteria)
}

/// Country, city and time zone.
pub(crate) async fn place(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<(String, String, String)> {
    fetch_one!(
        tx,
        (String, String, String),
        "SELECT country, city, time_zone FROM profiles WHERE participant_id = $1",
        id.0,
    )
}

/// The contact details and their version.
pub(crate) async fn contact(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<(ContactDetails, i64)> {
    let row = fetch_one!(
        tx,
        ContactRow,
        "SELECT phone, links, version FROM contact_details WHERE participant_id = $1",
        id.0,
    )?;
    let links = read_json(&row.links)?;
    Ok((ContactDetails { phone: row.phone, links }, row.version))
}

/// Saves the profile over the version that was `seen`, and gives the new version; nothing if there is another one.
pub(crate) async fn save_profile(
    tx: &mut Tx,
    id: ParticipantId,
    profile: &Profile,
    seen: i64,
) -> sqlx::Result<Option<i64>> {
    let version = fetch_optional!(
        tx,
        (i64,),
        "UPDATE profiles SET headline = $3, organisation = $4, country = $5, city = $6, time_zone = $7, about = $8,
         version = version + 1 WHERE participant_id = $1 AND version = $2 RETURNING version",
        id.0,
        seen,
        &profile.headline,
        &profile.organisation,
        &profile.country,
        &profile.city,
        &profile.time_zone,
        &profile.about,
    )?;
    let Some((version,)) = version else { return Ok(None) };
    execute!(tx, "UPDATE participants SET display_name = $2 WHERE id = $1", id.0, &profile.display_name)?;
    execute!(tx, "DELETE FROM held_options WHERE participant_id = $1 AND criterion = $2", id.0, LANGUAGES)?;
    hold(tx, id, profile.languages.iter().map(|option| (LANGUAGES, option))).await?;
    Ok(Some(version))
}

/// Saves the offer over the version that was `seen`, and gives the new version; nothing if there is another one.
pub(crate) async fn save_offer(
    tx: &mut Tx,
    id: ParticipantId,
    offer: &Offer,
    seen: i64,
) -> sqlx::Result<Option<i64>> {
    let version = fetch_optional!(
        tx,
        (i64,),
        "UPDATE offers SET help = $3, experience = $4, places = $5, paused = $6, paused_until = $7,
         version = version + 1 WHERE participant_id = $1 AND version = $2 RETURNING version",
        id.0,
        seen,
        &offer.help,
        &offer.experience,
        i64::from(offer.places),
        offer.paused,
        offer.paused_until,
    )?;
    let Some((version,)) = version else { return Ok(None) };
    execute!(tx, "DELETE FROM held_options WHERE participant_id = $1 AND criterion <> $2", id.0, LANGUAGES)?;
    let options =
        offer.options.iter().flat_map(|(key, held)| held.iter().map(|option| (key.as_str(), option)));
    hold(tx, id, options).await?;
    Ok(Some(version))
}

/// Saves the preferences over the version that was `seen`, and gives the new version; nothing if there is another one.
pub(crate) async fn save_preferences(
    tx: &mut Tx,
    id: ParticipantId,
    preferences: &Preferences,
    seen: i64,
) -> sqlx::Result<Option<i64>> {
    let version = fetch_optional!(
        tx,
        (i64,),
        "UPDATE preferences SET hope = $3, version = version + 1
         WHERE participant_id = $1 AND version = $2 RETURNING version",
        id.0,
        seen,
        &preferences.hope,
    )?;
    let Some((version,)) = version else { return Ok(None) };
    execute!(tx, "DELETE FROM preferred_criteria WHERE participant_id = $1", id.0)?;
    let criteria = preferences.criteria.iter().map(|wanted| (&wanted.criterion, wanted.importance));
    execute!(
        tx,
        {
            sqlite: "INSERT INTO preferred_criteria (participant_id, criterion, importance, position)
                     SELECT $1, value ->> 0, value ->> 1, key FROM json_each($2)",
            postgres: "INSERT INTO preferred_criteria (participant_id, criterion, importance, position)
                       SELECT $1, value ->> 0, value ->> 1, position
                       FROM jsonb_array_elements($2::text::jsonb) WITH ORDINALITY AS rows (value, position)"
        },
        id.0,
        json(criteria)?,
    )?;
    let options = preferences.criteria.iter();
    let options = options.flat_map(|wanted| wanted.options.iter().map(|option| (&wanted.criterion, option)));
    execute!(
        tx,
        {
            sqlite: "INSERT INTO preferred_options (participant_id, criterion, option, position)
                     SELECT $1, value ->> 0, value ->> 1, key FROM json_each($2)",
            postgres: "INSERT INTO preferred_options (participant_id, criterion, option, position)
                       SELECT $1, value ->> 0, value ->> 1, position
                       FROM jsonb_array_elements($2::text::jsonb) WITH ORDINALITY AS rows (value, position)"
        },
        id.0,
        json(options)?,
    )?;
    Ok(Some(version))
}

/// Saves the contact details over the version that was `seen`, and gives the new version; nothing if there is another.
pub(crate) async fn save_contact(
    tx: &mut Tx,
    id: ParticipantId,
    contact: &ContactDetails,
    seen: i64,
) -> sqlx::Result<Option<i64>> {
    let version = fetch_optional!(
        tx,
        (i64,),
        "UPDATE contact_details SET phone = $3, links = $4, version = version + 1
         WHERE participant_id = $1 AND version = $2 RETURNING version",
        id.0,
        seen,
        &contact.phone,
        json(&contact.links)?,
    )?;
    Ok(version.map(|(version,)| version))
}

async fn profile_row(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<ProfileRow> {
    fetch_one!(
        tx,
        ProfileRow,
        "SELECT is_mentor, is_mentee, is_coordinator, display_name, headline, organisation, country, city,
         time_zone, about, photo, profiles.version
         FROM participants JOIN profiles ON participant_id = id WHERE id = $1",
        id.0,
    )
}

async fn offer_row(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<OfferRow> {
    fetch_one!(
        tx,
        OfferRow,
        "SELECT help, experience, places, paused, paused_until, version FROM offers WHERE participant_id = $1",
        id.0,
    )
}

async fn held(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<HeldOptions> {
    let rows = fetch_all!(
        tx,
        (String, String),
        "SELECT criterion, option FROM held_options WHERE participant_id = $1 ORDER BY position",
        id.0,
    )?;
    let mut held = HeldOptions::new();
    for (criterion, option) in rows {
        held.entry(criterion_key(&criterion)?).or_default().push(option_key(&option)?);
    }
    Ok(held)
}

/// Adds options that a participant holds, in this order.
async fn hold(
    tx: &mut Tx,
    id: ParticipantId,
    options: impl Iterator<Item = (&str, &OptionKey)>,
) -> sqlx::Result<u64> {
    execute!(
        tx,
        {
            sqlite: "INSERT INTO held_options (participant_id, criterion, option, position)
                     SELECT $1, value ->> 0, value ->> 1, key FROM json_each($2)",
            postgres: "INSERT INTO held_options (participant_id, criterion, option, position)
                       SELECT $1, value ->> 0, value ->> 1, position
                       FROM jsonb_array_elements($2::text::jsonb) WITH ORDINALITY AS rows (value, position)"
        },
        id.0,
        json(options)?,
    )
}

fn json<T: Serialize>(items: impl IntoIterator<Item = T>) -> sqlx::Result<String> {
    let items: Vec<T> = items.into_iter().collect();
    write_json(&items)
}

impl ProfileRow {
    fn roles(&self) -> Vec<Role> {
        let roles = [
            (Role::Mentor, self.is_mentor),
            (Role::Mentee, self.is_mentee),
            (Role::Coordinator, self.is_coordinator),
        ];
        roles.into_iter().filter(|(_, taken)| *taken).map(|(role, _)| role).collect()
    }

    /// The profile and its version; what is held of it is taken out.
    pub(crate) fn read(self, held: &mut HeldOptions) -> (Profile, i64) {
        let languages = held.iter_mut().find(|(criterion, _)| criterion.as_str() == LANGUAGES);
        let profile = Profile {
            display_name: self.display_name,
            headline: self.headline,
            organisation: self.organisation,
            country: self.country,
            city: self.city,
            time_zone: self.time_zone,
            languages: languages.map(|(_, options)| std::mem::take(options)).unwrap_or_default(),
            about: self.about,
        };
        (profile, self.version)
    }
}

impl OfferRow {
    /// The offer and its version.
    pub(crate) fn read(self, mut held: HeldOptions) -> (Offer, i64) {
        held.retain(|criterion, _| criterion.as_str() != LANGUAGES);
        let offer = Offer {
            options: held,
            help: self.help,
            experience: self.experience,
            places: u8::try_from(self.places).unwrap_or(u8::MAX),
            paused: self.paused,
            paused_until: self.paused_until,
        };
        (offer, self.version)
    }
}
