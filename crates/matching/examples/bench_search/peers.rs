//! Other ways to find the closest, and what all of them must do at least.

use crate::programme::OPTIONS;

const PAGE: usize = 20;
/// Scores are looked over so many at a time: most such runs hold nobody for the page.
const RUN: usize = 512;

/// Scatter-add: a posting list for each option, with the mentors in tie order, whose points are added up in an array.
pub(crate) struct Scatter {
    postings: Vec<Vec<u32>>,
    scores: Vec<u16>,
}

impl Scatter {
    /// For mentors with these options, in tie order.
    pub(crate) fn new(mentors: &[Vec<usize>]) -> Self {
        let mut postings = vec![Vec::new(); OPTIONS];
        for (number, options) in (0..).zip(mentors) {
            for option in options {
                postings[*option].push(number);
            }
        }
        Self { postings, scores: vec![0; mentors.len()] }
    }

    /// The best scores, and how many mentors have a point.
    pub(crate) fn search(&mut self, weights: &[(usize, u16)]) -> (Vec<u32>, u32) {
        for (option, weight) in weights {
            for mentor in &self.postings[*option] {
                self.scores[*mentor as usize] += weight;
            }
        }
        let (mut best, mut total) = (Vec::with_capacity(PAGE + 1), 0);
        for run in self.scores.chunks(RUN) {
            let (most, found) = run
                .iter()
                .fold((0, 0_u16), |(most, found), score| (most.max(*score), found + u16::from(*score > 0)));
            total += u32::from(found);
            if best.len() < PAGE || best.last().is_some_and(|last| most > *last) {
                run.iter().filter(|score| **score > 0).for_each(|score| insert(&mut best, *score));
            }
        }
        self.scores.fill(0);
        (best.into_iter().map(u32::from).collect(), total)
    }
}

fn insert(best: &mut Vec<u16>, score: u16) {
    if best.len() < PAGE || best.last().is_some_and(|last| score > *last) {
        let at = best.partition_point(|better| *better >= score);
        best.insert(at, score);
        best.truncate(PAGE);
    }
}

/// What nobody who counts exactly by bitmaps can be faster than: reading the bitmaps of a search once.
pub(crate) struct ReadFloor {
    bitmaps: Vec<Vec<u64>>,
}

impl ReadFloor {
    pub(crate) fn new(mentors: &[Vec<usize>]) -> Self {
        let mut bitmaps = vec![vec![0; mentors.len().div_ceil(64)]; OPTIONS];
        for (number, options) in mentors.iter().enumerate() {
            for option in options {
                bitmaps[*option][number / 64] |= 1 << (number % 64);
            }
        }
        Self { bitmaps }
    }

    pub(crate) fn read(&self, weights: &[(usize, u16)]) -> u64 {
        let read = |bitmap: &Vec<u64>| bitmap.iter().fold(0, |all, word| all ^ word);
        weights.iter().map(|(option, _)| read(&self.bitmaps[*option])).fold(0, |all, one| all ^ one)
    }
}
