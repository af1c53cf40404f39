use domain::accounts::Role;
use domain::profiles::{Completeness, NEEDED_TO_BE_LISTED, NEEDED_TO_SEARCH, Part};

/// The part as it stands in an address.
pub const fn step(part: Part) -> &'static str {
    match part {
        Part::About => "about",
        Part::Place => "place",
        Part::Offer => "offer",
        Part::Help => "help",
        Part::Hope => "hope",
        Part::Preferences => "preferences",
        Part::Contact => "contact",
    }
}

/// The part that an address names, where the form has it.
pub fn part(completeness: &Completeness, wanted: &str) -> Option<Part> {
    let mut parts = completeness.parts.iter().map(|state| state.part);
    parts.find(|part| step(*part) == wanted)
}

/// Where to begin: the first part that is needed and missing, else the first that is missing, else the first.
pub fn first_open(completeness: &Completeness) -> Part {
    let open =
        |needed: bool| completeness.parts.iter().find(|state| !state.done && (state.needed || !needed));
    open(true).or_else(|| open(false)).map_or(Part::About, |state| state.part)
}

/// Where the one button of a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// To this part.
    Part(Part),
    /// To the search for mentors.
    Search,
    /// Home.
    Home,
}

/// After a part comes the next one; after the last one what is needed and missing, else what the profile is for.
pub fn onward(roles: &[Role], completeness: &Completeness, part: Part) -> Onward {
    let following = completeness.parts.iter().skip_while(|state| state.part != part).nth(1);
    let missing =
        || completeness.parts.iter().find(|state| state.needed && !state.done && state.part != part);
    match following.or_else(missing) {
        Some(state) => Onward::Part(state.part),
        None if roles.contains(&Role::Mentee) && completeness.search_open => Onward::Search,
        None => Onward::Home,
    }
}

/// What the profile opens, or how many parts are missing until then. A mentee's search comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// So many parts until one can look for mentors.
    SearchAfter(u32),
    /// So many parts until mentees find this mentor.
    ListedAfter(u32),
    /// One can look for mentors.
    Search,
    /// Mentees find this mentor.
    Listed,
    /// Both.
    SearchAndListed,
}

/// What the profile opens for these roles.
pub fn outlook(roles: &[Role], completeness: &Completeness) -> Outlook {
    let missing = |needed: &[Part]| {
        let missing = completeness.parts.iter().filter(|state| !state.done && needed.contains(&state.part));
        missing.fold(0, |count, _| count + 1)
    };
    let (mentor, mentee) = (roles.contains(&Role::Mentor), roles.contains(&Role::Mentee));
    match (mentor, mentee) {
        (_, true) if !completeness.search_open => Outlook::SearchAfter(missing(&NEEDED_TO_SEARCH)),
        (true, _) if !completeness.listed => Outlook::ListedAfter(missing(&NEEDED_TO_BE_LISTED)),
        (true, true) => Outlook::SearchAndListed,
        (true, false) => Outlook::Listed,
        (false, _) => Outlook::Search,
    }
}

#[cfg(test)]
mod tests {
    use domain::profiles::PartState;

    use super::*;

    const PARTS: [Part; 7] =
        [Part::About, Part::Place, Part::Offer, Part::Help, Part::Hope, Part::Preferences, Part::Contact];

    /// A profile of these roles in which these parts are there.
    fn with(roles: &[Role], done: &[Part]) -> Completeness {
        let (mentor, mentee) = (roles.contains(&Role::Mentor), roles.contains(&Role::Mentee));
        let asked = |part: &Part| match part {
            Part::Offer | Part::Help => mentor,
            Part::Hope | Part::Preferences => mentee,
            Part::About | Part::Place | Part::Contact => true,
        };
        let needed = |part: &Part| {
            (mentor && NEEDED_TO_BE_LISTED.contains(part)) || (mentee && NEEDED_TO_SEARCH.contains(part))
        };
        let state = |part: Part| PartState { part, done: done.contains(&part), needed: needed(&part) };
        let all = |parts: &[Part]| parts.iter().all(|part| done.contains(part));
        Completeness {
            parts: PARTS.into_iter().filter(asked).map(state).collect(),
            search_open: !mentee || all(&NEEDED_TO_SEARCH),
            listed: mentor && all(&NEEDED_TO_BE_LISTED),
        }
    }

    const MENTEE: &[Role] = &[Role::Mentee];
    const MENTOR: &[Role] = &[Role::Mentor];
    const BOTH: &[Role] = &[Role::Mentor, Role::Mentee];

    #[test]
    fn an_address_names_a_part_that_the_form_has() {
        for part_there in PARTS {
            assert_eq!(part(&with(BOTH, &[]), step(part_there)), Some(part_there));
        }
        assert_eq!(part(&with(MENTEE, &[]), "offer"), None);
        assert_eq!(part(&with(MENTEE, &[]), "elsewhere"), None);
    }

    #[test]
    fn the_form_begins_at_what_is_needed() {
        assert_eq!(first_open(&with(MENTEE, &[])), Part::Place, "a headline can wait");
        assert_eq!(first_open(&with(MENTOR, &[])), Part::About);
        assert_eq!(first_open(&with(MENTEE, &[Part::Place, Part::Preferences])), Part::About);
        assert_eq!(first_open(&with(MENTEE, &PARTS)), Part::About);
    }

    #[test]
    fn a_step_leads_to_the_next_and_the_last_one_to_what_it_was_for() {
        let complete = with(MENTEE, &PARTS);
        assert_eq!(onward(MENTEE, &complete, Part::Place), Onward::Part(Part::Hope));
        assert_eq!(onward(MENTEE, &complete, Part::Contact), Onward::Search);
        assert_eq!(onward(MENTOR, &with(MENTOR, &PARTS), Part::Contact), Onward::Home);
        let open = with(MENTEE, &[Part::Place]);
        assert_eq!(onward(MENTEE, &open, Part::Contact), Onward::Part(Part::Preferences));
    }

    #[test]
    fn what_is_missing_is_counted_for_what_comes_first() {
        assert_eq!(outlook(MENTEE, &with(MENTEE, &[])), Outlook::SearchAfter(2));
        assert_eq!(outlook(BOTH, &with(BOTH, &[Part::Place])), Outlook::SearchAfter(1));
        assert_eq!(outlook(BOTH, &with(BOTH, &NEEDED_TO_SEARCH)), Outlook::ListedAfter(3));
        assert_eq!(outlook(MENTEE, &with(MENTEE, &NEEDED_TO_SEARCH)), Outlook::Search);
        assert_eq!(outlook(MENTOR, &with(MENTOR, &NEEDED_TO_BE_LISTED)), Outlook::Listed);
        assert_eq!(outlook(BOTH, &with(BOTH, &PARTS)), Outlook::SearchAndListed);
    }
}
