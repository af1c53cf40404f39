use domain::ids::ParticipantId;
use sqlx::FromRow;

use super::Photo;
use crate::db::Tx;
use crate::{execute, fetch_optional};

/// A size of a photo.
#[derive(Debug, FromRow)]
pub(crate) struct Picture {
    pub(crate) content_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// Sets the photo of a participant in the place of the one before.
pub(crate) async fn set(tx: &mut Tx, id: ParticipantId, token: &str, photo: &Photo) -> sqlx::Result<()> {
    remove(tx, id).await?;
    insert(tx, Some(id), token, photo).await?;
    execute!(tx, "UPDATE profiles SET photo = $2 WHERE participant_id = $1", id.0, token)?;
    Ok(())
}

/// Takes the photo of a participant away.
pub(crate) async fn remove(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<()> {
    execute!(tx, "UPDATE profiles SET photo = NULL WHERE participant_id = $1", id.0)?;
    execute!(tx, "DELETE FROM photos WHERE owner = $1", id.0)?;
    Ok(())
}

/// Adds a photo; without an owner, several people can share it.
pub(crate) async fn insert(
    tx: &mut Tx,
    owner: Option<ParticipantId>,
    token: &str,
    photo: &Photo,
) -> sqlx::Result<u64> {
    execute!(
        tx,
        "INSERT INTO photos (token, owner, content_type, small, large) VALUES ($1, $2, $3, $4, $5)",
        token,
        owner.map(|owner| owner.0),
        photo.content_type,
        &photo.small,
        &photo.large,
    )
}

/// The small size of a photo.
pub(crate) async fn small(tx: &mut Tx, token: &str) -> sqlx::Result<Option<Picture>> {
    fetch_optional!(tx, Picture, "SELECT content_type, small AS bytes FROM photos WHERE token = $1", token)
}

/// The large size of a photo.
pub(crate) async fn large(tx: &mut Tx, token: &str) -> sqlx::Result<Option<Picture>> {
    fetch_optional!(tx, Picture, "SELECT content_type, large AS bytes FROM photos WHERE token = $1", token)
}

/// The large size of a participant's photo.
pub(crate) async fn of(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Option<Picture>> {
    fetch_optional!(
        tx,
        Picture,
        "SELECT content_type, large AS bytes FROM photos JOIN profiles ON photo = token WHERE participant_id = $1",
        id.0,
    )
}
