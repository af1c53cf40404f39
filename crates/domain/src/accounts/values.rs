use std::str::FromStr;

use serde::{Deserialize, Serialize};
use validator::ValidationError;

use crate::text::{filled_line, refused};
use crate::travels::words;

/// The longest email address (RFC 5321, section 4.5.3.1.3), in characters.
pub const MAX_EMAIL: usize = 254;

words! {
    /// What a participant takes part as; any combination.
    pub enum Role {
        /// Gives guidance.
        Mentor = "mentor",
        /// Looks for guidance.
        Mentee = "mentee",
        /// Runs the programme.
        Coordinator = "coordinator",
    }
}

/// An email address: valid in form, in lower case (so that one person is one account).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = ValidationError;

    fn from_str(text: &str) -> Result<Self, ValidationError> {
        let text = text.trim();
        let plain = text.is_ascii() && !text.contains(['"', '(', ')', '<', '>', '\\', ',', ' ']);
        let dotted = text.rsplit_once('@').is_some_and(|(_, host)| host.contains('.'));
        let valid = plain && dotted && text.len() <= MAX_EMAIL && email_address::EmailAddress::is_valid(text);
        if valid { Ok(Self(text.to_ascii_lowercase())) } else { Err(refused("email")) }
    }
}

/// The name that others see: one line of 1 to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// The longest name, in characters.
    pub const MAX: usize = 80;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DisplayName {
    type Err = ValidationError;

    fn from_str(text: &str) -> Result<Self, ValidationError> {
        filled_line(text)?;
        let text = text.trim();
        if text.chars().count() > Self::MAX { Err(refused("length")) } else { Ok(Self(text.to_owned())) }
    }
}

/// For bodies: the text is an email address.
pub(crate) fn email(text: &str) -> Result<(), ValidationError> {
    text.parse::<Email>().map(|_| ())
}

/// For bodies: roles that anybody can take for themselves, at least one, none twice.
pub(crate) fn own_roles(roles: &[Role]) -> Result<(), ValidationError> {
    if roles.is_empty() {
        return Err(refused("required"));
    }
    if roles.iter().enumerate().any(|(i, role)| roles[..i].contains(role)) {
        return Err(refused("twice"));
    }
    if roles.contains(&Role::Coordinator) { Err(refused("not_by_oneself")) } else { Ok(()) }
}

/// What `own_roles` takes, for the OpenAPI document.
#[cfg(feature = "openapi")]
pub(crate) fn own_roles_schema() -> utoipa::openapi::schema::Array {
    use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
    let role = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["mentor", "mentee"]));
    ArrayBuilder::new()
        .description(Some("Mentor, mentee or both."))
        .items(role)
        .min_items(Some(1))
        .unique_items(true)
        .examples([serde_json::json!(["mentee"])])
        .build()
}

/// What `agreed` takes, for the OpenAPI document.
#[cfg(feature = "openapi")]
pub(crate) fn agreed_schema() -> utoipa::openapi::schema::Object {
    use utoipa::openapi::schema::{ObjectBuilder, Type};
    ObjectBuilder::new()
        .description(Some("The terms of the programme are accepted."))
        .schema_type(Type::Boolean)
        .enum_values(Some([true]))
        .examples([true])
        .build()
}

/// For bodies: agreed to.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "validator passes a reference")]
pub(crate) fn agreed(yes: &bool) -> Result<(), ValidationError> {
    if *yes { Ok(()) } else { Err(refused("required")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_one_address() {
        assert_eq!(
            " Noor.Haddad@Leeds.Example ".parse::<Email>().unwrap().as_str(),
            "noor.haddad@leeds.example"
        );
        for bad in [
            "",
            "noor",
            "noor@",
            "@leeds.example",
            "noor@localhost",
            "a b@c.example",
            "a@b.example\r\nBcc: x@y.example",
            "\"a\"@b.example",
            "a,b@c.example",
        ] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }

    #[test]
    fn nobody_makes_themselves_coordinator() {
        assert!(own_roles(&[Role::Mentor, Role::Mentee]).is_ok());
        for bad in [&[][..], &[Role::Mentor, Role::Mentor], &[Role::Coordinator]] {
            assert!(own_roles(bad).is_err());
        }
    }
}
