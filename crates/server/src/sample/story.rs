//! What the first sample people have to do with each other, written as the routes write it. Nobody is told of it.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use content::sample::{
    Agreed, Aim, Answered, Held, Line, Next, Point, Remark, Sheet, Stand, Stone, Story, email,
};
use domain::conversations::MessageKind;
use domain::goals::{Content, GoalText, WriteMilestone};
use domain::ids::{
    ActionItemId, AgendaPointId, ConversationId, GoalCommentId, GoalId, MeetingId, ParticipantId,
    ProgressEntryId, RelationshipId,
};
use domain::meetings::state::Status;
use domain::meetings::{MeetingFormat, NewActionItem};
use domain::problem::Code;
use domain::requests::{RequestText, Side};
use domain::settings::Settings;

use crate::conversations::store::{NewLine, post};
use crate::db::Tx;
use crate::goals::progress::store::{Entry, insert_entry};
use crate::http::Answer;
use crate::meetings::action_items::store::add_item;
use crate::meetings::agenda::store::add_point;
use crate::meetings::notes::store::save_notes;
use crate::meetings::store::{self as meetings, Kept as Meeting};
use crate::outbox::Tidings;
use crate::requests::store::Kept as Request;
use crate::tools::store::{self as tools, Owner, Place};
use crate::{accounts, goals, pairs, random, requests, settings};

/// More is written down at no meeting.
const MOST: i64 = 100;
/// They write at noon,
const NOON: TimeDelta = TimeDelta::hours(12);
/// and meet in the evening.
const TO_EVENING: TimeDelta = TimeDelta::minutes(6 * 60 + 30);
/// Where they meet.
const PLACE: &str = "https://meet.example/noor-and-farid";

/// Tells the story, if everybody who has a part in it is there.
pub(super) async fn tell(tx: &mut Tx, story: &Story, now: DateTime<Utc>) -> Answer<()> {
    let Story { journey, request } = story;
    let walking = two(tx, &journey.mentor, &journey.mentee).await?;
    let asking = two(tx, &request.mentor, &request.mentee).await?;
    let (Some(walking), Some(asking)) = (walking, asking) else { return Ok(()) };
    let (settings, _) = settings::store::load(tx).await?;
    send(tx, asking, &request.text, &settings, day(now, request.sent)).await?;
    let kept = send(tx, walking, &journey.text, &settings, day(now, journey.sent)).await?;
    let (accepted, unheard) = (day(now, journey.accepted), &mut Tidings::default());
    let (_, relationship) =
        requests::steps::accept(tx, &kept, Side::Mentor, &journey.welcome, accepted, unheard).await?;
    write(tx, walking, kept.conversation, &journey.messages, now).await?;
    fill_in(tx, relationship, &journey.worksheet, now).await?;
    meet(tx, relationship, &journey.held, now).await?;
    arrange(tx, relationship, &journey.next, now).await?;
    aim(tx, relationship, &journey.goal, now).await
}

/// The mentor and the mentee of these names, if both are there.
async fn two(tx: &mut Tx, mentor: &str, mentee: &str) -> Answer<Option<(ParticipantId, ParticipantId)>> {
    let mentor = accounts::store::by_email(tx, &email(mentor)).await?;
    let mentee = accounts::store::by_email(tx, &email(mentee)).await?;
    Ok(mentor.zip(mentee).map(|(mentor, mentee)| (mentor.id(), mentee.id())))
}

/// Noon of a day, counted from today.
fn day(now: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    now.date_naive().and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(days) + NOON
}

async fn send(
    tx: &mut Tx,
    two: (ParticipantId, ParticipantId),
    text: &RequestText,
    settings: &Settings,
    at: DateTime<Utc>,
) -> Answer<Request> {
    pairs::store::lock(tx, two.0, two.1).await?;
    let (kept, _) = requests::steps::send(tx, two, text, settings, at, &mut Tidings::default()).await?;
    Ok(kept)
}

/// What the two write.
async fn write(
    tx: &mut Tx,
    (mentor, mentee): (ParticipantId, ParticipantId),
    conversation: ConversationId,
    lines: &[Line],
    now: DateTime<Utc>,
) -> Answer<()> {
    for Line { day: days, by, words } in lines {
        let author = if *by == Side::Mentor { mentor } else { mentee };
        let (kind, at) = (MessageKind::Text, day(now, *days));
        post(tx, NewLine { conversation, author, kind, body: words, request: None, at }).await?;
    }
    Ok(())
}

