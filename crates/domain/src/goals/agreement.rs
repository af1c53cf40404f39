//! Which versions of a goal the two have confirmed.

use chrono::{DateTime, Utc};

use crate::requests::Side;

/// What the two have confirmed of a goal. A new version leaves it as it is, and so is not agreed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The version that the mentor has confirmed last.
    pub mentor: Option<i64>,
    /// The version that the mentee has confirmed last.
    pub mentee: Option<i64>,
    /// The version that both had confirmed last, and since when.
    pub both: Option<(i64, DateTime<Utc>)>,
}

impl Agreement {
    /// The version that one of the two has confirmed last.
    pub fn of(&self, side: Side) -> Option<i64> {
        match side {
            Side::Mentor => self.mentor,
            Side::Mentee => self.mentee,
            Side::Clock | Side::System => None,
        }
    }

    /// Somebody has confirmed this version.
    pub fn holds(&self, version: i64) -> bool {
        [self.mentor, self.mentee].contains(&Some(version))
    }

    /// Since when both have confirmed this version.
    pub fn agreed_at(&self, version: i64) -> Option<DateTime<Utc>> {
        self.both.filter(|(agreed, _)| *agreed == version).map(|(_, at)| at)
    }

    /// One of the two confirms this version.
    pub fn confirm(mut self, side: Side, version: i64, at: DateTime<Utc>) -> Self {
        match side {
            Side::Mentor => self.mentor = Some(version),
            Side::Mentee => self.mentee = Some(version),
            Side::Clock | Side::System => return self,
        }
        if self.mentor == self.mentee && self.agreed_at(version).is_none() {
            self.both = Some((version, at));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_agreed_when_both_have_confirmed_the_same_version() {
        let [first, later] = [1, 2].map(|day| DateTime::UNIX_EPOCH + chrono::Duration::days(day));
        let one = Agreement::default().confirm(Side::Mentee, 3, first);
        assert_eq!((one.agreed_at(3), one.holds(3), one.of(Side::Mentor)), (None, true, None));
        assert_eq!(one.confirm(Side::Mentor, 2, first).agreed_at(2), None, "another version");
        let both = one.confirm(Side::Mentor, 3, first);
        assert_eq!(both.agreed_at(3), Some(first));
        assert_eq!(both.confirm(Side::Mentor, 3, later), both, "again changes nothing");
        assert_eq!(both.agreed_at(4), None, "an edit voids it");
        let renewed = both.confirm(Side::Mentor, 4, later).confirm(Side::Mentee, 4, later);
        assert_eq!(renewed.both, Some((4, later)));
    }

    #[test]
    fn neither_time_nor_the_platform_confirms_anything() {
        let at = DateTime::UNIX_EPOCH;
        assert_eq!(Agreement::default().confirm(Side::Clock, 1, at), Agreement::default());
    }
}
