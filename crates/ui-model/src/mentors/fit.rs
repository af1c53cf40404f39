use domain::mentors::Reason;
use domain::order::in_order;

/// A match in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closeness {
    /// A very close match: 85 percent or more.
    VeryClose,
    /// A close match: 70 percent or more.
    Close,
    /// A partial match: 50 percent or more.
    Partial,
    /// Some overlap.
    Overlap,
}

impl Closeness {
    /// The word for a match of this many percent.
    pub const fn of(percent: u8) -> Self {
        match percent {
            85.. => Self::VeryClose,
            70..85 => Self::Close,
            50..70 => Self::Partial,
            _ => Self::Overlap,
        }
    }
}

/// How far a criterion is matched. In the order of the chips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// With all its points.
    Yes,
    /// With some of its points.
    Part,
    /// Not at all.
    No,
}

impl Extent {
    /// How far the criterion of this reason is matched.
    pub const fn of(reason: &Reason) -> Self {
        if reason.points == 0 {
            Self::No
        } else if reason.points < reason.attainable {
            Self::Part
        } else {
            Self::Yes
        }
    }
}

/// The reasons as chips: what is matched, then what is matched in part, then what is not; else in their own order.
pub fn chips(reasons: &[Reason]) -> Vec<(Extent, &Reason)> {
    let chips = reasons.iter().map(|reason| (Extent::of(reason), reason));
    in_order(chips, |(a, _), (b, _)| a.cmp(b))
}

/// How wide a match bar is, in units of its view box.
pub const BAR_WIDTH: u32 = 3000;
/// The gap between two segments of a match bar.
pub const BAR_GAP: u32 = 30;

/// The part of a match bar that stands for one criterion, in units of the view box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it begins.
    pub x: u32,
    /// How wide it is: in proportion to its points.
    pub width: u32,
    /// How much of it is filled: in proportion to the points of this mentor.
    pub filled: u32,
}

/// The segments of a match bar, in the order of the criteria: the points of each, and those of a full match.
pub fn bar(criteria: &[(u32, u32)]) -> Vec<Segment> {
    let all: u32 = criteria.iter().map(|(_, attainable)| attainable).sum();
    let gaps: u32 = criteria.iter().skip(1).map(|_| BAR_GAP).sum();
    let wide = |points: u32| (points * BAR_WIDTH.saturating_sub(gaps) + all / 2) / all.max(1);
    let (mut before, mut gap) = (0, 0);
    let segments = criteria.iter().map(|&(points, attainable)| {
        let segment = Segment { x: wide(before) + gap, width: wide(attainable), filled: wide(points) };
        before += attainable;
        gap += BAR_GAP;
        segment
    });
    segments.collect()
}

#[cfg(test)]
mod tests {
    use domain::criteria::Importance;

    use super::*;

    fn reason(criterion: &str, points: u32, attainable: u32) -> Reason {
        Reason {
            criterion: criterion.parse().unwrap(),
            importance: Importance::Important,
            points,
            attainable,
            matched: vec![],
            missed: vec![],
            instead: vec![],
            near: None,
        }
    }

    #[test]
    fn each_word_begins_at_its_percent() {
        use Closeness::{Close, Overlap, Partial, VeryClose};
        let words = [0, 49, 50, 69, 70, 84, 85, 100].map(Closeness::of);
        assert_eq!(words, [Overlap, Overlap, Partial, Partial, Close, Close, VeryClose, VeryClose]);
    }

    #[test]
    fn chips_say_what_matches_first_and_keep_the_order_of_the_criteria() {
        let reasons = [
            reason("skills", 1666, 5000),
            reason("languages", 0, 3000),
            reason("sectors", 3000, 3000),
            reason("format", 1000, 1000),
        ];
        let order: Vec<_> = chips(&reasons).into_iter().map(|(e, r)| (e, r.criterion.to_string())).collect();
        let expected = [
            (Extent::Yes, "sectors"),
            (Extent::Yes, "format"),
            (Extent::Part, "skills"),
            (Extent::No, "languages"),
        ];
        assert_eq!(order, expected.map(|(extent, criterion)| (extent, criterion.to_owned())));
    }

    #[test]
    fn segments_are_as_wide_as_their_points_and_filled_as_far_as_matched() {
        let bar = bar(&[(2500, 5000), (0, 1000), (3000, 3000)]);
        let expected = [(0, 1633, 817), (1663, 327, 0), (2020, 980, 980)];
        assert_eq!(bar, expected.map(|(x, width, filled)| Segment { x, width, filled }));
    }

    #[test]
    fn a_bar_of_one_criterion_has_no_gap_and_a_bar_of_none_no_segment() {
        assert_eq!(bar(&[(5000, 5000)]), [Segment { x: 0, width: 3000, filled: 3000 }]);
        assert_eq!(bar(&[]), []);
    }
}
