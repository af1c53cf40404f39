//! The values of a goal over time, with the target and an even pace; a table says the same.
use chrono::NaiveDate;
use domain::goals::{Amount, ChartPoint, Goal, GoalKind};
use ui_model::goals::{Chart, Frame, chart as laid_out};

use crate::components::page::{calendar_day, month, now};
use crate::text::goal as t;
use crate::view::{View, view};

const WIDE: Frame = Frame { width: 640, height: 300 };
const NARROW: Frame = Frame { width: 330, height: 240 };

/// The chart, where there is a number with a beginning and a target.
pub(super) fn chart(goal: &Goal, points: &[ChartPoint]) -> Option<View> {
    let text = &goal.text;
    let ends = text.baseline.zip(text.target).filter(|_| text.kind == GoalKind::Number)?;
    let begins = goal.active_since.unwrap_or(goal.drafted_at).date_naive();
    let days = (begins, text.due_on, now().date_naive());
    let value = points.last().map_or(ends.0, |point| point.value).to_string();
    let label = t::chart(&text.measure, &text.unit, &ends.0.to_string(), &value, &ends.1.to_string());
    let drawn = |frame: Frame, class: &'static str| {
        let pieces = pieces(frame, &laid_out(frame, points, ends, days), (ends.1, text.due_on), points);
        let size = ["0 0 ", &frame.width.to_string(), " ", &frame.height.to_string()].concat();
        view! { <svg class=class viewBox=size role="img" aria-label=label.clone() inner_html=pieces></svg> }
    };
    let rows = points.iter().map(|point| {
        view! { <tr><td class="py-1">{calendar_day(point.on)}</td><td class="py-1 text-end tabular-nums">{point.value.to_string()}</td></tr> }
    });
    Some(view! {
        {drawn(WIDE, "chart w-full hidden sm:block")}
        {drawn(NARROW, "chart w-full sm:hidden")}
        <details class="mt-1"><summary class="link-quiet inline-flex min-h-11 items-center text-sm">{t::as_table()}</summary>
            <table class="mt-1 text-sm w-full max-w-xs">
                <thead><tr class="text-start text-muted"><th class="py-1 font-semibold text-start">{t::date()}</th><th class="py-1 font-semibold text-end">{[&text.measure, ", ", &text.unit].concat()}</th></tr></thead>
                <tbody class="rows">{rows.collect::<View>()}</tbody>
            </table>
        </details>
    })
}

/// The marks: only numbers and our own words are in them.
fn pieces(
    frame: Frame,
    chart: &Chart,
    (target, due): (Amount, Option<NaiveDate>),
    points: &[ChartPoint],
) -> String {
    let mut drawn = String::new();
    let (left, right, bottom) = (frame.left(), frame.right(), frame.bottom());
    for (y, amount) in chart.amounts.iter().filter(|(y, _)| (y - chart.target).abs() > 14) {
        line(&mut drawn, "grid", [left, *y, right, *y]);
        words(&mut drawn, "", (left - 10, y + 4), "end", &amount.to_string());
    }
    line(&mut drawn, "aim", [left, chart.target, right, chart.target]);
    words(&mut drawn, "strong", (left - 10, chart.target + 4), "end", &target.to_string());
    let aim = due.map_or_else(|| t::target_mark().to_owned(), |day| t::target_by(&calendar_day(day)));
    words(&mut drawn, "strong", (right, chart.target - 10), "end", &aim);
    if let Some([from, to]) = chart.pace {
        line(&mut drawn, "pace", [from.0, from.1, to.0, to.1]);
    }
    if let Some(today) = chart.today {
        line(&mut drawn, "grid", [today, frame.top(), today, bottom]);
        words(&mut drawn, "", (today + 7, bottom - 8), "start", t::today());
    }
    for (x, day) in &chart.months {
        words(&mut drawn, "", (*x, bottom + 26), "middle", &month(*day));
    }
    let path: Vec<String> =
        chart.points.iter().map(|(x, y)| [x.to_string(), y.to_string()].join(" ")).collect();
    if !path.is_empty() {
        drawn += &["<path class=\"line\" d=\"M", &path.join(" "), "\"/>"].concat();
    }
    // So many circles can be told apart.
    let circles = if chart.points.len() <= 40 { chart.points.as_slice() } else { &[] };
    for (x, y) in circles.iter().chain(chart.points.last()) {
        drawn +=
            &["<circle class=\"pt\" cx=\"", &x.to_string(), "\" cy=\"", &y.to_string(), "\" r=\"4.5\"/>"]
                .concat();
    }
    if let (Some((x, y)), Some(last)) = (chart.points.last(), points.last()) {
        let anchor = if *x > frame.width / 2 { "end" } else { "start" };
        let beside = if anchor == "end" { x - 12 } else { x + 12 };
        words(&mut drawn, "strong", (beside, y - 6), anchor, &last.value.to_string());
    }
    drawn
}

fn line(drawn: &mut String, class: &str, ends: [i32; 4]) {
    let [x1, y1, x2, y2] = ends.map(|end| end.to_string());
    *drawn += &[
        "<line class=\"",
        class,
        "\" x1=\"",
        &x1,
        "\" y1=\"",
        &y1,
        "\" x2=\"",
        &x2,
        "\" y2=\"",
        &y2,
        "\"/>",
    ]
    .concat();
}

fn words(drawn: &mut String, class: &str, (x, y): (i32, i32), anchor: &str, words: &str) {
    let (x, y) = (x.to_string(), y.to_string());
    *drawn += &[
        "<text class=\"",
        class,
        "\" x=\"",
        &x,
        "\" y=\"",
        &y,
        "\" text-anchor=\"",
        anchor,
        "\">",
        words,
        "</text>",
    ]
    .concat();
}
