//! Objects and arrays: fields, items, and variants of an object.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::escape;
use crate::schema::canonical;
use crate::schema::canonical::{ArrayView, CanonicalSchema, CanonicalView, ObjectView};
use crate::schema::compare::change::Kind;
use crate::schema::compare::facets;
use crate::schema::compare::parts::{Parts, Shape};
use crate::schema::compare::walk::Walk;

/// The rule of an object for undeclared fields.
enum Rest<'a> {
    Open,
    Closed,
    Held(&'a CanonicalSchema),
}

impl Walk {
    pub(super) fn object(&mut self, old: &ObjectView, new: &ObjectView, pointer: &str) {
        let (before, after) = (declared(old), declared(new));
        for name in before.union(&after) {
            let place = format!("{pointer}/{}", escape(name));
            let required = [old, new].map(|view| view.required.iter().any(|known| known == name));
            match (before.contains(name), after.contains(name)) {
                (true, false) => self.note(&place, Kind::FieldRemoved, "the field is gone"),
                (false, true) if required[1] => {
                    self.note(&place, Kind::RequiredFieldAdded, "a new field, always present");
                }
                (false, true) => {
                    let kind = if matches!(rest(old), Rest::Open) { Kind::FieldAdded } else { Kind::Grown };
                    self.note(&place, kind, "a new optional field");
                }
                _ => {
                    match required {
                        [true, false] => self.note(&place, Kind::OptionalNow, "may be absent now"),
                        [false, true] => self.note(&place, Kind::RequiredNow, "is always present now"),
                        _ => {}
                    }
                    if let (Some(old), Some(new)) = (field(old, name), field(new, name)) {
                        self.node(&old, &new, &place);
                    }
                    if !required[0] {
                        self.weaken_null(&place);
                    }
                }
            }
        }
        self.undeclared(old, new, &format!("{pointer}/*"));
        let mut found = Vec::new();
        let sizes = [old, new].map(|view| (view.min_properties.as_ref(), view.max_properties.as_ref()));
        facets::least("the least number of fields", sizes[0].0, sizes[1].0, &mut found);
        facets::most("the greatest number of fields", sizes[0].1, sizes[1].1, &mut found);
        for facet in found {
            self.note(pointer, facet.kind, facet.reason);
        }
        if old.violations != new.violations {
            self.note(pointer, Kind::Undecided, "follows another rule about what it must not hold");
        }
    }

    /// Downgrades a new `null` in an optional field: its reader handles an absent field, and treats `null` the same
    /// way.
    fn weaken_null(&mut self, place: &str) {
        for (pointer, kind, _) in &mut self.found {
            if pointer == place && *kind == Kind::NullNow {
                *kind = Kind::Grown;
            }
        }
    }

    /// Compares fields that are not declared by name.
    fn undeclared(&mut self, old: &ObjectView, new: &ObjectView, place: &str) {
        match (rest(old), rest(new)) {
            (Rest::Open, Rest::Open) | (Rest::Closed, Rest::Closed) => {}
            (Rest::Closed, _) => self.note(place, Kind::Grown, "undeclared members may come now"),
            (_, Rest::Closed) => self.note(place, Kind::Shrunk, "undeclared members come no more"),
            (Rest::Open, Rest::Held(_)) => {
                self.note(place, Kind::Narrower, "undeclared members could be anything, and follow a rule now");
            }
            (Rest::Held(_), Rest::Open) => self.note(place, Kind::Wider, "undeclared members may be anything now"),
            (Rest::Held(old), Rest::Held(new)) => self.node(old, new, place),
        }
        let names = |view: &ObjectView| view.property_names.clone().filter(|names| listed(names).is_none());
        match (names(old), names(new)) {
            (Some(old), Some(new)) => {
                self.weigh(canonical::covers(&old, &new), canonical::covers(&new, &old), place, "names");
            }
            (Some(_), None) => self.note(place, Kind::Wider, "may have any name now"),
            (None, Some(_)) => self.note(place, Kind::Narrower, "follows a rule in its name now"),
            (None, None) => {}
        }
        let patterns: BTreeSet<_> = old.pattern_properties.keys().chain(new.pattern_properties.keys()).collect();
        for pattern in patterns {
            match (old.pattern_properties.get(pattern), new.pattern_properties.get(pattern)) {
                (Some(old), Some(new)) => self.node(old, new, place),
                (Some(_), None) => {
                    self.note(
                        place,
                        Kind::Wider,
                        format!("names like `{pattern}` follow no rule of their own any more"),
                    );
                }
                _ => self.note(place, Kind::Narrower, format!("names like `{pattern}` follow a rule of their own now")),
            }
        }
    }

