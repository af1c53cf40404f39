//! What holds for any list and any search.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{Days, NaiveDate};
use domain::criteria::Importance;
use domain::ids::ParticipantId;
use domain::mentors::{Match, WantedCriterion};
use domain::profiles::HeldOptions;
use matching::{MentorEntry, Mentors, Place, Search, Words};
use proptest::collection::{hash_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::{PROGRAMME, TODAY, criterion, everybody, id, ids, mentors, option, options, pages};

const PLACES: [(&str, &str, &str); 6] = [
    ("KE", "Nairobi", "Africa/Nairobi"),
    ("GB", "Leeds", "Europe/London"),
    ("GB", "York", "Europe/London"),
    ("DE", "Köln", "Europe/Berlin"),
    ("NZ", "", "Pacific/Auckland"),
    ("", "", ""),
];
const WANTED_PLACES: [&str; 8] =
    ["me", "KE", "KE:Nairobi", "DE:koln", "Europe/Athens", "Africa/Nairobi", "ZZ", "Nowhere/Land"];
const NAMES: [&str; 4] = ["Nguyễn Thu Hà", "Олена Ковальчук", "Noor Haddad", "Thu Nguyen"];
const TEXTS: [&str; 6] = ["", "", "", "thu", "nguyen", "нет"];
const MENTORS: u128 = 25;

/// A search that owns what it names.
#[derive(Clone, Debug)]
struct Asked {
    criteria: Vec<WantedCriterion>,
    me: Place,
    text: &'static str,
    include_full: bool,
    hidden: HashSet<ParticipantId>,
    limit: u32,
}

impl Asked {
    fn search(&self) -> Search<'_> {
        Search {
            me: Some(&self.me),
            criteria: &self.criteria,
            text: self.text,
            include_full: self.include_full,
            hidden: &self.hidden,
            limit: self.limit,
            ..everybody()
        }
    }

    fn all_on_one_page(&self) -> Search<'_> {
        Search { limit: 1000, ..self.search() }
    }

    /// The same search with its exact filters chosen anew.
    fn filtered(&self, is_exact: impl Fn(&WantedCriterion) -> bool) -> Self {
        let mut asked = self.clone();
        asked.criteria.iter_mut().for_each(|wanted| wanted.exact = is_exact(wanted));
        asked
    }
}

fn place() -> impl Strategy<Value = Place> {
    select(&PLACES[..]).prop_map(|(country, city, zone)| Place::new(country, city, zone))
}

fn keys(index: usize) -> Vec<&'static str> {
    let keys = PROGRAMME[index].2.iter().map(|key| key.trim_start_matches('-'));
    if keys.len() == 0 { WANTED_PLACES.to_vec() } else { keys.collect() }
}

fn some_of(index: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let keys = keys(index);
    let most = keys.len();
    subsequence(keys, 0..=most)
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0..4_u64).prop_map(|days| TODAY + Days::new(1) - Days::new(days))
}

fn entry(number: u128) -> impl Strategy<Value = MentorEntry> {
    let held = (some_of(0), some_of(1), some_of(2), some_of(3));
    (held, place(), select(&NAMES[..]), 0..3_u8, day()).prop_map(
        move |(held, place, name, free_places, last_active)| {
            let held = [held.0, held.1, held.2, held.3];
            let held = held.iter().zip(PROGRAMME).map(|(keys, (key, ..))| (criterion(key), options(keys)));
            MentorEntry {
                id: id(number),
                words: Words::of([name]),
                held: held.collect(),
                place,
                free_places,
                last_active,
            }
        },
    )
}

fn entries() -> impl Strategy<Value = Vec<MentorEntry>> {
    (0..MENTORS).prop_map(|count| (1..=count).map(entry).collect::<Vec<_>>()).prop_flat_map(|entries| entries)
}

fn wanted(index: usize) -> impl Strategy<Value = WantedCriterion> {
    (some_of(index), select(&Importance::ALL[..]), prop::bool::weighted(0.25)).prop_map(
        move |(keys, importance, exact)| WantedCriterion {
            criterion: criterion(PROGRAMME[index].0),
            options: options(&keys),
            importance,
            exact,
        },
    )
}

fn asked() -> impl Strategy<Value = Asked> {
    let criteria = subsequence((0..PROGRAMME.len()).collect::<Vec<_>>(), 0..=PROGRAMME.len())
        .prop_shuffle()
        .prop_flat_map(|indices| indices.into_iter().map(wanted).collect::<Vec<_>>());
    let hidden = hash_set((1..=MENTORS).prop_map(id), 0..4);
    (criteria, place(), select(&TEXTS[..]), any::<bool>(), hidden, 1..8_u32).prop_map(
        |(criteria, me, text, include_full, hidden, limit)| Asked {
            criteria,
            me,
            text,
            include_full,
            hidden,
            limit,
        },
    )
}

fn listed(mentors: &Mentors, search: &Search<'_>) -> BTreeSet<ParticipantId> {
    ids(&mentors.search(search).unwrap()).into_iter().collect()
}

/// What equals have in common: who shares it is told apart by the daily shuffle alone.
type Group = (u32, u8, NaiveDate);

