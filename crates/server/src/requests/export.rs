//! Requests with their wordings and answers, to take along.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ids::{ConversationId, ParticipantId, RequestId};
use domain::problem::Code;
use domain::requests::{DeclineReason, RequestState, RequestStep, RequestText, Side};
use serde::Serialize;

use super::history::store::Step;
use super::store::{self, Kept};
use super::view::{read_step, read_text};
use super::{history, texts};
use crate::db::Tx;
use crate::http::Answer;
use crate::people::store::Eyes;

/// A request that somebody takes along.
#[derive(Serialize)]
pub(crate) struct Taken {
    request: RequestId,
    conversation: ConversationId,
    state: RequestState,
    side: Side,
    text: Option<RequestText>,
    earlier_texts: Vec<RequestText>,
    sent_at: DateTime<Utc>,
    turn_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    decline_reason: Option<DeclineReason>,
    steps: Vec<RequestStep>,
}

/// All requests to or from somebody, the latest first: what they can read of each.
pub(crate) async fn all(tx: &mut Tx, of: ParticipantId) -> Answer<Vec<Taken>> {
    let mut texts = HashMap::<_, Vec<_>>::new();
    for (id, number, text) in texts::store::all_of(tx, of).await? {
        texts.entry(id).or_default().push((number, text));
    }
    let mut steps = HashMap::<_, Vec<_>>::new();
    for (id, step) in history::store::all_steps(tx, of).await? {
        steps.entry(id).or_default().push(step);
    }
    let mut taken = Vec::new();
    for (kept, eyes) in store::all_of(tx, of).await? {
        let side = kept.side_of(of).ok_or(Code::NotFound)?;
        let texts = texts.remove(&kept.id).unwrap_or_default();
        let steps = steps.remove(&kept.id).unwrap_or_default();
        taken.push(Taken::of(&kept, (side, &eyes), texts, &steps));
    }
    Ok(taken)
}

impl Taken {
    fn of(kept: &Kept, (side, eyes): (Side, &Eyes), texts: Vec<(i64, RequestText)>, steps: &[Step]) -> Self {
        // The mentee wrote all wordings; of the earlier ones the mentor knows the one they looked at last.
        let known = |number: i64| side == Side::Mentee || number == kept.seen_number;
        let (mut text, mut earlier_texts) = (None, Vec::new());
        for (number, wording) in texts {
            if number == kept.text_number {
                text = Some(read_text(wording, side, eyes));
            } else if known(number) {
                earlier_texts.push(read_text(wording, side, eyes));
            }
        }
        Self {
            request: kept.id,
            conversation: kept.conversation,
            state: kept.status.state(),
            side,
            text,
            earlier_texts,
            sent_at: kept.sent_at,
            turn_at: kept.turn_at,
            answered_at: kept.status.ended_at(),
            decline_reason: kept.status.decline_reason(),
            steps: steps.iter().map(|step| read_step(step, side, eyes)).collect(),
        }
    }
}
