//! The next step of the two, and their next meeting.
use chrono::{DateTime, Utc};
use domain::meetings::{Meeting, MeetingFormat};
use domain::relationships::{NextStep, Relationship, RelationshipAction, Wish};
use domain::requests::Side;
use domain::tools::ToolList;
use ui_model::relationships::{days_until, is_my_turn, meeting_address, meeting_of, next_meeting};

use super::act::button;
use super::{address, ended, place};
use crate::components::calendar::Calendar;
use crate::components::page::{apart, day, now};
use crate::components::person::first_of;
use crate::data::Query;
use crate::text::relationships as t;
use crate::view::{IntoView, View, view};

fn link(class: &'static str, href: String, words: impl Into<String>) -> View {
    view! { <a class=["btn w-full sm:w-auto ", class].concat() href=href>{words.into()}</a> }
}

/// A step: its heading, a sentence or two, and what can be done.
struct Step {
    heading: String,
    about: String,
    actions: View,
}

/// The step in a sheet; a dot says whose turn it is.
pub(super) fn step(relationship: &Relationship, tools: Query<ToolList>) -> View {
    if relationship.next_step == NextStep::Read {
        return ended::sheet(relationship);
    }
    let turn = is_my_turn(relationship.next_step, relationship.side == Side::Mentee);
    let kicker = if turn {
        view! { <p class="kicker kicker-turn flex items-center gap-2 mb-1.5"><span class="size-2.5 rounded-full bg-accent"></span> {t::next()}</p> }
    } else {
        view! { <p class="kicker mb-1.5">{t::next_for_both()}</p> }
    };
    if relationship.next_step == NextStep::UseTool {
        return sheet(kicker, tool(relationship, tools));
    }
    let Step { heading, about, actions } = words(relationship);
    let content = view! {
        <h2 id="next" class="text-2xl wrap-anywhere">{heading}</h2>
        <p class="mt-2 max-w-[56ch]">{about}</p>
        <div class="mt-5 flex flex-wrap gap-3">{actions}</div>
    };
    sheet(kicker, content)
}

pub(super) fn sheet(kicker: View, content: View) -> View {
    view! { <section class="sheet shadow-raised p-5 sm:p-7" aria-labelledby="next">{kicker} {content}</section> }
}

fn words(relationship: &Relationship) -> Step {
    let id = relationship.id;
    let name = &first_of(&relationship.partner);
    let about = meeting_of(relationship, now());
    let meeting =
        about.map_or_else(|| place(id, "meetings"), |meeting| meeting_address(&address(id), meeting.id));
    let begins = about.and_then(|meeting| meeting.starts_at);
    let when = begins.map(day).unwrap_or_default();
    let offer = |class| link(class, place(id, "meetings/new"), t::offer_times());
    let met = || link("btn-ghost", place(id, "meetings/record"), t::we_met());
    let step = |heading: String, about: String, actions: View| Step { heading, about, actions };
    match relationship.next_step {
        NextStep::ArrangeFirst if relationship.side == Side::Mentee => {
            step(t::arrange().to_owned(), t::arrange_about(name), view! { {offer("btn-primary")} {met()} })
        }
        NextStep::ArrangeFirst => {
            step(t::they_arrange(name), t::they_arrange_about().to_owned(), view! { {offer("")} {met()} })
        }
        NextStep::ChooseTime => {
            step(t::choose(name), t::choose_about().to_owned(), link("btn-primary", meeting, t::choose_now()))
        }
        NextStep::AwaitChoice => step(
            t::awaits_choice(name),
            t::awaits_choice_about().to_owned(),
            link("", meeting, t::see_times()),
        ),
        NextStep::SayHeld => step(
            t::did_you_meet(&when),
            t::did_you_meet_about().to_owned(),
            link("btn-primary", meeting, t::say()),
        ),
        NextStep::AnswerCompletion => step(
            t::asked(name),
            t::asked_about().to_owned(),
            link("btn-primary", place(id, "complete"), t::answer(name)),
        ),
        NextStep::AwaitCompletion => {
            let ends = relationship.closing.as_ref().and_then(|closing| closing.completes_at);
            let about = ends
                .map_or_else(|| t::awaits_completion_rests(name), |at| t::awaits_completion_about(&day(at)));
            step(t::awaits_completion(name), about, link("", place(id, "journey"), t::see_journey()))
        }
        NextStep::Meet => {
            let time = begins.map(|at| Calendar::of_reader().clock(at)).unwrap_or_default();
            step(t::meet(&when), t::meet_about(&time), link("", meeting, t::open_meeting()))
        }
        NextStep::Rest => step(t::rests().to_owned(), t::rests_about(name), ().into_view()),
        NextStep::AnswerWish => wish(relationship, name),
        NextStep::ArrangeNext | NextStep::UseTool | NextStep::Read => step(
            t::arrange_next().to_owned(),
            t::arrange_next_about().to_owned(),
            view! { {offer("btn-primary")} {met()} },
        ),
    }
}

