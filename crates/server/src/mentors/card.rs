//! Cards are written once, when a mentor changes; a page of a list puts them together.

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::mentors::Match;
use matching::Place;
use serde::Serialize;

use super::Reader;
use super::record::Record;

/// The first field of a `MentorCard` that depends on the reader; those after it do too.
const FOR_READER: &str = ",\"minutes_ahead\":";

/// A card that is ready to be sent: the JSON of a `MentorCard`, up to what depends on the reader.
#[derive(Debug)]
pub(super) struct Card {
    ready: Box<str>,
    place: Place,
}

/// What of a `MentorCard` depends on the reader.
#[derive(Serialize)]
struct ForReader<'a> {
    minutes_ahead: i32,
    bookmarked: bool,
    #[serde(rename = "match")]
    fit: Option<&'a Match>,
}

impl Card {
    /// The card of a mentor.
    pub(super) fn of(record: &Record) -> Self {
        let mut json = to_json(&record.card());
        json.truncate(json.rfind(FOR_READER).unwrap_or(json.len()));
        Self { ready: json.into(), place: record.place() }
    }

    /// The whole card as JSON; its mentor is `id`.
    pub(super) fn for_reader(
        &self,
        reader: &Reader,
        id: ParticipantId,
        fit: Option<&Match>,
        today: NaiveDate,
    ) -> String {
        let minutes_ahead = reader.behind(&self.place, today);
        let rest = to_json(&ForReader { minutes_ahead, bookmarked: reader.keeps(id), fit });
        [&*self.ready, ",", rest.trim_start_matches('{')].concat()
    }
}

/// A page of a list: its items, which are JSON already, and the fields around them.
pub(crate) fn page(items: impl Iterator<Item = String>, around: &impl Serialize) -> String {
    let items = items.collect::<Vec<_>>().join(",");
    ["{\"items\":[", &items, "],", to_json(around).trim_start_matches('{')].concat()
}

/// What travels can always be written.
fn to_json(view: &impl Serialize) -> String {
    serde_json::to_string(view).unwrap_or_default()
}
