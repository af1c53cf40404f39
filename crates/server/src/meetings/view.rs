//! Meetings as one of the two sees them.

use chrono::{DateTime, Utc};
use domain::ids::{MeetingId, ParticipantId};
use domain::meetings::state::Status;
use domain::meetings::{ActionItem, AgendaPoint, Meeting, MeetingPage, SharedNotes};
use domain::problem::Code;
use domain::requests::Side;
use serde::Serialize;
use std::collections::HashMap;

use super::agenda::store::PointRow;
use super::notes::store::NotesRow;
use super::store::{self, Kept, Own, Seen};
use super::{action_items, agenda, notes};
use crate::db::Tx;
use crate::http::Answer;
use crate::page::After;
use crate::people::store::Eyes;
use crate::relationships::party::Party;
use crate::tools;

/// The dashboard shows so many meetings at most.
const MEETINGS_AT_A_GLANCE: i64 = 5;
/// The dashboard shows so much of what is agreed at most.
const ITEMS_AT_A_GLANCE: i64 = 20;
/// The most that can be agreed at one meeting, and be open between the two.
pub(super) const MOST_ITEMS: i64 = 100;
/// A list shows so many characters of the notes at most.
const EXCERPT: usize = 160;

/// What the dashboard shows of meetings.
#[derive(Debug, Default)]
pub(crate) struct Glance {
    /// How many took place.
    pub(crate) held: u32,
    /// Proposed, to come, or past and nobody has said what became of it: at most five, the next first.
    pub(crate) meetings: Vec<Meeting>,
    /// What is agreed and still open: at most twenty, the oldest first.
    pub(crate) action_items: Vec<ActionItem>,
}

/// What the dashboard shows of meetings, in at most three statements.
pub(crate) async fn glance(tx: &mut Tx, party: &Party, now: DateTime<Utc>) -> Answer<Glance> {
    let relationship = party.kept.id;
    let held = store::count_held(tx, relationship).await?;
    let next = store::next(tx, relationship, now, MEETINGS_AT_A_GLANCE).await?;
    let open = action_items::store::open_items(tx, relationship, ITEMS_AT_A_GLANCE).await?;
    let items = open.into_iter().map(|row| row.read(|words| party.reads_shared(words)));
    Ok(Glance {
        held,
        meetings: next.into_iter().map(|seen| Reader::of(party).meeting(seen, now)).collect(),
        action_items: items.collect::<sqlx::Result<_>>()?,
    })
}

/// Who reads.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    side: Side,
    eyes: &'a Eyes,
    may_write: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn of(party: &'a Party) -> Self {
        Self { side: party.side, eyes: &party.eyes, may_write: party.may_write() }
    }

    /// What the reader sees of a text of one of the two; of what both write, nobody knows who wrote what.
    fn reads(self, by: Option<Side>, text: &str) -> String {
        if by == Some(self.side) { self.eyes.own(text) } else { self.eyes.others(text) }
    }

    /// A meeting.
    pub(super) fn meeting(self, seen: Seen, now: DateTime<Utc>) -> Meeting {
        let Seen { kept, ordinal, agreed, agreed_done, notes } = seen;
        let status = kept.status;
        let settled_by = status.settled().and_then(|(_, by)| by);
        let is_proposed = matches!(status, Status::Proposed { .. });
        Meeting {
            id: kept.id,
            relationship: kept.relationship,
            state: status.state(),
            ordinal,
            proposed_by: status.proposed_by(),
            slots: if is_proposed { kept.slots } else { Vec::new() },
            starts_at: status.starts_at(),
            minutes: kept.minutes,
            format: kept.format,
            place: self.eyes.others(&kept.place),
            words: self.reads(status.proposed_by(), &kept.words),
            last_words: self.reads(settled_by, &kept.last_words),
            settled_by,
            correctable_until: status.correctable_until(),
            excerpt: excerpt(&self.eyes.others(&notes)),
            agreed,
            agreed_done,
            allowed_actions: if self.may_write { status.allowed_actions(self.side, now) } else { Vec::new() },
        }
    }

    pub(super) fn point(self, row: &PointRow) -> sqlx::Result<AgendaPoint> {
        let by = row.by()?;
        Ok(AgendaPoint { id: row.id(), words: self.reads(Some(by), &row.words), by })
    }

    pub(super) fn notes(self, row: &NotesRow) -> sqlx::Result<SharedNotes> {
        let (by, at) = (row.by()?, row.notes_at);
        Ok(SharedNotes { notes: self.eyes.others(&row.notes), version: row.notes_version, by, at })
    }
}

