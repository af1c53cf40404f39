//! The profile, completed in steps: each part has a page of its own, and all is saved as one goes.

mod clash;
mod fields;
mod kept;
mod photo;
mod progress;
mod saver;
mod steps;

pub(crate) use progress::counted;
pub(crate) use saver::Drafts;

use domain::accounts::Role;
use domain::profiles::{Completeness, Part};
use ui_model::profiles::{first_open, part, step};

use crate::components::page::title;
use crate::follow::{effect, memo};
use crate::navigation::{Here, go_instead};
use crate::session::Session;
use crate::text::profile as t;
use crate::view::{View, view};

/// What the page needs to know about whoever is signed in.
#[derive(Clone, PartialEq)]
struct Known {
    roles: Vec<Role>,
    completeness: Completeness,
}

/// The page.
pub(crate) fn page() -> View {
    let (session, here) = (Session::here(), Here::page());
    let known = memo(move || session.me().map(|me| Known { roles: me.roles, completeness: me.completeness }));
    let wanted = memo(move || here.part("step"));
    let part = memo(move || known.get().and_then(|known| part(&known.completeness, &wanted.read())));
    effect(move || {
        let open = known.with(|known| known.as_ref().map(|known| first_open(&known.completeness)));
        match (part.get(), open) {
            (Some(part), _) => title(name(part)),
            (None, Some(open)) => go_instead(&address(open)),
            (None, None) => {}
        }
    });
    let step = move || part.get().map(|part| steps::view(part, known));
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="grid gap-x-14 gap-y-8 grid-cols-[minmax(0,1fr)] lg:grid-cols-[15rem_minmax(0,1fr)] items-start">
                {progress::view(known, part)}
                <div class="min-w-0 max-w-[46rem]">{step}</div>
            </div>
        </div>
    }
}

/// Where a part of the profile is.
pub(crate) fn address(part: Part) -> String {
    ["/profile/", step(part)].concat()
}

/// What a part of the profile is called.
pub(crate) fn name(part: Part) -> &'static str {
    match part {
        Part::About => t::about(),
        Part::Place => t::place(),
        Part::Offer => t::offer(),
        Part::Help => t::help(),
        Part::Hope => t::hope(),
        Part::Preferences => t::preferences(),
        Part::Contact => t::contact(),
    }
}

/// What a part of the profile is called within a sentence.
pub(crate) fn name_within(part: Part) -> &'static str {
    match part {
        Part::About => t::about_next(),
        Part::Place => t::place_next(),
        Part::Offer => t::offer_next(),
        Part::Help => t::help_next(),
        Part::Hope => t::hope_next(),
        Part::Preferences => t::preferences_next(),
        Part::Contact => t::contact_next(),
    }
}
