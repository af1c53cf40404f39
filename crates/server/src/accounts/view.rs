use domain::accounts::Me;
use domain::profiles::{ContactDetails, Offer, Preferences, Profile, completeness};

use super::store::{self, Participant};
use crate::app::App;
use crate::db::Tx;

/// The participant as they see themselves.
pub(super) async fn me(tx: &mut Tx, app: &App, participant: &Participant) -> sqlx::Result<Me> {
    let profile = Profile {
        display_name: participant.display_name.clone(),
        headline: String::new(),
        organisation: String::new(),
        country: String::new(),
        city: String::new(),
        time_zone: "Etc/UTC".to_owned(),
        languages: Vec::new(),
        about: String::new(),
    };
    let contact = ContactDetails { phone: String::new(), links: Vec::new() };
    let roles = participant.roles();
    Ok(Me {
        id: participant.id(),
        email: participant.email.clone(),
        new_email: store::new_email(tx, participant.id(), app.clock.now()).await?,
        display_name: participant.display_name.clone(),
        completeness: completeness(&roles, &profile, &Offer::default(), &Preferences::default(), &contact),
        roles,
        time_zone: profile.time_zone,
        photo: None,
        joined_at: participant.created_at,
    })
}
