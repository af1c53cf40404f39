//! The Cairn web app.

mod app;
mod components;
mod data;
mod pages;
mod session;
mod text;

fn main() {
    leptos::mount::mount_to_body(app::app);
    app::take_the_first_paint_away();
}
