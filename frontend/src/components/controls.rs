//! Small controls: choices, switches, chips, a way back.
use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::follow::{Callback, Memo, Signal};
use crate::view::{View, view};

/// A link that goes back up.
pub(crate) fn back(href: impl Into<String>, words: impl Into<String>) -> View {
    view! {
        <a href=href.into() class="link-quiet inline-flex items-center gap-1.5 min-h-11 no-underline print:hidden">
            {icon(Icon::ArrowLeft, "size-4")} {words.into()}
        </a>
    }
}

/// A choice of a few, side by side: `(value, words)`. `name` is unique on the page.
pub(crate) fn segments(
    name: &str,
    label: String,
    choices: Vec<(&'static str, &'static str)>,
    chosen: Signal<&'static str>,
    choose: Callback<&'static str>,
) -> View {
    let options = choices.into_iter().map(|(value, words)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name.to_owned()
                    value=value
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| choose.run(value)
                />
                {words}
            </label>
        }
    });
    view! { <div class="seg" role="radiogroup" aria-label=label>{options.collect::<View>()}</div> }
}

/// A switch with its words before it.
pub(crate) fn toggle(words: String, on: Signal<bool>, switch: Callback<bool>) -> View {
    view! {
        <label class="flex items-center justify-between gap-3 min-h-11 cursor-pointer">
            <span class="text-sm">{words}</span>
            <input
                type="checkbox"
                role="switch"
                class="toggle"
                prop:checked=on
                on:change=move |event| switch.run(event_target_checked(&event))
            />
        </label>
    }
}

/// How a chip's words are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// All of it matched.
    Yes,
    /// A part matched.
    Part,
    /// It did not match.
    No,
    /// Just words.
    Plain,
    /// It is the reader's turn.
    Turn,
    /// It is somebody else's turn.
    Waits,
    /// It stands still.
    Still,
    /// It is over.
    Over,
}

/// A chip: sign and words, never colour alone.
pub(crate) fn chip(tone: Tone, words: String) -> View {
    let (class, sign) = match tone {
        Tone::Yes => ("chip chip-yes", Some(Icon::Check)),
        Tone::Part => ("chip chip-part", Some(Icon::CircleHalfFill)),
        Tone::No => ("chip chip-no", Some(Icon::Minus)),
        Tone::Plain => ("chip", None),
        Tone::Turn => {
            return view! {
                <span class="chip chip-turn"><span class="size-2 rounded-full bg-accent"></span> {words}</span>
            };
        }
        Tone::Waits => ("chip chip-wait", Some(Icon::HourglassMedium)),
        Tone::Still => ("chip chip-lake", Some(Icon::HourglassMedium)),
        Tone::Over => ("chip chip-wait", Some(Icon::Minus)),
    };
    view! { <span class=class>{sign.map(|sign| icon(sign, "size-4"))} {words}</span> }
}

/// A chosen option with a way to take it out; `Tone::No` where it does not count.
pub(crate) fn chip_to_remove(tone: Tone, words: String, label: String, remove: Callback<()>) -> View {
    let class = if tone == Tone::No { "chip chip-no" } else { "chip" };
    view! {
        <span class=class>
            {words}
            <button type="button" class="chip-x" aria-label=label on:click=move |_| remove.run(())>
                {icon(Icon::X, "size-3.5")}
            </button>
        </span>
    }
}

/// A filter of a list: `(value, words)`.
pub(crate) fn select(
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
    chosen: Memo<String>,
    choose: impl Fn(String) + 'static,
) -> View {
    let options = options.into_iter().map(|(value, words)| {
        view! { <option value=value prop:selected=move || *chosen.read() == value>{words}</option> }
    });
    view! {
        <select class="select sm:w-48" aria-label=label on:change=move |event| choose(event_target_value(&event))>
            {options.collect::<View>()}
        </select>
    }
}
