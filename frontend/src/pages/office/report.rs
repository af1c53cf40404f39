//! Reports: the list, and one of them with the message and its neighbours, to be decided about.
use std::sync::Arc;

use api_client::{Call, Client, Versioned};
use domain::ids::ReportId;
use domain::office::{DecideReport, Decision, Report, ReportRow, ReportedMessage};
use domain::page::Page;
use domain::problem::Code;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::office::{decisions, missing_words, takes_words};

use super::list::{Listed, list as listed, nothing};
use super::{address, desk, link_as, link_to, named, t, word};
use crate::components::controls::back;
use crate::components::form::{Form, hold_still, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{day_and_time, focus, title};
use crate::components::states;
use crate::components::table::{Column, State, row, state, table};
use crate::components::toast::Toasts;
use crate::data::{self, Load, query};
use crate::follow::{RwSignal, Signal, effect, memo};
use crate::navigation::Here;
use crate::pages::not_found;
use crate::session::Session;
use crate::view::{IntoView, View, view};

/// The id of the heading.
const HEADING: &str = "report";

/// All reports.
pub(crate) fn list() -> View {
    super::page(t::reports_heading(), t::reports_words(), listed::<ReportRow>(String::new))
}

impl Listed for ReportRow {
    const KEY: &'static str = "office/reports";

    fn fetch(client: Client, query: String) -> Call<Page<Self>> {
        client.office_reports(&query)
    }

    fn table(items: &[Self]) -> View {
        rows(items)
    }

    fn none() -> View {
        nothing(t::reports_empty(), t::reports_empty_words())
    }
}

/// Reports as a table.
pub(super) fn rows(items: &[ReportRow]) -> View {
    let columns: [Column; 5] = [
        (t::about(), "name"),
        (t::state(), "side"),
        (t::what(), "whole soft"),
        (t::reported_by(), "soft"),
        (t::when(), "num soft"),
    ];
    let report = |report: &ReportRow| {
        let stands = match report.decision {
            None => state(State::Turn, t::open()),
            Some(decision) => state(State::Moss, word(decision.as_str())),
        };
        let cells = [
            Some(link_as(&report.reported, Some(["/office/reports/", &report.id.to_string()].concat()))),
            Some(stands),
            Some(what(report)),
            Some(link_to(&report.reporter)),
            Some(day_and_time(report.at).into_view()),
        ];
        row(&columns, cells)
    };
    table("dense-static", t::reports(), &columns, items.iter().map(report).collect())
}

fn what(report: &ReportRow) -> View {
    let about = if report.about_message { t::a_message() } else { t::a_person() };
    view! { {about} ": " <span class="wrap-anywhere" dir="auto">{report.words.clone()}</span> }
}

/// The page of one report.
pub(crate) fn page() -> View {
    title(t::reports());
    let Some(id) = untrack(|| Here::page().part("id")).parse().ok() else {
        return not_found::page();
    };
    let found = query(move || key(id), move |client| client.office_report(id));
    let overtaken = RwSignal::new(false);
    let view = move || match found.get() {
        Load::Failed(error) if error.code() == Some(Code::NotFound) => not_found::page(),
        Load::Failed(error) => desk(found.failed(&error)),
        Load::Waiting => desk(states::page_skeleton()),
        Load::Ready(report) => {
            title(&heading(&report.value.summary));
            desk(whole(&report, overtaken))
        }
    };
    view.into_view()
}

fn key(id: ReportId) -> String {
    ["office/report/", &id.to_string()].concat()
}

fn heading(report: &ReportRow) -> String {
    let name = named(&report.reported);
    if report.about_message { t::about_message(&name) } else { t::about_person(&name) }
}

fn whole(found: &Arc<Versioned<Report>>, overtaken: RwSignal<bool>) -> View {
    let report = &found.value;
    let summary = &report.summary;
    let reported = named(&summary.reported);
    let page = address(&summary.reported).map(|href| {
        view! { <a class="link-quiet" href=href>{t::page_of(&reported)}</a> }
    });
    let rest = match summary.decision {
        Some(decision) => decided(report, decision, overtaken),
        None => deciding(found, overtaken),
    };
    view! {
        {back("/office/reports", t::reports())}
        <article class="max-w-[46rem]">
            <h1 id=HEADING tabindex="-1" class="text-2xl sm:text-3xl mt-1 wrap-anywhere outline-none">{heading(summary)}</h1>
            <p class="mt-2 text-sm text-muted">
                {t::reported(&named(&summary.reporter), &day_and_time(summary.at))} " " {t::reports_like(report.reports_about, &reported)} " " {page}
            </p>
            <blockquote class="serif text-lg mt-3 max-w-[52ch] whitespace-pre-line wrap-anywhere" dir="auto">{summary.words.clone()}</blockquote>
            {messages(report)}
            {rest}
        </article>
    }
}

fn messages(report: &Report) -> Option<View> {
    let message = |message: &ReportedMessage| {
        let theirs = message.author.id.is_some() && message.author.id == report.summary.reported.id;
        let said = match (theirs, message.reported) {
            (true, true) => "said said-me said-reported",
            (true, false) => "said said-me",
            (false, true) => "said said-you said-reported",
            (false, false) => "said said-you",
        };
        let reported = message.reported.then(|| {
            view! { " · " <span class="font-semibold text-base-content">{t::reported_one()}</span> }
        });
        view! {
            <li class="flex flex-col gap-1" class:items-end=theirs>
                <p class=[said, " whitespace-pre-line wrap-anywhere"].concat() dir="auto">{message.body.clone()}</p>
                <p class="text-xs text-muted">{named(&message.author)} ", " {day_and_time(message.sent_at)} {reported}</p>
            </li>
        }
    };
    (!report.messages.is_empty()).then(|| {
        view! {
            <section class="mt-7" aria-labelledby="messages">
                <div class="flex flex-wrap items-baseline justify-between gap-x-5">
                    <h2 id="messages" class="text-xl">{t::message()}</h2>
                    <p class="text-sm text-muted flex items-center gap-1.5">{icon(Icon::LockSimple, "size-4.5")} {t::no_more()}</p>
                </div>
                <ol class="mt-4 rounded-box border border-line p-4 sm:p-6 flex flex-col gap-4">
                    {report.messages.iter().map(message).collect::<View>()}
                </ol>
            </section>
        }
    })
}

fn decided(report: &Report, decision: Decision, overtaken: RwSignal<bool>) -> View {
    let overtaken = overtaken.get_untracked().then(|| {
        view! { <p class="say say-open mt-7" role="alert">{icon(Icon::Info, "size-4.5")} {t::overtaken()}</p> }
    });
    let on = report.decided_at.map(|at| t::decided_on(&day_and_time(at)));
    view! {
        {overtaken}
        <section class="mt-8">
            <h2 class="text-xl">{t::decided(word(decision.as_str()))}</h2>
            <p class="text-sm text-muted mt-1">{on}</p>
            <h3 class="font-semibold mt-4">{t::answered()}</h3>
            <p class="mt-1 max-w-[58ch] whitespace-pre-line wrap-anywhere" dir="auto">{report.answer.clone()}</p>
        </section>
    }
}

fn deciding(found: &Arc<Versioned<Report>>, overtaken: RwSignal<bool>) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let id = found.value.summary.id;
    let decision = RwSignal::new(None::<Decision>);
    let (text, answer) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let report = found.clone();
    let takes = memo(move || decision.get().is_some_and(|decision| takes_words(&report.value, decision)));
    let body = move || DecideReport {
        decision: decision.get().unwrap_or(Decision::NothingWrong),
        words: if takes.get() { text.get() } else { String::new() },
        answer: answer.get(),
    };
    let form = Form::new(move || {
        let body = body();
        let missing = missing_words(decision.get(), &body.words);
        missing.into_iter().chain(wrong_with(&body)).collect()
    });
    // Somebody else was faster: what they decided is shown in the place of the form.
    effect(move || {
        if matches!(form.problem_code(), Some(Code::StaleVersion | Code::InvalidTransition)) {
            overtaken.set(true);
            data::refresh(super::OFFICE);
            focus(HEADING);
        }
    });
    let version = found.version.clone();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (body, version) = (untrack(body), version.clone());
        form.send(session.client().decide_report(id, &version, &body), move |report| {
            data::refresh(super::OFFICE);
            data::put(&key(id), report);
            toasts.say(t::decided_done());
            focus(HEADING);
        });
    };
    let choices =
        decisions(&found.value).into_iter().map(|choice| pick(&found.value, form, decision, choice));
    let to_reported =
        move || takes.get().then(|| words(form, "/words", t::words(), t::words_hint(), "4", text));
    view! {
        <form class="mt-8 grid gap-6" novalidate on:submit=send>
            <fieldset>
                <legend class="serif text-xl font-[460]">{t::decision()}</legend>
                <div class="mt-3 grid sm:grid-cols-2 gap-2.5">{choices.collect::<View>()}</div>
                {form.error_view("decision-said".to_owned(), "/decision", Signal::stored(String::new()))}
            </fieldset>
            {to_reported}
            {words(form, "/answer", t::answer(), t::answer_hint(), "4", answer)}
            {form.problem_view()}
            <div class="flex flex-wrap gap-3">
                <button type="submit" class="btn btn-primary max-sm:w-full" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{t::decide()}</button>
                <a class="btn btn-ghost max-sm:w-full" href="/office/reports">{t::later()}</a>
            </div>
        </form>
    }
}

