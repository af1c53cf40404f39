use api_client::{Error, Versioned};
use cairn::goals::worker::tick;
use cairn::random;
use domain::goals::{
    Goal, GoalKind, GoalPage, GoalText, NewGoal, ProgressEntry, WriteMilestone, WriteProgress,
};
use domain::ids::{GoalId, RelationshipId};
use domain::times::day;

use super::{Person, TestApp};

impl TestApp {
    /// What is due by the clock of goals is done.
    pub(crate) async fn goals_tick(&self) {
        let app = self.app.clone();
        self.runtime.spawn(async move { tick(&app).await.unwrap() }).await.unwrap();
    }
}

impl Person {
    /// Drafts a goal that holds the rules.
    pub(crate) async fn drafts(&self, relationship: RelationshipId) -> Goal {
        self.draft(relationship, &new_goal()).await.unwrap()
    }

    /// Drafts a goal.
    pub(crate) async fn draft(&self, relationship: RelationshipId, new: &NewGoal) -> Result<Goal, Error> {
        self.client.draft_goal(relationship, &random::secret(), new).await
    }

    /// Begins to walk towards a goal.
    pub(crate) async fn activates(&self, id: GoalId) -> Result<Goal, Error> {
        let version = self.client.goal(id).await.unwrap().version;
        self.client.activate_goal(id, &version).await.map(|goal| goal.value)
    }

    /// Confirms a goal as it stands.
    pub(crate) async fn agrees(&self, id: GoalId) -> Result<Goal, Error> {
        let version = self.client.goal(id).await.unwrap().version;
        self.client.agree_goal(id, &version).await.map(|goal| goal.value)
    }

    /// Changes what a goal says.
    pub(crate) async fn edits_goal(
        &self,
        id: GoalId,
        change: impl FnOnce(&mut GoalText),
    ) -> Result<Versioned<Goal>, Error> {
        let seen = self.client.goal(id).await.unwrap();
        let mut text = seen.value.goal.text;
        change(&mut text);
        self.client.edit_goal(id, &seen.version, &text).await
    }

    /// Writes down where a goal stands.
    pub(crate) async fn records(
        &self,
        id: GoalId,
        on: &str,
        value: Option<&str>,
        note: &str,
    ) -> Result<ProgressEntry, Error> {
        self.client.record_progress(id, &random::secret(), &stands(on, value, note)).await
    }

    /// A goal with all that its page shows.
    pub(crate) async fn goal(&self, id: GoalId) -> GoalPage {
        self.client.goal(id).await.unwrap().value
    }
}

/// Where a goal stands.
pub(crate) fn stands(on: &str, value: Option<&str>, note: &str) -> WriteProgress {
    let value = value.map(|value| value.parse().unwrap());
    WriteProgress { value, note: note.to_owned(), on: day(on).unwrap() }
}

/// A goal that holds the rules, where the clock stands at 2026-12-01.
pub(crate) fn new_goal() -> NewGoal {
    let text = GoalText {
        title: "Speak to groups with ease".to_owned(),
        specific: "Give ten short talks to groups of more than fifteen people".to_owned(),
        kind: GoalKind::Number,
        measure: "Confidence when speaking".to_owned(),
        baseline: "3".parse().ok(),
        target: "8".parse().ok(),
        unit: "out of 10".to_owned(),
        attainable: "One talk every three weeks".to_owned(),
        relevant: "I take over the daily briefing".to_owned(),
        due_on: day("2027-03-11"),
        excuses: Vec::new(),
    };
    let milestones =
        vec![step("Watch two colleagues", "2026-12-20"), step("Lead the briefing", "2027-02-01")];
    NewGoal { text, milestones, earlier: None }
}

/// A milestone.
pub(crate) fn step(title: &str, due_on: &str) -> WriteMilestone {
    WriteMilestone { id: None, title: title.to_owned(), due_on: day(due_on), weight: 1 }
}
