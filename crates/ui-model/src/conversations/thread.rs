use domain::conversations::Message;
use domain::page::Page;

/// The lines of a conversation as far as they are known, the newest last and none missing between two.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// The lines.
    pub lines: Vec<Message>,
    /// The cursor of the lines before them, where there are any.
    pub older: Option<String>,
}

impl Thread {
    /// With the newest page. Where lines between it and those that were known would be missing, it begins anew.
    pub fn with_newest(known: Option<&Self>, page: Page<Message>) -> Self {
        let newest: Vec<Message> = page.items.into_iter().rev().collect();
        let (known, first) = match (known, newest.first()) {
            (Some(known), Some(first)) if known.newest() + 1 >= first.number => (known, first.number),
            (Some(known), None) => return known.clone(),
            _ => return Self { lines: newest, older: page.next_cursor },
        };
        let last = newest.last().map_or(first, |line| line.number);
        let of_known = |wanted: fn(i64, i64) -> bool, than: i64| {
            known.lines.iter().filter(move |line| wanted(line.number, than)).cloned()
        };
        let before = of_known(|number, first| number < first, first);
        let after = of_known(|number, last| number > last, last);
        let older = if known.first() < first { known.older.clone() } else { page.next_cursor };
        Self { lines: before.chain(newest).chain(after).collect(), older }
    }

    /// With the page before the first line.
    pub fn with_older(&self, page: Page<Message>) -> Self {
        let first = self.first();
        let mut lines: Vec<Message> =
            page.items.into_iter().rev().filter(|line| line.number < first).collect();
        if lines.last().is_some_and(|line| line.number + 1 != first) {
            // It went before lines that are no longer here.
            return self.clone();
        }
        lines.extend(self.lines.iter().cloned());
        Self { lines, older: page.next_cursor }
    }

    /// With a line that was just written or changed; one that lines are missing before comes with the newest page.
    pub fn with(&self, line: Message) -> Self {
        let mut thread = self.clone();
        if let Some(known) = thread.lines.iter_mut().find(|known| known.number == line.number) {
            *known = line;
        } else if line.number == thread.newest() + 1 {
            thread.lines.push(line);
        }
        thread
    }

    /// The number of the newest line.
    pub fn newest(&self) -> i64 {
        self.lines.last().map_or(0, |line| line.number)
    }

    fn first(&self) -> i64 {
        self.lines.first().map_or(1, |line| line.number)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::conversations::MessageKind;
    use domain::ids::MessageId;

    use super::*;

    fn line(number: i64, body: &str) -> Message {
        Message {
            id: MessageId::new(DateTime::UNIX_EPOCH, &[u8::try_from(number).unwrap(); 10]),
            number,
            kind: MessageKind::Text,
            mine: false,
            body: body.to_owned(),
            masked: false,
            request: None,
            sent_at: DateTime::UNIX_EPOCH,
            edited_at: None,
            editable_until: None,
        }
    }

    /// A page with lines from `newest` down to `oldest`.
    fn page(newest: i64, oldest: i64) -> Page<Message> {
        let items = (oldest..=newest).rev().map(|number| line(number, "")).collect();
        Page { items, next_cursor: (oldest > 1).then(|| oldest.to_string()) }
    }

    fn known(thread: &Thread) -> (Vec<i64>, Option<&str>) {
        (thread.lines.iter().map(|line| line.number).collect(), thread.older.as_deref())
    }

    #[test]
    fn pages_become_one_thread() {
        let thread = Thread::with_newest(None, page(6, 5));
        assert_eq!(known(&thread), (vec![5, 6], Some("5")));
        let thread = thread.with_older(page(4, 3));
        assert_eq!(known(&thread), (vec![3, 4, 5, 6], Some("3")));
        let thread = Thread::with_newest(Some(&thread), page(8, 7));
        assert_eq!(known(&thread), (vec![3, 4, 5, 6, 7, 8], Some("3")));
        let thread = thread.with_older(page(2, 1));
        assert_eq!(known(&thread), (vec![1, 2, 3, 4, 5, 6, 7, 8], None));
    }

    #[test]
    fn what_is_newer_counts_and_nothing_doubles() {
        let thread = Thread::with_newest(None, page(3, 1));
        let mut again = page(4, 2);
        again.items[1].body = "changed".to_owned();
        let thread = Thread::with_newest(Some(&thread), again);
        assert_eq!(known(&thread), (vec![1, 2, 3, 4], None));
        assert_eq!(thread.lines[2].body, "changed");
    }

    #[test]
    fn what_was_sent_meanwhile_stays() {
        let thread = Thread::with_newest(None, page(2, 1)).with(line(3, "mine"));
        let thread = Thread::with_newest(Some(&thread), page(2, 1));
        assert_eq!(known(&thread), (vec![1, 2, 3], None));
        assert_eq!(thread.with(line(3, "mine, changed")).lines[2].body, "mine, changed");
    }

    #[test]
    fn no_line_is_missing_between_two() {
        let thread = Thread::with_newest(None, page(3, 2));
        let asleep = Thread::with_newest(Some(&thread), page(9, 6));
        assert_eq!(known(&asleep), (vec![6, 7, 8, 9], Some("6")));
        assert_eq!(asleep.with_older(page(1, 1)), asleep);
        assert_eq!(thread.with(line(5, "")), thread);
    }

    #[test]
    fn a_thread_without_lines_takes_what_comes() {
        let nothing = Page { items: vec![], next_cursor: None };
        let thread = Thread::with_newest(None, nothing.clone());
        assert_eq!(thread.newest(), 0);
        assert_eq!(Thread::with_newest(Some(&thread), nothing), thread);
        assert_eq!(known(&thread.with(line(1, ""))), (vec![1], None));
        assert_eq!(known(&Thread::with_newest(Some(&thread), page(30, 11))), (page_numbers(), Some("11")));
    }

    fn page_numbers() -> Vec<i64> {
        (11..=30).collect()
    }
}
