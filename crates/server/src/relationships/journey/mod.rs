//! A journey in numbers, for the summary and the certificate of participation.

pub(super) mod routes;
mod store;

use domain::relationships::{Journey, RelationshipState, Station, StationKind};

use super::party::Party;
use crate::db::Tx;
use crate::http::Answer;

/// A journey in numbers.
async fn journey(tx: &mut Tx, party: &Party) -> Answer<Journey> {
    let Party { kept, side, .. } = party;
    let row = store::journey(tx, kept.id, (party.me, *side), party.other).await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let (ended_at, completed) = (kept.status.ended_at(), kept.status.state() == RelationshipState::Completed);
    let end = if completed { StationKind::Completed } else { StationKind::Withdrawn };
    let stations = [
        (StationKind::Request, Some(row.sent_at).filter(|at| *at < kept.started_at)),
        (StationKind::Accepted, Some(kept.started_at)),
        (StationKind::FirstMeeting, row.first_at),
        (StationKind::Agreement, row.agreed_at),
        (
            StationKind::LastMeeting,
            row.last_at.filter(|last| row.first_at.is_some_and(|first| first < *last)),
        ),
        (end, ended_at),
    ];
    let mut stations: Vec<Station> =
        stations.into_iter().filter_map(|(kind, at)| Some(Station { kind, at: at? })).collect();
    stations.sort_by_key(|station| station.at);
    Ok(Journey {
        id: kept.id,
        name: row.name,
        side: *side,
        partner: row.partner.read(party.sight()),
        started_at: kept.started_at,
        ended_at,
        confirmed_by_both: completed && row.reflected == 2,
        meetings: count(row.held),
        minutes: count(row.minutes),
        items_done: count(row.items_done),
        goals: count(row.goals),
        goals_achieved: count(row.goals_achieved),
        milestones_done: count(row.milestones_done),
        takes_along: party.reads(*side, &row.takes_along),
        stations,
    })
}
