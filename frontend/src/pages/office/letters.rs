//! Letters and what became of them.
use api_client::{Call, Client};
use domain::office::{LetterState, OfficeLetter};
use domain::page::Page;
use ui_model::office::letters_query;

use super::list::{LIST, Listed, list, nothing, told};
use super::{link_to, named, t, word};
use crate::components::controls::select;
use crate::components::page::{day_and_time, focus};
use crate::components::table::{Column, State, row, state, table};
use crate::components::toast::Toasts;
use crate::follow::{memo, spawn};
use crate::navigation::{Here, stay};
use crate::session::Session;
use crate::view::{IntoView, View, view};

/// The page. Which letters are shown lives in its address.
pub(crate) fn page() -> View {
    let search = Here::page().query();
    let wanted = memo(move || LetterState::wanted(&search.read()).ok().flatten());
    let mut states = vec![("", t::letters_all())];
    states.extend(LetterState::ALL.iter().map(|state| (state.as_str(), word(state.as_str()))));
    let chosen = memo(move || wanted.get().map_or("", LetterState::as_str).to_owned());
    let choose = move |state: String| {
        let address = ["/office/letters?", &letters_query(state.parse().ok())].concat();
        stay(&address, false);
    };
    let content = view! {
        <div class="mt-5">{select(t::letters_filter(), states, chosen, choose)}</div>
        {list::<OfficeLetter>(move || letters_query(wanted.get()))}
    };
    super::page(t::letters(), t::letters_words(), content)
}

impl Listed for OfficeLetter {
    const KEY: &'static str = "office/letters";

    fn fetch(client: Client, query: String) -> Call<Page<Self>> {
        client.office_letters(&query)
    }

    fn table(items: &[Self]) -> View {
        let columns: [Column; 6] = [
            (t::to(), "name"),
            (t::letter(), "whole soft"),
            (t::state(), ""),
            (t::when(), "num soft"),
            (t::happened(), "whole soft"),
            (t::action(), "act"),
        ];
        let letter = |letter: &Self| {
            let cells = [
                Some(letter.to.as_ref().map_or_else(|| t::a_stranger().into_view(), link_to)),
                Some(word(&letter.occasion).into_view()),
                Some(became(letter.state)),
                Some(day_and_time(letter.written_at).into_view()),
                happened(letter),
                retry(letter),
            ];
            row(&columns, cells)
        };
        table("", t::letters(), &columns, items.iter().map(letter).collect())
    }

    fn none() -> View {
        nothing(t::letters_empty(), t::letters_empty_words())
    }
}

fn became(letter: LetterState) -> View {
    let how = match letter {
        LetterState::Waiting => State::Plain,
        LetterState::Sent => State::Moss,
        LetterState::Refused | LetterState::Failed => State::Brick,
    };
    state(how, word(letter.as_str()))
}

fn happened(letter: &OfficeLetter) -> Option<View> {
    let told = [
        (letter.attempts > 0).then(|| t::tried(letter.attempts)),
        (!letter.said.is_empty()).then(|| t::server_said(&letter.said)),
        letter.due_at.map(|at| t::next_try(&day_and_time(at))),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" ").into_view())
}

/// A letter that was not sent can be tried again.
fn retry(letter: &OfficeLetter) -> Option<View> {
    if !matches!(letter.state, LetterState::Refused | LetterState::Failed) {
        return None;
    }
    let (session, toasts) = (Session::here(), Toasts::here());
    let name = letter.to.as_ref().map_or_else(|| t::a_stranger().to_owned(), named);
    let label = t::retry_label(word(&letter.occasion), &name);
    let id = letter.id;
    let send = move |_| {
        spawn(async move {
            let answer = session.client().retry_letter(id).await;
            told(toasts, answer, t::retried().to_owned());
            focus(LIST);
        });
    };
    Some(
        view! { <button type="button" class="btn btn-sm" aria-label=label on:click=send>{t::retry()}</button> },
    )
}
