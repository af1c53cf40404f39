//! The SQL of relationships.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ConversationId, ParticipantId, RelationshipId, RequestId};
use domain::relationships::state::{LINGERS, Status, Wishes};
use domain::relationships::{Plan, Reflection, RelationshipState, Sharing, Wish};
use domain::requests::{RequestText, Side};
use sqlx::FromRow;
use uuid::Uuid;

use crate::criteria::store::from_word;
use crate::db::Tx;
use crate::page::After;
use crate::people::store::{Eyes, PersonRow};
use crate::requests::store::Kept as KeptRequest;
use crate::requests::texts::store::TextRow;
use crate::{execute, fetch_all, fetch_one, fetch_optional, later, random};

/// A relationship as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: RelationshipId,
    pub(crate) mentor: Option<ParticipantId>,
    pub(crate) mentee: Option<ParticipantId>,
    pub(crate) request: RequestId,
    pub(crate) conversation: ConversationId,
    pub(crate) status: Status,
    pub(crate) version: i64,
    pub(crate) started_at: DateTime<Utc>,
    /// One of the two is suspended since then.
    pub(crate) rests_since: Option<DateTime<Utc>>,
    /// What each wishes, as far as they have said.
    pub(crate) wishes: Wishes,
    /// After its completion: when contact details are hidden by themselves.
    pub(crate) contact_until: Option<DateTime<Utc>>,
}

impl Kept {
    /// What somebody is in it; nothing for strangers.
    pub(crate) fn side_of(&self, id: ParticipantId) -> Option<Side> {
        if self.mentor == Some(id) {
            Some(Side::Mentor)
        } else {
            (self.mentee == Some(id)).then_some(Side::Mentee)
        }
    }

    /// The mentor and the mentee, while both are there.
    pub(crate) fn pair(&self) -> Option<(ParticipantId, ParticipantId)> {
        self.mentor.zip(self.mentee)
    }

    /// Those of the two who are there.
    pub(crate) fn two(&self) -> impl Iterator<Item = ParticipantId> + use<> {
        [self.mentor, self.mentee].into_iter().flatten()
    }
}

#[derive(FromRow)]
struct KeptRow {
    id: Uuid,
    mentor_id: Option<Uuid>,
    mentee_id: Option<Uuid>,
    request_id: Uuid,
    conversation_id: Uuid,
    state: String,
    version: i64,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    closing_by: Option<String>,
    closing_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    rests_since: Option<DateTime<Utc>>,
    in_touch_since: Option<DateTime<Utc>>,
    mentor_wish: Option<String>,
    mentee_wish: Option<String>,
}

impl TryFrom<KeptRow> for Kept {
    type Error = sqlx::Error;

    fn try_from(row: KeptRow) -> sqlx::Result<Self> {
        let (status, wishes) = (row.status()?, row.wishes()?);
        Ok(Self {
            id: RelationshipId(row.id),
            mentor: row.mentor_id.map(ParticipantId),
            mentee: row.mentee_id.map(ParticipantId),
            request: RequestId(row.request_id),
            conversation: ConversationId(row.conversation_id),
            status,
            version: row.version,
            started_at: row.started_at,
            rests_since: row.rests_since,
            wishes,
            contact_until: row.closes_at.filter(|_| status.state() == RelationshipState::Completed),
        })
    }
}

impl KeptRow {
    fn status(&self) -> sqlx::Result<Status> {
        let by = self.closing_by.as_deref().map(|word| from_word("relationships.closing_by", word));
        let asked = by.transpose()?.zip(self.closing_at).zip(self.closes_at);
        Ok(match (from_word("relationships.state", &self.state)?, self.ended_at, asked) {
            (RelationshipState::Active, None, None) => Status::Active,
            (RelationshipState::Closing, None, Some(((by, at), completes_at))) => {
                Status::Closing { by, at, completes_at }
            }
            (RelationshipState::Completed, Some(at), None) => {
                Status::Completed { at, in_touch_since: self.in_touch_since, wishes: self.wishes()? }
            }
            (RelationshipState::Withdrawn, Some(at), None) => Status::Withdrawn { at },
            _ => {
                let broken = format!("relationships: the row {} contradicts itself", self.id);
                return Err(sqlx::Error::Decode(broken.into()));
            }
        })
    }

