//! A time: a day and a time of the reader's clock, with what the other's clock shows then.
use chrono::{DateTime, Utc};
use domain::meetings::NewSlot;
use domain::problem::FieldError;
use leptos::prelude::*;
use ui_model::meetings::{Moments, quarters, wall};

use super::around::Two;
use super::words::moon;
use crate::components::form::Form;
use crate::components::icon::{Icon, icon};
use crate::components::page::now;
use crate::follow::{RwSignal, memo};
use crate::text::{meetings as t, slots as errors};
use crate::view::{IntoView, View, view};

/// When a time begins until another is chosen.
const EVENING: &str = "18:00";

/// Where the errors of a time are, by its number.
const POINTERS: [&str; 5] =
    ["/slots/0/local", "/slots/1/local", "/slots/2/local", "/slots/3/local", "/slots/4/local"];

/// A time that is being chosen.
#[derive(Clone, PartialEq)]
pub(super) struct Slot {
    day: String,
    time: String,
    /// Where the clock shows it twice: the second is meant, or the first.
    second: Option<bool>,
}

impl Slot {
    /// No day is chosen yet.
    pub(super) fn empty() -> Self {
        Self { day: String::new(), time: EVENING.to_owned(), second: None }
    }

    /// As it was written down.
    pub(super) fn of(body: &NewSlot) -> Self {
        let (day, time) = body.local.split_once('T').unwrap_or_default();
        Self { day: day.to_owned(), time: time.to_owned(), second: body.fold.map(|fold| fold == 1) }
    }

    /// As it is sent.
    pub(super) fn body(&self, two: &Two, minutes: u16) -> NewSlot {
        let twice = matches!(self.moments(two), Some(Moments::Twice(..)));
        NewSlot {
            local: self.local(),
            time_zone: two.mine.zone(),
            minutes,
            fold: self.second.filter(|_| twice).map(u8::from),
        }
    }

    /// Day and time as the clock on the wall says them.
    fn local(&self) -> String {
        let mut local = self.day.clone();
        local.push('T');
        local.push_str(&self.time);
        local
    }

    fn moments(&self, two: &Two) -> Option<Moments> {
        let wall = wall(&self.local())?;
        Some(Moments::of(wall, |at| two.mine.offset(at)))
    }

    /// The moment that is meant, where that is known.
    pub(super) fn moment(&self, two: &Two) -> Option<DateTime<Utc>> {
        self.moments(two)?.chosen(self.second.unwrap_or(false))
    }

    /// The minute of the day at which it begins.
    pub(super) fn minute(&self) -> Option<i32> {
        let (hour, minute) = self.time.split_once(':')?;
        Some(hour.parse::<i32>().ok()? * 60 + minute.parse::<i32>().ok()?)
    }
}

/// The times that are being chosen.
pub(super) type Slots = RwSignal<Vec<Slot>>;

fn remove_at(slots: Slots, number: usize) {
    slots.update(|slots| {
        if number < slots.len() {
            slots.remove(number);
        }
    });
}

/// What is said about each of them.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) two: Two,
    pub(super) slots: Slots,
    pub(super) minutes: RwSignal<u16>,
    pub(super) form: Form,
    /// It is to come; else it has been.
    pub(super) ahead: bool,
}

impl Row {
    /// The fields of the time of this number.
    pub(super) fn view(self, number: usize) -> View {
        let slots = self.slots;
        let get = move |part: fn(&Slot) -> &String| {
            move || slots.with(|slots| slots.get(number).map(|slot| part(slot).clone()).unwrap_or_default())
        };
        let change = move |change: &dyn Fn(&mut Slot)| {
            slots.update(|slots| {
                if let Some(slot) = slots.get_mut(number) {
                    change(slot);
                    slot.second = None;
                }
            });
        };
        let options: String =
            quarters().iter().map(|time| ["<option>", time, "</option>"].concat()).collect();
        let pointer = POINTERS.get(number).copied().unwrap_or_default();
        let (form, said) = (self.form, ["slot-", &number.to_string(), "-said"].concat());
        let wrong = {
            let row = self.clone();
            memo(move || row.wrong(number))
        };
        let alone = memo(move || slots.with(Vec::len) == 1);
        let remove = move || {
            (!alone.get()).then(|| {
                view! {
                    <button type="button" class="btn btn-ghost btn-square max-sm:row-start-1 max-sm:col-start-3" aria-label=t::remove_time(&(number + 1).to_string()) on:click=move |_| remove_at(slots, number)>
                        {icon(Icon::Trash, "size-5 text-muted")}
                    </button>
                }
            })
        };
        let (theirs, below) = (self.clone(), self);
        view! {
            <li class="py-4">
                <fieldset>
                    <legend class="sr-only">{t::time_number(&(number + 1).to_string())}</legend>
                    <div class="grid grid-cols-[minmax(0,1fr)_6.5rem_2.75rem] sm:grid-cols-[minmax(0,12rem)_6.75rem_minmax(0,1fr)_2.75rem] gap-x-3 gap-y-2 items-end sm:items-center">
                        <label class="min-w-0">
                            <span class="sr-only">{t::day()}</span>
                            <input
                                type="date"
                                class="input"
                                aria-invalid=move || wrong.read().is_some().then_some("true")
                                aria-describedby=said.clone()
                                prop:value=get(|slot| &slot.day)
                                on:input=move |event| {
                                    let day = event_target_value(&event);
                                    change(&|slot| slot.day.clone_from(&day));
                                    form.edited(pointer);
                                }
                                on:blur=move |_| if slots.try_with_untracked(|slots| slots.get(number).is_some_and(|slot| !slot.day.is_empty())).unwrap_or(false) { form.leave(pointer) }
                            />
                        </label>
                        <label>
                            <span class="sr-only">{t::from()}</span>
                            <select
                                class="select tabular-nums"
                                aria-describedby=said.clone()
                                inner_html=options
                                prop:value=get(|slot| &slot.time)
                                on:change=move |event| {
                                    let time = event_target_value(&event);
                                    change(&|slot| slot.time.clone_from(&time));
                                    form.edited(pointer);
                                }
                            ></select>
                        </label>
                        <p class="leading-snug max-sm:col-span-2 max-sm:row-start-2 sm:ps-2">{move || theirs.there(number)}</p>
                        {remove}
                        <div id=said class="col-span-full empty:hidden" aria-live="polite">{move || below.below(number, wrong.get())}</div>
                    </div>
                </fieldset>
            </li>
        }
    }

