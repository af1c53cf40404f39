//! What follows signals, and what goes on in the background. Leptos compiles each effect, memo and task for its very
//! closure; here they are compiled once, memos once for each type of value.
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

/// Runs after each change of a signal that it reads, and once at the beginning.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_| run());
}

/// A value that is made of signals. Who reads it is told only when it has become another.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    let value: Box<dyn Fn() -> T + Send + Sync> = Box::new(value);
    Memo::new(move |_| value())
}

/// Does work while the page goes on.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}