    fn wishes(&self) -> sqlx::Result<Wishes> {
        let wish = |word: &Option<String>| {
            word.as_deref().map(|word| from_word("relationship_sides.wish", word)).transpose()
        };
        Ok(Wishes { mentor: wish(&self.mentor_wish)?, mentee: wish(&self.mentee_wish)? })
    }
}

/// How a relationship begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning {
    pub(super) id: RelationshipId,
    /// The journey that it follows.
    pub(super) earlier: Option<RelationshipId>,
    pub(super) plan: Plan,
    /// One of the two is suspended.
    pub(super) rests: bool,
    pub(super) at: DateTime<Utc>,
}

/// Adds what begins with an accepted request.
pub(super) async fn insert(tx: &mut Tx, request: &KeptRequest, begins: &Beginning) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO relationships (id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, version,
                                    earlier_id, planned_until, every_weeks, rests_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11)",
        begins.id.0,
        request.mentor.map(|id| id.0),
        request.mentee.map(|id| id.0),
        request.id.0,
        request.conversation.0,
        RelationshipState::Active.as_str(),
        begins.at,
        begins.earlier.map(|id| id.0),
        begins.plan.until,
        i64::from(begins.plan.every_weeks),
        begins.rests.then_some(begins.at),
    )
}

/// On what a relationship begins.
pub(super) struct Terms {
    /// How long the programme means it to be.
    pub(super) planned_months: u32,
    /// How long the request asks for, where it says so.
    pub(super) until: Option<NaiveDate>,
    /// How often the request asks to meet.
    pub(super) every_weeks: u8,
    /// One of the two is suspended.
    pub(super) rests: bool,
}

/// On what a relationship begins that follows from a request.
pub(super) async fn terms(tx: &mut Tx, request: &KeptRequest) -> sqlx::Result<Terms> {
    let (planned_months, until, every_weeks, here) = fetch_one!(
        tx,
        (i64, Option<NaiveDate>, i64, i64),
        "SELECT s.planned_months, t.until_on, t.every_weeks,
                (SELECT COUNT(*) FROM participants p WHERE p.id IN ($3, $4) AND p.suspended_at IS NULL)
         FROM settings s CROSS JOIN request_texts t WHERE t.request_id = $1 AND t.number = $2",
        request.id.0,
        request.text_number,
        request.mentor.map(|id| id.0),
        request.mentee.map(|id| id.0),
    )?;
    Ok(Terms {
        planned_months: u32::try_from(planned_months).unwrap_or(u32::MAX),
        until,
        every_weeks: u8::try_from(every_weeks).unwrap_or(u8::MAX),
        rests: here < 2,
    })
}

/// A relationship.
pub(crate) async fn load(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<Option<Kept>> {
    let row = fetch_optional!(
        tx,
        KeptRow,
        "SELECT id, mentor_id, mentee_id, request_id, conversation_id, state, version, started_at, ended_at,
                closing_by, closing_at, closes_at, rests_since, in_touch_since,
                (SELECT wish FROM relationship_sides WHERE relationship_id = r.id AND side = 'mentor') AS mentor_wish,
                (SELECT wish FROM relationship_sides WHERE relationship_id = r.id AND side = 'mentee') AS mentee_wish
         FROM relationships r WHERE id = $1",
        id.0,
    )?;
    row.map(Kept::try_from).transpose()
}

/// Saves where a relationship stands over the version before; false when it has another one meanwhile.
pub(super) async fn save(tx: &mut Tx, kept: &Kept) -> sqlx::Result<bool> {
    let (asked, closes_at, in_touch_since) = match kept.status {
        Status::Active | Status::Withdrawn { .. } => (None, None, None),
        Status::Closing { by, at, completes_at } => (Some((by, at)), Some(completes_at), None),
        Status::Completed { in_touch_since, .. } => (None, kept.contact_until, in_touch_since),
    };
    let saved = execute!(
        tx,
        "UPDATE relationships SET state = $3, version = version + 1, ended_at = $4, closing_by = $5, closing_at = $6,
         closes_at = $7, in_touch_since = $8, rests_since = $9 WHERE id = $1 AND version = $2 - 1",
        kept.id.0,
        kept.version,
        kept.status.state().as_str(),
        kept.status.ended_at(),
        asked.map(|(by, _)| by.as_str()),
        asked.map(|(_, at)| at),
        closes_at,
        in_touch_since,
        kept.rests_since,
    )?;
    Ok(saved > 0)
}

/// The relationships between two people that have not ended, whoever mentors whom.
pub(super) async fn active_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships
         WHERE ended_at IS NULL AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))
         ORDER BY mentor_id, mentee_id",
        one.0,
        other.0,
    )?;
    Ok(ids(rows))
}

