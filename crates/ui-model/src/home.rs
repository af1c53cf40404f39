//! Home: where somebody is on the way, and the one next step.

use domain::accounts::{Me, Role};
use domain::profiles::Part;

use crate::profiles::first_open;

/// The six stages of the way.
pub const STAGES: usize = 6;

/// The one thing to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing that is needed is there yet: begin the profile with this part.
    Begin(Part),
    /// Go on with this part of the profile.
    Complete(Part),
    /// Look for a mentor.
    Search,
    /// Nothing: mentees find this mentor.
    Listed,
    /// Nothing, until the pause is over.
    Paused,
}

/// The one next step; `paused` says whether a mentor takes a break.
pub fn next_step(me: &Me, paused: bool) -> NextStep {
    let (mentor, mentee) = (me.roles.contains(&Role::Mentor), me.roles.contains(&Role::Mentee));
    let mut needed = me.completeness.parts.iter().filter(|state| state.needed);
    let missing = (mentee && !me.completeness.search_open) || (mentor && !me.completeness.listed);
    if missing {
        let part = first_open(&me.completeness);
        return if needed.any(|state| state.done) { NextStep::Complete(part) } else { NextStep::Begin(part) };
    }
    match (mentee, paused) {
        (true, _) => NextStep::Search,
        (false, true) => NextStep::Paused,
        (false, false) => NextStep::Listed,
    }
}

/// How many stones of the way are laid: the profile's, once it opens what it is for.
pub fn stones_laid(me: &Me) -> usize {
    usize::from(!matches!(next_step(me, false), NextStep::Begin(_) | NextStep::Complete(_)))
}

/// The part of the day, for a greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfDay {
    /// From five o'clock.
    Morning,
    /// From noon.
    Afternoon,
    /// From six in the evening, and at night.
    Evening,
}

impl PartOfDay {
    /// The part of the day at this hour (0 to 23).
    pub const fn at(hour: u32) -> Self {
        match hour {
            5..12 => Self::Morning,
            12..18 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
}

/// What to call somebody by: the first word of the name.
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use domain::profiles::{Completeness, NEEDED_TO_BE_LISTED, NEEDED_TO_SEARCH, PartState};

    use super::*;

    fn me(roles: &[Role], done: &[Part]) -> Me {
        let (mentor, mentee) = (roles.contains(&Role::Mentor), roles.contains(&Role::Mentee));
        let all = |parts: &[Part]| parts.iter().all(|part| done.contains(part));
        let needed: Vec<Part> = [(mentor, &NEEDED_TO_BE_LISTED[..]), (mentee, &NEEDED_TO_SEARCH[..])]
            .into_iter()
            .filter(|(asked, _)| *asked)
            .flat_map(|(_, parts)| parts.iter().copied())
            .collect();
        let state = |part: &Part| PartState { part: *part, done: done.contains(part), needed: true };
        Me {
            id: domain::ids::ParticipantId::new(chrono::DateTime::UNIX_EPOCH, &[1; 10]),
            email: "noor@sample.example".to_owned(),
            new_email: None,
            display_name: "Noor Haddad".to_owned(),
            roles: roles.to_vec(),
            time_zone: "Europe/London".to_owned(),
            photo: None,
            completeness: Completeness {
                parts: needed.iter().map(state).collect(),
                search_open: !mentee || all(&NEEDED_TO_SEARCH),
                listed: mentor && all(&NEEDED_TO_BE_LISTED),
            },
            joined_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_profile_comes_first_then_the_search() {
        let mentee = &[Role::Mentee];
        assert_eq!(next_step(&me(mentee, &[]), false), NextStep::Begin(Part::Place));
        assert_eq!(next_step(&me(mentee, &[Part::Place]), false), NextStep::Complete(Part::Preferences));
        assert_eq!(next_step(&me(mentee, &NEEDED_TO_SEARCH), false), NextStep::Search);
        assert_eq!(stones_laid(&me(mentee, &[Part::Place])), 0);
        assert_eq!(stones_laid(&me(mentee, &NEEDED_TO_SEARCH)), 1);
    }

    #[test]
    fn a_mentor_waits_in_the_list_unless_paused() {
        let mentor = &[Role::Mentor];
        assert_eq!(next_step(&me(mentor, &[Part::About]), false), NextStep::Complete(Part::Place));
        assert_eq!(next_step(&me(mentor, &NEEDED_TO_BE_LISTED), false), NextStep::Listed);
        assert_eq!(next_step(&me(mentor, &NEEDED_TO_BE_LISTED), true), NextStep::Paused);
    }

    #[test]
    fn who_is_both_completes_both_and_then_looks() {
        let both = &[Role::Mentor, Role::Mentee];
        assert_eq!(next_step(&me(both, &NEEDED_TO_SEARCH), false), NextStep::Complete(Part::About));
        let done = [Part::About, Part::Place, Part::Offer, Part::Help, Part::Preferences];
        assert_eq!(next_step(&me(both, &done), true), NextStep::Search);
    }

    #[test]
    fn greetings_follow_the_clock() {
        use PartOfDay::{Afternoon, Evening, Morning};
        assert_eq!(
            [4, 5, 11, 12, 17, 18, 23].map(PartOfDay::at),
            [Evening, Morning, Morning, Afternoon, Afternoon, Evening, Evening]
        );
        assert_eq!(first_name("Nguyễn Thu Hà"), "Nguyễn");
        assert_eq!(first_name("عمر"), "عمر");
    }
}
