//! Masking: what one writes and another reads holds no way around the programme until a relationship entitles them.
//!
//! Hidden are email addresses, telephone numbers and links. A few harmless numbers are hidden too (a sum of a
//! thousand million); a person who spells an address in words is not stopped.

/// Stands for what is hidden.
pub const MASK: &str = "•••";

/// Endings of names that are addresses wherever they stand. Others (`.me`, `.in`, `.js`) are words too.
const ENDINGS: [&str; 36] = [
    "ai", "app", "au", "biz", "blog", "br", "ca", "ch", "cn", "co", "com", "de", "dev", "edu", "es", "eu",
    "fr", "gov", "info", "io", "jp", "ke", "link", "mx", "net", "ng", "nl", "online", "org", "page", "pl",
    "se", "site", "uk", "xyz", "za",
];

/// Endings that tell an address only where a path follows (`t.me/name`).
const ENDINGS_WITH_PATH: [&str; 16] =
    ["at", "be", "bio", "ee", "gl", "gg", "id", "im", "in", "it", "la", "ly", "me", "to", "tv", "us"];

/// What is called like a site and is none.
const NO_SITES: [&str; 3] = ["ado.net", "asp.net", "vb.net"];

/// The fewest digits of a telephone number that says that it is one (`+`, `0` or a bracket in front).
const FEWEST_DIGITS: usize = 7;
/// The fewest digits that look like one without that.
const FEWEST_BARE_DIGITS: usize = 9;

/// The text without email addresses, telephone numbers and links.
pub fn mask(text: &str) -> String {
    without_numbers(&without_addresses(text))
}

/// The text without the name of somebody who has left, and without what `mask` hides: the whole name, its first and its
/// last word, in large and in small letters.
pub fn mask_former(text: &str, name: &str) -> String {
    let words = [name.split_whitespace().next(), name.split_whitespace().next_back()];
    let names = [name.trim()].into_iter().chain(words.into_iter().flatten());
    names.fold(mask(text), |text, name| without_name(&text, name))
}

fn without_name(text: &str, name: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let (mut rest, mut before) = (text, None);
    while let Some(next) = rest.chars().next() {
        let here = name_at_start(rest, name).filter(|length| {
            let after = rest[*length..].chars().next();
            !goes_on(before, name.chars().next()) && !goes_on(name.chars().next_back(), after)
        });
        masked.push_str(if here.is_some() { MASK } else { &rest[..next.len_utf8()] });
        let taken = here.unwrap_or(next.len_utf8());
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    masked
}

/// How many bytes at the start of the text are this name, in large or in small letters.
fn name_at_start(text: &str, name: &str) -> Option<usize> {
    let mut of_text = text.chars();
    for expected in name.chars() {
        let found = of_text.next()?;
        let same = found == expected || found.to_lowercase().eq(expected.to_lowercase());
        if !same {
            return None;
        }
    }
    (!name.is_empty()).then(|| text.len() - of_text.as_str().len())
}

/// Two letters are of one word. Scripts without large letters write words into each other: there names are found anywhere.
fn goes_on(left: Option<char>, right: Option<char>) -> bool {
    let in_word = |c: Option<char>| c.is_some_and(|c| c.is_lowercase() || c.is_uppercase() || c.is_numeric());
    in_word(left) && in_word(right)
}

fn without_addresses(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        match masked_word(bare) {
            Some(hidden) => masked.push_str(&hidden),
            None => masked.push_str(bare),
        }
        masked.push_str(&word[bare.len()..]);
    }
    masked
}

/// A word with an address: that is hidden, the brackets and stops around it stay.
fn masked_word(word: &str) -> Option<String> {
    let inner = word.trim_matches(is_around);
    let at = address_start(inner)?;
    let start = word.len() - word.trim_start_matches(is_around).len();
    let end = start + inner.len();
    Some(format!("{}{MASK}{}", &word[..start + at], &word[end..]))
}

/// What stands around an address and does not belong to it.
fn is_around(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '/' | '@' | '_')
}

