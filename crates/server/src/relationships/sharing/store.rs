//! The SQL of sharing.

use domain::ids::RelationshipId;
use domain::relationships::Sharing;
use domain::requests::Side;
use sqlx::FromRow;

use crate::db::Tx;
use crate::{execute, fetch_optional};

#[derive(FromRow)]
struct SharingRow {
    shares_email: bool,
    shares_phone: bool,
    shares_links: bool,
    sharing_version: i64,
}

/// Which contact details one of the two shows, and the version of that.
pub(super) async fn sharing(tx: &mut Tx, id: RelationshipId, side: Side) -> sqlx::Result<(Sharing, i64)> {
    let row = fetch_optional!(
        tx,
        SharingRow,
        "SELECT shares_email, shares_phone, shares_links, sharing_version FROM relationship_sides
         WHERE relationship_id = $1 AND side = $2",
        id.0,
        side.as_str(),
    )?;
    Ok(row.map_or((Sharing::AT_FIRST, 1), |row| {
        let SharingRow { shares_email: email, shares_phone: phone, shares_links: links, sharing_version } =
            row;
        (Sharing { email, phone, links }, sharing_version)
    }))
}

/// Saves which contact details one of the two shows over the version before; false when it has another one meanwhile.
pub(super) async fn save_sharing(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    sharing: Sharing,
    seen: i64,
) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, shares_email, shares_phone, shares_links, sharing_version)
         VALUES ($1, $2, $3, $4, $5, $6 + 1)
         ON CONFLICT (relationship_id, side) DO UPDATE SET shares_email = excluded.shares_email,
         shares_phone = excluded.shares_phone, shares_links = excluded.shares_links,
         sharing_version = excluded.sharing_version
         WHERE relationship_sides.sharing_version = $6",
        id.0,
        side.as_str(),
        sharing.email,
        sharing.phone,
        sharing.links,
        seen,
    )?;
    Ok(saved > 0)
}

/// The two show in a new journey what they showed in the one before.
pub(in crate::relationships) async fn carry_sharing(
    tx: &mut Tx,
    from: RelationshipId,
    to: RelationshipId,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, shares_email, shares_phone, shares_links)
         SELECT $2, side, shares_email, shares_phone, shares_links FROM relationship_sides WHERE relationship_id = $1",
        from.0,
        to.0,
    )?;
    Ok(())
}
