//! What happens to relationships because of something else: a block, a departure.

use chrono::{DateTime, Utc};
use domain::events::Event;
use domain::ids::ParticipantId;
use domain::notifications::{Live, LiveKind};
use domain::relationships::RelationshipState;

use super::store::{self, Kept};
use crate::db::Tx;
use crate::http::Answer;
use crate::outbox::Tidings;
use crate::{conversations, meetings, pairs, requests};

/// Ends the relationships between two people, with neutral words; the conversation is closed.
pub(crate) async fn close_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_between(tx, one, other).await?;
    for kept in store::active_between(tx, one, other).await? {
        close(tx, &kept, one, at, tidings).await?;
    }
    Ok(())
}

/// Ends all relationships of somebody who leaves.
pub(crate) async fn close_all(
    tx: &mut Tx,
    of: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_all_of(tx, of).await?;
    for kept in store::active_of(tx, of).await? {
        close(tx, &kept, of, at, tidings).await?;
    }
    Ok(())
}

/// Ends a relationship because of one of the two: the other is told, and the mentor's place is free.
async fn close(
    tx: &mut Tx,
    kept: &Kept,
    because_of: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    let state = RelationshipState::Withdrawn;
    conversations::store::close(tx, kept.conversation, at).await?;
    if !store::end(tx, kept.id, state, at).await? {
        return Ok(());
    }
    meetings::steps::cancel_all(tx, kept, at, tidings).await?;
    if let Some((mentor, mentee)) = kept.mentor.zip(kept.mentee) {
        pairs::store::set_active_relationship(tx, mentor, mentee, None).await?;
    }
    for party in [kept.mentor, kept.mentee].into_iter().flatten() {
        if party != because_of {
            tidings.tell(Event::RelationshipClosed { relationship: kept.id, told: party });
        }
        show(tidings, kept, party);
    }
    if let Some(mentor) = kept.mentor {
        requests::store::free_place(tx, mentor).await?;
        requests::steps::places_changed(tx, mentor, at, tidings).await?;
        tidings.change(mentor);
    }
    Ok(())
}

fn show(tidings: &mut Tidings, kept: &Kept, to: ParticipantId) {
    let (conversation, request) = (Some(kept.conversation), Some(kept.request));
    let relationship = Some(kept.id);
    tidings.show(to, Live { relationship, ..Live::about(LiveKind::Relationship) });
    tidings.show(to, Live { conversation, ..Live::about(LiveKind::Conversation) });
    tidings.show(to, Live { request, conversation, ..Live::about(LiveKind::Request) });
}
