use chrono::{DateTime, Utc};
use domain::accounts::Role;
use domain::profiles::LANGUAGES;
use serde::Serialize;

use super::Resident;
use crate::db::{Tx, write_json};
use crate::{execute, fetch_one};

/// How many participants there are.
pub(crate) async fn participants(tx: &mut Tx) -> sqlx::Result<i64> {
    Ok(fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM participants")?.0)
}

/// Adds people with everything they say: a few statements for all of them.
pub(crate) async fn insert(tx: &mut Tx, people: &[Resident], now: DateTime<Utc>) -> sqlx::Result<()> {
    insert_participants(tx, people, now).await?;
    insert_documents(tx, people).await?;
    insert_options(tx, people).await
}

async fn insert_participants(tx: &mut Tx, people: &[Resident], now: DateTime<Utc>) -> sqlx::Result<()> {
    let rows = people.iter().map(|resident| {
        let is = |role| resident.person.roles.contains(&role);
        (
            id(resident),
            &resident.person.email,
            &resident.person.profile.display_name,
            &resident.password_hash,
            is(Role::Mentor),
            is(Role::Mentee),
            resident.last_active.date_naive(),
        )
    });
    execute!(
        tx,
        {
            sqlite: "INSERT INTO participants (id, email, display_name, password_hash, is_mentor, is_mentee,
                     is_coordinator, created_at, last_active_on)
                     SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                     FALSE, $2, value ->> 6 FROM json_each($1)",
            postgres: "INSERT INTO participants (id, email, display_name, password_hash, is_mentor, is_mentee,
                       is_coordinator, created_at, last_active_on)
                       SELECT (value ->> 0)::uuid, value ->> 1, value ->> 2, value ->> 3, (value ->> 4)::boolean,
                       (value ->> 5)::boolean, FALSE, $2, (value ->> 6)::date
                       FROM jsonb_array_elements($1::text::jsonb)"
        },
        json(rows)?,
        now,
    )?;
    Ok(())
}

/// Profiles, offers, preferences and contact details, without the options.
async fn insert_documents(tx: &mut Tx, people: &[Resident]) -> sqlx::Result<()> {
    let profiles = people.iter().map(|resident| {
        let profile = &resident.person.profile;
        (
            id(resident),
            &profile.headline,
            &profile.organisation,
            &profile.country,
            &profile.city,
            &profile.time_zone,
            &profile.about,
            &resident.photo,
        )
    });
    execute!(
        tx,
        {
            sqlite: "INSERT INTO profiles (participant_id, headline, organisation, country, city, time_zone, about, photo)
                     SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                     value ->> 6, value ->> 7 FROM json_each($1)",
            postgres: "INSERT INTO profiles (participant_id, headline, organisation, country, city, time_zone, about, photo)
                       SELECT (value ->> 0)::uuid, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                       value ->> 6, value ->> 7 FROM jsonb_array_elements($1::text::jsonb)"
        },
        json(profiles)?,
    )?;
    let rest = people.iter().map(|resident| {
        let (offer, preferences) = (&resident.person.offer, &resident.person.preferences);
        (id(resident), &offer.help, &offer.experience, offer.places, &preferences.hope)
    });
    let rest = json(rest)?;
    execute!(
        tx,
        {
            sqlite: "INSERT INTO offers (participant_id, help, experience, places, paused)
                     SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, FALSE FROM json_each($1)",
            postgres: "INSERT INTO offers (participant_id, help, experience, places, paused)
                       SELECT (value ->> 0)::uuid, value ->> 1, value ->> 2, (value ->> 3)::bigint, FALSE
                       FROM jsonb_array_elements($1::text::jsonb)"
        },
        &rest,
    )?;
    execute!(
        tx,
        {
            sqlite: "INSERT INTO preferences (participant_id, hope)
                     SELECT unhex(value ->> 0), value ->> 4 FROM json_each($1)",
            postgres: "INSERT INTO preferences (participant_id, hope)
                       SELECT (value ->> 0)::uuid, value ->> 4 FROM jsonb_array_elements($1::text::jsonb)"
        },
        &rest,
    )?;
    execute!(
        tx,
        {
            sqlite: "INSERT INTO contact_details (participant_id, phone, links)
                     SELECT unhex(value ->> 0), '', '[]' FROM json_each($1)",
            postgres: "INSERT INTO contact_details (participant_id, phone, links)
                       SELECT (value ->> 0)::uuid, '', '[]' FROM jsonb_array_elements($1::text::jsonb)"
        },
        &rest,
    )?;
    Ok(())
}

async fn insert_options(tx: &mut Tx, people: &[Resident]) -> sqlx::Result<()> {
    let held = people.iter().flat_map(|resident| {
        let languages = (LANGUAGES, &resident.person.profile.languages);
        let offered = resident.person.offer.options.iter().map(|(key, options)| (key.as_str(), options));
        offered.chain([languages]).flat_map(move |(criterion, options)| {
            (0..).zip(options).map(move |(position, option)| (id(resident), criterion, option, position))
        })
    });
    insert_held(tx, json::<(String, &str, _, i64)>(held)?).await?;
    let wanted = || {
        let wanted = |resident| std::iter::repeat(resident).zip(0..);
        people
            .iter()
            .flat_map(move |resident: &Resident| wanted(resident).zip(&resident.person.preferences.criteria))
    };
    let criteria = wanted()
        .map(|((resident, position), wanted)| (id(resident), &wanted.criterion, wanted.importance, position));
    execute!(
        tx,
        {
            sqlite: "INSERT INTO preferred_criteria (participant_id, criterion, importance, position)
                     SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3 FROM json_each($1)",
            postgres: "INSERT INTO preferred_criteria (participant_id, criterion, importance, position)
                       SELECT (value ->> 0)::uuid, value ->> 1, value ->> 2, (value ->> 3)::bigint
                       FROM jsonb_array_elements($1::text::jsonb)"
        },
        json::<(String, _, _, i64)>(criteria)?,
    )?;
    let options = wanted().flat_map(|((resident, _), wanted)| {
        (0..)
            .zip(&wanted.options)
            .map(move |(position, option)| (id(resident), &wanted.criterion, option, position))
    });
    execute!(
        tx,
        {
            sqlite: "INSERT INTO preferred_options (participant_id, criterion, option, position)
                     SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3 FROM json_each($1)",
            postgres: "INSERT INTO preferred_options (participant_id, criterion, option, position)
                       SELECT (value ->> 0)::uuid, value ->> 1, value ->> 2, (value ->> 3)::bigint
                       FROM jsonb_array_elements($1::text::jsonb)"
        },
        json::<(String, _, _, i64)>(options)?,
    )?;
    Ok(())
}

async fn insert_held(tx: &mut Tx, rows: String) -> sqlx::Result<u64> {
    execute!(
        tx,
        {
            sqlite: "INSERT INTO held_options (participant_id, criterion, option, position)
                     SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3 FROM json_each($1)",
            postgres: "INSERT INTO held_options (participant_id, criterion, option, position)
                       SELECT (value ->> 0)::uuid, value ->> 1, value ->> 2, (value ->> 3)::bigint
                       FROM jsonb_array_elements($1::text::jsonb)"
        },
        rows,
    )
}

/// 32 hexadecimal digits.
fn id(resident: &Resident) -> String {
    resident.id.0.simple().to_string()
}

fn json<T: Serialize>(rows: impl Iterator<Item = T>) -> sqlx::Result<String> {
    let rows: Vec<T> = rows.collect();
    write_json(&rows)
}
