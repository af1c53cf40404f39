//! A page per screen; pages may call the API.

pub(crate) mod accounts;
pub(crate) mod bookmarks;
pub(crate) mod conversations;
pub(crate) mod goals;
pub(crate) mod home;
pub(crate) mod how;
pub(crate) mod landing;
pub(crate) mod meetings;
pub(crate) mod mentors;
pub(crate) mod not_found;
pub(crate) mod notifications;
pub(crate) mod office;
pub(crate) mod people;
pub(crate) mod profiles;
pub(crate) mod relationships;
pub(crate) mod requests;
pub(crate) mod resources;
pub(crate) mod saving;
pub(crate) mod terms;
pub(crate) mod tools;
