//! What happens to goals: the steps that all ways share, and what happens because of something else: a new journey begins,
//! somebody leaves.

use chrono::{DateTime, Utc};
use domain::events::{Event, GoalFact};
use domain::goals::smart::Draft;
use domain::goals::state::Status;
use domain::goals::{
    Agreement, Content, Excuse, Finding, GoalAction, GoalState, GoalText, MOST_GOALS, TimelineKind,
    WriteMilestone,
};
use domain::ids::{GoalId, MilestoneId, ParticipantId, RelationshipId};
use domain::masking::mask_former;
use domain::problem::{Code, FieldError, Problem};
use domain::requests::Side;

use super::milestones::store::{Step, put_step, steps_with};
use super::store::{self, Kept};
use super::timeline::store::insert_step;
use super::versions::store as versions;
use super::written::store as written;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::outbox::Tidings;
use crate::random;
use crate::relationships::party::{self, Party};
use crate::relationships::store::Kept as Relationship;

/// The writer as one of the two, and the goal, which nobody else changes until the transaction ends. Strangers: 404.
pub(super) async fn take(tx: &mut Tx, id: GoalId, actor: Actor) -> Answer<(Party, Kept)> {
    let seen = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    let party = party::writing(tx, seen.relationship, actor.participant).await?;
    let kept = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    Ok((party, kept))
}

/// Where a goal stands when one of the two does this; nothing where it is no more.
pub(super) fn decide(kept: &Kept, action: GoalAction, by: Side, at: DateTime<Utc>) -> Answer<Option<Status>> {
    let decided = kept.status.decide(action, by, kept.author, at);
    Ok(decided.map_err(|refused| Problem::transition(refused.0.as_str()))?)
}

/// Goes on where one of the two may do this.
pub(super) fn check(kept: &Kept, action: GoalAction, by: Side) -> Answer<()> {
    decide(kept, action, by, kept.changed_at).map(drop)
}

/// Does something with a goal that leads to where it is still there.
pub(super) async fn advance(
    tx: &mut Tx,
    kept: &Kept,
    (action, by): (GoalAction, Side),
    at: DateTime<Utc>,
    change: impl FnOnce(Kept) -> Kept,
) -> Answer<Kept> {
    let status = decide(kept, action, by, at)?.ok_or(Code::NotFound)?;
    save(tx, kept, change(Kept { status, changed_at: at, ..kept.clone() })).await
}

/// Saves a goal over what it was before.
async fn save(tx: &mut Tx, before: &Kept, next: Kept) -> Answer<Kept> {
    if store::save(tx, before, &next).await? { Ok(next) } else { Err(stale(before)) }
}

/// It has another version than the one that was seen; here is where it stands.
pub(super) fn stale(kept: &Kept) -> Failure {
    let state = Some(kept.status.state().as_str().to_owned());
    Problem { state, ..Problem::new(Code::StaleVersion) }.into()
}

/// Goes on where the version is the one that was seen.
pub(super) fn check_version(kept: &Kept, seen: i64) -> Answer<()> {
    if kept.version == seen { Ok(()) } else { Err(stale(kept)) }
}

/// What a goal says, with its milestones.
pub(super) fn content(text: &GoalText, steps: &[Step]) -> Content {
    Content { text: text.clone(), milestones: steps.iter().map(Step::written).collect() }
}

/// Says which points of a goal are open that nobody has explained.
pub(super) fn refuse(open: &[Finding]) -> Failure {
    let error = |finding: &Finding| FieldError::new(finding.pointer(), finding.as_str());
    Problem { errors: open.iter().map(error).collect(), ..Problem::new(Code::GoalOpenPoints) }.into()
}

/// The points of what a goal says that are open, and that nobody has explained.
pub(super) fn unexplained(kept: &Kept, content: &Content, at: DateTime<Utc>) -> Vec<Finding> {
    let today = at.date_naive();
    let planned_until = kept.planned_until;
    Draft { text: &content.text, milestones: &content.milestones, planned_until, today }.unexplained()
}

