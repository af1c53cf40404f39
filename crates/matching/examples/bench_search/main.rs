//! `cargo xtask bench search`: what a search costs among 100,000 and 1,000,000 mentors, beside other ways to find the
//! same and beside what no way can be faster than.
//!
//! Each search is one of 1,000, selects 5 to 12 of 250 options and takes the 20 closest, with the exact total. Each is measured in several rounds, of which its median counts; the spread over the rounds is told.

mod peers;
mod programme;

#[path = "../../tests/oracle/mod.rs"]
#[expect(dead_code, reason = "the tests change mentors too")]
mod oracle;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use domain::mentors::WantedCriterion;
use matching::{MentorEntry, Mentors, Search};
use oracle::Oracle;
use peers::{ReadFloor, Scatter};
use programme::{Programme, TODAY};

const SEARCHES: usize = 1000;
const ROUNDS: usize = 5;
/// The plain ranking takes long: so many searches are held against it.
const HELD_AGAINST_ORACLE: usize = 20;
const EDITS: usize = 2000;

/// The server's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let small = measure(100_000, true)?;
    let large = measure(1_000_000, false)?;
    let figures = [
        ("search.vs_scatter_1m", large.scatter.median / large.ours.median, "ratio"),
        ("search.vs_read_floor_1m", large.ours.median / large.floor.median, "ratio"),
        ("search.growth", large.ours.median / small.ours.median, "ratio"),
        ("search.p99_over_p50_1m", large.ours.p99 / large.ours.median, "ratio"),
        ("search.bytes_per_mentor", large.bytes, "bytes"),
        ("search.update_us_1m", large.edit.median, "µs"),
        ("search.update_p99_us_1m", large.edit.p99, "µs"),
        ("search.move_us_1m", large.change_of_class.median, "µs"),
        ("search.move_p99_us_1m", large.change_of_class.p99, "µs"),
        ("search.100k_us", small.ours.median, "µs"),
        ("search.1m_us", large.ours.median, "µs"),
        ("search.with_reasons_1m_us", large.with_reasons.median, "µs"),
        ("search.second_page_1m_us", large.second_page.median, "µs"),
        ("search.scatter_1m_us", large.scatter.median, "µs"),
        ("search.read_floor_1m_us", large.floor.median, "µs"),
        ("search.spread_1m", large.ours.spread, "ratio"),
        ("search.scatter_spread_1m", large.scatter.spread, "ratio"),
        ("search.read_floor_spread_1m", large.floor.spread, "ratio"),
    ];
    let figure = |(name, value, unit)| serde_json::json!({ "name": name, "value": value, "unit": unit });
    print(&serde_json::json!({ "figures": figures.map(figure) }));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are the output of this program")]
fn print(figures: &serde_json::Value) {
    println!("{figures}");
}

/// What is measured among so many mentors.
struct Measured {
    /// The page with its scores, the exact total and the cursor: what scatter-add finds too.
    ours: Times,
    with_reasons: Times,
    second_page: Times,
    scatter: Times,
    floor: Times,
    edit: Times,
    change_of_class: Times,
    bytes: f64,
}