/// The relationships of somebody that have not ended.
pub(super) async fn active_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships
         WHERE ended_at IS NULL AND (mentor_id = $1 OR mentee_id = $1) ORDER BY mentor_id, mentee_id",
        of.0,
    )?;
    Ok(ids(rows))
}

fn ids(rows: Vec<(Uuid,)>) -> Vec<RelationshipId> {
    rows.into_iter().map(|(id,)| RelationshipId(id)).collect()
}

/// What was completed between a mentor and a mentee keeps nobody in touch any more.
pub(super) async fn part(tx: &mut Tx, mentor: ParticipantId, mentee: ParticipantId) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationships SET in_touch_since = NULL, closes_at = NULL, version = version + 1
         WHERE mentor_id = $1 AND mentee_id = $2 AND state = 'completed'
         AND (in_touch_since IS NOT NULL OR closes_at IS NOT NULL)",
        mentor.0,
        mentee.0,
    )?;
    Ok(())
}

/// Contact details were hidden after a completion.
pub(super) async fn note_hidden(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationships SET closes_at = NULL, version = version + 1 WHERE id = $1 AND state = 'completed'",
        id.0,
    )?;
    Ok(())
}

/// The two did something in it.
pub(super) async fn touch(tx: &mut Tx, id: RelationshipId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "UPDATE relationships SET active_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// What one of the two has chosen and said.
#[derive(FromRow)]
pub(super) struct SharingRow {
    shares_email: bool,
    shares_phone: bool,
    shares_links: bool,
    sharing_version: i64,
}

/// Which contact details one of the two shows, and the version of that.
pub(super) async fn sharing(tx: &mut Tx, id: RelationshipId, side: Side) -> sqlx::Result<(Sharing, i64)> {
    let row = fetch_optional!(
        tx,
        SharingRow,
        "SELECT shares_email, shares_phone, shares_links, sharing_version FROM relationship_sides
         WHERE relationship_id = $1 AND side = $2",
        id.0,
        side.as_str(),
    )?;
    Ok(row.map_or((Sharing::AT_FIRST, 1), |row| {
        let SharingRow { shares_email: email, shares_phone: phone, shares_links: links, sharing_version } =
            row;
        (Sharing { email, phone, links }, sharing_version)
    }))
}

/// Saves which contact details one of the two shows over the version before; false when it has another one meanwhile.
pub(super) async fn save_sharing(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    sharing: Sharing,
    seen: i64,
) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, shares_email, shares_phone, shares_links, sharing_version)
         VALUES ($1, $2, $3, $4, $5, $6 + 1)
         ON CONFLICT (relationship_id, side) DO UPDATE SET shares_email = excluded.shares_email,
         shares_phone = excluded.shares_phone, shares_links = excluded.shares_links,
         sharing_version = excluded.sharing_version
         WHERE relationship_sides.sharing_version = $6",
        id.0,
        side.as_str(),
        sharing.email,
        sharing.phone,
        sharing.links,
        seen,
    )?;
    Ok(saved > 0)
}

/// The two show in a new journey what they showed in the one before.
pub(super) async fn carry_sharing(tx: &mut Tx, from: RelationshipId, to: RelationshipId) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, shares_email, shares_phone, shares_links)
         SELECT $2, side, shares_email, shares_phone, shares_links FROM relationship_sides WHERE relationship_id = $1",
        from.0,
        to.0,
    )?;
    Ok(())
}

