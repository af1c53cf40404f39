//! The Cairn web app.
fn main() {}
