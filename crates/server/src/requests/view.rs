//! A request as one of the two sees it.

use std::mem;

use actix_web::web;
use chrono::NaiveDate;
use domain::ids::{ParticipantId, RelationshipId, RequestId};
use domain::mentors::{Match, MentorQuery, WantedCriterion};
use domain::people::Person;
use domain::problem::Code;
use domain::profiles::Preference;
use domain::requests::state::{Waiting, allowed_actions};
use domain::requests::{Request, RequestRow, RequestStep, RequestText, Side};
use domain::settings::Settings;
use matching::{Place, Scale};

use super::history::store::Step;
use super::list::store::{ListRow, wishes};
use super::store::{self, Kept};
use super::{history, texts};
use crate::app::App;
use crate::db::{Tx, from_word};
use crate::http::Answer;
use crate::mentors::{self, Reader, Record};
use crate::pairs::store::{Tie, Two};
use crate::people::store::{Eyes, Sight};
use crate::{pairs, profiles, settings};

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
    let (mine, theirs, eyes) = the_two(tx, me, other).await?;
    let (mentor, mentee) = if side == Side::Mentor { (mine, theirs) } else { (theirs, mine) };

    let waits = kept.status.waiting().is_some();
    let shows_reasons = eyes.former.is_none() && (side == Side::Mentee || waits || eyes.entitled);
    let fit = match kept.pair().filter(|_| shows_reasons) {
        Some((mentor, mentee)) => Sought::of(tx, app, mentee).await?.find(tx, app, mentor).await?.fit,
        None => None,
    };
    let seen_text = match side {
        Side::Mentor if (1..kept.text_number).contains(&kept.seen_number) => {
            Some(read_text(texts::store::load(tx, kept.id, kept.seen_number).await?, side, &eyes))
        }
        _ => None,
    };
    let (steps, standing) = (history::store::steps(tx, kept.id).await?, store::standing(tx, kept).await?);
    let parts = Parts {
        mentor,
        mentee,
        fit,
        text: read_text(standing.text, side, &eyes),
        seen_text,
        steps: steps.iter().map(|step| read_step(step, side, &eyes)).collect(),
        relationship: standing.relationship,
        free_places: (side == Side::Mentor).then_some(standing.free_places),
    };
    Ok(parts.of(kept, side))
}