/// Writes a new version of a goal, where it says something new. What is walked towards takes no new open points. Both who had
/// agreed on it have to do so again, and the other is told.
pub(super) async fn write(
    tx: &mut Tx,
    (party, kept): (&Party, &Kept),
    (before, after): (&Content, &Content),
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<Kept> {
    check(kept, GoalAction::Edit, party.side)?;
    if before.says_the_same(after) {
        return Ok(kept.clone());
    }
    if kept.status.state() == GoalState::Active {
        let known = unexplained(kept, before, at);
        let mut open = unexplained(kept, after, at);
        open.retain(|finding| !known.contains(finding) || !finding.can_stay_open());
        if !open.is_empty() {
            return Err(refuse(&open));
        }
    }
    let version = kept.version + 1;
    let is_draft = kept.status.state() == GoalState::Draft;
    if is_draft && !kept.agreement.holds(kept.version) {
        versions::replace_version(tx, kept.id, kept.version, party.side).await?;
    }
    versions::insert_version(tx, kept.id, version, after, (party.side, at)).await?;
    if kept.agreement.agreed_at(kept.version).is_some() {
        tell(tidings, party, kept, None, Event::GoalChanged);
    }
    let text = after.text.clone();
    let planned_at = if text.due_on == kept.text.due_on { kept.planned_at } else { at };
    let change = |next| Kept { version, text, planned_at, ..next };
    advance(tx, kept, (GoalAction::Edit, party.side), at, change).await
}

/// Begins to walk towards a goal.
pub(crate) async fn activate(tx: &mut Tx, kept: &Kept, by: Side, at: DateTime<Utc>) -> Answer<Kept> {
    let change = |next| Kept { planned_at: at, ..next };
    let kept = advance(tx, kept, (GoalAction::Activate, by), at, change).await?;
    insert_step(tx, kept.id, TimelineKind::GoalActivated, (by, at), "").await?;
    Ok(kept)
}

/// One of the two confirms a goal as it stands; when both have, it is agreed. Doing it again changes nothing.
pub(crate) async fn agree(tx: &mut Tx, kept: &Kept, by: Side, at: DateTime<Utc>) -> Answer<Kept> {
    let version = kept.version;
    let agreement = kept.agreement.confirm(by, version, at);
    if agreement == kept.agreement {
        return Ok(kept.clone());
    }
    let change = |next| Kept { agreement, ..next };
    let kept = advance(tx, kept, (GoalAction::Agree, by), at, change).await?;
    if agreement.agreed_at(version).is_some() {
        versions::note_agreed(tx, kept.id, version, at).await?;
        insert_step(tx, kept.id, TimelineKind::GoalAgreed, (by, at), "").await?;
    }
    Ok(kept)
}

/// Drafts a goal with its milestones.
pub(crate) async fn draft(
    tx: &mut Tx,
    relationship: RelationshipId,
    (author, at): (Side, DateTime<Utc>),
    content: Content,
    earlier: Option<GoalId>,
) -> Answer<GoalId> {
    if store::count_of(tx, relationship).await? >= MOST_GOALS {
        return Err(Code::TooManyPoints.into());
    }
    let id = GoalId::new(at, &random::bytes());
    let kept = Kept {
        id,
        relationship,
        status: Status::Draft,
        version: 1,
        author,
        text: content.text,
        agreement: Agreement::default(),
        earlier,
        last_words: String::new(),
        planned_at: at,
        drafted_at: at,
        changed_at: at,
        planned_until: None,
    };
    store::insert(tx, &kept).await?;
    let steps: Vec<Step> = content.milestones.iter().map(|step| new_step(step, at)).collect();
    put_steps(tx, id, &steps, at).await?;
    versions::insert_version(tx, id, 1, &self::content(&kept.text, &steps), (author, at)).await?;
    insert_step(tx, id, TimelineKind::GoalDrafted, (author, at), "").await?;
    Ok(id)
}

/// A milestone that is open.
pub(super) fn new_step(step: &WriteMilestone, at: DateTime<Utc>) -> Step {
    let id = MilestoneId::new(at, &random::bytes());
    Step { id, title: step.title.clone(), due_on: step.due_on, weight: step.weight, done: None }
}

/// Keeps milestones in this order.
pub(super) async fn put_steps(tx: &mut Tx, goal: GoalId, steps: &[Step], at: DateTime<Utc>) -> Answer<()> {
    for (position, step) in (1..).zip(steps) {
        put_step(tx, goal, position, step, at).await?;
    }
    Ok(())
}

/// The other of the two is told.
pub(super) fn tell(
    tidings: &mut Tidings,
    party: &Party,
    kept: &Kept,
    milestone: Option<MilestoneId>,
    event: impl FnOnce(GoalFact) -> Event,
) {
    if let Some(told) = party.other {
        let (goal, relationship) = (kept.id, kept.relationship);
        tidings.tell(event(GoalFact { goal, milestone, relationship, by: Some(party.me), told }));
    }
}

/// What was not reached in a journey goes on in the next: as new drafts, with the milestones that are still open.
pub(crate) async fn carry_over(
    tx: &mut Tx,
    from: &Relationship,
    to: RelationshipId,
    at: DateTime<Utc>,
) -> Answer<()> {
    let mut steps_of = steps_with(tx, from.id).await?;
    for kept in store::all_of(tx, from.id, MOST_GOALS).await? {
        if kept.status.ended_at().is_some() {
            continue;
        }
        let mut steps = steps_of.remove(&kept.id).unwrap_or_default();
        steps.retain(|step| step.done.is_none());
        let content = content(&kept.text, &steps);
        draft(tx, to, (kept.author, at), content, Some(kept.id)).await?;
    }
    Ok(())
}

/// What stays for others of the goals of somebody who leaves: neither name nor ways to reach them.
pub(crate) async fn mask_all(tx: &mut Tx, of: ParticipantId, name: &str) -> Answer<()> {
    let hide = |text: &str| mask_former(text, name);
    for row in written::written_with(tx, of).await? {
        if let Some(content) = row.content()? {
            written::rewrite_content(tx, &row, &content.each(hide)).await?;
        } else if let Some(excuses) = row.excuses()? {
            let hidden = excuses.into_iter().map(|excuse| Excuse { words: hide(&excuse.words), ..excuse });
            written::rewrite_excuses(tx, &row, &hidden.collect::<Vec<_>>()).await?;
        } else {
            let masked = hide(&row.words);
            if masked != row.words {
                written::rewrite(tx, &row, &masked).await?;
            }
        }
    }
    Ok(())
}
