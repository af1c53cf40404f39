//! Closures in boxes. A box of `dyn Fn` or `dyn FnMut` can also be called once and for all: each closure would bring along
//! a function for that, which nobody calls.

/// What can be done again and again.
pub(crate) trait Act<Given = (), Made = ()> {
    /// Does it.
    fn act(&self, given: Given) -> Made;
}

impl<F: Fn(Given) -> Made, Given, Made> Act<Given, Made> for F {
    fn act(&self, given: Given) -> Made {
        self(given)
    }
}

/// What can be done again and again, and remembers.
pub(crate) trait ActMut<Given = (), Made = ()> {
    /// Does it.
    fn act(&mut self, given: Given) -> Made;
}

impl<F: FnMut(Given) -> Made, Given, Made> ActMut<Given, Made> for F {
    fn act(&mut self, given: Given) -> Made {
        self(given)
    }
}
