//! Stones, cairns, hillsides and sample faces, from the sprites that `style/assets.mjs` draws.
use crate::view::{View, view};

/// A drawing beside words that say the same; `class` gives it width and height.
///
/// `stones`: `way-1-laid` … `way-6-open` (also `-next`), `stage-1` … `stage-6`, `profile-5-0` … `profile-5-5` (of three, five or seven parts),
/// `small-0` … `small-3`, `empty-open`, `empty-laid`, `empty-next`, `empty-two`, `letter-sent`, `letter-next`, `mark-laid`, `mark-next`, `mark-open`.
/// `hills`: `join`, `door`, `wide`, `narrow`. `faces`: `face-wanjiru` and others.
pub(crate) fn drawing(sprite: &str, name: &str, class: &'static str) -> View {
    let href = ["/assets/", sprite, ".svg#", name].concat();
    view! { <svg class=class aria-hidden="true"><use_ href=href /></svg> }
}

/// The mark of Cairn.
pub(crate) fn logo(class: &'static str) -> View {
    drawing("icons", "logo", class)
}
