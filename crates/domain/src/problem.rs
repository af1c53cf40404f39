//! Every error that leaves the server: problem details (RFC 9457), one line per code.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use validator::{ValidationErrors, ValidationErrorsKind};

use crate::order::in_order;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal, $title:literal;)*) => {
        /// What went wrong, as a stable code that programs may rely on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* #[doc = $title] $variant,)* }

        impl Code {
            /// All codes, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it travels.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The HTTP status it is answered with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// One English sentence for developers.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

codes! {
    MalformedJson = "malformed_json", 400, "The body is not JSON.";
    MalformedRequest = "malformed_request", 400, "The request could not be read.";
    BadCursor = "bad_cursor", 400, "The cursor is not one that this list gave.";
    Unauthenticated = "unauthenticated", 401, "Sign in first: the access token is missing, wrong or expired.";
    InvalidCredentials = "invalid_credentials", 401, "This email and password do not belong together.";
    SessionEnded = "session_ended", 401, "The session has ended.";
    ForeignOrigin = "foreign_origin", 403, "This can only be asked from the web app itself.";
    NotFound = "not_found", 404, "There is nothing here for you.";
    MethodNotAllowed = "method_not_allowed", 405, "This address does not take that method.";
    RequestTimeout = "request_timeout", 408, "The body did not come in time.";
    PasswordRequired = "password_required", 409, "This browser did not register: the password is needed too.";
    ProfileIncomplete = "profile_incomplete", 409, "The profile does not hold the minimum for searching yet.";
    RoleMissing = "role_missing", 409, "The participant does not hold the role that this needs.";
    LastCoordinator = "last_coordinator", 409, "The programme needs a coordinator, and this is the last one.";
    NotAMentor = "not_a_mentor", 409, "Only mentors who are in the list can be saved.";
    TooManyBookmarks = "too_many_bookmarks", 409, "No more mentors can be saved: let one go first.";
    ToOneself = "to_oneself", 409, "Nobody asks, requests, blocks or reports oneself.";
    MentorNotOpen = "mentor_not_open", 409, "This mentor takes no requests just now.";
    MentorFull = "mentor_full", 409, "This mentor has no free place just now.";
    RequestOpen = "request_open", 409, "There is an open request to this mentor already.";
    RelationshipActive = "relationship_active", 409, "The two walk together already.";
    TooManyOpenRequests = "too_many_open_requests", 409, "No more requests can be open at a time: wait for an answer, or withdraw one.";
    DeclinedRecently = "declined_recently", 409, "This mentor has declined less than 30 days ago.";
    InvalidTransition = "invalid_transition", 409, "The state does not allow this (any more): `state` says which it is.";
    ConversationClosed = "conversation_closed", 409, "Nothing more can be written in this conversation.";
    TooManyConversations = "too_many_conversations", 409, "No more conversations can be begun today.";
    TooManyBlocks = "too_many_blocks", 409, "No more people can be blocked: lift a block first.";
    TooLateToEdit = "too_late_to_edit", 409, "A message can be changed for ten minutes.";
    SlotGone = "slot_gone", 409, "This time is not offered any more: get the meeting again.";
    SlotPassed = "slot_passed", 409, "This time has passed.";
    TooManyMeetings = "too_many_meetings", 409, "No more meetings can be proposed at a time: wait for an answer, or call one off.";
    TooManyPoints = "too_many_points", 409, "Nothing more can be added here: take something away first.";
    RelationshipEnded = "relationship_ended", 409, "The relationship has ended: everything is there to be read, and nothing more is written.";
    RelationshipRests = "relationship_rests", 409, "The relationship rests just now: nothing is written until it goes on.";
    GoalOpenPoints = "goal_open_points", 409, "The goal has open points: close them, or say why they stay open; `errors` says which.";
    ToolChanged = "tool_changed", 409, "The tool has changed meanwhile: get it again; what was answered is kept.";
    AccountSuspended = "account_suspended", 403, "The coordinators have suspended this account.";
    LinkExpired = "link_expired", 410, "The link was used, replaced or has expired.";
    StaleVersion = "stale_version", 412, "It was changed meanwhile: get it again and compare.";
    BodyTooLarge = "body_too_large", 413, "The body is larger than this address takes.";
    UnsupportedMediaType = "unsupported_media_type", 415, "The body has a type that this address does not take.";
    NoSuchRange = "no_such_range", 416, "The file does not have the part that was asked for.";
    InvalidFields = "invalid_fields", 422, "Some fields cannot be taken as they are.";
    NotAPhoto = "not_a_photo", 422, "The file is not a JPEG, PNG or WebP picture that can be read.";
    PhotoTooLarge = "photo_too_large", 422, "The picture has more than 40 megapixels.";
    IdempotencyKeyReused = "idempotency_key_reused", 422, "This Idempotency-Key was sent with another body.";
    VersionRequired = "version_required", 428, "Send If-Match with the version that you have seen.";
    TooManyRequests = "too_many_requests", 429, "Too many requests: wait for as long as Retry-After says.";
    Internal = "internal", 500, "Something went wrong on our side; nothing was saved.";
    Unavailable = "unavailable", 503, "The server cannot answer just now.";
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let known = Self::ALL.iter().copied().find(|code| code.as_str() == text);
        known.ok_or_else(|| serde::de::Error::custom("unknown problem code"))
    }
}

/// An error as it travels: `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A stable address that names the kind of problem: `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in one English sentence.
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "openapi", schema(example = 422))]
    pub status: u16,
    /// The kind as a stable code.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "invalid_fields"))]
    pub code: Code,
    /// What a developer may want to know about this case; never personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What is wrong, field by field (code `invalid_fields`), or which points of a goal are open
    /// (code `goal_open_points`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The state that it is in (code `invalid_transition`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Seconds to wait (code `too_many_requests` and `unavailable`), as in Retry-After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The id of the request, to quote when you ask for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where in the body (JSON pointer, RFC 6901) or, in a query, `/name`.
    #[cfg_attr(feature = "openapi", schema(example = "/display_name"))]
    pub pointer: String,
    /// What is wrong, as a stable code.
    #[cfg_attr(feature = "openapi", schema(example = "length"))]
    pub code: String,
    /// The least that is allowed, where there is a least (characters, items or the number itself).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most that is allowed, where there is a most (characters, items or the number itself).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

