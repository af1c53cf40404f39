//! What the programme says and starts with, as files in this crate and their typed readers. No I/O at run time.
//!
//! - [`programme`] gives the default criteria with their options (`programme.toml`).
//! - [`COUNTRIES`] and [`country_name`] are ISO 3166-1.
//! - [`letter`] writes the [`Letter`] for an [`Occasion`] (`letters/`).

mod countries;
mod letters;
mod programme;

pub use countries::{COUNTRIES, Country, country_name};
pub use letters::{Letter, Occasion, letter};
pub use programme::{Criterion, CriterionOption, Programme, programme};
