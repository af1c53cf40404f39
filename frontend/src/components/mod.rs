//! What two pages share. Components know the session at most; they call no API.

pub(crate) mod calendar;
pub(crate) mod clipboard;
pub(crate) mod controls;
pub(crate) mod draft;
pub(crate) mod drawing;
pub(crate) mod face;
pub(crate) mod fit;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod icon;
pub(crate) mod mentor;
pub(crate) mod options;
pub(crate) mod page;
pub(crate) mod person;
pub(crate) mod search_box;
pub(crate) mod spot;
pub(crate) mod states;
pub(crate) mod table;
pub(crate) mod toast;
