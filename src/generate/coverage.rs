//! What a list of documents shows of a schema, goal by goal.

use std::fmt;
use std::sync::Arc;

use serde_json::Number;

use crate::model::BodyStyle;
use crate::model::Json;

/// Documents that together show what a schema allows, and what they show.
///
/// A goal is one thing to be shown at one place: every constant, every branch, every optional member there and
/// not there, all four cases of every two optional members of an object, and the bounds of numbers, lengths
/// and counts. Where the schema sets no bound, that of [`Generator::maximal`](crate::generate::Generator::maximal)
/// stands in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Coverage {
    /// The documents, [`Coverage::MOST`] at most and one at least. Each is valid, and the first to show something.
    pub documents: Vec<Json>,
    /// Every goal, in the order of the schema's places.
    pub goals: Vec<Goal>,
}

/// One thing to be shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Goal {
    /// Where in a document; `*` is any item behind the prefix, or any undeclared member.
    pub pointer: String,
    /// What is to be seen there.
    pub feature: Feature,
    /// Whether it is.
    pub shown: Shown,
}

/// What can be seen at a place of a document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Feature {
    /// This constant.
    Value(Json),
    /// This number: a bound.
    Number(Number),
    /// A string of so many characters: a bound.
    Length(usize),
    /// An array of so many items: a bound.
    Items(usize),
    /// An object of so many members: a bound.
    Members(usize),
    /// An object with the optional member.
    Present(Arc<str>),
    /// An object without it.
    Absent(Arc<str>),
    /// An object with or without each of two optional members.
    Pair([(Arc<str>, bool); 2]),
    /// A value of one branch of `anyOf`, `oneOf`, a type list, or what a condition comes down to.
    Branch {
        /// Which, counted from 1 over all branches of the place.
        number: usize,
        /// What kind of value.
        what: String,
    },
}

/// Whether a goal is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shown {
    /// By the document of this index, as the first.
    In(usize),
    /// By none.
    Never(Missed),
}

/// Why a goal is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missed {
    /// No branch of the schema has room for it.
    NoBranch,
    /// Values of this size are not written.
    TooLarge,
    /// A pattern or another keyword leaves no value of this size.
    NoSuchSize,
    /// Documents were tried for it, and none that is valid shows it.
    NotFound,
    /// The list of documents is full.
    Full,
}

impl Coverage {
    /// No list is longer.
    pub const MOST: usize = 1_000;

    /// Of the optional members of one object so many are paired, the first in order; the others are only
    /// shown there and not there.
    pub const PAIRED: usize = 64;

    /// Kinds of goals in a fixed order, with how many of them are shown, of how many.
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
    /// Whether a document shows it.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        matches!(self.shown, Shown::In(_))
    }
}

impl Feature {
    /// The word for features of its kind: `value`, `null`, `present`, `absent`, `pair`, `branch`, `number`,
    /// `length`, `items` or `members`.
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
            Self::Full => "the list of documents is full",
        })
    }
}
