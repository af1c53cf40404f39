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
    /// Tell a mentor what was asked.
    Tell,
    /// So many people wait for the mentor's answer.
    Answer(u32),
    /// Arrange with a mentor when to meet.
    Arrange,
    /// Nothing: it is arranged when the mentee and a mentor meet, or they look back.
    Walk,
    /// Nothing: the mentors who were asked will answer.
    Wait,
    /// Look for a mentor.
    Search,
    /// Nothing: mentees find this mentor.
    Listed,
    /// Nothing, until the pause is over.
    Paused,
}

/// What is under way beside the profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// The mentor takes a break.
    pub paused: bool,
    /// So many people wait for the mentor's answer.
    pub to_answer: u32,
    /// So many mentors would like to know more from the mentee.
    pub asked: u32,
    /// So many requests of the mentee are open.
    pub open: u32,
    /// How it stands with whom the mentee walks with, if with anybody.
    pub mentor: Option<WithMentor>,
    /// Somebody walks with the mentor.
    pub has_mentee: bool,
}

/// What is to do for a mentee who walks with a mentor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithMentor {
    /// To arrange when they meet.
    Arrange,
    /// Nothing: they will meet, or they look back.
    Walk,
}

/// The one next step: people who wait come first.
pub fn next_step(me: &Me, under_way: UnderWay) -> NextStep {
    match under_way {
        UnderWay { asked: 1.., .. } => return NextStep::Tell,
        UnderWay { to_answer: waiting @ 1.., .. } => return NextStep::Answer(waiting),
        _ => {}
    }
    let (mentor, mentee) = (me.roles.contains(&Role::Mentor), me.roles.contains(&Role::Mentee));
    let mut needed = me.completeness.parts.iter().filter(|state| state.needed);
    let missing = (mentee && !me.completeness.search_open) || (mentor && !me.completeness.listed);
    if missing {
        let part = first_open(&me.completeness);
        return if needed.any(|state| state.done) { NextStep::Complete(part) } else { NextStep::Begin(part) };
    }
    match under_way {
        UnderWay { mentor: Some(WithMentor::Walk), .. } => NextStep::Walk,
        UnderWay { mentor: Some(WithMentor::Arrange), .. } => NextStep::Arrange,
        UnderWay { open: 1.., .. } => NextStep::Wait,
        _ if mentee => NextStep::Search,
        UnderWay { paused: true, .. } => NextStep::Paused,
        _ => NextStep::Listed,
    }
}

/// How many stones of the way are laid: the profile's, once it opens what it is for; two where a request is open; three
/// where two people walk together.
pub fn stones_laid(me: &Me, under_way: UnderWay) -> usize {
    let UnderWay { to_answer, asked, open, mentor, has_mentee, .. } = under_way;
    if mentor.is_some() || has_mentee {
        3
    } else if to_answer > 0 || asked > 0 || open > 0 {
        2
    } else {
        usize::from(!matches!(next_step(me, under_way), NextStep::Begin(_) | NextStep::Complete(_)))
    }
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

    const NOTHING: UnderWay =
        UnderWay { paused: false, to_answer: 0, asked: 0, open: 0, mentor: None, has_mentee: false };

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
        assert_eq!(next_step(&me(mentee, &[]), NOTHING), NextStep::Begin(Part::Place));
        assert_eq!(next_step(&me(mentee, &[Part::Place]), NOTHING), NextStep::Complete(Part::Preferences));
        assert_eq!(next_step(&me(mentee, &NEEDED_TO_SEARCH), NOTHING), NextStep::Search);
        assert_eq!(stones_laid(&me(mentee, &[Part::Place]), NOTHING), 0);
        assert_eq!(stones_laid(&me(mentee, &NEEDED_TO_SEARCH), NOTHING), 1);
    }

    #[test]
    fn a_mentor_waits_in_the_list_unless_paused() {
        let mentor = &[Role::Mentor];
        let paused = UnderWay { paused: true, ..NOTHING };
        assert_eq!(next_step(&me(mentor, &[Part::About]), NOTHING), NextStep::Complete(Part::Place));
        assert_eq!(next_step(&me(mentor, &NEEDED_TO_BE_LISTED), NOTHING), NextStep::Listed);
        assert_eq!(next_step(&me(mentor, &NEEDED_TO_BE_LISTED), paused), NextStep::Paused);
    }

    #[test]
    fn who_is_both_completes_both_and_then_looks() {
        let both = &[Role::Mentor, Role::Mentee];
        let paused = UnderWay { paused: true, ..NOTHING };
        assert_eq!(next_step(&me(both, &NEEDED_TO_SEARCH), NOTHING), NextStep::Complete(Part::About));
        let done = [Part::About, Part::Place, Part::Offer, Part::Help, Part::Preferences];
        assert_eq!(next_step(&me(both, &done), paused), NextStep::Search);
    }

    #[test]
    fn who_waits_comes_before_everything_else() {
        let mentor = me(&[Role::Mentor], &[Part::About]);
        assert_eq!(next_step(&mentor, UnderWay { to_answer: 3, ..NOTHING }), NextStep::Answer(3));
        let both = me(&[Role::Mentor, Role::Mentee], &[]);
        assert_eq!(next_step(&both, UnderWay { to_answer: 3, asked: 1, open: 1, ..NOTHING }), NextStep::Tell);
    }

    #[test]
    fn a_request_lays_a_stone_and_so_does_a_yes() {
        let mentee = me(&[Role::Mentee], &NEEDED_TO_SEARCH);
        let open = UnderWay { open: 2, ..NOTHING };
        assert_eq!((next_step(&mentee, open), stones_laid(&mentee, open)), (NextStep::Wait, 2));
        let found = UnderWay { mentor: Some(WithMentor::Arrange), ..open };
        assert_eq!((next_step(&mentee, found), stones_laid(&mentee, found)), (NextStep::Arrange, 3));
        let arranged = UnderWay { mentor: Some(WithMentor::Walk), ..found };
        assert_eq!((next_step(&mentee, arranged), stones_laid(&mentee, arranged)), (NextStep::Walk, 3));
        let mentor = me(&[Role::Mentor], &NEEDED_TO_BE_LISTED);
        let walks = UnderWay { has_mentee: true, ..NOTHING };
        assert_eq!((next_step(&mentor, walks), stones_laid(&mentor, walks)), (NextStep::Listed, 3));
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