/// Keeps how one of the two looks back.
pub(super) async fn reflect(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    said: &Reflection,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, reflected_at, takes_along, thanks, shows_thanks, rating, wish)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (relationship_id, side) DO UPDATE SET reflected_at = excluded.reflected_at,
         takes_along = excluded.takes_along, thanks = excluded.thanks, shows_thanks = excluded.shows_thanks,
         rating = excluded.rating, wish = excluded.wish",
        id.0,
        side.as_str(),
        at,
        said.takes_along.as_str(),
        said.thanks.as_str(),
        said.shows_thanks,
        said.rating.map(i64::from),
        said.wish.as_str(),
    )?;
    Ok(())
}

/// The two walk on: nothing was completed. What somebody takes along stays theirs.
pub(super) async fn take_back(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationship_sides SET reflected_at = NULL, thanks = '', shows_thanks = $2, rating = NULL, wish = NULL
         WHERE relationship_id = $1",
        id.0,
        false,
    )?;
    Ok(())
}

/// Keeps what one of the two wishes.
pub(super) async fn set_wish(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    wish: Option<Wish>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, wish) VALUES ($1, $2, $3)
         ON CONFLICT (relationship_id, side) DO UPDATE SET wish = excluded.wish",
        id.0,
        side.as_str(),
        wish.map(Wish::as_str),
    )?;
    Ok(())
}

/// Moves the ratings of the two to where nobody knows whose they are.
pub(super) async fn give_ratings(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<()> {
    let ratings = fetch_all!(
        tx,
        (i64,),
        "SELECT rating FROM relationship_sides WHERE relationship_id = $1 AND rating IS NOT NULL ORDER BY rating",
        id.0,
    )?;
    for (rating,) in ratings {
        let nobody = uuid::Builder::from_random_bytes(random::bytes()).into_uuid();
        execute!(tx, "INSERT INTO ratings (id, rating) VALUES ($1, $2)", nobody, rating)?;
    }
    execute!(tx, "UPDATE relationship_sides SET rating = NULL WHERE relationship_id = $1", id.0)?;
    Ok(())
}

/// Keeps who has withdrawn, and with which words.
pub(super) async fn insert_withdrawal(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    (words, reason): (&str, &str),
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO withdrawals (relationship_id, side, words, reason, at) VALUES ($1, $2, $3, $4, $5)",
        id.0,
        side.as_str(),
        words,
        reason,
        at,
    )?;
    Ok(())
}

#[derive(FromRow)]
struct PlanRow {
    planned_until: Option<NaiveDate>,
    every_weeks: Option<i64>,
    asked_until: Option<NaiveDate>,
    asked_weeks: i64,
    version: i64,
}

/// How the two have planned it, and the version of the relationship.
pub(super) async fn plan(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<(Plan, i64)> {
    let row = fetch_one!(
        tx,
        PlanRow,
        "SELECT r.planned_until, r.every_weeks, t.until_on AS asked_until, t.every_weeks AS asked_weeks, r.version
         FROM relationships r JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number WHERE r.id = $1",
        id.0,
    )?;
    let planned = (row.planned_until, row.every_weeks);
    Ok((planned_or_asked(planned, (row.asked_until, row.asked_weeks)), row.version))
}

/// What was planned, or where nothing was, what was asked for.
fn planned_or_asked(planned: (Option<NaiveDate>, Option<i64>), asked: (Option<NaiveDate>, i64)) -> Plan {
    let (until, weeks) = planned.1.map_or(asked, |weeks| (planned.0, weeks));
    Plan { until, every_weeks: u8::try_from(weeks).unwrap_or(u8::MAX) }
}

/// Saves how the two have planned it over the version before; false when it has another one meanwhile.
pub(super) async fn save_plan(tx: &mut Tx, id: RelationshipId, plan: Plan, seen: i64) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE relationships SET planned_until = $3, every_weeks = $4, version = version + 1
         WHERE id = $1 AND version = $2",
        id.0,
        seen,
        plan.until,
        i64::from(plan.every_weeks),
    )?;
    Ok(saved > 0)
}