/// The beginning of notes, in a line of whole words.
fn excerpt(notes: &str) -> String {
    let line = notes.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT {
        return line;
    }
    let beginning: String = line.chars().take(EXCERPT - 2).collect();
    let words = beginning.rsplit_once(' ').map_or(beginning.as_str(), |(words, _)| words);
    format!("{words} …")
}

/// A meeting as it is now.
pub(super) async fn one(tx: &mut Tx, party: &Party, id: MeetingId, now: DateTime<Utc>) -> Answer<Meeting> {
    let seen = store::seen(tx, party.kept.id, Some(id), After::after_all(), 1).await?.pop();
    Ok(Reader::of(party).meeting(seen.ok_or(Code::NotFound)?, now))
}

/// A meeting with all that belongs to it.
pub(super) async fn page(tx: &mut Tx, party: &Party, kept: &Kept, now: DateTime<Utc>) -> Answer<MeetingPage> {
    let reader = Reader::of(party);
    let meeting = one(tx, party, kept.id, now).await?;
    let agenda = agenda::store::points(tx, kept.id).await?;
    let agenda = agenda.iter().map(|row| reader.point(row)).collect::<sqlx::Result<Vec<_>>>()?;
    let mut suggested = Vec::new();
    if party.may_write() && kept.status.settled().is_none() {
        suggested = tools::view::agenda_lines(tx, party).await?;
        suggested.retain(|line| agenda.iter().all(|point| point.words != *line));
    }
    let rows = action_items::store::items(tx, kept.relationship, kept.id, kept.when, 2 * MOST_ITEMS).await?;
    let items = rows.into_iter().map(|row| row.read(|words| party.reads_shared(words)));
    let (agreed_items, open_items) =
        items.collect::<sqlx::Result<Vec<_>>>()?.into_iter().partition(|item| item.meeting == kept.id);
    let (private_notes, private_notes_version) = notes::store::private_notes(tx, kept.id, party.me).await?;
    Ok(MeetingPage {
        meeting,
        agenda,
        suggested,
        open_items,
        agreed_items,
        notes: reader.notes(&notes::store::notes(tx, kept.id).await?)?,
        private_notes: party.reads(party.side, &private_notes),
        private_notes_version,
        writable: party.may_write(),
    })
}

/// A meeting with all that belongs to it, to take along.
#[derive(Serialize)]
pub(crate) struct Taken {
    #[serde(flatten)]
    meeting: Meeting,
    agenda: Vec<AgendaPoint>,
    agreed_items: Vec<ActionItem>,
    notes: String,
    private_notes: String,
}

/// All meetings of somebody, to take along.
pub(crate) async fn export(tx: &mut Tx, of: ParticipantId, now: DateTime<Utc>) -> Answer<Vec<Taken>> {
    let mut points = HashMap::<_, Vec<_>>::new();
    for row in agenda::store::all_points(tx, of).await? {
        points.entry(MeetingId(row.meeting_id)).or_default().push(row);
    }
    let mut items = HashMap::<_, Vec<_>>::new();
    for row in action_items::store::all_items(tx, of).await? {
        items.entry(row.meeting()).or_default().push(row);
    }
    let mut taken = Vec::new();
    for Own { kept, side, eyes, notes, private_notes } in store::all_of(tx, of).await? {
        let reader = Reader { side, eyes: &eyes, may_write: false };
        let agenda = points.remove(&kept.id).unwrap_or_default();
        let agreed = items.remove(&kept.id).unwrap_or_default();
        let agreed_items = agreed.into_iter().map(|row| row.read(|words| eyes.others(words)));
        let agreed_items = agreed_items.collect::<sqlx::Result<Vec<_>>>()?;
        let (agreed, done) = (agreed_items.len(), agreed_items.iter().filter(|item| item.done).count());
        let seen = Seen {
            kept,
            ordinal: None,
            agreed: u32::try_from(agreed).unwrap_or(u32::MAX),
            agreed_done: u32::try_from(done).unwrap_or(u32::MAX),
            notes: String::new(),
        };
        taken.push(Taken {
            meeting: reader.meeting(seen, now),
            agenda: agenda.iter().map(|row| reader.point(row)).collect::<sqlx::Result<_>>()?,
            agreed_items,
            notes: eyes.others(&notes),
            private_notes: eyes.own(&private_notes),
        });
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt("One.\n\n  Two. "), "One. Two.");
        let long = excerpt(&"wörd ".repeat(80));
        assert!(long.chars().count() <= EXCERPT && long.ends_with("wörd …"), "{long}");
    }
}
