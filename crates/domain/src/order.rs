//! Order for short lists. The sort of the standard library is made for long ones: in the web app it would weigh more
//! than all that is sorted there, for each type anew.

use std::cmp::Ordering;

/// The items in order; those that are equal stay as they were.
pub fn in_order<T>(items: impl IntoIterator<Item = T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut ordered: Vec<T> = Vec::new();
    for item in items {
        let place = ordered.partition_point(|known| compare(known, &item) != Ordering::Greater);
        ordered.insert(place, item);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_stay_as_they_were() {
        let items = [(2, 'a'), (1, 'a'), (2, 'b'), (1, 'b')];
        let ordered = in_order(items, |(a, _), (b, _)| a.cmp(b));
        assert_eq!(ordered, [(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')]);
    }
}
