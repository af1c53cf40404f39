use cairn::db::Db;
use cairn::random;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

/// A database that is there for one test: a SQLite file, or a database on the PostgreSQL server of the test run.
pub(crate) struct Database {
    /// Its address.
    pub(crate) url: String,
    somebody_elses: bool,
    _folder: Option<TempDir>,
}

/// The PostgreSQL server of the test run, where there is one.
pub(crate) fn postgres() -> Option<String> {
    std::env::var("CAIRN_TEST_DATABASE").ok().filter(|url| url.starts_with("postgres"))
}

impl Database {
    /// An empty one.
    pub(crate) async fn new() -> Self {
        match postgres() {
            Some(server) => Self::on(&server).await,
            None => Self::file(),
        }
    }

    /// A new SQLite file.
    pub(crate) fn file() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("cairn.db").display());
        Self { url, somebody_elses: false, _folder: Some(folder) }
    }

    /// A database that somebody else takes away.
    pub(crate) fn at(url: &str) -> Self {
        Self { url: url.to_owned(), somebody_elses: true, _folder: None }
    }

    /// A new database on a PostgreSQL server.
    pub(crate) async fn on(server: &str) -> Self {
        let name = format!("test_{}", random::bytes::<8>().map(|byte| format!("{byte:02x}")).concat());
        let mut connection = PgConnection::connect(server).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let (host, _) = server.rsplit_once('/').unwrap();
        Self { url: format!("{host}/{name}"), somebody_elses: false, _folder: None }
    }

    /// Takes it away, and gives the subjects of the letters that were left over.
    pub(crate) fn close(&mut self) -> Vec<String> {
        let url = self.url.clone();
        let on_server = url.starts_with("postgres") && !self.somebody_elses;
        let close = async move {
            let left = letters(&url).await;
            if on_server {
                let (host, name) = url.rsplit_once('/').unwrap();
                let mut connection = PgConnection::connect(&format!("{host}/postgres")).await.unwrap();
                let drop = format!("DROP DATABASE {name} WITH (FORCE)");
                connection.execute(AssertSqlSafe(drop)).await.unwrap();
            }
            left
        };
        // A test's own runtime cannot wait inside a drop.
        let thread = std::thread::spawn(|| {
            tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(close)
        });
        thread.join().unwrap_or_else(|_| vec!["(the letters could not be read)".to_owned()])
    }
}

async fn letters(url: &str) -> Vec<String> {
    let db = Db::connect(url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    // What others did is told by letters that may be switched off; each is expected where it is tested.
    let left = cairn::fetch_all!(
        &mut tx,
        (String,),
        "SELECT subject FROM letters WHERE state = 'waiting' AND unsubscribe = ''"
    )
    .unwrap();
    drop(tx);
    db.close().await;
    left.into_iter().map(|(subject,)| subject).collect()
}
