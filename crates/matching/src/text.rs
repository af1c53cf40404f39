//! Which mentors have which words.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use hashbrown::HashMap;
use roaring::{MultiOps, RoaringBitmap};

use crate::Words;
use crate::words::SoughtWords;

/// Beginnings as short as this many letters begin too many words to look them all up: they have bitmaps of their own.
const SHORT: usize = 2;

/// A bitmap of mentors' numbers for each word, and for each short beginning of a word.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextIndex {
    tokens: HashMap<Arc<str>, u32>,
    /// The same in their order, for beginnings.
    ordered: BTreeMap<Arc<str>, u32>,
    /// The short beginnings.
    starts: HashMap<Box<str>, u32>,
    mentors: Vec<RoaringBitmap>,
    /// The tokens of each mentor, so that they can be taken out.
    held: Vec<Box<[u32]>>,
}

impl TextIndex {
    /// Makes these the words of a mentor.
    pub(crate) fn set(&mut self, mentor: u32, words: &Words) {
        self.remove(mentor);
        let tokens = self.tokens_of(words);
        for token in &tokens {
            let mentors = &mut self.mentors[*token as usize];
            // New mentors have ever higher numbers, and to append is quicker than to insert.
            if mentors.try_push(mentor).is_err() {
                mentors.insert(mentor);
            }
        }
        self.hold(mentor, tokens);
    }

    /// Makes these the words of many mentors. One bitmap after the other is filled: the memory would have to bring each anew
    /// for each mentor.
    pub(crate) fn set_all(&mut self, all: &[(u32, &Words)]) {
        for (mentor, words) in all {
            self.remove(*mentor);
            let tokens = self.tokens_of(words);
            self.hold(*mentor, tokens);
        }
        let (holders, ends) = self.holders(all.iter().map(|(mentor, _)| *mentor));
        let mut start = 0;
        for (mentors, end) in self.mentors.iter_mut().zip(ends) {
            let new = holders[start..end].iter().copied();
            if mentors.append(new.clone()).is_err() {
                mentors.extend(new);
            }
            start = end;
        }
    }

    /// Those of these mentors who hold a token, token after token, and where those of each token end.
    fn holders(&self, mentors: impl Iterator<Item = u32> + Clone) -> (Vec<u32>, Vec<usize>) {
        let held = |mentor: u32| self.held[mentor as usize].iter().map(|token| *token as usize);
        // First how many each token has, then where they begin, and in the end where they end.
        let mut ends = vec![0; self.mentors.len()];
        for token in mentors.clone().flat_map(held) {
            ends[token] += 1;
        }
        let mut count = 0;
        for end in &mut ends {
            count += std::mem::replace(end, count);
        }
        let mut holders = vec![0; count];
        for (mentor, token) in mentors.flat_map(|mentor| held(mentor).map(move |token| (mentor, token))) {
            holders[ends[token]] = mentor;
            ends[token] += 1;
        }
        (holders, ends)
    }

    fn hold(&mut self, mentor: u32, tokens: Vec<u32>) {
        let at = mentor as usize;
        if self.held.len() <= at {
            self.held.resize(at + 1, Box::default());
        }
        self.held[at] = tokens.into();
    }

    /// The words and their short beginnings.
    fn tokens_of(&mut self, words: &Words) -> Vec<u32> {
        let mut tokens = Vec::new();
        let mut before = "";
        for word in words.iter() {
            tokens.push(self.token(word));
            // In their order, those that begin alike follow each other.
            let new = starts(word).filter(|start| !before.starts_with(start));
            tokens.extend(new.map(|start| self.start(start)));
            before = word;
        }
        tokens
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

    fn with(&self, word: &str) -> Option<&RoaringBitmap> {
        self.tokens.get(word).and_then(|token| self.mentors.get(*token as usize))
    }

    fn with_start(&self, start: &str) -> RoaringBitmap {
        if start.chars().count() <= SHORT {
            let mentors = self.starts.get(start).and_then(|token| self.mentors.get(*token as usize));
            return mentors.cloned().unwrap_or_default();
        }
        let from = self.ordered.range::<str, _>((Bound::Included(start), Bound::Unbounded));
        let matching = from.take_while(|(token, _)| token.starts_with(start));
        matching.filter_map(|(_, token)| self.mentors.get(*token as usize)).union()
    }

    fn token(&mut self, word: &str) -> u32 {
        if let Some(number) = self.tokens.get(word) {
            return *number;
        }
        let (word, number): (Arc<str>, _) = (word.into(), self.new_token());
        self.tokens.insert(word.clone(), number);
        self.ordered.insert(word, number);
        number
    }

    fn start(&mut self, start: &str) -> u32 {
        if let Some(number) = self.starts.get(start) {
            return *number;
        }
        let number = self.new_token();
        self.starts.insert(start.into(), number);
        number
    }

    fn new_token(&mut self) -> u32 {
        self.mentors.push(RoaringBitmap::new());
        u32::try_from(self.mentors.len() - 1).unwrap_or(u32::MAX)
    }
}

fn starts(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.take(SHORT).map(|end| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_at_once_are_found_as_one_after_another() {
        let words = |text: &'static str| Words::of([text]);
        let before = [(3, words("nurse leeds")), (1, words("nurse kano")), (4, words("keeper"))];
        // Known ones and new ones, in no order, and one of them twice.
        let all = [
            (4, words("leeds")),
            (0, words("nurse bees")),
            (2, words("kano")),
            (2, words("nurse")),
            (7, words("")),
        ];
        let (mut one_by_one, mut at_once) = (TextIndex::default(), TextIndex::default());
        before.iter().chain(&all).for_each(|(mentor, words)| one_by_one.set(*mentor, words));
        for some in [&before[..], &all] {
            let some: Vec<_> = some.iter().map(|(mentor, words)| (*mentor, words)).collect();
            at_once.set_all(&some);
        }
        for index in [&mut one_by_one, &mut at_once] {
            index.remove(1);
        }
        for text in ["nurse", "n", "ke", "keeper", "kan", "leeds", "leeds n", "bees nurse", "owl"] {
            let sought = SoughtWords::of(text);
            assert_eq!(at_once.find(&sought), one_by_one.find(&sought), "{text}");
        }
        let nurses: Vec<_> = at_once.find(&SoughtWords::of("nurse")).into_iter().flatten().collect();
        assert_eq!(nurses, [0, 2, 3]);
    }
}