/// What the dashboard shows beside where the relationship stands.
#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "columns that do not depend on each other")]
pub(super) struct PageRow {
    #[sqlx(flatten)]
    pub(super) partner: PersonRow,
    pub(super) suspended_at: Option<DateTime<Utc>>,
    /// What the other shares.
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    links: Option<String>,
    #[sqlx(flatten)]
    text: TextRow,
    planned_until: Option<NaiveDate>,
    plan_weeks: Option<i64>,
    earlier_id: Option<Uuid>,
    later_id: Option<Uuid>,
    /// The two have begun something again.
    pub(super) walks_again: bool,
    unread: i64,
    shares_email: bool,
    shares_phone: bool,
    shares_links: bool,
    pub(super) takes_along: String,
    /// The thanks of the other, where they are shown.
    pub(super) thanks: String,
    withdrawn_by: Option<String>,
    pub(super) words: String,
}

impl PageRow {
    /// The web addresses that the other shares.
    pub(super) fn links(&self) -> sqlx::Result<Vec<String>> {
        let links = self.links.as_deref().unwrap_or("[]");
        serde_json::from_str(links).map_err(|error| sqlx::Error::Decode(error.into()))
    }

    /// What was asked for.
    pub(super) fn text(&self) -> sqlx::Result<RequestText> {
        self.text.clone().try_into()
    }

    /// How the two have planned it.
    pub(super) fn plan(&self, text: &RequestText) -> Plan {
        planned_or_asked((self.planned_until, self.plan_weeks), (text.until, text.every_weeks.into()))
    }

    /// What of the reader the other sees.
    pub(super) fn sharing(&self) -> Sharing {
        Sharing { email: self.shares_email, phone: self.shares_phone, links: self.shares_links }
    }

    /// The journeys of the same two before and after it.
    pub(super) fn journeys(&self) -> [Option<RelationshipId>; 2] {
        [self.earlier_id, self.later_id].map(|id| id.map(RelationshipId))
    }

    /// Lines that the reader has not read.
    pub(super) fn unread(&self) -> u32 {
        u32::try_from(self.unread).unwrap_or(u32::MAX)
    }

    /// Who has withdrawn.
    pub(super) fn withdrawn_by(&self) -> sqlx::Result<Option<Side>> {
        self.withdrawn_by.as_deref().map(|word| from_word("withdrawals.side", word)).transpose()
    }
}

/// What the dashboard of one of the two shows, in one statement; `other` is absent where the reader sees nobody.
pub(super) async fn page(
    tx: &mut Tx,
    id: RelationshipId,
    (me, side): (ParticipantId, Side),
    other: Option<ParticipantId>,
) -> sqlx::Result<PageRow> {
    fetch_one!(
        tx,
        PageRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone, p.suspended_at,
                CASE WHEN COALESCE(o.shares_email, TRUE) THEN p.email END AS email,
                CASE WHEN o.shares_phone THEN k.phone END AS phone, CASE WHEN o.shares_links THEN k.links END AS links,
                t.support, t.topics, t.every_weeks, t.minutes, t.until_on, t.goal, t.why,
                r.planned_until, r.every_weeks AS plan_weeks, r.earlier_id,
                (SELECT l.id FROM relationships l WHERE l.earlier_id = r.id LIMIT 1) AS later_id,
                EXISTS (SELECT 1 FROM relationships l WHERE l.mentor_id = r.mentor_id AND l.mentee_id = r.mentee_id
                        AND l.ended_at IS NULL AND r.ended_at IS NOT NULL) AS walks_again,
                (SELECT COUNT(*) FROM messages u WHERE u.conversation_id = c.id
                 AND u.number > CASE WHEN c.low_id = $2 THEN c.low_read ELSE c.high_read END
                 AND (u.author_id IS NULL OR u.author_id <> $2)) AS unread,
                COALESCE(m.shares_email, TRUE) AS shares_email, COALESCE(m.shares_phone, FALSE) AS shares_phone,
                COALESCE(m.shares_links, FALSE) AS shares_links, COALESCE(m.takes_along, '') AS takes_along,
                COALESCE(CASE WHEN o.shows_thanks THEN o.thanks END, '') AS thanks,
                w.side AS withdrawn_by, COALESCE(w.words, '') AS words
         FROM relationships r
         JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number
         JOIN conversations c ON c.id = r.conversation_id
         LEFT JOIN relationship_sides m ON m.relationship_id = r.id AND m.side = $3
         LEFT JOIN relationship_sides o ON o.relationship_id = r.id AND o.side <> $3
         LEFT JOIN withdrawals w ON w.relationship_id = r.id
         LEFT JOIN participants p ON p.id = $4
         LEFT JOIN profiles f ON f.participant_id = p.id
         LEFT JOIN contact_details k ON k.participant_id = p.id
         WHERE r.id = $1",
        id.0,
        me.0,
        side.as_str(),
        other.map(|other| other.0),
    )
}

