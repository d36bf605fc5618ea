//! The pack format, described once: by the types of the model and the doc comments of their fields.
//!
//! Owns what a description consists of, and the macro that takes it from a type. Reading, diagnosis, schema, skeleton,
//! `airside show --json` and the list of translatable texts follow it. Must not look at what fields mean together: that is
//! [`super::check`].

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::FORMAT;
use crate::ruling::{FactName, Facts, Verdict};

/// A field of an object.
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    /// What the field means, in a sentence.
    pub means: &'static str,
    /// Whether its text is the same in every language: ids, names, sources, header fields.
    pub is_fixed: bool,
}

/// What a value is.
pub enum Shape {
    /// The number of the format.
    Format,
    /// A whole number from 1.
    Number,
    Truth,
    Text,
    Word(&'static [&'static str]),
    /// Facts by name.
    Facts,
    Object(Vec<Field>),
    /// At least one.
    List(Box<Shape>),
    /// Values by one of these words.
    ByWord(&'static [&'static str], Box<Shape>),
}

/// A type that is a part of the format.
pub trait Described {
    /// Whether a field of this type has to be there.
    const REQUIRED: bool = true;

    fn shape() -> Shape;

    /// Whether a field with this value is left out.
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

const VERDICTS: &[&str] = &[Verdict::Unauthorized.name(), Verdict::Forbidden.name(), Verdict::Neither.name()];

const FACT_NAMES: &[&str] = &{
    let mut names = [""; FactName::ALL.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = FactName::ALL[place].name();
        place += 1;
    }
    names
};

shapes! {
    String => Shape::Text,
    bool => Shape::Truth,
    usize => Shape::Number,
    u32 => Shape::Number,
    FormatNumber => Shape::Format,
    Facts => Shape::Facts,
    Verdict => Shape::Word(VERDICTS),
    FactName => Shape::Word(FACT_NAMES),
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

/// A closed set of words.
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

/// Types of the model with the description of their fields. A field's doc comment is its meaning, on one line; with
/// `= fixed` its text is the same in every language, and with `#[serde(default)]` it may be left out.
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
            /// The description of its fields, in the order in which they are written.
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

/// The number of the format, as the first field of a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatNumber;

impl Serialize for FormatNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(FORMAT)
    }
}

impl<'de> Deserialize<'de> for FormatNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            FORMAT => Ok(Self),
            other => Err(D::Error::custom(format_args!("format {other}"))),
        }
    }
}

macro_rules! by_name {
    ($($holds:ident)+) => {
        $(
            impl Serialize for $holds {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.name())
                }
            }

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

/// Facts by name; those with their default are left out.
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

/// The texts of an object that differ from language to language, each with the JSON pointer (RFC 6901) to it.
pub fn translatable(value: &Value, fields: &[Field]) -> BTreeMap<String, String> {
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
            for (place, entry) in entries.iter().enumerate() {
                add_texts(entry, shape, &format!("{pointer}/{place}"), texts);
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
