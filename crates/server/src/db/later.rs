//! Changes that go to SQLite together with what comes after them. Each call of the library hands its work to a thread of
//! the connection and waits for the answer, and that takes several times as long as the change itself.

use std::fmt::Write as _;

use sqlx::query::QueryAs;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Encode, FromRow, Sqlite, Type};

/// With so many arguments it does not wait for more.
const MANY: usize = 500;

/// What rows are read as.
pub trait OfRow: for<'r> FromRow<'r, SqliteRow> + Send + Unpin {}

impl<R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin> OfRow for R {}

/// What waits, in order: one text with all arguments.
#[derive(Debug, Default)]
pub struct Later {
    text: String,
    arguments: SqliteArguments,
    /// Why an argument could not be added.
    failure: Option<sqlx::Error>,
}

impl Later {
    /// Adds a change. Its arguments follow.
    pub fn add(&mut self, text: &'static str) {
        renumber(&mut self.text, text, self.arguments.len());
        self.text.push(';');
    }

    /// Adds the next argument of the last change.
    pub fn bind<'a>(&mut self, argument: impl Encode<'a, Sqlite> + Type<Sqlite>) -> &mut Self {
        if let Err(error) = self.arguments.add(argument) {
            self.failure = Some(sqlx::Error::Encode(error));
        }
        self
    }

    pub(super) fn is_full(&self) -> bool {
        self.arguments.len() >= MANY
    }

    /// Makes the changes that wait.
    pub(super) async fn make(&mut self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        if self.text.is_empty() {
            return Ok(());
        }
        let (text, arguments) = self.take()?;
        sqlx::query_with(text, arguments).execute(connection).await.map(drop)
    }

    /// Makes the changes that wait and asks what came last.
    pub(super) fn ask<R: OfRow>(&mut self) -> sqlx::Result<QueryAs<'static, Sqlite, R, SqliteArguments>> {
        let (text, arguments) = self.take()?;
        Ok(sqlx::query_as_with(text, arguments))
    }

    fn take(&mut self) -> sqlx::Result<(AssertSqlSafe<String>, SqliteArguments)> {
        let Self { text, arguments, failure } = std::mem::take(self);
        failure.map_or(Ok((AssertSqlSafe(text), arguments)), Err)
    }
}

/// Writes a text whose arguments come after so many others.
fn renumber(to: &mut String, text: &str, before: usize) {
    let mut parts = text.split('$');
    to.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        // Writing to a string does not fail.
        let _ = write!(to, "${}{rest}", number.parse::<usize>().unwrap_or_default() + before);
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection as _;

    use super::*;

    #[test]
    fn arguments_come_after_those_of_the_changes_before() {
        let mut text = String::new();
        renumber(&mut text, "UPDATE a SET b = $2 WHERE c = $1 AND d = $12", 3);
        assert_eq!(text, "UPDATE a SET b = $5 WHERE c = $4 AND d = $15");
    }

    #[tokio::test]
    async fn what_waits_is_made_at_once_and_in_order() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let mut later = Later::default();
        later.add("CREATE TABLE lines (number INTEGER PRIMARY KEY, text TEXT)");
        for (number, text) in [(1, "a"), (2, "b")] {
            later.add("INSERT INTO lines VALUES ($1, $2)");
            later.bind(number).bind(text);
        }
        later.add("UPDATE lines SET text = text || $1 WHERE number = 2");
        later.bind("!");
        later.make(&mut connection).await.unwrap();
        later.make(&mut connection).await.unwrap();
        later.add("DELETE FROM lines WHERE number > $1");
        later.bind(2);
        later.add("SELECT number, text FROM lines WHERE number >= $1 ORDER BY number");
        later.bind(1);
        let lines = later.ask::<(i64, String)>().unwrap().fetch_all(&mut connection).await.unwrap();
        assert_eq!(lines, [(1, "a".to_owned()), (2, "b!".to_owned())]);
    }

    #[tokio::test]
    async fn a_change_that_fails_is_told() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let mut later = Later::default();
        later.add("CREATE TABLE lines (number INTEGER PRIMARY KEY)");
        later.add("INSERT INTO lines VALUES (1)");
        later.add("INSERT INTO lines VALUES (1)");
        later.add("INSERT INTO lines VALUES (2)");
        let failure = later.make(&mut connection).await.unwrap_err();
        assert!(
            failure.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation),
            "{failure}"
        );
    }
}
