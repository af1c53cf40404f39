use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// The words of a mentor's name, headline and story, as searches compare them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of these texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words: Vec<_> = texts.into_iter().flat_map(folded_words).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// All words of a text are among these, the last as a beginning.
    pub fn answer(&self, text: &str) -> bool {
        let sought = SoughtWords::of(text);
        let Some((last, before)) = sought.split_last() else { return true };
        before.iter().all(|word| self.has(word)) && self.has_start(last)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    fn has(&self, word: &str) -> bool {
        self.0.binary_search_by(|held| held.as_str().cmp(word)).is_ok()
    }

    fn has_start(&self, start: &str) -> bool {
        let at = self.0.partition_point(|held| held.as_str() < start);
        self.0.get(at).is_some_and(|held| held.starts_with(start))
    }
}

/// The words that a search asks for: all of them, the last of which may still be in writing.
#[derive(Clone, Debug)]
pub(crate) struct SoughtWords(Vec<String>);

impl SoughtWords {
    pub(crate) fn of(text: &str) -> Self {
        Self(folded_words(text).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The last word, which may still be in writing, and the words before it.
    pub(crate) fn split_last(&self) -> Option<(&String, &[String])> {
        self.0.split_last()
    }
}

/// The words of a text without case and accents: what stands between anything that is neither letter nor digit.
pub(crate) fn folded_words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<_> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.into_iter()
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let lower = text.nfkd().flat_map(char::to_lowercase).nfkd();
    for letter in lower.filter(|c| canonical_combining_class(*c) == 0) {
        match letter {
            // Letters whose accent Unicode does not take apart, and two that are written in two ways.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ŧ' => folded.push('t'),
            'ŋ' => folded.push('n'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            // The joiners within Persian and Hindi words part nothing.
            '\u{200C}' | '\u{200D}' => {}
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(sought: &str, text: &str) -> bool {
        Words::of([text]).answer(sought)
    }

    #[test]
    fn case_and_accents_make_no_difference() {
        for (sought, text) in [
            ("nguyen", "Nguyễn Thu Hà"),
            ("Nguyễn", "NGUYEN thu ha"),
            ("олена", "Олена Ковальчук"),
            ("ковальчук", "Олена КОВАЛЬЧУК"),
            ("strasse", "Straße"),
            ("straße", "STRASSE"),
            ("lodz", "Łódź"),
            ("soren", "Søren"),
            ("dordevic", "Đorđević"),
            ("istanbul", "İstanbul"),
            ("σοφος", "ΣΟΦΌΣ σοφός"),
            ("میخواهم", "می\u{200C}خواهم"),
            ("office", "o\u{FB03}ce"),
        ] {
            assert!(finds(sought, text), "{sought} in {text}");
        }
    }

    #[test]
    fn vowels_that_are_signs_are_not_accents() {
        assert!(finds("हिन्दी", "हिन्दी"));
        assert!(!finds("हन्दी", "हिन्दी"));
    }

    #[test]
    fn all_words_must_be_there_in_any_order() {
        let text = "Leads a first team; speaks to groups.";
        assert!(finds("groups first", text));
        assert!(!finds("groups second", text));
    }

    #[test]
    fn only_the_last_word_may_be_a_beginning() {
        let text = "Leads a first team";
        assert!(finds("leads fir", text));
        assert!(!finds("lea first", text));
        assert!(!finds("irst", text));
    }

    #[test]
    fn a_text_without_words_asks_for_nothing() {
        assert!(finds("", "anything"));
        assert!(finds(" … !", "anything"));
    }

    #[test]
    fn words_come_from_all_texts() {
        let words = Words::of(["Noor Haddad", "Ward nurse", ""]);
        assert!(words.answer("ward noor"));
    }

    proptest::proptest! {
        #[test]
        fn what_is_folded_stays_as_it_is(text in "\\PC*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn every_text_is_found_by_itself(text in "\\PC*") {
            proptest::prop_assert!(finds(&text, &text));
        }
    }
}
