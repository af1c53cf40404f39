//! Dense tables. On a narrow screen each row becomes two or three lines, and its cells say their names themselves.
use super::icon::{Icon, icon};
use crate::view::{IntoView, View, view};

/// A column: its name and the class of its cells.
///
/// `name` for the one bold cell, `num` for numbers, `soft` for what compares, `side` for what stands beside the name on a
/// narrow screen, `act` for the action, `whole` for a line of its own.
pub(crate) type Column = (&'static str, &'static str);

/// A table; `class` may be `dense-faces`, or `dense-keep` where a narrow screen has room for it.
///
/// Roles stand in the markup because `display` takes them away.
pub(crate) fn table(class: &'static str, label: &str, columns: &[Column], rows: Vec<View>) -> View {
    let heads = columns.iter().map(|(name, class)| {
        let name = if *class == "act" {
            view! { <span class="sr-only">{*name}</span> }
        } else {
            name.into_view()
        };
        view! { <th role="columnheader" scope="col" class=*class>{name}</th> }
    });
    view! {
        <div class="dense-place">
            <table class=["dense ", class].concat() role="table" aria-label=label.to_owned()>
                <thead role="rowgroup"><tr role="row">{heads.collect::<View>()}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

/// A row of a table with these columns. An empty cell shows a dash (but for an action), and goes on a narrow screen.
pub(crate) fn row<const N: usize>(columns: &[Column; N], cells: [Option<View>; N]) -> View {
    line(columns, cells.into())
}

fn line(columns: &[Column], cells: Vec<Option<View>>) -> View {
    let cells = columns.iter().zip(cells).map(|((name, class), cell)| {
        // What a narrow screen shows without its name says by itself what it is.
        let unnamed = ["name", "side", "act", "whole"].iter().any(|unnamed| class.contains(unnamed));
        let named = cell.is_some() && !class.is_empty() && !unnamed;
        let empty = if cell.is_some() { "" } else { " soft gone" };
        let dash = if *class == "act" { "" } else { "–" };
        let cell = cell.unwrap_or_else(|| dash.into_view());
        view! { <td role="cell" class=[class, empty].concat() data-l=named.then_some(*name)>{cell}</td> }
    });
    view! { <tr role="row">{cells.collect::<View>()}</tr> }
}

/// How the words of a state are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It waits for the reader.
    Turn,
    /// Failed, refused, suspended.
    Brick,
    /// It is well.
    Moss,
    /// It rests, or is over.
    Soft,
    /// Just words.
    Plain,
}

/// A state: sign and words without ground.
pub(crate) fn state(how: State, words: impl Into<String>) -> View {
    let (class, sign) = match how {
        State::Turn => {
            ("state state-turn", Some(view! { <span class="size-2 rounded-full bg-accent shrink-0"></span> }))
        }
        State::Brick => ("state state-brick", Some(icon(Icon::WarningCircle, "size-4.5"))),
        State::Moss => ("state state-moss", Some(icon(Icon::Check, "size-4"))),
        State::Soft => ("state state-soft", Some(icon(Icon::Minus, "size-4"))),
        State::Plain => ("state", None),
    };
    view! { <span class=class>{sign} {words.into()}</span> }
}
