//! One of the two of a relationship: who may read and write what belongs to it. A stranger finds nothing.

use chrono::{DateTime, Utc};
use domain::events::RelationshipFact;
use domain::ids::{ParticipantId, RelationshipId};
use domain::notifications::{Live, LiveKind};
use domain::problem::Code;
use domain::requests::Side;

use super::store::{self, Kept};
use crate::db::Tx;
use crate::http::Answer;
use crate::outbox::Tidings;
use crate::people::store::{Eyes, Sight};
use crate::{pairs, people};

/// One of the two of a relationship.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    /// The relationship.
    pub(crate) kept: Kept,
    /// Who asks.
    pub(crate) me: ParticipantId,
    /// What they are in it.
    pub(crate) side: Side,
    /// The other, while they are there for the reader: not who has left, nor who has blocked the reader.
    pub(crate) other: Option<ParticipantId>,
    /// What the reader sees of what the two write.
    pub(crate) eyes: Eyes,
    /// One of the two has blocked the other.
    pub(super) blocked: bool,
}

impl Party {
    /// What is written in it now can be written.
    pub(crate) fn may_write(&self) -> bool {
        self.kept.status.is_walking() && self.kept.rests_since.is_none()
    }

    /// What the reader sees of a text that one of the two has written.
    pub(crate) fn reads(&self, by: Side, text: &str) -> String {
        if by == self.side { self.eyes.own(text) } else { self.eyes.others(text) }
    }

    /// What the reader sees of a text that both write: nobody knows who wrote what.
    pub(crate) fn reads_shared(&self, text: &str) -> String {
        self.eyes.others(text)
    }

    /// Whether the reader sees ways around the programme.
    pub(super) fn sight(&self) -> Sight {
        self.eyes.sight()
    }

    /// What the reader sees of a text that the other has written.
    pub(super) fn reads_theirs(&self, text: &str) -> String {
        self.reads(if self.side == Side::Mentor { Side::Mentee } else { Side::Mentor }, text)
    }

    /// Open pages of the two show something that is old now.
    pub(crate) fn show(&self, tidings: &mut Tidings) {
        show(&self.kept, tidings);
    }

    /// The other is there to be wished something of.
    pub(super) fn may_wish(&self) -> bool {
        self.other.is_some() && !self.blocked
    }

    /// The other is told of something that the reader did.
    pub(super) fn fact(&self) -> Option<RelationshipFact> {
        let (relationship, by) = (self.kept.id, Some(self.me));
        self.other.map(|told| RelationshipFact { relationship, by, told })
    }
}

/// Open pages of the two of a relationship show something that is old now.
pub(crate) fn show(kept: &Kept, tidings: &mut Tidings) {
    for reader in [kept.mentor, kept.mentee].into_iter().flatten() {
        let relationship = Some(kept.id);
        tidings.show(reader, Live { relationship, ..Live::about(LiveKind::Relationship) });
    }
}

/// The reader as one of the two.
pub(crate) async fn reading(tx: &mut Tx, id: RelationshipId, me: ParticipantId) -> Answer<Party> {
    let kept = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    let side = kept.side_of(me).ok_or(Code::NotFound)?;
    let other = if side == Side::Mentor { kept.mentee } else { kept.mentor };
    let mut party = Party { kept, me, side, other, eyes: Eyes::default(), blocked: false };
    if let Some(id) = other {
        let tie = pairs::store::tie(tx, me, id).await?;
        party.eyes.entitled = tie.entitled;
        party.blocked = tie.blocked;
        if tie.is_gone() {
            let person = people::store::one(tx, id, party.sight()).await?;
            party.eyes.former = person.map(|person| person.display_name);
            party.other = None;
        }
    }
    Ok(party)
}

/// The reader as one of the two: nobody else ends or changes the relationship until the transaction ends.
pub(super) async fn holding(tx: &mut Tx, id: RelationshipId, me: ParticipantId) -> Answer<Party> {
    let seen = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    seen.side_of(me).ok_or(Code::NotFound)?;
    if let Some((mentor, mentee)) = seen.pair() {
        pairs::store::lock(tx, mentor, mentee).await?;
    }
    reading(tx, id, me).await
}

/// The writer as one of the two, while they walk together.
pub(crate) async fn writing(tx: &mut Tx, id: RelationshipId, me: ParticipantId) -> Answer<Party> {
    let party = holding(tx, id, me).await?;
    if !party.kept.status.is_walking() {
        return Err(Code::RelationshipEnded.into());
    }
    if party.kept.rests_since.is_some() {
        return Err(Code::RelationshipRests.into());
    }
    Ok(party)
}

/// The two did something in it: it is not idle.
pub(crate) async fn touch(tx: &mut Tx, party: &Party, at: DateTime<Utc>) -> Answer<()> {
    store::touch(tx, party.kept.id, at).await?;
    Ok(())
}