/// What the other wishes after the journey.
fn wish(relationship: &Relationship, name: &str) -> Step {
    let id = relationship.id;
    let ending = relationship.ending.as_ref();
    let anew = ending.and_then(|ending| ending.their_wish) == Some(Wish::NewJourney);
    let agree = if anew {
        button(id, "btn-primary", t::agree(), t::began().to_owned(), |client, id| client.new_journey(id))
    } else {
        button(id, "btn-primary", t::agree(), t::in_touch_now().to_owned(), |client, id| {
            client.stay_in_touch(id)
        })
    };
    let decline = ended::may(relationship, RelationshipAction::DeclineWish)
        .then(|| button(id, "", t::decline(), t::agreed_done(name), |client, id| client.decline_wish(id)));
    let (heading, about) = if anew {
        (t::wishes_journey(name), t::wishes_journey_about())
    } else {
        (t::wishes_touch(name), t::wishes_touch_about())
    };
    Step { heading, about: about.to_owned(), actions: view! { {agree} {decline} } }
}

/// The tool that helps now.
fn tool(relationship: &Relationship, tools: Query<ToolList>) -> View {
    let id = relationship.id;
    let key = relationship.tool.clone().unwrap_or_default();
    let href = place(id, &["tools/", &key].concat());
    let heading = move || {
        let title = tools
            .ready()
            .and_then(|tools| tools.items.iter().find(|tool| tool.key == key).map(|tool| tool.title.clone()));
        title.unwrap_or_else(|| t::a_tool().to_owned())
    };
    view! {
        <h2 id="next" class="text-2xl wrap-anywhere">{heading}</h2>
        <p class="mt-2 max-w-[56ch]">{t::use_tool_about(&first_of(&relationship.partner))}</p>
        <div class="mt-5 flex flex-wrap gap-3">{link("btn-primary", href, t::open_tool())}</div>
    }
}

/// The next meeting that is arranged.
pub(super) fn meeting(relationship: &Relationship) -> Option<View> {
    let meeting = next_meeting(&relationship.meetings, now())?;
    let at = meeting.starts_at?;
    let href = meeting_address(&address(relationship.id), meeting.id);
    let all = place(relationship.id, "meetings");
    let calendar = Calendar::of_reader();
    let end = at + chrono::TimeDelta::minutes(meeting.minutes.into());
    let span = t::from_to(&calendar.clock(at), &calendar.clock(end));
    let [weekday, number, month] = calendar.parts(at);
    let section = view! {
        <section class="mt-10" aria-labelledby="meet">
            <div class="flex items-baseline justify-between gap-4">
                <h2 id="meet" class="text-2xl">{t::next_meeting()}</h2>
                <a class="link-quiet min-h-11 inline-flex items-center" href=all>{t::all_meetings()}</a>
            </div>
            <a class="group mt-2 border-y border-line py-5 grid grid-cols-[4rem_minmax(0,1fr)] sm:grid-cols-[5rem_minmax(0,1fr)] gap-4 sm:gap-6" href=href>
                <span class="text-center leading-none pt-0.5">
                    <span class="block text-sm text-muted">{weekday}</span>
                    <span class="match-n block text-5xl mt-1.5">{number}</span>
                    <span class="block text-sm text-muted mt-1.5">{month}</span>
                </span>
                <span class="min-w-0 self-center">
                    <span class="block font-semibold text-lg leading-snug group-hover:underline decoration-moss-line underline-offset-4">{span}</span>
                    <span class="dot-list block text-muted text-sm mt-0.5">{facts(relationship, meeting, at)}</span>
                </span>
            </a>
        </section>
    };
    Some(section)
}

/// When it is where the other is, how, and how far away.
fn facts(relationship: &Relationship, meeting: &Meeting, at: DateTime<Utc>) -> View {
    let there = Calendar::there(&relationship.partner.time_zone)
        .map(|there| t::there_then(&there.clock(at), &apart(&first_of(&relationship.partner))));
    let how = match meeting.format {
        MeetingFormat::Video => t::video(),
        MeetingFormat::Phone => t::phone(),
        MeetingFormat::InPerson => t::in_person(),
    };
    let far = match days_until(now(), at) {
        0 | 1 if day(at) == day(now()) => t::today().to_owned(),
        days => t::in_days(days),
    };
    let facts = there.into_iter().chain([how.to_owned(), far]);
    facts.map(|fact| view! { <span>{fact}</span> }).collect()
}