/// A relationship in a list.
#[derive(FromRow)]
pub(super) struct ListRow {
    pub(super) id: Uuid,
    pub(super) state: String,
    pub(super) is_mentor: bool,
    #[sqlx(flatten)]
    pub(super) partner: PersonRow,
    pub(super) goal: String,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    pub(super) eyes: Eyes,
    pub(super) next_meeting_at: Option<DateTime<Utc>>,
    pub(super) my_turn: bool,
}

/// The relationships of somebody, the latest first. Who has blocked the reader has left.
pub(super) async fn latest(
    tx: &mut Tx,
    me: ParticipantId,
    now: DateTime<Utc>,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<ListRow>> {
    let wished_since = now - LINGERS;
    fetch_all!(
        tx,
        ListRow,
        "SELECT r.id, r.state, COALESCE(r.mentor_id = $1, FALSE) AS is_mentor,
                p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
                t.goal, r.started_at, r.ended_at,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former,
                (SELECT MIN(m.starts_at) FROM meetings m WHERE m.relationship_id = r.id AND m.state = 'confirmed'
                 AND m.starts_at > $5 AND r.ended_at IS NULL) AS next_meeting_at,
                (r.rests_since IS NULL AND p.id IS NOT NULL AND CASE r.state
                 WHEN 'active' THEN EXISTS (SELECT 1 FROM meetings m WHERE m.relationship_id = r.id AND m.state = 'proposed'
                      AND m.lapses_at > $5 AND m.proposed_by <> CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END)
                 WHEN 'closing' THEN r.closing_by <> CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END
                 WHEN 'completed' THEN r.ended_at > $6 AND p.suspended_at IS NULL AND NOT EXISTS (
                      SELECT 1 FROM blocks y WHERE y.participant_id = $1 AND y.blocked_id = p.id) AND EXISTS (
                      SELECT 1 FROM relationship_sides o WHERE o.relationship_id = r.id
                      AND o.side <> CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END AND o.wish <> 'end'
                      AND NOT EXISTS (SELECT 1 FROM relationship_sides y WHERE y.relationship_id = r.id
                                      AND y.side <> o.side AND y.wish = o.wish))
                 ELSE FALSE END) AS my_turn
         FROM relationships r
         JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number
         LEFT JOIN participants p ON p.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $1)
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND (r.started_at, r.id) < ($2, $3)
         ORDER BY r.started_at DESC, r.id DESC LIMIT $4",
        me.0,
        after.at,
        after.id,
        most,
        now,
        wished_since,
    )
}

/// Relationships that complete by themselves by now.
pub(super) async fn over(tx: &mut Tx, now: DateTime<Utc>, most: i64) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships WHERE state = 'closing' AND closes_at <= $1 AND rests_since IS NULL
         ORDER BY closes_at LIMIT $2",
        now,
        most,
    )?;
    Ok(ids(rows))
}

/// Completed relationships whose contact details are hidden by now.
pub(super) async fn lingered(
    tx: &mut Tx,
    now: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM relationships WHERE state = 'completed' AND closes_at <= $1 ORDER BY closes_at LIMIT $2",
        now,
        most,
    )?;
    Ok(ids(rows))
}

/// Relationships in which nothing has happened since then, no meeting was and none is to come, and in which nobody was asked
/// how it goes since something last happened.
pub(super) async fn idle(tx: &mut Tx, since: DateTime<Utc>, most: i64) -> sqlx::Result<Vec<RelationshipId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT r.id FROM relationships r JOIN conversations c ON c.id = r.conversation_id
         WHERE r.state = 'active' AND r.rests_since IS NULL AND COALESCE(r.active_at, r.started_at) <= $1
         AND c.newest_at <= $1
         AND (r.nudged_at IS NULL OR r.nudged_at < COALESCE(r.active_at, r.started_at) OR r.nudged_at < c.newest_at)
         AND NOT EXISTS (SELECT 1 FROM meetings m WHERE m.relationship_id = r.id
                         AND m.state IN ('confirmed', 'held') AND m.starts_at > $1)
         ORDER BY r.id LIMIT $2",
        since,
        most,
    )?;
    Ok(ids(rows))
}

