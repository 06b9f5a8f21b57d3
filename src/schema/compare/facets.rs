//! Constraints on one value: bounds, lengths, patterns, formats.

use std::cmp::Ordering;
use std::fmt::Display;

use serde_json::Number;

use crate::schema::canonical::{ArrayView, Distinctness, IntegerView, NumberView, StringView};
use crate::schema::compare::change::Kind;
use crate::schema::compare::parts::Shape;

/// One constraint that changed: wider, narrower, or (undecided) different.
#[derive(Debug)]
pub(super) struct Facet {
    pub(super) kind: Kind,
    pub(super) reason: String,
}

/// Returns the constraints in which two shapes of one type differ.
pub(super) fn between(old: &Shape, new: &Shape) -> Vec<Facet> {
    match (old, new) {
        (Shape::Text(old), Shape::Text(new)) => texts(old, new),
        (Shape::Integer(old), Shape::Integer(new)) => numbers(&whole(old), &whole(new)),
        (Shape::Number(old), Shape::Number(new)) => numbers(old, new),
        (Shape::Integer(old), Shape::Number(new)) => {
            let mut found = vec![Facet { kind: Kind::Wider, reason: "was an integer, may be any number now".into() }];
            found.extend(numbers(&whole(old), new));
            found
        }
        (Shape::Number(old), Shape::Integer(new)) => {
            let mut found = vec![Facet { kind: Kind::Narrower, reason: "is always an integer now".into() }];
            found.extend(numbers(old, &whole(new)));
            found
        }
        (Shape::Array(old), Shape::Array(new)) => counts(old, new),
        _ => Vec::new(),
    }
}

fn texts(old: &StringView, new: &StringView) -> Vec<Facet> {
    let mut found = Vec::new();
    least("the least length", old.min_length.as_ref(), new.min_length.as_ref(), &mut found);
    most("the greatest length", old.max_length.as_ref(), new.max_length.as_ref(), &mut found);
    demands("the format", &old.formats, &new.formats, &mut found);
    demands("the pattern", &old.patterns, &new.patterns, &mut found);
    demands("the excluded pattern", &old.excluded_patterns, &new.excluded_patterns, &mut found);
    demands("the excluded format", &old.excluded_formats, &new.excluded_formats, &mut found);
    demands("the excluded value", &old.excluded, &new.excluded, &mut found);
    found
}

fn numbers(old: &NumberView, new: &NumberView) -> Vec<Facet> {
    let mut found = Vec::new();
    least("the least number", old.minimum.as_ref(), new.minimum.as_ref(), &mut found);
    most("the greatest number", old.maximum.as_ref(), new.maximum.as_ref(), &mut found);
    let mut edge = |was: bool, is: bool, what: &str| match (was, is) {
        (true, false) => found.push(Facet { kind: Kind::Wider, reason: format!("{what} itself is allowed now") }),
        (false, true) => found.push(Facet { kind: Kind::Narrower, reason: format!("{what} itself is excluded now") }),
        _ => {}
    };
    if old.minimum == new.minimum {
        edge(old.exclusive_minimum, new.exclusive_minimum, "the least number");
    }
    if old.maximum == new.maximum {
        edge(old.exclusive_maximum, new.exclusive_maximum, "the greatest number");
    }
    match (old.multiple_of.as_slice(), new.multiple_of.as_slice()) {
        ([old], [new]) => step(old, new, &mut found),
        (old, new) => demands("the step", old, new, &mut found),
    }
    demands("the excluded step", &old.not_multiple_of, &new.not_multiple_of, &mut found);
    found
}