/// Where in the word an address begins.
fn address_start(word: &str) -> Option<usize> {
    // Every address has one of these; most words have none.
    if !word.contains(['.', ':', '@']) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let named = ["http:", "https:", "mailto:", "tel:", "www."].map(|scheme| lower.find(scheme));
    let starts = [scheme_start(word), mailbox_start(word), site_start(&lower)];
    named.into_iter().chain(starts).flatten().min()
}

/// Where an address of any scheme begins.
fn scheme_start(word: &str) -> Option<usize> {
    let at = word.find("://")?;
    Some(word[..at].trim_end_matches(char::is_alphanumeric).len())
}

/// Where a mailbox begins. Names of other networks have an `@` too: each is tried.
fn mailbox_start(word: &str) -> Option<usize> {
    let hosts = word.match_indices('@').filter(|(at, _)| is_host(&word[at + 1..]));
    let mut mailboxes = hosts.filter_map(|(at, _)| {
        let local = word[..at].trim_end_matches(|c: char| c.is_alphanumeric() || "._%+-'".contains(c)).len();
        (local < at).then_some(local)
    });
    mailboxes.next()
}

/// Where a site without its scheme begins.
fn site_start(lower: &str) -> Option<usize> {
    let later = lower.match_indices(stands_before_a_site).map(|(at, _)| at + 1);
    let mut starts = std::iter::once(0).chain(later);
    starts.find(|start| lower[*start..].split(stands_before_a_site).next().is_some_and(is_site))
}

fn stands_before_a_site(c: char) -> bool {
    matches!(c, '(' | '[' | ':' | ',' | '|' | '<' | '>')
}

/// What can follow the `@` of an address.
fn is_host(text: &str) -> bool {
    let host = text.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-').next().unwrap_or_default();
    host.split_once('.')
        .is_some_and(|(name, rest)| !name.is_empty() && rest.starts_with(char::is_alphanumeric))
}

/// A site without its scheme, in small letters: `cairn.example.org/noor`.
fn is_site(text: &str) -> bool {
    let (host, path) =
        text.split_once(['/', '?', '#']).map_or((text, None), |(host, path)| (host, Some(path)));
    let Some((names, ending)) = host.rsplit_once('.') else { return false };
    let formed = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    names.split('.').all(formed)
        && !NO_SITES.contains(&host)
        && (ENDINGS.contains(&ending) || (path.is_some() && ENDINGS_WITH_PATH.contains(&ending)))
}

fn without_numbers(text: &str) -> String {
    if text.chars().filter(|c| c.is_numeric()).nth(FEWEST_DIGITS - 1).is_none() {
        return text.to_owned();
    }
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = None;
    while let Some(next) = rest.chars().next() {
        let number = if before.is_some_and(char::is_alphanumeric) { "" } else { number_at_start(rest) };
        let taken = if is_telephone(number) {
            masked.push_str(MASK);
            number
        } else {
            let taken = if number.is_empty() { &rest[..next.len_utf8()] } else { number };
            masked.push_str(taken);
            taken
        };
        before = taken.chars().next_back();
        rest = &rest[taken.len()..];
    }
    masked
}

/// Digits with what people write between them, up to the last digit.
fn number_at_start(text: &str) -> &str {
    let (mut end, mut between) = (0, 0);
    for (at, c) in text.char_indices() {
        let opens = at == 0 && matches!(c, '+' | '(');
        if c.is_numeric() {
            (end, between) = (at + c.len_utf8(), 0);
        } else if opens || (at > 0 && between < 3 && is_between_digits(c)) {
            between += 1;
        } else {
            break;
        }
    }
    &text[..end]
}

fn is_between_digits(c: char) -> bool {
    matches!(
        c,
        ' ' | '.' | '-' | '/' | '(' | ')' | '\u{A0}' | '\u{2009}' | '\u{2010}' | '\u{2011}' | '\u{202F}'
    )
}

fn is_telephone(number: &str) -> bool {
    let digits = number.chars().filter(|c| c.is_numeric()).count();
    let groups: Vec<&str> =
        number.split(|c: char| !c.is_numeric()).filter(|group| !group.is_empty()).collect();
    if is_date(&groups) || groups.iter().all(|group| is_year(group)) {
        return false;
    }
    let announced = number.starts_with(['+', '(', '0', '٠', '۰', '०']);
    digits >= if announced { FEWEST_DIGITS } else { FEWEST_BARE_DIGITS }
}

