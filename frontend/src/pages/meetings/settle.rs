//! Did you meet? Either says so, and can say otherwise for a while.
use domain::ids::RelationshipId;
use domain::meetings::{Meeting, MeetingAction, MeetingState};

use super::act;
use super::around::Two;
use crate::components::icon::{Icon, icon};
use crate::session::Session;
use crate::text::meetings as t;
use crate::view::{View, view};

/// The question, while there is one.
pub(super) fn sheet(two: &Two, id: RelationshipId, meeting: &Meeting) -> Option<View> {
    let may = |action| meeting.allowed_actions.contains(&action);
    if !may(MeetingAction::Held) && !may(MeetingAction::Missed) {
        return None;
    }
    let asked = meeting.state == MeetingState::Confirmed;
    let about = about(two, meeting);
    let kicker = asked.then(|| {
        view! { <p class="kicker kicker-turn flex items-center gap-2 mb-1.5"><span class="size-2.5 rounded-full bg-accent"></span> {t::your_turn()}</p> }
    });
    let number = meeting.id;
    let button = |class: &'static str, held: bool| {
        let say = move |_| {
            let client = Session::here().client();
            act(id, if held { client.meeting_held(number) } else { client.meeting_missed(number) }, |_| ());
        };
        let sign = held.then(|| icon(Icon::Check, "size-5"));
        let words = if held { t::yes_we_met() } else { t::did_not_happen() };
        view! { <button type="button" class=["btn max-sm:w-full ", class].concat() on:click=say>{sign} {words}</button> }
    };
    let held = may(MeetingAction::Held) && meeting.state != MeetingState::Held;
    let missed = may(MeetingAction::Missed) && meeting.state != MeetingState::Missed;
    Some(view! {
        <section class="mt-6 sheet shadow-raised p-5 sm:p-7" aria-labelledby="met">
            {kicker}
            <h2 id="met" class="text-2xl">{t::did_you_meet()}</h2>
            {about.map(|about| view! { <p class="mt-1.5 text-muted">{about}</p> })}
            <div class="mt-4 flex flex-wrap gap-3">
                {held.then(|| button(if asked { "btn-primary" } else { "" }, true))}
                {missed.then(|| button("", false))}
            </div>
        </section>
    })
}

/// What has been said, and until when it can be said otherwise.
fn about(two: &Two, meeting: &Meeting) -> Option<String> {
    let mine = meeting.settled_by? == two.me;
    let until = two.mine.month_day(meeting.correctable_until?);
    Some(match (meeting.state, mine) {
        (MeetingState::Held, true) => t::you_say_held(&until),
        (MeetingState::Held, false) => t::they_say_held(&two.name, &until),
        (_, true) => t::you_say_missed(&until),
        (_, false) => t::they_say_missed(&two.name, &until),
    })
}
