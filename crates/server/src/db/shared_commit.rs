//! One commit for many writers. SQLite has one writer at a time, and each commit waits for the disk: so those who wait
//! meanwhile write into the same transaction, one after the other, each in a savepoint, and one commit makes all of it
//! true. Whoever waits alone commits alone, at once.
//!
//! One task owns the connection and lends it. However a writer ends (commits, is dropped in the middle of a statement or
//! of its commit, panics), the connection comes back to the task; and after a failure it is opened anew.

use std::io;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, mpsc, oneshot};
use tokio::time::timeout;

use super::PATIENCE;

/// The most writers that share a commit: the first is told when the last is done.
const MOST: usize = 32;

const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT writer";
/// Keeps what the last writer wrote, if all of it is committed, and is ready for the next.
const KEEP: &str = "RELEASE writer; SAVEPOINT writer";
/// Takes back what the last writer wrote, and is ready for the next.
const TAKE_BACK: &str = "ROLLBACK TO writer";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// Whom a turn is given to.
type Asking = oneshot::Sender<sqlx::Result<Turn>>;
/// Who is told whether it is committed.
type Committing = oneshot::Sender<sqlx::Result<()>>;

/// Where writers ask for their turns; they get them in the order in which they ask.
#[derive(Clone, Debug)]
pub struct Writer {
    options: Arc<SqliteConnectOptions>,
    asking: mpsc::UnboundedSender<Asking>,
    closing: Arc<Notify>,
}

/// The turn of one writer. What was not committed when it is dropped never happened.
#[derive(Debug)]
pub struct Turn {
    // Before `end`: when the lender learns of the end, it has the connection back.
    connection: OwnedMutexGuard<SqliteConnection>,
    end: oneshot::Sender<Committing>,
}

impl Writer {
    /// Opens the connection that writes.
    pub(super) async fn open(options: SqliteConnectOptions) -> sqlx::Result<Self> {
        let options = Arc::new(options);
        let connection = options.connect().await?;
        let (asking, asked) = mpsc::unbounded_channel();
        let closing = Arc::new(Notify::new());
        let lender = Lender { options: options.clone(), connection: Some(share(connection)), asked };
        tokio::spawn(lender.serve(closing.clone()));
        Ok(Self { options, asking, closing })
    }

    /// Waits for its turn.
    pub(super) async fn turn(&self) -> sqlx::Result<Turn> {
        let (asking, turn) = oneshot::channel();
        self.asking.send(asking).map_err(|_| sqlx::Error::PoolClosed)?;
        match timeout(PATIENCE, turn).await {
            Ok(turn) => turn.map_err(|_| sqlx::Error::PoolClosed)?,
            Err(_) => Err(sqlx::Error::PoolTimedOut),
        }
    }

    /// A connection beside it, for what cannot be done within a transaction.
    pub(super) async fn beside(&self) -> sqlx::Result<SqliteConnection> {
        self.options.connect().await
    }

    /// Ends when those who write are done and the connection is closed. Whoever still waits is refused.
    pub(super) async fn close(&self) {
        self.closing.notify_one();
        self.asking.closed().await;
    }
}

impl Turn {
    /// Makes everything that was written in it true: it is on the disk when this ends well. Dropped before its end, it may
    /// be committed or not.
    pub(super) async fn commit(self) -> sqlx::Result<()> {
        let Self { connection, end } = self;
        let (committing, committed) = oneshot::channel();
        drop(connection);
        // With nobody there to take it, nobody answers.
        drop(end.send(committing));
        committed.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }
}

impl Deref for Turn {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}

/// The task that owns the connection.
struct Lender {
    options: Arc<SqliteConnectOptions>,
    /// None after a failure: who knows what state it is in.
    connection: Option<Arc<Mutex<SqliteConnection>>>,
    asked: mpsc::UnboundedReceiver<Asking>,
}

impl Lender {
    async fn serve(mut self, closing: Arc<Notify>) {
        loop {
            let first = tokio::select! {
                biased;
                () = closing.notified() => break,
                first = self.asked.recv() => first,
            };
            let Some(first) = first else { break };
            self.serve_batch(first).await;
        }
        if let Some(connection) = self.connection.take().and_then(Arc::into_inner)
            && let Err(failure) = connection.into_inner().close().await
        {
            tracing::error!(%failure, "the database was not closed well");
        }
    }

