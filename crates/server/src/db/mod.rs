//! The store: SQLite or PostgreSQL behind one text.
//!
//! Stores write `fetch_all!(tx, Row, "SELECT …", arguments…)`; the macros bind the arguments on whichever engine
//! runs and register the text, so that a test prepares every statement of the program on both.

mod backup;
mod columns;
mod later;
mod migrations;
mod shared_commit;
mod statements;

pub use backup::{backup, restore};
pub(crate) use columns::{corrupt, count, from_word, from_word_if_any, read_json, write_json};
pub use later::{Later, OfRow};
pub use migrations::migrate;
pub use shared_commit::{Turn, Writer};
pub use statements::{Statement, arity, statements};

use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::time::Duration;

use anyhow::Context as _;
use domain::ids::ParticipantId;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgListener, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Connection as _, Postgres, Sqlite, Transaction};

/// The most connections that one server opens for reading (SQLite) or in all (PostgreSQL).
const CONNECTIONS: u32 = 8;
/// So many statements stay prepared on a connection to a file: those of all usual ways.
const STATEMENTS: usize = 500;
/// So many rows of a file are read ahead: as many as whoever asks for the most at a time.
const ROWS: usize = 2000;
/// So many bytes of a file are read where the system keeps them. To copy them into a small cache of each connection,
/// again and again, took a third of a start.
const MAPPED: &str = "1073741824";
/// Where PostgreSQL passes on that there is something new.
const CHANNEL: &str = "cairn";
/// So many participants are named in one announcement: PostgreSQL takes less than 8000 bytes.
const NAMED: usize = 200;
/// A connection that has been used within this time is taken without asking whether it still holds.
const FRESH: Duration = Duration::from_secs(1);
/// How long a request waits for a connection before it is refused.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file: a pool of readers and the one writer.
    Sqlite {
        /// Connections that only read.
        readers: SqlitePool,
        /// The connection that writes, lent to one after the other.
        writer: Writer,
    },
    /// A server.
    Postgres(PgPool),
}

/// A transaction. What was written and not committed when it is dropped never happened.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(SqliteTx),
    /// On PostgreSQL.
    Postgres(PostgresTx),
}

/// A transaction on SQLite.
#[derive(Debug)]
pub struct SqliteTx {
    turn: SqliteTurn,
    later: Later,
}

#[derive(Debug)]
enum SqliteTurn {
    /// One that only reads.
    Reads(Transaction<'static, Sqlite>),
    /// One that writes, and may share its commit with others.
    Writes(Turn),
}

/// A transaction on PostgreSQL.
#[derive(Debug)]
pub enum PostgresTx {
    /// A connection without a transaction: each question sees what is committed when it is asked, and nothing is written.
    Reads(PoolConnection<Postgres>),
    /// One that writes.
    Writes(Transaction<'static, Postgres>),
}

impl Db {
    /// Connects to `sqlite:FILE` (made when missing) or `postgres://…`.
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        if url.starts_with("sqlite:") {
            return Self::open_file(url).await.context("the SQLite file could not be opened");
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options =
                PgConnectOptions::from_str(url).context("the PostgreSQL address could not be read")?;
            let pool = PgPoolOptions::new().test_before_acquire(false).before_acquire(|connection, meta| {
                Box::pin(async move { Ok(meta.idle_for < FRESH || connection.ping().await.is_ok()) })
            });
            let pool = pool.max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
            return Ok(Self::Postgres(
                pool.connect_with(options).await.context("PostgreSQL did not answer")?,
            ));
        }
        anyhow::bail!("the database address must begin with sqlite: or postgres://")
    }

    /// WAL, a full sync at each commit: what was acknowledged survives a power cut.
    async fn open_file(url: &str) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(STATEMENTS)
            // What is deleted is overwritten: an erased person is not left in the free pages of the file.
            .pragma("secure_delete", "ON")
            // What a savepoint may take back is kept in memory: it never has to survive.
            .pragma("temp_store", "MEMORY");
        let writer = Writer::open(options.clone()).await?;
        // A file does not hang up: nobody asks before each use.
        let readers = SqlitePoolOptions::new().test_before_acquire(false);
        let readers = readers.max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
        let options = options.pragma("query_only", "ON").pragma("mmap_size", MAPPED).row_buffer_size(ROWS);
        let readers = readers.connect_with(options).await?;
        Ok(Self::Sqlite { readers, writer })
    }

