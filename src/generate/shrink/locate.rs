//! Finds the plan that a value came from. This is precise enough for shrinking, which validates every candidate, but it
//! is not a validator.

use crate::generate::compile::plan::{Array, Object, Plan, Presence};
use crate::model::Json;

/// A finder of plans; `definitions` are those of the generator.
#[derive(Clone, Copy)]
pub(crate) struct Finder<'a> {
    pub(crate) definitions: &'a [Plan],
}

/// A position of a document, in pre-order, and the plan that wrote it.
pub(crate) struct Found<'a> {
    /// Indexes of fields and items, from the root.
    pub(crate) path: Vec<usize>,
    pub(crate) plan: &'a Plan,
}

impl<'a> Finder<'a> {
    /// Finds the position with this number, the root being 0; `None` after the last.
    pub(crate) fn locate(&self, plan: &'a Plan, document: &Json, mut number: usize) -> Option<Found<'a>> {
        let mut path = Vec::new();
        self.descend(plan, document, &mut number, &mut path).map(|plan| Found { path, plan })
    }

    fn descend(&self, plan: &'a Plan, value: &Json, number: &mut usize, path: &mut Vec<usize>) -> Option<&'a Plan> {
        if *number == 0 {
            return Some(plan);
        }
        *number -= 1;
        let count = match value {
            Json::Array(items) => items.len(),
            Json::Object(members) => members.len(),
            _ => 0,
        };
        let inner = self.resolve(plan, value);
        for at in 0..count {
            let child = child_value(value, at)?;
            path.push(at);
            // A value that matches no plan is skipped, with everything in it.
            if let Some(plan) = inner.and_then(|inner| self.child(inner, value, at))
                && let Some(found) = self.descend(plan, child, number, path)
            {
                return Some(found);
            }
            path.pop();
        }
        None
    }

    /// Follows references, validated plans and unions to the plan that describes the value.
    pub(crate) fn resolve(&self, plan: &'a Plan, value: &Json) -> Option<&'a Plan> {
        match plan {
            Plan::Reference(id) => self.resolve(self.definitions.get(*id)?, value),
            Plan::Validated(validated) => self.resolve(&validated.plan, value),
            Plan::Union(union) => {
                let branch = union.branches.iter().find(|branch| self.fits(branch, value))?;
                self.resolve(branch, value)
            }
            plan => Some(plan),
        }
    }

    /// Returns the plan of a field or item.
    pub(crate) fn child(&self, plan: &'a Plan, value: &Json, at: usize) -> Option<&'a Plan> {
        match (plan, value) {
            (Plan::Object(object), Json::Object(members)) => {
                let (name, value) = members.get(at)?;
                let declared = object.members.iter().find(|member| member.name == *name);
                declared.map(|member| &member.plan).or_else(|| {
                    let extra = object.extras.iter().find(|extra| self.fits(&extra.value, value));
                    extra.map(|extra| &extra.value)
                })
            }
            (Plan::Array(array), Json::Array(items)) => array.prefix.get(at).or_else(|| {
                let item = items.get(at)?;
                let mut plans = std::iter::once(&array.items).chain(array.wanted.iter().map(|(plan, _)| plan));
                plans.find(|plan| self.fits(plan, item))
            }),
            _ => None,
        }
    }

    /// Returns whether the plan could have written the value.
    pub(crate) fn fits(&self, plan: &'a Plan, value: &Json) -> bool {
        match (plan, value) {
            (Plan::Constant(constant), value) => constant == value,
            (Plan::Choice(values), value) => values.contains(value),
            (Plan::Number(numbers), Json::Number(number)) => numbers.distance(number).is_some(),
            (Plan::Text(text), Json::String(value)) => text.range.holds(value.chars().count()),
            (Plan::Object(object), Json::Object(members)) => self.fits_object(object, members),
            (Plan::Array(array), Json::Array(items)) => self.fits_array(array, plan, value, items),
            (Plan::Union(union), value) => union.branches.iter().any(|branch| self.fits(branch, value)),
            (Plan::Reference(id), value) => self.definitions.get(*id).is_some_and(|plan| self.fits(plan, value)),
            (Plan::Validated(validated), value) => {
                self.fits(&validated.plan, value) && validated.validator.is_valid(&value.to_value())
            }
            _ => false,
        }
    }

    fn fits_object(&self, object: &'a Object, members: &[(std::sync::Arc<str>, Json)]) -> bool {
        let has = |name: &str| members.iter().any(|(known, _)| &**known == name);
        let is_whole = object.members.iter().all(|member| member.presence == Presence::Optional || has(&member.name));
        is_whole
            && object.range.holds(members.len())
            && members.iter().all(|(name, value)| match object.members.iter().find(|member| member.name == *name) {
                Some(member) => self.fits(&member.plan, value),
                None => !object.knows(name) && object.extras.iter().any(|extra| self.fits(&extra.value, value)),
            })
    }

    fn fits_array(&self, array: &Array, plan: &'a Plan, value: &Json, items: &[Json]) -> bool {
        array.range.holds(items.len())
            && (0..items.len()).all(|at| self.child(plan, value, at).is_some_and(|plan| self.fits(plan, &items[at])))
    }
}

fn child_value(value: &Json, at: usize) -> Option<&Json> {
    match value {
        Json::Array(items) => items.get(at),
        Json::Object(members) => members.get(at).map(|(_, value)| value),
        _ => None,
    }
}

/// Returns a mutable reference to the value at a path.
pub(crate) fn at_mut<'v>(document: &'v mut Json, path: &[usize]) -> Option<&'v mut Json> {
    path.iter().try_fold(document, |value, at| match value {
        Json::Array(items) => items.get_mut(*at),
        Json::Object(members) => members.get_mut(*at).map(|(_, value)| value),
        _ => None,
    })
}

/// Returns the value at a path.
pub(crate) fn at<'v>(document: &'v Json, path: &[usize]) -> Option<&'v Json> {
    path.iter().try_fold(document, |value, at| child_value(value, *at))
}
