//! Finds resources by their words: in memory, made once.

use std::collections::BTreeMap;

use matching::folded_words;

/// How much a word counts by where it stands.
const IN_TITLE: u16 = 9;
const IN_SUMMARY: u16 = 4;
const IN_TEXT: u16 = 1;

/// The words of a resource.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// What it is called.
    pub title: &'a str,
    /// What it is about.
    pub summary: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// The words of all resources, in their order, each with where it stands.
#[derive(Debug, Default)]
pub struct Index {
    words: Vec<(String, Vec<Hit>)>,
    size: usize,
}

/// A word stands in a resource: its number, and how much that counts.
#[derive(Clone, Copy, Debug)]
struct Hit {
    at: usize,
    points: u16,
}

impl Index {
    /// The index of these resources; their numbers are their places.
    pub fn of<'a>(resources: impl IntoIterator<Item = Words<'a>>) -> Self {
        let (mut words, mut size) = (BTreeMap::<String, Vec<Hit>>::new(), 0);
        for (at, resource) in resources.into_iter().enumerate() {
            size = at + 1;
            let parts =
                [(resource.title, IN_TITLE), (resource.summary, IN_SUMMARY), (resource.text, IN_TEXT)];
            for (text, points) in parts {
                for word in folded_words(text) {
                    let hits = words.entry(word).or_default();
                    // What counts most comes first: where it also stands below makes no difference.
                    if hits.last().is_none_or(|last| last.at != at) {
                        hits.push(Hit { at, points });
                    }
                }
            }
        }
        Self { words: words.into_iter().collect(), size }
    }

    /// How many points each resource has for a text: none where a word of it is missing. The last word may still be in
    /// writing. A text without words is in all, for one point.
    pub fn points(&self, text: &str) -> Vec<u16> {
        let mut sought: Vec<String> = folded_words(text).collect();
        let last = sought.pop();
        sought.sort_unstable();
        sought.dedup();
        let mut sum = vec![1_u16; self.size];
        for word in &sought {
            let end = self.words.partition_point(|(known, _)| known <= word);
            self.add(self.first(word)..end, &mut sum);
        }
        if let Some(beginning) = &last {
            let beyond = |known: &String| !known.starts_with(beginning.as_str()) && known > beginning;
            let end = self.words.partition_point(|(known, _)| !beyond(known));
            self.add(self.first(beginning)..end, &mut sum);
        }
        sum
    }

    fn first(&self, word: &str) -> usize {
        self.words.partition_point(|(known, _)| known.as_str() < word)
    }

    /// Adds what one of these words counts where it counts most; where none of them stands nothing is left.
    fn add(&self, words: std::ops::Range<usize>, sum: &mut [u16]) {
        let mut best = vec![0_u16; self.size];
        for hit in self.words[words].iter().flat_map(|(_, hits)| hits) {
            best[hit.at] = best[hit.at].max(hit.points);
        }
        for (sum, best) in sum.iter_mut().zip(best) {
            *sum = if best == 0 || *sum == 0 { 0 } else { sum.saturating_add(best) };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOOKS: [(&str, &str, &str); 3] = [
        ("Listening", "Four seconds and a café", "You hear how somebody asks, and wait."),
        ("Asking good questions", "More than advice", "Ask, then listen: four seconds of Résumé."),
        ("Goals", "Where to", "A goal helps on a Tuesday."),
    ];

    fn index() -> Index {
        Index::of(BOOKS.map(|(title, summary, text)| Words { title, summary, text }))
    }

    fn found(text: &str) -> Vec<usize> {
        let points = index().points(text);
        let mut found: Vec<_> = (0..points.len()).filter(|at| points[*at] > 0).collect();
        found.sort_by_key(|at| std::cmp::Reverse(points[*at]));
        found
    }

    #[test]
    fn all_words_are_there_the_last_as_a_beginning() {
        for (text, expected) in [
            ("", vec![0, 1, 2]),
            (" … ", vec![0, 1, 2]),
            ("listen", vec![0, 1]),
            ("LISTENING", vec![0]),
            ("ask", vec![1, 0]),
            ("cafe", vec![0]),
            ("resume", vec![1]),
            ("four seconds", vec![0, 1]),
            ("seconds fo", vec![0, 1]),
            ("sec four", vec![]),
            ("goal", vec![2]),
            ("goals tues", vec![2]),
            ("nothing", vec![]),
            ("zzz", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_in_the_title_counts_more() {
        let points = index().points("listen");
        assert!(points[0] > points[1] && points[1] > points[2] && points[2] == 0, "{points:?}");
    }

    proptest! {
        #[test]
        fn any_text_is_answered_as_by_reading_all(text in "[a-zé ]{0,12}") {
            let sought: Vec<_> = folded_words(&text).collect();
            let points = index().points(&text);
            for (at, (title, summary, body)) in BOOKS.iter().enumerate() {
                let held: Vec<_> = [title, summary, body].into_iter().flat_map(|text| folded_words(text)).collect();
                let is_there = match sought.split_last() {
                    None => true,
                    Some((last, whole)) => whole.iter().all(|word| held.contains(word)) && held.iter().any(|word| word.starts_with(last.as_str())),
                };
                prop_assert_eq!(points[at] > 0, is_there, "{}", title);
            }
        }
    }
}