/// One decision, with what it does.
fn pick(report: &Report, form: Form, decision: RwSignal<Option<Decision>>, choice: Decision) -> View {
    let named = named(&report.summary.reported);
    let words = match choice {
        Decision::NothingWrong => t::nothing_wrong().to_owned(),
        Decision::SpokenWith => t::speak_with(&named),
        Decision::MessageRemoved => t::take_away().to_owned(),
    };
    let about = match choice {
        Decision::NothingWrong => t::nothing_wrong_about(),
        Decision::SpokenWith if report.summary.about_message => t::spoken_with_about(),
        Decision::SpokenWith => t::spoken_with_person_about(),
        Decision::MessageRemoved => t::message_removed_about(),
    };
    view! {
        <label class="pick">
            <input
                type="radio"
                id=["field-decision-", choice.as_str()].concat()
                name="decision"
                class="radio radio-sm mt-0.5"
                aria-describedby="decision-said"
                aria-invalid=move || form.error_at("/decision").map(|_| "true")
                prop:checked=move || decision.get() == Some(choice)
                on:change=move |_| {
                    decision.set(Some(choice));
                    form.leave("/decision");
                }
            />
            <span class="leading-snug">
                <span class="font-semibold block wrap-anywhere">{words}</span>
                <span class="text-sm text-muted">{about}</span>
            </span>
        </label>
    }
}
