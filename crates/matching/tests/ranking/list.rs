//! Who is in the list, in which order, and page by page.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use domain::criteria::Importance::{Essential, Nice};
use domain::ids::ParticipantId;
use domain::profiles::{Offer, Profile};
use matching::{BadCursor, MentorEntry, Search, Words};

use crate::support::{
    TODAY, criterion, everybody, exact, held, id, ids, mentor, mentors, options, pages, want,
};

fn skilled(number: u128, skills: &[&str]) -> MentorEntry {
    MentorEntry { held: held(&[("skills", skills)]), ..mentor(number) }
}

fn days_ago(days: u64) -> NaiveDate {
    TODAY - Days::new(days)
}

fn sorted(mut ids: Vec<ParticipantId>) -> Vec<ParticipantId> {
    ids.sort();
    ids
}

#[test]
fn without_criteria_everybody_is_in_the_list_and_nobody_has_a_match() {
    let found = mentors([mentor(1), mentor(2)]).search(&everybody()).unwrap();
    assert_eq!(sorted(ids(&found)), [id(1), id(2)]);
    assert!(found.items.iter().all(|(_, fit)| fit.is_none()));
    assert_eq!((found.total, found.next_cursor, found.without), (2, None, vec![]));
}

#[test]
fn with_criteria_one_point_is_needed_and_the_closest_come_first() {
    let mentors =
        mentors([skilled(1, &["rust"]), skilled(2, &["hiring"]), skilled(3, &["rust", "sql"]), mentor(4)]);
    let criteria = [want("skills", Nice, &["rust", "sql"])];
    let found = mentors.search(&Search { criteria: &criteria, ..everybody() }).unwrap();
    assert_eq!(ids(&found), [id(3), id(1)]);
    let percents: Vec<_> = found.items.iter().map(|(_, fit)| fit.as_ref().unwrap().percent).collect();
    assert_eq!(percents, [100, 50]);
    assert_eq!(found.total, 2);
}

#[test]
fn criteria_of_which_nothing_counts_leave_everybody() {
    let criteria = [exact(want("skills", Nice, &["fortran"]))];
    let found = mentors([mentor(1)]).search(&Search { criteria: &criteria, ..everybody() }).unwrap();
    assert_eq!((found.total, found.without), (1, vec![]));
}

#[test]
fn oneself_and_the_hidden_are_never_in_the_list() {
    let mentors = mentors([mentor(1), mentor(2), mentor(3)]);
    let hidden = HashSet::from([id(2)]);
    let found = mentors.search(&Search { viewer: id(1), hidden: &hidden, ..everybody() }).unwrap();
    assert_eq!((ids(&found), found.total), (vec![id(3)], 1));
}

#[test]
fn mentors_without_a_free_place_are_there_only_when_asked_for() {
    let mentors = mentors([mentor(1), MentorEntry { free_places: 0, ..mentor(2) }]);
    assert_eq!(ids(&mentors.search(&everybody()).unwrap()), [id(1)]);
    let found = mentors.search(&Search { include_full: true, ..everybody() }).unwrap();
    assert_eq!(ids(&found), [id(1), id(2)]);
}

#[test]
fn an_exact_filter_lets_only_full_points_through_and_says_how_many_there_are_without_it() {
    let both = |number, skills: &[&str], formats: &[&str]| MentorEntry {
        held: held(&[("skills", skills), ("formats", formats)]),
        ..mentor(number)
    };
    let mentors = mentors([
        both(1, &["rust", "sql"], &["video"]),
        both(2, &["rust"], &["video"]),
        both(3, &["rust", "sql"], &["phone"]),
        both(4, &["rust"], &["phone"]),
        both(5, &["rust", "sql"], &["phone"]),
        both(6, &[], &[]),
    ]);
    let criteria = [
        exact(want("skills", Nice, &["rust", "sql"])),
        exact(want("formats", Nice, &["video"])),
        exact(want("languages", Nice, &["unknown"])),
    ];
    let found = mentors.search(&Search { criteria: &criteria, ..everybody() }).unwrap();
    assert_eq!((ids(&found), found.total), (vec![id(1)], 1));
    let without: Vec<_> = found.without.iter().map(|w| (w.criterion.clone(), w.total)).collect();
    assert_eq!(without, [(criterion("skills"), 2), (criterion("formats"), 3)]);
}

#[test]
fn an_exact_country_is_a_filter_that_somebody_can_pass() {
    let kenya = MentorEntry { place: matching::Place::new("KE", "Nairobi", "Africa/Nairobi"), ..mentor(1) };
    let criteria = [exact(want("place", Nice, &["KE"]))];
    let found = mentors([kenya, mentor(2)]).search(&Search { criteria: &criteria, ..everybody() }).unwrap();
    assert_eq!(ids(&found), [id(1)]);
}

#[test]
fn words_narrow_the_list_further() {
    let named = |number, name: &str| MentorEntry {
        words: Words::of([name, "Leads a first team", "Speaks to groups."]),
        ..skilled(number, &["rust"])
    };
    let mentors = mentors([named(1, "Nguyễn Thu Hà"), named(2, "Олена Ковальчук"), named(3, "Noor Haddad")]);
    let criteria = [exact(want("skills", Essential, &["rust"]))];
    for (text, expected) in [("nguyen", 1), ("олен", 2), ("groups leads NOO", 3)] {
        let found = mentors.search(&Search { text, criteria: &criteria, ..everybody() }).unwrap();
        assert_eq!((ids(&found), found.total), (vec![id(expected)], 1), "{text}");
    }
}

