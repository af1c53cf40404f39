//! The browser parses, and its values are read from here: serde_json's own parser, its numbers and messages would be
//! a tenth of the web app's code.

use std::{fmt, slice};

use js_sys::{Array, JSON, Object, Reflect};
use serde::de::value::U32Deserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn read<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    let value = JSON::parse(std::str::from_utf8(json).ok()?).ok()?;
    T::deserialize(Json(value)).ok()
}

/// Why something was not read: nobody asks.
#[derive(Debug)]
struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Unreadable {}

/// Each of them, so that no message is put together.
impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// A value of the browser's.
///
/// A type is asked for what it can be and nothing else: what its visitor would do with other values is not compiled.
struct Json(JsValue);

impl Json {
    fn text(&self) -> Result<String, Unreadable> {
        self.0.as_string().ok_or(Unreadable)
    }

    fn number(&self) -> Result<f64, Unreadable> {
        self.0.as_f64().ok_or(Unreadable)
    }

    fn whole_number(&self) -> Result<i64, Unreadable> {
        let number = self.number()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number; too large a one becomes the largest"
        )]
        if number.fract() == 0.0 { Ok(number as i64) } else { Err(Unreadable) }
    }

    fn items(self) -> Result<Items, Unreadable> {
        let items: Array = self.0.dyn_into().map_err(|_| Unreadable)?;
        Ok(Items { items, next: 0 })
    }

    fn is_object(&self) -> bool {
        self.0.is_object() && !Array::is_array(&self.0)
    }

    fn members(self) -> Result<Members, Unreadable> {
        if !self.is_object() {
            return Err(Unreadable);
        }
        let entries = Object::entries(self.0.unchecked_ref());
        Ok(Members { entries, next: 0, value: JsValue::NULL })
    }
}

/// Where a name is among those that a type knows, or past all of them. None of them has an alias.
fn position(names: &[&str], name: &str) -> U32Deserializer<Unreadable> {
    let position = names.iter().position(|known| *known == name);
    position.and_then(|position| u32::try_from(position).ok()).unwrap_or(u32::MAX).into_deserializer()
}

macro_rules! each {
    ($($method:ident)* => $visit:ident $read:ident) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.$visit(self.$read()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    each! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 => visit_i64 whole_number
    }
    each! { deserialize_f32 deserialize_f64 => visit_f64 number }
    each! { deserialize_char deserialize_str deserialize_string deserialize_identifier => visit_string text }
    each! { deserialize_seq => visit_seq items }
    each! { deserialize_map => visit_map members }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if let Ok(text) = self.text() {
            visitor.visit_string(text)
        } else if let Ok(number) = self.whole_number() {
            visitor.visit_i64(number)
        } else if let Ok(number) = self.number() {
            visitor.visit_f64(number)
        } else if let Some(yes) = self.0.as_bool() {
            visitor.visit_bool(yes)
        } else if self.0.is_null() {
            visitor.visit_unit()
        } else if Array::is_array(&self.0) {
            visitor.visit_seq(self.items()?)
        } else {
            visitor.visit_map(self.members()?)
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if !self.is_object() {
            return Err(Unreadable);
        }
        visitor.visit_seq(Fields { names: names.iter(), value: self.0 })
    }

    /// Names only: no value that travels is an enum with data.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(position(names, &self.text()?))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct tuple tuple_struct }
}

struct Items {
    items: Array,
    next: u32,
}

impl Items {
    fn next(&mut self) -> Option<Json> {
        let item = (self.next < self.items.length()).then(|| Json(self.items.get(self.next)));
        self.next += 1;
        item
    }
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.next().map(|item| seed.deserialize(item)).transpose()
    }
}

struct Members {
    /// Names and values.
    entries: Array,
    next: u32,
    /// Of the name that was read last.
    value: JsValue,
}

impl Members {
    fn next(&mut self) -> Option<Json> {
        if self.next == self.entries.length() {
            return None;
        }
        let entry: Array = self.entries.get(self.next).unchecked_into();
        self.next += 1;
        self.value = entry.get(1);
        Some(Json(entry.get(0)))
    }

    fn value(&self) -> Json {
        Json(self.value.clone())
    }
}

impl<'de> de::MapAccess<'de> for Members {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        self.next().map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(self.value())
    }
}

/// The members of a value whose type knows their names, in the order of the type: it puts each where it belongs as it
/// comes, and has no code for other orders. The name `""` is the whole, as in a JSON Pointer (RFC 6901): for members that
/// natively are flattened, which would keep a copy of everything. A member that is not there is what its type makes of nothing.
struct Fields {
    names: slice::Iter<'static, &'static str>,
    value: JsValue,
}

impl<'de> de::SeqAccess<'de> for Fields {
    type Error = Unreadable;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let value = self.next().ok_or(Unreadable)?;
        let is_missing = value.0.is_undefined();
        match seed.deserialize(value) {
            Err(_) if is_missing => Ok(None),
            read => read.map(Some),
        }
    }
}

impl Fields {
    fn next(&mut self) -> Option<Json> {
        let name = self.names.next()?;
        if name.is_empty() {
            return Some(Json(self.value.clone()));
        }
        Reflect::get(&self.value, &JsValue::from_str(name)).ok().map(Json)
    }
}
