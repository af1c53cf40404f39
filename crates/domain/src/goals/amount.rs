use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A measured number with at most three decimals, kept exactly: thousandths in a whole number. It travels as a text, so that
/// nobody rounds it: `"3.5"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, max_length = 15, pattern = r"^-?([0-9]{1,9}|1000000000)([.][0-9]{1,3})?$", example = "3.5"))]
pub struct Amount(i64);

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnAmount {
    /// It is no number, or has more than three decimals.
    Form,
    /// It is a number farther from zero than any that is taken.
    Range,
}

impl Amount {
    /// As far from zero as an amount can be.
    pub const FARTHEST: i64 = 1_000_000_000;

    /// So many thousandths, where that is an amount.
    pub fn from_thousandths(thousandths: i64) -> Option<Self> {
        (thousandths.unsigned_abs() <= Self::FARTHEST.unsigned_abs() * 1000).then_some(Self(thousandths))
    }

    /// How many thousandths it is.
    pub const fn thousandths(self) -> i64 {
        self.0
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
        if !are_digits(whole) || !are_digits(decimals) || decimals.len() > 3 {
            return Err(NotAnAmount::Form);
        }
        let thousandths = format!("{whole}{decimals:0<3}").parse::<i64>().map_err(|_| NotAnAmount::Range)?;
        Self::from_thousandths(if negative { -thousandths } else { thousandths }).ok_or(NotAnAmount::Range)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let written = format!("{sign}{}.{:03}", size / 1000, size % 1000);
        f.write_str(written.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "not an amount",
            Self::Range => "amount out of range",
        })
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_write_is_kept_exactly() {
        for (text, thousandths, written) in [
            ("3", 3000, "3"),
            ("3.5", 3500, "3.5"),
            ("0.1", 100, "0.1"),
            ("-0.125", -125, "-0.125"),
            ("-0", 0, "0"),
            ("007.50", 7500, "7.5"),
            ("1000000000", 1_000_000_000_000, "1000000000"),
            ("-1000000000.000", -1_000_000_000_000, "-1000000000"),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.thousandths(), amount.to_string().as_str()), (thousandths, written), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_or_too_large_is_refused() {
        for text in ["", "-", ".", "1.", ".5", "NaN", "inf", "1e9", "1,5", "+1", "--1", "1.2345", "1.-5", "٣"]
        {
            assert_eq!(text.parse::<Amount>(), Err(NotAnAmount::Form), "{text}");
        }
        for text in ["1000000000.001", "-1000000001", "99999999999999999999999"] {
            assert_eq!(text.parse::<Amount>(), Err(NotAnAmount::Range), "{text}");
        }
        assert!(serde_json::from_str::<Amount>("3.5").is_err(), "a number in JSON may have been rounded");
    }

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_is_written(thousandths in -1_000_000_000_000_i64..=1_000_000_000_000) {
            let amount = Amount::from_thousandths(thousandths).unwrap();
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount);
        }

        #[test]
        fn whatever_is_written_nothing_breaks(text in ".{0,40}") {
            let _ = text.parse::<Amount>();
        }
    }
}
