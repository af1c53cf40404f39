//! One participant: requests, relationships, reports and what the office did; suspending, reinstating, making a
//! coordinator.
use api_client::{Call, Client, Error};
use domain::accounts::Role;
use domain::ids::ParticipantId;
use domain::office::{OfficePersonPage, OfficeThread, Suspend};
use domain::problem::Code;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::audit::entries;
use super::list::told;
use super::people::{roles, standing};
use super::report::rows as reports;
use super::{desk, link_to, named, part, t, word};
use crate::components::controls::back;
use crate::components::face::face;
use crate::components::form::{Form, hold_still, words, wrong_with};
use crate::components::page::{calendar_day, date, focus, title};
use crate::components::states;
use crate::components::table::{Column, State, row, state, table};
use crate::components::toast::Toasts;
use crate::data::{self, Load, query, several};
use crate::follow::{RwSignal, memo, spawn};
use crate::navigation::Here;
use crate::pages::not_found;
use crate::session::Session;
use crate::view::{IntoView, View, view};

/// The id of the heading.
const HEADING: &str = "person";

/// The page.
pub(crate) fn page() -> View {
    person(whole)
}

/// The page on which somebody is suspended.
pub(crate) fn suspend() -> View {
    person(suspending)
}

/// A page about the participant of the address; from one person a link may lead to another.
fn person(content: fn(ParticipantId, &OfficePersonPage) -> View) -> View {
    title(t::people());
    let here = Here::page();
    let id = memo(move || here.part("id").parse().ok());
    let view = move || id.get().map_or_else(not_found::page, |id| about(id, content));
    view.into_view()
}

fn about(id: ParticipantId, content: fn(ParticipantId, &OfficePersonPage) -> View) -> View {
    let found =
        query(move || ["office/person/", &id.to_string()].concat(), move |client| client.office_person(id));
    let view = move || match found.get() {
        Load::Failed(error) if error.code() == Some(Code::NotFound) => not_found::page(),
        Load::Failed(error) => desk(found.failed(&error)),
        Load::Waiting => desk(states::page_skeleton()),
        Load::Ready(page) => {
            title(&page.summary.person.display_name);
            desk(content(id, &page))
        }
    };
    view.into_view()
}

fn whole(id: ParticipantId, page: &OfficePersonPage) -> View {
    view! {
        {back("/office/people", t::people())}
        <div class="mt-1 grid gap-x-12 gap-y-10 grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_19rem] items-start">
            <div class="min-w-0">
                {header(page)}
                {part(t::reports_about_person(), reports_about(page))}
                {part(t::threads(), threads(&page.threads))}
                {part(t::office_did(), done(page))}
            </div>
            <aside class="min-w-0">{deeds(id, page)}</aside>
        </div>
    }
}