/// What the mentee who sends a request is answered besides it. It is read before, so that nobody waits for it who writes.
pub(super) struct Prospect {
    /// What the programme allows.
    pub(super) settings: Settings,
    /// The mentor is in the list.
    pub(super) is_listed: bool,
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
        mentee: &Reader,
    ) -> Answer<Self> {
        let (settings, _) = settings::store::load(tx).await?;
        let (mine, theirs, _) = the_two(tx, mentee.id, Some(mentor)).await?;
        let Found { is_listed, fit } = Sought::by(app, mentee).find(tx, app, mentor).await?;
        Ok(Self { settings, is_listed, mentor: theirs, mentee: mine, fit })
    }

    /// The request that was sent, as the mentee sees it.
    pub(super) fn sent(self, kept: &Kept, text: RequestText, step: &Step) -> Request {
        let parts = Parts {
            mentor: self.mentor,
            mentee: self.mentee,
            fit: self.fit,
            text,
            seen_text: None,
            steps: vec![read_step(step, Side::Mentee, &Eyes::default())],
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

/// Somebody and the other of a request, as the first sees them, and what the first sees of what the two write.
async fn the_two(
    tx: &mut Tx,
    me: ParticipantId,
    other: Option<ParticipantId>,
) -> Answer<(Person, Person, Eyes)> {
    let Two { mine, theirs, tie } = pairs::store::two(tx, me, other.unwrap_or(me)).await?;
    let tie = tie.filter(|_| other.is_some());
    let mut eyes = Eyes { entitled: tie.is_some_and(|tie| tie.entitled), former: None };
    let mine = mine.map(|row| row.read(Sight::Whole)).unwrap_or_default();
    let mut theirs = theirs.map(|row| row.read(eyes.sight())).unwrap_or_default();
    // Who has blocked the reader has left, as far as the reader can see.
    if tie.is_some_and(Tie::is_gone) {
        eyes.former = Some(mem::take(&mut theirs).display_name);
    }
    Ok((mine, theirs, eyes))
}

/// A wording: the mentor sees no way around the programme in it until the two are entitled.
pub(super) fn read_text(text: RequestText, side: Side, eyes: &Eyes) -> RequestText {
    text.each(|text| if side == Side::Mentor { eyes.others(text) } else { eyes.own(text) })
}

/// What the other said is masked until the two are entitled.
pub(super) fn read_step(step: &Step, side: Side, eyes: &Eyes) -> RequestStep {
    let words = if step.by == side { eyes.own(&step.words) } else { eyes.others(&step.words) };
    RequestStep { action: step.action, by: step.by, at: step.at, words }
}

/// What a mentee looks for.
struct Sought {
    criteria: Vec<WantedCriterion>,
    place: Place,
    today: NaiveDate,
}

/// What there is to say of a mentor.
struct Found {
    is_listed: bool,
    fit: Option<Match>,
}

impl Sought {
    fn new(app: &App, preferences: &[Preference], place: Place) -> Self {
        let today = app.clock.now().date_naive();
        Self { criteria: MentorQuery::default().criteria(preferences), place, today }
    }

    /// By a mentee who is at hand.
    fn by(app: &App, mentee: &Reader) -> Self {
        Self::new(app, &mentee.preferences, mentee.place.clone())
    }

    /// By a mentee, at hand or not.
    async fn of(tx: &mut Tx, app: &App, mentee: ParticipantId) -> Answer<Self> {
        if let Some(mentee) = app.readers.known(mentee) {
            return Ok(Self::by(app, &mentee));
        }
        let preferred = profiles::store::preferred(tx, mentee).await?;
        let (country, city, time_zone) = profiles::store::place(tx, mentee).await?;
        Ok(Self::new(app, &preferred, Place::new(&country, &city, &time_zone)))
    }

    /// How well a mentor fits, in the list or not.
    async fn find(&self, tx: &mut Tx, app: &App, mentor: ParticipantId) -> Answer<Found> {
        if app.mentors.has(mentor) {
            return Ok(Found { is_listed: true, fit: app.mentors.fit_of(mentor, &self.scale(app)) });
        }
        let record = mentors::store::one(tx, mentor).await?;
        let is_listed = record.as_ref().is_some_and(|record| record.is_listed(self.today));
        Ok(Found { is_listed, fit: record.and_then(|record| self.fit(app, &record)) })
    }

    fn fit(&self, app: &App, mentor: &Record) -> Option<Match> {
        self.scale(app).match_of(&mentor.entry())
    }

    fn scale<'a>(&'a self, app: &'a App) -> Scale<'a> {
        Scale::new(app.criteria.matching(), &self.criteria, Some(&self.place), self.today)
    }
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
        Ok(Self { record, wishes: wishes(tx, mentor).await? })
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
        Sought::new(app, &wishes, place).fit(app, record)
    }
}

/// A request in a list of somebody.
pub(super) fn in_list(app: &App, row: ListRow, side: Side, fits: Option<&Fits>) -> sqlx::Result<RequestRow> {
    let eyes = &row.eyes;
    let reads = |by: Side, text: &str| if by == side { eyes.own(text) } else { eyes.others(text) };
    let is_open = row.answered_at.is_none();
    let runs = is_open && row.stopped_at.is_none();
    Ok(RequestRow {
        id: RequestId(row.id),
        state: from_word("requests.state", &row.state)?,
        side,
        fit: fits.and_then(|fits| fits.find(app, &row)),
        goal: reads(Side::Mentee, &row.goal),
        // Cut after masking, so that no half of an address is left.
        support: reads(Side::Mentee, &row.support).chars().take(BEGINNING).collect(),
        words: reads(Side::Mentor, &row.words),
        other: row.other.read(eyes.sight()),
        sent_at: row.sent_at,
        turn_at: row.turn_at,
        expires_at: runs.then(|| row.expires_at.min(row.ends_at)),
        waits_for_place: is_open && row.stopped_at.is_some(),
        changed: side == Side::Mentor && row.changed,
        answered_at: row.answered_at,
    })
}
