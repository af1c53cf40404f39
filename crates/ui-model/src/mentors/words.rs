use domain::criteria::{OptionKey, Rule};
use domain::mentors::{MentorList, Near, Reason, WithoutFilter};
use domain::order::in_order;

/// What is said about a criterion in a few words.
#[derive(Clone, Debug, PartialEq)]
pub enum Says<'a> {
    /// These selected options are held.
    Held(&'a [OptionKey]),
    /// So many selected options are held: all of them.
    All(usize),
    /// So many of so many selected options are held.
    Some(usize, usize),
    /// The first selected option is held, the second is not.
    OneNot(&'a OptionKey, &'a OptionKey),
    /// Another one is held instead.
    Instead(&'a OptionKey),
    /// None of so many selected options is held.
    Nothing(usize),
    /// This one selected option is not held.
    Missing(&'a OptionKey),
    /// How near the mentor is.
    Place(Near),
}

/// What is said about a criterion of this rule.
pub fn says(reason: &Reason, rule: Rule) -> Says<'_> {
    if let Some(near) = reason.near {
        return Says::Place(near);
    }
    let (matched, missed) = (reason.matched.as_slice(), reason.missed.as_slice());
    match (rule, matched, missed, reason.instead.first()) {
        (Rule::Any | Rule::AtLeast, [], _, Some(other)) => Says::Instead(other),
        (_, [], [no], _) => Says::Missing(no),
        (_, [], ..) => Says::Nothing(missed.len()),
        (Rule::Share, [yes], [no], _) => Says::OneNot(yes, no),
        (Rule::Share, _, [_, ..], _) => Says::Some(matched.len(), matched.len() + missed.len()),
        (Rule::Share, [_, _, _, ..], ..) => Says::All(matched.len()),
        _ => Says::Held(matched),
    }
}

/// Points as people read them: thousands, to a tenth.
pub fn points(points: u32) -> String {
    let tenths = (points + 50) / 100;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// How the clocks of two people differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clocks {
    /// They show the same time.
    Same,
    /// The other's are ahead by hours and minutes.
    Ahead(u32, u32),
    /// The other's are behind by hours and minutes.
    Behind(u32, u32),
}

impl Clocks {
    /// From the minutes that the other's clocks are ahead (negative: behind).
    pub const fn of(minutes_ahead: i32) -> Self {
        let apart = minutes_ahead.unsigned_abs();
        match minutes_ahead {
            0 => Self::Same,
            1.. => Self::Ahead(apart / 60, apart % 60),
            _ => Self::Behind(apart / 60, apart % 60),
        }
    }
}

/// What each exact filter keeps out: the criterion and how many more there would be without it, the most first.
pub fn kept_out(list: &MentorList) -> Vec<WithoutFilter> {
    let more = |filter: &WithoutFilter| WithoutFilter {
        total: filter.total.saturating_sub(list.total),
        ..filter.clone()
    };
    let filters = list.without.iter().map(more).filter(|filter| filter.total > 0);
    in_order(filters, |a, b| b.total.cmp(&a.total))
}

#[cfg(test)]
mod tests {
    use domain::criteria::Importance;
    use domain::mentors::SCORE_VERSION;

    use super::*;

    fn told(rule: Rule, matched: &str, missed: &str, instead: &str) -> String {
        let options = |text: &str| text.split_whitespace().map(|key| key.parse().unwrap()).collect();
        let reason = Reason {
            criterion: "skills".parse().unwrap(),
            importance: Importance::Important,
            points: 0,
            attainable: 0,
            matched: options(matched),
            missed: options(missed),
            instead: options(instead),
            near: None,
        };
        format!("{:?}", says(&reason, rule)).replace("OptionKey", "")
    }

    #[test]
    fn a_share_counts_where_there_are_many_and_names_where_there_are_few() {
        assert_eq!(told(Rule::Share, "a b c", "", ""), "All(3)");
        assert_eq!(told(Rule::Share, "a b", "", ""), r#"Held([("a"), ("b")])"#);
        assert_eq!(told(Rule::Share, "a b", "c", "x"), "Some(2, 3)");
        assert_eq!(told(Rule::Share, "a", "b", "x"), r#"OneNot(("a"), ("b"))"#);
        assert_eq!(told(Rule::Share, "", "a", "x"), r#"Missing(("a"))"#);
        assert_eq!(told(Rule::Share, "", "a b", "x"), "Nothing(2)");
    }

    #[test]
    fn one_that_fits_is_named_and_else_what_is_there_instead() {
        assert_eq!(told(Rule::Any, "en", "ar", "fr"), r#"Held([("en")])"#);
        assert_eq!(told(Rule::Any, "", "ar", "fr de"), r#"Instead(("fr"))"#);
        assert_eq!(told(Rule::Any, "", "ar", ""), r#"Missing(("ar"))"#);
        assert_eq!(told(Rule::AtLeast, "", "senior leading", ""), "Nothing(2)");
    }

    #[test]
    fn a_place_says_how_near_it_is() {
        let near = Near { same_country: true, same_city: false, minutes_apart: Some(60) };
        let reason = Reason {
            criterion: "place".parse().unwrap(),
            importance: Importance::Nice,
            points: 500,
            attainable: 1000,
            matched: vec![],
            missed: vec![],
            instead: vec![],
            near: Some(near),
        };
        assert_eq!(says(&reason, Rule::Near), Says::Place(near));
    }

    #[test]
    fn points_are_read_in_thousands() {
        let read = [0, 49, 50, 333, 1_000, 1_500, 4_998, 13_500].map(points);
        assert_eq!(read, ["0", "0", "0.1", "0.3", "1", "1.5", "5", "13.5"]);
    }

    #[test]
    fn clocks_differ_by_hours_and_minutes() {
        use Clocks::{Ahead, Behind, Same};
        let clocks = [0, 180, -60, 345, -210].map(Clocks::of);
        assert_eq!(clocks, [Same, Ahead(3, 0), Behind(1, 0), Ahead(5, 45), Behind(3, 30)]);
    }

    #[test]
    fn filters_say_how_many_they_keep_out_and_those_that_keep_out_nobody_say_nothing() {
        let without = [("skills", 26), ("format", 40), ("place", 23)];
        let list = MentorList {
            items: vec![],
            next_cursor: None,
            total: 23,
            without: without
                .map(|(criterion, total)| WithoutFilter { criterion: criterion.parse().unwrap(), total })
                .to_vec(),
            criteria: vec![],
            score_version: SCORE_VERSION,
        };
        let out: Vec<_> = kept_out(&list).into_iter().map(|f| (f.criterion.to_string(), f.total)).collect();
        assert_eq!(out, [("format".to_owned(), 17), ("skills".to_owned(), 3)]);
    }
}
