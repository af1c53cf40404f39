//! The SQL of tools.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ParticipantId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word};
use crate::people::store::Eyes;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// Whose answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// One of the two has written it alone.
    One(Side),
    /// Both write it.
    Both,
}

impl Owner {
    fn as_str(self) -> &'static str {
        match self {
            Self::One(side) => side.as_str(),
            Self::Both => "both",
        }
    }

    fn read(word: &str) -> sqlx::Result<Self> {
        if word == Self::Both.as_str() {
            Ok(Self::Both)
        } else {
            from_word("answers.owner", word).map(Self::One)
        }
    }
}

/// A worksheet: a tool in a relationship.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) relationship: RelationshipId,
    pub(crate) tool: &'a str,
}

/// An answer as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) question: String,
    pub(crate) owner: Owner,
    pub(crate) value: String,
    pub(crate) shared: bool,
    pub(crate) version: i64,
    pub(crate) by: Side,
    pub(crate) at: DateTime<Utc>,
}

#[derive(FromRow)]
struct KeptRow {
    question: String,
    owner: String,
    value: String,
    shared: bool,
    version: i64,
    written_by: String,
    written_at: DateTime<Utc>,
}

impl TryFrom<KeptRow> for Kept {
    type Error = sqlx::Error;

    fn try_from(row: KeptRow) -> sqlx::Result<Self> {
        Ok(Self {
            question: row.question,
            owner: Owner::read(&row.owner)?,
            value: row.value,
            shared: row.shared,
            version: row.version,
            by: from_word("answers.written_by", &row.written_by)?,
            at: row.written_at,
        })
    }
}

/// What there is of an answer, without its words.
pub(super) struct Mark {
    pub(super) tool: String,
    pub(super) question: String,
    pub(super) owner: Owner,
    pub(super) shared: bool,
    /// It says something.
    pub(super) filled: bool,
    pub(super) at: DateTime<Utc>,
    /// When both confirmed what stands in the tool.
    pub(super) agreed_at: Option<DateTime<Utc>>,
}

/// The answers in all tools that one of the two may read.
pub(super) async fn marks(tx: &mut Tx, id: RelationshipId, reader: Side) -> sqlx::Result<Vec<Mark>> {
    #[derive(FromRow)]
    struct Row {
        tool: String,
        question: String,
        owner: String,
        shared: bool,
        filled: bool,
        written_at: DateTime<Utc>,
        agreed_at: Option<DateTime<Utc>>,
    }
    let rows = fetch_all!(
        tx,
        Row,
        "SELECT a.tool, a.question, a.owner, a.shared, a.value <> '' AS filled, a.written_at, w.agreed_at
         FROM answers a LEFT JOIN worksheets w ON w.relationship_id = a.relationship_id AND w.tool = a.tool
         WHERE a.relationship_id = $1 AND (a.shared OR a.owner = $2)",
        id.0,
        reader.as_str(),
    )?;
    let mark = |row: Row| {
        let owner = Owner::read(&row.owner)?;
        let Row { tool, question, shared, filled, written_at: at, agreed_at, .. } = row;
        Ok(Mark { tool, question, owner, shared, filled, at, agreed_at })
    };
    rows.into_iter().map(mark).collect()
}

