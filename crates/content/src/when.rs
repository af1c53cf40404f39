use chrono::{NaiveDateTime, TimeDelta};

/// When a meeting is, as a letter says it: `Thursday 18 June 2026, 18:00 to 19:00, Europe/London`. `start` is what the clock
/// on the wall shows in `time_zone` (its IANA name).
pub fn when_in_words(start: NaiveDateTime, minutes: u16, time_zone: &str) -> String {
    let end = start + TimeDelta::minutes(minutes.into());
    format!("{} to {}, {time_zone}", start.format("%A %-d %B %Y, %H:%M"), end.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_letter_says_day_time_and_place() {
        let start = NaiveDate::from_ymd_opt(2026, 6, 18).unwrap().and_hms_opt(18, 0, 0).unwrap();
        let words = when_in_words(start, 60, "Europe/London");
        assert_eq!(words, "Thursday 18 June 2026, 18:00 to 19:00, Europe/London");
    }
}
