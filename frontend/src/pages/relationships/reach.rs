//! How the other can be reached, and what the other sees of the reader.
use domain::relationships::{Reach, Relationship, Sharing};
use ui_model::relationships::{is_walking, readable, telephone};

use super::place;
use crate::components::clipboard::copy;
use crate::components::face::face;
use crate::components::icon::{Icon, icon};
use crate::components::page::clock;
use crate::components::person::first_of;
use crate::components::toast::Toasts;
use crate::text::relationships as t;
use crate::view::{View, view};

/// The sheet.
pub(super) fn reach(relationship: &Relationship) -> View {
    let (name, partner) = (first_of(&relationship.partner), &relationship.partner);
    if partner.id.is_none() {
        return view! { <p class="callout">{t::gone(&name)}</p> };
    }
    let there = clock(partner.time_zone.clone());
    let there = move || {
        let now = there.get();
        (!now.is_empty()).then(|| view! { <p class="text-sm text-muted">{t::there(&now)}</p> })
    };
    let ways = relationship.contact.as_ref().map(ways);
    let hidden = match &relationship.contact {
        Some(contact) if is_empty(contact) => Some(t::shares_nothing(&name)),
        Some(_) => None,
        None => Some(t::hidden().to_owned()),
    };
    let hidden = hidden.map(|words| view! { <p class="text-sm text-muted mt-3 leading-snug">{words}</p> });
    let mine = is_walking(relationship.state).then(|| {
        let details = place(relationship.id, "details");
        view! {
            <p class="text-sm text-muted mt-4 pt-4 border-t border-line leading-snug">
                {sees(&name, relationship.sharing)} " " <a class="link-quiet" href=details>{t::change_sharing()}</a>
            </p>
        }
    });
    view! {
        <section class="sheet p-5" aria-labelledby="reach">
            <div class="flex items-center gap-3.5">
                {face(&partner.display_name, partner.photo.as_ref(), "size-14 text-xl")}
                <div class="leading-snug min-w-0"><h2 id="reach" class="text-xl wrap-anywhere">{t::reach(&name)}</h2> {there}</div>
            </div>
            {ways} {hidden}
            <a class="btn w-full mt-3" href=place(relationship.id, "messages")>{icon(Icon::ChatCircle, "size-5")} {t::write()}</a>
            {mine}
        </section>
    }
}

fn is_empty(contact: &Reach) -> bool {
    contact.email.is_none() && contact.phone.is_none() && contact.links.is_empty()
}

fn ways(contact: &Reach) -> View {
    let email = contact.email.as_ref().map(|email| {
        let href = ["mailto:", email].concat();
        way(Icon::EnvelopeSimple, t::email(), email, href, email, t::copy_email())
    });
    let phone = contact
        .phone
        .as_ref()
        .map(|phone| way(Icon::Phone, t::telephone(), phone, telephone(phone), phone, t::copy_phone()));
    let links = contact
        .links
        .iter()
        .map(|link| way(Icon::Link, t::link(), link, link.clone(), readable(link), t::copy_link()));
    let ways: Vec<View> = email.into_iter().chain(phone).chain(links).collect();
    view! { <ul class="mt-3">{ways}</ul> }
}

/// A way to the other: the words lead there, the button copies.
fn way(sign: Icon, kind: &'static str, text: &str, href: String, words: &str, label: &'static str) -> View {
    let (toasts, text) = (Toasts::here(), text.to_owned());
    view! {
        <li class="flex items-center gap-3 py-1.5">
            {icon(sign, "size-5 text-muted shrink-0")}
            <span class="min-w-0 flex-1 leading-snug">
                <span class="sr-only">{[kind, ": "].concat()}</span>
                <a class="hover:underline underline-offset-4 wrap-anywhere" dir="ltr" rel="noopener noreferrer" href=href>{words.to_owned()}</a>
            </span>
            <button type="button" class="btn btn-ghost btn-circle -me-2.5" aria-label=label on:click=move |_| copy(&text, toasts, t::copied())>{icon(Icon::Copy, "size-5")}</button>
        </li>
    }
}

/// What the other sees of the reader.
fn sees(name: &str, sharing: Sharing) -> String {
    let shown = [
        (sharing.email, t::what_email()),
        (sharing.phone, t::what_phone()),
        (sharing.links, t::what_links()),
    ];
    let shown: Vec<&str> = shown.into_iter().filter(|(on, _)| *on).map(|(_, what)| what).collect();
    match shown.split_last() {
        None => t::sees_nothing(name),
        Some((only, [])) => t::sees(name, only),
        Some((last, some)) => t::sees(name, &t::and(&some.join(", "), last)),
    }
}
