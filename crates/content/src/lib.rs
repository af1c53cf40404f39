//! What the programme says and starts with, as files in this crate and their typed readers. No I/O at run time.
//!
//! - [`programme`] gives the default criteria with their options (`programme.toml`).
//! - [`countries`] and [`country_name`] are ISO 3166-1.
//! - [`letter`] writes the [`Letter`] for an [`Occasion`] (`letters/`).
//! - [`entry_summary`] and [`entry_description`] are what calendars say of a meeting.
//! - [`when_in_words`] says when a meeting is.
//! - [`tools()`] gives the worksheets (`tools/`); [`worksheet`] writes one down as Markdown.
//! - [`resources()`] gives the library: guides and videos (`resources/`).
//! - [`goal_examples()`] gives goals to start from (`goals/`).
//! - [`mailbox`] is the page that lists the letters, for trying things out.
//! - [`sample::people`] gives the sample programme, each person with a drawn [`Portrait`]; [`sample::story`] what the first
//!   of them have to do with each other (`sample/`).

mod calendar;
mod countries;
mod goals;
mod letters;
mod mailbox;
mod portraits;
mod programme;
mod resources;
pub mod sample;
mod tools;
mod when;
mod worksheet;

pub use calendar::{entry_description, entry_summary};
pub use countries::{countries, country_name};
pub use goals::{ExampleMilestone, GoalExample, goal_examples};
pub use letters::{Letter, News, Occasion, letter};
pub use mailbox::{Listed, mailbox};
pub use portraits::{Beard, Colour, Hair, Portrait};
pub use programme::{Programme, programme};
pub use resources::{Film, Head, Resource, ResourceError, resources};
pub use tools::{Asked, Audience, Part, Tool, ToolError, named, tools};
pub use when::when_in_words;
pub use worksheet::{Names, worksheet};