fn measure(count: u32, with_oracle: bool) -> Outcome<Measured> {
    let mut programme = Programme::new()?;
    let mut list = Mentors::new(programme.catalogue.clone());
    let mut oracle = Oracle::new(programme.catalogue.clone());
    let (mut sample, mut open, mut entries) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..count {
        let (entry, options) = programme.mentor();
        if entry.free_places > 0 {
            open.push((entry.free_places, entry.last_active, options));
        }
        if number % (count / 1000) == 0 {
            sample.push(entry.clone());
        }
        if with_oracle {
            oracle.upsert(entry.clone());
        }
        entries.push(entry);
    }
    list.extend(entries);
    while list.prepare(TODAY) {}
    open.sort_by_key(|(free_places, last_active, _)| Reverse((*free_places, *last_active)));
    let options: Vec<_> = open.into_iter().map(|(.., options)| options).collect();
    let (mut scatter, floor) = (Scatter::new(&options), ReadFloor::new(&options));
    let criteria: Vec<_> = (0..SEARCHES).map(|_| programme.criteria()).collect();
    let weights: Vec<_> = criteria.iter().map(|criteria| programme.weights(criteria)).collect();

    let nobody = HashSet::new();
    let search = |criteria, cursor| search(criteria, &nobody, cursor);
    let first_pages: Result<Vec<_>, _> =
        criteria.iter().map(|criteria| list.search(&search(criteria, None))).collect();
    let first_pages = first_pages?;
    for (found, weights) in first_pages.iter().zip(&weights) {
        let scores = found.items.iter().filter_map(|(_, fit)| fit.as_ref().map(|fit| fit.score));
        assert!(scatter.search(weights) == (scores.collect(), found.total), "scatter-add finds the same");
    }
    for (criteria, found) in
        criteria.iter().zip(&first_pages).take(if with_oracle { HELD_AGAINST_ORACLE } else { 0 })
    {
        let page = oracle.page(&search(criteria, None), None);
        assert!(page.items == found.items && page.total == found.total, "the oracle finds the same");
        let next = list.search(&search(criteria, found.next_cursor.as_deref()))?;
        assert!(oracle.page(&search(criteria, None), page.end).items == next.items, "and then the same");
    }

    let ours = Times::of(SEARCHES, |at| drop(black_box(list.rank(&search(&criteria[at], None)))));
    let with_reasons = Times::of(SEARCHES, |at| drop(black_box(list.search(&search(&criteria[at], None)))));
    let second_page = Times::of(SEARCHES, |at| {
        drop(black_box(list.rank(&search(&criteria[at], first_pages[at].next_cursor.as_deref()))));
    });
    let read = Times::of(SEARCHES, |at| {
        black_box(floor.read(&weights[at]));
    });
    let scattered = Times::of(SEARCHES, |at| drop(black_box(scatter.search(&weights[at]))));
    let bytes = byte_count(&list) / f64::from(count);
    let edit = times_of_edits(&mut list, &mut sample, |entry| programme.edit(entry));
    let change_of_class = times_of_edits(&mut list, &mut sample, |entry| programme.change_class(entry));
    Ok(Measured {
        ours,
        with_reasons,
        second_page,
        scatter: scattered,
        floor: read,
        edit,
        change_of_class,
        bytes,
    })
}

fn search<'a>(
    criteria: &'a [WantedCriterion],
    hidden: &'a HashSet<domain::ids::ParticipantId>,
    cursor: Option<&'a str>,
) -> Search<'a> {
    let viewer = programme::viewer();
    Search {
        viewer,
        me: None,
        today: TODAY,
        criteria,
        text: "",
        include_full: false,
        hidden,
        limit: 20,
        cursor,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure needs no more precision")]
fn byte_count(list: &Mentors) -> f64 {
    list.bytes() as f64
}

fn times_of_edits(
    list: &mut Mentors,
    sample: &mut [MentorEntry],
    mut edit: impl FnMut(&mut MentorEntry),
) -> Times {
    let count = sample.len();
    Times::once(EDITS, |at| {
        let entry = &mut sample[at % count];
        edit(entry);
        let entry = entry.clone();
        let start = Instant::now();
        list.upsert(entry);
        start.elapsed().as_secs_f64()
    })
}

/// Times in microseconds.
struct Times {
    median: f64,
    p99: f64,
    /// The slowest round's median ÷ the fastest's.
    spread: f64,
}

impl Times {
    /// Does each of so many things in every round; the median of its times counts.
    fn of(count: usize, mut work: impl FnMut(usize)) -> Self {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let time = |at| {
                let start = Instant::now();
                work(at);
                start.elapsed().as_secs_f64()
            };
            rounds.push((0..count).map(time).collect::<Vec<_>>());
        }
        let of_one = |at: usize| quantile(rounds.iter().map(|times| times[at]).collect(), 2);
        let times: Vec<_> = (0..count).map(of_one).collect();
        let medians = rounds.iter().map(|times| quantile(times.clone(), 2));
        let (least, most) = (medians.clone().fold(f64::MAX, f64::min), medians.fold(0.0, f64::max));
        Self { spread: most / least, ..Self::from_seconds(times) }
    }

    /// Does each of so many things once; it tells its time in seconds.
    fn once(count: usize, work: impl FnMut(usize) -> f64) -> Self {
        Self::from_seconds((0..count).map(work).collect())
    }

    fn from_seconds(times: Vec<f64>) -> Self {
        Self { median: quantile(times.clone(), 2) * 1e6, p99: quantile(times, 100) * 1e6, spread: 1.0 }
    }
}

/// The time that all but one in so many do not exceed.
fn quantile(mut times: Vec<f64>, one_in: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() - 1 - times.len() / one_in]
}
