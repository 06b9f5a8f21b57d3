//! The coverage of a schema by a list of documents, goal by goal.

use std::fmt;
use std::sync::Arc;

use serde_json::Number;

use crate::model::{BodyStyle, Json};

/// A list of documents that together show the values that a schema allows, and the goals that they show.
///
/// A goal is one feature to show at one location: every constant, every branch, the presence and the absence of every
/// optional field, all four combinations of every two optional fields of an object, and the bounds of numbers, lengths
/// and counts. If the schema sets no bound, the one of [`Generator::maximal`](crate::generate::Generator::maximal) is
/// used.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Coverage {
    /// The documents, at least one and at most [`Coverage::MOST`]. Each is valid, and the first to show some goal.
    pub documents: Vec<Json>,
    /// Every goal, in the order of the schema's locations.
    pub goals: Vec<Goal>,
}

/// A coverage goal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Goal {
    /// Pointer into a document; `*` is any item after the prefix, or any undeclared field.
    pub pointer: String,
    /// The feature to show there.
    pub feature: Feature,
    /// Whether a document shows it, or the reason why not.
    pub shown: Shown,
}

/// A feature that a document can show at a location.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Feature {
    /// This constant.
    Value(Json),
    /// This number, which is a bound.
    Number(Number),
    /// A string of this many characters, which is a bound.
    Length(usize),
    /// An array of this many items, which is a bound.
    Items(usize),
    /// An object of this many fields, which is a bound.
    Members(usize),
    /// An object with this optional field.
    Present(Arc<str>),
    /// An object without this optional field.
    Absent(Arc<str>),
    /// An object with or without each of two optional fields.
    Pair([(Arc<str>, bool); 2]),
    /// A value of one branch of `anyOf`, `oneOf`, a type list, or the expansion of a condition.
    Branch {
        /// Number of the branch, counted from 1 over all branches of the location.
        number: usize,
        /// Kind of value.
        what: String,
    },
}

/// The document that shows a goal, or the reason why none does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shown {
    /// By the document of this index, which is the first to show it.
    In(usize),
    /// By no document.
    Never(Missed),
}

/// The reason why a goal is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missed {
    /// No branch of the schema allows it.
    NoBranch,
    /// Values of this size are not generated.
    TooLarge,
    /// A pattern or another keyword excludes every value of this size.
    NoSuchSize,
    /// Documents were tried for it, but no valid one shows it.
    NotFound,
    /// The list of documents is full, or too many documents were tried for earlier goals.
    Full,
}

impl Coverage {
    /// Maximum number of documents in a list.
    pub const MOST: usize = 1_000;

    /// Maximum number of optional fields of one object that are paired, in order. For the other fields, only presence
    /// and absence are shown.
    pub const PAIRED: usize = 64;

    /// Returns the kinds of goals in a fixed order, each with the number of shown goals and the total.
    #[must_use]
    pub fn counts(&self) -> Vec<(&'static str, usize, usize)> {
        let count = |kind: &&'static str| {
            let of_kind = self.goals.iter().filter(|goal| goal.feature.kind() == *kind);
            let shown = of_kind.clone().filter(|goal| goal.is_shown()).count();
            (*kind, shown, of_kind.count())
        };
        KINDS.iter().map(count).filter(|(_, _, all)| *all > 0).collect()
    }
}

/// The kinds of features, in the order of a summary.
const KINDS: [&str; 10] =
    ["value", "null", "present", "absent", "pair", "branch", "number", "length", "items", "members"];

impl Goal {
    /// Returns whether a document shows it.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        matches!(self.shown, Shown::In(_))
    }
}

impl Feature {
    /// Returns the name of its kind: `value`, `null`, `present`, `absent`, `pair`, `branch`, `number`, `length`,
    /// `items` or `members`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Value(Json::Null) => "null",
            Self::Value(_) => "value",
            Self::Number(_) => "number",
            Self::Length(_) => "length",
            Self::Items(_) => "items",
            Self::Members(_) => "members",
            Self::Present(_) => "present",
            Self::Absent(_) => "absent",
            Self::Pair(_) => "pair",
            Self::Branch { .. } => "branch",
        }
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |(name, there): &(Arc<str>, bool)| if *there { format!("`{name}`") } else { format!("no `{name}`") };
        let mut counted =
            |count: usize, what: &str| write!(formatter, "{count} {what}{}", if count == 1 { "" } else { "s" });
        match self {
            Self::Value(Json::Null) => formatter.write_str("null"),
            Self::Value(value) => write!(formatter, "{}", String::from_utf8_lossy(&value.write(BodyStyle::COMPACT))),
            Self::Number(number) => write!(formatter, "the number {number}"),
            Self::Length(count) => counted(*count, "character"),
            Self::Items(count) => counted(*count, "item"),
            Self::Members(count) => counted(*count, "member"),
            Self::Present(name) => write!(formatter, "`{name}`"),
            Self::Absent(name) => write!(formatter, "no `{name}`"),
            Self::Pair([first, second]) => write!(formatter, "{} and {}", side(first), side(second)),
            Self::Branch { number, what } => write!(formatter, "branch {number}, {what}"),
        }
    }
}

impl fmt::Display for Missed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoBranch => "no branch of the schema has room for it",
            Self::TooLarge => "values of this size are not written",
            Self::NoSuchSize => "the other keywords leave no value of this size",
            Self::NotFound => "documents were tried for it, and none that is valid shows it",
            Self::Full => "the list of documents is full, or too many were tried for other goals",
        })
    }
}