    /// Lends the connection to all who wait, commits, and tells those who wanted it.
    async fn serve_batch(&mut self, first: Asking) {
        let connection = match self.begin().await {
            Ok(connection) => connection,
            Err(failure) => {
                drop(first.send(Err(failure)));
                return;
            }
        };
        let mut committing = Vec::new();
        let done = self.lend_in_turn(&connection, first, &mut committing).await;
        if done.is_ok() {
            self.connection = Some(connection);
        }
        // An error cannot be copied: each gets its share of the one.
        let done = done.map_err(Arc::new);
        for committing in committing {
            let told = done.clone().map_err(|failure| sqlx::Error::Io(io::Error::other(failure)));
            // Whoever left is not told.
            drop(committing.send(told));
        }
    }

    async fn begin(&mut self) -> sqlx::Result<Arc<Mutex<SqliteConnection>>> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => share(self.options.connect().await?),
        };
        run(&connection, BEGIN).await?;
        Ok(connection)
    }

    async fn lend_in_turn(
        &mut self,
        connection: &Arc<Mutex<SqliteConnection>>,
        first: Asking,
        committing: &mut Vec<Committing>,
    ) -> sqlx::Result<()> {
        let mut keep = lend(connection, first, committing).await;
        for _ in 1..MOST {
            let Ok(next) = self.asked.try_recv() else { break };
            run(connection, if keep { KEEP } else { TAKE_BACK }).await?;
            keep = lend(connection, next, committing).await;
        }
        finish(connection, keep, !committing.is_empty()).await
    }
}

/// Lends the connection and has it back; true when what was written is to be committed. Whoever asked and is gone drops
/// its turn like any other.
async fn lend(
    connection: &Arc<Mutex<SqliteConnection>>,
    to: Asking,
    committing: &mut Vec<Committing>,
) -> bool {
    let (end, ended) = oneshot::channel();
    let connection = Arc::clone(connection).lock_owned().await;
    drop(to.send(Ok(Turn { connection, end })));
    let committed = ended.await.ok();
    let keep = committed.is_some();
    committing.extend(committed);
    keep
}

/// Ends the transaction: takes back what the last writer wrote unless it is kept, and commits unless there is nothing.
async fn finish(connection: &Arc<Mutex<SqliteConnection>>, keep: bool, commit: bool) -> sqlx::Result<()> {
    if !commit {
        return run(connection, ROLLBACK).await;
    }
    if !keep {
        run(connection, TAKE_BACK).await?;
    }
    run(connection, COMMIT).await
}

async fn run(connection: &Mutex<SqliteConnection>, statement: &'static str) -> sqlx::Result<()> {
    let mut connection = connection.lock().await;
    sqlx::query(statement).execute(&mut *connection).await.map(drop)
}

