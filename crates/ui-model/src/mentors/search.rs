use domain::criteria::{CriterionKey, Importance, OptionKey};
use domain::mentors::{MAX_TEXT, MentorCard, MentorQuery, Wanted, WantedCriterion};
use domain::profiles::Preference;
use domain::text::one_line;

/// A change that the criteria panel makes to a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Select an option; a criterion that is new begins with this importance.
    Add(CriterionKey, OptionKey, Importance),
    /// Select an option no more; the last one takes its criterion with it.
    Remove(CriterionKey, OptionKey),
    /// Leave a criterion out.
    Drop(CriterionKey),
    /// Say how much a criterion matters.
    Weigh(CriterionKey, Importance),
    /// Only show exact matches of a criterion, or all again.
    Exact(CriterionKey, bool),
    /// Search for words.
    Text(String),
    /// Show mentors without a free place too, or not.
    IncludeFull(bool),
    /// Leave out all criteria.
    Clear,
    /// Go back to the saved preferences.
    UseSaved,
}

/// The search after an edit, from its first page, for a mentee who saved these preferences.
///
/// An edit of a criterion makes all of them explicit, so that the address says what is searched for.
pub fn edited(query: &MentorQuery, saved: &[Preference], edit: Edit) -> MentorQuery {
    let query = MentorQuery { cursor: None, ..query.clone() };
    let mut criteria = query.criteria(saved);
    match edit {
        Edit::Text(text) => return MentorQuery { text: searchable(&text), ..query },
        Edit::IncludeFull(include_full) => return MentorQuery { include_full, ..query },
        Edit::UseSaved => {
            return MentorQuery { wanted: Wanted::Saved, importance: Vec::new(), exact: Vec::new(), ..query };
        }
        Edit::Clear => criteria.clear(),
        Edit::Add(criterion, option, importance) => add(&mut criteria, criterion, option, importance),
        Edit::Remove(criterion, option) => {
            change(&mut criteria, &criterion, |wanted| wanted.options.retain(|known| *known != option));
            criteria.retain(|wanted| !wanted.options.is_empty());
        }
        Edit::Drop(criterion) => criteria.retain(|wanted| wanted.criterion != criterion),
        Edit::Weigh(criterion, importance) => {
            change(&mut criteria, &criterion, |wanted| wanted.importance = importance);
        }
        Edit::Exact(criterion, exact) => change(&mut criteria, &criterion, |wanted| wanted.exact = exact),
    }
    explicit(query, criteria)
}

/// These criteria as preferences that can be saved.
pub fn preferences(criteria: &[WantedCriterion]) -> Vec<Preference> {
    let preference = |wanted: &WantedCriterion| Preference {
        criterion: wanted.criterion.clone(),
        options: wanted.options.clone(),
        importance: wanted.importance,
    };
    criteria.iter().map(preference).collect()
}

/// The list with another page at its end. Who moved meanwhile and came again keeps the first place.
pub fn with_page(mut shown: Vec<MentorCard>, page: Vec<MentorCard>) -> Vec<MentorCard> {
    for card in page {
        if shown.iter().all(|known| known.id != card.id) {
            shown.push(card);
        }
    }
    shown
}

fn add(
    criteria: &mut Vec<WantedCriterion>,
    criterion: CriterionKey,
    option: OptionKey,
    importance: Importance,
) {
    match criteria.iter_mut().find(|wanted| wanted.criterion == criterion) {
        Some(wanted) if wanted.options.contains(&option) => {}
        Some(wanted) => wanted.options.push(option),
        None => criteria.push(WantedCriterion { criterion, options: vec![option], importance, exact: false }),
    }
}

fn change(
    criteria: &mut [WantedCriterion],
    criterion: &CriterionKey,
    change: impl FnMut(&mut WantedCriterion),
) {
    criteria.iter_mut().filter(|wanted| wanted.criterion == *criterion).for_each(change);
}

fn explicit(query: MentorQuery, criteria: Vec<WantedCriterion>) -> MentorQuery {
    let exact =
        criteria.iter().filter(|wanted| wanted.exact).map(|wanted| wanted.criterion.clone()).collect();
    let importance = criteria.iter().map(|wanted| (wanted.criterion.clone(), wanted.importance)).collect();
    let these: Vec<_> = criteria.into_iter().map(|wanted| (wanted.criterion, wanted.options)).collect();
    let wanted = if these.is_empty() { Wanted::Nothing } else { Wanted::These(these) };
    MentorQuery { wanted, importance, exact, ..query }
}

