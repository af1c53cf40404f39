//! Which mentors have which words.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

use roaring::{MultiOps, RoaringBitmap};

use crate::Words;
use crate::words::SoughtWords;

/// Beginnings as short as this many letters begin too many words to look them all up: they have bitmaps of their own.
const SHORT: usize = 2;

/// A bitmap of mentors' numbers for each word, and for each short beginning of a word.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextIndex {
    tokens: BTreeMap<String, u32>,
    mentors: Vec<RoaringBitmap>,
    /// The tokens of each mentor, so that they can be taken out.
    held: Vec<Box<[u32]>>,
}

impl TextIndex {
    /// Makes these the words of a mentor.
    pub(crate) fn set(&mut self, mentor: u32, words: &Words) {
        self.remove(mentor);
        let starts: HashSet<_> = words.iter().flat_map(starts).collect();
        let tokens: Box<[u32]> =
            words.iter().map(str::to_owned).chain(starts).map(|token| self.token(token)).collect();
        for token in &tokens {
            self.mentors[*token as usize].insert(mentor);
        }
        let at = mentor as usize;
        if self.held.len() <= at {
            self.held.resize(at + 1, Box::default());
        }
        self.held[at] = tokens;
    }

    /// Forgets the words of a mentor.
    pub(crate) fn remove(&mut self, mentor: u32) {
        for token in self.held.get_mut(mentor as usize).map(std::mem::take).unwrap_or_default() {
            self.mentors[token as usize].remove(mentor);
        }
    }

    /// Who has all these words, the last as a beginning; nothing where none is asked for.
    pub(crate) fn find(&self, words: &SoughtWords) -> Option<RoaringBitmap> {
        let (last, before) = words.split_last()?;
        let mut found = self.with_start(last);
        for word in before {
            match self.with(word) {
                Some(mentors) => found &= mentors,
                None => found.clear(),
            }
        }
        Some(found)
    }

    fn with(&self, token: &str) -> Option<&RoaringBitmap> {
        self.tokens.get(token).and_then(|token| self.mentors.get(*token as usize))
    }

    fn with_start(&self, start: &str) -> RoaringBitmap {
        if start.chars().count() <= SHORT {
            return self.with(&marked(start)).cloned().unwrap_or_default();
        }
        let from = self.tokens.range::<str, _>((Bound::Included(start), Bound::Unbounded));
        let matching = from.take_while(|(token, _)| token.starts_with(start));
        matching.filter_map(|(_, token)| self.mentors.get(*token as usize)).union()
    }

    fn token(&mut self, token: String) -> u32 {
        let next = u32::try_from(self.mentors.len()).unwrap_or(u32::MAX);
        let number = *self.tokens.entry(token).or_insert(next);
        if number == next {
            self.mentors.push(RoaringBitmap::new());
        }
        number
    }
}

fn starts(word: &str) -> impl Iterator<Item = String> {
    let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.take(SHORT).map(|end| marked(&word[..end]))
}

/// A beginning as a token that is no word.
fn marked(start: &str) -> String {
    format!("\0{start}")
}
