use domain::tools::{Question, Worksheet};

/// The keys that are chosen, of an answer with one a line.
pub fn chosen(value: &str) -> impl Iterator<Item = &str> {
    value.lines().map(str::trim).filter(|key| !key.is_empty())
}

/// The answer with a choice taken or left, in the order of the choices.
pub fn with_choice<'a>(value: &str, key: &str, on: bool, order: impl Iterator<Item = &'a str>) -> String {
    let is_on = |known: &&str| if *known == key { on } else { chosen(value).any(|chosen| chosen == *known) };
    order.filter(is_on).collect::<Vec<_>>().join("\n")
}

/// All questions of a worksheet, in order.
pub fn questions(sheet: &Worksheet) -> impl Iterator<Item = &Question> {
    sheet.sections.iter().flat_map(|section| &section.questions)
}

/// How many questions have an answer, and how many there are.
pub fn answered(sheet: &Worksheet) -> (u32, u32) {
    let count = |filled: usize| u32::try_from(filled).unwrap_or(u32::MAX);
    let filled =
        questions(sheet).filter(|question| question.answer.as_ref().is_some_and(|a| !a.value.is_empty()));
    (count(filled.count()), count(questions(sheet).count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_keep_the_order_of_the_worksheet() {
        let order = ["video", "phone", "walk"];
        let with = |value: &str, key, on| with_choice(value, key, on, order.iter().copied());
        assert_eq!(with("", "walk", true), "walk");
        assert_eq!(with("walk", "video", true), "video\nwalk");
        assert_eq!(with("video\nwalk", "video", false), "walk");
        assert_eq!(with("gone", "phone", true), "phone", "what can no longer be chosen goes");
        assert_eq!(chosen(" video \n\nwalk").collect::<Vec<_>>(), ["video", "walk"]);
    }
}
