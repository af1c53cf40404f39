//! `cargo xtask bench resources`: how long the library looks for words among 1,000 guides.

#[expect(dead_code, reason = "the benchmarks of the workflow use all of it")]
mod workshop;

use std::hint::black_box;
use std::time::Instant;

use cairn::resources::search::{Index, Words};

use workshop::{Outcome, median, print};

const GUIDES: usize = 1000;
const ROUNDS: usize = 200;
/// From a letter, which is in nearly all of them, to several words and to one that is in none.
const TEXTS: [&str; 8] = [
    "a",
    "goal",
    "good questions",
    "how do i write to somebody whom i do not kn",
    "Gespräch",
    "zebrafish",
    "feedback receive calm",
    "the mentor the mentee and the m",
];

fn main() -> Outcome<()> {
    let resources = content::resources()?;
    let paragraphs: Vec<_> = resources.iter().flat_map(|resource| resource.text.split("\n\n")).collect();
    let guides: Vec<_> = (0..GUIDES).map(|number| guide(&paragraphs, number)).collect();
    let began = Instant::now();
    let index = Index::of(guides.iter().zip(resources.iter().cycle()).map(|(text, resource)| Words {
        title: &resource.head.title,
        summary: &resource.head.summary,
        text,
    }));
    let build = began.elapsed().as_secs_f64();
    let mut slowest = 0.0_f64;
    for text in TEXTS {
        let mut times: Vec<_> = (0..ROUNDS).map(|_| timed(&index, text)).collect();
        slowest = slowest.max(median(&mut times));
    }
    print(&[("resources.search_ms", slowest * 1000.0, "ms"), ("resources.index_ms", build * 1000.0, "ms")]);
    Ok(())
}

/// A guide as long as ours, of other paragraphs each time, with a word of its own.
fn guide(paragraphs: &[&str], number: usize) -> String {
    let chosen = (0..30).filter_map(|part| paragraphs.get((number * 31 + part * 17) % paragraphs.len()));
    format!("{} guide{number}", chosen.copied().collect::<Vec<_>>().join(" "))
}

/// Seconds until the points of all guides are there.
fn timed(index: &Index, text: &str) -> f64 {
    let began = Instant::now();
    black_box(index.points(black_box(text)));
    began.elapsed().as_secs_f64()
}