/// Notes that the two are asked how it goes; false where something has happened meanwhile, or another server has asked.
pub(super) async fn note_nudge(
    tx: &mut Tx,
    id: RelationshipId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE relationships SET nudged_at = $3
         WHERE id = $1 AND state = 'active' AND rests_since IS NULL AND COALESCE(active_at, started_at) <= $2
         AND (nudged_at IS NULL OR nudged_at < $3)",
        id.0,
        since,
        now,
    )?;
    Ok(noted > 0)
}

/// A journey in numbers.
#[derive(FromRow)]
pub(super) struct JourneyRow {
    #[sqlx(flatten)]
    pub(super) partner: PersonRow,
    pub(super) name: String,
    pub(super) sent_at: DateTime<Utc>,
    pub(super) held: i64,
    pub(super) minutes: i64,
    pub(super) first_at: Option<DateTime<Utc>>,
    pub(super) last_at: Option<DateTime<Utc>>,
    pub(super) items_done: i64,
    pub(super) goals: i64,
    pub(super) goals_achieved: i64,
    pub(super) milestones_done: i64,
    pub(super) agreed_at: Option<DateTime<Utc>>,
    pub(super) takes_along: String,
    pub(super) reflected: i64,
}

/// A journey in numbers, as one of the two sees it; `other` is absent where the reader sees nobody.
pub(super) async fn journey(
    tx: &mut Tx,
    id: RelationshipId,
    (me, side): (ParticipantId, Side),
    other: Option<ParticipantId>,
) -> sqlx::Result<JourneyRow> {
    fetch_one!(
        tx,
        JourneyRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone, i.display_name AS name, q.sent_at,
                (SELECT COUNT(*) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS held,
                (SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS minutes,
                (SELECT MIN(starts_at) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS first_at,
                (SELECT MAX(starts_at) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS last_at,
                (SELECT COUNT(*) FROM action_items WHERE relationship_id = r.id AND done_at IS NOT NULL) AS items_done,
                (SELECT COUNT(*) FROM goals WHERE relationship_id = r.id AND state <> 'draft') AS goals,
                (SELECT COUNT(*) FROM goals WHERE relationship_id = r.id AND state = 'achieved') AS goals_achieved,
                (SELECT COUNT(m.done_at) FROM goals g JOIN milestones m ON m.goal_id = g.id WHERE g.relationship_id = r.id)
                AS milestones_done,
                (SELECT MIN(agreed_at) FROM worksheets WHERE relationship_id = r.id) AS agreed_at,
                COALESCE((SELECT takes_along FROM relationship_sides WHERE relationship_id = r.id AND side = $3), '') AS takes_along,
                (SELECT COUNT(*) FROM relationship_sides WHERE relationship_id = r.id AND reflected_at IS NOT NULL) AS reflected
         FROM relationships r
         JOIN requests q ON q.id = r.request_id
         JOIN participants i ON i.id = $2
         LEFT JOIN participants p ON p.id = $4
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE r.id = $1",
        id.0,
        me.0,
        side.as_str(),
        other.map(|other| other.0),
    )
}

/// A relationship that somebody takes along: their own side, and what the other has left for them to read.
#[derive(FromRow)]
pub(super) struct TakenRow {
    pub(super) id: Uuid,
    pub(super) state: String,
    pub(super) is_mentor: bool,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) takes_along: String,
    pub(super) my_thanks: String,
    pub(super) wish: Option<String>,
    pub(super) rating: Option<i64>,
    pub(super) their_thanks: String,
    pub(super) withdrawn_by: Option<String>,
    pub(super) words: String,
    pub(super) reason: String,
    #[sqlx(flatten)]
    pub(super) eyes: Eyes,
}

/// All relationships of somebody, the latest first. The private reason of the other is not among what is read.
pub(super) async fn taken_by(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<TakenRow>> {
    fetch_all!(
        tx,
        TakenRow,
        "SELECT r.id, r.state, COALESCE(r.mentor_id = $1, FALSE) AS is_mentor, r.started_at, r.ended_at,
                COALESCE(m.takes_along, '') AS takes_along, COALESCE(m.thanks, '') AS my_thanks, m.wish, m.rating,
                COALESCE(CASE WHEN o.shows_thanks THEN o.thanks END, '') AS their_thanks,
                w.side AS withdrawn_by, COALESCE(w.words, '') AS words,
                COALESCE(CASE WHEN w.side = CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END THEN w.reason END, '') AS reason,
                EXISTS (SELECT 1 FROM pairs t WHERE t.entitled
                        AND ((t.mentor_id = r.mentor_id AND t.mentee_id = r.mentee_id)
                             OR (t.mentor_id = r.mentee_id AND t.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former
         FROM relationships r
         LEFT JOIN relationship_sides m ON m.relationship_id = r.id
              AND m.side = CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END
         LEFT JOIN relationship_sides o ON o.relationship_id = r.id
              AND o.side = CASE WHEN r.mentor_id = $1 THEN 'mentee' ELSE 'mentor' END
         LEFT JOIN withdrawals w ON w.relationship_id = r.id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY r.started_at DESC, r.id DESC",
        of.0,
    )
}

/// Deletes what only somebody who leaves could read, and what they have told the coordinators.
pub(super) async fn forget_own(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationship_sides SET takes_along = '', rating = NULL, thanks = CASE WHEN shows_thanks THEN thanks ELSE '' END
         WHERE EXISTS (SELECT 1 FROM relationships r WHERE r.id = relationship_sides.relationship_id
                       AND ((r.mentor_id = $1 AND side = 'mentor') OR (r.mentee_id = $1 AND side = 'mentee')))",
        of.0,
    )?;
    execute!(
        tx,
        "UPDATE withdrawals SET reason = ''
         WHERE EXISTS (SELECT 1 FROM relationships r WHERE r.id = withdrawals.relationship_id
                       AND ((r.mentor_id = $1 AND side = 'mentor') OR (r.mentee_id = $1 AND side = 'mentee')))",
        of.0,
    )?;
    Ok(())
}

/// What one of the two has said.
#[derive(FromRow)]
pub(super) struct SideWords {
    relationship_id: Uuid,
    side: String,
    pub(super) takes_along: String,
    pub(super) thanks: String,
}

/// What was said in all relationships of somebody, by either.
pub(super) async fn sides_with(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<SideWords>> {
    fetch_all!(
        tx,
        SideWords,
        "SELECT s.relationship_id, s.side, s.takes_along, s.thanks FROM relationship_sides s
         JOIN relationships r ON r.id = s.relationship_id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND (s.takes_along <> '' OR s.thanks <> '')",
        of.0,
    )
}

/// Puts other words in their place.
pub(super) async fn rewrite_side(
    tx: &mut Tx,
    said: &SideWords,
    takes_along: &str,
    thanks: &str,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationship_sides SET takes_along = $3, thanks = $4 WHERE relationship_id = $1 AND side = $2",
        said.relationship_id,
        said.side.as_str(),
        takes_along,
        thanks,
    )?;
    Ok(())
}

/// What was said with a withdrawal.
#[derive(FromRow)]
pub(super) struct WithdrawalWords {
    relationship_id: Uuid,
    pub(super) words: String,
    pub(super) reason: String,
}

/// What was said with the withdrawals from all relationships of somebody, by either.
pub(super) async fn withdrawals_with(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<WithdrawalWords>> {
    fetch_all!(
        tx,
        WithdrawalWords,
        "SELECT w.relationship_id, w.words, w.reason FROM withdrawals w
         JOIN relationships r ON r.id = w.relationship_id WHERE r.mentor_id = $1 OR r.mentee_id = $1",
        of.0,
    )
}

/// Puts other words in their place.
pub(super) async fn rewrite_withdrawal(
    tx: &mut Tx,
    said: &WithdrawalWords,
    words: &str,
    reason: &str,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE withdrawals SET words = $2, reason = $3 WHERE relationship_id = $1",
        said.relationship_id,
        words,
        reason,
    )?;
    Ok(())
}
