//! The SQL of completions.

use chrono::{DateTime, Utc};
use domain::ids::RelationshipId;
use domain::relationships::Reflection;
use domain::requests::Side;

use crate::db::Tx;
use crate::{execute, fetch_all, random};

/// So many ratings are told together.
const RATINGS_TOGETHER: i64 = 5;

/// Keeps how one of the two looks back.
pub(super) async fn reflect(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    said: &Reflection,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, reflected_at, takes_along, thanks, shows_thanks, rating, wish)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (relationship_id, side) DO UPDATE SET reflected_at = excluded.reflected_at,
         takes_along = excluded.takes_along, thanks = excluded.thanks, shows_thanks = excluded.shows_thanks,
         rating = excluded.rating, wish = excluded.wish",
        id.0,
        side.as_str(),
        at,
        said.takes_along.as_str(),
        said.thanks.as_str(),
        said.shows_thanks,
        said.rating.map(i64::from),
        said.wish.as_str(),
    )?;
    Ok(())
}

/// The two walk on: nothing was completed. What somebody takes along stays theirs.
pub(super) async fn take_back(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationship_sides SET reflected_at = NULL, thanks = '', shows_thanks = $2, rating = NULL, wish = NULL
         WHERE relationship_id = $1",
        id.0,
        false,
    )?;
    Ok(())
}

/// Moves the ratings of the two to where nobody knows whose they are.
pub(in crate::relationships) async fn give_ratings(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<()> {
    let ratings = fetch_all!(
        tx,
        (i64,),
        "SELECT rating FROM relationship_sides WHERE relationship_id = $1 AND rating IS NOT NULL ORDER BY rating",
        id.0,
    )?;
    if ratings.is_empty() {
        return Ok(());
    }
    lock_ratings(tx).await?;
    for (rating,) in ratings {
        let nobody = uuid::Builder::from_random_bytes(random::bytes()).into_uuid();
        execute!(tx, "INSERT INTO ratings (id, rating) VALUES ($1, $2)", nobody, rating)?;
    }
    execute!(tx, "UPDATE relationship_sides SET rating = NULL WHERE relationship_id = $1", id.0)?;
    tell_ratings(tx).await
}

/// Nobody else gives ratings until the transaction ends: two at once would count each other's, and tell a few alone.
async fn lock_ratings(tx: &mut Tx) -> sqlx::Result<()> {
    if !tx.is_alone() {
        execute!(tx, { sqlite: "SELECT 1", postgres: "SELECT pg_advisory_xact_lock(hashtext('ratings'))" })?;
    }
    Ok(())
}

/// Ratings that are not told yet are told together, once there are enough: one alone could be read from the numbers before
/// and after it.
async fn tell_ratings(tx: &mut Tx) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE ratings SET told = TRUE WHERE NOT told AND (SELECT COUNT(*) FROM ratings WHERE NOT told) >= $1",
        RATINGS_TOGETHER,
    )?;
    Ok(())
}
