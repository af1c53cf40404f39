//! The page of one request: the mentee's side and the mentor's.
use std::sync::Arc;

use api_client::Versioned;
use domain::criteria::Criteria;
use domain::ids::RequestId;
use domain::people::PersonProfile;
use domain::requests::{DeclineReason, Request, RequestAction, RequestText, Side};
use leptos::prelude::*;
use ui_model::requests::{Standing, days_since, question, said_with};

use super::show::{asked_for, header, history, other, quote, standing_chip};
use super::similar::similar;
use super::{LISTS, address, around, found, request};
use crate::components::fit::percent;
use crate::components::icon::{Icon, icon};
use crate::components::mentor::{bar, chips_of, languages};
use crate::components::page::{apart, day, focus, now, title};
use crate::components::person::{first_of, name_of};
use crate::data;
use crate::follow::spawn;
use crate::pages::people;
use crate::session::Session;
use crate::text::request as t;
use crate::view::{IntoView, View, view};

/// The page.
pub(super) fn page(id: RequestId) -> View {
    title(t::title());
    let (criteria, answer) = (data::criteria(), request(id));
    let content = found(criteria, move |criteria| found(answer, move |request| whole(&criteria, &request)));
    around("/requests", t::all(), content)
}

fn whole(criteria: &Arc<Criteria>, request: &Versioned<Request>) -> View {
    let request = &request.value;
    match request.side {
        Side::Mentor => of_the_mentor(criteria, request),
        _ => of_the_mentee(criteria, request),
    }
}

fn may(request: &Request, action: RequestAction) -> bool {
    request.allowed_actions.contains(&action)
}

fn to(request: &Request, step: &str) -> String {
    [&address(request.id), "/", step].concat()
}

fn conversation(request: &Request) -> String {
    ["/conversations/", &request.conversation.to_string()].concat()
}

/// Two columns: what it is about, and what stands beside it.
fn columns(main: View, aside: View) -> View {
    view! {
        <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_21rem] items-start">
            <div class="min-w-0">{main}</div>
            <aside class="min-w-0 lg:pt-2">{aside}</aside>
        </div>
    }
}

/// A button-like link.
fn link(class: &'static str, href: String, words: impl Into<String>) -> View {
    view! { <a class=["btn w-full sm:w-auto ", class].concat() href=href>{words.into()}</a> }
}

/// The sheet that says where the request stands, and what can be done about it.
fn sheet(heading: String, content: View) -> View {
    view! {
        <section class="mt-7 sheet shadow-raised p-5 sm:p-8" aria-labelledby="stands">
            <h2 id="stands" class="text-2xl wrap-anywhere">{heading}</h2>
            {content}
        </section>
    }
}

fn of_the_mentee(criteria: &Criteria, request: &Request) -> View {
    let heading = t::yours(&apart(&name_of(&request.mentor)));
    title(&heading);
    let standing = Standing::of_request(request);
    let sent = match request.expires_at {
        Some(until) => t::sent_open(&day(request.sent_at), &day(until)),
        None => t::sent(&day(request.sent_at)),
    };
    let below = view! {
        <p class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">
            {standing_chip(standing, Side::Mentee, &request.mentor)}
            <span class="text-sm text-muted">{sent}</span>
        </p>
    };
    let edit = (may(request, RequestAction::Edit) && standing != Standing::Asked).then(|| {
        view! { <a href=to(request, "edit") class="link-quiet min-h-11 inline-flex items-center">{t::edit()}</a> }
    });
    let others = request.mentor.id.filter(|_| standing.leads_to_others()).map(|id| {
        view! { <div class="mt-10">{similar(id, t::similar(&first_of(&request.mentor)))}</div> }
    });
    let main = view! {
        {header(&request.mentor, heading, below)}
        {stands(request, standing)}
        {others}
        <section class="mt-10" aria-labelledby="what">
            <div class="flex items-baseline justify-between gap-4"><h2 id="what" class="text-2xl">{t::asked_for()}</h2> {edit}</div>
            <div class="mt-2">{asked_for(criteria, &request.text, None, Side::Mentee)}</div>
        </section>
    };
    let withdraw = may(request, RequestAction::Withdraw).then(|| {
        view! {
            <section class="mt-8 pt-6 border-t border-line">
                <h2 class="text-xl">{t::changed_mind()}</h2>
                <p class="text-sm text-muted mt-1.5">{t::changed_mind_about(&first_of(&request.mentor))}</p>
                <a class="btn btn-ghost -ms-4 mt-1" href=to(request, "withdraw")>{t::withdraw()}</a>
            </section>
        }
    });
    columns(main, view! { {history(request)} {withdraw} })
}

