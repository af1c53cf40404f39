//! What is done with a relationship at the press of a button, and what is known afterwards.
use api_client::{Call, Client};
use domain::ids::RelationshipId;
use domain::relationships::Relationship;

use super::{address, key_of};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data;
use crate::follow::spawn;
use crate::navigation::Here;
use crate::session::Session;
use crate::view::{View, view};

/// The relationship has changed: what is known of it and around it is old.
pub(super) fn learn(relationship: Relationship) {
    let key = key_of(relationship.id);
    data::refresh(&key);
    data::put(&key, relationship);
    for key in ["relationships", "request", "conversation", data::NEWS] {
        data::refresh(key);
    }
}

/// Does it at once, and says that it is done; where a new journey has begun, goes on to it.
pub(super) fn act(id: RelationshipId, doing: Call<Relationship>, done: String, here: Here) {
    let toasts = Toasts::here();
    spawn(async move {
        match doing.await {
            Ok(relationship) => {
                let begun = if relationship.id == id { relationship.later } else { Some(relationship.id) };
                learn(relationship);
                data::refresh(&key_of(id));
                toasts.say(done);
                if let Some(begun) = begun {
                    here.go_on(&address(begun));
                }
            }
            Err(error) => {
                data::refresh(&key_of(id));
                toasts.warn(states::said(&error));
            }
        }
    });
}

/// A button that does it.
pub(super) fn button(
    id: RelationshipId,
    class: &'static str,
    words: impl Into<String>,
    done: String,
    doing: fn(Client, RelationshipId) -> Call<Relationship>,
) -> View {
    let here = Here::page();
    let session = Session::here();
    let press = move |_| act(id, doing(session.client(), id), done.clone(), here);
    let class = ["btn w-full sm:w-auto ", class].concat();
    view! { <button type="button" class=class on:click=press>{words.into()}</button> }
}
