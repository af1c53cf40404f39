use chrono::Duration;

/// So many answers say how long somebody takes.
const ENOUGH: usize = 5;

/// The median of times from a request to its first answer, in whole hours; nothing while there are few.
pub fn median_hours(mut took: Vec<Duration>) -> Option<u32> {
    if took.len() < ENOUGH {
        return None;
    }
    took.sort_unstable();
    let hours = took[took.len() / 2].num_minutes().max(0) + 59;
    u32::try_from(hours / 60).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_answers_make_a_median() {
        let hours = |hours: &[i64]| hours.iter().map(|hours| Duration::hours(*hours)).collect();
        assert_eq!(median_hours(hours(&[1, 2, 3, 4])), None);
        assert_eq!(median_hours(hours(&[90, 1, 3, 2, 4])), Some(3));
        assert_eq!(median_hours(vec![Duration::minutes(61); 5]), Some(2), "begun hours count");
    }
}
