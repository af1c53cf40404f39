//! Documents as they are kept: texts without surrounding white space, nothing that says nothing.

use chrono::NaiveDate;

use super::{ContactDetails, Offer, Preferences, Profile};
use crate::text::tidy;

impl Profile {
    /// As it is kept.
    pub fn tidied(mut self) -> Self {
        for text in [
            &mut self.display_name,
            &mut self.headline,
            &mut self.organisation,
            &mut self.city,
            &mut self.about,
        ] {
            *text = tidy(text);
        }
        self
    }
}

impl Offer {
    /// As it is kept.
    pub fn tidied(mut self) -> Self {
        self.help = tidy(&self.help);
        self.experience = tidy(&self.experience);
        self.options.retain(|_, held| !held.is_empty());
        self.paused_until = self.paused_until.filter(|_| self.paused);
        self
    }

    /// As it stands on a day: a pause ends by itself on its last day.
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.paused = self.is_paused_on(day);
        self.paused_until = self.paused_until.filter(|end| *end > day);
        self
    }

    /// Paused on a day.
    pub fn is_paused_on(&self, day: NaiveDate) -> bool {
        self.paused && self.paused_until.is_none_or(|end| end > day)
    }
}

impl Preferences {
    /// As they are kept.
    pub fn tidied(mut self) -> Self {
        self.hope = tidy(&self.hope);
        self
    }
}

impl ContactDetails {
    /// As they are kept.
    pub fn tidied(mut self) -> Self {
        self.phone = tidy(&self.phone);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_ends_by_itself() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        let offer = Offer { paused: true, paused_until: Some(day(10)), ..Offer::default() };
        assert!(offer.clone().on(day(9)).paused);
        assert_eq!(offer.clone().on(day(10)), Offer::default());
        assert!(Offer { paused_until: None, ..offer }.on(day(30)).paused);
    }

    #[test]
    fn what_says_nothing_is_not_kept() {
        let none = [("skills".parse().unwrap(), Vec::new())];
        let offer = Offer {
            options: none.into(),
            help: "  Listening\r\nand asking. ".to_owned(),
            paused_until: NaiveDate::from_ymd_opt(2026, 12, 10),
            ..Offer::default()
        };
        assert_eq!(offer.tidied(), Offer { help: "Listening\nand asking.".to_owned(), ..Offer::default() });
    }
}
