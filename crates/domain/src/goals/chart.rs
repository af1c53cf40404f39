//! What a chart shows of many values.

use super::ChartPoint;

/// So many columns the eye tells apart.
const COLUMNS: i64 = 100;

/// The most points of a chart: the first and the last, and of each column the lowest and the highest.
pub const MOST_POINTS: usize = 202;

/// The values, the earliest first, thinned to what the eye can see: no extreme is lost.
pub fn thinned(values: Vec<ChartPoint>) -> Vec<ChartPoint> {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return values };
    if values.len() <= MOST_POINTS {
        return values;
    }
    let (begins, days) = (first.on, (last.on - first.on).num_days() + 1);
    let column = |point: &ChartPoint| (point.on - begins).num_days() * COLUMNS / days;
    let inner = values.get(1..values.len() - 1).unwrap_or_default();
    let extremes = inner.chunk_by(|a, b| column(a) == column(b)).flat_map(extremes);
    [*first].into_iter().chain(extremes).chain([*last]).collect()
}

/// The lowest and the highest of some values, in their order.
fn extremes(column: &[ChartPoint]) -> impl Iterator<Item = ChartPoint> + use<'_> {
    let at = |choose: fn(&[ChartPoint]) -> Option<usize>| choose(column).unwrap_or(0);
    let low = at(|column| (0..column.len()).min_by_key(|at| column.get(*at).map(|point| point.value)));
    let high = at(|column| (0..column.len()).max_by_key(|at| column.get(*at).map(|point| point.value)));
    let kept = if low == high { [Some(low), None] } else { [Some(low.min(high)), Some(low.max(high))] };
    kept.into_iter().flatten().filter_map(|at| column.get(at).copied())
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::goals::Amount;

    fn points(values: &[(i64, i64)]) -> Vec<ChartPoint> {
        let begins = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut points: Vec<_> = values
            .iter()
            .map(|(day, value)| ChartPoint {
                on: begins + Duration::days(*day),
                value: Amount::from_thousandths(*value).unwrap(),
            })
            .collect();
        points.sort_by_key(|point| point.on);
        points
    }

    #[test]
    fn few_values_stay_as_they_are() {
        let few = points(&[(0, 3), (1, 4), (1, 2)]);
        assert_eq!(thinned(few.clone()), few);
        assert_eq!(thinned(Vec::new()), []);
    }

    #[test]
    fn a_single_peak_among_a_thousand_is_seen() {
        let mut many: Vec<_> = (0..1000).map(|day| (day, 5)).collect();
        many[617].1 = 9;
        many[618].1 = 1;
        let kept = thinned(points(&many));
        let peak = points(&[(617, 9), (618, 1)]);
        assert!(kept.len() <= MOST_POINTS, "{}", kept.len());
        assert!(kept.windows(2).any(|pair| pair == peak), "both, in their order");
    }

    proptest! {
        #[test]
        fn what_stands_out_stays(values in prop::collection::vec((0..400_i64, -50..50_i64), 1..1200)) {
            let all = points(&values);
            let kept = thinned(all.clone());
            prop_assert!(kept.len() <= MOST_POINTS.max(1));
            prop_assert_eq!((kept.first(), kept.last()), (all.first(), all.last()));
            let span = |points: &[ChartPoint]| {
                (points.iter().map(|p| p.value).min(), points.iter().map(|p| p.value).max())
            };
            prop_assert_eq!(span(&kept), span(&all));
            let mut rest = all.iter();
            prop_assert!(kept.iter().all(|point| rest.any(|other| other == point)), "in their order");
        }
    }
}
