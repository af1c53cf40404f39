//! Blocking somebody: a page that says what happens before it does.
use domain::conversations::Conversation;
use domain::ids::{ConversationId, ParticipantId};

use super::{address, has_changed};
use crate::components::form::Form;
use crate::components::page::title;
use crate::components::toast::Toasts;
use crate::components::{person, states};
use crate::follow::spawn;
use crate::navigation::Here;
use crate::pages::not_found;
use crate::session::Session;
use crate::text::blocking as t;
use crate::view::{View, view};

/// The page.
pub(super) fn content(id: ConversationId, conversation: &Conversation) -> View {
    let Some(other) = conversation.with.id else { return not_found::page() };
    let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
    let (name, back) = (person::first_of(&conversation.with), address(id));
    title(&t::heading(&name));
    let form = Form::new(Vec::new);
    let (blocked, after) = (t::blocked(&name), back.clone());
    let block = move |_| {
        let (blocked, after) = (blocked.clone(), after.clone());
        form.send(session.client().block(other), move |()| {
            has_changed();
            toasts.say_with_undo(blocked, move || lift(session, toasts, other));
            here.go_on(&after);
        });
    };
    let points = t::points().iter().map(|point| view! { <li>{*point}</li> });
    view! {
        <h1 class="text-3xl sm:text-4xl wrap-anywhere">{t::heading(&name)}</h1>
        <p class="mt-2 max-w-[58ch]">{t::about(&name)}</p>
        <ul class="list-disc ps-6 grid gap-1.5 max-w-[58ch] mt-5">{points.collect::<View>()}</ul>
        <p class="mt-5 max-w-[58ch]">{t::report()} " " <a class="link-quiet py-1" href=[&back, "/report"].concat()>{t::report_link()}</a></p>
        <div class="mt-6 grid gap-4">
            {form.problem_view()}
            <div class="flex flex-wrap gap-3">
                <button type="button" class="btn btn-error max-sm:w-full" aria-disabled=move || form.busy().to_string() on:click=block>{t::block(&name)}</button>
                <a class="btn btn-ghost max-sm:w-full" href=back>{t::keep()}</a>
            </div>
        </div>
    }
}

/// Lifts the block of somebody.
pub(super) fn lift(session: Session, toasts: Toasts, other: ParticipantId) {
    spawn(async move {
        match session.client().unblock(other).await {
            Ok(()) => {
                has_changed();
                toasts.say(t::lifted());
            }
            Err(error) => toasts.warn(states::said(&error)),
        }
    });
}
