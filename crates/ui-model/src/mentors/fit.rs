use domain::mentors::Reason;

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
    let mut chips: Vec<_> = reasons.iter().map(|reason| (Extent::of(reason), reason)).collect();
    chips.sort_by_key(|(extent, _)| *extent);
    chips
}

/// How wide a match bar is, in units of its view box.
pub const BAR_WIDTH: f64 = 300.0;
/// The gap between two segments of a match bar.
pub const BAR_GAP: f64 = 3.0;

/// The part of a match bar that stands for one criterion, in units of the view box, to a tenth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Where it begins.
    pub x: f64,
    /// How wide it is: in proportion to its points.
    pub width: f64,
    /// How much of it is filled: in proportion to the points of this mentor.
    pub filled: f64,
}

/// The segments of a match bar, in the order of the criteria: the points of each, and those of a full match.
pub fn bar(criteria: &[(u32, u32)]) -> Vec<Segment> {
    let all: f64 = criteria.iter().map(|&(_, attainable)| f64::from(attainable)).sum();
    let gaps: f64 = criteria.iter().skip(1).map(|_| BAR_GAP).sum();
    let unit = (BAR_WIDTH - gaps) / all.max(1.0);
    let mut x = 0.0;
    let segments = criteria.iter().map(|&(points, attainable)| {
        let width = f64::from(attainable) * unit;
        let segment = Segment { x: tenth(x), width: tenth(width), filled: tenth(f64::from(points) * unit) };
        x += width + BAR_GAP;
        segment
    });
    segments.collect()
}

fn tenth(units: f64) -> f64 {
    (units * 10.0).round() / 10.0
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
        let expected = [(0.0, 163.3, 81.7), (166.3, 32.7, 0.0), (202.0, 98.0, 98.0)];
        assert_eq!(bar, expected.map(|(x, width, filled)| Segment { x, width, filled }));
    }

    #[test]
    fn a_bar_of_one_criterion_has_no_gap_and_a_bar_of_none_no_segment() {
        assert_eq!(bar(&[(5000, 5000)]), [Segment { x: 0.0, width: 300.0, filled: 300.0 }]);
        assert_eq!(bar(&[]), []);
    }
}