/// The mentee's one next step, or why there is none.
fn stands(request: &Request, standing: Standing) -> View {
    let name = &first_of(&request.mentor);
    let about = |words: String| view! { <p class="mt-2 max-w-[58ch]">{words}</p> };
    let actions = |links: View| view! { <div class="mt-5 flex flex-wrap gap-3">{links}</div> };
    let write = |words| link("", conversation(request), words);
    let find = || link("", "/mentors".to_owned(), t::find());
    match standing {
        Standing::Asked => sheet(
            t::would_know_more(name),
            view! {
                {question(request).map(quote)}
                {actions(view! { {link("btn-primary", to(request, "edit"), t::answer_by_editing())} {write(t::write_instead())} })}
                <p class="text-sm mt-3 text-muted">{t::either_answers(name)}</p>
            },
        ),
        Standing::NoPlace => sheet(
            t::is_waiting(name),
            view! { {about(t::stands_still(name))} {actions(view! { {write(t::write())} {find()} })} },
        ),
        Standing::Accepted => sheet(
            t::said_yes(name),
            view! {
                {said_with(request, RequestAction::Accept).map(quote)}
                {about(t::said_yes_about().to_owned())}
                {actions(to_relationship(request).into_view())}
            },
        ),
        Standing::Declined => sheet(t::cannot_now(name), no(request)),
        Standing::NotInTime => sheet(t::nobody_answered(name), about(t::nobody_answered_about().to_owned())),
        Standing::Closed => sheet(t::is_closed().to_owned(), about(t::is_closed_about(name))),
        Standing::Withdrawn => sheet(
            t::is_withdrawn().to_owned(),
            view! { {about(t::is_withdrawn_about(name))} {actions(find())} },
        ),
        Standing::Waits | Standing::ToAnswer | Standing::Answered => sheet(
            t::is_waiting(name),
            view! { {about(t::is_waiting_about(name))} {actions(write(t::write()))} },
        ),
    }
}

fn to_relationship(request: &Request) -> Option<View> {
    let id = request.relationship?.to_string();
    Some(link("btn-primary", ["/relationships/", &id].concat(), t::to_relationship()))
}

/// The words of a no; its reason where there are none.
fn no(request: &Request) -> View {
    let reason = request.decline_reason.map(|reason| match reason {
        DeclineReason::NoTime => t::no_time(),
        DeclineReason::SomebodyElse => t::somebody_else(),
        DeclineReason::OtherField => t::other_field(),
        DeclineReason::Times => t::times(),
    });
    let reason = reason.map(|reason| view! { <p class="mt-2 text-muted">{reason}</p> });
    view! { {said_with(request, RequestAction::Decline).map(quote)} {reason} }
}

fn of_the_mentor(criteria: &Arc<Criteria>, request: &Request) -> View {
    let seen = look_at(request);
    let mentee = &request.mentee;
    let name = &first_of(mentee);
    let heading = t::theirs(&apart(&name_of(mentee)));
    title(&heading);
    let standing = Standing::of_request(request);
    let waiting = standing.is_my_turn().then(|| match days_since(request.turn_at, now()) {
        0 => t::since_today().to_owned(),
        days => t::waiting(days),
    });
    let until = request.expires_at.map(|until| t::open_until(&day(until)));
    let times = waiting.into_iter().chain(until).collect::<Vec<_>>().join(", ");
    let below = view! {
        <p class="mt-1.5 leading-snug wrap-anywhere"><bdi>{mentee.headline.clone()}</bdi></p>
        <p class="mt-2.5 flex flex-wrap items-center gap-x-3 gap-y-1.5">
            {standing_chip(standing, Side::Mentor, mentee)}
            <span class="text-sm text-muted">{times}</span>
        </p>
    };
    let marked = seen.is_some().then(|| view! { <p class="text-sm text-muted">{t::marked()}</p> });
    let still = (standing == Standing::NoPlace)
        .then(|| view! { <p class="callout mt-6 max-w-[62ch]">{t::stands_still_mentor(name)}</p> });
    let about = (standing == Standing::Accepted).then(|| {
        let about = view! { <p class="mt-2 max-w-[58ch]">{t::said_yes_mentor_about(name)}</p> <div class="mt-5">{to_relationship(request)}</div> };
        sheet(t::said_yes_mentor().to_owned(), about)
    });
    let main = view! {
        {header(mentee, heading, below)}
        {summary(request)}
        {still}
        {about}
        <section class="mt-8" aria-labelledby="asks">
            <div class="flex flex-wrap items-baseline justify-between gap-x-4"><h2 id="asks" class="text-2xl">{t::they_ask_for(name)}</h2> {marked}</div>
            <div class="mt-3">{asked_for(criteria, &request.text, seen.as_ref(), Side::Mentor)}</div>
        </section>
        {answer(request)}
    };
    let person = mentee.id.map(people::profile_of);
    let criteria = criteria.clone();
    let fit = request.fit.clone();
    let first = name.clone();
    let beside = move || {
        let profile = person.and_then(data::Query::ready);
        let place =
            profile.as_ref().map_or(("", ""), |profile| (profile.city.as_str(), profile.country.as_str()));
        let share = fit.as_ref().map(|fit| {
            view! {
                <section class="sheet p-5 sm:p-6" aria-labelledby="fit">
                    <h2 id="fit" tabindex="-1" class="text-xl scroll-mt-24 outline-none">{t::you_share()}</h2>
                    <p class="mt-2.5 flex items-baseline gap-3">{percent(fit.percent, "text-4xl")} <span class="font-semibold">{t::of_what(&first)}</span></p>
                    {bar(fit, "w-full h-2.5 mt-3")}
                    <p class="mt-4 flex flex-wrap gap-1.5">{chips_of(&criteria, place, fit)}</p>
                </section>
            }
        });
        view! { {share} {profile.as_ref().map(|profile| about_them(&criteria, &first, profile))} }
    };
    columns(main, view! { {beside} <div class="mt-8">{history(request)}</div> })
}

