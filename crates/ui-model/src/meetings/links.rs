use chrono::{DateTime, Datelike, Duration, Timelike, Utc};
use form_urlencoded::Serializer;

/// A meeting as it is put into a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is called there.
    pub title: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How many minutes it takes.
    pub minutes: u16,
    /// The place or the link, or nothing.
    pub place: String,
}

impl Entry {
    fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + Duration::minutes(self.minutes.into())
    }

    /// The address at which Google's calendar offers to add it.
    pub fn google(&self) -> String {
        let dates = [stamp(self.starts_at, ["", ""]), stamp(self.ends_at(), ["", ""])].join("/");
        let query =
            [("action", "TEMPLATE"), ("text", &self.title), ("dates", &dates), ("location", &self.place)];
        address("https://calendar.google.com/calendar/render?", &query)
    }

    /// The address at which Outlook's calendar offers to add it.
    pub fn outlook(&self) -> String {
        let (begin, end) = (stamp(self.starts_at, ["-", ":"]), stamp(self.ends_at(), ["-", ":"]));
        let query = [
            ("path", "/calendar/action/compose"),
            ("rru", "addevent"),
            ("subject", &self.title),
            ("startdt", &begin),
            ("enddt", &end),
            ("location", &self.place),
        ];
        address("https://outlook.live.com/calendar/0/deeplink/compose?", &query)
    }
}

/// A moment, as calendars write it: with these signs between the parts of its day and of its time.
fn stamp(at: DateTime<Utc>, [days, times]: [&str; 2]) -> String {
    let two = |number: u32| format!("{number:02}");
    let day = [at.year().to_string(), two(at.month()), two(at.day())].join(days);
    let time = [two(at.hour()), two(at.minute()), two(at.second())].join(times);
    [&day, "T", &time, "Z"].concat()
}

fn address(to: &str, query: &[(&str, &str)]) -> String {
    let filled = query.iter().filter(|(_, value)| !value.is_empty());
    Serializer::new(to.to_owned()).extend_pairs(filled).finish()
}

/// Whether a place is a link that can be opened.
pub fn is_link(place: &str) -> bool {
    let rest = place.strip_prefix("https://").or_else(|| place.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !place.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            title: "Noor & Wanjiru: a talk, or two".to_owned(),
            starts_at: "2026-03-29T17:30:00Z".parse().unwrap(),
            minutes: 60,
            place: "https://meet.example/w?a=1&b=2".to_owned(),
        }
    }

    fn read(address: &str) -> Vec<(String, String)> {
        let query = address.split_once('?').unwrap().1;
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    #[test]
    fn both_calendars_read_the_same_moment() {
        let google = read(&entry().google());
        assert!(google.contains(&("dates".to_owned(), "20260329T173000Z/20260329T183000Z".to_owned())));
        assert!(google.contains(&("text".to_owned(), entry().title)));
        let outlook = read(&entry().outlook());
        assert!(outlook.contains(&("startdt".to_owned(), "2026-03-29T17:30:00Z".to_owned())));
        assert!(outlook.contains(&("enddt".to_owned(), "2026-03-29T18:30:00Z".to_owned())));
        assert!(outlook.contains(&("location".to_owned(), entry().place)));
    }

    #[test]
    fn without_a_place_none_is_named() {
        let nowhere = Entry { place: String::new(), ..entry() };
        assert!(!nowhere.google().contains("location"));
        assert!(!nowhere.outlook().contains("location"));
    }

    #[test]
    fn only_an_address_is_a_link() {
        assert!(is_link("https://meet.example/wanjiru"));
        for place in
            ["", "https://", "the library", "javascript:alert(1)", "https://a.example or the library"]
        {
            assert!(!is_link(place), "{place}");
        }
    }
}
