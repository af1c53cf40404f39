/// A run of words of a text that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// As before.
    Same(String),
    /// No longer there.
    Old(String),
    /// New.
    New(String),
}

/// What changed between two texts, word by word; of what was replaced, the old words come first.
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (words(old), words(new));
    let before = old.iter().zip(&new).take_while(|(old, new)| same(old, new)).count();
    let (old, middle) = (&old[before..], &new[before..]);
    let after = old.iter().rev().zip(middle.iter().rev()).take_while(|(old, new)| same(old, new)).count();
    let (old, changed) = (&old[..old.len() - after], &middle[..middle.len() - after]);
    let mut found = Vec::new();
    push(&mut found, Change::Same, &new[..before]);
    between(old, changed, &mut found);
    push(&mut found, Change::Same, &middle[middle.len() - after..]);
    keep_apart(&mut found);
    found
}

/// The last word of a text has no white space after it, but here other words may follow.
fn keep_apart(found: &mut [Change]) {
    let Some((_, before_others)) = found.split_last_mut() else { return };
    for Change::Same(words) | Change::Old(words) | Change::New(words) in before_others {
        if !words.ends_with(char::is_whitespace) {
            words.push(' ');
        }
    }
}

/// Words with the white space after them.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

fn same(one: &str, other: &str) -> bool {
    one.trim_end() == other.trim_end()
}

fn push(found: &mut Vec<Change>, change: fn(String) -> Change, words: &[&str]) {
    if !words.is_empty() {
        found.push(change(words.concat()));
    }
}

/// As many words as can stay, stay (the longest common subsequence).
fn between(old: &[&str], new: &[&str], found: &mut Vec<Change>) {
    let stay = staying(old, new);
    let wide = new.len() + 1;
    let (mut i, mut j) = (0, 0);
    let (mut kept, mut gone, mut come) = (Vec::new(), Vec::new(), Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && same(old[i], new[j]) {
            push(found, Change::Old, &std::mem::take(&mut gone));
            push(found, Change::New, &std::mem::take(&mut come));
            kept.push(new[j]);
            (i, j) = (i + 1, j + 1);
            continue;
        }
        push(found, Change::Same, &std::mem::take(&mut kept));
        if j == new.len() || (i < old.len() && stay[(i + 1) * wide + j] >= stay[i * wide + j + 1]) {
            gone.push(old[i]);
            i += 1;
        } else {
            come.push(new[j]);
            j += 1;
        }
    }
    push(found, Change::Old, &gone);
    push(found, Change::New, &come);
    push(found, Change::Same, &kept);
}

/// How many words can stay from each pair of places on.
fn staying(old: &[&str], new: &[&str]) -> Vec<u16> {
    let wide = new.len() + 1;
    let mut stay = vec![0; (old.len() + 1) * wide];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            stay[i * wide + j] = if same(old[i], new[j]) {
                stay[(i + 1) * wide + j + 1] + 1
            } else {
                stay[(i + 1) * wide + j].max(stay[i * wide + j + 1])
            };
        }
    }
    stay
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stays as it is, `[-old-]` and `{+new+}`.
    fn marked(old: &str, new: &str) -> String {
        let mark = |change| match change {
            Change::Same(words) => words,
            Change::Old(words) => ["[-", &words, "-]"].concat(),
            Change::New(words) => ["{+", &words, "+}"].concat(),
        };
        changes(old, new).into_iter().map(mark).collect()
    }

    #[test]
    fn what_is_the_same_is_not_marked() {
        assert_eq!(changes("", ""), []);
        assert_eq!(changes("ten people", "ten people"), [Change::Same("ten people".to_owned())]);
    }

    #[test]
    fn words_that_were_replaced_stand_before_those_that_replace_them() {
        assert_eq!(
            marked("more than ten people in the room", "more than ten strangers in the room"),
            "more than ten [-people -]{+strangers +}in the room"
        );
    }

    #[test]
    fn added_and_dropped_words_are_marked_where_they_are() {
        assert_eq!(
            marked("a briefing for thirty", "a good briefing for thirty"),
            "a {+good +}briefing for thirty"
        );
        assert_eq!(marked("one two three", "one three"), "one [-two -]three");
        assert_eq!(marked("one two", "one"), "one [-two-]");
        assert_eq!(marked("", "all of it"), "{+all of it+}");
        assert_eq!(marked("all of it", ""), "[-all of it-]");
        assert_eq!(marked("thirty people", "thirty people from wards"), "thirty people {+from wards+}");
    }

    #[test]
    fn two_changes_leave_what_is_between_them() {
        assert_eq!(marked("a b c d e", "a x c y e"), "a [-b -]{+x +}c [-d -]{+y +}e");
    }

    #[test]
    fn another_line_end_is_no_other_word() {
        assert_eq!(marked("one\ntwo", "one two"), "one two");
        assert_eq!(marked("олово и мідь", "срібло и мідь"), "[-олово -]{+срібло +}и мідь");
    }

    #[test]
    fn of_two_long_texts_all_of_the_new_one_is_there() {
        let old = (0..400).map(|n| (n % 7).to_string()).collect::<Vec<_>>().join(" ");
        let new = (0..400).map(|n| (n % 5).to_string()).collect::<Vec<_>>().join(" ");
        let (mut before, mut after) = (String::new(), String::new());
        for change in changes(&old, &new) {
            match change {
                Change::Same(words) => {
                    before += &words;
                    after += &words;
                }
                Change::Old(words) => before += &words,
                Change::New(words) => after += &words,
            }
        }
        assert_eq!((before.trim_end(), after.trim_end()), (old.as_str(), new.as_str()));
    }
}