fn is_date(groups: &[&str]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|group| group.chars().count()).collect();
    matches!(lengths[..], [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}

fn is_year(group: &str) -> bool {
    group.len() == 4 && (group.starts_with("19") || group.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_around_are_hidden() {
        for (text, masked) in [
            ("Write to noor.haddad@leeds.example.", "Write to •••."),
            ("(noor@leeds.example)", "(•••)"),
            ("Mail:noor+x@leeds.example!", "Mail:•••!"),
            ("олена@пошта.укр", "•••"),
            ("See https://example.org/noor?x=1, please", "See •••, please"),
            ("HTTPS://EXAMPLE.ORG", "•••"),
            ("[me](https://example.org)", "[me](•••)"),
            ("www.noor.example", "•••"),
            ("linkedin.com/in/noor", "•••"),
            ("at noor-haddad.co.uk.", "at •••."),
            ("t.me/noor", "•••"),
            ("Linkedin.Com/in/noor or NOOR.COM", "••• or •••"),
            ("T.ME/noor", "•••"),
            ("@noor@leeds.example or @noor@mastodon.social", "@••• or @•••"),
            ("@noor,noor@leeds.example", "@noor,•••"),
            ("noor@leeds.example,https://x.org", "•••"),
            ("noor.com,https://x.org", "•••"),
            ("Site:noor.com,me", "Site:•••"),
            ("x“app://noor", "x“•••"),
            ("Call +44 113 496 0000 or 0113 496 0000.", "Call ••• or •••."),
            ("(0113) 4960000", "•••"),
            ("555-123-4567", "•••"),
            ("+44\u{A0}113\u{A0}496\u{A0}0000", "•••"),
            ("٠١١٣٤٩٦٠٠٠٠", "•••"),
            ("tel:+441134960000", "•••"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn what_is_harmless_stays() {
        for text in [
            "",
            "Node.js/React and ASP.NET, e.g. and/or, i.e. 24/7",
            "From 1998-2004, 2005–2010 and on 23.11.2026 or 2026-11-23",
            "A team of 12 with a budget of 2.500.000 €",
            "ISO 27001, 3.14159, 50/50, 10 000 people",
            "Follow @noor; it works.in a way",
            "Follow @noor,@wanjiru:",
            "St.Gallen, Ph.D., a.m.",
            "👩\u{200D}🚀 لا شيء هنا",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn white_space_stays_as_it_is() {
        assert_eq!(mask("a\n\n  noor@leeds.example\tb "), "a\n\n  •••\tb ");
    }

    #[test]
    fn what_is_masked_stays_as_it_is() {
        let once = mask("noor@leeds.example +44 113 496 0000 https://example.org");
        assert_eq!(mask(&once), once);
    }

    #[test]
    fn who_has_left_is_not_named() {
        for (text, name, masked) in [
            ("Thanks, Noor! NOOR HADDAD, noor.", "Noor Haddad", "Thanks, •••! •••, •••."),
            ("Dear Mrs Haddad (noor@leeds.example)", "Noor Haddad", "Dear Mrs ••• (•••)"),
            ("Noora and Annoor stay, noor's not", "Noor", "Noora and Annoor stay, •••'s not"),
            ("Jan van der Berg: van, der", "Jan van der Berg", "•••: van, der"),
            ("Привіт, олено і ОЛЕНА!", "Олена Ковальчук", "Привіт, олено і •••!"),
            ("你好李明先生", "李明", "你好•••先生"),
            ("مرحبا وأحمد", "أحمد", "مرحبا و•••"),
            ("İpek and ipek", "İpek", "••• and ipek"),
            ("nobody", "", "nobody"),
        ] {
            assert_eq!(mask_former(text, name), masked, "{name}");
        }
    }

    #[test]
    fn a_very_long_word_is_no_trouble() {
        let long = "a.@/:+(0".repeat(10_000);
        assert!(mask(&long).len() <= long.len() + MASK.len());
    }
}
