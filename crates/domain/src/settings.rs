//! How the programme is run: numbers that coordinators set.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::text::refused;
use crate::travels::travels;

travels! {
    /// The settings of the programme. Changes count from now on, never backwards. Its version travels as ETag.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Settings {
        /// So many days after the last turn a request expires.
        #[validate(range(min = 1, max = 60))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60, example = 14))]
        pub request_days: u8,
        /// So many days after the last turn whoever's turn it is gets a reminder, in order.
        #[validate(length(max = 5), custom(function = rising))]
        #[cfg_attr(feature = "openapi", schema(max_items = 5, example = json!([3, 7, 12])))]
        pub reminder_days: Vec<u8>,
        /// So many requests a mentee can have open at a time.
        #[validate(range(min = 1, max = 50))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 50, example = 5))]
        pub open_requests: u8,
        /// So many conversations a person can begin a day.
        #[validate(range(min = 1, max = 100))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100, example = 10))]
        pub conversations_a_day: u8,
        /// So many months a relationship is planned for.
        #[validate(range(min = 1, max = 36))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 36, example = 9))]
        pub planned_months: u8,
        /// After so many days without a meeting, a message or anything written, the two of a relationship are asked how it
        /// goes.
        #[validate(range(min = 7, max = 180))]
        #[cfg_attr(feature = "openapi", schema(minimum = 7, maximum = 180, example = 30))]
        pub idle_days: u8,
        /// So many days before the day of a goal or a milestone the mentee is reminded.
        #[validate(range(min = 1, max = 60))]
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60, example = 7))]
        pub due_days: u8,
    }
}

/// For bodies: days, each later than the one before, from 1 to 59.
fn rising(days: &[u8]) -> Result<(), ValidationError> {
    let rising = days.windows(2).all(|pair| pair[0] < pair[1]);
    if rising && days.iter().all(|day| (1..60).contains(day)) { Ok(()) } else { Err(refused("rising_days")) }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            request_days: 14,
            reminder_days: vec![3, 7, 12],
            open_requests: 5,
            conversations_a_day: 10,
            planned_months: 9,
            idle_days: 30,
            due_days: 7,
        }
    }
}
