use domain::accounts::Me;

use super::store::{self, Participant};
use crate::app::App;
use crate::db::Tx;
use crate::profiles;

/// The participant as they see themselves.
pub(super) async fn me(tx: &mut Tx, app: &App, participant: &Participant) -> sqlx::Result<Me> {
    let said = profiles::store::load_all(tx, participant.id()).await?;
    Ok(Me {
        id: participant.id(),
        email: participant.email.clone(),
        new_email: store::new_email(tx, participant.id(), app.clock.now()).await?,
        display_name: participant.display_name.clone(),
        completeness: said.completeness(),
        roles: said.roles,
        time_zone: said.profile.time_zone,
        photo: said.photo,
        joined_at: participant.created_at,
    })
}
