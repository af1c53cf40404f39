//! One line at the foot that says what has been done or could not be, for six seconds, with a way back where there is one.
use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::follow::{Callback, RwSignal, StoredValue};
use crate::text;
use crate::view::{View, view};

const STAYS: Duration = Duration::from_secs(6);

#[derive(Clone)]
struct Toast {
    sign: Icon,
    words: String,
    undo: Option<Callback<()>>,
}

/// Says what has been done.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Option<Toast>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Toasts {
    /// Provides the toasts to the app.
    pub(crate) fn provide() -> Self {
        let toasts = Self { shown: RwSignal::new(None), timer: StoredValue::new(None) };
        provide_context(toasts);
        toasts
    }

    /// The toasts of the app.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// Says that something is done.
    pub(crate) fn say(self, words: impl Into<String>) {
        self.show(Toast { sign: Icon::Check, words: words.into(), undo: None });
    }

    /// Says that something could not be done.
    pub(crate) fn warn(self, words: String) {
        self.show(Toast { sign: Icon::WarningCircle, words, undo: None });
    }

    /// Says that something is done, and offers to undo it.
    pub(crate) fn say_with_undo(self, words: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        let undo = Some(Callback::new(move |()| undo()));
        self.show(Toast { sign: Icon::Check, words: words.into(), undo });
    }

    fn show(self, toast: Toast) {
        self.shown.set(Some(toast));
        self.go_on();
    }

    fn pause(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn go_on(self) {
        self.pause();
        self.timer.set_value(set_timeout_with_handle(move || self.shown.set(None), STAYS).ok());
    }

    /// Where the toasts appear.
    pub(crate) fn view(self) -> View {
        let toast = move || {
            self.shown.get().map(|Toast { sign, words, undo }| {
                let undo = undo.map(|undo| {
                    let back = move |_| {
                        self.shown.set(None);
                        undo.run(());
                    };
                    view! {
                        <button type="button" class="btn btn-sm btn-ghost text-neutral-content underline underline-offset-4" on:click=back>
                            {text::shell::undo()}
                        </button>
                    }
                });
                view! {
                    <div
                        class="flex items-center gap-3 rounded-field bg-neutral text-neutral-content px-4 py-2 min-h-11 leading-snug shadow-raised"
                        on:mouseenter=move |_| self.pause()
                        on:mouseleave=move |_| self.go_on()
                        on:focusin=move |_| self.pause()
                        on:focusout=move |_| self.go_on()
                    >
                        {icon(sign, "size-5 shrink-0")}
                        <span class="flex-1">{words}</span>
                        {undo}
                    </div>
                }
            })
        };
        view! { <div class="toast-place" role="status">{toast}</div> }
    }
}
