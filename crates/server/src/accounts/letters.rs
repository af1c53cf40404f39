//! The letters of an account. Their links hold secrets of which only the digest is kept elsewhere.

use chrono::Duration;
use content::Occasion;
use domain::accounts::{RESET_LINK, VERIFY_LINK};

use super::store::Participant;
use crate::app::App;
use crate::db::Tx;
use crate::http::Answer;
use crate::mail::{self, Recipient};

/// To an address that wants to join.
pub async fn verify(tx: &mut Tx, app: &App, email: &str, token: &str) -> Answer<()> {
    let occasion =
        Occasion::Verify { link: page(app, &format!("verify?token={token}")), hours: hours(VERIFY_LINK) };
    stranger(tx, app, email, &occasion).await
}

/// To a participant with whose address somebody tried to join.
pub async fn already_registered(tx: &mut Tx, app: &App, to: &Participant) -> Answer<()> {
    let occasion = Occasion::AlreadyRegistered {
        name: to.display_name.clone(),
        sign_in: page(app, "sign-in"),
        forgotten_password: page(app, "forgotten"),
    };
    participant(tx, app, to, &occasion).await
}

/// With the link for a new password.
pub async fn password_reset(tx: &mut Tx, app: &App, to: &Participant, token: &str) -> Answer<()> {
    participant(tx, app, to, &reset(app, &to.display_name, token)).await
}

/// Writes a letter to nobody and takes it out again: asking for a letter takes as long whether or not there is an
/// account.
pub async fn decoy(tx: &mut Tx, app: &App, token: &str) -> Answer<()> {
    let id = mail::write(tx, app, Recipient::default(), &reset(app, "", token)).await?;
    Ok(mail::store::delete(tx, id).await?)
}

/// The password was changed.
pub async fn password_changed(tx: &mut Tx, app: &App, to: &Participant) -> Answer<()> {
    let occasion = Occasion::PasswordChanged {
        name: to.display_name.clone(),
        forgotten_password: page(app, "forgotten"),
    };
    participant(tx, app, to, &occasion).await
}

/// To the address that is to count from now on.
pub async fn email_change_confirm(
    tx: &mut Tx,
    app: &App,
    of: &Participant,
    new_email: &str,
    token: &str,
) -> Answer<()> {
    let link = page(app, &format!("confirm-email?token={token}"));
    let occasion = Occasion::EmailChangeConfirm { link, hours: hours(VERIFY_LINK) };
    let to = Recipient { email: new_email, participant: Some(of.id()), ..Recipient::default() };
    mail::write(tx, app, to, &occasion).await.map(drop)
}

/// To the address that counted until now.
pub async fn email_change_told(tx: &mut Tx, app: &App, to: &Participant, new_email: &str) -> Answer<()> {
    let occasion = Occasion::EmailChangeTold {
        name: to.display_name.clone(),
        new_email: new_email.to_owned(),
        forgotten_password: page(app, "forgotten"),
    };
    participant(tx, app, to, &occasion).await
}

/// The last letter.
pub async fn account_deleted(tx: &mut Tx, app: &App, to: &Participant) -> Answer<()> {
    stranger(tx, app, &to.email, &Occasion::AccountDeleted { name: to.display_name.clone() }).await
}

async fn participant(tx: &mut Tx, app: &App, to: &Participant, occasion: &Occasion) -> Answer<()> {
    let to = Recipient { email: &to.email, participant: Some(to.id()), ..Recipient::default() };
    mail::write(tx, app, to, occasion).await.map(drop)
}

async fn stranger(tx: &mut Tx, app: &App, email: &str, occasion: &Occasion) -> Answer<()> {
    mail::write(tx, app, Recipient { email, ..Recipient::default() }, occasion).await.map(drop)
}

fn reset(app: &App, name: &str, token: &str) -> Occasion {
    let link = page(app, &format!("reset?token={token}"));
    Occasion::PasswordReset { name: name.to_owned(), link, hours: hours(RESET_LINK) }
}

fn page(app: &App, path: &str) -> String {
    format!("{}/{path}", app.config.public_url())
}

fn hours(duration: Duration) -> u32 {
    u32::try_from(duration.num_hours()).unwrap_or(u32::MAX)
}
