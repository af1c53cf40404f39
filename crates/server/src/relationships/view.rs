//! A relationship as one of the two sees it.

use chrono::{DateTime, Utc};
use domain::meetings::MeetingState;
use domain::relationships::state::{LINGERS, Status};
use domain::relationships::{Closing, Ending, Reach, Relationship, RelationshipAction, Standing, Wish};
use domain::requests::Side;
use domain::tools::Way;

use super::dashboard::store::{PageRow, page};
use super::party::Party;
use crate::db::Tx;
use crate::http::Answer;
use crate::people::store::Sight;
use crate::{goals, meetings, tools};

/// All that the dashboard shows, in at most six statements.
pub(super) async fn whole(tx: &mut Tx, party: &Party, now: DateTime<Utc>) -> Answer<Relationship> {
    let Party { kept, side, .. } = party;
    let row = page(tx, kept.id, (party.me, *side), party.other).await?;
    let glance = meetings::view::glance(tx, party, now).await?;
    let text = row.text()?;
    let plan = row.plan(&text);
    let is_arranged = |state: MeetingState, at: Option<DateTime<Utc>>| {
        state == MeetingState::Confirmed && at.is_some_and(|at| at > now)
    };
    let way = Way {
        state: kept.status.state(),
        held: glance.held,
        arranged: glance.meetings.iter().any(|meeting| is_arranged(meeting.state, meeting.starts_at)),
        percent: tools::view::percent(kept.started_at, plan.until, now),
    };
    let tool = tools::view::suggested(tx, party, way).await?;
    let goals = goals::view::glance(tx, party, now).await?;
    let [earlier, later] = row.journeys();
    let allowed_actions = allowed(party, &row, now);
    let ending = ending(party, &row, &allowed_actions, now)?;
    let standing = Standing {
        status: &kept.status,
        side: *side,
        rests: kept.rests_since.is_some(),
        wished: ending.as_ref().is_some_and(|ending| ending.their_wish.is_some()),
        held: glance.held,
        meetings: &glance.meetings,
        tool: tool.is_some(),
    };
    let next_step = standing.next_step(now);
    let contact = contact(party, &row, now)?;
    Ok(Relationship {
        id: kept.id,
        state: kept.status.state(),
        side: *side,
        contact_until: kept.contact_until.filter(|until| contact.is_some() && *until > now),
        contact,
        sharing: row.sharing(),
        conversation: kept.conversation,
        unread: row.unread(),
        request: kept.request,
        text: text.each(|text| party.reads(Side::Mentee, text)),
        plan,
        started_at: kept.started_at,
        ended_at: kept.status.ended_at(),
        next_step,
        tool,
        held: glance.held,
        meetings: glance.meetings,
        action_items: glance.action_items,
        goals,
        closing: closing(party, &row),
        ending,
        earlier,
        later,
        partner: row.partner.read(party.sight()),
        allowed_actions,
    })
}

/// What the reader may do: while it rests, withdraw; after a completion, wish for what the other can answer.
fn allowed(party: &Party, row: &PageRow, now: DateTime<Utc>) -> Vec<RelationshipAction> {
    let may_wish = party.may_wish() && row.suspended_at.is_none();
    let mut actions = party.kept.status.allowed_actions(party.side, now);
    actions.retain(|action| match action {
        RelationshipAction::Withdraw => true,
        RelationshipAction::PartWays => party.other.is_some(),
        RelationshipAction::NewJourney => may_wish && !row.walks_again,
        RelationshipAction::StayInTouch | RelationshipAction::DeclineWish => may_wish,
        _ => party.kept.rests_since.is_none(),
    });
    actions
}

/// What the other shares, while the two are entitled to it.
fn contact(party: &Party, row: &PageRow, now: DateTime<Utc>) -> sqlx::Result<Option<Reach>> {
    let entitled =
        party.sight() == Sight::Whole && party.kept.status.entitles(now) && row.suspended_at.is_none();
    if !entitled || party.other.is_none() || party.kept.rests_since.is_some() {
        return Ok(None);
    }
    let phone = row.phone.clone().filter(|phone| !phone.is_empty());
    Ok(Some(Reach { email: row.email.clone(), phone, links: row.links()? }))
}

/// The wish to complete it that waits for an answer.
fn closing(party: &Party, row: &PageRow) -> Option<Closing> {
    let Status::Closing { by, at, completes_at } = party.kept.status else { return None };
    let thanks = if by == party.side { String::new() } else { party.reads_theirs(&row.thanks) };
    let runs = party.kept.rests_since.is_none();
    let wish = party.kept.wishes.of(by).unwrap_or(Wish::End);
    Some(Closing { by, at, completes_at: runs.then_some(completes_at), thanks, wish })
}

/// How it ended, with what was said.
fn ending(
    party: &Party,
    row: &PageRow,
    allowed: &[RelationshipAction],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Ending>> {
    let Some(ended) = party.kept.status.ended_at() else { return Ok(None) };
    let withdrawn_by = row.withdrawn_by()?;
    let mut ending = Ending {
        withdrawn_by,
        words: withdrawn_by.map_or_else(String::new, |by| party.reads(by, &row.words)),
        takes_along: party.reads(party.side, &row.takes_along),
        thanks: String::new(),
        my_wish: None,
        their_wish: None,
        in_touch_since: None,
        wishes_until: None,
    };
    if let Status::Completed { in_touch_since, wishes, .. } = party.kept.status {
        let answers = allowed.contains(&RelationshipAction::DeclineWish);
        let began = wishes.agreed() == Some(Wish::NewJourney);
        let open = party.may_wish() && !began && now < ended + LINGERS;
        ending.thanks = party.reads_theirs(&row.thanks);
        ending.my_wish = wishes.of(party.side);
        ending.their_wish = wishes.asked_of(party.side).filter(|_| answers);
        ending.in_touch_since = in_touch_since.filter(|_| party.other.is_some());
        ending.wishes_until = open.then_some(ended + LINGERS);
    }
    Ok(Some(ending))
}
