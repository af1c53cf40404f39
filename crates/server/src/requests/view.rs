//! A request as one of the two sees it.

use actix_web::web;
use domain::ids::{ParticipantId, RelationshipId, RequestId};
use domain::mentors::{Match, MentorQuery};
use domain::people::Person;
use domain::problem::Code;
use domain::profiles::Preference;
use domain::requests::state::{Waiting, allowed_actions};
use domain::requests::{Request, RequestRow, RequestState, RequestStep, RequestText, Side};
use domain::settings::Settings;
use matching::{Place, Scale};

use super::store::{self, Kept, ListRow, Step};
use crate::app::App;
use crate::criteria::store::from_word;
use crate::db::Tx;
use crate::http::Answer;
use crate::mentors::{self, Record};
use crate::pairs;
use crate::people::{self, store::Sight};
use crate::{profiles, settings};

/// How much of a text a list shows, in characters.
const BEGINNING: usize = 200;

/// What a request shows besides itself.
struct Parts {
    mentor: Person,
    mentee: Person,
    fit: Option<Match>,
    text: RequestText,
    seen_text: Option<RequestText>,
    steps: Vec<RequestStep>,
    relationship: Option<RelationshipId>,
    free_places: Option<u8>,
}

/// The whole request, as a participant sees it who is one of the two.
pub(super) async fn whole(
    tx: &mut Tx,
    app: &web::Data<App>,
    kept: &Kept,
    me: ParticipantId,
) -> Answer<Request> {
    let side = kept.side_of(me).ok_or(Code::NotFound)?;
    let other = if side == Side::Mentor { kept.mentee } else { kept.mentor };
    let (mine, theirs, sight) = the_two(tx, me, other).await?;
    let (mentor, mentee) = if side == Side::Mentor { (mine, theirs) } else { (theirs, mine) };

    let waits = kept.status.waiting().is_some();
    let shows_reasons = side == Side::Mentee || waits || sight == Sight::Whole;
    let fit = match kept.pair().filter(|_| shows_reasons) {
        Some((mentor, mentee)) => {
            let record = mentors::store::one(tx, mentor).await?;
            fit(tx, app, record.as_ref(), mentee).await?
        }
        None => None,
    };
    let seen_text = match side {
        Side::Mentor if (1..kept.text_number).contains(&kept.seen_number) => {
            Some(text(tx, kept, kept.seen_number, side, sight).await?)
        }
        _ => None,
    };
    let steps = store::steps(tx, kept.id).await?;
    let parts = Parts {
        mentor,
        mentee,
        fit,
        text: text(tx, kept, kept.text_number, side, sight).await?,
        seen_text,
        steps: steps.iter().map(|step| read_step(step, side, sight)).collect(),
        relationship: match kept.status.state() {
            RequestState::Accepted => store::relationship(tx, kept.id).await?,
            _ => None,
        },
        free_places: match side {
            Side::Mentor => Some(store::free_places(tx, me).await?),
            _ => None,
        },
    };
    Ok(parts.of(kept, side))
}

/// What the mentee who sends a request is answered besides it. It is read before, so that nobody waits for it who writes.
pub(super) struct Prospect {
    /// What the programme allows.
    pub(super) settings: Settings,
    /// The mentor; none, if it is none.
    pub(super) record: Option<Record>,
    mentor: Person,
    mentee: Person,
    fit: Option<Match>,
}

impl Prospect {
    /// Of a mentee who asks this mentor.
    pub(super) async fn read(
        tx: &mut Tx,
        app: &web::Data<App>,
        mentor: ParticipantId,
        mentee: ParticipantId,
    ) -> Answer<Self> {
        let (settings, _) = settings::store::load(tx).await?;
        let record = mentors::store::one(tx, mentor).await?;
        let fit = fit(tx, app, record.as_ref(), mentee).await?;
        let (mine, theirs, _) = the_two(tx, mentee, Some(mentor)).await?;
        Ok(Self { settings, record, mentor: theirs, mentee: mine, fit })
    }

    /// The request that was sent, as the mentee sees it.
    pub(super) fn sent(self, kept: &Kept, text: RequestText, step: &Step) -> Request {
        let parts = Parts {
            mentor: self.mentor,
            mentee: self.mentee,
            fit: self.fit,
            text,
            seen_text: None,
            steps: vec![read_step(step, Side::Mentee, Sight::Masked)],
            relationship: None,
            free_places: None,
        };
        parts.of(kept, Side::Mentee)
    }
}

impl Parts {
    fn of(self, kept: &Kept, side: Side) -> Request {
        let waiting = kept.status.waiting();
        Request {
            id: kept.id,
            state: kept.status.state(),
            side,
            mentor: self.mentor,
            mentee: self.mentee,
            conversation: kept.conversation,
            text: self.text,
            text_number: kept.text_number,
            seen_text: self.seen_text,
            fit: self.fit,
            sent_at: kept.sent_at,
            turn_at: kept.turn_at,
            expires_at: waiting.and_then(Waiting::open_until),
            waits_for_place: waiting.is_some_and(|waiting| waiting.stopped_at.is_some()),
            decline_reason: kept.status.decline_reason(),
            steps: self.steps,
            relationship: self.relationship,
            free_places: self.free_places,
            allowed_actions: allowed_actions(kept.status.state(), side),
        }
    }
}

