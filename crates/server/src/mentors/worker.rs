//! Keeps the list in memory as the store has it.

use actix_web::web;
use domain::ids::ParticipantId;

use super::{List, store};
use crate::app::App;
use crate::db::Db;
use crate::http::{Answer, Failure};

/// The list as the store has it now.
pub async fn build(
    db: &Db,
    catalogue: matching::Catalogue,
    today: chrono::NaiveDate,
) -> anyhow::Result<List> {
    let mut tx = db.read().await?;
    Ok(List::new(catalogue, &store::all(&mut tx).await?, today))
}

/// Shows a participant as they are now, in the list or not. Call it after each commit that touches name, roles,
/// profile, offer, photo, activity, or the account itself: the next search goes by it.
pub async fn refresh(app: &web::Data<App>, id: ParticipantId) {
    let _turn = app.mentors.turn.lock().await;
    // What was committed stays true: the caller's answer does not depend on the list.
    if let Err(failure) = show(app, &[id]).await {
        tracing::error!(%failure, "the list of mentors is behind the store");
    }
}

/// Shows those whose pause has ended since the last look.
pub(crate) async fn welcome_back(app: &web::Data<App>) -> Answer<()> {
    let mut looked_on = app.mentors.turn.lock().await;
    let today = app.clock.now().date_naive();
    if *looked_on < today {
        let mut tx = app.db.read().await?;
        let returned = store::returned(&mut tx, *looked_on, today).await?;
        drop(tx);
        show(app, &returned).await?;
        *looked_on = today;
    }
    Ok(())
}

/// One at a time, so that nobody shows what another has read before.
async fn show(app: &web::Data<App>, ids: &[ParticipantId]) -> Answer<()> {
    let today = app.clock.now().date_naive();
    let mut tx = app.db.read().await?;
    for id in ids.iter().copied() {
        let record = store::one(&mut tx, id).await?;
        let app = app.clone();
        // A search may hold the list for a while.
        web::block(move || app.mentors.update(id, record.as_ref(), today))
            .await
            .map_err(Failure::internal)?;
    }
    Ok(())
}
