//! A goal as one sentence.
use domain::goals::{GoalKind, GoalText};
use ui_model::goals::{doing, within};

use crate::components::page::calendar_day;
use crate::text::goals as t;

/// All that a goal says so far, in one sentence; nothing where it says nothing.
pub(super) fn sentence(text: &GoalText) -> String {
    let what = doing(&text.specific);
    if what.is_empty() {
        return String::new();
    }
    let mut sentence = match text.due_on {
        Some(day) => t::by(&calendar_day(day), &what),
        None => t::i_will(&what),
    };
    let measure = within(&text.measure);
    if !measure.is_empty() {
        let ends = text.baseline.zip(text.target).filter(|_| text.kind == GoalKind::Number);
        sentence += &match ends {
            Some((baseline, target)) => {
                let target = [&target.to_string(), " ", text.unit.trim()].concat();
                t::so_that_number(&measure, &baseline.to_string(), target.trim_end())
            }
            None => t::so_that(&measure),
        };
    }
    let reason = within(&text.relevant);
    if !reason.is_empty() {
        sentence += &t::because(&reason);
    }
    sentence + "."
}
