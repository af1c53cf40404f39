use std::str::FromStr;

use domain::criteria::{Criterion, CriterionKey, CriterionOption, OptionKey};
use sqlx::FromRow;

use crate::db::{Tx, corrupt, from_word};
use crate::{execute, fetch_all};

#[derive(FromRow)]
struct CriterionRow {
    key: String,
    name: String,
    hint: String,
    rule: String,
    held_in: String,
    importance: String,
}

#[derive(FromRow)]
struct OptionRow {
    criterion: String,
    key: String,
    name: String,
    group_name: Option<String>,
    retired: bool,
}

/// All criteria with their options, in order.
pub(crate) async fn all(tx: &mut Tx) -> sqlx::Result<Vec<Criterion>> {
    let rows = fetch_all!(
        tx,
        CriterionRow,
        "SELECT key, name, hint, rule, held_in, importance FROM criteria ORDER BY position"
    )?;
    let mut criteria = rows.into_iter().map(CriterionRow::read).collect::<sqlx::Result<Vec<_>>>()?;
    let options = fetch_all!(
        tx,
        OptionRow,
        "SELECT criterion, key, name, group_name, retired FROM criterion_options ORDER BY criterion, position"
    )?;
    for row in options {
        if let Some(criterion) = criteria.iter_mut().find(|known| known.key.as_str() == row.criterion) {
            criterion.options.push(row.read()?);
        }
    }
    Ok(criteria)
}

/// Adds criteria with their options, in this order.
pub(crate) async fn insert(tx: &mut Tx, criteria: &[Criterion]) -> sqlx::Result<()> {
    for (position, criterion) in (0_i64..).zip(criteria) {
        execute!(
            tx,
            "INSERT INTO criteria (key, name, hint, rule, held_in, importance, position)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            criterion.key.as_str(),
            &criterion.name,
            &criterion.hint,
            word(&criterion.rule),
            word(&criterion.held_in),
            criterion.importance.as_str(),
            position,
        )?;
        for (position, option) in (0_i64..).zip(&criterion.options) {
            execute!(
                tx,
                "INSERT INTO criterion_options (criterion, key, name, group_name, position, retired)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                criterion.key.as_str(),
                option.key.as_str(),
                &option.name,
                &option.group,
                position,
                option.retired,
            )?;
        }
    }
    Ok(())
}

impl CriterionRow {
    fn read(self) -> sqlx::Result<Criterion> {
        Ok(Criterion {
            key: criterion_key(&self.key)?,
            name: self.name,
            hint: self.hint,
            rule: from_word("criteria.rule", &self.rule)?,
            held_in: from_word("criteria.held_in", &self.held_in)?,
            importance: from_word("criteria.importance", &self.importance)?,
            options: Vec::new(),
        })
    }
}

impl OptionRow {
    fn read(self) -> sqlx::Result<CriterionOption> {
        Ok(CriterionOption {
            key: option_key(&self.key)?,
            name: self.name,
            group: self.group_name,
            retired: self.retired,
        })
    }
}

/// The word of an enum, as it travels.
fn word(value: &impl serde::Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// The key of a criterion, as it is stored.
pub(crate) fn criterion_key(text: &str) -> sqlx::Result<CriterionKey> {
    CriterionKey::from_str(text).map_err(|_| corrupt("criterion", text))
}

/// The key of an option, as it is stored.
pub(crate) fn option_key(text: &str) -> sqlx::Result<OptionKey> {
    OptionKey::from_str(text).map_err(|_| corrupt("option", text))
}
