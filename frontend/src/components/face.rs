//! People: a face is a pebble.
use domain::profiles::PhotoUrls;

use crate::view::{View, view};

/// The photo, or two initials. The name stands beside it, so the picture itself is silent.
pub(crate) fn face(name: &str, photo: Option<&PhotoUrls>, class: &'static str) -> View {
    picture(name, photo.map(|photo| photo.small.clone()), class)
}

/// As `face`, from the large picture.
pub(crate) fn large_face(name: &str, photo: Option<&PhotoUrls>, class: &'static str) -> View {
    picture(name, photo.map(|photo| photo.large.clone()), class)
}

fn picture(name: &str, source: Option<String>, class: &'static str) -> View {
    let Some(source) = source else {
        let class = ["face face-text uppercase ", class].concat();
        return view! { <span class=class aria-hidden="true"><bdi>{initials(name)}</bdi></span> };
    };
    let class = ["face ", class].concat();
    view! { <span class=class><img src=source alt="" loading="lazy" /></span> }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next().into_iter();
    first.chain(words.next_back()).collect()
}
