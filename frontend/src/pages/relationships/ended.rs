//! What is left when a relationship has ended: all there is to read, and how it can go on.
use domain::relationships::{Ending, Relationship, RelationshipAction, RelationshipState, Wish};

use super::act::button;
use super::{address, place};
use crate::components::page::day;
use crate::components::person::first_of;
use crate::text::{relationships as t, request};
use crate::view::{IntoView, View, view};

/// Whether the reader may do this.
pub(super) fn may(relationship: &Relationship, action: RelationshipAction) -> bool {
    relationship.allowed_actions.contains(&action)
}

/// Where it stands.
pub(super) fn sheet(relationship: &Relationship) -> View {
    let completed = relationship.state == RelationshipState::Completed;
    let heading = if completed { t::completed() } else { t::withdrawn() };
    let about = if completed { after_completion(relationship) } else { after_withdrawal(relationship) };
    let about = about.into_iter().map(|words| view! { <p class="mt-2 max-w-[56ch]">{words}</p> });
    let journey = completed.then(|| {
        view! { <a class="btn w-full sm:w-auto" href=place(relationship.id, "journey")>{t::see_journey()}</a> }
    });
    let later = relationship.later.map(|later| {
        view! { <a class="btn btn-primary w-full sm:w-auto" href=address(later)>{t::later_journey()}</a> }
    });
    view! {
        <section class="sheet p-5 sm:p-7" aria-labelledby="next">
            <h2 id="next" class="text-2xl">{heading}</h2>
            {about.collect::<View>()}
            <div class="mt-5 flex flex-wrap gap-3">
                {later} {journey}
                <a class="btn w-full sm:w-auto" href=place(relationship.id, "messages")>{t::read_again()}</a>
            </div>
        </section>
    }
}

fn after_withdrawal(relationship: &Relationship) -> Vec<String> {
    let name = &first_of(&relationship.partner);
    let when = relationship.ended_at.map(day).unwrap_or_default();
    let by = relationship.ending.as_ref().and_then(|ending| ending.withdrawn_by);
    let who = match by {
        Some(side) if side == relationship.side => t::withdrawn_by_you(&when),
        Some(_) => t::withdrawn_by_them(name, &when),
        None => t::withdrawn_on(&when),
    };
    vec![who, t::all_stays().to_owned()]
}

fn after_completion(relationship: &Relationship) -> Vec<String> {
    let name = &first_of(&relationship.partner);
    let ending = relationship.ending.as_ref();
    let in_touch = ending.is_some_and(|ending| ending.in_touch_since.is_some());
    let contact = match relationship.contact_until {
        _ if in_touch => t::in_touch().to_owned(),
        Some(until) if relationship.contact.is_some() => t::contact_until(&day(until)),
        _ => t::contact_hidden().to_owned(),
    };
    let wish = ending.filter(|_| !in_touch && relationship.later.is_none());
    let wish = wish.and_then(|ending| my_wish(ending, name));
    [Some(contact), wish].into_iter().flatten().collect()
}

/// What the reader wishes, while the other can still agree.
fn my_wish(ending: &Ending, name: &str) -> Option<String> {
    let until = day(ending.wishes_until?);
    match ending.my_wish? {
        Wish::End => None,
        Wish::StayInTouch => Some(t::you_wish_touch(name, &until)),
        Wish::NewJourney => Some(t::you_wish_journey(name, &until)),
    }
}

/// How it can go on, where it can.
pub(super) fn wishes(relationship: &Relationship) -> Option<View> {
    let id = relationship.id;
    let name = &first_of(&relationship.partner);
    let can = |action| may(relationship, action);
    // What the other wishes is answered in the sheet of the next step.
    let theirs = relationship.ending.as_ref().and_then(|ending| ending.their_wish);
    let stay = (can(RelationshipAction::StayInTouch) && theirs != Some(Wish::StayInTouch))
        .then(|| button(id, "", t::stay(), t::agreed_done(name), |client, id| client.stay_in_touch(id)));
    let anew = (can(RelationshipAction::NewJourney) && theirs != Some(Wish::NewJourney))
        .then(|| button(id, "", t::new_journey(), t::agreed_done(name), |client, id| client.new_journey(id)));
    let part = can(RelationshipAction::PartWays).then(|| {
        button(id, "btn-ghost", t::part_ways(), t::parted().to_owned(), |client, id| client.part_ways(id))
    });
    let ways: Vec<View> = [stay, anew, part].into_iter().flatten().collect();
    (!ways.is_empty()).then(|| {
        view! {
            <section class="mt-10" aria-labelledby="on">
                <h2 id="on" class="text-2xl">{t::how_on()}</h2>
                <div class="mt-4 flex flex-wrap gap-3">{ways}</div>
            </section>
        }
    })
}

/// What was said at the end.
pub(super) fn last_words(relationship: &Relationship) -> Option<View> {
    let ending = relationship.ending.as_ref()?;
    let name = &first_of(&relationship.partner);
    let by_other = ending.withdrawn_by.is_some_and(|side| side != relationship.side);
    let said = (by_other && !ending.words.is_empty()).then(|| quoted(t::they_said(name), &ending.words));
    let thanks = (!ending.thanks.is_empty()).then(|| quoted(t::thanks(name), &ending.thanks));
    let mine =
        (!ending.takes_along.is_empty()).then(|| quoted(t::you_take().to_owned(), &ending.takes_along));
    Some(view! { {said} {thanks} {mine} })
}

fn quoted(heading: String, words: &str) -> View {
    view! {
        <section class="mt-10">
            <h2 class="text-xl wrap-anywhere">{heading}</h2>
            <blockquote class="lead mt-3 max-w-[48ch] whitespace-pre-line wrap-anywhere" dir="auto">{request::quoted(words)}</blockquote>
        </section>
    }
}

/// The journey of the same two before this one.
pub(super) fn earlier(relationship: &Relationship) -> View {
    let earlier = relationship.earlier.map(|earlier| {
        view! { <p class="mt-8"><a class="link-quiet min-h-11 inline-flex items-center" href=address(earlier)>{t::earlier_journey()}</a></p> }
    });
    earlier.into_view()
}
