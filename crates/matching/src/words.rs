use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// The words of a mentor's name, headline and story, as searches compare them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(
    /// In their order, each once, a space between them.
    Box<str>,
);

impl Words {
    /// The words of these texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let folded: Vec<_> = texts.into_iter().map(fold).collect();
        let mut words: Vec<_> = folded.iter().flat_map(|text| split(text)).collect();
        words.sort_unstable();
        words.dedup();
        Self(words.join(" ").into())
    }

    /// All words of a text are among these, the last as a beginning.
    pub fn answer(&self, text: &str) -> bool {
        let sought = SoughtWords::of(text);
        let Some((last, before)) = sought.split_last() else { return true };
        before.iter().all(|word| self.iter().any(|held| held == word))
            && self.iter().any(|held| held.starts_with(last))
    }

    /// In their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        split(&self.0)
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
pub fn folded_words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<_> = split(&folded).map(str::to_owned).collect();
    words.into_iter()
}

fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // What is ASCII has no accents: most of most texts needs no look into the tables of Unicode.
        let (plain, after) = rest.split_at(rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len()));
        folded.extend(plain.chars().map(|c| c.to_ascii_lowercase()));
        let (other, after) = after.split_at(after.find(|c: char| c.is_ascii()).unwrap_or(after.len()));
        fold_other(other, &mut folded);
        rest = after;
    }
    folded
}

fn fold_other(text: &str, folded: &mut String) {
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
        fn what_stands_beside_a_text_changes_nothing(text in "\\PC*") {
            let beside = format!("a {text} z");
            proptest::prop_assert_eq!(fold(&beside), format!("a {} z", fold(&text)));
            let mut whole = String::new();
            fold_other(&text, &mut whole);
            proptest::prop_assert_eq!(fold(&text), whole);
        }

        #[test]
        fn every_text_is_found_by_itself(text in "\\PC*") {
            proptest::prop_assert!(finds(&text, &text));
        }
    }
}
