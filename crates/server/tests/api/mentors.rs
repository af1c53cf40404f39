//! The ranked search over HTTP, and the page of one mentor.

use std::collections::{HashMap, HashSet};

use chrono::{Duration, NaiveDate};
use domain::accounts::{ChangeRoles, DeleteAccount, Role};
use domain::criteria::{Criteria, Importance};
use domain::ids::ParticipantId;
use domain::mentors::{MentorList, MentorQuery};
use domain::problem::Code;
use domain::profiles::HeldOptions;
use matching::{Catalogue, MentorEntry, Mentors, Place, Search, Words};
use uuid::Uuid;

use crate::support::profiles::{options, preference};
use crate::support::{PASSWORD, Person, TestApp, code};

const SKILL: &str = "giving-feedback";

async fn names(person: &Person, query: &str) -> Vec<String> {
    let list = person.client.mentors(query).await.unwrap();
    assert_eq!(list.items.len(), list.total as usize, "one page holds them all");
    list.items.into_iter().map(|card| card.display_name).collect()
}

#[tokio::test]
async fn search_opens_when_the_minimum_is_there() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    assert_eq!(code(noor.client.mentors("").await), Code::ProfileIncomplete);
    let noor = app.mentee("Noor Said", &[SKILL]).await;
    assert_eq!(noor.client.mentors("").await.unwrap().total, 0);
    let wanjiru = app.join("Wanjiru Mwangi", &[Role::Mentor]).await;
    assert_eq!(wanjiru.client.mentors("").await.unwrap().total, 0, "a mentor may look around");
}

#[tokio::test]
async fn an_edit_is_found_by_the_next_request() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["speaking-to-groups"]).await;
    assert!(names(&noor, "").await.is_empty());

    let skills = |keys: &'static [&'static str]| {
        wanjiru.edit_offer(move |offer| {
            offer.options.insert("skills".parse().unwrap(), options(keys));
        })
    };
    skills(&[SKILL]).await;
    assert_eq!(names(&noor, "").await, ["Wanjiru Mwangi"]);
    skills(&["speaking-to-groups"]).await;
    assert!(names(&noor, "").await.is_empty());
    skills(&[SKILL]).await;

    wanjiru.edit_profile(|profile| profile.display_name = "Wanjirũ 🌍".to_owned()).await;
    assert_eq!(names(&noor, "text=wanjiru").await, ["Wanjirũ 🌍"]);
    wanjiru.edit_offer(|offer| offer.paused = true).await;
    assert!(names(&noor, "").await.is_empty());
    wanjiru.edit_offer(|offer| offer.paused = false).await;
    assert_eq!(names(&noor, "").await.len(), 1);
    wanjiru.edit_profile(|profile| profile.headline.clear()).await;
    assert!(names(&noor, "").await.is_empty(), "incomplete");
    wanjiru.edit_profile(|profile| profile.headline = "Back".to_owned()).await;
    assert_eq!(names(&noor, "").await.len(), 1);

    let roles = |roles: &[Role]| ChangeRoles { roles: roles.to_vec() };
    wanjiru.client.change_roles(&roles(&[Role::Mentee])).await.unwrap();
    assert!(names(&noor, "").await.is_empty(), "no mentor any more");
    wanjiru.client.change_roles(&roles(&[Role::Mentor])).await.unwrap();
    assert_eq!(names(&noor, "").await.len(), 1);
    wanjiru.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    assert!(names(&noor, "").await.is_empty(), "erased");
    app.letter_to(&wanjiru.email).await;
}

#[tokio::test]
async fn of_two_who_fit_as_well_the_one_who_was_here_today_comes_first() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let farid = app.mentor("Farid Benyamina", &[SKILL]).await;
    for here_today in [&wanjiru, &farid, &wanjiru] {
        app.clock.advance(Duration::days(1));
        app.another_browser(here_today).await;
        let list = app.another_browser(&noor).await.mentors("").await.unwrap();
        assert_eq!(list.items[0].display_name, here_today.me.display_name);
    }
}

#[tokio::test]
async fn a_mentor_comes_back_on_the_day_on_which_the_pause_ends() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    wanjiru
        .edit_offer(|offer| {
            offer.paused = true;
            offer.paused_until = NaiveDate::from_ymd_opt(2026, 12, 3);
        })
        .await;
    for (hours, listed) in [(0, 0), (24, 0), (24, 1)] {
        app.clock.advance(Duration::hours(hours));
        let noor = app.signed_in(&noor.email).await;
        assert_eq!(noor.mentors("").await.unwrap().total, listed);
    }
}

