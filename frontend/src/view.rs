//! What is drawn. `view!` makes a `View` of markup: the browser parses what never changes, once, and copies it; only
//! places that change cost code. Every page is made of this one type, so that a page costs little more than its words.
use std::any::Any;
use std::borrow::Cow;

use crate::boxed::ActMut;
use crate::follow::{Memo, RwSignal};
use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::ev::EventDescriptor;
use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::iterators::VecState;
use leptos::tachys::view::strings::CowStrState;
use leptos::tachys::view::{Mountable, Position, PositionState};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

pub(crate) use view_macro::view;

/// Something to be drawn.
pub(crate) struct View(Box<Kind>);

enum Kind {
    /// One element with what is in it, and what of that changes: in the order of the marks.
    Markup(&'static str, Vec<Change>),
    Text(Cow<'static, str>),
    List(Vec<View>),
    /// Drawn again whenever a signal that it reads has changed.
    Live(Box<dyn ActMut<(), View>>),
    /// A component of Leptos.
    Leptos(AnyView),
}

/// What changes in markup.
enum Change {
    /// The element of the next mark: what follows is about it.
    Here,
    /// A child in the place of the next mark.
    Child(View),
    Set(Kept, &'static str, Setting),
    Listen(Cow<'static, str>, Box<dyn ActMut<JsValue>>),
}

/// How an element keeps a value.
#[derive(Clone, Copy)]
enum Kept {
    Attribute,
    Class,
    Property,
}

/// A value of an attribute, class or property.
#[derive(PartialEq)]
pub(crate) enum Value {
    /// Not there, or not set.
    No,
    /// There, or set.
    Yes,
    /// A text.
    Words(Cow<'static, str>),
}

/// A value, now or whenever a signal that it reads has changed.
pub(crate) enum Setting {
    /// As it is.
    Fixed(Value),
    /// Following signals.
    Live(Box<dyn ActMut<(), Value>>),
}

impl View {
    /// Markup that changes nowhere yet. `view!` calls this, and the functions below for each place that does.
    pub(crate) fn markup(html: &'static str) -> Self {
        Self(Box::new(Kind::Markup(html, Vec::new())))
    }

    fn with(mut self, change: Change) -> Self {
        if let Kind::Markup(_, changes) = &mut *self.0 {
            changes.push(change);
        }
        self
    }

    /// Goes to the next mark.
    pub(crate) fn here(self) -> Self {
        self.with(Change::Here)
    }

    /// Goes to the next mark and puts a child there.
    pub(crate) fn child(self, child: impl IntoView) -> Self {
        self.with(Change::Child(child.into_view()))
    }

    /// An attribute: absent for `false` and `None`.
    pub(crate) fn attribute(self, name: &'static str, value: impl IntoSetting) -> Self {
        self.with(Change::Set(Kept::Attribute, name, value.into_setting()))
    }

    /// A class, there or not.
    pub(crate) fn class(self, name: &'static str, value: impl IntoSetting) -> Self {
        self.with(Change::Set(Kept::Class, name, value.into_setting()))
    }

    /// A property of the element.
    pub(crate) fn property(self, name: &'static str, value: impl IntoSetting) -> Self {
        self.with(Change::Set(Kept::Property, name, value.into_setting()))
    }

    /// What to do when something happens to the element.
    pub(crate) fn on<E>(self, event: &E, mut handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: From<JsValue>,
    {
        self.with(Change::Listen(event.name(), Box::new(move |event: JsValue| handler(event.into()))))
    }

    /// As components of Leptos take it.
    pub(crate) fn into_any(self) -> AnyView {
        Page(SendWrapper::new(self)).into_any()
    }
}

/// What can be drawn.
pub(crate) trait IntoView {
    /// Makes a view of it.
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for AnyView {
    fn into_view(self) -> View {
        View(Box::new(Kind::Leptos(self)))
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View(Box::new(Kind::Text(self.into())))
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View(Box::new(Kind::Text(self.into())))
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl IntoView for $type {
            fn into_view(self) -> View {
                self.to_string().into_view()
            }
        }
    )*};
}

numbers! { u8, usize }

impl IntoView for () {
    fn into_view(self) -> View {
        View(Box::new(Kind::List(Vec::new())))
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.into_iter().map(T::into_view).collect()
    }
}

impl<const N: usize> IntoView for [View; N] {
    fn into_view(self) -> View {
        Vec::from(self).into()
    }
}

impl IntoView for Vec<View> {
    fn into_view(self) -> View {
        self.into()
    }
}

impl<F: FnMut() -> T + 'static, T: IntoView> IntoView for F {
    fn into_view(mut self) -> View {
        View(Box::new(Kind::Live(Box::new(move |()| self().into_view()))))
    }
}

impl From<Vec<View>> for View {
    fn from(views: Vec<View>) -> Self {
        Self(Box::new(Kind::List(views)))
    }
}

impl<T: IntoView> FromIterator<T> for View {
    fn from_iter<I: IntoIterator<Item = T>>(views: I) -> Self {
        views.into_iter().map(T::into_view).collect::<Vec<_>>().into()
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl From<&'static str> for Value {
    fn from(words: &'static str) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for Value {
    fn from(words: String) -> Self {
        Self::Words(words.into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::No, T::into)
    }
}

/// What an attribute, class or property can be set to.
pub(crate) trait IntoSetting {
    /// Makes a setting of it.
    fn into_setting(self) -> Setting;
}

macro_rules! fixed {
    ($($type:ty),*) => {$(
        impl IntoSetting for $type {
            fn into_setting(self) -> Setting {
                Setting::Fixed(self.into())
            }
        }
    )*};
}

fixed! { bool, &'static str, String, Option<&'static str>, Option<String> }

impl<F: FnMut() -> T + 'static, T: Into<Value>> IntoSetting for F {
    fn into_setting(mut self) -> Setting {
        Setting::Live(Box::new(move |()| self().into()))
    }
}

macro_rules! signals {
    ($($signal:ident),*) => {$(
        impl<T: Into<Value> + Clone + 'static> IntoSetting for $signal<T> {
            fn into_setting(self) -> Setting {
                Setting::Live(Box::new(move |()| self.get().into()))
            }
        }
    )*};
}

signals! { RwSignal, Memo }

/// What has been drawn.
pub(crate) enum Drawn {
    Markup(Markup),
    Text(CowStrState<'static>),
    List(VecState<Drawn>),
    Live(RenderEffect<Drawn>),
    Leptos(AnyViewState),
}

/// Markup that has been drawn.
pub(crate) struct Markup {
    html: &'static str,
    root: Element,
    places: Vec<Place>,
}

/// A place of markup that has been drawn, as it is now.
enum Place {
    /// Nothing here can be drawn again.
    Still,
    Child(Drawn),
    /// A value that was set once.
    Fixed(Element, Value),
    /// An effect that sets values, or a listener.
    Alive(Element, #[expect(dead_code, reason = "it ends when it is let go")] Box<dyn Any>),
}

impl Render for View {
    type State = Drawn;

    fn build(self) -> Drawn {
        match *self.0 {
            Kind::Markup(html, changes) => Drawn::Markup(Markup::draw(html, changes)),
            Kind::Text(text) => Drawn::Text(text.build()),
            Kind::List(views) => Drawn::List(views.build()),
            Kind::Live(view) => Drawn::Live(follow(view, None)),
            Kind::Leptos(view) => Drawn::Leptos(view.build()),
        }
    }

    /// Of what is there already as much stays as can: a field that somebody is writing in keeps the focus.
    fn rebuild(self, drawn: &mut Drawn) {
        match (*self.0, &mut *drawn) {
            (Kind::Markup(html, changes), Drawn::Markup(markup)) if markup.is_like(html, &changes) => {
                markup.draw_again(changes);
            }
            (Kind::Text(text), Drawn::Text(drawn)) => text.rebuild(drawn),
            (Kind::List(views), Drawn::List(drawn)) => views.rebuild(drawn),
            (Kind::Leptos(view), Drawn::Leptos(drawn)) => view.rebuild(drawn),
            (Kind::Live(view), Drawn::Live(live)) => *live = follow(view, live.take_value()),
            (kind, _) => {
                let mut new = Self(Box::new(kind)).build();
                drawn.insert_before_this(&mut new);
                drawn.unmount();
                *drawn = new;
            }
        }
    }
}

fn follow(mut view: Box<dyn ActMut<(), View>>, drawn: Option<Drawn>) -> RenderEffect<Drawn> {
    let draw = move |drawn| match (view.act(()), drawn) {
        (view, None) => view.build(),
        (view, Some(mut drawn)) => {
            view.rebuild(&mut drawn);
            drawn
        }
    };
    RenderEffect::new_with_value(draw, drawn)
}

impl Markup {
    fn draw(html: &'static str, changes: Vec<Change>) -> Self {
        let root = Rndr::create_element_from_html(html.into());
        let mut marks = marks(&root).into_iter();
        let mut here = root.clone();
        let place = |change| match change {
            Change::Here => {
                if let Some(Ok(element)) = marks.next().map(JsCast::dyn_into) {
                    here = element;
                }
                Place::Still
            }
            Change::Child(child) => marks.next().map_or(Place::Still, |mark| Place::Child(put(child, &mark))),
            change => Place::of(here.clone(), change),
        };
        let places = changes.into_iter().map(place).collect();
        Self { html, root, places }
    }

    /// The same markup, with as many things that change.
    fn is_like(&self, html: &str, changes: &[Change]) -> bool {
        self.html == html && self.places.len() == changes.len()
    }

    fn draw_again(&mut self, changes: Vec<Change>) {
        for (place, change) in self.places.iter_mut().zip(changes) {
            match (change, place) {
                (Change::Child(child), Place::Child(drawn)) => child.rebuild(drawn),
                (change, place) => place.take(change),
            }
        }
    }
}

/// What a walker of the browser shows: `NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT`.
const ELEMENTS_AND_COMMENTS: u32 = 0x1 | 0x80;

/// The marks of markup: elements that change, and comments in the place of a child. Their traces are taken away.
fn marks(root: &Element) -> Vec<Node> {
    let mut marks = Vec::new();
    let Ok(walker) = document().create_tree_walker_with_what_to_show(root, ELEMENTS_AND_COMMENTS) else {
        return marks;
    };
    let mut next = Ok(Some(walker.current_node()));
    while let Ok(Some(node)) = next {
        match node.dyn_ref::<Element>() {
            Some(element) if !element.has_attribute("_") => {}
            element => {
                element.map(|element| element.remove_attribute("_"));
                marks.push(node);
            }
        }
        next = walker.next_node();
    }
    marks
}

/// Draws a child in the place of a mark.
fn put(child: View, mark: &Node) -> Drawn {
    let mut drawn = child.build();
    if let Some(parent) = mark.parent_element() {
        drawn.mount(&parent, Some(mark));
        Rndr::remove(mark);
    }
    drawn
}

impl Place {
    fn of(element: Element, change: Change) -> Self {
        match change {
            Change::Here | Change::Child(_) => Self::Still,
            Change::Set(kept, name, Setting::Fixed(value)) => {
                set(&element, kept, name, &value);
                Self::Fixed(element, value)
            }
            Change::Set(kept, name, Setting::Live(mut value)) => {
                let on = element.clone();
                let effect = RenderEffect::new(move |old: Option<Value>| {
                    let value = value.act(());
                    if old.as_ref() != Some(&value) {
                        set(&on, kept, name, &value);
                    }
                    value
                });
                Self::Alive(element, Box::new(effect))
            }
            Change::Listen(event, mut handler) => {
                let owner = Owner::current().unwrap_or_default();
                let handler = Box::new(move |event| owner.with(|| handler.act(event)));
                let listener = Rndr::add_event_listener(&element, &event, handler);
                Self::Alive(element, Box::new(listener))
            }
        }
    }

    fn take(&mut self, change: Change) {
        let element = match (&*self, &change) {
            // What the reader has typed or ticked meanwhile is put back.
            (Self::Fixed(_, old), Change::Set(_, name, Setting::Fixed(new)))
                if old == new && !matches!(*name, "value" | "checked") =>
            {
                return;
            }
            (Self::Fixed(element, _) | Self::Alive(element, _), _) => element.clone(),
            (Self::Still | Self::Child(_), _) => return,
        };
        // What was there ends before what follows it begins.
        *self = Self::Still;
        *self = Self::of(element, change);
    }
}

/// What the browser refuses here, it could only refuse for a name that is none.
fn set(element: &Element, kept: Kept, name: &str, value: &Value) {
    match (kept, value) {
        (Kept::Attribute, Value::No) => drop(element.remove_attribute(name)),
        (Kept::Attribute, Value::Yes) => drop(element.set_attribute(name, "")),
        (Kept::Attribute, Value::Words(words)) => drop(element.set_attribute(name, words)),
        (Kept::Class, value) => {
            drop(element.class_list().toggle_with_force(name, *value != Value::No));
        }
        (Kept::Property, value) => {
            let value = match value {
                Value::Words(words) => JsValue::from_str(words),
                value => JsValue::from_bool(*value != Value::No),
            };
            let name = JsValue::from_str(name);
            // A field that is told what it says already would forget the half of a day that is being typed.
            let knows = js_sys::Reflect::get(element, &name).as_ref() == Ok(&value);
            if !knows || !element.matches(":focus").unwrap_or_default() {
                drop(js_sys::Reflect::set(element, &name, &value));
            }
        }
    }
}

impl Drawn {
    fn mountable(&self) -> &dyn Mountable {
        match self {
            Self::Markup(markup) => &markup.root,
            Self::Text(text) => text,
            Self::List(list) => list,
            Self::Live(live) => live,
            Self::Leptos(view) => view,
        }
    }

    fn mountable_mut(&mut self) -> &mut dyn Mountable {
        match self {
            Self::Markup(markup) => &mut markup.root,
            Self::Text(text) => text,
            Self::List(list) => list,
            Self::Live(live) => live,
            Self::Leptos(view) => view,
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.mountable_mut().unmount();
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        self.mountable_mut().mount(parent, before);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.mountable().insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.mountable().elements()
    }
}

/// A view among components of Leptos. It runs in a browser, whose pages have one thread.
struct Page(SendWrapper<View>);

impl Render for Page {
    type State = Drawn;

    fn build(self) -> Drawn {
        self.0.take().build()
    }

    fn rebuild(self, drawn: &mut Drawn) {
        self.0.take().rebuild(drawn);
    }
}

/// Pages are drawn in the browser only: what a server would need does nothing.
impl RenderHtml for Page {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl leptos::tachys::view::add_attr::AddAnyAttr for Page {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self {
        self
    }
}