    /// Begins a transaction that only reads. On SQLite it sees one moment, on PostgreSQL one for each question.
    pub async fn read(&self) -> Result<Tx, sqlx::Error> {
        match self {
            Self::Sqlite { readers, .. } => readers.begin().await.map(|tx| SqliteTurn::Reads(tx).into()),
            Self::Postgres(pool) => pool.acquire().await.map(|held| Tx::Postgres(PostgresTx::Reads(held))),
        }
    }

    /// Begins a transaction that writes. On SQLite it is the only one at its time, and it sees what those before it have
    /// written even while their shared commit is still to come: an answer that rests on what it has read is given after
    /// its own commit.
    pub async fn write(&self) -> Result<Tx, sqlx::Error> {
        match self {
            Self::Sqlite { writer, .. } => writer.turn().await.map(|turn| SqliteTurn::Writes(turn).into()),
            Self::Postgres(pool) => pool.begin().await.map(|tx| Tx::Postgres(PostgresTx::Writes(tx))),
        }
    }

    /// An error unless the database answers.
    pub async fn answers(&self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { readers, .. } => sqlx::query("SELECT 1").execute(readers).await.map(drop),
            Self::Postgres(pool) => sqlx::query("SELECT 1").execute(pool).await.map(drop),
        }
    }

    /// Hears what the transactions of all servers announce. Nobody else writes into a SQLite file: there is nothing
    /// to hear.
    pub async fn listen(&self) -> Result<Option<PgListener>, sqlx::Error> {
        let Self::Postgres(pool) = self else { return Ok(None) };
        let mut listener = PgListener::connect_with(pool).await?;
        // Whoever listens looks at the store when the connection is new.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(Some(listener))
    }

    /// Closes all connections; running transactions end first.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Nobody else writes until it ends, whatever it has locked.
    pub(crate) fn is_alone(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// With the commit, all servers learn that there is something new in the store, and whose open pages it concerns.
    pub async fn announce(&mut self, to: &[ParticipantId]) -> Result<(), sqlx::Error> {
        let Self::Postgres(tx) = self else { return Ok(()) };
        let mut named: Vec<String> = to.chunks(NAMED).map(names).collect();
        if named.is_empty() {
            named.push(String::new());
        }
        for payload in named {
            let announcement = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload);
            announcement.execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Makes everything that was written in it true.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(PostgresTx::Writes(tx)) => tx.commit().await,
            Self::Postgres(PostgresTx::Reads(_)) => Ok(()),
        }
    }
}

impl Deref for PostgresTx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        match self {
            Self::Reads(connection) => connection,
            Self::Writes(tx) => tx,
        }
    }
}

impl DerefMut for PostgresTx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            Self::Reads(connection) => connection,
            Self::Writes(tx) => tx,
        }
    }
}

fn names(ids: &[ParticipantId]) -> String {
    ids.iter().map(|id| id.0.simple().to_string()).collect::<Vec<_>>().join(",")
}

/// Whose open pages an announcement concerns.
pub(crate) fn announced(payload: &str) -> impl Iterator<Item = ParticipantId> + '_ {
    payload.split(',').filter_map(|id| id.parse().ok())
}

impl SqliteTx {
    /// The connection, which has made the changes that waited.
    pub async fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.later.make(self.turn.connection()).await?;
        Ok(self.turn.connection())
    }

    /// All rows of the question that came last to what waits.
    pub async fn fetch_all<R: OfRow>(&mut self) -> Result<Vec<R>, sqlx::Error> {
        self.later.ask()?.fetch_all(self.turn.connection()).await
    }

    /// Its one row, where there is one.
    pub async fn fetch_optional<R: OfRow>(&mut self) -> Result<Option<R>, sqlx::Error> {
        self.later.ask()?.fetch_optional(self.turn.connection()).await
    }

    /// Its one row.
    pub async fn fetch_one<R: OfRow>(&mut self) -> Result<R, sqlx::Error> {
        self.later.ask()?.fetch_one(self.turn.connection()).await
    }

    /// Takes a change that goes along with what comes next. Its arguments follow.
    pub async fn later(&mut self, text: &'static str) -> Result<&mut Later, sqlx::Error> {
        if self.later.is_full() {
            self.connection().await?;
        }
        self.later.add(text);
        Ok(&mut self.later)
    }

    async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.connection().await?;
        match self.turn {
            SqliteTurn::Reads(tx) => tx.commit().await,
            SqliteTurn::Writes(turn) => turn.commit().await,
        }
    }
}

impl SqliteTurn {
    fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Reads(tx) => tx,
            Self::Writes(turn) => turn,
        }
    }
}