#[tokio::test]
async fn a_card_tells_who_it_is_and_why() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL, "speaking-to-groups"]).await;
    app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let list = noor.client.mentors("").await.unwrap();
    let card = &list.items[0];
    assert_eq!((card.country.as_str(), card.city.as_str(), card.minutes_ahead), ("KE", "Nairobi", 180));
    assert_eq!(
        (card.free_places, card.bookmarked, card.languages.clone()),
        (1, false, options(&["en", "sw"]))
    );
    let fit = card.fit.as_ref().unwrap();
    assert_eq!((fit.score, fit.attainable, fit.percent), (2500, 5000, 50));
    assert_eq!(fit.reasons[0].matched, options(&[SKILL]));
    assert_eq!(fit.reasons[0].missed, options(&["speaking-to-groups"]));
    assert_eq!(list.criteria[0].importance, Importance::Essential);
    let everybody = noor.client.mentors("want=none").await.unwrap();
    assert!(everybody.items[0].fit.is_none() && everybody.criteria.is_empty());
}

#[tokio::test]
async fn a_filter_says_what_it_costs() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL, "speaking-to-groups"]).await;
    app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    app.mentor("Grace Achieng", &[SKILL, "speaking-to-groups"]).await;
    let list = noor.client.mentors("exact=skills").await.unwrap();
    assert_eq!(list.items[0].display_name, "Grace Achieng");
    assert_eq!((list.total, list.without[0].total, list.without[0].criterion.as_str()), (1, 2, "skills"));
    assert!(list.criteria[0].exact);
}

#[tokio::test]
async fn others_see_no_way_around_the_programme() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    wanjiru
        .edit_profile(|profile| {
            profile.headline = "Write to wanjiru@wards.example".to_owned();
            profile.about = "Call **+254 20 123 4567** or [see](https://wards.example)".to_owned();
        })
        .await;
    wanjiru.edit_offer(|offer| offer.help = "More at www.wards.example".to_owned()).await;
    for text in ["wards", "254", "example"] {
        assert!(names(&noor, &format!("text={text}")).await.is_empty(), "{text} is not found");
    }
    assert_eq!(names(&noor, "text=call").await.len(), 1);
    assert_eq!(noor.client.mentors("").await.unwrap().items[0].headline, "Write to •••");
    let page = noor.client.mentor(wanjiru.me.id, "").await.unwrap();
    assert_eq!(page.about_html, "<p>Call <strong>•••</strong> or see</p>\n");
    assert_eq!((page.help.as_str(), page.card.headline.as_str()), ("More at •••", "Write to •••"));
    assert_eq!(wanjiru.client.profile().await.unwrap().value.headline, "Write to wanjiru@wards.example");
}

#[tokio::test]
async fn only_who_is_in_the_list_has_a_page() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let page = noor
        .client
        .mentor(wanjiru.me.id, "want=skills.giving-feedback&importance=skills.nice")
        .await
        .unwrap();
    assert_eq!(page.card.fit.unwrap().score, 1000);
    assert_eq!((page.places, page.offer[0].criterion.as_str()), (1, "skills"));
    assert_eq!(page.about_html, "<p>Twelve years of <strong>wards</strong>.</p>\n");

    wanjiru.edit_offer(|offer| offer.paused = true).await;
    let stranger = ParticipantId::new(app.clock.now(), &[7; 10]);
    for id in [wanjiru.me.id, noor.me.id, stranger] {
        assert_eq!(code(noor.client.mentor(id, "").await), Code::NotFound);
    }
    assert_eq!(
        wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().card.id,
        wanjiru.me.id,
        "but for oneself"
    );
    let raw = app.raw(&noor).await;
    for address in ["/api/v1/mentors/7", "/api/v1/mentors/%00"] {
        assert_eq!(raw.get(address).await.status, 404);
    }
    assert_eq!(app.nobody().get(&format!("/api/v1/mentors/{}", wanjiru.me.id)).await.status, 401);
}

#[tokio::test]
async fn a_query_says_what_is_wrong() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let raw = app.raw(&noor).await;
    let long = format!("text={}", "x".repeat(201));
    for (query, error) in [
        ("want=skills", "/want want"),
        ("want=skills.no-such", "/want unknown_option"),
        ("want=magic.x", "/want unknown_criterion"),
        ("want=place.XX", "/want unknown_option"),
        ("importance=magic.nice", "/importance unknown_criterion"),
        ("exact=magic", "/exact unknown_criterion"),
        ("limit=0", "/limit range"),
        ("limit=4294967296", "/limit number"),
        ("text=%00", "/text forbidden_characters"),
        (&long, "/text length"),
    ] {
        assert_eq!(raw.get(&format!("/api/v1/mentors?{query}")).await.errors(), [error], "{query}");
    }
    assert_eq!(code(noor.client.mentors("cursor=x").await), Code::BadCursor);
    assert_eq!(code(noor.client.mentors("cursor=").await), Code::BadCursor);
    for odd in ["text=%FF%FE", "text=%F0%9F%8C%8D+%D9%86%D9%88%D8%B1", "x=y", "want=place.KE%3ANairobi"] {
        assert_eq!(raw.get(&format!("/api/v1/mentors?{odd}")).await.status, 200, "{odd}");
    }
}

