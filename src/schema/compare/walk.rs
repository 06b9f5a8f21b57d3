//! Walks two canonical forms side by side.

use std::collections::HashSet;

use serde_json::Value;

use crate::schema::canonical;
use crate::schema::canonical::{CanonicalSchema, CanonicalView, Containment};
use crate::schema::compare::change::{Kind, Side};
use crate::schema::compare::facets::Facet;
use crate::schema::compare::parts::{Parts, Shape, Type};
use crate::schema::compare::{facets, listed};

/// Depth at which parts are put aside, and compared when the others are done.
const DEEP: usize = 48;

/// The changes found so far.
#[derive(Debug)]
pub(super) struct Walk {
    side: Side,
    pub(super) found: Vec<(String, Kind, String)>,
    /// Pairs with references that were compared, so that a cycle ends.
    seen: HashSet<(CanonicalSchema, CanonicalSchema)>,
    depth: usize,
    aside: Vec<(CanonicalSchema, CanonicalSchema, String)>,
}

impl Walk {
    pub(super) fn new(side: Side) -> Self {
        Self { side, found: Vec::new(), seen: HashSet::new(), depth: 0, aside: Vec::new() }
    }

    /// Compares two documents.
    pub(super) fn documents(&mut self, old: &CanonicalSchema, new: &CanonicalSchema) {
        self.node(old, new, "");
        while let Some((old, new, pointer)) = self.aside.pop() {
            self.differing(&old, &new, &pointer);
        }
    }

    pub(super) fn note(&mut self, pointer: &str, kind: Kind, reason: impl Into<String>) {
        self.found.push((pointer.to_owned(), kind, reason.into()));
    }

    /// Compares the values that are allowed at one pointer.
    pub(super) fn node(&mut self, old: &CanonicalSchema, new: &CanonicalSchema, pointer: &str) {
        if old == new || (has_reference(old) || has_reference(new)) && !self.seen.insert((old.clone(), new.clone())) {
            return;
        }
        if self.depth >= DEEP {
            return self.aside.push((old.clone(), new.clone(), pointer.to_owned()));
        }
        self.depth += 1;
        self.differing(old, new, pointer);
        self.depth -= 1;
    }

    fn differing(&mut self, old: &CanonicalSchema, new: &CanonicalSchema, pointer: &str) {
        let (before, after) = (Parts::of(old), Parts::of(new));
        if before.opaque || after.opaque {
            return self.weigh(canonical::covers(old, new), canonical::covers(new, old), pointer, "values");
        }
        if before.is_free() || after.is_free() || before.is_empty() || after.is_empty() {
            return self.ends(&before, &after, pointer);
        }
        match (before.null, after.null) {
            (false, true) => self.note(pointer, Kind::NullNow, "may be null now"),
            (true, false) => self.note(pointer, Kind::Shrunk, "is never null any more"),
            _ => {}
        }
        self.types(&before, &after, pointer);
        for kind in before.types() {
            if after.types().contains(&kind) {
                self.of_type(kind, (old, &before), (new, &after), pointer);
            }
        }
    }

    /// Compares the values if one of the two sides allows anything or nothing.
    fn ends(&mut self, before: &Parts, after: &Parts, pointer: &str) {
        match (before.is_free(), after.is_free(), before.is_empty(), after.is_empty()) {
            (true, true, ..) | (_, _, true, true) => {}
            (true, ..) => self.note(pointer, Kind::Narrower, "could be anything, and follows a rule now"),
            (_, true, ..) => self.note(pointer, Kind::Wider, "may be anything now"),
            (_, _, true, _) => self.note(pointer, Kind::Wider, "had no possible value, and has one now"),
            _ => self.note(pointer, Kind::Narrower, "has no possible value any more"),
        }
    }

