//! Where the marks of a chart are: values over days, the target, an even pace, today.

use chrono::{Datelike, NaiveDate};
use domain::goals::{Amount, ChartPoint};

/// The size of a chart, in units of its drawing.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

/// What is left free around the marks: for amounts, dates and the words at the target.
const LEFT: i32 = 44;
const RIGHT: i32 = 16;
const TOP: i32 = 40;
const BOTTOM: i32 = 34;

impl Frame {
    /// Where the marks begin.
    pub const fn left(self) -> i32 {
        LEFT
    }

    /// Where they end.
    pub const fn right(self) -> i32 {
        self.width - RIGHT
    }

    /// How high they reach.
    pub const fn top(self) -> i32 {
        TOP
    }

    /// How low.
    pub const fn bottom(self) -> i32 {
        self.height - BOTTOM
    }
}

/// Where the marks of a chart are.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Where the values stand, the earliest first.
    pub points: Vec<(i32, i32)>,
    /// How high the target is.
    pub target: i32,
    /// An even pace: from where to where.
    pub pace: Option<[(i32, i32); 2]>,
    /// Where today is, if it is on the chart.
    pub today: Option<i32>,
    /// How high amounts are that are written beside the chart.
    pub amounts: Vec<(i32, Amount)>,
    /// Where months begin.
    pub months: Vec<(i32, NaiveDate)>,
}

/// Lays out a chart from the day it began to the day until which the target is to be reached, or as far as there are values.
pub fn chart(
    frame: Frame,
    points: &[ChartPoint],
    (baseline, target): (Amount, Amount),
    (begins, due, today): (NaiveDate, Option<NaiveDate>, NaiveDate),
) -> Chart {
    let days = points.iter().map(|point| point.on).chain([begins, today]).chain(due);
    let (first, last) = bounds(days.map(|day| i64::from(day.num_days_from_ce())));
    let values = points.iter().map(|point| point.value).chain([baseline, target]);
    let (low, high) = bounds(values.map(Amount::thousandths));
    let wide = frame.right() - frame.left();
    let x =
        |day: NaiveDate| frame.left() + share(i64::from(day.num_days_from_ce()) - first, last - first, wide);
    let bottom = frame.bottom();
    let y = |amount: Amount| bottom - share(amount.thousandths() - low, high - low, bottom - frame.top());
    Chart {
        points: points.iter().map(|point| (x(point.on), y(point.value))).collect(),
        target: y(target),
        pace: due.filter(|due| *due > begins).map(|due| [(x(begins), y(baseline)), (x(due), y(target))]),
        today: due.filter(|due| today < *due && today > begins).map(|_| x(today)),
        amounts: amounts(low, high).into_iter().map(|amount| (y(amount), amount)).collect(),
        months: months(first, last, wide / 64).into_iter().map(|day| (x(day), day)).collect(),
    }
}

/// The least and the greatest; apart by one at least.
fn bounds(values: impl Iterator<Item = i64> + Clone) -> (i64, i64) {
    let (low, high) = (values.clone().min().unwrap_or(0), values.max().unwrap_or(0));
    (low, high.max(low + 1))
}

/// So much of a length as a part is of a whole.
fn share(part: i64, whole: i64, length: i32) -> i32 {
    i32::try_from(part * i64::from(length) / whole.max(1)).unwrap_or(length)
}

/// Round amounts within these bounds, in thousandths: three to six of them.
fn amounts(low: i64, high: i64) -> Vec<Amount> {
    let steps = (0..12).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
    let Some(step) = steps.into_iter().find(|step| (high - low) / step <= 5) else { return Vec::new() };
    let first = low.div_euclid(step) * step;
    let marks = (0..8).map(|n| first + n * step).filter(|amount| (low..=high).contains(amount));
    marks.filter_map(Amount::from_thousandths).collect()
}

/// The first days of months within these days, at most so many.
fn months(first: i64, last: i64, most: i32) -> Vec<NaiveDate> {
    let day = |number: i64| i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
    let (Some(first), Some(last)) = (day(first), day(last)) else { return Vec::new() };
    let begin = |number: i32| {
        let month = u32::try_from(number.rem_euclid(12)).unwrap_or(0) + 1;
        NaiveDate::from_ymd_opt(number.div_euclid(12), month, 1)
    };
    let number = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
    let (from, to) = (number(first) + 1, number(last));
    let every = usize::try_from((to - from + most) / most.max(1)).unwrap_or(1).max(1);
    (from..=to).step_by(every).filter_map(begin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { width: 640, height: 300 };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn shown(points: &[(&str, &str)], target: &str) -> Chart {
        let points: Vec<_> =
            points.iter().map(|(on, value)| ChartPoint { on: day(on), value: amount(value) }).collect();
        let days = (day("2026-04-02"), Some(day("2026-11-30")), day("2026-06-09"));
        chart(FRAME, &points, (amount("3"), amount(target)), days)
    }

    #[test]
    fn values_lie_between_baseline_and_target() {
        let chart = shown(&[("2026-04-02", "3"), ("2026-06-04", "6")], "8");
        assert_eq!(chart.points[0], (44, 266));
        assert_eq!(chart.target, 40);
        assert_eq!(chart.pace, Some([(44, 266), (624, 40)]));
        assert!(chart.points[1].1 < 266 && chart.points[1].1 > 40);
        assert!(chart.today.is_some_and(|today| today > chart.points[1].0));
        let marks: Vec<_> = chart.amounts.iter().map(|(_, amount)| amount.to_string()).collect();
        assert_eq!(marks, ["3", "4", "5", "6", "7", "8"]);
        assert_eq!(chart.months.first().map(|(_, month)| *month), Some(day("2026-05-01")));
        assert_eq!(chart.months.len(), 7);
    }

    #[test]
    fn falling_goals_fall() {
        let chart = shown(&[("2026-05-02", "1")], "-4");
        assert!(chart.target > 200 && chart.points[0].1 < chart.target);
    }

    #[test]
    fn what_lies_outside_of_the_plan_is_still_on_the_chart() {
        let chart = shown(&[("2026-03-01", "1"), ("2026-12-24", "12")], "8");
        assert!(
            chart.points.iter().all(|(x, y)| (44..=624).contains(x) && (40..=266).contains(y)),
            "{chart:?}"
        );
        assert!(chart.target > 40);
    }

    #[test]
    fn a_chart_of_one_day_or_huge_numbers_does_not_break() {
        let on = day("2026-04-02");
        let one = [ChartPoint { on, value: amount("3") }];
        let chart = chart(FRAME, &one, (amount("3"), amount("3.001")), (on, None, on));
        assert_eq!((chart.points[0], chart.pace, chart.today), ((44, 266), None, None));
        let huge = shown(&[("2026-04-02", "-1000000000"), ("2026-06-04", "1000000000")], "8");
        assert!((3..=6).contains(&huge.amounts.len()), "{:?}", huge.amounts);
    }
}
