use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::profiles::Preference;
use matching::Place;

use crate::bookmarks::Bookmark;
use crate::profiles::store::Said;

/// With so many kept, all are forgotten: who goes on looking is read again.
const MOST: usize = 20_000;

/// Who looks at the list: what a search needs to know of them.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) id: ParticipantId,
    pub(crate) place: Place,
    /// What they look for.
    pub(crate) preferences: Vec<Preference>,
    /// They have said enough to search.
    pub(crate) search_open: bool,
    /// Whom they do not find: the blocked, either way.
    pub(crate) hidden: HashSet<ParticipantId>,
    bookmarks: HashSet<ParticipantId>,
}

impl Reader {
    /// Who has said this, keeps these mentors in mind, and does not find those who are hidden.
    pub(crate) fn new(
        id: ParticipantId,
        said: &Said,
        bookmarks: &[Bookmark],
        hidden: impl IntoIterator<Item = ParticipantId>,
    ) -> Self {
        let profile = &said.profile;
        Self {
            id,
            place: Place::new(&profile.country, &profile.city, &profile.time_zone),
            preferences: said.preferences.criteria.clone(),
            search_open: said.completeness().search_open,
            hidden: hidden.into_iter().collect(),
            bookmarks: bookmarks.iter().map(|bookmark| bookmark.mentor).collect(),
        }
    }

    /// How many minutes the clocks at this place are ahead of the reader's.
    pub(crate) fn behind(&self, place: &Place, today: NaiveDate) -> i32 {
        place.clock(today).zip(self.place.clock(today)).map_or(0, |(there, here)| there - here)
    }

    /// They keep this mentor in mind.
    pub(crate) fn keeps(&self, mentor: ParticipantId) -> bool {
        self.bookmarks.contains(&mentor)
    }
}

/// Those who have looked at the list lately, as the store has them.
#[derive(Debug, Default)]
pub struct Readers(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    readers: HashMap<ParticipantId, Arc<Reader>>,
    /// Counts what was forgotten: what was read from the store before may be old.
    forgotten: u64,
}

/// The moment at which a reader was asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked(u64);

impl Readers {
    /// The reader, where known; else the moment from which to read the store.
    pub(super) fn find(&self, id: ParticipantId) -> Result<Arc<Reader>, Asked> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.readers.get(&id).cloned().ok_or(Asked(known.forgotten))
    }

    /// The reader, where known.
    pub(crate) fn known(&self, id: ParticipantId) -> Option<Arc<Reader>> {
        self.find(id).ok()
    }

    /// Keeps a reader who was read from the store, unless something has changed since.
    pub(super) fn keep(&self, reader: Arc<Reader>, asked: Asked) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.forgotten != asked.0 {
            return;
        }
        if known.readers.len() >= MOST {
            known.readers.clear();
        }
        known.readers.insert(reader.id, reader);
    }

    /// These have changed.
    pub(super) fn forget(&self, ids: &[ParticipantId]) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.forgotten += 1;
        for id in ids {
            known.readers.remove(id);
        }
    }

    /// Anybody may have changed.
    pub(super) fn forget_all(&self) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.forgotten += 1;
        known.readers.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(n: u128) -> Arc<Reader> {
        let id = ParticipantId(uuid::Uuid::from_u128(n));
        let place = Place::new("", "", "Europe/London");
        let (preferences, hidden, bookmarks) = (Vec::new(), HashSet::new(), HashSet::new());
        Arc::new(Reader { id, place, preferences, search_open: true, hidden, bookmarks })
    }

    #[test]
    fn who_changed_while_being_read_is_read_again() {
        let (readers, noor) = (Readers::default(), reader(1));
        let Err(asked) = readers.find(noor.id) else { panic!("nobody is known yet") };
        readers.forget(&[noor.id]);
        readers.keep(noor.clone(), asked);
        let Err(asked) = readers.find(noor.id) else { panic!("what was read is old") };
        readers.keep(noor.clone(), asked);
        assert!(readers.find(noor.id).is_ok());
        readers.forget(&[reader(2).id]);
        assert!(readers.find(noor.id).is_ok(), "somebody else has changed");
        readers.forget_all();
        assert!(readers.find(noor.id).is_err());
    }
}
