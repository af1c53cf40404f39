//! Waiting, empty, gone wrong: an empty place says what to do next, a broken one offers a way out.
use api_client::Error;
use domain::problem::Code;

use super::drawing::drawing;
use super::icon::{Icon, icon};
use crate::text;
use crate::view::{View, view};

/// A line of a skeleton; `class` gives it width and height. Put skeletons into `waiting`.
pub(crate) fn bone(class: &'static str) -> View {
    view! { <div class=["skeleton ", class].concat()></div> }
}

/// The shape of what comes, from 200 ms on.
pub(crate) fn waiting(shape: View) -> View {
    view! { <div class="late" role="status" aria-label=text::states::loading()>{shape}</div> }
}

/// The skeleton of a page that begins with a heading and text. Its own heading is for who listens or jumps from heading
/// to heading.
pub(crate) fn page_skeleton() -> View {
    let shape = view! {
        <div class="max-w-160">{bone("h-9 w-2/3")} {bone("h-5 w-full mt-6")} {bone("h-5 w-4/5 mt-3")}</div>
    };
    view! { <h1 class="sr-only">{text::states::loading()}</h1> {waiting(shape)} }
}

/// The skeleton of a list of people or things.
pub(crate) fn list_skeleton() -> View {
    let row = || {
        view! {
            <div class="flex gap-5 py-6">
                {bone("size-18 rounded-full shrink-0")}
                <div class="flex-1 space-y-3 pt-1">{bone("h-5 w-1/2")} {bone("h-4 w-full")} {bone("h-4 w-3/5")}</div>
            </div>
        }
    };
    waiting(view! { {row()} {row()} {row()} })
}

/// Nothing here yet: a small drawing (of the sprite `stones`), a heading, a sentence, the next action.
pub(crate) fn empty(stone: &str, heading: &'static str, words: View, actions: View) -> View {
    view! {
        <div class="py-8">
            {drawing("stones", stone, "w-24 h-12 overflow-visible")}
            <h2 class="text-xl mt-4">{heading}</h2>
            <p class="mt-1.5 text-muted max-w-[46ch]">{words}</p>
            <div class="mt-4 flex flex-wrap gap-3">{actions}</div>
        </div>
    }
}

/// What went wrong, what is safe, and a way out.
pub(crate) fn failed(error: &Error, retry: Box<dyn Fn()>) -> View {
    let number = match error {
        Error::Problem(problem) => problem.request_id.clone(),
        Error::Unreachable | Error::Unreadable => None,
    };
    view! {
        <div class="py-8" role="alert">
            <h2 class="text-xl flex items-center gap-2.5">{icon(Icon::Plugs, "size-6 text-muted")} {text::states::failed()}</h2>
            <p class="mt-1.5 text-muted max-w-[52ch]">{said(error)}</p>
            <div class="mt-4 flex flex-wrap gap-3">
                <button type="button" class="btn btn-primary" on:click=move |_| retry()>{text::states::retry()}</button>
                <a class="btn btn-ghost" href="/">{text::states::go_home()}</a>
            </div>
            {number.map(|number| view! { <p class="text-sm text-muted mt-4">{text::states::quote(&number)}</p> })}
        </div>
    }
}

/// An error in the reader's words.
pub(crate) fn said(error: &Error) -> String {
    let code = match error {
        Error::Unreachable => "unreachable",
        Error::Unreadable => "unreadable",
        Error::Problem(problem) => match (problem.code, problem.retry_after) {
            (Code::TooManyRequests, Some(seconds)) => {
                return text::states::wait(u32::try_from(seconds).unwrap_or(u32::MAX));
            }
            (code, _) => code.as_str(),
        },
    };
    text::problems::find(code).unwrap_or_else(text::states::went_wrong).to_owned()
}
