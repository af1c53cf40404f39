//! What a mentor gets for each rule, and why.

use domain::criteria::Importance::{Essential, Important, Nice};
use domain::mentors::{Match, Near, Reason, WantedCriterion};
use matching::{MentorEntry, Place, Scale};

use crate::support::{TODAY, catalogue, held, mentor, options, want};

fn match_of(mentor: &MentorEntry, criteria: &[WantedCriterion], me: Option<&Place>) -> Option<Match> {
    Scale::new(&catalogue(), criteria, me, TODAY).match_of(mentor)
}

fn reason(mentor: &MentorEntry, wanted: WantedCriterion) -> Reason {
    match_of(mentor, &[wanted], None).unwrap().reasons.remove(0)
}

fn holding(criterion: &str, options: &[&str]) -> MentorEntry {
    MentorEntry { held: held(&[(criterion, options)]), ..mentor(1) }
}

fn at(country: &str, city: &str, zone: &str) -> MentorEntry {
    MentorEntry { place: Place::new(country, city, zone), ..mentor(1) }
}

/// Points and attainable points of a mentor at a place for these wanted places.
fn near_points(mentor: &MentorEntry, places: &[&str]) -> (u32, u32) {
    let reason = reason(mentor, want("place", Nice, places));
    (reason.points, reason.attainable)
}

#[test]
fn every_option_of_a_share_counts_alike_rounded_down() {
    let wanted = || want("skills", Essential, &["rust", "sql", "speaking"]);
    let reason_of = |held: &[&str]| reason(&holding("skills", held), wanted());
    let two = reason_of(&["sql", "rust", "hiring"]);
    assert_eq!((two.points, two.attainable), (2 * 1666, 3 * 1666));
    assert_eq!(two.matched, options(&["rust", "sql"]));
    assert_eq!(two.missed, options(&["speaking"]));
    assert_eq!(reason_of(&[]).points, 0);
    let all = reason_of(&["speaking", "sql", "rust"]);
    assert_eq!(all.points, all.attainable);
}

#[test]
fn importance_weighs_one_three_or_five() {
    let points =
        |importance| reason(&holding("formats", &["phone"]), want("formats", importance, &["phone"])).points;
    assert_eq!([Nice, Important, Essential].map(points), [1000, 3000, 5000]);
}

#[test]
fn one_of_any_is_enough() {
    let wanted = || want("languages", Important, &["en", "sw"]);
    let one = reason(&holding("languages", &["sw", "de"]), wanted());
    assert_eq!((one.points, one.attainable), (3000, 3000));
    assert_eq!((one.matched, one.missed), (options(&["sw"]), options(&["en"])));
    assert_eq!(one.instead, [], "nothing is needed instead");
    assert_eq!(reason(&holding("languages", &["de"]), wanted()).points, 0);
}

#[test]
fn a_stage_is_reached_by_the_lowest_selected_step_or_any_further() {
    let wanted = || want("stage", Nice, &["leading", "practised"]);
    let points = |held: &[&str]| reason(&holding("stage", held), wanted()).points;
    assert_eq!(points(&[]), 0);
    assert_eq!(points(&["early"]), 0);
    assert_eq!(points(&["practised"]), 1000);
    assert_eq!(points(&["early", "senior"]), 1000);
    let senior = reason(&holding("stage", &["senior"]), wanted());
    assert_eq!((senior.matched, senior.missed), (options(&["practised"]), options(&["leading"])));
    let early = reason(&holding("stage", &["early"]), wanted());
    assert_eq!(early.instead, options(&["early"]));
}

#[test]
fn a_city_gives_both_halves_and_its_country_one() {
    assert_eq!(near_points(&at("KE", "NAIROBI", ""), &["KE:Nairobi"]), (1000, 1000));
    assert_eq!(near_points(&at("KE", "Mombasa", ""), &["KE:Nairobi"]), (500, 1000));
    assert_eq!(near_points(&at("GB", "Nairobi", ""), &["KE:Nairobi"]), (0, 1000));
}

#[test]
fn clocks_up_to_one_hour_apart_give_both_halves_and_up_to_three_hours_one() {
    let points = |zone: &str| near_points(&at("", "", zone), &["Europe/London"]);
    assert_eq!(points("Europe/Berlin"), (1000, 1000), "1 h");
    assert_eq!(points("Atlantic/Azores"), (1000, 1000), "1 h behind");
    assert_eq!(points("Europe/Athens"), (500, 1000), "2 h");
    assert_eq!(points("Africa/Nairobi"), (500, 1000), "3 h");
    assert_eq!(points("Asia/Tehran"), (0, 1000), "3.5 h");
    assert_eq!(points(""), (0, 1000), "unknown");
}

#[test]
fn a_country_alone_asks_for_no_more_than_the_country() {
    assert_eq!(near_points(&at("KE", "Nairobi", "Africa/Nairobi"), &["KE"]), (500, 500));
    assert_eq!(near_points(&at("GB", "Leeds", "Europe/London"), &["KE", "DE"]), (0, 500));
}

