//! Keeps the list and its readers in memory as the store has them. `changes::worker` says when.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::vec::IntoIter;

use actix_web::web;
use chrono::NaiveDate;
use domain::ids::ParticipantId;
use futures_util::FutureExt as _;
use futures_util::future::try_join_all;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::list::Listed;
use super::{List, Reader, store};
use crate::app::App;
use crate::db::{Db, Tx};
use crate::http::{Answer, Failure};
use crate::{blocks, bookmarks, profiles};

/// So many people are read at a time.
const AT_ONCE: i64 = 2000;

/// The ranges of ids that nobody has read yet.
type Left = Arc<Mutex<IntoIter<RangeInclusive<Uuid>>>>;

/// The list as the store has it now.
pub async fn build(db: &Db, catalogue: matching::Catalogue, today: NaiveDate) -> anyhow::Result<List> {
    Ok(List::new(catalogue, everybody(db, today).await?, today))
}

/// All who are in the list on this day, read on as many connections as there are cores. What is committed meanwhile,
/// the change feed tells.
async fn everybody(db: &Db, today: NaiveDate) -> anyhow::Result<Vec<Listed>> {
    let mut tx = db.read().await?;
    let left = Arc::new(Mutex::new(store::ranges(&mut tx, AT_ONCE).await?.into_iter()));
    drop(tx);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let readers = (0..cores).map(|_| {
        let (db, left) = (db.clone(), left.clone());
        // What is read is made ready on the same thread: on one that answers, it would keep the others waiting.
        web::block(move || Handle::current().block_on(read(&db, &left, today)))
    });
    let read: sqlx::Result<Vec<_>> = try_join_all(readers).await?.into_iter().collect();
    Ok(read?.into_iter().flatten().collect())
}

/// Reads one range after the other until none is left. While the database reads one, the one before is made ready.
async fn read(db: &Db, left: &Left, today: NaiveDate) -> sqlx::Result<Vec<Listed>> {
    let (mut listed, mut rows) = (Vec::new(), Vec::new());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    while let Some(ids) = next() {
        // Between two ranges others have their turn with the connections.
        let mut tx = db.read().await?;
        let mut reading = pin!(store::mentors(&mut tx, &ids));
        let read = reading.as_mut().now_or_never();
        listed.push(ready(std::mem::take(&mut rows), today)?);
        rows = match read {
            Some(read) => read?,
            None => reading.await?,
        };
    }
    listed.push(ready(rows, today)?);
    Ok(listed)
}

/// Those of the rows who are in the list on this day.
fn ready(rows: Vec<store::MentorRow>, today: NaiveDate) -> sqlx::Result<Listed> {
    let records: sqlx::Result<Vec<_>> = rows.into_iter().map(store::MentorRow::read).collect();
    Ok(Listed::of(records?, today))
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
    let today = app.clock.now().date_naive();
    let (listed, list) = (everybody(&app.db, today).await?, app.clone());
    web::block(move || list.mentors.rebuild(listed, today)).await.map_err(Failure::internal)?;
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
