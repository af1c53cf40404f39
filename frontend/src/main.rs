//! The Cairn web app.

mod app;
mod boxed;
mod components;
mod data;
mod follow;
mod growing;
mod live;
mod navigation;
mod pages;
mod session;
mod text;
mod view;

fn main() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    leptos::mount::mount_to_body(app::app);
    app::take_the_first_paint_away();
}