/// The answers in a tool that one of the two may read.
pub(super) async fn answers(tx: &mut Tx, place: Place<'_>, reader: Side) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        "SELECT question, owner, value, shared, version, written_by, written_at FROM answers
         WHERE relationship_id = $1 AND tool = $2 AND (shared OR owner = $3) ORDER BY question, owner",
        place.relationship.0,
        place.tool,
        reader.as_str(),
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// What both have written in all tools: tool, answer.
pub(super) async fn written_together(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<Vec<(String, Kept)>> {
    #[derive(FromRow)]
    struct Row {
        tool: String,
        #[sqlx(flatten)]
        answer: KeptRow,
    }
    let rows = fetch_all!(
        tx,
        Row,
        "SELECT tool, question, owner, value, shared, version, written_by, written_at FROM answers
         WHERE relationship_id = $1 AND owner = 'both' AND value <> ''",
        id.0,
    )?;
    rows.into_iter().map(|row| Ok((row.tool, row.answer.try_into()?))).collect()
}

/// One answer.
pub(super) async fn answer(
    tx: &mut Tx,
    place: Place<'_>,
    question: &str,
    owner: Owner,
) -> sqlx::Result<Option<Kept>> {
    let row = fetch_optional!(
        tx,
        KeptRow,
        "SELECT question, owner, value, shared, version, written_by, written_at FROM answers
         WHERE relationship_id = $1 AND tool = $2 AND question = $3 AND owner = $4",
        place.relationship.0,
        place.tool,
        question,
        owner.as_str(),
    )?;
    row.map(Kept::try_from).transpose()
}

/// Writes an answer over the version before it; false when there is another meanwhile.
pub(crate) async fn save(tx: &mut Tx, place: Place<'_>, answer: &Kept) -> sqlx::Result<bool> {
    if answer.version == 1 {
        return insert(tx, place, answer).await;
    }
    let saved = execute!(
        tx,
        "UPDATE answers SET value = $5, shared = $6, version = $7, written_by = $8, written_at = $9
         WHERE relationship_id = $1 AND tool = $2 AND question = $3 AND owner = $4 AND version = $7 - 1",
        place.relationship.0,
        place.tool,
        answer.question.as_str(),
        answer.owner.as_str(),
        answer.value.as_str(),
        answer.shared,
        answer.version,
        answer.by.as_str(),
        answer.at,
    )?;
    Ok(saved > 0)
}

async fn insert(tx: &mut Tx, place: Place<'_>, answer: &Kept) -> sqlx::Result<bool> {
    let inserted = execute!(
        tx,
        "INSERT INTO answers (relationship_id, tool, question, owner, value, shared, version, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        place.relationship.0,
        place.tool,
        answer.question.as_str(),
        answer.owner.as_str(),
        answer.value.as_str(),
        answer.shared,
        answer.version,
        answer.by.as_str(),
        answer.at,
    )?;
    Ok(inserted > 0)
}

/// Keeps what both wrote before.
pub(super) async fn keep_earlier(tx: &mut Tx, place: Place<'_>, answer: &Kept) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO earlier_answers (relationship_id, tool, question, version, value, written_by, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        place.relationship.0,
        place.tool,
        answer.question.as_str(),
        answer.version,
        answer.value.as_str(),
        answer.by.as_str(),
        answer.at,
    )?;
    Ok(())
}

/// Forgets what both wrote to a question up to a version.
pub(super) async fn forget_earlier(
    tx: &mut Tx,
    place: Place<'_>,
    question: &str,
    version: i64,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "DELETE FROM earlier_answers WHERE relationship_id = $1 AND tool = $2 AND question = $3 AND version <= $4",
        place.relationship.0,
        place.tool,
        question,
        version,
    )?;
    Ok(())
}

/// What both wrote before in a tool, the latest first, at most so many for each question.
pub(super) async fn earlier(tx: &mut Tx, place: Place<'_>, most: i64) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        "SELECT question, 'both' AS owner, value, TRUE AS shared, version, written_by, written_at
         FROM (SELECT question, value, version, written_by, written_at,
                      ROW_NUMBER() OVER (PARTITION BY question ORDER BY version DESC) AS place
               FROM earlier_answers WHERE relationship_id = $1 AND tool = $2) e
         WHERE place <= $3 ORDER BY question, version DESC",
        place.relationship.0,
        place.tool,
        most,
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// How far the two are with what they write together.
#[derive(Clone, Copy, Debug, Default, FromRow)]
pub(super) struct Sheet {
    pub(super) version: i64,
    mentor_confirmed: Option<i64>,
    mentee_confirmed: Option<i64>,
}

impl Sheet {
    /// One of the two has confirmed what stands there now.
    pub(super) fn confirmed_by(&self, side: Side) -> bool {
        let confirmed = if side == Side::Mentor { self.mentor_confirmed } else { self.mentee_confirmed };
        confirmed == Some(self.version)
    }
}

/// How far the two are in a tool.
pub(super) async fn sheet(tx: &mut Tx, place: Place<'_>) -> sqlx::Result<Option<Sheet>> {
    fetch_optional!(
        tx,
        Sheet,
        "SELECT version, mentor_confirmed, mentee_confirmed FROM worksheets
         WHERE relationship_id = $1 AND tool = $2",
        place.relationship.0,
        place.tool,
    )
}

/// Somebody has begun with a tool.
pub(crate) async fn begin(tx: &mut Tx, place: Place<'_>) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO worksheets (relationship_id, tool, version) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
        place.relationship.0,
        place.tool,
    )?;
    Ok(())
}

