use domain::ids::ParticipantId;
use domain::masking::{mask, mask_former};
use domain::people::Person;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::{fetch_optional, photos};

/// Somebody in a row of something else, by
/// `p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone` of
/// `LEFT JOIN participants p ON p.id = … LEFT JOIN profiles f ON f.participant_id = p.id`. Who has left is absent.
#[derive(Debug, FromRow)]
pub(crate) struct PersonRow {
    person_id: Option<Uuid>,
    display_name: Option<String>,
    headline: Option<String>,
    photo: Option<String>,
    time_zone: Option<String>,
}

/// Whether a reader sees ways around the programme in what another writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// The two are entitled to each other's contact details.
    Whole,
    /// Contact details are masked.
    Masked,
}

impl Sight {
    /// What the reader sees of a text.
    pub(crate) fn of(self, text: &str) -> String {
        if self == Self::Masked { mask(text) } else { text.to_owned() }
    }
}

/// What somebody sees of what they and another have written, by `… AS entitled, … AS former`.
#[derive(Clone, Debug, Default, FromRow)]
pub(crate) struct Eyes {
    /// The two are entitled to each other's contact details.
    pub(crate) entitled: bool,
    /// The name of the other where they have blocked the reader: they are as one who has left.
    pub(crate) former: Option<String>,
}

impl Eyes {
    /// Whether the reader sees ways around the programme.
    pub(crate) fn sight(&self) -> Sight {
        if self.entitled { Sight::Whole } else { Sight::Masked }
    }

    /// What the reader sees of a text of their own.
    pub(crate) fn own(&self, text: &str) -> String {
        self.former.as_ref().map_or_else(|| text.to_owned(), |name| mask_former(text, name))
    }

    /// What the reader sees of a text of the other, or of both: nobody knows who wrote what.
    pub(crate) fn others(&self, text: &str) -> String {
        self.former.as_ref().map_or_else(|| self.sight().of(text), |name| mask_former(text, name))
    }
}

impl PersonRow {
    /// Whose row it is.
    pub(crate) fn id(&self) -> Option<ParticipantId> {
        self.person_id.map(ParticipantId)
    }

    /// The person, as the reader sees them.
    pub(crate) fn read(self, sight: Sight) -> Person {
        Person {
            id: self.id(),
            display_name: self.display_name.unwrap_or_default(),
            headline: sight.of(&self.headline.unwrap_or_default()),
            photo: self.photo.as_deref().map(photos::urls),
            time_zone: self.time_zone.unwrap_or_default(),
        }
    }
}

/// Somebody who is there.
pub(crate) async fn one(tx: &mut Tx, id: ParticipantId, sight: Sight) -> sqlx::Result<Option<Person>> {
    let row = fetch_optional!(
        tx,
        PersonRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone
         FROM participants p LEFT JOIN profiles f ON f.participant_id = p.id WHERE p.id = $1",
        id.0,
    )?;
    Ok(row.map(|row| row.read(sight)))
}
