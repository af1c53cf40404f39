//! A Rust file as its tokens, so that a comment or a text never looks like code.

use std::fs;
use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A Rust file without its tests (what is marked `#[cfg(test)]`).
pub(super) struct Source {
    /// Relative to the top folder.
    pub(super) file: String,
    /// How many lines it has.
    pub(super) lines: usize,
    tokens: Vec<Token>,
}

struct Token {
    text: String,
    line: usize,
}

impl Source {
    pub(super) fn read(file: &str) -> Result<Self> {
        Self::parse(file, &fs::read_to_string(file)?)
    }

    /// `text` is what `file` holds.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self> {
        let stream = TokenStream::from_str(text).map_err(|error| {
            anyhow!("{file}:{}: no Rust can be read here ({error})", error.span().start().line)
        })?;
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        Ok(Self { file: file.to_owned(), lines: text.lines().count(), tokens })
    }

    /// Where these tokens follow one another, as `file:line`.
    pub(super) fn places_of(&self, wanted: &[&str]) -> Vec<String> {
        let windows = self.tokens.windows(wanted.len());
        windows
            .filter(|window| window.iter().zip(wanted).all(|(token, wanted)| token.text == *wanted))
            .map(|window| format!("{}:{}", self.file, window[0].line))
            .collect()
    }

    /// Texts in quotes, with their place.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        self.tokens.iter().filter_map(|token| {
            let (start, end) = (token.text.find('"')?, token.text.rfind('"')?);
            Some((token.text.get(start + 1..end)?, format!("{}:{}", self.file, token.line)))
        })
    }
}

/// Tokens one after another, brackets included; documentation and what is for tests left out.
fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut trees = stream.into_iter();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        let mut push = |text: &str| tokens.push(Token { text: text.to_owned(), line });
        match &tree {
            TokenTree::Group(group) if attribute(group).starts_with("[doc=") => {}
            TokenTree::Group(group) if attribute(group) == "[cfg(test)]" => {
                // The item ends with its body or its semicolon.
                while trees.next().is_some_and(|tree| !ends_item(&tree)) {}
            }
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                push(open);
                flatten(group.stream(), tokens);
                tokens.push(Token { text: close.to_owned(), line: group.span_close().start().line });
            }
            other => push(&other.to_string()),
        }
    }
}

/// What stands in square brackets, without white space; nothing for other brackets.
fn attribute(group: &Group) -> String {
    if group.delimiter() != Delimiter::Bracket {
        return String::new();
    }
    group.to_string().split_whitespace().collect()
}

fn ends_item(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_code_and_neither_comments_nor_texts_nor_tests() {
        let text = "
            //! Utc::now
            /// Utc::now
            fn a() { Utc::now() } // Utc::now
            const B: &str = \"Utc::now\";
            #[cfg(test)]
            #[derive(Debug)]
            mod tests { fn c() { Utc::now() } }
            fn d() { Utc::now() }";
        let source = Source::parse("a.rs", text).unwrap();
        assert_eq!(source.places_of(&["Utc", ":", ":", "now"]), ["a.rs:4", "a.rs:9"]);
        assert_eq!(source.texts().collect::<Vec<_>>(), [("Utc::now", "a.rs:5".to_owned())]);
    }
}