    pub(super) fn array(&mut self, old: &ArrayView, new: &ArrayView, pointer: &str) {
        for facet in facets::counts(old, new) {
            self.note(pointer, facet.kind, facet.reason);
        }
        let first = old.prefix_items.len().max(new.prefix_items.len());
        for index in 0..first {
            let item =
                |view: &ArrayView| view.prefix_items.get(index).or(view.items.as_ref()).cloned().or_else(anything);
            if let (Some(old), Some(new)) = (item(old), item(new)) {
                self.node(&old, &new, &format!("{pointer}/{index}"));
            }
        }
        let items = |view: &ArrayView| view.items.clone().or_else(anything);
        if let (Some(old), Some(new)) = (items(old), items(new)) {
            self.node(&old, &new, &format!("{pointer}/*"));
        }
        if old.contains != new.contains {
            let kind = match (old.contains.is_empty(), new.contains.is_empty()) {
                (true, false) => Kind::Narrower,
                (false, true) => Kind::Wider,
                _ => Kind::Undecided,
            };
            self.note(pointer, kind, "follows another rule about what must be among its items");
        }
    }

    /// Compares objects with several shapes on one side or both: each with the most similar one.
    pub(super) fn variants(&mut self, old: &[&Shape], new: &[&Shape], pointer: &str) {
        let views = |shapes: &[&Shape]| -> Vec<ObjectView> {
            let view = |shape: &&Shape| match shape {
                Shape::Object(view) => Some((**view).clone()),
                _ => None,
            };
            shapes.iter().filter_map(view).collect()
        };
        let (mut before, mut after) = (views(old), views(new));
        let always: BTreeSet<String> = required_by_all(&before);
        let somewhere: BTreeSet<String> = after.iter().flat_map(declared).collect();
        let known = self.found.len();
        // Variants that are the same on both sides are not reported.
        before.retain(|view| {
            let same = after.iter().position(|other| other == view);
            same.map(|at| after.remove(at)).is_none()
        });
        let tagged = before.iter().chain(&after).all(|view| !tags(view).is_empty());
        while let Some((one, other)) = closest(&before, &after) {
            let (one, other) = (before.remove(one), after.remove(other));
            self.object(&one, &other, pointer);
        }
        // A field that another variant still has is not removed.
        for (place, kind, reason) in &mut self.found[known..] {
            let name = place.strip_prefix(pointer).and_then(|name| name.strip_prefix('/'));
            if *kind == Kind::FieldRemoved && name.is_some_and(|name| somewhere.iter().any(|one| escape(one) == name)) {
                (*kind, *reason) = (Kind::OptionalNow, "may be absent now".to_owned());
            }
        }
        for view in after {
            let absent: Vec<&String> = always.iter().filter(|name| !tagged && !view.required.contains(name)).collect();
            for name in &absent {
                self.note(&format!("{pointer}/{}", escape(name)), Kind::OptionalNow, "may be absent now");
            }
            if !absent.is_empty() {
                continue;
            }
            let kind = if tagged { Kind::Grown } else { Kind::Wider };
            self.note(pointer, kind, format!("a new variant{}", tag_suffix(&view)));
        }
        for view in before {
            self.note(pointer, Kind::Shrunk, format!("a variant is gone{}", tag_suffix(&view)));
        }
    }
}