#[test]
fn equals_are_told_apart_by_free_places_and_then_by_the_day_of_their_last_activity() {
    let entry = |number, free_places, days| MentorEntry {
        free_places,
        last_active: days_ago(days),
        ..mentor(number)
    };
    let found =
        mentors([entry(1, 1, 0), entry(2, 2, 9), entry(3, 2, 1), entry(4, 1, 3)]).search(&everybody());
    assert_eq!(ids(&found.unwrap()), [3, 2, 1, 4].map(id));
}

#[test]
fn a_closer_match_comes_before_more_free_places() {
    let many = MentorEntry { free_places: 9, ..skilled(1, &["rust"]) };
    let criteria = [want("skills", Nice, &["rust", "sql"])];
    let found = mentors([many, skilled(2, &["rust", "sql"])])
        .search(&Search { criteria: &criteria, ..everybody() })
        .unwrap();
    assert_eq!(ids(&found), [id(2), id(1)]);
}

#[test]
fn a_page_has_at_most_its_limit_and_the_last_one_no_cursor() {
    let mentors = mentors((1..=6).map(mentor));
    let sizes = |limit| {
        pages(&mentors, &Search { limit, ..everybody() })
            .iter()
            .map(|page| page.items.len())
            .collect::<Vec<_>>()
    };
    assert_eq!((sizes(4), sizes(3), sizes(6)), (vec![4, 2], vec![3, 3], vec![6]));
    assert!(pages(&mentors, &Search { limit: 4, ..everybody() }).iter().all(|page| page.total == 6));
}

#[test]
fn paging_keeps_the_day_of_its_first_page() {
    let mut mentors = mentors((1..=20).map(mentor));
    let search = Search { limit: 10, ..everybody() };
    let today = pages(&mentors, &search);
    let tomorrow = TODAY + Days::new(1);
    mentors.upsert(MentorEntry { last_active: tomorrow, ..mentor(ids(&today[1])[9].0.as_u128()) });
    let cursor = today[0].next_cursor.as_deref();
    let second = mentors.search(&Search { cursor, today: tomorrow, ..search }).unwrap();
    assert_eq!(ids(&second), ids(&today[1]));
    assert_ne!(ids(&mentors.search(&Search { today: tomorrow, ..search }).unwrap()), ids(&today[0]));
}

#[test]
fn a_cursor_belongs_to_its_search_and_its_viewer_but_to_any_page_size() {
    let mentors = mentors((1..=9).map(|number| skilled(number, &["rust"])));
    let criteria = [want("skills", Nice, &["rust", "sql"])];
    let search = Search { criteria: &criteria, limit: 2, text: "", ..everybody() };
    let cursor = mentors.search(&search).unwrap().next_cursor.unwrap();
    let same = Search { cursor: Some(&cursor), ..search };
    assert_eq!(mentors.search(&Search { limit: 3, text: " ", ..same }).unwrap().items.len(), 3);
    for other in [
        Search { criteria: &[], ..same },
        Search { criteria: &[want("skills", Essential, &["rust", "sql"])], ..same },
        Search { criteria: &[want("skills", Nice, &["rust"])], ..same },
        Search { criteria: &[exact(criteria[0].clone())], ..same },
        Search { text: "noor", ..same },
        Search { include_full: true, ..same },
        Search { viewer: id(5), ..same },
        Search { cursor: Some("nonsense"), ..same },
    ] {
        assert_eq!(mentors.search(&other), Err(BadCursor), "{other:?}");
    }
}

#[test]
fn a_mentor_is_found_by_what_is_held_now_and_not_once_removed() {
    let mut mentors = mentors([skilled(1, &["sql"])]);
    let criteria = [want("skills", Nice, &["rust"])];
    let search = Search { criteria: &criteria, ..everybody() };
    assert_eq!(mentors.search(&search).unwrap().total, 0);
    mentors.upsert(skilled(1, &["rust"]));
    assert_eq!(ids(&mentors.search(&search).unwrap()), [id(1)]);
    mentors.remove(id(1));
    assert_eq!(mentors.search(&search).unwrap().total, 0);
    assert!(mentors.get(id(1)).is_none());
}

#[test]
fn a_mentor_is_known_by_profile_and_offer() {
    let profile = Profile {
        display_name: "Wanjiru Mwangi".to_owned(),
        headline: "Director of nursing".to_owned(),
        organisation: "County hospital".to_owned(),
        country: "KE".to_owned(),
        city: "Nairobi".to_owned(),
        time_zone: "Africa/Nairobi".to_owned(),
        languages: options(&["en", "sw"]),
        about: "Led **wards** for twelve years.".to_owned(),
    };
    let offer = Offer { options: held(&[("skills", &["leading"])]), ..Offer::default() };
    let mentors = mentors([MentorEntry::new(id(1), &profile, &offer, 2, TODAY)]);
    let criteria = [
        want("skills", Nice, &["leading"]),
        want("languages", Nice, &["sw"]),
        want("place", Nice, &["KE:Nairobi", "Africa/Kampala"]),
    ];
    let search = Search { criteria: &criteria, text: "wanjiru nursing wards", ..everybody() };
    let found = mentors.search(&search).unwrap();
    assert_eq!(found.items[0].1.as_ref().unwrap().percent, 100);
    assert_eq!(mentors.search(&Search { text: "hospital", ..search }).unwrap().total, 0);
}