/// What both write is another: nobody has confirmed it.
pub(super) async fn raise_version(tx: &mut Tx, place: Place<'_>) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE worksheets SET version = version + 1, agreed_at = NULL WHERE relationship_id = $1 AND tool = $2",
        place.relationship.0,
        place.tool,
    )?;
    Ok(())
}

/// One of the two confirms a version; false when it is another meanwhile.
pub(super) async fn confirm(
    tx: &mut Tx,
    place: Place<'_>,
    version: i64,
    by: Side,
    agreed_at: Option<DateTime<Utc>>,
) -> sqlx::Result<bool> {
    let of = |side: Side| (side == by).then_some(version);
    let confirmed = execute!(
        tx,
        "UPDATE worksheets SET mentor_confirmed = COALESCE($4, mentor_confirmed),
                mentee_confirmed = COALESCE($5, mentee_confirmed), agreed_at = $6
         WHERE relationship_id = $1 AND tool = $2 AND version = $3",
        place.relationship.0,
        place.tool,
        version,
        of(Side::Mentor),
        of(Side::Mentee),
        agreed_at,
    )?;
    Ok(confirmed > 0)
}

/// Notes that the other is told of what the mentor shares, unless that was so after `since`.
pub(super) async fn tell_of_mentor(
    tx: &mut Tx,
    place: Place<'_>,
    at: DateTime<Utc>,
    since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE worksheets SET mentor_shared_at = $3 WHERE relationship_id = $1 AND tool = $2
         AND (mentor_shared_at IS NULL OR mentor_shared_at <= $4)",
        place.relationship.0,
        place.tool,
        at,
        since,
    )?;
    Ok(noted > 0)
}

/// Notes that the other is told of what the mentee shares, unless that was so after `since`.
pub(super) async fn tell_of_mentee(
    tx: &mut Tx,
    place: Place<'_>,
    at: DateTime<Utc>,
    since: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE worksheets SET mentee_shared_at = $3 WHERE relationship_id = $1 AND tool = $2
         AND (mentee_shared_at IS NULL OR mentee_shared_at <= $4)",
        place.relationship.0,
        place.tool,
        at,
        since,
    )?;
    Ok(noted > 0)
}

