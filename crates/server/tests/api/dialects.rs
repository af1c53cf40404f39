//! One text on two engines: every statement can be prepared, and the two schemas are the same.

use std::collections::BTreeSet;

use cairn::db::{self, Db, Tx};
use sqlx::Executor as _;

use crate::support::{Database, postgres};

async fn migrated(database: &Database) -> Db {
    let db = Db::connect(&database.url).await.unwrap();
    db::migrate(&db).await.unwrap();
    db
}

#[tokio::test]
async fn every_statement_can_be_prepared() {
    let mut database = Database::new().await;
    let db = migrated(&database).await;
    let mut broken = Vec::new();
    let mut count = 0;
    for statement in db::statements() {
        count += 1;
        let prepared = match db.write().await.unwrap() {
            Tx::Sqlite(mut tx) => tx
                .connection()
                .await
                .unwrap()
                .prepare(sqlx::SqlStr::from_static(statement.sqlite))
                .await
                .map(drop),
            Tx::Postgres(mut tx) => {
                (&mut *tx).prepare(sqlx::SqlStr::from_static(statement.postgres)).await.map(drop)
            }
        };
        if let Err(error) = prepared {
            broken.push(format!("{}:{}: {error}", statement.file, statement.line));
        }
    }
    db.close().await;
    database.close();
    assert!(count > 50, "{count} statements are registered");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// With few rows and no statistics SQLite guesses; among many meetings a wrong guess reads all of them.
#[tokio::test]
async fn the_meetings_of_a_relationship_are_found_by_the_relationship() {
    let mut database = Database::file();
    let db = migrated(&database).await;
    let Tx::Sqlite(mut tx) = db.read().await.unwrap() else { panic!("a file is SQLite") };
    let mut by_clock = 0;
    for statement in db::statements().filter(|statement| statement.sqlite.contains("meetings")) {
        let plan = format!("EXPLAIN QUERY PLAN {}", statement.sqlite);
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(plan))
            .fetch_all(tx.connection().await.unwrap())
            .await
            .unwrap();
        let clocks = ["meetings_by_lapse", "meetings_by_start"];
        if steps.iter().any(|(.., step)| clocks.iter().any(|clock| step.contains(clock))) {
            by_clock += 1;
            let of_one = ["relationship_id = $", "relationship_id = r.id", "mentor_id = $"];
            let of_one = of_one.iter().any(|of_one| statement.sqlite.contains(of_one));
            assert!(!of_one, "{}:{} looks at the meetings of everybody", statement.file, statement.line);
        }
    }
    assert!(by_clock > 0, "the clocks have indexes of their own");
    drop(tx);
    db.close().await;
    database.close();
}

/// What is old is deleted each minute, while nobody else can write: where there are many rows, an index finds it.
#[tokio::test]
async fn what_is_old_is_found_without_reading_all_there_is() {
    let many = ["idempotency_keys", "letters", "live_events", "notifications", "refresh_tokens", "sessions"];
    let mut database = Database::file();
    let db = migrated(&database).await;
    let Tx::Sqlite(mut tx) = db.read().await.unwrap() else { panic!("a file is SQLite") };
    let of_age = |text: &str| {
        let is_of = |table| {
            text.starts_with(&format!("DELETE FROM {table} "))
                || text.starts_with(&format!("UPDATE {table} "))
        };
        text.contains("< $1") && many.into_iter().any(is_of)
    };
    let mut found = 0;
    for statement in db::statements().filter(|statement| of_age(statement.sqlite)) {
        found += 1;
        let plan = format!("EXPLAIN QUERY PLAN {}", statement.sqlite);
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(plan))
            .fetch_all(tx.connection().await.unwrap())
            .await
            .unwrap();
        let reads_all = steps.iter().any(|(.., step)| step.starts_with("SCAN"));
        assert!(!reads_all, "{}:{}: {steps:?}", statement.file, statement.line);
    }
    assert!(found >= 9, "{found} statements look for what is old");
    drop(tx);
    db.close().await;
    database.close();
}

/// Table, column, type as SQLite has it, and whether it can be null.
type Column = (String, String, String, bool);

#[tokio::test]
async fn the_two_schemas_are_the_same() {
    let Some(server) = postgres() else { return };
    let (mut file, mut other) = (Database::file(), Database::on(&server).await);
    let (sqlite, postgres) = (migrated(&file).await, migrated(&other).await);
    let (left, right) = (columns(&sqlite).await, columns(&postgres).await);
    let differences: Vec<_> = left.symmetric_difference(&right).collect();
    assert!(differences.is_empty(), "columns differ: {differences:?}");
    let (left, right) = (indexes(&sqlite).await, indexes(&postgres).await);
    let differences: Vec<_> = left.symmetric_difference(&right).collect();
    assert!(differences.is_empty(), "indexes differ: {differences:?}");
    sqlite.close().await;
    postgres.close().await;
    file.close();
    other.close();
}

async fn columns(db: &Db) -> BTreeSet<Column> {
    let found = match db.read().await.unwrap() {
        Tx::Sqlite(mut tx) => sqlx::query_as::<_, Column>(
            "SELECT m.name, c.name, c.type, c.\"notnull\" = 0 FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .fetch_all(tx.connection().await.unwrap())
        .await,
        Tx::Postgres(mut tx) => sqlx::query_as::<_, Column>(
            "SELECT table_name::text, column_name::text, CASE data_type WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB' WHEN 'bigint' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'date' THEN 'TEXT' WHEN 'timestamp with time zone' THEN 'TEXT' ELSE data_type END, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'",
        )
        .fetch_all(&mut *tx)
        .await,
    };
    found.unwrap().into_iter().collect()
}

/// Table, columns in order, and whether they are unique together; primary keys included.
async fn indexes(db: &Db) -> BTreeSet<(String, String, bool)> {
    let found = match db.read().await.unwrap() {
        Tx::Sqlite(mut tx) => sqlx::query_as(
            "SELECT m.name, (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)), i.\"unique\" = 1 FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .fetch_all(tx.connection().await.unwrap())
        .await,
        Tx::Postgres(mut tx) => sqlx::query_as(
            "SELECT c.relname::text, (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY k(attnum, n) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum)::text, i.indisunique FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace s ON s.oid = c.relnamespace WHERE s.nspname = 'public' AND c.relname NOT LIKE '\\_%'",
        )
        .fetch_all(&mut *tx)
        .await,
    };
    found.unwrap().into_iter().collect()
}