/// Returns the changed constraints on the number of items and their uniqueness.
pub(super) fn counts(old: &ArrayView, new: &ArrayView) -> Vec<Facet> {
    let mut found = Vec::new();
    least("the least number of items", old.min_items.as_ref(), new.min_items.as_ref(), &mut found);
    most("the greatest number of items", old.max_items.as_ref(), new.max_items.as_ref(), &mut found);
    let kind = match (old.distinctness, new.distinctness) {
        (was, is) if was == is => return found,
        (Distinctness::Unconstrained, _) => Kind::Narrower,
        (_, Distinctness::Unconstrained) => Kind::Wider,
        _ => Kind::Undecided,
    };
    let reason = match new.distinctness {
        Distinctness::AllDistinct => "items are all different now",
        Distinctness::SomeRepeated => "some items are equal now",
        Distinctness::Unconstrained => "items may be equal or different now",
    };
    found.push(Facet { kind, reason: reason.to_owned() });
    found
}

fn whole(view: &IntegerView) -> NumberView {
    NumberView {
        minimum: view.minimum.clone(),
        exclusive_minimum: false,
        maximum: view.maximum.clone(),
        exclusive_maximum: false,
        multiple_of: view.multiple_of.clone(),
        not_multiple_of: view.not_multiple_of.clone(),
        excludes_integers: false,
    }
}

/// Compares a lower bound: a smaller one accepts more.
pub(super) fn least(what: &str, old: Option<&Number>, new: Option<&Number>, found: &mut Vec<Facet>) {
    bound(what, old, new, Ordering::Less, found);
}

/// Compares an upper bound: a greater one accepts more.
pub(super) fn most(what: &str, old: Option<&Number>, new: Option<&Number>, found: &mut Vec<Facet>) {
    bound(what, old, new, Ordering::Greater, found);
}

fn bound(what: &str, old: Option<&Number>, new: Option<&Number>, opens: Ordering, found: &mut Vec<Facet>) {
    let (kind, reason) = match (old, new) {
        (None, None) => return,
        (Some(old), Some(new)) => {
            let order = compared(new, old);
            if order == Ordering::Equal {
                return;
            }
            let kind = if order == opens { Kind::Wider } else { Kind::Narrower };
            (kind, format!("{what} was {old}, is {new}"))
        }
        (Some(old), None) => (Kind::Wider, format!("{what} was {old}, there is none any more")),
        (None, Some(new)) => (Kind::Narrower, format!("{what} is {new}, there was none")),
    };
    found.push(Facet { kind, reason });
}

fn compared(one: &Number, other: &Number) -> Ordering {
    let whole = |number: &Number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
    }
}

/// Compares a step: one that divides the old step accepts more, a multiple of the old step accepts less.
fn step(old: &Number, new: &Number, found: &mut Vec<Facet>) {
    let goes_into = |one: &Number, other: &Number| {
        let times = other.as_f64().zip(one.as_f64()).map_or(f64::NAN, |(other, one)| other / one);
        (times - times.round()).abs() < 1e-9
    };
    let kind = match (goes_into(new, old), goes_into(old, new)) {
        (true, true) => return,
        (true, false) => Kind::Wider,
        (false, true) => Kind::Narrower,
        (false, false) => Kind::Undecided,
    };
    found.push(Facet { kind, reason: format!("the step was {old}, is {new}") });
}

/// Compares constraints that must all hold: an added one narrows, a removed one widens.
fn demands<T: PartialEq + Display>(what: &str, old: &[T], new: &[T], found: &mut Vec<Facet>) {
    let missing = |from: &[T], of: &[T]| {
        let names: Vec<String> =
            of.iter().filter(|rule| !from.contains(rule)).map(|rule| format!("`{rule}`")).collect();
        names.join(" and ")
    };
    let (gone, come) = (missing(new, old), missing(old, new));
    let (kind, reason) = match (gone.is_empty(), come.is_empty()) {
        (true, true) => return,
        (false, true) => (Kind::Wider, format!("{what} {gone} is dropped")),
        (true, false) => (Kind::Narrower, format!("{what} is {come} now")),
        (false, false) => (Kind::Undecided, format!("{what} was {gone}, is {come}")),
    };
    found.push(Facet { kind, reason });
}