fn groups(mentors: &Mentors, search: &Search<'_>) -> Vec<(Group, Vec<ParticipantId>)> {
    let mut groups: Vec<(Group, Vec<ParticipantId>)> = Vec::new();
    for (id, fit) in mentors.search(search).unwrap().items {
        let mentor = mentors.get(id).unwrap();
        let group = (fit.map_or(0, |fit| fit.score), mentor.free_places, mentor.last_active.min(TODAY));
        match groups.last_mut() {
            Some((last, members)) if *last == group => members.push(id),
            _ => groups.push((group, vec![id])),
        }
    }
    groups
}

fn all_full(fit: &Match) -> bool {
    fit.reasons.iter().all(|reason| reason.points == reason.attainable)
}

proptest! {
    #[test]
    fn the_reasons_are_exactly_the_score(entries in entries(), asked in asked()) {
        for (_, fit) in mentors(entries).search(&asked.all_on_one_page()).unwrap().items {
            let Some(fit) = fit else { continue };
            prop_assert_eq!(fit.reasons.iter().map(|reason| reason.points).sum::<u32>(), fit.score);
            prop_assert_eq!(fit.reasons.iter().map(|reason| reason.attainable).sum::<u32>(), fit.attainable);
            prop_assert_eq!(u32::from(fit.percent), 100 * fit.score / fit.attainable);
            prop_assert_eq!(fit.percent == 100, all_full(&fit));
            prop_assert!(fit.percent <= 100 && fit.score > 0);
        }
    }

    #[test]
    fn each_reason_tells_selected_options_apart_and_agrees_with_its_points(entries in entries(), asked in asked()) {
        for (id, fit) in mentors(entries.clone()).search(&asked.all_on_one_page()).unwrap().items {
            for reason in fit.into_iter().flat_map(|fit| fit.reasons) {
                let wanted = asked.criteria.iter().find(|wanted| wanted.criterion == reason.criterion).unwrap();
                let told: HashSet<_> = reason.matched.iter().chain(&reason.missed).collect();
                prop_assert_eq!(told.len(), reason.matched.len() + reason.missed.len());
                prop_assert!(told.iter().all(|option| wanted.options.contains(option)));
                prop_assert!(reason.points <= reason.attainable && reason.attainable > 0);
                prop_assert_eq!(reason.points > 0, !reason.matched.is_empty());
                let held = entries.iter().find(|entry| entry.id == id).unwrap().held.get(&reason.criterion);
                prop_assert!(reason.instead.len() <= 3);
                prop_assert!(reason.instead.iter().all(|option| !told.contains(option) && held.unwrap().contains(option)));
                prop_assert!(reason.points < reason.attainable || reason.instead.is_empty());
            }
        }
    }

    #[test]
    fn the_list_is_who_may_be_seen_has_the_words_and_at_least_one_point(entries in entries(), asked in asked()) {
        let mentors = mentors(entries.clone());
        let asked = asked.filtered(|_| false);
        let scale = matching::Scale::new(mentors.catalogue(), &asked.criteria, Some(&asked.me), TODAY);
        let expected = entries.iter().filter(|entry| {
            !asked.hidden.contains(&entry.id)
                && (asked.include_full || entry.free_places > 0)
                && has_words(&entry.words, asked.text)
                && scale.match_of(entry).is_none_or(|fit| fit.score > 0)
        });
        prop_assert_eq!(listed(&mentors, &asked.all_on_one_page()), expected.map(|entry| entry.id).collect());
    }

    #[test]
    fn an_exact_filter_lets_through_who_has_full_points_and_nobody_else(entries in entries(), asked in asked()) {
        let mentors = mentors(entries);
        let open = asked.filtered(|_| false);
        let found = mentors.search(&open.all_on_one_page()).unwrap();
        let exact = |key: &_| asked.criteria.iter().any(|wanted| wanted.exact && wanted.criterion == *key);
        let passes = |fit: &Option<Match>| fit.iter().flat_map(|fit| &fit.reasons)
            .all(|reason| !exact(&reason.criterion) || reason.points == reason.attainable);
        let expected = found.items.iter().filter(|(_, fit)| passes(fit)).map(|(id, _)| *id);
        prop_assert_eq!(listed(&mentors, &asked.all_on_one_page()), expected.collect());
    }

    #[test]
    fn without_a_filter_is_what_a_search_without_it_finds(entries in entries(), asked in asked()) {
        let mentors = mentors(entries);
        for without in mentors.search(&asked.search()).unwrap().without {
            let others = asked.filtered(|wanted| wanted.exact && wanted.criterion != without.criterion);
            prop_assert_eq!(without.total, mentors.search(&others.search()).unwrap().total);
        }
    }

    #[test]
    fn the_pages_are_the_list_sorted_and_without_repetition(entries in entries(), asked in asked()) {
        let mentors = mentors(entries);
        let whole = mentors.search(&asked.all_on_one_page()).unwrap();
        let pages = pages(&mentors, &asked.search());
        prop_assert!(pages.iter().all(|page| page.total == whole.total && page.without == whole.without));
        let items: Vec<_> = pages.into_iter().flat_map(|page| page.items).collect();
        prop_assert_eq!(&items, &whole.items);
        prop_assert_eq!(items.len(), whole.total as usize);
        prop_assert_eq!(items.iter().map(|(id, _)| id).collect::<HashSet<_>>().len(), items.len());
        let groups = groups(&mentors, &asked.all_on_one_page());
        prop_assert!(groups.is_sorted_by(|(above, _), (below, _)| above > below));
    }

    #[test]
    fn the_order_does_not_depend_on_how_the_list_was_made(entries in entries(), asked in asked(), old in entry(1)) {
        let forwards = mentors(entries.clone());
        let mut backwards = mentors([old]);
        backwards.remove(id(1));
        entries.iter().rev().chain(&entries).for_each(|entry| backwards.upsert(entry.clone()));
        prop_assert_eq!(forwards.search(&asked.search()).unwrap(), backwards.search(&asked.search()).unwrap());
    }

    #[test]
    fn who_comes_to_hold_everything_is_found_at_once_with_all_points(entries in entries(), asked in asked()) {
        let mut mentors = mentors(entries);
        let asked = Asked { text: "", ..asked };
        let held: HeldOptions = PROGRAMME.iter().map(|(key, _, keys)| (criterion(key), options_of(keys))).collect();
        let newcomer = MentorEntry { held, place: asked.me.clone(), free_places: 1, ..crate::support::mentor(999) };
        let anywhere = asked.criteria.iter().all(|wanted| wanted.criterion.as_str() != "place");
        mentors.upsert(newcomer);
        let found = mentors.search(&asked.all_on_one_page()).unwrap();
        let newcomer = found.items.iter().find(|(found, _)| *found == id(999));
        if anywhere {
            prop_assert!(newcomer.unwrap().1.as_ref().is_none_or(all_full));
        }
        mentors.remove(id(999));
        prop_assert!(!listed(&mentors, &asked.all_on_one_page()).contains(&id(999)));
    }

    #[test]
    fn all_viewers_see_the_same_groups_each_from_a_start_of_their_own(entries in entries(), asked in asked()) {
        let mentors = mentors(entries);
        let one = groups(&mentors, &asked.all_on_one_page());
        let other = groups(&mentors, &Search { viewer: id(2_000_000), ..asked.all_on_one_page() });
        prop_assert_eq!(one.len(), other.len());
        for ((group, members), (same_group, mut same_members)) in one.into_iter().zip(other) {
            prop_assert_eq!(group, same_group);
            let start = same_members.iter().position(|member| *member == members[0]);
            same_members.rotate_left(start.unwrap());
            prop_assert_eq!(members, same_members);
        }
    }

    #[test]
    fn who_does_not_change_is_on_exactly_one_page_while_others_come_go_and_change(
        entries in entries(),
        asked in asked(),
        changes in vec((1..2 * MENTORS).prop_flat_map(|number| (Just(number), prop::option::of(entry(number)))), 0..10),
    ) {
        let mut mentors = mentors(entries);
        let before = listed(&mentors, &asked.all_on_one_page());
        let mut found = vec![mentors.search(&asked.search()).unwrap()];
        for (number, change) in &changes {
            match change {
                Some(entry) => mentors.upsert(entry.clone()),
                None => mentors.remove(id(*number)),
            }
        }
        let cursor = found[0].next_cursor.clone();
        if let Some(cursor) = &cursor {
            found.extend(pages(&mentors, &Search { cursor: Some(cursor), ..asked.search() }));
        } else {
            prop_assert_eq!(before.len(), found[0].items.len());
        }
        let mut times: HashMap<ParticipantId, u32> = HashMap::new();
        found.iter().flat_map(ids).for_each(|id| *times.entry(id).or_default() += 1);
        let changed: HashSet<_> = changes.iter().map(|(number, _)| id(*number)).collect();
        for unchanged in before.difference(&changed.into_iter().collect()) {
            prop_assert_eq!(times.get(unchanged), Some(&1));
        }
    }

    #[test]
    fn no_text_is_a_cursor_unless_a_search_gave_it(text in "\\PC{0,80}", asked in asked()) {
        let found = mentors([]).search(&Search { cursor: Some(&text), ..asked.search() });
        prop_assert!(found.is_err());
    }
}

/// Whether a text of at most one word begins one of the words of a name.
fn has_words(words: &Words, text: &str) -> bool {
    let plain = |name: &str| match name {
        "Nguyễn Thu Hà" => vec!["nguyen", "thu", "ha"],
        "Олена Ковальчук" => vec!["олена", "ковальчук"],
        "Noor Haddad" => vec!["noor", "haddad"],
        _ => vec!["thu", "nguyen"],
    };
    let name = NAMES.iter().find(|name| Words::of([**name]) == *words).unwrap();
    plain(name).iter().any(|word| word.starts_with(text))
}

fn options_of(keys: &[&str]) -> Vec<domain::criteria::OptionKey> {
    keys.iter().map(|key| option(key.trim_start_matches('-'))).collect()
}
