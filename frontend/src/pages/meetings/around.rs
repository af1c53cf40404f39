//! The two of a relationship and their clocks: every time is said in the reader's hours, with the other's beside.
use chrono::{DateTime, Utc};
use domain::meetings::{Doer, Meeting, MeetingState};
use domain::relationships::Relationship;
use domain::requests::Side;
use ui_model::meetings::{Odd, Whose, place_of};

use crate::components::calendar::Calendar;
use crate::components::person::first_of;
use crate::text::meetings as t;

/// The two, as the reader sees them.
#[derive(Clone)]
pub(crate) struct Two {
    /// What the reader is.
    pub(crate) me: Side,
    /// The other's first name, within a sentence.
    pub(crate) name: String,
    /// The reader's clock.
    pub(crate) mine: Calendar,
    /// The other's clock and its place, where that is another.
    pub(crate) theirs: Option<(Calendar, String)>,
}

impl Two {
    /// The two of a relationship.
    pub(crate) fn of(relationship: &Relationship) -> Self {
        let (mine, zone) = (Calendar::of_reader(), &relationship.partner.time_zone);
        let theirs = Calendar::there(zone).filter(|theirs| theirs.zone() != mine.zone());
        Self {
            me: relationship.side,
            name: first_of(&relationship.partner),
            mine,
            theirs: theirs.map(|theirs| (theirs, place_of(zone))),
        }
    }

    /// The place that the reader's clock is named after.
    pub(super) fn my_place(&self) -> String {
        place_of(&self.mine.zone())
    }

    /// How many minutes the other's clock is ahead of the reader's at a moment.
    pub(super) fn ahead(&self, at: DateTime<Utc>) -> i32 {
        self.theirs.as_ref().map_or(0, |(theirs, _)| theirs.offset(at) - self.mine.offset(at))
    }

    /// "20:00 in Nairobi", where the other's clock shows another time; with the day where that is another.
    pub(super) fn there(&self, at: DateTime<Utc>) -> Option<String> {
        let (theirs, place) = self.theirs.as_ref().filter(|_| self.ahead(at) != 0)?;
        let said = t::there(&theirs.clock(at), place);
        let same_day = theirs.day(at) == self.mine.day(at);
        Some(if same_day { said } else { t::there_on(&said, &theirs.weekday(at)) })
    }

    /// "18:00 to 19:00".
    pub(super) fn span(&self, at: DateTime<Utc>, minutes: u16) -> String {
        let ends = at + chrono::Duration::minutes(minutes.into());
        t::span(&self.mine.clock(at), &self.mine.clock(ends))
    }

    /// What to say of a time at which one of the two sleeps, or would like to.
    pub(super) fn odd(&self, at: DateTime<Utc>, minutes: u16) -> Option<String> {
        let of = |calendar: &Calendar| Odd::of(calendar.wall(at)?.time(), minutes);
        let mine = of(&self.mine).map(|odd| match odd {
            Odd::Early => t::early_mine().to_owned(),
            Odd::Late => t::late_mine().to_owned(),
        });
        let theirs = self.theirs.as_ref().and_then(|(theirs, _)| of(theirs));
        theirs.map_or(mine, |odd| {
            Some(match odd {
                Odd::Early => t::early_theirs(&self.name),
                Odd::Late => t::late_theirs(&self.name),
            })
        })
    }

    /// Whose it is, in a word.
    pub(super) fn whose(&self, doer: Doer) -> String {
        match Whose::of(doer, self.me) {
            Whose::Mine => t::you().to_owned(),
            Whose::Theirs => self.name.clone(),
            Whose::Both => t::both().to_owned(),
        }
    }

    /// Who has done something, in a word.
    pub(crate) fn who(&self, side: Side) -> String {
        if side == self.me { t::you_big().to_owned() } else { self.name.clone() }
    }

    /// What a meeting is called: one that did not take place by its day.
    pub(super) fn title(&self, meeting: &Meeting) -> String {
        let number =
            meeting.ordinal.filter(|_| matches!(meeting.state, MeetingState::Confirmed | MeetingState::Held));
        match (number, meeting.starts_at) {
            (Some(number), _) => t::ordinals()
                .get(usize::try_from(number).unwrap_or_default().saturating_sub(1))
                .map_or_else(|| t::numbered(&number.to_string()), |name| (*name).to_owned()),
            (None, Some(at)) => self.mine.long(at),
            (None, None) => t::a_meeting().to_owned(),
        }
    }
}
