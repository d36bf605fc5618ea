//! Describes the pack format in a single place: the types of the model, with the doc comments on their fields.
//!
//! The description is used for parsing, diagnosis, the JSON Schema, the skeleton, `airside show --json` and the list of
//! translatable text. [`super::check`] checks that the values of different fields are consistent.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::FORMAT;
use crate::encoding::FormatNumber;
use crate::ruling::{FactName, Facts, Verdict};

pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    pub means: &'static str,
    /// Whether the text stays untranslated, for example because it is an id, a name, a source or a header field.
    pub is_fixed: bool,
}

/// The type of a value in a pack.
pub enum Shape {
    Format,
    /// A whole number of at least 1.
    Number,
    Truth,
    Text,
    Word(&'static [&'static str]),
    /// An object with a value for each fact that is given.
    Facts,
    Object(Vec<Field>),
    /// A list with at least one entry.
    List(Box<Shape>),
    /// An object whose keys must be from the given list.
    ByWord(&'static [&'static str], Box<Shape>),
}

/// A type that can appear in the pack format.
pub trait Described {
    const REQUIRED: bool = true;

    fn shape() -> Shape;

    /// Returns whether a field with this value is omitted from JSON output.
    fn is_absent(&self) -> bool {
        false
    }
}

macro_rules! shapes {
    ($($holds:ty => $shape:expr),+ $(,)?) => {
        $(impl Described for $holds {
            fn shape() -> Shape {
                $shape
            }
        })+
    };
}

shapes! {
    String => Shape::Text,
    bool => Shape::Truth,
    usize => Shape::Number,
    u32 => Shape::Number,
    FormatNumber<FORMAT> => Shape::Format,
    Facts => Shape::Facts,
    Verdict => Shape::Word(&Self::NAMES),
    FactName => Shape::Word(&Self::NAMES),
}

impl<T: Described> Described for Option<T> {
    const REQUIRED: bool = false;

    fn shape() -> Shape {
        T::shape()
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Described> Described for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// A type with a fixed set of named values.
pub trait Vocabulary {
    const WORDS: &'static [&'static str];
}

impl<K: Vocabulary, T: Described> Described for BTreeMap<K, T> {
    fn shape() -> Shape {
        Shape::ByWord(K::WORDS, Box::new(T::shape()))
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Defines the types of the model and describes their fields. The doc comment on a field becomes the description of the
/// field in the pack format, and must fit on one line. A field with `= fixed` isn't translated, and a field with
/// `#[serde(default)]` is optional.
macro_rules! described {
    ($(
        $(#[$about:meta])*
        $name:ident {
            $(
                #[doc = $means:literal]
                $(#[serde($default:ident)])?
                $field:ident: $holds:ty $(= $fixed:ident)?,
            )+
        }
    )+) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(
                #[doc = $means]
                $(#[serde($default)])?
                #[serde(skip_serializing_if = "Described::is_absent")]
                pub $field: $holds,
            )+
        }

        impl $name {
            /// Returns a description of each field, in the order in which the pack format lists the fields.
            pub fn fields() -> Vec<Field> {
                vec![$(Field {
                    name: stringify!($field),
                    shape: <$holds as Described>::shape(),
                    required: <$holds as Described>::REQUIRED && <[&str]>::is_empty(&[$(stringify!($default))?]),
                    means: $means.trim_ascii(),
                    is_fixed: !<[&str]>::is_empty(&[$(stringify!($fixed))?]),
                },)+]
            }
        }

        impl Described for $name {
            fn shape() -> Shape {
                Shape::Object(Self::fields())
            }
        }
    )+};
}

macro_rules! by_name {
    ($($holds:ident)+) => {
        $(
            impl<'de> Deserialize<'de> for $holds {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let name = String::deserialize(deserializer)?;
                    Self::find(&name).ok_or_else(|| D::Error::custom(name))
                }
            }
        )+
    };
}

by_name!(Verdict FactName);

/// Omits facts that have their default values.
impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stated = self.stated();
        let mut map = serializer.serialize_map(Some(stated.len()))?;
        for (fact, value) in stated {
            map.serialize_entry(fact.name(), value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stated = BTreeMap::<String, String>::deserialize(deserializer)?;
        stated.iter().try_fold(Self::default(), |facts, (name, value)| {
            facts.with(name, value).map_err(|_| D::Error::custom(format_args!("{name}={value}")))
        })
    }
}

/// Returns the translatable strings in an object, with JSON pointers (RFC 6901) as keys.
pub(crate) fn translatable(value: &Value, fields: &[Field]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    add_fields(value, fields, "", &mut texts);
    texts
}

fn add_fields(value: &Value, fields: &[Field], pointer: &str, texts: &mut BTreeMap<String, String>) {
    for field in fields.iter().filter(|field| !field.is_fixed) {
        if let Some(value) = value.get(field.name) {
            add_texts(value, &field.shape, &format!("{pointer}/{}", field.name), texts);
        }
    }
}

fn add_texts(value: &Value, shape: &Shape, pointer: &str, texts: &mut BTreeMap<String, String>) {
    match (shape, value) {
        (Shape::Text, Value::String(text)) => {
            texts.insert(pointer.to_owned(), text.clone());
        }
        (Shape::List(shape), Value::Array(entries)) => {
            for (index, entry) in entries.iter().enumerate() {
                add_texts(entry, shape, &format!("{pointer}/{index}"), texts);
            }
        }
        (Shape::ByWord(_, shape), Value::Object(entries)) => {
            for (word, entry) in entries {
                add_texts(entry, shape, &format!("{pointer}/{word}"), texts);
            }
        }
        (Shape::Object(fields), _) => add_fields(value, fields, pointer, texts),
        _ => {}
    }
}