/// Somebody and the other of a request, as the first sees them, and what the first sees of what the other writes.
async fn the_two(
    tx: &mut Tx,
    me: ParticipantId,
    other: Option<ParticipantId>,
) -> Answer<(Person, Person, Sight)> {
    let (mine, theirs) = people::store::two(tx, me, other.unwrap_or(me)).await?;
    let (mut sight, mut shown) = (Sight::Masked, false);
    if let Some(other) = other {
        let tie = pairs::store::tie(tx, me, other).await?;
        // Who has blocked the reader has left, as far as the reader can see.
        (sight, shown) = (tie.sight(), !tie.blocked || tie.blocked_by_me);
    }
    let mine = mine.map(|row| row.read(Sight::Whole)).unwrap_or_default();
    let theirs = theirs.filter(|_| shown).map(|row| row.read(sight)).unwrap_or_default();
    Ok((mine, theirs, sight))
}

/// A wording: the mentor sees no way around the programme in it until the two are entitled.
async fn text(tx: &mut Tx, kept: &Kept, number: i64, side: Side, sight: Sight) -> Answer<RequestText> {
    let text = store::text(tx, kept.id, number).await?;
    Ok(if side == Side::Mentor { text.each(|text| sight.of(text)) } else { text })
}

/// What the other said is masked until the two are entitled.
fn read_step(step: &Step, side: Side, sight: Sight) -> RequestStep {
    let sight = if step.by == side { Sight::Whole } else { sight };
    RequestStep { action: step.action, by: step.by, at: step.at, words: sight.of(&step.words) }
}

/// How well a mentor fits what a mentee looks for.
async fn fit(
    tx: &mut Tx,
    app: &web::Data<App>,
    mentor: Option<&Record>,
    mentee: ParticipantId,
) -> Answer<Option<Match>> {
    let Some(record) = mentor else { return Ok(None) };
    let preferred = profiles::store::preferred(tx, mentee).await?;
    let (country, city, time_zone) = profiles::store::place(tx, mentee).await?;
    Ok(fit_of(app, record, &preferred, &Place::new(&country, &city, &time_zone)))
}

fn fit_of(app: &App, record: &Record, preferences: &[Preference], place: &Place) -> Option<Match> {
    let criteria = MentorQuery::default().criteria(preferences);
    let today = app.clock.now().date_naive();
    Scale::new(app.criteria.matching(), &criteria, Some(place), today).match_of(&record.entry())
}

/// What a mentor's list says of how well the mentor fits: the mentor, and what the mentees look for.
pub(super) struct Fits {
    record: Option<Record>,
    wishes: Vec<(ParticipantId, Preference)>,
}

impl Fits {
    /// For open requests to a mentor.
    pub(super) async fn of(tx: &mut Tx, mentor: ParticipantId) -> Answer<Self> {
        let record = mentors::store::one(tx, mentor).await?;
        Ok(Self { record, wishes: store::wishes(tx, mentor).await? })
    }

    fn find(&self, app: &App, row: &ListRow) -> Option<Match> {
        let (record, mentee) = (self.record.as_ref()?, row.other.id()?);
        let wishes = self.wishes.iter().filter(|(id, _)| *id == mentee);
        let wishes: Vec<Preference> = wishes.map(|(_, preference)| preference.clone()).collect();
        let place = Place::new(
            row.country.as_deref().unwrap_or_default(),
            row.city.as_deref().unwrap_or_default(),
            row.other_zone.as_deref().unwrap_or_default(),
        );
        fit_of(app, record, &wishes, &place)
    }
}

/// A request in a list of somebody.
pub(super) fn in_list(app: &App, row: ListRow, side: Side, fits: Option<&Fits>) -> sqlx::Result<RequestRow> {
    let sight = if row.walking { Sight::Whole } else { Sight::Masked };
    let (of_mentee, of_mentor) =
        if side == Side::Mentor { (sight, Sight::Whole) } else { (Sight::Whole, sight) };
    let is_open = row.answered_at.is_none();
    let runs = is_open && row.stopped_at.is_none();
    Ok(RequestRow {
        id: RequestId(row.id),
        state: from_word("requests.state", &row.state)?,
        side,
        fit: fits.and_then(|fits| fits.find(app, &row)),
        other: row.other.read(sight),
        goal: of_mentee.of(&row.goal),
        // Cut after masking, so that no half of an address is left.
        support: of_mentee.of(&row.support).chars().take(BEGINNING).collect(),
        words: of_mentor.of(&row.words),
        sent_at: row.sent_at,
        turn_at: row.turn_at,
        expires_at: runs.then(|| row.expires_at.min(row.ends_at)),
        waits_for_place: is_open && row.stopped_at.is_some(),
        changed: side == Side::Mentor && row.changed,
        answered_at: row.answered_at,
    })
}
