//! What columns hold: words of enums, numbers of rows, JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The enum of a word in the column.
pub(crate) fn from_word<T: DeserializeOwned>(column: &str, word: &str) -> sqlx::Result<T> {
    serde_json::from_value(Value::String(word.to_owned())).map_err(|_| corrupt(column, word))
}

/// The enum of a word in the column, where there is one.
pub(crate) fn from_word_if_any<T: DeserializeOwned>(
    column: &str,
    word: Option<&str>,
) -> sqlx::Result<Option<T>> {
    word.map(|word| from_word(column, word)).transpose()
}

/// What a column holds cannot be.
pub(crate) fn corrupt(column: &str, text: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("the database holds a bad value in {column}: {text}").into())
}

/// A number of rows.
pub(crate) fn count(rows: i64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// What is kept as JSON.
pub(crate) fn read_json<T: DeserializeOwned>(json: &str) -> sqlx::Result<T> {
    serde_json::from_str(json).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// As it is kept as JSON.
pub(crate) fn write_json(value: &impl Serialize) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}