    fn types(&mut self, before: &Parts, after: &Parts, pointer: &str) {
        let (old, new) = (before.types(), after.types());
        let gone: Vec<Type> = old.iter().filter(|kind| !new.contains(kind)).copied().collect();
        let come: Vec<Type> = new.iter().filter(|kind| !old.contains(kind)).copied().collect();
        let named = |kinds: &[Type]| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" or ");
        if !come.is_empty() && !gone.is_empty() && gone.len() == old.len() {
            return self.note(pointer, Kind::Replaced, format!("was {}, is {}", named(&gone), named(&come)));
        }
        if !come.is_empty() {
            self.note(pointer, Kind::Wider, format!("may be {} now", named(&come)));
        }
        if !gone.is_empty() {
            self.note(pointer, Kind::Narrower, format!("is never {} any more", named(&gone)));
        }
    }

    /// Compares the values of a type that both sides allow.
    fn of_type(&mut self, kind: Type, old: (&CanonicalSchema, &Parts), new: (&CanonicalSchema, &Parts), pointer: &str) {
        let (values, more) = (old.1.values_of(kind), new.1.values_of(kind));
        let (shapes, others) = (old.1.shapes_of(kind), new.1.shapes_of(kind));
        match (shapes.as_slice(), others.as_slice()) {
            ([], []) => return self.values(&values, &more, pointer),
            ([], _) => return self.note(pointer, Kind::Grown, "came from a list, and may be another value now"),
            (_, []) if fits(old.0, &more) => return self.note(pointer, Kind::Shrunk, "is one of a list now"),
            ([Shape::Object(one)], [Shape::Object(other)]) if values.is_empty() && more.is_empty() => {
                return self.object(one, other, pointer);
            }
            ([Shape::Array(one)], [Shape::Array(other)]) if values.is_empty() && more.is_empty() => {
                return self.array(one, other, pointer);
            }
            _ if kind == Type::Object && values.is_empty() && more.is_empty() => {
                return self.variants(&shapes, &others, pointer);
            }
            _ => {}
        }
        let (wider, narrower) = (inclusion(old.0, new.0, kind), inclusion(new.0, old.0, kind));
        let facets = match (shapes.as_slice(), others.as_slice()) {
            ([one], [other]) if values == more => facets::between(one, other),
            _ => Vec::new(),
        };
        self.facets(&facets, wider, narrower, pointer);
    }

    fn values(&mut self, old: &[&Value], new: &[&Value], pointer: &str) {
        for (kind, reason) in listed::between(old, new) {
            self.note(pointer, kind, reason);
        }
    }

    /// Reports constraints that changed. `wider` says whether the old constraints accept all new values, `narrower`
    /// whether the new ones accept all old values. A proof takes precedence over the appearance of the constraints.
    pub(super) fn facets(&mut self, facets: &[Facet], wider: Containment, narrower: Containment, pointer: &str) {
        if facets.is_empty() {
            return self.weigh(wider, narrower, pointer, "values");
        }
        for facet in facets {
            let hurts = facet.kind == Kind::Undecided || facet.kind == self.hurting();
            let kind = match self.proof(wider, narrower) {
                Containment::Yes if hurts => self.harmless(),
                Containment::No if facet.kind == Kind::Undecided => self.hurting(),
                _ => facet.kind,
            };
            self.note(pointer, kind, facet.reason.clone());
        }
    }

    /// Reports the relation of two sets if no changed constraint can be named.
    pub(super) fn weigh(&mut self, wider: Containment, narrower: Containment, pointer: &str, what: &str) {
        if (wider, narrower) == (Containment::Yes, Containment::Yes) {
            return;
        }
        let kind = match self.proof(wider, narrower) {
            Containment::Yes => self.harmless(),
            Containment::No => self.hurting(),
            Containment::Unknown => Kind::Undecided,
        };
        let reason = match kind {
            Kind::Wider => format!("takes {what} that it did not take before"),
            Kind::Narrower => format!("takes fewer {what} than before"),
            _ => format!("takes other {what}, perhaps new ones, perhaps fewer"),
        };
        self.note(pointer, kind, reason);
    }

    /// Selects the inclusion that matters to the side: for a reader, that the old rules accept all new documents; for a
    /// writer, that the new rules accept all old documents.
    const fn proof(&self, wider: Containment, narrower: Containment) -> Containment {
        match self.side {
            Side::Received => wider,
            Side::Sent => narrower,
        }
    }

    /// Returns the kind of change that breaks the side.
    const fn hurting(&self) -> Kind {
        match self.side {
            Side::Received => Kind::Wider,
            Side::Sent => Kind::Narrower,
        }
    }

    /// Returns the kind of change that does not affect the side.
    const fn harmless(&self) -> Kind {
        match self.side {
            Side::Received => Kind::Narrower,
            Side::Sent => Kind::Wider,
        }
    }
}

/// Returns whether a schema is a reference, or has one among its branches.
fn has_reference(schema: &CanonicalSchema) -> bool {
    match schema.view() {
        CanonicalView::Reference(_) => true,
        CanonicalView::AnyOf(branches) | CanonicalView::OneOf(branches) => branches.iter().any(has_reference),
        _ => false,
    }
}

/// Returns whether `outer` accepts every value of a type that `inner` accepts.
fn inclusion(outer: &CanonicalSchema, inner: &CanonicalSchema, kind: Type) -> Containment {
    let name = match kind {
        Type::Boolean => "boolean",
        Type::Number => "number",
        Type::Text => "string",
        Type::Array => "array",
        Type::Object => "object",
    };
    canonical::only(inner, name).map_or(Containment::Unknown, |inner| canonical::covers(outer, &inner))
}

/// Returns whether a schema accepts each of these values.
fn fits(schema: &CanonicalSchema, values: &[&Value]) -> bool {
    let listed = canonical::weigh(&serde_json::json!({"enum": values}));
    listed.is_some_and(|listed| canonical::covers(schema, &listed) == Containment::Yes)
}
