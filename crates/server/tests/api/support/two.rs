use domain::goals::GoalState;
use domain::ids::{ActionItemId, ConversationId, GoalId, MeetingId, MessageId, RelationshipId, RequestId};
use domain::meetings::{Doer, NewActionItem};

use super::goals::new_goal;
use super::meetings::proposal;
use super::{Person, TestApp};

const SKILL: &str = "giving-feedback";

/// A mentee and a mentor: a question was asked and a request sent.
pub(crate) struct Two {
    /// Who asks.
    pub(crate) mentee: Person,
    /// Who is asked.
    pub(crate) mentor: Person,
    /// Where they write to each other.
    pub(crate) conversation: ConversationId,
    /// The question.
    pub(crate) message: MessageId,
    /// The request.
    pub(crate) request: RequestId,
}

impl Two {
    /// They join, each with a name that others do not have.
    pub(crate) async fn meet(app: &TestApp, name: &str) -> Self {
        let mentee = app.mentee(&format!("Noor {name}"), &[SKILL]).await;
        let mentor = app.mentor(&format!("Wanjiru {name}"), &[SKILL]).await;
        let asked = mentee.ask(&mentor, "Do you know wards at night?").await.unwrap();
        let request = mentee.sends_request(&mentor).await.value.id;
        Self { conversation: asked.id, message: asked.newest.id, request, mentee, mentor }
    }

    /// The id of what a path is about, where the two have such a thing. A relationship, and what belongs to one, begins
    /// when it is asked for.
    pub(crate) async fn named_in(&self, path: &str) -> Option<String> {
        Some(match path.split('/').next()? {
            "conversations" => self.conversation.to_string(),
            "messages" => self.message.to_string(),
            "requests" => self.request.to_string(),
            "relationships" => self.relationship().await.to_string(),
            "meetings" => self.meeting().await.to_string(),
            "action-items" => self.action_item().await.to_string(),
            "goals" => self.goal().await.to_string(),
            "milestones" => self.mentee.goal(self.goal().await).await.goal.milestones[0].id.to_string(),
            "progress" => self
                .mentee
                .records(self.goal().await, "2026-12-01", Some("4"), "")
                .await
                .unwrap()
                .id
                .to_string(),
            "mentors" | "participants" | "me" => self.mentee.me.id.to_string(),
            _ => return None,
        })
    }

    async fn relationship(&self) -> RelationshipId {
        let known = self.mentee.sees(self.request).await.relationship;
        match known {
            Some(known) => known,
            None => self.mentor.accept(self.request).await.relationship.unwrap(),
        }
    }

    /// The mentee offers a time; once, however often it is asked for.
    async fn meeting(&self) -> MeetingId {
        let (relationship, times) = (self.relationship().await, proposal(&["2026-12-03T18:30"]));
        self.mentee.client.propose_meeting(relationship, "a meeting", &times).await.unwrap().id
    }

    /// The mentee sets a goal, and walks towards it; once, however often it is asked for.
    async fn goal(&self) -> GoalId {
        let relationship = self.relationship().await;
        let goal = self.mentee.client.draft_goal(relationship, "a goal", &new_goal()).await.unwrap();
        if self.mentee.goal(goal.id).await.goal.state == GoalState::Draft {
            self.mentee.activates(goal.id).await.unwrap();
        }
        goal.id
    }

    async fn action_item(&self) -> ActionItemId {
        let agreed = NewActionItem { words: "Ask twice".to_owned(), who: Doer::Both, due_on: None };
        self.mentor.client.add_action_item(self.meeting().await, &agreed).await.unwrap().id
    }
}
