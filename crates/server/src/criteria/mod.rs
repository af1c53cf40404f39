//! What the programme matches people on: rows of the database, kept in memory.

mod catalogue;
pub(crate) mod routes;
pub(crate) mod store;

pub use catalogue::Catalogue;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::db::Tx;

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::get_criteria);
}

/// The criteria of this installation. An empty database gets those of the default programme.
pub async fn open(tx: &mut Tx) -> anyhow::Result<Catalogue> {
    if store::all(tx).await?.is_empty() {
        store::insert(tx, &content::programme()?.criteria).await?;
    }
    Catalogue::new(store::all(tx).await?)
}
