//! What participants read: a function per text of the catalogue (`locales/en`), written by `build.rs`.
use crate::view::{IntoView, View};

include!(concat!(env!("OUT_DIR"), "/text.rs"));

/// A part of a text in which some words are marked.
pub(crate) enum Piece {
    /// Words to be shown as they are.
    Plain(&'static str),
    /// The mark's name and its words.
    Marked(&'static str, &'static str),
}

/// Shows a text, its marked words as `mark` says (given the mark's name and its words).
pub(crate) fn rich(pieces: &'static [Piece], mark: fn(&'static str, &'static str) -> View) -> View {
    let shown = pieces.iter().map(|piece| match *piece {
        Piece::Plain(words) => words.into_view(),
        Piece::Marked(name, words) => mark(name, words),
    });
    shown.collect::<View>().into_view()
}
