//! How far a goal is: derived, never stored.

use chrono::NaiveDate;

use super::{Amount, GoalKind, Pace};

/// What so many percent of the way may be apart from the time that has passed, and still be on the way.
const NEAR: u8 = 10;

/// What the progress of a goal is derived from.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// How one notices that the goal is reached.
    pub kind: GoalKind,
    /// Where the number stood at first.
    pub baseline: Option<Amount>,
    /// Where it shall be.
    pub target: Option<Amount>,
    /// The values that were measured: the day, which of that day it is, the value. In any order.
    pub values: &'a [(NaiveDate, i64, Amount)],
    /// Its milestones: how much each weighs, and whether it is reached.
    pub milestones: &'a [(u32, bool)],
    /// The mentee has said that it is reached.
    pub achieved: bool,
}

impl Way<'_> {
    /// Where the number stands: the last value of the last day.
    pub fn value(&self) -> Option<Amount> {
        let last = self.values.iter().max_by_key(|(on, turn, _)| (*on, *turn));
        last.map(|(_, _, value)| *value)
    }

    /// How many percent of the way are behind: of the number from baseline to target where there is one, else of the
    /// milestones by their weight.
    pub fn percent(&self) -> u8 {
        match (self.kind, self.baseline, self.target) {
            (GoalKind::Number, Some(from), Some(to)) if from != to => self.measured(from, to),
            _ => self.laid(),
        }
    }

    fn measured(&self, from: Amount, to: Amount) -> u8 {
        let between = |to: Amount| i128::from(to.thousandths()) - i128::from(from.thousandths());
        let (whole, gone) = (between(to), self.value().map_or(0, between));
        percent(if whole < 0 { -gone } else { gone }, whole.abs())
    }

    fn laid(&self) -> u8 {
        let weight = |done: bool| {
            let of = self.milestones.iter().filter(move |(_, is_done)| *is_done || !done);
            of.map(|(weight, _)| i128::from(*weight)).sum()
        };
        match weight(false) {
            0 => {
                if self.achieved {
                    100
                } else {
                    0
                }
            }
            whole => percent(weight(true), whole),
        }
    }
}

/// The days between a goal's beginning and its own day.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// When it became active.
    pub since: NaiveDate,
    /// Until when it is to be reached.
    pub due_on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

impl Course {
    /// How many percent of the time have passed.
    pub fn elapsed(self) -> u8 {
        if self.today >= self.due_on {
            return 100;
        }
        let days = |until: NaiveDate| i128::from((until - self.since).num_days());
        percent(days(self.today), days(self.due_on))
    }

    /// How the way that is behind compares with it.
    pub fn pace(self, percent: u8) -> Pace {
        let elapsed = self.elapsed();
        if percent >= elapsed.saturating_add(NEAR) {
            Pace::Ahead
        } else if percent.saturating_add(NEAR) < elapsed {
            Pace::Behind
        } else {
            Pace::OnTheWay
        }
    }
}