async fn fill_in(tx: &mut Tx, relationship: RelationshipId, sheet: &Sheet, now: DateTime<Utc>) -> Answer<()> {
    let place = Place { relationship, tool: &sheet.tool };
    tools::begin(tx, place).await?;
    for Answered { question, value, shared } in &sheet.answers {
        let answer = tools::Kept {
            question: question.clone(),
            owner: Owner::One(Side::Mentee),
            value: value.clone(),
            shared: *shared,
            version: 1,
            by: Side::Mentee,
            at: day(now, sheet.day),
        };
        tools::save(tx, place, &answer).await?;
    }
    Ok(())
}

async fn meet(tx: &mut Tx, relationship: RelationshipId, held: &Held, now: DateTime<Utc>) -> Answer<()> {
    let starts_at = day(now, held.day) + TO_EVENING;
    let settled_at = starts_at + TimeDelta::hours(2);
    let status =
        Status::Past { held: true, proposed_by: Some(Side::Mentee), starts_at, settled_at, by: Side::Mentor };
    let kept = meeting(relationship, status, starts_at, String::new());
    meetings::insert(tx, &kept, day(now, held.day - 5)).await?;
    save_notes(tx, kept.id, 1, &held.notes, (Side::Mentee, settled_at)).await?;
    for Agreed { who, words } in &held.agreed {
        let id = ActionItemId::new(settled_at, &random::bytes());
        let item = NewActionItem { words: words.clone(), who: *who, due_on: None };
        add_item(tx, &kept, id, &item, (Side::Mentor, settled_at), MOST).await?;
    }
    Ok(())
}

async fn arrange(tx: &mut Tx, relationship: RelationshipId, next: &Next, now: DateTime<Utc>) -> Answer<()> {
    let starts_at = day(now, next.day) + TO_EVENING;
    let status = Status::Confirmed { by: Side::Mentor, starts_at };
    let kept = meeting(relationship, status, starts_at, next.words.clone());
    meetings::insert(tx, &kept, day(now, -3)).await?;
    for Point { by, words } in &next.agenda {
        let id = AgendaPointId::new(now, &random::bytes());
        add_point(tx, kept.id, id, (*by, words), MOST).await?;
    }
    Ok(())
}

/// The two agree on a goal, and the mentee walks towards it.
async fn aim(tx: &mut Tx, relationship: RelationshipId, aim: &Aim, now: DateTime<Utc>) -> Answer<()> {
    let (drafted, agreed) = (day(now, aim.drafted), day(now, aim.agreed));
    let due_on = |days: i64| Some(day(now, days).date_naive());
    let milestone = |stone: &Stone| WriteMilestone {
        id: None,
        title: stone.title.clone(),
        due_on: due_on(stone.due),
        weight: 1,
    };
    let text = GoalText { due_on: due_on(aim.due), ..aim.text.clone() };
    let content = Content { text, milestones: aim.milestones.iter().map(milestone).collect() };
    let id = goals::steps::draft(tx, relationship, (Side::Mentee, drafted), content, None).await?;
    for Remark { part, words } in &aim.comments {
        let comment = GoalCommentId::new(agreed, &random::bytes());
        goals::comments::store::insert_comment(
            tx,
            (id, comment),
            (*part, words),
            (Side::Mentor, agreed),
            MOST,
        )
        .await?;
    }
    let kept = goals::store::load(tx, id).await?.ok_or(Code::NotFound)?;
    let kept = goals::steps::activate(tx, &kept, Side::Mentee, agreed).await?;
    let kept = goals::steps::agree(tx, &kept, Side::Mentee, agreed).await?;
    goals::steps::agree(tx, &kept, Side::Mentor, agreed + TimeDelta::hours(6)).await?;
    for (stone, step) in aim.milestones.iter().zip(goals::milestones::store::steps(tx, id).await?) {
        if let Some(done) = stone.done {
            goals::milestones::store::lay(tx, step.id, Some((day(now, done), Side::Mentee))).await?;
        }
    }
    for stand in &aim.progress {
        insert_entry(tx, &entry(id, stand, day(now, stand.day)), MOST).await?;
    }
    Ok(())
}

fn entry(goal: GoalId, stand: &Stand, at: DateTime<Utc>) -> Entry {
    Entry {
        id: ProgressEntryId::new(at, &random::bytes()),
        goal,
        value: Some(stand.value),
        note: stand.note.clone(),
        day: at.date_naive(),
        happened_at: at,
        by: Side::Mentee,
        at,
        corrected_at: None,
        version: 1,
    }
}

fn meeting(relationship: RelationshipId, status: Status, when: DateTime<Utc>, words: String) -> Meeting {
    Meeting {
        id: MeetingId::new(when, &random::bytes()),
        relationship,
        status,
        sequence: 1,
        version: 2,
        format: MeetingFormat::Video,
        place: PLACE.to_owned(),
        words,
        slots: Vec::new(),
        minutes: 60,
        when,
        reminded: 0,
        last_words: String::new(),
    }
}