/// The text as a search takes it: one line, nothing invisible, not too long.
fn searchable(text: &str) -> String {
    let visible = |c: char| one_line(c.encode_utf8(&mut [0; 4])).is_ok();
    let line: String = text.chars().map(|c| if visible(c) { c } else { ' ' }).collect();
    line.trim().chars().take(MAX_TEXT).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use domain::ids::ParticipantId;

    use super::*;

    fn key(text: &str) -> CriterionKey {
        text.parse().unwrap()
    }

    fn option(text: &str) -> OptionKey {
        text.parse().unwrap()
    }

    fn saved() -> Vec<Preference> {
        vec![
            Preference {
                criterion: key("skills"),
                options: vec![option("rust"), option("sql")],
                importance: Importance::Essential,
            },
            Preference {
                criterion: key("languages"),
                options: vec![option("en")],
                importance: Importance::Nice,
            },
        ]
    }

    /// The address after an edit; every one of them can be read back.
    fn after(query: &str, edit: Edit) -> String {
        let query = edited(&MentorQuery::parse(query).unwrap(), &saved(), edit);
        assert_eq!(MentorQuery::parse(&query.to_query()).unwrap(), query);
        query.to_query()
    }

    #[test]
    fn an_edit_of_a_criterion_makes_the_saved_preferences_explicit() {
        let same = "want=skills.rust&want=skills.sql&want=languages.en&importance=skills.essential&importance=languages.nice";
        assert_eq!(after("", Edit::Exact(key("languages"), true)), format!("{same}&exact=languages"));
        assert_eq!(after("", Edit::Exact(key("languages"), false)), same);
    }

    #[test]
    fn options_come_and_go() {
        let want = "want=skills.rust&importance=skills.essential";
        assert_eq!(
            after(want, Edit::Add(key("skills"), option("go"), Importance::Nice)),
            "want=skills.rust&want=skills.go&importance=skills.essential"
        );
        assert_eq!(after(want, Edit::Add(key("skills"), option("rust"), Importance::Nice)), want);
        assert_eq!(
            after(want, Edit::Add(key("format"), option("video"), Importance::Nice)),
            "want=skills.rust&want=format.video&importance=skills.essential&importance=format.nice"
        );
        assert_eq!(
            after("", Edit::Remove(key("skills"), option("rust"))),
            "want=skills.sql&want=languages.en&importance=skills.essential&importance=languages.nice"
        );
    }

    #[test]
    fn the_last_option_takes_its_criterion_and_the_last_criterion_leaves_everybody() {
        let want = "want=skills.rust&want=format.video&exact=skills";
        assert_eq!(
            after(want, Edit::Remove(key("skills"), option("rust"))),
            "want=format.video&importance=format.important"
        );
        assert_eq!(after("want=skills.rust", Edit::Remove(key("skills"), option("rust"))), "want=none");
        assert_eq!(
            after(want, Edit::Drop(key("format"))),
            "want=skills.rust&importance=skills.essential&exact=skills"
        );
        assert_eq!(after(want, Edit::Clear), "want=none");
    }

    #[test]
    fn a_criterion_is_weighed_anew() {
        assert_eq!(
            after("want=skills.rust", Edit::Weigh(key("skills"), Importance::Nice)),
            "want=skills.rust&importance=skills.nice"
        );
    }

    #[test]
    fn a_filter_is_dropped_and_the_criterion_stays() {
        assert_eq!(
            after("want=format.video&exact=format", Edit::Exact(key("format"), false)),
            "want=format.video&importance=format.important"
        );
    }

    #[test]
    fn words_and_full_mentors_leave_the_criteria_as_they_are() {
        assert_eq!(
            after("exact=skills", Edit::Text(" clean\tcode ".to_owned())),
            "exact=skills&text=clean+code"
        );
        assert_eq!(after("want=none", Edit::IncludeFull(true)), "want=none&include_full=true");
        assert_eq!(after("text=code&exact=skills&want=format.video", Edit::UseSaved), "text=code");
        let long = edited(&MentorQuery::default(), &[], Edit::Text("é".repeat(300)));
        assert_eq!(long.text.chars().count(), MAX_TEXT);
    }

    #[test]
    fn every_edit_begins_again_at_the_first_page() {
        let query = MentorQuery::parse("cursor=abc&want=skills.rust").unwrap();
        for edit in [
            Edit::Add(key("skills"), option("go"), Importance::Nice),
            Edit::Remove(key("skills"), option("go")),
            Edit::Drop(key("skills")),
            Edit::Weigh(key("skills"), Importance::Nice),
            Edit::Exact(key("skills"), true),
            Edit::Text("code".to_owned()),
            Edit::IncludeFull(true),
            Edit::Clear,
            Edit::UseSaved,
        ] {
            assert_eq!(edited(&query, &saved(), edit.clone()).cursor, None, "{edit:?}");
        }
    }

    #[test]
    fn nobody_is_shown_twice_when_the_list_moved_between_two_pages() {
        let cards = |numbers: &[u8]| {
            let card = |number: &u8| MentorCard {
                id: ParticipantId::new(chrono::DateTime::UNIX_EPOCH, &[*number; 10]),
                display_name: number.to_string(),
                headline: String::new(),
                organisation: String::new(),
                country: String::new(),
                city: String::new(),
                time_zone: String::new(),
                minutes_ahead: 0,
                languages: vec![],
                photo: None,
                free_places: 1,
                bookmarked: false,
                fit: None,
            };
            numbers.iter().map(card).collect::<Vec<_>>()
        };
        assert_eq!(with_page(cards(&[1, 2, 3]), cards(&[2, 4])), cards(&[1, 2, 3, 4]));
    }

    #[test]
    fn what_is_saved_again_is_what_was_saved() {
        assert_eq!(preferences(&MentorQuery::default().criteria(&saved())), saved());
    }
}
