//! Every operation of the API, one line each.

use domain::accounts::{
    ChangeEmail, ChangePassword, ChangeRoles, ConfirmEmail, DeleteAccount, ForgottenPassword, JudgePassword,
    Me, PasswordStrength, Register, ResetPassword, Session, SignIn, SignedIn, VerifyEmail,
};
use domain::criteria::Criteria;
use domain::ids::{ParticipantId, SessionId};
use domain::mentors::{Mentor, MentorCard, MentorList};
use domain::page::Page;
use domain::profiles::{ContactDetails, Markdown, Offer, PhotoUrls, Preferences, Profile, Rendered};

use crate::Versioned;
use crate::json;
use crate::transport::{Client, Error, Load};

const JSON: &str = "application/json";
const PHOTO: &str = "me/photo";
const EXPORT: &str = "me/export";

fn load<T: serde::Serialize>(body: &T) -> Result<Load, Error> {
    let text = json::write(body).ok_or(Error::Unreadable)?;
    Ok(Load { body: Some((JSON, text.into_bytes())), version: None })
}

/// `name(arguments) = METHOD "path": Body => Answer;` with body and answer where there are any.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) = $method:ident $path:literal $(: $body:ty)? $(=> $answer:ty)?;)*) => {
        impl Client {$(
            $(#[$doc])*
            pub async fn $name(&self $(, $arg: $type)* $(, body: &$body)?) -> Result<operations!(@answer $($answer)?), Error> {
                let load = operations!(@load $(body $body)?);
                self.send(stringify!($method), &format!($path), load).await?.read()
            }
        )*}

        const OPERATIONS: &[(&str, &str)] = &[$((stringify!($method), $path)),*];
    };
    (@answer) => { () };
    (@answer $answer:ty) => { $answer };
    (@load) => { Load::default() };
    (@load $body:ident $type:ty) => { load($body)? };
}

/// `get, put: Document = "path";` where what is put names the version that was read.
macro_rules! documents {
    ($($(#[$doc:meta])* $get:ident, $put:ident: $document:ty = $path:literal;)*) => {
        impl Client {$(
            $(#[$doc])*
            pub async fn $get(&self) -> Result<Versioned<$document>, Error> {
                let answer = self.send("GET", $path, Load::default()).await?;
                Ok(Versioned { value: answer.read()?, version: answer.version()? })
            }

            $(#[$doc])*
            #[doc = "Replaces it if it is still at this version (else 412 `stale_version`)."]
            pub async fn $put(&self, document: &$document, version: &str) -> Result<Versioned<$document>, Error> {
                let load = Load { version: Some(version.to_owned()), ..load(document)? };
                let answer = self.send("PUT", $path, load).await?;
                Ok(Versioned { value: answer.read()?, version: answer.version()? })
            }
        )*}

        const DOCUMENTS: &[&str] = &[$($path),*];
    };
}

/// Method and path of every operation, as in the OpenAPI document but for a query after the path.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    let documents = DOCUMENTS.iter().flat_map(|path| [("GET", *path), ("PUT", *path)]);
    let files = [("PUT", PHOTO), ("GET", EXPORT)];
    OPERATIONS.iter().copied().chain(documents).chain(files)
}

operations! {
    // accounts
    /// Asks to join. The answer is the same whether or not the address is known.
    register() = POST "auth/register": Register;
    /// Confirms an address by the link of a letter and signs in.
    verify_email() = POST "auth/verify-email": VerifyEmail => SignedIn;
    /// Signs in.
    sign_in() = POST "auth/login": SignIn => SignedIn;
    /// Goes on with the session of the cookie.
    refresh() = POST "auth/refresh" => SignedIn;
    /// Ends this session.
    sign_out() = POST "auth/logout";
    /// Asks for a letter with a link for a new password.
    forgotten_password() = POST "auth/password/forgot": ForgottenPassword;
    /// Sets a new password by the link of a letter, ends all sessions and signs in.
    reset_password() = POST "auth/password/reset": ResetPassword => SignedIn;
    /// Judges a password while it is typed.
    judge_password() = POST "auth/password/strength": JudgePassword => PasswordStrength;
    /// Confirms a new address by the link of a letter.
    confirm_email() = POST "auth/confirm-email": ConfirmEmail;
    /// The signed-in participant.
    me() = GET "me" => Me;
    /// Changes the password; all other sessions end.
    change_password() = PUT "me/password": ChangePassword;
    /// Asks to change the address; the old one counts until the new one is confirmed.
    change_email() = PUT "me/email": ChangeEmail;
    /// Takes roles up or lays them down.
    change_roles() = PUT "me/roles": ChangeRoles => Me;
    /// The sessions of the account, the last used first.
    sessions() = GET "me/sessions" => Page<Session>;
    /// Ends one session.
    end_session(id: SessionId) = DELETE "me/sessions/{id}";
    /// Ends all sessions, this one too.
    sign_out_everywhere() = DELETE "me/sessions";
    /// Deletes the account at once and for good.
    delete_account() = DELETE "me": DeleteAccount;

    // profiles
    /// Takes the photo away.
    remove_photo() = DELETE "me/photo";
    /// Renders Markdown as others will see it.
    render_markdown() = POST "markdown": Markdown => Rendered;

    // criteria
    /// The criteria of the programme, and the countries.
    criteria() = GET "criteria" => Criteria;

    // mentors; `query` is `MentorQuery::to_query`
    /// Mentors, the closest first.
    mentors(query: &str) = GET "mentors?{query}" => MentorList;
    /// The page of one mentor, with the match by the query or the saved preferences.
    mentor(id: ParticipantId, query: &str) = GET "mentors/{id}?{query}" => Mentor;

    // bookmarks; `page` is empty or `cursor=…`
    /// The mentors whom the participant keeps in mind, the latest first.
    bookmarks(page: &str) = GET "me/bookmarks?{page}" => Page<MentorCard>;
    /// Keeps a mentor in mind.
    add_bookmark(id: ParticipantId) = PUT "me/bookmarks/{id}";
    /// Lets a mentor go.
    remove_bookmark(id: ParticipantId) = DELETE "me/bookmarks/{id}";
}

documents! {
    /// What others may see.
    profile, save_profile: Profile = "me/profile";
    /// How to be reached outside Cairn.
    contact, save_contact: ContactDetails = "me/contact";
    /// What a mentor can help with.
    offer, save_offer: Offer = "me/offer";
    /// What a mentee looks for.
    preferences, save_preferences: Preferences = "me/preferences";
}

impl Client {
    /// Sets the photo: the bytes of a JPEG, PNG or WebP file and its media type.
    pub async fn set_photo(&self, media_type: &'static str, bytes: Vec<u8>) -> Result<PhotoUrls, Error> {
        let load = Load { body: Some((media_type, bytes)), version: None };
        self.send("PUT", PHOTO, load).await?.read()
    }

    /// Everything about the participant: a ZIP file.
    pub async fn export(&self) -> Result<Vec<u8>, Error> {
        Ok(self.send("GET", EXPORT, Load::default()).await?.body)
    }
}