/// Returns the names of the fields that every variant requires.
fn required_by_all(variants: &[ObjectView]) -> BTreeSet<String> {
    let mut all = variants.iter().map(|view| view.required.iter().cloned().collect::<BTreeSet<_>>());
    let first = all.next().unwrap_or_default();
    all.fold(first, |common, other| common.intersection(&other).cloned().collect())
}

/// Returns the names that an object declares, without those that it forbids.
fn declared(view: &ObjectView) -> BTreeSet<String> {
    let possible = view.properties.iter().filter(|(_, schema)| !Parts::of(schema).is_empty());
    possible.map(|(name, _)| name).chain(&view.required).cloned().collect()
}

fn field(view: &ObjectView, name: &str) -> Option<CanonicalSchema> {
    view.properties.get(name).or(view.additional_properties.as_ref()).cloned().or_else(anything)
}

fn anything() -> Option<CanonicalSchema> {
    canonical::weigh(&Value::Bool(true))
}

fn rest(view: &ObjectView) -> Rest<'_> {
    match &view.additional_properties {
        // An object is closed if its names are listed.
        _ if view.property_names.as_ref().is_some_and(|names| listed(names).is_some()) => Rest::Closed,
        None => Rest::Open,
        Some(schema) => {
            let parts = Parts::of(schema);
            match (parts.is_empty(), parts.is_free()) {
                (true, _) => Rest::Closed,
                (_, true) => Rest::Open,
                _ => Rest::Held(schema),
            }
        }
    }
}

/// Returns the names of a schema that lists them.
fn listed(names: &CanonicalSchema) -> Option<Vec<Value>> {
    match names.view() {
        CanonicalView::Const(name) => Some(vec![name]),
        CanonicalView::Enum(names) => Some(names),
        _ => None,
    }
}

/// Returns the fields with a single possible value, by which a reader distinguishes variants.
fn tags(view: &ObjectView) -> Vec<(&String, Value)> {
    let constant = |schema: &CanonicalSchema| match schema.view() {
        CanonicalView::Const(value) if !value.is_null() => Some(value),
        _ => None,
    };
    view.properties.iter().filter_map(|(name, schema)| Some((name, constant(schema)?))).collect()
}

/// Returns the most similar pair; `None` if every pair has different tags.
fn closest(old: &[ObjectView], new: &[ObjectView]) -> Option<(usize, usize)> {
    let pairs = old.iter().enumerate().flat_map(|(one, view)| {
        new.iter().enumerate().filter_map(move |(other, candidate)| Some((likeness(view, candidate)?, one, other)))
    });
    // Among equals the first pair is used, because schemas keep their order.
    let best = pairs.max_by_key(|(likeness, one, other)| (*likeness, std::cmp::Reverse((*one, *other))))?;
    Some((best.1, best.2))
}

/// Returns how much two variants have in common; `None` if a tag has different values.
fn likeness(old: &ObjectView, new: &ObjectView) -> Option<usize> {
    let known = tags(new);
    let mut likeness = 0;
    for (name, value) in tags(old) {
        match known.iter().find(|(other, _)| *other == name) {
            Some((_, other)) if *other == value => likeness += 100,
            Some(_) => return None,
            None => {}
        }
    }
    let same = old.properties.iter().filter(|(name, schema)| new.properties.get(*name) == Some(schema)).count();
    let named = old.properties.keys().filter(|name| new.properties.contains_key(*name)).count();
    Some(likeness + 2 * same + named)
}

/// Returns the tags of a variant as the end of a reason.
fn tag_suffix(view: &ObjectView) -> String {
    let tags: Vec<String> = tags(view).iter().map(|(name, value)| format!("{name} {value}")).collect();
    if tags.is_empty() { String::new() } else { format!(": {}", tags.join(", ")) }
}