/// What the server's list should be, from what each mentor's own page says.
async fn oracle(app: &TestApp, viewer: &api_client::Client, criteria: &Criteria) -> Mentors {
    let rows = app.in_database(async |tx| {
        cairn::fetch_all!(
            tx,
            (Uuid, NaiveDate, String),
            "SELECT id, last_active_on, about FROM participants JOIN profiles ON participant_id = id"
        )
        .unwrap()
    });
    let known: HashMap<_, _> =
        rows.await.into_iter().map(|(id, day, about)| (ParticipantId(id), (day, about))).collect();
    let mut mentors = Mentors::new(Catalogue::new(criteria));
    for card in pages(viewer, "want=none&include_full=true").await.into_iter().flat_map(|list| list.items) {
        let page = viewer.mentor(card.id, "").await.unwrap();
        let (last_active, about) = &known[&card.id];
        let mut held: HeldOptions =
            page.offer.into_iter().map(|held| (held.criterion, held.options)).collect();
        held.insert("languages".parse().unwrap(), card.languages.clone());
        mentors.upsert(MentorEntry {
            id: card.id,
            words: Words::of([card.display_name.as_str(), &card.headline, about]),
            held,
            place: Place::new(&card.country, &card.city, &card.time_zone),
            free_places: card.free_places,
            last_active: *last_active,
        });
    }
    mentors
}

/// All pages of a search.
async fn pages(client: &api_client::Client, query: &str) -> Vec<MentorList> {
    let mut pages = vec![client.mentors(query).await.unwrap()];
    while let Some(cursor) = &pages[pages.len() - 1].next_cursor {
        pages.push(client.mentors(&format!("{query}&cursor={cursor}")).await.unwrap());
    }
    pages
}

#[tokio::test]
async fn the_list_is_the_one_that_the_rules_give() {
    let app = TestApp::with(|config| config.sample_people = Some(90)).await;
    let noor = app.signed_in("noor@sample.example").await;
    let criteria = noor.criteria().await.unwrap();
    let mentors = oracle(&app, &noor, &criteria).await;
    let (me, saved) = (noor.me().await.unwrap(), noor.preferences().await.unwrap().value.criteria);
    let mine = noor.profile().await.unwrap().value;
    let place = Place::new(&mine.country, &mine.city, &mine.time_zone);
    for query in [
        "limit=7",
        "limit=100&want=none",
        "limit=7&exact=languages&exact=skills",
        "limit=7&want=place.me&want=languages.fr&importance=place.essential",
        "limit=7&want=career-stage.leading&want=topics.networking&text=te",
    ] {
        let query = if noor.mentors(query).await.is_ok() { query } else { "limit=7&want=languages.en" };
        let parsed = MentorQuery::parse(query).unwrap();
        let wanted = parsed.criteria(&saved);
        let expected = mentors
            .search(&Search {
                viewer: me.id,
                me: Some(&place),
                today: app.clock.now().date_naive(),
                criteria: &wanted,
                text: &parsed.text,
                include_full: parsed.include_full,
                hidden: &HashSet::new(),
                limit: 1000,
                cursor: None,
            })
            .unwrap();
        let pages = pages(&noor, query).await;
        assert!(
            pages.iter().all(|page| page.total == expected.total && page.without == expected.without),
            "{query}"
        );
        let found = pages.into_iter().flat_map(|page| page.items).map(|card| (card.id, card.fit));
        assert_eq!(found.collect::<Vec<_>>(), expected.items, "{query}");
    }
}

#[tokio::test]
async fn pages_fit_together_while_others_edit() {
    let app = TestApp::with(|config| config.sample_people = Some(60)).await;
    let noor = app.signed_in("noor@sample.example").await;
    let wanjiru = app.signed_in("wanjiru@sample.example").await;
    let whole: Vec<_> = noor.mentors("limit=100").await.unwrap().items.iter().map(|card| card.id).collect();
    let mut found = Vec::new();
    let mut cursor = String::new();
    for round in 0.. {
        let mut mine = wanjiru.profile().await.unwrap();
        mine.value.headline = format!("Round {round}");
        wanjiru.save_profile(&mine.value, &mine.version).await.unwrap();
        let page = noor.mentors(&format!("limit=9{cursor}")).await.unwrap();
        found.extend(page.items.iter().map(|card| card.id));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(found, whole);
    let other = format!("want=none{cursor}");
    assert_eq!(code(noor.mentors(&other).await), Code::BadCursor, "a cursor belongs to its search");
}

#[tokio::test]
async fn a_preference_for_places_counts_from_where_one_is() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    noor.edit_preferences(|mine| mine.criteria = vec![preference("place", &["me"], Importance::Nice)]).await;
    let fit = noor.client.mentors("").await.unwrap().items[0].fit.clone().unwrap();
    assert_eq!(
        (fit.score, fit.attainable, fit.reasons[0].near.unwrap().minutes_apart),
        (500, 1000, Some(180))
    );
}