/// The names of the two, while they are there: the mentor's and the mentee's.
pub(super) async fn names(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<(Option<String>, Option<String>)> {
    fetch_one!(
        tx,
        (Option<String>, Option<String>),
        "SELECT m.display_name, e.display_name FROM relationships r
         LEFT JOIN participants m ON m.id = r.mentor_id LEFT JOIN participants e ON e.id = r.mentee_id
         WHERE r.id = $1",
        id.0,
    )
}

/// How far two are on their way.
#[derive(FromRow)]
pub(super) struct WayRow {
    pub(super) held: i64,
    pub(super) arranged: bool,
    pub(super) until: Option<NaiveDate>,
}

/// How many meetings took place, whether one is to come, and the day until which the two have planned.
pub(super) async fn way(tx: &mut Tx, id: RelationshipId, now: DateTime<Utc>) -> sqlx::Result<WayRow> {
    fetch_one!(
        tx,
        WayRow,
        "SELECT (SELECT COUNT(*) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS held,
                EXISTS (SELECT 1 FROM meetings WHERE relationship_id = r.id AND state = 'confirmed' AND starts_at > $2) AS arranged,
                CASE WHEN r.every_weeks IS NULL THEN t.until_on ELSE r.planned_until END AS until
         FROM relationships r JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number WHERE r.id = $1",
        id.0,
        now,
    )
}

/// An answer that somebody takes along.
#[derive(FromRow)]
pub(super) struct TakenRow {
    pub(super) relationship_id: Uuid,
    pub(super) tool: String,
    pub(super) question: String,
    pub(super) value: String,
    pub(super) shared: bool,
    pub(super) written_by: String,
    pub(super) written_at: DateTime<Utc>,
    pub(super) is_mentor: bool,
    #[sqlx(flatten)]
    pub(super) eyes: Eyes,
}

/// All answers that somebody may read, in all relationships.
pub(super) async fn readable_by(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<TakenRow>> {
    fetch_all!(
        tx,
        TakenRow,
        "SELECT a.relationship_id, a.tool, a.question, a.value, a.shared, a.written_by, a.written_at,
                COALESCE(r.mentor_id = $1, FALSE) AS is_mentor,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former
         FROM answers a JOIN relationships r ON r.id = a.relationship_id
         WHERE a.value <> '' AND ((r.mentor_id = $1 AND (a.shared OR a.owner = 'mentor'))
                                  OR (r.mentee_id = $1 AND (a.shared OR a.owner = 'mentee')))
         ORDER BY r.started_at, a.relationship_id, a.tool, a.question, a.owner",
        of.0,
    )
}

/// Deletes what only somebody could read.
pub(super) async fn delete_private(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<u64> {
    execute!(
        tx,
        "DELETE FROM answers WHERE NOT shared AND EXISTS
         (SELECT 1 FROM relationships r WHERE r.id = answers.relationship_id
          AND ((r.mentor_id = $1 AND answers.owner = 'mentor') OR (r.mentee_id = $1 AND answers.owner = 'mentee')))",
        of.0,
    )
}

/// The words of an answer, and where they stand.
#[derive(FromRow)]
pub(super) struct Words {
    relationship_id: Uuid,
    tool: String,
    question: String,
    owner: String,
    version: i64,
    pub(super) value: String,
}

/// What stands in all answers of the relationships of somebody.
pub(super) async fn words_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Words>> {
    fetch_all!(
        tx,
        Words,
        "SELECT a.relationship_id, a.tool, a.question, a.owner, a.version, a.value
         FROM answers a JOIN relationships r ON r.id = a.relationship_id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND a.value <> ''",
        of.0,
    )
}

/// What both wrote before in the relationships of somebody.
pub(super) async fn earlier_words_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Words>> {
    fetch_all!(
        tx,
        Words,
        "SELECT a.relationship_id, a.tool, a.question, 'both' AS owner, a.version, a.value
         FROM earlier_answers a JOIN relationships r ON r.id = a.relationship_id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1",
        of.0,
    )
}

/// Puts other words into an answer.
pub(super) async fn rewrite(tx: &mut Tx, at: &Words, value: &str) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE answers SET value = $5 WHERE relationship_id = $1 AND tool = $2 AND question = $3 AND owner = $4",
        at.relationship_id,
        at.tool.as_str(),
        at.question.as_str(),
        at.owner.as_str(),
        value,
    )?;
    Ok(())
}

/// Puts other words into what both wrote before.
pub(super) async fn rewrite_earlier(tx: &mut Tx, at: &Words, value: &str) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE earlier_answers SET value = $5 WHERE relationship_id = $1 AND tool = $2 AND question = $3 AND version = $4",
        at.relationship_id,
        at.tool.as_str(),
        at.question.as_str(),
        at.version,
        value,
    )?;
    Ok(())
}