impl From<SqliteTurn> for Tx {
    fn from(turn: SqliteTurn) -> Self {
        Self::Sqlite(SqliteTx { turn, later: Later::default() })
    }
}

/// Asks for rows on the engine at hand. Called by the macros below, which say how many come back.
#[macro_export]
macro_rules! sql {
    ($tx:expr, $row:ty, $fetch:ident, { sqlite: $sqlite:literal, postgres: $postgres:literal } $(, $argument:expr)*) => {{
        $crate::sql!(@register $sqlite, $postgres $(, $argument)*);
        match $tx {
            $crate::db::Tx::Sqlite(tx) => match tx.later($sqlite).await {
                Ok(later) => {
                    let _waits = later$(.bind($argument))*;
                    tx.$fetch::<$row>().await
                }
                Err(failure) => Err(failure),
            },
            $crate::db::Tx::Postgres(tx) => {
                ::sqlx::query_as::<_, $row>($postgres)$(.bind($argument))*.$fetch(&mut **tx).await
            }
        }
    }};
    ($tx:expr, $row:ty, $fetch:ident, $text:literal $(, $argument:expr)*) => {
        $crate::sql!($tx, $row, $fetch, { sqlite: $text, postgres: $text } $(, $argument)*)
    };
    (@register $sqlite:literal, $postgres:literal $(, $argument:expr)*) => {
        const ARGUMENTS: usize = 0 $(+ { let _ = stringify!($argument); 1 })*;
        const _: () = assert!($crate::db::arity($sqlite) == ARGUMENTS, "the arguments do not fit the SQLite text");
        const _: () = assert!($crate::db::arity($postgres) == ARGUMENTS, "the arguments do not fit the PostgreSQL text");
        ::inventory::submit! {
            $crate::db::Statement { sqlite: $sqlite, postgres: $postgres, file: file!(), line: line!() }
        }
    };
}

/// All rows: `fetch_all!(tx, Row, "SELECT …", arguments…)?`
#[macro_export]
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $text:tt $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, $row, fetch_all, $text $(, $argument)*)
    };
}

/// The one row there may be: `fetch_optional!(tx, Row, "SELECT …", arguments…)?`
#[macro_export]
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $text:tt $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, $row, fetch_optional, $text $(, $argument)*)
    };
}

/// The one row there is: `fetch_one!(tx, Row, "SELECT …", arguments…)?`
#[macro_export]
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $text:tt $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, $row, fetch_one, $text $(, $argument)*)
    };
}

/// Changes rows and gives how many: `execute!(tx, "UPDATE …", arguments…)?`
#[macro_export]
macro_rules! execute {
    ($tx:expr, { sqlite: $sqlite:literal, postgres: $postgres:literal } $(, $argument:expr)* $(,)?) => {{
        $crate::sql!(@register $sqlite, $postgres $(, $argument)*);
        match $tx {
            $crate::db::Tx::Sqlite(tx) => match tx.connection().await {
                Ok(connection) => ::sqlx::query($sqlite)$(.bind($argument))*.execute(connection).await
                    .map(|done| done.rows_affected()),
                Err(failure) => Err(failure),
            },
            $crate::db::Tx::Postgres(tx) => ::sqlx::query($postgres)$(.bind($argument))*.execute(&mut **tx).await
                .map(|done| done.rows_affected()),
        }
    }};
    ($tx:expr, $text:literal $(, $argument:expr)* $(,)?) => {
        $crate::execute!($tx, { sqlite: $text, postgres: $text } $(, $argument)*)
    };
}

/// Changes rows, and nobody asks how many: `later!(tx, "UPDATE …", arguments…)?`. On SQLite it goes along with what comes
/// next, be it the commit, and fails with it.
#[macro_export]
macro_rules! later {
    ($tx:expr, { sqlite: $sqlite:literal, postgres: $postgres:literal } $(, $argument:expr)* $(,)?) => {{
        $crate::sql!(@register $sqlite, $postgres $(, $argument)*);
        match $tx {
            $crate::db::Tx::Sqlite(tx) => tx.later($sqlite).await.map(|later| {
                let _waits = later$(.bind($argument))*;
            }),
            $crate::db::Tx::Postgres(tx) => {
                ::sqlx::query($postgres)$(.bind($argument))*.execute(&mut **tx).await.map(drop)
            }
        }
    }};
    ($tx:expr, $text:literal $(, $argument:expr)* $(,)?) => {
        $crate::later!($tx, { sqlite: $text, postgres: $text } $(, $argument)*)
    };
}
