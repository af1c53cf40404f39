//! A box for words to search by.
use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::follow::{Memo, RwSignal, effect};
use crate::view::{View, view};

/// So long after the last keystroke the words are searched by.
const PAUSE: Duration = Duration::from_millis(300);

/// The box; `wanted` are the words of the address, `search` takes others there.
pub(crate) fn search_box(
    class: &'static str,
    [label, placeholder]: [&'static str; 2],
    wanted: Memo<String>,
    search: impl Fn(String) + 'static,
) -> View {
    let typed = RwSignal::new(String::new());
    // Going back changes the words. The space that somebody has just typed is not in the address, and stays.
    effect(move || {
        let wanted = wanted.get();
        if typed.with_untracked(|typed| typed.trim() != wanted) {
            typed.set(wanted);
        }
    });
    let mut settle = debounce(PAUSE, search);
    let input = move |event| {
        let words = event_target_value(&event);
        typed.set(words.clone());
        settle(words);
    };
    view! {
        <label class=["input ", class].concat()>
            {icon(Icon::MagnifyingGlass, "size-5 text-muted")}
            <span class="sr-only">{label}</span>
            <input type="search" placeholder=placeholder class="min-w-0 [&::-webkit-search-cancel-button]:grayscale" maxlength="200" autocomplete="off" prop:value=typed on:input=input />
        </label>
    }
}
