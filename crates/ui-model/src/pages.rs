//! A list that is shown from its beginning, longer than a page can be.

use domain::page::MAX_LIMIT;

/// The query of the first page of so many.
pub fn first(wanted: u32) -> String {
    ["limit=", &wanted.min(MAX_LIMIT).to_string()].concat()
}

/// The query of the next page, while fewer have come than are wanted and there are more.
pub fn rest(wanted: u32, have: usize, next_cursor: Option<&str>) -> Option<String> {
    let missing = (wanted as usize).checked_sub(have).filter(|missing| *missing > 0)?;
    let limit = missing.min(MAX_LIMIT as usize).to_string();
    next_cursor.map(|cursor| ["limit=", &limit, "&cursor=", cursor].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_comes_in_pages() {
        assert_eq!((first(20), first(140)), ("limit=20".to_owned(), "limit=100".to_owned()));
        assert_eq!(rest(140, 100, Some("c")).as_deref(), Some("limit=40&cursor=c"));
        assert_eq!(rest(340, 100, Some("c")).as_deref(), Some("limit=100&cursor=c"));
        assert_eq!(rest(140, 140, Some("c")), None, "that is enough");
        assert_eq!(rest(140, 120, None), None, "there are no more");
    }
}
