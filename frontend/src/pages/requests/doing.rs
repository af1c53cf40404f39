//! What the pages share on which something is done with a request: the wording that was read, and what to do when it
//! has become another meanwhile.
use std::rc::Rc;
use std::sync::Arc;

use api_client::{Client, Versioned};
use domain::criteria::Criteria;
use domain::ids::RequestId;
use domain::problem::Code;
use domain::requests::{Request, RequestAction};
use leptos::prelude::*;
use ui_model::home::first_name;
use ui_model::requests::Standing;

use super::show::{asked_for, header, other, standing_chip};
use super::{address, around, found, key_of, learn, request};
use crate::components::draft::Draft;
use crate::components::form::Form;
use crate::components::page::apart;
use crate::components::person::first_of;
use crate::components::toast::Toasts;
use crate::data::{self, Fetch, Query};
use crate::follow::{RwSignal, effect};
use crate::navigation::Here;
use crate::session::Session;
use crate::text::answering as t;
use crate::view::{IntoView, View, view};

/// Something that is being done with a request.
#[derive(Clone, Copy)]
pub(super) struct Doing {
    /// The request.
    pub(super) id: RequestId,
    /// The form.
    pub(super) form: Form,
    /// What is written with it.
    pub(super) draft: Draft,
    action: RequestAction,
    newest: Query<Versioned<Request>>,
    /// The version that whoever acts has read; what it said is kept under `read_key`.
    version: RwSignal<String>,
    session: Session,
    toasts: Toasts,
    here: Here,
}

/// What is written on the page, and what stands beside it.
type Main = Rc<dyn Fn(&Arc<Criteria>, &Request) -> View>;
type Aside = Rc<dyn Fn(&Request) -> View>;

fn read_key(id: RequestId) -> String {
    ["read/", &id.to_string()].concat()
}

/// This is what whoever acts has read.
fn read(version: RwSignal<String>, request: &Versioned<Request>) {
    data::put(&read_key(request.value.id), request.clone());
    version.set(request.version.clone());
}

/// The draft of what is written when this is done.
pub(super) fn draft(id: RequestId, action: RequestAction) -> Draft {
    Draft::of(&[action.as_str(), "/", &id.to_string()].concat())
}

impl Doing {
    /// Begins.
    pub(super) fn begin(id: RequestId, action: RequestAction, draft: Draft, form: Form) -> Self {
        let (newest, version) = (request(id), RwSignal::new(String::new()));
        effect(move || {
            let request = newest.ready().filter(|_| version.with_untracked(String::is_empty));
            if let Some(request) = request {
                read(version, &request);
            }
        });
        effect(move || {
            if let Some(Code::StaleVersion | Code::InvalidTransition) = form.problem_code() {
                data::refresh(&key_of(id));
            }
        });
        let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
        Self { id, form, draft, action, newest, version, session, toasts, here }
    }

    /// The client.
    pub(super) fn client(self) -> Client {
        self.session.client()
    }

    /// The version that was read.
    pub(super) fn version(self) -> String {
        self.version.get_untracked()
    }

    /// The request, as it is known.
    pub(super) fn request(self) -> Option<Arc<Versioned<Request>>> {
        self.newest.ready()
    }

    /// The other of the two, within a sentence of ours.
    pub(super) fn other(self) -> String {
        apart(&self.name())
    }

    /// The other of the two, within words to be sent.
    pub(super) fn name(self) -> String {
        let request = untrack(|| self.request());
        request.map(|request| first_name(&other(&request.value).display_name).to_owned()).unwrap_or_default()
    }

    /// Sends it; afterwards goes on to the request, or to what began with it.
    pub(super) fn send(self, done: String, sending: Fetch<Versioned<Request>>) {
        self.form.send(sending, move |answer: Versioned<Request>| {
            let to = match answer.value.relationship {
                Some(relationship) => ["/relationships/", &relationship.to_string()].concat(),
                None => address(self.id),
            };
            self.draft.let_go();
            self.version.set(answer.version.clone());
            learn(answer);
            self.toasts.say(done);
            self.here.go_on(&to);
        });
    }

    /// The page: a heading with a sentence below, the form, and what stands beside it.
    pub(super) fn page(
        self,
        head: fn(&str) -> (String, String),
        main: impl Fn(&Arc<Criteria>, &Request) -> View + 'static,
        aside: impl Fn(&Request) -> View + 'static,
    ) -> View {
        self.page_of(head, Rc::new(main), Rc::new(aside))
    }

    fn page_of(self, head: fn(&str) -> (String, String), main: Main, aside: Aside) -> View {
        let (criteria, newest) = (data::criteria(), self.newest);
        let content = found(criteria, move |criteria| {
            let (main, aside) = (main.clone(), aside.clone());
            found(newest, move |request| {
                let request = &request.value;
                let (heading, lead) = head(&first_of(other(request)));
                let lead = view! { <p class="mt-1.5 max-w-[56ch]">{lead}</p> };
                view! {
                    <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,44rem)_20rem] items-start">
                        <div class="min-w-0">
                            {header(other(request), heading, lead)}
                            {self.changed(criteria.clone())}
                            {main(&criteria, request)}
                        </div>
                        <aside class="min-w-0">{aside(request)}</aside>
                    </div>
                }
            })
        });
        around(address(self.id), t::back_to_it(), content)
    }

    /// When it has become another meanwhile: the newest, and a way to go on with it.
    fn changed(self, criteria: Arc<Criteria>) -> View {
        let notice = move || {
            let newest = self.request()?;
            let version = self.version.get();
            if version.is_empty() || version == newest.version {
                return None;
            }
            let before = untrack(|| data::known::<Versioned<Request>>(&read_key(self.id)))?;
            let request = &newest.value;
            let go_on = if request.allowed_actions.contains(&self.action) {
                let newest = newest.clone();
                view! { <button type="button" class="btn" on:click=move |_| read(self.version, &newest)>{t::go_on()}</button> }
            } else {
                view! { <p class="mb-3">{t::not_possible()}</p> <a class="btn" href=address(self.id)>{t::look()}</a> }
            };
            let words = asked_for(&criteria, &request.text, Some(&before.value.text), request.side);
            Some(view! {
                <section class="sheet mt-6 p-5 sm:p-6" role="alert">
                    <h2 class="text-xl">{t::changed()}</h2>
                    <p class="mt-1.5 text-muted">{t::changed_about()}</p>
                    <p class="mt-3">{standing_chip(Standing::of_request(request), request.side, other(request))}</p>
                    <div class="mt-3">{words}</div>
                    <div class="mt-4">{go_on}</div>
                </section>
            })
        };
        notice.into_view()
    }

    /// The buttons of the form: a bar on a phone.
    pub(super) fn actions(self, send: &'static str, back: &'static str) -> View {
        actions(self.form, send, address(self.id), back)
    }
}

/// The buttons of a form: the one that sends it, and the way out. A bar on a phone.
pub(super) fn actions(form: Form, send: &'static str, out: String, words: &'static str) -> View {
    view! {
        <div class="actionbar lg:static lg:mt-8 lg:p-0 lg:border-0 lg:bg-transparent">
            <span class="max-lg:flex-1 grid">{form.submit(send)}</span>
            <a class="btn btn-ghost" href=out>{words}</a>
        </div>
    }
}
