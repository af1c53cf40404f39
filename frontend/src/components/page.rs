//! What pages need of the browser.
use super::calendar::reader_zone;
use crate::follow::{RwSignal, Signal};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// So much of the tab before the present one is seen, in pixels.
const PIECE: i32 = 48;

/// Names the page in the browser's tab and history.
pub(crate) fn title(words: &str) {
    document().set_title(&[words, " · Cairn"].concat());
}

/// The day of a moment as the reader's calendar has it: "24 February 2026".
pub(crate) fn date(at: DateTime<Utc>) -> String {
    formatted(&moment(at), &[("day", "numeric"), ("month", "long"), ("year", "numeric")])
}

/// The day of a moment, with its year only where that is another: "24 February".
pub(crate) fn day(at: DateTime<Utc>) -> String {
    let at = moment(at);
    let year = (at.get_full_year() != Date::new_0().get_full_year()).then_some(("year", "numeric"));
    let wanted: Vec<_> = [("day", "numeric"), ("month", "long")].into_iter().chain(year).collect();
    formatted(&at, &wanted)
}

/// A moment as dense tables show it: "24 Feb 2026, 16:10".
pub(crate) fn day_and_time(at: DateTime<Utc>) -> String {
    formatted(&moment(at), &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// A day that is the same everywhere: "24 February 2026".
pub(crate) fn calendar_day(day: NaiveDate) -> String {
    let at = moment(day.and_time(NaiveTime::MIN).and_utc());
    formatted(&at, &[("day", "numeric"), ("month", "long"), ("year", "numeric"), ("timeZone", "UTC")])
}

/// The short name of a day's month: "Feb".
pub(crate) fn month(day: NaiveDate) -> String {
    let at = moment(day.and_time(NaiveTime::MIN).and_utc());
    formatted(&at, &[("month", "short"), ("timeZone", "UTC")])
}

/// The present moment.
pub(crate) fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "a clock shows whole milliseconds")]
    DateTime::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
}

/// A moment as the browser has it.
pub(crate) fn moment(at: DateTime<Utc>) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "moments of people are far from the limits")]
    Date::new(&(at.timestamp_millis() as f64).into())
}

/// A name within a sentence: whichever way it is written, the sentence around it goes on.
pub(crate) fn apart(name: &str) -> String {
    ["\u{2068}", name, "\u{2069}"].concat()
}

/// Today with its name: "Tuesday 24 February".
pub(crate) fn today() -> String {
    formatted(&Date::new_0(), &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// A moment in the reader's time zone unless these options name another, as `Intl.DateTimeFormat` writes it with these options.
fn formatted(moment: &Date, wanted: &[(&str, &str)]) -> String {
    let zone = reader_zone();
    let mut wanted = wanted.to_vec();
    if wanted.iter().all(|(name, _)| *name != "timeZone") {
        wanted.extend(zone.as_deref().map(|zone| ("timeZone", zone)));
    }
    written(&format("en-GB", &wanted), moment)
}

/// How `Intl.DateTimeFormat` writes moments with these options.
pub(crate) fn format(locale: &str, wanted: &[(&str, &str)]) -> Function {
    let options = Object::new();
    for (name, value) in wanted {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    Intl::DateTimeFormat::new(&Array::of1(&locale.into()), &options).format()
}

/// A moment as `format` writes it.
pub(crate) fn written(format: &Function, moment: &Date) -> String {
    let shown = format.call1(&wasm_bindgen::JsValue::UNDEFINED, moment);
    shown.ok().and_then(|shown| shown.as_string()).unwrap_or_default()
}

/// Moves the focus to the element of this id once the page has been drawn again.
pub(crate) fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let place = document().get_element_by_id(&id);
        if let Some(Ok(place)) = place.map(JsCast::dyn_into::<web_sys::HtmlElement>) {
            let _ = place.focus();
        }
    });
}

/// Tabs scroll sideways; a piece of the one before shows that there is more.
pub(crate) fn show_the_present_tab() {
    let present = document().query_selector(".tabbar [aria-current]").ok().flatten();
    let Some(Ok(tab)) = present.map(JsCast::dyn_into::<web_sys::HtmlElement>) else { return };
    if let Some(bar) = tab.parent_element() {
        bar.set_scroll_left(tab.offset_left() - PIECE);
    }
}

/// Presses what is out of sight.
pub(crate) fn click(id: &str) {
    let place = document().get_element_by_id(id);
    if let Some(Ok(place)) = place.map(JsCast::dyn_into::<web_sys::HtmlElement>) {
        place.click();
    }
}

/// Whether the screen is wide enough for two columns; follows the window.
pub(crate) fn wide() -> Signal<bool> {
    let media = window().match_media("(min-width: 64rem)").ok().flatten();
    let matches = move || media.as_ref().is_some_and(web_sys::MediaQueryList::matches);
    let wide = RwSignal::new(matches());
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if wide.get_untracked() != matches() {
            wide.set(matches());
        }
    });
    on_cleanup(move || resized.remove());
    wide.into()
}

/// Whether somebody can see the page; follows the tab.
pub(crate) fn visible() -> Signal<bool> {
    let visible = RwSignal::new(!document().hidden());
    let changed =
        window_event_listener(leptos::ev::visibilitychange, move |_| visible.set(!document().hidden()));
    on_cleanup(move || changed.remove());
    visible.into()
}

/// What a clock shows now in a time zone, and how it goes on: "14:05".
pub(crate) fn clock(time_zone: String) -> Signal<String> {
    let now = move || time_in(&time_zone);
    let shown = RwSignal::new(now());
    let tick = leptos::leptos_dom::helpers::set_interval_with_handle(
        move || {
            if shown.get_untracked() != now() {
                shown.set(now());
            }
        },
        std::time::Duration::from_secs(10),
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    shown.into()
}

/// Empty where the browser does not know the time zone.
pub(super) fn time_in(time_zone: &str) -> String {
    let options = Object::new();
    for (name, value) in [("hour", "2-digit"), ("minute", "2-digit"), ("timeZone", time_zone)] {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let now = Date::new_0();
    let format = Reflect::get(&now, &"toLocaleTimeString".into()).and_then(JsCast::dyn_into::<Function>);
    let shown = format.and_then(|format| format.call2(&now, &"en-GB".into(), &options));
    shown.ok().and_then(|shown| shown.as_string()).unwrap_or_default()
}

/// Hands a file to the browser, as if its link had been clicked.
pub(crate) fn save_file(bytes: &[u8], media_type: &str, name: &str) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    let Some(address) = blob.ok().and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob).ok())
    else {
        return;
    };
    if let Some(Ok(link)) =
        document().create_element("a").ok().map(JsCast::dyn_into::<web_sys::HtmlAnchorElement>)
    {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser has taken the file; what remains is memory.
    let _ = web_sys::Url::revoke_object_url(&address);
}
