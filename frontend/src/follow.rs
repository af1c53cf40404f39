//! Signals, what follows them, and what goes on in the background. Leptos compiles each signal and memo for the type of
//! its value, and each effect, memo and task for its very closure; here all are compiled once: values are kept in boxes,
//! and a handle knows the type of its own.
use std::any::Any;
use std::iter;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use crate::boxed::{Act, ActMut};
use leptos::prelude::{
    Effect, Owner, Read, ReadUntracked, ReadValue, Set, SetValue, Track, Write, WriteValue,
};
use leptos::task::spawn_local;

/// A value, whatever it is.
type Held = Box<dyn Any + Send + Sync>;

#[expect(clippy::expect_used, reason = "a handle is made together with its value, and both are of one type")]
fn typed<T: 'static>(held: &Held) -> &T {
    (**held).downcast_ref().expect("a value of the handle's type")
}

#[expect(clippy::expect_used, reason = "as above")]
fn typed_mut<T: 'static>(held: &mut Held) -> &mut T {
    (**held).downcast_mut().expect("a value of the handle's type")
}

/// A value while it is being read.
pub(crate) struct Reading<G, T> {
    held: G,
    value: PhantomData<fn() -> T>,
}

impl<G: Deref<Target = Held>, T: 'static> Deref for Reading<G, T> {
    type Target = T;

    fn deref(&self) -> &T {
        typed(&self.held)
    }
}

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name<T> {
            held: leptos::prelude::$name<Held>,
            value: PhantomData<fn() -> T>,
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}
    )*};
}

handles! {
    /// A value that can be set. Who reads it is told when it is.
    RwSignal;
    /// A value that is made of signals. Who reads it is told only when it has become another.
    Memo;
    /// A value that is kept for as long as what made it is shown; nobody follows it.
    StoredValue;
}

/// A value that is only read.
pub(crate) type Signal<T> = Memo<T>;

macro_rules! readable {
    ($($name:ident),*) => {$(
        impl<T: 'static> $name<T> {
            /// The value, for as long as the answer is held; whoever follows is told when it changes.
            pub(crate) fn read(self) -> Reading<impl Deref<Target = Held>, T> {
                Reading { held: self.held.read(), value: PhantomData }
            }

            /// The value, for as long as the answer is held.
            pub(crate) fn read_untracked(self) -> Reading<impl Deref<Target = Held>, T> {
                Reading { held: self.held.read_untracked(), value: PhantomData }
            }

            /// What `look` says of the value.
            pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
                look(typed(&self.held.read()))
            }

            /// What `look` says of the value, without following it.
            pub(crate) fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
                look(typed(&self.held.read_untracked()))
            }

            /// What `look` says of the value without following it, unless it is gone.
            pub(crate) fn try_with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
                self.held.try_read_untracked().map(|held| look(typed(&held)))
            }
        }

        impl<T: Clone + 'static> $name<T> {
            /// The value.
            pub(crate) fn get(self) -> T {
                self.with(T::clone)
            }

            /// The value, without following it.
            pub(crate) fn get_untracked(self) -> T {
                self.with_untracked(T::clone)
            }

            /// The value without following it, unless it is gone.
            pub(crate) fn try_get_untracked(self) -> Option<T> {
                self.try_with_untracked(T::clone)
            }
        }
    )*};
}