fn share(connection: SqliteConnection) -> Arc<Mutex<SqliteConnection>> {
    Arc::new(Mutex::new(connection))
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::FutureExt as _;
    use proptest::prelude::*;
    use sqlx::sqlite::SqliteJournalMode;
    use tempfile::TempDir;

    use super::*;

    struct File {
        writer: Writer,
        folder: TempDir,
    }

    impl File {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let options = SqliteConnectOptions::new().filename(folder.path().join("file"));
            let options = options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
            let writer = Writer::open(options).await.unwrap();
            let file = Self { writer, folder };
            let mut tx = file.writer.turn().await.unwrap();
            for table in [
                "CREATE TABLE entries (number INTEGER PRIMARY KEY)",
                "CREATE TABLE total (sum INTEGER NOT NULL)",
                "INSERT INTO total VALUES (0)",
                "CREATE TABLE notes (of INTEGER REFERENCES entries DEFERRABLE INITIALLY DEFERRED)",
            ] {
                sqlx::query(table).execute(&mut *tx).await.unwrap();
            }
            tx.commit().await.unwrap();
            file
        }

        /// What another connection sees: the numbers in order, and their sum.
        async fn seen(&self) -> (Vec<i64>, i64) {
            let mut connection = self.writer.beside().await.unwrap();
            let numbers: Vec<(i64,)> = sqlx::query_as("SELECT number FROM entries ORDER BY number")
                .fetch_all(&mut connection)
                .await
                .unwrap();
            let (sum,) = sqlx::query_as("SELECT sum FROM total").fetch_one(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            (numbers.into_iter().map(|(number,)| number).collect(), sum)
        }
    }

    async fn write(tx: &mut Turn, number: i64) {
        sqlx::query("INSERT INTO entries VALUES ($1)").bind(number).execute(&mut **tx).await.unwrap();
        sqlx::query("UPDATE total SET sum = sum + $1").bind(number).execute(&mut **tx).await.unwrap();
    }

    /// Whether it is not ready yet.
    fn waits(future: &mut (impl Future + Unpin)) -> bool {
        future.now_or_never().is_none()
    }

    /// A turn, had by somebody who asks while another has theirs.
    macro_rules! asks {
        ($file:ident, $turn:ident) => {
            let mut $turn = pin!($file.writer.turn());
            assert!(waits(&mut $turn));
        };
    }

    #[tokio::test]
    async fn who_waits_shares_the_commit_and_nobody_sees_it_before() {
        let file = File::new().await;
        let mut a = file.writer.turn().await.unwrap();
        asks!(file, b);
        asks!(file, c);
        write(&mut a, 1).await;
        let mut a = pin!(a.commit());
        assert!(waits(&mut a));
        let mut b = b.await.unwrap();
        write(&mut b, 2).await;
        let mut b = pin!(b.commit());
        assert!(waits(&mut b));
        let mut c = c.await.unwrap();
        write(&mut c, 4).await;
        assert_eq!(file.seen().await, (vec![], 0));
        assert!(waits(&mut a), "nothing is on the disk yet");
        c.commit().await.unwrap();
        assert_eq!(file.seen().await, (vec![1, 2, 4], 7));
        a.await.unwrap();
        b.await.unwrap();
    }

    #[tokio::test]
    async fn who_drops_its_turn_takes_back_only_its_own() {
        let file = File::new().await;
        let mut a = file.writer.turn().await.unwrap();
        asks!(file, b);
        asks!(file, c);
        asks!(file, d);
        write(&mut a, 1).await;
        drop(a);
        let mut b = b.await.unwrap();
        write(&mut b, 2).await;
        let mut b = pin!(b.commit());
        assert!(waits(&mut b));
        let mut c = c.await.unwrap();
        write(&mut c, 4).await;
        drop(c);
        let mut d = d.await.unwrap();
        write(&mut d, 8).await;
        drop(d);
        b.await.unwrap();
        assert_eq!(file.seen().await, (vec![2], 2));
    }

    #[tokio::test]
    async fn a_commit_that_fails_fails_for_all_who_share_it() {
        let file = File::new().await;
        let mut a = file.writer.turn().await.unwrap();
        asks!(file, b);
        asks!(file, c);
        write(&mut a, 1).await;
        let mut a = pin!(a.commit());
        assert!(waits(&mut a));
        let mut b = b.await.unwrap();
        sqlx::query("INSERT INTO notes VALUES (99)").execute(&mut *b).await.unwrap();
        let mut b = pin!(b.commit());
        assert!(waits(&mut b));
        let mut c = c.await.unwrap();
        write(&mut c, 4).await;
        for failure in [c.commit().await, a.await, b.await] {
            assert!(failure.unwrap_err().to_string().contains("FOREIGN KEY"));
        }
        assert_eq!(file.seen().await, (vec![], 0));

        let mut later = file.writer.turn().await.unwrap();
        write(&mut later, 8).await;
        later.commit().await.unwrap();
        assert_eq!(file.seen().await, (vec![8], 8));
    }

    /// A full disk makes SQLite take back the whole transaction in the middle of a statement; so does this conflict.
    #[tokio::test]
    async fn a_statement_that_ends_the_transaction_fails_all_who_share_it() {
        for then_commits in [false, true] {
            let file = File::new().await;
            let mut a = file.writer.turn().await.unwrap();
            asks!(file, b);
            write(&mut a, 1).await;
            let mut a = pin!(a.commit());
            assert!(waits(&mut a));
            let mut b = b.await.unwrap();
            let conflict = sqlx::query("INSERT OR ROLLBACK INTO entries VALUES (1)").execute(&mut *b).await;
            assert!(conflict.is_err());
            if then_commits {
                assert!(b.commit().await.is_err());
            } else {
                drop(b);
            }
            assert!(a.await.is_err());
            assert_eq!(file.seen().await, (vec![], 0));

            let mut later = file.writer.turn().await.unwrap();
            write(&mut later, 1).await;
            later.commit().await.unwrap();
            assert_eq!(file.seen().await, (vec![1], 1));
        }
    }

    #[tokio::test]
    async fn turns_come_in_the_order_of_asking_and_a_batch_ends() {
        let file = File::new().await;
        let mut first = file.writer.turn().await.unwrap();
        let mut asking: Vec<_> = (0..MOST).map(|_| Box::pin(file.writer.turn())).collect();
        for turn in &mut asking {
            assert!(waits(turn));
        }
        write(&mut first, 1).await;
        let mut first = pin!(first.commit());
        assert!(waits(&mut first));
        let mut commits = Vec::new();
        for number in 0..MOST - 1 {
            let turn = asking.remove(0).await.unwrap();
            assert!(asking.iter_mut().all(waits), "{number} is overtaken");
            let mut commit = Box::pin(turn.commit());
            assert!(waits(&mut commit));
            commits.push(commit);
        }
        // The last one asked too late for this batch: it is over while that one has its turn.
        let last = asking.remove(0).await.unwrap();
        first.await.unwrap();
        for commit in commits {
            commit.await.unwrap();
        }
        assert_eq!(file.seen().await, (vec![1], 1));
        drop(last);
    }

    #[tokio::test]
    async fn closing_waits_for_who_writes_and_refuses_the_rest() {
        let file = File::new().await;
        let mut a = file.writer.turn().await.unwrap();
        let mut close = pin!(file.writer.close());
        assert!(waits(&mut close));
        write(&mut a, 1).await;
        a.commit().await.unwrap();
        close.await;
        assert!(matches!(file.writer.turn().await, Err(sqlx::Error::PoolClosed)));
        assert!(!file.folder.path().join("file-wal").exists(), "the file is closed");
        assert_eq!(file.seen().await, (vec![1], 1));
        file.writer.close().await;
    }

    /// What somebody does with a turn.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Deed {
        Commit,
        Drop,
        Panic,
        LeaveWhileWaiting,
        LeaveInAStatement,
        LeaveInTheCommit,
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            3 => Just(Deed::Commit),
            1 => Just(Deed::Drop),
            1 => Just(Deed::Panic),
            1 => Just(Deed::LeaveWhileWaiting),
            1 => Just(Deed::LeaveInAStatement),
            1 => Just(Deed::LeaveInTheCommit),
        ]
    }

    async fn act(writer: Writer, deed: Deed, number: i64) {
        if deed == Deed::LeaveWhileWaiting {
            let _left = writer.turn().now_or_never();
            return;
        }
        let mut tx = writer.turn().await.unwrap();
        write(&mut tx, number).await;
        match deed {
            Deed::Commit => tx.commit().await.unwrap(),
            Deed::Drop | Deed::LeaveWhileWaiting => drop(tx),
            Deed::Panic => std::panic::resume_unwind(Box::new("in the middle")),
            Deed::LeaveInAStatement => {
                let long = "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n LIMIT 2000)
                            INSERT INTO entries SELECT $1 * 10000 + i FROM n RETURNING number";
                let _left = sqlx::query(long).bind(number).fetch_all(&mut *tx).now_or_never();
            }
            Deed::LeaveInTheCommit => {
                let _left = tx.commit().now_or_never();
            }
        }
    }

    async fn all_at_once(deeds: &[Deed]) {
        let file = File::new().await;
        let tasks: Vec<_> = deeds
            .iter()
            .zip(1..)
            .map(|(deed, number)| tokio::spawn(act(file.writer.clone(), *deed, number)))
            .collect();
        for (task, deed) in tasks.into_iter().zip(deeds) {
            assert_eq!(task.await.is_ok(), *deed != Deed::Panic);
        }
        // Whoever left in its commit may be committed or not, but is by the end of this one.
        file.writer.turn().await.unwrap().commit().await.unwrap();
        let (numbers, sum) = file.seen().await;
        assert_eq!(numbers.iter().sum::<i64>(), sum);
        for (deed, number) in deeds.iter().zip(1..) {
            match deed {
                Deed::LeaveInTheCommit => {}
                Deed::Commit => assert!(numbers.contains(&number)),
                _ => assert!(!numbers.contains(&number)),
            }
        }
        assert!(numbers.iter().all(|number| *number <= 1000), "half a statement is left");
        file.writer.close().await;
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn whatever_writers_do_the_sum_is_right(deeds in prop::collection::vec(deed(), 1..80)) {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.unwrap().block_on(all_at_once(&deeds));
        }
    }
}
