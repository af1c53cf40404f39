//! The options that mentors hold, numbered as they come, each with its column.

use domain::criteria::{CriterionKey, OptionKey};
use hashbrown::HashMap;

use crate::column::Column;

/// Every option that somebody has held, whether the catalogue knows it or not: so another catalogue changes nothing here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    numbers: HashMap<CriterionKey, HashMap<OptionKey, usize>>,
    keys: Vec<(CriterionKey, OptionKey)>,
    pub(crate) columns: Vec<Column>,
}

impl Options {
    /// The number of an option, a new one where nobody has held it before.
    pub(crate) fn number(&mut self, criterion: &CriterionKey, option: &OptionKey) -> usize {
        if let Some(number) = self.numbers.get(criterion).and_then(|options| options.get(option)) {
            return *number;
        }
        let number = self.keys.len();
        self.numbers.entry(criterion.clone()).or_default().insert(option.clone(), number);
        self.keys.push((criterion.clone(), option.clone()));
        self.columns.push(Column::default());
        number
    }

    /// Who holds an option, if anybody does.
    pub(crate) fn column(&self, criterion: &CriterionKey, option: &OptionKey) -> Option<&Column> {
        let number = self.numbers.get(criterion)?.get(option)?;
        self.columns.get(*number)
    }

    /// What the numbers stand for, in their order.
    pub(crate) fn keys(&self) -> &[(CriterionKey, OptionKey)] {
        &self.keys
    }
}
