//! A conversation and its lines, as one of the two sees them.

use chrono::{DateTime, Utc};
use domain::conversations::{Conversation, ConversationAction, EDITABLE, Message, MessageKind, Standing};
use domain::ids::{ConversationId, ParticipantId, RelationshipId, RequestId};
use domain::masking::mask_former;
use domain::people::Person;

use super::store::{ConversationRow, MessageRow};
use crate::db::{from_word, from_word_if_any};
use crate::people::store::Sight;

/// Who looks at a conversation, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looking {
    pub(crate) me: ParticipantId,
    pub(crate) at: DateTime<Utc>,
}

impl ConversationRow {
    /// Its id.
    pub(crate) fn id(&self) -> ConversationId {
        ConversationId(self.id)
    }

    /// The other, unless they have left. Who has blocked the reader looks like that.
    pub(crate) fn other(&self) -> Option<ParticipantId> {
        self.person.id().filter(|_| !self.blocked_by_other)
    }

    /// The other, if the two can write to each other.
    pub(crate) fn listener(&self) -> Option<ParticipantId> {
        let open = self.closed_at.is_none() && self.suspended_at.is_none() && !self.blocked_by_me;
        self.other().filter(|_| open)
    }

    /// What each sees of what the other writes. While one of them is suspended, the relationship rests.
    fn sight(&self) -> Sight {
        let entitled = self.entitled && self.suspended_at.is_none() && self.other().is_some();
        if entitled { Sight::Whole } else { Sight::Masked }
    }

    /// What the reader sees of a text of the two.
    fn seen(&self, text: &str, mine: bool) -> String {
        match &self.display_name {
            Some(name) if self.blocked_by_other => mask_former(text, name),
            _ if mine => text.to_owned(),
            _ => self.sight().of(text),
        }
    }

    /// The conversation.
    pub(crate) fn view(self, looking: Looking) -> sqlx::Result<Conversation> {
        let newest_request = from_word_if_any("requests.state", self.request_state.as_deref())?;
        let newest = self.message(&self.newest, looking)?;
        let there = self.other().is_some();
        Ok(Conversation {
            id: self.id(),
            standing: Standing::of(self.walking || self.entitled, self.request_open, newest_request),
            request: self.newest_request.map(RequestId),
            relationship: self.relationship_id.map(RelationshipId),
            newest,
            unread: u32::try_from(self.unread).unwrap_or(u32::MAX),
            read_by_other: if there { self.read_by_other } else { 0 },
            contact_shared: self.sight() == Sight::Whole,
            blocked: there && self.blocked_by_me,
            allowed_actions: self.allowed_actions(),
            with: self.with(),
        })
    }

    /// A line of the conversation.
    pub(crate) fn message(&self, line: &MessageRow, looking: Looking) -> sqlx::Result<Message> {
        let kind = from_word("messages.kind", &line.kind)?;
        let kind = if line.removed_at.is_some() { MessageKind::Removed } else { kind };
        let mine = line.author() == Some(looking.me);
        let written = if kind == MessageKind::Removed { "" } else { &line.body };
        let body = self.seen(written, mine);
        let editable_until = Some(line.sent_at + EDITABLE).filter(|until| {
            mine && kind == MessageKind::Text && looking.at < *until && self.listener().is_some()
        });
        Ok(Message {
            id: line.id(),
            number: line.number,
            kind,
            mine,
            masked: !self.blocked_by_other && self.sight().of(written) != written,
            body,
            request: line.request_id.map(RequestId),
            sent_at: line.sent_at,
            edited_at: line.edited_at,
            editable_until,
        })
    }

    /// What the reader may do. What was written can be reported whoever has left.
    fn allowed_actions(&self) -> Vec<ConversationAction> {
        let write = self.listener().map(|_| ConversationAction::Write);
        let block = if self.blocked_by_me { ConversationAction::Unblock } else { ConversationAction::Block };
        let block = self.other().map(|_| block);
        write.into_iter().chain(block).chain([ConversationAction::Report]).collect()
    }

    /// The other; a former participant when they have left.
    fn with(self) -> Person {
        let sight = self.sight();
        if self.other().is_some() { self.person.read(sight) } else { Person::default() }
    }
}
