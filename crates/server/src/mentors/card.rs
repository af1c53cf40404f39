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

/// Whoever reads a page of cards, on a day; all mentors on it are measured by one scale.
pub(super) struct Sight<'a> {
    reader: &'a Reader,
    clock: Option<i32>,
    today: NaiveDate,
    frames: Vec<Frame>,
}

/// What every card of a page says of one criterion, written once.
struct Frame {
    before_points: String,
    after_points: String,
}

impl<'a> Sight<'a> {
    pub(super) fn new(reader: &'a Reader, today: NaiveDate) -> Self {
        Self { reader, clock: reader.place.clock(today), today, frames: Vec::new() }
    }

    /// Writes a whole `MentorCard`.
    pub(super) fn write(&mut self, card: &Card, fit: Option<&Fit<'_>>, json: &mut String) {
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
            Some(fit) => self.write_match(fit, json),
            None => json.push_str("null"),
        }
        json.push('}');
    }

    /// Writes a `Match`.
    fn write_match(&mut self, fit: &Fit<'_>, json: &mut String) {
        if self.frames.is_empty() {
            self.frames = fit.reasons().map(Frame::new).collect();
        }
        write_number(json, "{\"score\":", fit.score);
        write_number(json, ",\"attainable\":", fit.attainable);
        write_number(json, ",\"percent\":", fit.percent());
        json.push_str(",\"reasons\":");
        write_list(json, self.frames.iter().zip(fit.reasons()), |json, (frame, because)| {
            frame.write_reason(because, json);
        });
        json.push('}');
    }
}

impl Frame {
    fn new(because: Because<'_>) -> Self {
        let Because { criterion, importance, attainable, .. } = because;
        Self {
            before_points: format!(
                "{{\"criterion\":\"{criterion}\",\"importance\":\"{}\",\"points\":",
                importance.as_str()
            ),
            after_points: format!(",\"attainable\":{attainable},\"matched\":"),
        }
    }

    /// Writes a `Reason`.
    fn write_reason(&self, because: Because<'_>, json: &mut String) {
        write_number(json, &self.before_points, because.points);
        json.push_str(&self.after_points);
        write_keys(json, because.matched);
        json.push_str(",\"missed\":");
        write_keys(json, because.missed);
        json.push_str(",\"instead\":");
        write_keys(json, because.instead);
        if let Some(near) = because.near {
            json.push_str(",\"near\":");
            json.push_str(&to_json(&near));
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

/// Keys have no letter that JSON writes in another way.
fn write_keys(json: &mut String, keys: &[&OptionKey]) {
    let Some((first, others)) = keys.split_first() else { return json.push_str("[]") };
    json.push_str("[\"");
    json.push_str(first.as_str());
    for key in others {
        json.push_str("\",\"");
        json.push_str(key.as_str());
    }
    json.push_str("\"]");
}

fn write_number(json: &mut String, name: &str, number: impl itoa::Integer) {
    json.push_str(name);
    json.push_str(itoa::Buffer::new().format(number));
}

/// What travels can always be written.
fn to_json(view: &impl Serialize) -> String {
    serde_json::to_string(view).unwrap_or_default()
}