    fn slot(&self, number: usize) -> Option<Slot> {
        self.slots.with(|slots| slots.get(number).cloned())
    }

    /// What the other's clock shows then; the day in words.
    fn there(&self, number: usize) -> Option<View> {
        let at = self.slot(number)?.moment(&self.two)?;
        let (two, day) = (&self.two, self.two.mine.long(at));
        let note = two.theirs.as_ref().and_then(|(theirs, place)| {
            let (then, now) = (at, now());
            if two.ahead(then) == two.ahead(now) {
                return None;
            }
            let mine = two.mine.offset(then) != two.mine.offset(now);
            Some(if mine {
                t::after_yours().to_owned()
            } else if theirs.offset(then) == theirs.offset(now) {
                return None;
            } else {
                t::after_theirs(place)
            })
        });
        let other = two.theirs.as_ref().filter(|_| two.ahead(at) != 0).map(|(theirs, place)| {
            let other_day = (theirs.day(at) != two.mine.day(at)).then(|| theirs.weekday(at));
            view! { <span class="font-semibold">{theirs.clock(at)}</span> " " <span class="text-muted">{t::in_place(place)} {other_day.map(|day| [", ", &day].concat())}</span> }
        });
        let day = note.map_or_else(|| day.clone(), |note| [&day, ", ", &note].concat());
        Some(view! { {other} <span class="block text-sm text-muted">{day}</span> })
    }

    /// What is wrong with it: by its own rules, by the clock, or because the server says so.
    fn wrong(&self, number: usize) -> Option<String> {
        let pointer = *POINTERS.get(number)?;
        let code =
            |error: FieldError| errors::find(&error.code).unwrap_or_else(crate::text::form::wrong).to_owned();
        let slot = self.slot(number)?;
        if slot.day.is_empty() {
            return self.form.error_at(pointer).map(|_| t::choose_day().to_owned());
        }
        match slot.moments(&self.two) {
            Some(Moments::Never) => return errors::find("local_time_missing").map(str::to_owned),
            Some(moments) if self.ahead && moments.chosen(true).is_some_and(|at| at <= now()) => {
                return errors::find("in_the_past").map(str::to_owned);
            }
            _ => {}
        }
        let beginning = pointer.trim_end_matches("/local");
        self.form.error_at(pointer).or_else(|| self.form.refused_below(beginning)).map(code)
    }

    fn below(&self, number: usize, wrong: Option<String>) -> Option<View> {
        let slot = self.slot(number)?;
        let twice = match slot.moments(&self.two) {
            Some(Moments::Twice(first, second)) => Some(self.which(number, &slot, [first, second])),
            _ => None,
        };
        if let Some(words) = wrong {
            return Some(
                view! { <p class="say say-wrong">{icon(Icon::WarningCircle, "size-4.5")} {words}</p> {twice} },
            );
        }
        let odd = slot.moment(&self.two).and_then(|at| self.two.odd(at, self.minutes.get()));
        let odd = odd.filter(|_| self.ahead).map(|words| moon([&words, " ", t::all_the_same()].concat()));
        Some(view! { {odd} {twice} }.into_view())
    }

    /// The clock shows this time twice: which is meant?
    fn which(&self, number: usize, slot: &Slot, moments: [DateTime<Utc>; 2]) -> View {
        let (slots, form, two) = (self.slots, self.form, &self.two);
        let choices = [false, true].into_iter().zip(moments).map(|(second, at)| {
            let name = if second { t::the_second() } else { t::the_first() };
            let words = two.there(at).map_or_else(|| name.to_owned(), |there| [name, ": ", &there].concat());
            let choose = move |_| {
                slots.update(|slots| {
                    if let Some(slot) = slots.get_mut(number) {
                        slot.second = Some(second);
                    }
                });
                form.edited(POINTERS.get(number).copied().unwrap_or_default());
            };
            view! {
                <label class="flex items-center gap-2.5 min-h-11 cursor-pointer text-sm">
                    <input type="radio" class="radio radio-sm" name=["which-", &number.to_string()].concat() prop:checked=slot.second == Some(second) on:change=choose />
                    {words}
                </label>
            }
        });
        view! {
            <fieldset class="mt-1">
                <legend class="text-sm">{t::twice()}</legend>
                <div class="flex flex-wrap gap-x-6">{choices.collect::<View>()}</div>
            </fieldset>
        }
    }
}
