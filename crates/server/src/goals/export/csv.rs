//! Tables for spreadsheet programs (RFC 4180), in which no cell is run as a formula.

use domain::goals::Amount;

/// A line of cells.
pub(super) fn line<const N: usize>(cells: [&str; N]) -> String {
    let quoted = cells.map(|cell| format!("\"{}\"", harmless(cell).replace('"', "\"\"")));
    format!("{}\r\n", quoted.join(","))
}

/// The text with an apostrophe before it where a spreadsheet would take it for a formula. A number is none.
fn harmless(cell: &str) -> String {
    let begins = cell
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if begins && cell.parse::<Amount>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_whatever_is_written() {
        let written = line(["Speak, with ease", "She said \"yes\"", "one\ntwo", ""]);
        assert_eq!(written, "\"Speak, with ease\",\"She said \"\"yes\"\"\",\"one\ntwo\",\"\"\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "-", "--1"] {
            assert!(harmless(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(
            (harmless("-3.5"), harmless("3-4"), harmless("a=b")),
            ("-3.5".into(), "3-4".into(), "a=b".into())
        );
    }
}