impl FieldError {
    /// An error of the field at `pointer`.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), min: None, max: None }
    }
}

impl Problem {
    /// The problem of this kind, without particulars.
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("/problems/{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            errors: Vec::new(),
            state: None,
            retry_after: None,
            request_id: None,
        }
    }

    /// Adds what a developer may want to know.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A refusal because of the state that something is in.
    pub fn transition(state: &str) -> Self {
        Self { state: Some(state.to_owned()), ..Self::new(Code::InvalidTransition) }
    }

    /// A refusal of one field.
    pub fn field(pointer: &str, code: &str) -> Self {
        Self::fields(vec![FieldError::new(pointer, code)])
    }

    /// A refusal of fields.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(Code::InvalidFields) }
    }

    /// A refusal for `seconds`.
    pub fn wait(code: Code, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(code) }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<ValidationErrors> for Problem {
    fn from(errors: ValidationErrors) -> Self {
        let mut fields = Vec::new();
        collect(&errors, "", &mut fields);
        Self::fields(in_order(fields, |a, b| a.pointer.cmp(&b.pointer)))
    }
}

fn collect(errors: &ValidationErrors, prefix: &str, found: &mut Vec<FieldError>) {
    for (field, kind) in errors.errors() {
        let pointer = format!("{prefix}/{}", field.replace('~', "~0").replace('/', "~1"));
        match kind {
            ValidationErrorsKind::Field(list) => found.extend(list.iter().map(|error| {
                let bound = |name: &str| error.params.get(name).and_then(serde_json::Value::as_u64);
                FieldError {
                    pointer: pointer.clone(),
                    code: error.code.to_string(),
                    min: bound("min"),
                    max: bound("max"),
                }
            })),
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{pointer}/{index}"), found);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_travel_both_ways() {
        for (i, code) in Code::ALL.iter().enumerate() {
            assert!(Code::ALL[..i].iter().all(|other| other.as_str() != code.as_str()));
            let text = serde_json::to_string(code).unwrap();
            assert_eq!(serde_json::from_str::<Code>(&text).unwrap(), *code);
            assert!((400..600).contains(&code.status()));
        }
    }
}