/// The whole percent of a part, from 0 to 100; 100 only for all of it.
fn percent(part: i128, whole: i128) -> u8 {
    let percent = part.clamp(0, whole.max(0)) * 100 / whole.max(1);
    u8::try_from(percent).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn on(number: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(740_000 + number).unwrap()
    }

    fn measured(from: &str, to: &str, values: &[(NaiveDate, i64, Amount)]) -> u8 {
        let (baseline, target) = (Some(amount(from)), Some(amount(to)));
        Way { kind: GoalKind::Number, baseline, target, values, milestones: &[(1, true)], achieved: false }
            .percent()
    }

    fn laid(milestones: &[(u32, bool)], achieved: bool) -> u8 {
        let kind = GoalKind::Milestones;
        Way { kind, baseline: None, target: None, values: &[], milestones, achieved }.percent()
    }

    #[test]
    fn a_number_goes_from_the_baseline_to_the_target_whichever_way() {
        for (from, to, value, percent) in [
            ("3", "8", "6", 60),
            ("3", "8", "2", 0),
            ("3", "8", "9", 100),
            ("3", "8", "7.999", 99),
            ("80", "20", "50", 50),
            ("80", "20", "81", 0),
            ("80", "20", "20", 100),
            ("-5", "5", "0", 50),
            ("-1000000000", "1000000000", "0", 50),
        ] {
            assert_eq!(measured(from, to, &[(on(1), 1, amount(value))]), percent, "{from} {to} {value}");
        }
        assert_eq!(measured("3", "8", &[]), 0, "nothing is measured yet, whatever stones are laid");
        let twice_a_day = [(on(2), 2, amount("5.5")), (on(2), 1, amount("8")), (on(1), 3, amount("3"))];
        assert_eq!(measured("3", "8", &twice_a_day), 50, "the last of the last day counts");
    }

    #[test]
    fn stones_count_by_their_weight_where_nothing_is_measured() {
        assert_eq!(laid(&[(1, true), (1, true), (1, false)], false), 66);
        assert_eq!(laid(&[(3, true), (1, false)], false), 75);
        assert_eq!(laid(&[(1, true), (100, true)], false), 100);
        assert_eq!((laid(&[], false), laid(&[], true)), (0, 100));
        assert_eq!(laid(&[(1, false)], true), 0, "what is open stays open");
    }

    #[test]
    fn the_pace_compares_the_way_with_the_time() {
        let course = |today| Course { since: on(0), due_on: on(100), today: on(today) };
        assert_eq!([0, 28, 99, 100, 300].map(|today| course(today).elapsed()), [0, 28, 99, 100, 100]);
        assert_eq!(course(28).pace(60), Pace::Ahead);
        assert_eq!(course(28).pace(38), Pace::Ahead);
        assert_eq!(course(28).pace(37), Pace::OnTheWay);
        assert_eq!(course(28).pace(18), Pace::OnTheWay);
        assert_eq!(course(28).pace(17), Pace::Behind);
        assert_eq!(course(0).pace(0), Pace::OnTheWay);
        assert_eq!(course(500).pace(100), Pace::OnTheWay);
        let late = Course { since: on(9), due_on: on(3), today: on(9) };
        assert_eq!(late.elapsed(), 100, "it became active after its day");
    }

    fn values() -> impl Strategy<Value = Vec<(NaiveDate, i64, Amount)>> {
        let value = (0..40_i32, -1_000_000_000_000_i64..=1_000_000_000_000);
        prop::collection::vec(value, 0..30).prop_map(|values| {
            let numbered = values.into_iter().zip(0_i64..);
            numbered
                .map(|((day, value), turn)| (on(day), turn, Amount::from_thousandths(value).unwrap()))
                .collect()
        })
    }

    fn amounts() -> impl Strategy<Value = Amount> {
        (-1_000_000_000_000_i64..=1_000_000_000_000)
            .prop_map(|value| Amount::from_thousandths(value).unwrap())
    }

    proptest! {
        #[test]
        fn progress_is_bounded_and_does_not_depend_on_the_order_of_entries(
            (values, shuffled) in values().prop_flat_map(|values| (Just(values.clone()), Just(values).prop_shuffle())),
            baseline in prop::option::of(amounts()),
            target in prop::option::of(amounts()),
            milestones in prop::collection::vec((1..=100_u32, any::<bool>()), 0..50),
            kind in prop::sample::select(GoalKind::ALL),
            achieved in any::<bool>(),
        ) {
            let way = Way { kind, baseline, target, values: &values, milestones: &milestones, achieved };
            let other = Way { values: &shuffled, ..way.clone() };
            prop_assert!(way.percent() <= 100);
            prop_assert_eq!(way.percent(), other.percent());
            prop_assert_eq!(way.value(), other.value());
        }

        #[test]
        fn a_stone_never_takes_away_from_the_way(
            milestones in prop::collection::vec((1..=100_u32, any::<bool>()), 1..50),
            laid_next in any::<prop::sample::Index>(),
        ) {
            let mut more = milestones.clone();
            more[laid_next.index(milestones.len())].1 = true;
            prop_assert!(laid(&milestones, false) <= laid(&more, false));
            let all: Vec<_> = milestones.iter().map(|(weight, _)| (*weight, true)).collect();
            prop_assert_eq!(laid(&all, false), 100);
            let all_laid = milestones.iter().all(|(_, done)| *done);
            prop_assert_eq!(laid(&milestones, false) == 100, all_laid, "100 is for all of them only");
        }

        #[test]
        fn nearer_to_the_target_is_never_less(baseline in amounts(), target in amounts(), share in 0..=1000_i64) {
            prop_assume!(baseline != target);
            let between = |share: i64| {
                let whole = i128::from(target.thousandths()) - i128::from(baseline.thousandths());
                let at = i128::from(baseline.thousandths()) + whole * i128::from(share) / 1000;
                Amount::from_thousandths(i64::try_from(at).unwrap()).unwrap()
            };
            let percent = |share| measured(
                &baseline.to_string(), &target.to_string(), &[(on(1), 1, between(share))],
            );
            prop_assert!(percent((share - 1).max(0)) <= percent(share));
        }
    }
}
