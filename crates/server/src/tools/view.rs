//! Tools as one of the two sees them.

use domain::tools::Way;

use crate::db::Tx;
use crate::http::Answer;
use crate::relationships::party::Party;

/// The tool that helps the reader now, in one statement.
pub(crate) async fn suggested(_tx: &mut Tx, _party: &Party, _way: Way) -> Answer<Option<String>> {
    Ok(None)
}

/// What the two have answered in a tool that ends in an agenda: lines that a meeting's page suggests.
pub(crate) async fn agenda_lines(_tx: &mut Tx, _party: &Party) -> Answer<Vec<String>> {
    Ok(Vec::new())
}
