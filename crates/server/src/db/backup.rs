//! Copies of the SQLite file, made while the server runs, and put back while it does not.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Context as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteLockingMode};
use sqlx::{ConnectOptions as _, Connection as _};

use super::migrations;

/// Writes a copy of one moment into `file`, which must not exist yet.
pub async fn backup(url: &str, file: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!file.exists(), "{} exists: choose another name", file.display());
    let unfinished = beside(file, "unfinished");
    let _ = fs::remove_file(&unfinished);
    let options = of_sqlite(url)?.create_if_missing(false).read_only(true);
    let mut connection = options.connect().await.context("the database could not be opened")?;
    sqlx::query("VACUUM INTO $1")
        .bind(unfinished.to_str().context("the name of the file must be Unicode")?)
        .execute(&mut connection)
        .await
        .context("the copy could not be written")?;
    connection.close().await?;
    put_in_place(&unfinished, file)
}

/// Puts a copy in the place of the database. Nobody is signed in afterwards, and neither links that were sent nor calendar
/// addresses work any longer: what was ended or used since the copy was made must not come back. What waited to be told or
/// sent is not told again.
pub async fn restore(url: &str, file: &Path) -> anyhow::Result<()> {
    let options = of_sqlite(url)?;
    let place = options.get_filename().to_owned();
    ensure_unused(options, &place).await?;
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }

    let unfinished = beside(&place, "restoring");
    fs::copy(file, &unfinished).with_context(|| format!("{} could not be copied", file.display()))?;
    let options = SqliteConnectOptions::new().filename(&unfinished).foreign_keys(true);
    let mut copy = options.connect().await?;
    let checked = check(&mut copy).await;
    let cleared = async {
        checked?;
        for table in [
            "letters",
            "events",
            "sessions",
            "ended_sessions",
            "signing_keys",
            "password_resets",
            "email_changes",
            "registrations",
            "calendars",
        ] {
            sqlx::query(sqlx::AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut copy).await?;
        }
        anyhow::Ok(copy.close().await?)
    };
    if let Err(error) = cleared.await {
        fs::remove_file(&unfinished)?;
        return Err(error);
    }
    for log in ["wal", "shm"] {
        let _ = fs::remove_file(format!("{}-{log}", place.display()));
    }
    put_in_place(&unfinished, &place)
}

async fn check(copy: &mut SqliteConnection) -> anyhow::Result<()> {
    let no_backup = "this is no copy of a Cairn database";
    let (sound,): (String,) =
        sqlx::query_as("PRAGMA quick_check").fetch_one(&mut *copy).await.context(no_backup)?;
    anyhow::ensure!(sound == "ok", "the copy is damaged: {sound}");
    let newest =
        sqlx::query_as("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(copy).await;
    let (newest,): (i64,) = newest.context(no_backup)?;
    anyhow::ensure!(newest > 0, no_backup);
    anyhow::ensure!(
        newest <= migrations::newest(),
        "the copy was made by a newer cairn: restore it with that version"
    );
    Ok(())
}

/// A server that runs holds the file: then it cannot be had alone.
async fn ensure_unused(options: SqliteConnectOptions, place: &Path) -> anyhow::Result<()> {
    if !place.exists() {
        return Ok(());
    }
    let alone = options.create_if_missing(false).locking_mode(SqliteLockingMode::Exclusive);
    let attempt = async {
        let mut connection = alone.busy_timeout(std::time::Duration::from_secs(1)).connect().await?;
        sqlx::query("BEGIN EXCLUSIVE").execute(&mut connection).await?;
        sqlx::query("ROLLBACK").execute(&mut connection).await?;
        connection.close().await
    };
    attempt.await.context("the database is in use: stop the server first")
}

fn of_sqlite(url: &str) -> anyhow::Result<SqliteConnectOptions> {
    anyhow::ensure!(url.starts_with("sqlite:"), "this is for SQLite; PostgreSQL has pg_dump and pg_restore");
    SqliteConnectOptions::from_str(url).context("the address of the database could not be read")
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

/// Renames once everything is on the disk, so that there is always a whole file or none.
fn put_in_place(unfinished: &Path, file: &Path) -> anyhow::Result<()> {
    File::open(unfinished)?.sync_all()?;
    fs::rename(unfinished, file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(File::open(folder)?.sync_all()?)
}
