//! Cards are written once, when a mentor changes; a page of a list puts them together, and adds what depends on the reader.

use chrono::NaiveDate;
use domain::criteria::OptionKey;
use domain::ids::ParticipantId;
use matching::{Because, Fit, Place};
use serde::Serialize;

use super::Reader;
use super::record::Record;

/// The first field of a `MentorCard` that depends on the reader; those after it do too.
const FOR_READER: &str = ",\"minutes_ahead\":";
/// About so many bytes has a card with its reasons.
const LENGTH: usize = 1200;

/// A card that is ready to be sent: the JSON of a `MentorCard`, up to what depends on the reader.
#[derive(Debug)]
pub(super) struct Card {
    id: ParticipantId,
    ready: Box<str>,
    place: Place,
}

impl Card {
    /// The card of a mentor.
    pub(super) fn of(record: &Record) -> Self {
        let mut ready = to_json(&record.card());
        ready.truncate(ready.rfind(FOR_READER).unwrap_or(ready.len()));
        Self { id: record.id, ready: ready.into(), place: Place::new("", "", &record.profile.time_zone) }
    }

    /// Whose it is.
    pub(super) fn id(&self) -> ParticipantId {
        self.id
    }
}

/// Whoever reads a page of cards, on a day.
pub(super) struct Sight<'a> {
    reader: &'a Reader,
    clock: Option<i32>,
    today: NaiveDate,
}

impl<'a> Sight<'a> {
    pub(super) fn new(reader: &'a Reader, today: NaiveDate) -> Self {
        Self { reader, clock: reader.place.clock(today), today }
    }

    /// Writes a whole `MentorCard`.
    pub(super) fn write(&self, card: &Card, fit: Option<&Fit<'_>>, json: &mut String) {
        let clocks = card.place.clock(self.today).zip(self.clock);
        json.push_str(&card.ready);
        write_number(json, FOR_READER, clocks.map_or(0, |(there, here)| there - here));
        json.push_str(if self.reader.keeps(card.id) {
            ",\"bookmarked\":true"
        } else {
            ",\"bookmarked\":false"
        });
        json.push_str(",\"match\":");
        match fit {
            Some(fit) => write_match(fit, json),
            None => json.push_str("null"),
        }
        json.push('}');
    }
}

/// A page of a list: its items, each of which is written as JSON, and the fields around them.
pub(crate) fn page<T>(
    items: impl Iterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
    around: &impl Serialize,
) -> String {
    let most = items.size_hint().1.unwrap_or(0);
    let mut json = String::with_capacity(LENGTH * (most + 1));
    json.push_str("{\"items\":");
    write_list(&mut json, items, &mut write);
    json.push(',');
    json.push_str(to_json(around).trim_start_matches('{'));
    json
}

/// Writes a `Match`.
fn write_match(fit: &Fit<'_>, json: &mut String) {
    write_number(json, "{\"score\":", fit.score);
    write_number(json, ",\"attainable\":", fit.attainable);
    write_number(json, ",\"percent\":", fit.percent());
    json.push_str(",\"reasons\":");
    write_list(json, fit.reasons(), write_reason);
    json.push('}');
}

/// Writes a `Reason`.
fn write_reason(json: &mut String, because: Because<'_>) {
    json.push_str("{\"criterion\":");
    write_key(json, because.criterion.as_str());
    json.push_str(",\"importance\":");
    write_key(json, because.importance.as_str());
    write_number(json, ",\"points\":", because.points);
    write_number(json, ",\"attainable\":", because.attainable);
    let options = |json: &mut String, name, options: &[&OptionKey]| {
        json.push_str(name);
        write_list(json, options.iter(), |json, option| write_key(json, option.as_str()));
    };
    options(json, ",\"matched\":", because.matched);
    options(json, ",\"missed\":", because.missed);
    options(json, ",\"instead\":", because.instead);
    if let Some(near) = because.near {
        json.push_str(",\"near\":");
        json.push_str(&to_json(&near));
    }
    json.push('}');
}

fn write_list<T>(json: &mut String, items: impl Iterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    json.push('[');
    for (at, item) in items.enumerate() {
        if at > 0 {
            json.push(',');
        }
        write(json, item);
    }
    json.push(']');
}

/// Keys and words have no letter that JSON writes in another way.
fn write_key(json: &mut String, key: &str) {
    json.push('"');
    json.push_str(key);
    json.push('"');
}

fn write_number(json: &mut String, name: &str, number: impl itoa::Integer) {
    json.push_str(name);
    json.push_str(itoa::Buffer::new().format(number));
}

/// What travels can always be written.
fn to_json(view: &impl Serialize) -> String {
    serde_json::to_string(view).unwrap_or_default()
}
