use anyhow::Context as _;
use sqlx::Connection as _;
use sqlx::migrate::{MigrateError, Migrator};

use super::Db;

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// Brings the database to this program's schema, each step in a transaction of its own. PostgreSQL holds an advisory
/// lock meanwhile, so that two servers can start together. A database that is newer than the program is refused.
pub async fn migrate(db: &Db) -> anyhow::Result<()> {
    let done = match db {
        Db::Sqlite { writer, .. } => {
            let mut connection = writer.beside().await.context("the database could not be opened")?;
            let done = SQLITE.run(&mut connection).await;
            connection.close().await.context("the database could not be closed")?;
            done
        }
        Db::Postgres(pool) => POSTGRES.run(pool).await,
    };
    match done {
        Err(MigrateError::VersionMissing(version)) => anyhow::bail!(
            "this database was last used by a newer cairn (it has migration {version}): start that version, or restore a backup"
        ),
        Err(MigrateError::VersionMismatch(version)) => anyhow::bail!(
            "migration {version} differs from the one this database was made with: this cairn was built from changed files"
        ),
        other => other.context("the database could not be brought to this version"),
    }
}

/// The newest migration that this program knows; both engines have the same.
pub(super) fn newest() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0)
}
