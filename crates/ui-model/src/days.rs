//! How far a day is from today, and lists by day.

use chrono::{Datelike, NaiveDate};

/// How far a day is from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
    /// So few days ago that the day of the week says which.
    Week,
    /// In this year.
    Year,
    /// In another year.
    Far,
}

impl Near {
    /// How far `day` is from `today`.
    pub fn of(day: NaiveDate, today: NaiveDate) -> Self {
        match today.num_days_from_ce() - day.num_days_from_ce() {
            0 => Self::Today,
            1 => Self::Yesterday,
            2..=6 => Self::Week,
            _ if day.year() == today.year() => Self::Year,
            _ => Self::Far,
        }
    }
}

/// The items in groups, one for each run of items of the same day.
pub fn by_day<T, D: PartialEq>(
    items: impl IntoIterator<Item = T>,
    day: impl Fn(&T) -> D,
) -> Vec<(D, Vec<T>)> {
    let mut days: Vec<(D, Vec<T>)> = Vec::new();
    for item in items {
        let of_item = day(&item);
        match days.last_mut() {
            Some((last, items)) if *last == of_item => items.push(item),
            _ => days.push((of_item, vec![item])),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_called_as_people_call_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let near = |text: &str| Near::of(day(text), day("2026-03-03"));
        assert_eq!(near("2026-03-03"), Near::Today);
        assert_eq!(near("2026-03-02"), Near::Yesterday);
        assert_eq!(near("2026-03-01"), Near::Week);
        assert_eq!(near("2026-02-25"), Near::Week);
        assert_eq!(near("2026-02-24"), Near::Year);
        assert_eq!(near("2026-03-04"), Near::Year);
        assert_eq!(near("2025-12-31"), Near::Far);
        assert_eq!(Near::of(day("2025-12-31"), day("2026-01-01")), Near::Yesterday);
    }

    #[test]
    fn items_of_a_day_stay_together_and_in_their_order() {
        let groups = by_day([(2, 'a'), (2, 'b'), (1, 'c')], |(day, _)| *day);
        assert_eq!(groups, [(2, vec![(2, 'a'), (2, 'b')]), (1, vec![(1, 'c')])]);
        assert!(by_day(Vec::<u8>::new(), |n| *n).is_empty());
    }
}
