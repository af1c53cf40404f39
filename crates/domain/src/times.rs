//! Days and moments as they travel: `2026-12-24`, `2026-12-24T16:00:00.5Z`. chrono would read every form that there is,
//! for five kilobytes of the web app.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Reads a day.
pub fn day(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = numbers(text, '-')?;
    NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day).filter(|_| text.len() == 10)
}

/// Reads a moment in UTC.
pub fn moment(text: &str) -> Option<DateTime<Utc>> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ':')?;
    let nanos = number(&format!("{fraction:0<9}")).filter(|_| (1..10).contains(&fraction.len()))?;
    Some(day(date)?.and_time(NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?).and_utc())
}

fn numbers(text: &str, between: char) -> Option<[u32; 3]> {
    let mut parts = text.split(between).map(number);
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

pub(crate) fn read_moment<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    moment(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("not a moment in UTC"))
}

pub(crate) fn read_moment_if_any<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    moment(&text).map(Some).ok_or_else(|| D::Error::custom("not a moment in UTC"))
}

pub(crate) fn read_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    day(&text).map(Some).ok_or_else(|| D::Error::custom("not a day"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_chrono_writes_them() {
        for micros in [0, 1, 1_500_000, 1_795_000_000_123_456, 1_795_000_000_000_000] {
            let at = DateTime::from_timestamp_micros(micros).unwrap();
            let written = serde_json::to_value(at).unwrap();
            assert_eq!(moment(written.as_str().unwrap()), Some(at), "{written}");
        }
    }

    #[test]
    fn days_are_read_as_chrono_writes_them() {
        let christmas = NaiveDate::from_ymd_opt(2026, 12, 24);
        assert_eq!(day("2026-12-24"), christmas);
        assert_eq!(day(&christmas.unwrap().to_string()), christmas);
    }

    #[test]
    fn what_is_neither_is_not_read() {
        for text in [
            "",
            "2026-12",
            "2026-12-24-01",
            "2026-13-01",
            "2026-02-30",
            "2026-1-2",
            "2026-+1-02",
            "12-24-2026",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        for text in [
            "2026-12-24",
            "2026-12-24T16:00:00",
            "2026-12-24T16:00:00+01:00",
            "2026-12-24T25:00:00Z",
            "2026-12-24T16:00Z",
            "2026-12-24T16:00:00.Z",
            "2026-12-24T16:00:00.1234567890Z",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