readable! { RwSignal, Memo }

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A value that can be set.
    pub(crate) fn new(value: T) -> Self {
        Self { held: leptos::prelude::RwSignal::new(Box::new(value)), value: PhantomData }
    }

    /// Sets it.
    pub(crate) fn set(self, value: T) {
        self.held.set(Box::new(value));
    }

    /// Sets it, unless it is gone.
    pub(crate) fn try_set(self, value: T) {
        self.held.try_set(Box::new(value));
    }

    /// Changes it, unless it is gone.
    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Changes it, unless it is gone.
    pub(crate) fn try_update(self, change: impl FnOnce(&mut T)) {
        if let Some(mut held) = self.held.try_write() {
            change(typed_mut(&mut held));
        }
    }

    /// Is told when it is set.
    pub(crate) fn track(self) {
        self.held.track();
    }
}

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// A value that is made of signals and of what it was before.
    pub(crate) fn new(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        Self::of(Box::new(value))
    }

    fn of(value: Derive<T>) -> Self {
        let make = move |earlier: Option<Held>| -> (Held, bool) {
            let earlier = earlier.as_ref().map(typed);
            let value = value.act(earlier);
            let is_new = earlier != Some(&value);
            (Box::new(value), is_new)
        };
        Self { held: made(Box::new(make)), value: PhantomData }
    }

    /// What `look` says of the value, unless it is gone.
    pub(crate) fn try_with<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.held.try_read().map(|held| look(typed(&held)))
    }

    /// A value that is made of signals.
    pub(crate) fn derive(value: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::new(move |_| value())
    }
}

/// Makes a value, given what it was before.
type Derive<T> = Box<dyn for<'a> Act<Option<&'a T>, T> + Send + Sync>;
type Make = Box<dyn Act<Option<Held>, (Held, bool)> + Send + Sync>;

fn made(make: Make) -> leptos::prelude::Memo<Held> {
    leptos::prelude::Memo::new_owning(move |earlier| make.act(earlier))
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Memo<T> {
    /// A value that never changes.
    pub(crate) fn stored(value: T) -> Self {
        Self::derive(move || value.clone())
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<RwSignal<T>> for Memo<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

impl<T: Send + Sync + 'static> StoredValue<T> {
    /// A value that is kept.
    pub(crate) fn new(value: T) -> Self {
        Self { held: leptos::prelude::StoredValue::new(Box::new(value)), value: PhantomData }
    }

    /// Sets it; gives it back when there is no place for it any more.
    pub(crate) fn try_set_value(self, value: T) -> Option<Held> {
        self.held.try_set_value(Box::new(value))
    }

    /// Sets it.
    pub(crate) fn set_value(self, value: T) {
        self.held.set_value(Box::new(value));
    }

    /// What `look` says of it.
    pub(crate) fn with_value<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(typed(&self.held.read_value()))
    }

    /// Changes it.
    pub(crate) fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// Changes it, unless it is gone; gives what `change` says.
    pub(crate) fn try_update_value<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.held.try_write_value().map(|mut held| change(typed_mut(&mut held)))
    }
}

impl<T: Clone + Send + Sync + 'static> StoredValue<T> {
    /// The value.
    pub(crate) fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    /// The value, unless it is gone.
    pub(crate) fn try_get_value(self) -> Option<T> {
        self.held.try_read_value().map(|held| typed::<T>(&held).clone())
    }
}

/// Something to do later, as often as it is called, for as long as what made it is shown.
pub(crate) struct Callback<Given> {
    held: StoredValue<Arc<dyn Act<Given> + Send + Sync>>,
}

impl<Given> Clone for Callback<Given> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Given> Copy for Callback<Given> {}

impl<Given: 'static> Callback<Given> {
    /// Keeps it.
    pub(crate) fn new(act: impl Fn(Given) + Send + Sync + 'static) -> Self {
        Self { held: StoredValue::new(Arc::new(act)) }
    }

    /// Does it.
    pub(crate) fn run(self, given: Given) {
        self.held.get_value().act(given);
    }
}

/// Runs after each change of a signal that it reads, and once at the beginning.
pub(crate) fn effect(mut run: impl FnMut() + 'static) {
    let mut run: Box<dyn ActMut> = Box::new(move |()| run());
    Effect::new(move |_| run.act(()));
}

/// A value that is made of signals. Who reads it is told only when it has become another.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::derive(value)
}

/// What is being shown here, with all that it is a part of: while this is held, none of its values go.
pub(crate) fn hold() -> Vec<Owner> {
    iter::successors(Owner::current(), Owner::parent).collect()
}

/// Does work while the page goes on.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}
