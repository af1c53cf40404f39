//! Keeps the list and its readers in memory as the store has them. `changes::worker` says when.

use std::collections::HashSet;
use std::sync::Arc;

use actix_web::web;
use chrono::NaiveDate;
use domain::ids::ParticipantId;
use futures_util::future::try_join;

use super::record::Record;
use super::{List, Reader, store};
use crate::app::App;
use crate::db::{Db, Tx};
use crate::http::{Answer, Failure};
use crate::{blocks, bookmarks, profiles};

/// The list as the store has it now.
pub async fn build(db: &Db, catalogue: matching::Catalogue, today: NaiveDate) -> anyhow::Result<List> {
    Ok(List::new(catalogue, &everybody(db).await?, today))
}

/// All mentors, read on two connections at once. What is committed meanwhile, the change feed tells.
async fn everybody(db: &Db) -> sqlx::Result<Vec<Record>> {
    let (mut one, mut other) = (db.read().await?, db.read().await?);
    let (mentors, held) =
        try_join(store::mentors(&mut one, &store::ALL), store::held(&mut other, &store::ALL)).await?;
    Ok(store::records(mentors, held))
}

/// Whoever asks, as the store has them.
pub(crate) async fn reader(app: &web::Data<App>, id: ParticipantId) -> Answer<Arc<Reader>> {
    let asked = match app.readers.find(id) {
        Ok(reader) => return Ok(reader),
        Err(asked) => asked,
    };
    let mut tx = app.db.read().await?;
    let said = profiles::store::load_all(&mut tx, id).await?;
    let bookmarks = bookmarks::store::all(&mut tx, id).await?;
    let hidden = blocks::store::hidden(&mut tx, id).await?;
    let reader = Arc::new(Reader::new(id, &said, &bookmarks, hidden));
    app.readers.keep(reader.clone(), asked);
    Ok(reader)
}

/// Shows these as they are now, in the list or not.
pub(crate) async fn show(app: &web::Data<App>, tx: &mut Tx, ids: &[ParticipantId]) -> Answer<()> {
    let today = app.clock.now().date_naive();
    for id in ids.iter().copied() {
        let record = store::one(tx, id).await?;
        app.mentors.update(id, record.as_ref(), today);
    }
    app.readers.forget(ids);
    Ok(())
}

/// Shows everybody as they are now.
pub(crate) async fn show_all(app: &web::Data<App>) -> Answer<()> {
    let (records, today) = (everybody(&app.db).await?, app.clock.now().date_naive());
    let list = app.clone();
    web::block(move || list.mentors.rebuild(&records, today)).await.map_err(Failure::internal)?;
    app.readers.forget_all();
    Ok(())
}

/// Shows those no more who are gone.
pub(crate) async fn forget_erased(app: &web::Data<App>, tx: &mut Tx) -> Answer<()> {
    let there: HashSet<_> = store::ids(tx).await?.into_iter().collect();
    app.mentors.keep_only(&there);
    app.readers.forget_all();
    Ok(())
}
