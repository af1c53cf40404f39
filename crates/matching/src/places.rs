//! Where mentors are: each place once, with who is there.

use chrono::NaiveDate;
use hashbrown::HashMap;
use roaring::RoaringBitmap;

use crate::Place;
use crate::column::Column;

/// The places by number; the countries as columns, as many are in each; the cities, which are many, by mentor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    numbers: HashMap<Place, u32>,
    known: Vec<Place>,
    pub(crate) countries: HashMap<String, Column>,
    cities: HashMap<(String, String), RoaringBitmap>,
}

impl Places {
    pub(crate) fn number(&mut self, place: &Place) -> u32 {
        if let Some(number) = self.numbers.get(place) {
            return *number;
        }
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.numbers.insert(place.clone(), number);
        self.known.push(place.clone());
        number
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Place> {
        self.known.get(number as usize)
    }

    /// The column of the country of this place.
    pub(crate) fn country_mut(&mut self, number: u32) -> Option<&mut Column> {
        let country = self.known.get(number as usize)?.country()?;
        if !self.countries.contains_key(country) {
            self.countries.insert(country.to_owned(), Column::default());
        }
        self.countries.get_mut(country)
    }

    /// Minutes that the clocks in this place are ahead of UTC on this day.
    pub(crate) fn clock(&self, number: u32, day: NaiveDate) -> Option<i32> {
        self.get(number)?.clock(day)
    }

    /// Notes that a mentor comes to live in this place, or leaves it.
    pub(crate) fn note(&mut self, place: u32, mentor: u32, is_there: bool) {
        let Some(city) = self.known.get(place as usize).and_then(Place::city) else { return };
        let people = self.cities.entry(city).or_default();
        if is_there {
            people.insert(mentor)
        } else {
            people.remove(mentor)
        };
    }

    /// The mentors in the city of this place.
    pub(crate) fn people(&self, place: &Place) -> Option<&RoaringBitmap> {
        self.cities.get(&place.city()?)
    }
}