fn header(page: &OfficePersonPage) -> View {
    let summary = &page.summary;
    let person = &summary.person;
    let here = summary.last_active_on.map(|day| t::last_here_on(&calendar_day(day)));
    let facts = [
        Some(roles(&summary.roles)),
        Some(t::here_since(&date(summary.joined_at))),
        here,
        (summary.relationships > 0).then(|| t::walks(summary.relationships)),
        (summary.open_requests > 0).then(|| t::asks(summary.open_requests)),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let stands = match summary.suspended_at {
        Some(at) => Some(state(State::Brick, t::suspended_since(&date(at)))),
        None => standing(summary),
    };
    view! {
        <header class="flex gap-5 items-start">
            {face(&person.display_name, person.photo.as_ref(), "size-16 text-xl shrink-0")}
            <div class="min-w-0">
                <h1 id=HEADING tabindex="-1" class="text-2xl sm:text-3xl wrap-anywhere outline-none"><bdi>{person.display_name.clone()}</bdi></h1>
                <p class="wrap-anywhere" dir="auto">{person.headline.clone()}</p>
                <p class="text-sm text-muted mt-1">{facts.join(" · ")}</p>
                <p class="mt-2 text-sm">{stands}</p>
            </div>
        </header>
    }
}

fn reports_about(page: &OfficePersonPage) -> View {
    if page.reports.is_empty() {
        return view! { <p class="mt-2 text-muted">{t::no_reports(&named(&page.summary.person))}</p> };
    }
    view! { <div class="mt-2">{reports(&page.reports)}</div> }
}

fn threads(threads: &[OfficeThread]) -> View {
    if threads.is_empty() {
        return view! { <p class="mt-2 text-muted">{t::no_threads()}</p> };
    }
    let columns: [Column; 3] = [(t::with(), "name"), (t::state(), ""), (t::since(), "num soft")];
    let thread = |thread: &OfficeThread| {
        let stands = if thread.active {
            state(State::Moss, t::active())
        } else {
            state(State::Plain, word(thread.state.as_str()))
        };
        row(&columns, [Some(link_to(&thread.with)), Some(stands), Some(date(thread.since).into_view())])
    };
    let table = table("dense-static", t::threads(), &columns, threads.iter().map(thread).collect());
    view! { <div class="mt-2">{table}</div> }
}

fn done(page: &OfficePersonPage) -> View {
    if page.audit.is_empty() {
        return view! { <p class="mt-2 text-muted">{t::nothing_done()}</p> };
    }
    view! { <div class="mt-2">{entries(&page.audit, false)}</div> }
}

/// What can be done about somebody, each with its effect said before. Nobody does it to oneself.
fn deeds(id: ParticipantId, page: &OfficePersonPage) -> View {
    if is_me(id) {
        return ().into_view();
    }
    let name = named(&page.summary.person);
    if page.summary.suspended_at.is_some() {
        let button =
            button(t::reinstate_now(), t::reinstated_done(&name), move |client| client.reinstate(id));
        return deed(t::reinstate(&name), t::reinstate_about(&name), button);
    }
    let coordinator = page.summary.roles.contains(&Role::Coordinator);
    let make = (!coordinator).then(|| {
        let button = button(t::make_now(), t::made_done(&name), move |client| client.make_coordinator(id));
        deed(t::make(&name), t::make_about().to_owned(), button)
    });
    let href = ["/office/people/", &id.to_string(), "/suspend"].concat();
    let begin = view! { <a class="btn btn-brick max-sm:w-full" href=href>{t::suspend_begin()}</a> };
    view! { {deed(t::suspend(&name), t::suspend_about(&name), begin)} {make} }
}

fn is_me(id: ParticipantId) -> bool {
    untrack(|| Session::here().me()).is_some_and(|me| me.id == id)
}

fn deed(heading: String, about: String, action: View) -> View {
    view! {
        <section class="pb-7">
            <h2 class="text-xl wrap-anywhere">{heading}</h2>
            <p class="mt-2 text-sm text-muted">{about}</p>
            <div class="mt-3">{action}</div>
        </section>
    }
}

/// A button that does it at once; its effect stands above it.
fn button(words: &'static str, done: String, send: impl Fn(Client) -> Call<()> + 'static) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (answer, done) = (send(session.client()), done.clone());
        spawn(async move {
            let answer = answer.await;
            busy.try_set(false);
            told(toasts, answer, done);
            focus(HEADING);
        });
    };
    view! { <button type="button" class="btn max-sm:w-full" aria-disabled=move || busy.get().to_string() on:click=act>{words}</button> }
}

/// Who cannot be suspended (any more) is only shown.
fn suspending(id: ParticipantId, page: &OfficePersonPage) -> View {
    if is_me(id) || page.summary.suspended_at.is_some() {
        return whole(id, page);
    }
    let (session, toasts) = (Session::here(), Toasts::here());
    let name = named(&page.summary.person);
    let href = ["/office/people/", &id.to_string()].concat();
    let back = href.clone();
    let here = Here::page();
    let go_back = move || here.go_on(&back);
    let text = RwSignal::new(String::new());
    let body = move || Suspend { words: text.get() };
    let form = Form::new(move || wrong_with(&body()));
    let done = t::suspended_done(&name);
    let already = t::suspended_already(&name);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (body, done, already, go_back) = (untrack(body), done.clone(), already.clone(), go_back.clone());
        let suspended = async move {
            match session.client().suspend(id, &body).await {
                Ok(()) => Ok(done),
                Err(Error::Problem(problem)) if problem.code == Code::InvalidTransition => Ok(already),
                Err(error) => Err(error),
            }
        };
        form.send(several(suspended), move |words| {
            data::refresh(super::OFFICE);
            toasts.say(words);
            go_back();
        });
    };
    let points = t::suspend_points().iter().map(|point| view! { <li>{*point}</li> });
    view! {
        <form class="max-w-[44rem] grid gap-6" novalidate on:submit=send>
            <h1 class="text-2xl sm:text-3xl wrap-anywhere">{t::suspend(&name)}</h1>
            <section class="sheet p-5 sm:p-7">
                <h2 class="text-xl">{t::suspend_happens()}</h2>
                <ul class="list-disc ps-6 mt-3 grid gap-1.5 max-w-[58ch]">{points.collect::<View>()}</ul>
            </section>
            {words(form, "/words", t::suspend_words(), t::suspend_hint(), "5", text)}
            {form.problem_view()}
            <div class="flex flex-wrap gap-3">
                <button type="submit" class="btn btn-error max-sm:w-full" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{t::suspend_now()}</button>
                <a class="btn btn-ghost max-sm:w-full" href=href>{t::not_now()}</a>
            </div>
        </form>
    }
}
