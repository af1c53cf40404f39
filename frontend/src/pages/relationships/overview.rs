//! The overview: where the two are, what is next, and all that is kept at hand; and their messages.
use domain::ids::RelationshipId;
use domain::meetings::ActionItem;
use domain::relationships::{NextStep, Relationship, RelationshipState};
use domain::requests::Side;
use domain::tools::ToolList;
use ui_model::relationships::is_walking;

use super::{ended, framed, next, place, reach};
use crate::components::face::face;
use crate::components::page::{apart, calendar_day, day};
use crate::components::person::name_of;
use crate::data::Query;
use crate::pages::requests;
use crate::pages::{conversations, goals, meetings, resources, tools};
use crate::text::relationships as t;
use crate::view::{IntoView, View, view};

/// The page.
pub(super) fn page(id: RelationshipId) -> View {
    let tools = tools::list(id);
    framed(id, "", move |relationship| whole(relationship, tools))
}

/// The messages of the two.
pub(super) fn messages(id: RelationshipId) -> View {
    framed(id, "messages", |relationship| {
        view! { <div class="mt-5">{conversations::within(relationship.conversation)}</div> }
    })
}

fn whole(relationship: &Relationship, tools: Query<ToolList>) -> View {
    let new = relationship.next_step == NextStep::ArrangeFirst && relationship.side == Side::Mentee;
    let over = relationship.state == RelationshipState::Completed;
    let main = view! {
        {next::step(relationship, tools)}
        {over.then(|| ended::wishes(relationship)).flatten()}
        {next::meeting(relationship)}
        {goals::glance(relationship.id, &relationship.goals)}
        {ended::last_words(relationship)}
        {new.then(other_requests)}
        {ended::earlier(relationship)}
    };
    view! {
        <div class="mt-7 lg:mt-9 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
            <div class="min-w-0">{main}</div>
            <aside class="min-w-0">{reach::reach(relationship)} {agreed(relationship)} {helpful(relationship, tools)} {helps(relationship)}</aside>
        </div>
    }
}

/// What the two agreed on that is still open.
fn agreed(relationship: &Relationship) -> Option<View> {
    if relationship.action_items.is_empty() {
        return None;
    }
    let writable = is_walking(relationship.state) && relationship.next_step != NextStep::Rest;
    let id = relationship.id;
    let items = relationship.action_items.iter().map(|item| to_do(id, item, writable));
    Some(view! {
        <section class="mt-8" aria-labelledby="todo">
            <h2 id="todo" class="text-xl">{t::agreed()}</h2>
            <ul class="mt-2">{items.collect::<View>()}</ul>
        </section>
    })
}

fn to_do(id: RelationshipId, item: &ActionItem, writable: bool) -> View {
    let below =
        item.due_on.map_or_else(|| t::agreed_on(&day(item.agreed_at)), |due| t::until(&calendar_day(due)));
    view! { <li>{meetings::check(id, item, below, writable)}</li> }
}

/// The tool that helps now, unless it is the next step itself.
fn helpful(relationship: &Relationship, tools: Query<ToolList>) -> Option<View> {
    let key = relationship.tool.clone().filter(|_| relationship.next_step != NextStep::UseTool)?;
    let href = place(relationship.id, &["tools/", &key].concat());
    let tool = move || {
        let tools = tools.ready()?;
        let tool = tools.items.iter().find(|tool| tool.key == key)?;
        Some(view! {
            <section class="mt-7 pt-6 border-t border-line" aria-labelledby="help">
                <h2 id="help" class="text-xl">{t::helpful()}</h2>
                <p class="mt-2.5">
                    <a class="link-quiet" href=href.clone()>{tool.title.clone()}</a>
                    <span class="block text-sm text-muted mt-0.5">{t::tool_minutes(tool.minutes.into())}</span>
                </p>
            </section>
        })
    };
    Some(tool.into_view())
}

/// The guides and videos that help now.
fn helps(relationship: &Relationship) -> Option<View> {
    is_walking(relationship.state)
        .then(|| view! { <div class="mt-8">{resources::with(relationship.id)}</div> })
}

/// A mentee who has found somebody is asked about the other open requests.
fn other_requests() -> View {
    let open = requests::rows(requests::Kind::SentOpen);
    let list = move || {
        let page = open.ready().filter(|page| !page.items.is_empty())?;
        let rows = page.items.iter().map(|row| {
            let (name, to) = (name_of(&row.other), requests::address(row.id));
            view! {
                <li class="flex flex-wrap items-center gap-3.5 py-3">
                    {face(&row.other.display_name, row.other.photo.as_ref(), "size-11")}
                    <a class="min-w-0 flex-1 font-semibold hover:underline underline-offset-4 wrap-anywhere" href=to.clone()><bdi>{name.clone()}</bdi></a>
                    <a class="btn btn-sm" aria-label=t::withdraw_label(&apart(&name)) href=[&to, "/withdraw"].concat()>{t::withdraw()}</a>
                </li>
            }
        });
        Some(view! {
            <section class="mt-10" aria-labelledby="others">
                <h2 id="others" class="text-2xl">{t::others()}</h2>
                <p class="mt-1.5 text-muted max-w-[58ch]">{t::others_about()}</p>
                <ul class="rows border-y border-line mt-3">{rows.collect::<View>()}</ul>
            </section>
        })
    };
    list.into_view()
}
