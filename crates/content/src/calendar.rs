//! What the entries of a calendar say.

/// The line of a meeting of two. Who has left is not named.
pub fn entry_summary(programme: &str, reader: &str, other: Option<&str>) -> String {
    match other {
        Some(other) => format!("{programme}: {reader} and {other}"),
        None => format!("{programme}: {reader} and a former participant"),
    }
}

/// What stands below it: what the two want to talk about, and the page of the meeting.
pub fn entry_description(agenda: &[String], link: &str) -> String {
    let points: String = agenda.iter().flat_map(|point| ["- ", point, "\n"]).collect();
    if points.is_empty() {
        format!("Agenda, notes and changes:\n{link}")
    } else {
        format!("What you want to talk about:\n{points}\nAgenda, notes and changes:\n{link}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_says_who_meets_and_what_about() {
        assert_eq!(entry_summary("Cairn", "Noor", Some("Wanjiru")), "Cairn: Noor and Wanjiru");
        assert_eq!(entry_summary("Cairn", "Noor", None), "Cairn: Noor and a former participant");
        let agenda = ["The talk".to_owned(), "The next talk".to_owned()];
        assert_eq!(
            entry_description(&agenda, "https://c"),
            "What you want to talk about:\n- The talk\n- The next talk\n\nAgenda, notes and changes:\nhttps://c"
        );
        assert!(entry_description(&[], "https://c").starts_with("Agenda"));
    }
}
