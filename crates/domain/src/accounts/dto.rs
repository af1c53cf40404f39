use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::Role;
use super::values::{agreed, email, own_roles};
#[cfg(feature = "openapi")]
use super::values::{agreed_schema, own_roles_schema};
use crate::ids::{ParticipantId, SessionId};
use crate::profiles::{Completeness, PhotoUrls, time_zone};
use crate::text::filled_line;
use crate::times::read_moment;
use crate::travels::travels;

travels! {
    /// An attempt to join the programme.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct Register {
        /// Where the letter that confirms the address goes.
        #[validate(custom(function = email))]
        #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254, example = "noor.haddad@leeds.example"))]
        pub email: String,
        /// The name that others see.
        #[validate(length(min = 1, max = 80), custom(function = filled_line))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80, pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*$", example = "Noor Haddad"))]
        pub display_name: String,
        /// Strong enough: zxcvbn 3 or more.
        #[validate(length(min = 8, max = 256))]
        #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256, example = "lay one stone more"))]
        pub password: String,
        /// Mentor, mentee or both.
        #[validate(custom(function = own_roles))]
        #[cfg_attr(feature = "openapi", schema(schema_with = own_roles_schema))]
        pub roles: Vec<Role>,
        /// IANA name of the time zone.
        #[validate(custom(function = time_zone))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9/_+-]+$", example = "Europe/London"))]
        pub time_zone: String,
        /// The terms of the programme are accepted.
        #[validate(custom(function = agreed))]
        #[cfg_attr(feature = "openapi", schema(schema_with = agreed_schema))]
        pub accept_terms: bool,
    }

    /// The token of the letter that confirms an address.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct VerifyEmail {
        /// The token from the link.
        #[validate(length(min = 1, max = 128))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, example = "JxKq0dYtW3n8s6Vb2uPzLr5cHg7AeFm9oTiXwQy4R1M"))]
        pub token: String,
        /// Needed in any browser but the one that registered.
        #[validate(length(max = 256))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(max_length = 256, example = "lay one stone more"))]
        pub password: Option<String>,
    }

    /// Email and password.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct SignIn {
        /// The address of the account.
        #[validate(length(min = 1, max = 254))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254, example = "noor@sample.example"))]
        pub email: String,
        /// The password of the account.
        #[validate(length(min = 1, max = 256))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256, example = "lay one stone more"))]
        pub password: String,
    }

    /// A session has begun or goes on. The refresh token travels in a cookie.
    pub struct SignedIn {
        /// For the header `Authorization: Bearer …`.
        pub access_token: String,
        /// Seconds until the access token expires.
        pub expires_in: u32,
        /// Who is signed in.
        pub me: Me,
    }

    /// Asks for a letter with a link for a new password.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ForgottenPassword {
        /// The address of the account.
        #[validate(custom(function = email))]
        #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254, example = "noor@sample.example"))]
        pub email: String,
    }

    /// A new password, by the link of a letter. All sessions end.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ResetPassword {
        /// The token from the link.
        #[validate(length(min = 1, max = 128))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, example = "JxKq0dYtW3n8s6Vb2uPzLr5cHg7AeFm9oTiXwQy4R1M"))]
        pub token: String,
        /// Strong enough: zxcvbn 3 or more.
        #[validate(length(min = 8, max = 256))]
        #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256, example = "walk a little further"))]
        pub password: String,
    }

    /// A password to be judged while it is typed. It is neither kept nor logged.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct JudgePassword {
        /// The password.
        #[validate(length(max = 256))]
        #[cfg_attr(feature = "openapi", schema(max_length = 256, example = "lay one stone more"))]
        pub password: String,
        /// Words that an attacker would try first: name and email.
        #[validate(length(max = 8))]
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_items = 8, example = json!(["Noor Haddad"])))]
        pub about_me: Vec<String>,
    }

    /// How strong a password is.
    pub struct PasswordStrength {
        /// Estimate of zxcvbn, 0 (at once) to 4 (very long); 3 is enough.
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 4))]
        pub score: u8,
        /// It is taken.
        pub enough: bool,
        /// What makes it weak, as a stable code (snake case of zxcvbn's warnings).
        pub warning: Option<String>,
        /// What would help, as stable codes (snake case of zxcvbn's suggestions).
        pub suggestions: Vec<String>,
    }

    /// Changes the password; all other sessions end.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ChangePassword {
        /// The password until now.
        #[validate(length(min = 1, max = 256))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256, example = "lay one stone more"))]
        pub current_password: String,
        /// Strong enough: zxcvbn 3 or more.
        #[validate(length(min = 8, max = 256))]
        #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256, example = "walk a little further"))]
        pub new_password: String,
    }

    /// Asks to change the email address: the old one counts until the new one is confirmed.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ChangeEmail {
        /// The new address.
        #[validate(custom(function = email))]
        #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254, example = "noor.haddad@leeds.example"))]
        pub email: String,
        /// The password of the account.
        #[validate(length(min = 1, max = 256))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256, example = "lay one stone more"))]
        pub password: String,
    }

    /// The token of the letter to the new address.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ConfirmEmail {
        /// The token from the link.
        #[validate(length(min = 1, max = 128))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, example = "JxKq0dYtW3n8s6Vb2uPzLr5cHg7AeFm9oTiXwQy4R1M"))]
        pub token: String,
    }

    /// Takes roles up or lays them down. A coordinator stays one: the role is not given here.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ChangeRoles {
        /// Mentor, mentee or both.
        #[validate(custom(function = own_roles))]
        #[cfg_attr(feature = "openapi", schema(schema_with = own_roles_schema))]
        pub roles: Vec<Role>,
    }

    /// Deletes the account at once and for good.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct DeleteAccount {
        /// The password of the account.
        #[validate(length(min = 1, max = 256))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256, example = "lay one stone more"))]
        pub password: String,
    }

    /// The signed-in participant.
    pub struct Me {
        /// The participant's id.
        pub id: ParticipantId,
        /// The address of the account.
        pub email: String,
        /// The address that waits for its confirmation.
        pub new_email: Option<String>,
        /// The name that others see.
        pub display_name: String,
        /// What the participant takes part as.
        pub roles: Vec<Role>,
        /// IANA name of the time zone.
        pub time_zone: String,
        /// The photo, where there is one.
        pub photo: Option<PhotoUrls>,
        /// What of the profile is there and what is missing.
        pub completeness: Completeness,
        /// When the participant joined.
        #[serde(deserialize_with = "read_moment")]
        pub joined_at: DateTime<Utc>,
    }

    /// A browser or program that is signed in.
    pub struct Session {
        /// The session's id.
        pub id: SessionId,
        /// It is the one that asks.
        pub current: bool,
        /// What the browser says it is (User-Agent, cut to 200 characters).
        pub user_agent: Option<String>,
        /// When it signed in.
        #[serde(deserialize_with = "read_moment")]
        pub created_at: DateTime<Utc>,
        /// When it was last used.
        #[serde(deserialize_with = "read_moment")]
        pub last_used_at: DateTime<Utc>,
    }
}
