use domain::masking::MASK;

/// A part of what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bit<'a> {
    /// Words.
    Plain(&'a str),
    /// An address that may be opened: it begins with `http://` or `https://`.
    Link(&'a str),
    /// Here a contact detail is hidden.
    Masked,
}

/// Plain text in parts: words, links, and (where the text is masked) what is hidden. Nothing else becomes a link.
pub fn bits(text: &str, masked: bool) -> Vec<Bit<'_>> {
    let mut bits = Vec::new();
    let mut rest = text;
    while let Some((at, len, bit)) = next(rest, masked) {
        if at > 0 {
            bits.push(Bit::Plain(&rest[..at]));
        }
        bits.push(bit);
        rest = &rest[at + len..];
    }
    if !rest.is_empty() {
        bits.push(Bit::Plain(rest));
    }
    bits
}

/// The first part that is not just words: where it begins, how long it is, and what.
fn next(text: &str, masked: bool) -> Option<(usize, usize, Bit<'_>)> {
    let hidden = masked.then(|| text.find(MASK)).flatten().map(|at| (at, MASK.len(), Bit::Masked));
    let link = link(text);
    match (hidden, link) {
        (Some(hidden), Some(link)) => Some(if hidden.0 < link.0 { hidden } else { link }),
        (hidden, link) => hidden.or(link),
    }
}

fn link(text: &str) -> Option<(usize, usize, Bit<'_>)> {
    let lower = text.to_ascii_lowercase();
    let starts = lower.match_indices("http").map(|(at, _)| at);
    starts.into_iter().find_map(|at| {
        let inside_a_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let scheme = ["http://", "https://"].into_iter().find(|scheme| lower[at..].starts_with(scheme))?;
        let address = address(&text[at..]);
        let leads_somewhere = address[scheme.len().min(address.len())..].starts_with(char::is_alphanumeric);
        (!inside_a_word && leads_somewhere).then_some((at, address.len(), Bit::Link(address)))
    })
}

/// The address that the text begins with: what ends the sentence or bracket around it does not belong to it.
fn address(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || c.is_control() || is_turn(c) || "<>\"“”«»•".contains(c);
    let mut address = &text[..text.find(ends).unwrap_or(text.len())];
    while let Some(last) = address.chars().next_back() {
        let closes = last == ')' && address.matches('(').count() < address.matches(')').count();
        if !closes && !".,;:!?'’…]}".contains(last) {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}

/// Signs that turn the direction of writing round: an address with them would not read as it leads.
const fn is_turn(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let link = |bit| match bit {
            Bit::Link(address) => Some(address),
            Bit::Plain(_) | Bit::Masked => None,
        };
        bits(text, false).into_iter().filter_map(link).collect()
    }

    #[test]
    fn addresses_become_links_and_what_stands_around_them_does_not() {
        for (text, address) in [
            ("https://example.org", "https://example.org"),
            ("See https://example.org/a?b=c#d, please", "https://example.org/a?b=c#d"),
            ("(http://example.org/x)", "http://example.org/x"),
            ("https://example.org/a_(b)", "https://example.org/a_(b)"),
            ("HTTPS://Example.org!", "HTTPS://Example.org"),
            ("“https://example.org”", "https://example.org"),
            ("вот https://пример.рф/путь.", "https://пример.рф/путь"),
            ("https://example.org/a\u{202E}gpj", "https://example.org/a"),
        ] {
            assert_eq!(links(text), [address], "{text}");
        }
    }

    #[test]
    fn nothing_else_becomes_a_link() {
        for text in [
            "",
            "http",
            "http://",
            "https:// no",
            "xhttp://example.org",
            "javascript:alert(1)",
            "data:text/html,x",
            "www.example.org",
            "ftp://example.org",
            "http:///etc",
        ] {
            assert!(links(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn no_letter_is_lost() {
        for text in ["a https://b.example c http://d.example", "•••", "é https://é.example/é é", "ı http://x"]
        {
            let all = bits(text, true).into_iter().map(|bit| match bit {
                Bit::Plain(words) | Bit::Link(words) => words,
                Bit::Masked => MASK,
            });
            assert_eq!(all.collect::<String>(), text);
        }
    }

    #[test]
    fn what_is_hidden_is_marked_only_where_something_is_hidden() {
        let text = "Write to •••, or •••.";
        let hidden =
            [Bit::Plain("Write to "), Bit::Masked, Bit::Plain(", or "), Bit::Masked, Bit::Plain(".")];
        assert_eq!(bits(text, true), hidden);
        assert_eq!(bits(text, false), [Bit::Plain(text)]);
    }
}
