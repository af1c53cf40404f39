use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use validator::ValidationError;

use crate::text::refused;

/// The longest key, in characters.
pub const MAX_KEY: usize = 64;

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident, $allowed:expr $(, $pattern:literal)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, min_length = 1, max_length = 64 $(, pattern = $pattern)?))]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The key as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ValidationError;
            fn from_str(text: &str) -> Result<Self, ValidationError> {
                text.to_owned().try_into()
            }
        }

        impl TryFrom<String> for $name {
            type Error = ValidationError;
            fn try_from(text: String) -> Result<Self, ValidationError> {
                let allowed: fn(char) -> bool = $allowed;
                let valid = !text.is_empty() && text.chars().count() <= MAX_KEY && text.chars().all(allowed);
                if valid { Ok(Self(text)) } else { Err(refused("key")) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

keys! {
    /// Names a criterion: lower-case letters, digits and hyphens.
    CriterionKey, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-', "^[a-z0-9-]+$";
    /// Names an option within its criterion. A place is an option too: `me`, `KE`, `KE:Nairobi`, `Africa/Nairobi`.
    OptionKey, |c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | ':' | '+' | ' ' | '\'' | '.' | ',' | '(' | ')');
}

impl CriterionKey {
    /// The criterion whose options are the languages of the profile.
    pub fn languages() -> Self {
        Self("languages".to_owned())
    }
}
