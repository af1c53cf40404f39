//! Accounts: joining, signing in, letters and their links, sign-in and safety.

pub(crate) mod join;
pub(crate) mod letters;
mod new_password;
pub(crate) mod settings;
pub(crate) mod sign_in;

use domain::accounts::Register;
use leptos::prelude::*;

use crate::follow::RwSignal;
use crate::navigation::Here;
use crate::view::{View, view};

/// What has just been asked for: a letter is on its way.
#[derive(Clone)]
enum Letter {
    /// To confirm the address of somebody who joins.
    Joining(Register),
    /// For a new password, to this address.
    NewPassword(String),
}

/// Remembers across pages which letter is on its way; a reload forgets it.
#[derive(Clone, Copy)]
pub(crate) struct LetterSent(RwSignal<Option<Letter>>);

impl LetterSent {
    /// Provides the memory to the app.
    pub(crate) fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    fn here() -> Self {
        expect_context()
    }
}

/// Where to go on after signing in: the page that was asked for, of this site only.
pub(crate) fn next() -> String {
    let wanted = Here::page().asked("next");
    if wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains('\\') {
        wanted
    } else {
        "/".to_owned()
    }
}

/// The column of a page beside the hillside.
fn door(page: View) -> View {
    view! { <div class="px-4 sm:px-8 pb-6 lg:pb-10 grid"><div class="w-full max-w-[27rem] mx-auto my-auto py-8 max-lg:pb-24">{page}</div></div> }
}

/// The token of the link that was opened.
fn token() -> String {
    Here::page().asked("token")
}