#[test]
fn the_nearest_of_several_places_counts() {
    let mentor = at("DE", "Berlin", "Europe/Berlin");
    assert_eq!(near_points(&mentor, &["KE:Nairobi", "DE"]), (500, 1000));
    let reason =
        reason(&mentor, want("place", Nice, &["KE:Nairobi", "DE", "Africa/Nairobi", "Europe/London"]));
    assert_eq!(reason.points, 1000);
    assert_eq!(reason.matched, options(&["DE", "Africa/Nairobi", "Europe/London"]), "those half near too");
    assert_eq!(reason.missed, options(&["KE:Nairobi"]));
    assert_eq!(reason.near, Some(Near { same_country: true, same_city: false, minutes_apart: Some(60) }));
}

#[test]
fn me_is_where_the_viewer_is() {
    let me = Place::new("GB", "Leeds", "Europe/London");
    let wanted = [want("place", Nice, &["me"])];
    let points = |mentor: &MentorEntry| match_of(mentor, &wanted, Some(&me)).unwrap().score;
    assert_eq!(points(&at("GB", "Leeds", "")), 1000);
    assert_eq!(points(&at("GB", "York", "")), 500);
    assert_eq!(points(&at("DE", "Berlin", "Europe/Berlin")), 1000);
    assert_eq!(points(&at("KE", "Nairobi", "Africa/Nairobi")), 500);
    assert_eq!(points(&at("NZ", "Auckland", "Pacific/Auckland")), 0);
    let fit = match_of(&at("GB", "Leeds", ""), &wanted, Some(&me)).unwrap();
    assert_eq!(fit.reasons[0].matched, options(&["me"]));
    assert_eq!(match_of(&at("GB", "Leeds", ""), &wanted, None), None, "a viewer who is nowhere has no near");
}

#[test]
fn the_difference_of_clocks_is_that_of_the_day() {
    let wanted = [want("place", Nice, &["Europe/London"])];
    let catalogue = catalogue();
    let nairobi = at("KE", "", "Africa/Nairobi");
    let apart = |day: &str| {
        let fit = Scale::new(&catalogue, &wanted, None, day.parse().unwrap()).match_of(&nairobi).unwrap();
        fit.reasons[0].near.unwrap().minutes_apart
    };
    assert_eq!((apart("2026-03-28"), apart("2026-03-29")), (Some(180), Some(120)));
}

#[test]
fn at_most_three_others_are_named_where_points_are_missing_in_the_order_of_the_criterion() {
    let mentor = holding("skills", &["hiring", "rust", "fortran", "leading", "unknown", "writing", "sql"]);
    let reason = reason(&mentor, want("skills", Nice, &["rust", "speaking"]));
    assert_eq!(reason.instead, options(&["sql", "writing", "leading"]));
}

#[test]
fn retired_unknown_and_repeated_options_do_not_count() {
    let mentor = holding("skills", &["rust", "fortran"]);
    let reason = reason(&mentor, want("skills", Nice, &["rust", "rust", "fortran", "cobol"]));
    assert_eq!((reason.points, reason.attainable), (1000, 1000));
    assert_eq!((reason.matched, reason.missed), (options(&["rust"]), vec![]));
}

#[test]
fn a_retired_step_that_a_mentor_holds_reaches_nothing() {
    let reason = reason(&holding("stage", &["expert"]), want("stage", Nice, &["early"]));
    assert_eq!((reason.points, reason.instead), (0, vec![]));
}

#[test]
fn criteria_without_an_option_that_counts_are_left_out() {
    let criteria = [
        want("skills", Nice, &["fortran"]),
        want("horoscope", Nice, &["lion"]),
        want("place", Nice, &["ZZ", "Nowhere/Land"]),
        want("formats", Nice, &["video"]),
        want("formats", Essential, &["phone"]),
    ];
    let fit = match_of(&holding("formats", &["video"]), &criteria, None).unwrap();
    assert_eq!((fit.score, fit.attainable, fit.percent, fit.reasons.len()), (1000, 1000, 100, 1));
    assert_eq!(match_of(&mentor(1), &criteria[..3], None), None);
}

#[test]
fn criteria_add_up_in_the_order_in_which_they_are_wanted() {
    let mentor = MentorEntry {
        held: held(&[("skills", &["rust"]), ("languages", &["en"]), ("formats", &["phone"])]),
        ..mentor(1)
    };
    let criteria = [
        want("formats", Nice, &["video"]),
        want("skills", Essential, &["rust", "sql", "speaking"]),
        want("languages", Important, &["en"]),
    ];
    let fit = match_of(&mentor, &criteria, None).unwrap();
    let points: Vec<_> = fit.reasons.iter().map(|r| (r.criterion.as_str(), r.points, r.attainable)).collect();
    assert_eq!(points, [("formats", 0, 1000), ("skills", 1666, 4998), ("languages", 3000, 3000)]);
    assert_eq!((fit.score, fit.attainable), (4666, 8998));
    assert_eq!(fit.percent, 51, "51.85 percent rounded down");
}