/// The wording that is on the page has been looked at; gives the one that was looked at before it. What is marked stays
/// so while the page is asked for anew, and nothing is marked once the request has ended.
fn look_at(request: &Request) -> Option<RequestText> {
    let (id, text_number) = (request.id, request.text_number);
    let key = ["seen/", &id.to_string()].concat();
    if !Standing::of_request(request).is_open() {
        return None;
    }
    let known = untrack(|| data::known::<(i64, Option<RequestText>)>(&key));
    if let Some(known) = known.filter(|known| known.0 == text_number) {
        return known.1.clone();
    }
    data::put(&key, (text_number, request.seen_text.clone()));
    let session = Session::here();
    spawn(async move {
        let seen = domain::requests::MarkSeen { text_number };
        // Not reached: what is new is marked once more next time.
        if session.client().mark_request_seen(id, &seen).await.is_ok() {
            data::refresh(LISTS);
        }
    });
    request.seen_text.clone()
}

/// On a phone: the match in one line, with a way to the reasons below.
fn summary(request: &Request) -> Option<View> {
    let fit = request.fit.as_ref()?;
    let see_why = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus("fit");
    };
    let line = view! {
        <a href="#fit" class="lg:hidden mt-6 flex items-center gap-4 min-h-11 border-y border-line py-3" on:click=see_why>
            {percent(fit.percent, "text-3xl")}
            <span class="flex-1 leading-tight text-sm">
                <span class="font-semibold text-base block mb-1.5">{t::of_what(&first_of(other(request)))}</span>
                {bar(fit, "w-full h-2")}
            </span>
            <span class="link-quiet text-sm">{t::see_why()}</span>
        </a>
    };
    Some(line)
}

/// The mentor's answer: a bar on a phone, a section on a wide screen.
fn answer(request: &Request) -> Option<View> {
    let action = |action, class: &'static str, step: &str, words: &'static str| {
        may(request, action).then(|| {
            view! { <a class=["btn max-lg:flex-1 ", class].concat() href=to(request, step)>{words}</a> }
        })
    };
    let actions = [
        action(RequestAction::Accept, "btn-primary", "accept", t::accept()),
        action(RequestAction::AskForMore, "", "ask", t::ask()),
        action(RequestAction::Decline, "btn-ghost", "decline", t::decline()),
    ];
    let actions: Vec<View> = actions.into_iter().flatten().collect();
    if actions.is_empty() {
        return None;
    }
    let about = match request.free_places {
        Some(0) => t::no_free_place().to_owned(),
        free => t::your_answer_about(free.unwrap_or(1).into(), &first_of(&request.mentee)),
    };
    let section = view! {
        <section class="mt-10" aria-labelledby="answer">
            <h2 id="answer" class="text-2xl">{t::your_answer()}</h2>
            <p class="mt-1.5 text-muted max-w-[60ch]">{about}</p>
            <div class="actionbar lg:static lg:mt-5 lg:p-0 lg:border-0 lg:bg-transparent">{actions}</div>
        </section>
    };
    Some(section)
}

/// The mentee's profile.
fn about_them(criteria: &Criteria, first: &str, profile: &PersonProfile) -> View {
    let country = ui_model::criteria::country(criteria, &profile.country);
    let facts = [profile.organisation.as_str(), profile.city.as_str(), country]
        .into_iter()
        .filter(|fact| !fact.is_empty());
    let facts = facts.collect::<Vec<_>>().join(", ");
    let spoken = languages(criteria, &profile.languages);
    let page = profile.person.id.filter(|_| profile.listed).map(|id| {
        view! { <a class="link-quiet inline-flex min-h-11 items-center" href=["/mentors/", &id.to_string()].concat()>{icon(Icon::UserCircle, "size-5 me-1.5")} {name_of(&profile.person)}</a> }
    });
    view! {
        <section class="mt-8" aria-labelledby="about">
            <h2 id="about" class="text-xl">{t::about(first)}</h2>
            <p class="text-sm text-muted mt-1 wrap-anywhere"><bdi>{facts}</bdi></p>
            <p class="text-sm text-muted">{spoken}</p>
            <div class="prose-cairn mt-3 wrap-anywhere" dir="auto" inner_html=profile.about_html.clone()></div>
            {page}
        </section>
    }
}
