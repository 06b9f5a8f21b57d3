//! Writes the smallest and the largest document of a plan. No randomness.

use std::cell::Cell;
use std::sync::Arc;

use crate::generate::compile::plan::{Array, Object, Plan, Presence, Repeats};
use crate::generate::fill::budget::Budget;
use crate::model::Json;

/// Number of items of an array if the schema sets no limit.
const MANY: usize = 3;

/// Maximum number of items, whatever the schema allows.
const LIMIT: usize = 256;

/// Depth of references at which a document is cut off; compilation ensures that it ends before.
const ABYSS: usize = 128;

/// Depth of references in the largest document.
const DEEP: usize = 2;

/// A writer of the smallest and the largest documents.
pub(crate) struct Extremes<'a> {
    definitions: &'a [Plan],
    costs: &'a [u32],
    /// The budget of the document that is being written.
    budget: Cell<Budget>,
}

impl<'a> Extremes<'a> {
    /// Creates a writer; `costs` are those of the definitions.
    pub(crate) const fn new(definitions: &'a [Plan], costs: &'a [u32]) -> Self {
        Self { definitions, costs, budget: Cell::new(Budget::NONE) }
    }

    /// Writes the simplest value: no optional fields, shortest strings, near bounds, first constants.
    pub(crate) fn smallest(&self, plan: &Plan) -> Json {
        match plan {
            Plan::Constant(value) => value.clone(),
            Plan::Choice(values) => values.first().cloned().unwrap_or(Json::Null),
            Plan::Number(numbers) => Json::Number(numbers.smallest()),
            Plan::Text(text) => Json::String(text.smallest()),
            Plan::Object(object) => self.smallest_object(object),
            Plan::Array(array) => self.items(array, array.range.min, &|plan| self.smallest(plan)),
            Plan::Union(union) => {
                let first = union.branches.iter().min_by_key(|branch| branch.cost(self.costs));
                first.map_or(Json::Null, |branch| self.smallest(branch))
            }
            Plan::Reference(id) if self.costs.get(*id) == Some(&u32::MAX) => Json::Null,
            Plan::Reference(id) => self.definitions.get(*id).map_or(Json::Null, |plan| self.smallest(plan)),
            Plan::Validated(validated) => {
                let value = self.smallest(&validated.plan);
                match validated.pool.get() {
                    Some(pool) if !validated.validator.is_valid(&value.to_value()) => pool.smallest.clone(),
                    _ => value,
                }
            }
        }
    }

    fn smallest_object(&self, object: &Object) -> Json {
        let required = object.members.iter().filter(|member| member.presence == Presence::Required).count();
        let mut spare = object.range.min.saturating_sub(required);
        let mut members = Vec::new();
        for member in &object.members {
            if member.presence == Presence::Optional {
                if spare == 0 || member.plan.cost(self.costs) == u32::MAX {
                    continue;
                }
                spare -= 1;
            }
            members.push((Arc::clone(&member.name), self.smallest(&member.plan)));
        }
        self.extras(object, spare, &mut members, &|plan| self.smallest(plan));
        Json::Object(members)
    }

    /// Writes the fullest value: all fields, longest strings, most items, far bounds.
    pub(crate) fn largest(&self, plan: &Plan) -> Json {
        self.budget.set(Budget::FULLEST);
        self.large(plan, 0)
    }

    fn is_full(&self) -> bool {
        self.budget.get().is_spent()
    }

    /// Changes the budget, and returns the result of the change.
    fn pay<T>(&self, change: impl FnOnce(&mut Budget) -> T) -> T {
        let mut budget = self.budget.get();
        let result = change(&mut budget);
        self.budget.set(budget);
        result
    }

    fn paid(&self, value: Json) -> Json {
        self.pay(|budget| budget.spend_on(&value));
        value
    }

    fn large(&self, plan: &Plan, depth: usize) -> Json {
        self.pay(Budget::spend);
        match plan {
            Plan::Constant(value) => self.paid(value.clone()),
            Plan::Choice(values) => {
                let last = values.iter().rev().find(|value| **value != Json::Null);
                self.paid(last.cloned().unwrap_or(Json::Null))
            }
            Plan::Number(numbers) => Json::Number(numbers.largest()),
            Plan::Text(text) if self.is_full() => self.paid(Json::String(text.smallest())),
            Plan::Text(text) => self.paid(Json::String(text.largest())),
            Plan::Object(object) => {
                let mut members = Vec::new();
                for member in &object.members {
                    let is_left_out = member.presence == Presence::Optional
                        && (members.len() >= object.range.max || (depth >= DEEP && member.recursive) || self.is_full());
                    if !is_left_out {
                        members.push((Arc::clone(&member.name), self.large(&member.plan, depth)));
                    }
                }
                while members.len() > object.range.max {
                    let is_optional = |name: &str| {
                        object
                            .members
                            .iter()
                            .any(|member| &*member.name == name && member.presence == Presence::Optional)
                    };
                    let Some(at) = members.iter().rposition(|(name, _)| is_optional(name)) else { break };
                    members.remove(at);
                }
                let spare = object.range.min.saturating_sub(members.len());
                self.extras(object, spare, &mut members, &|plan| self.large(plan, depth));
                Json::Object(members)
            }
            Plan::Array(array) => {
                let natural = if array.range.max == usize::MAX {
                    MANY.max(array.prefix.len())
                } else {
                    array.range.max.min(LIMIT)
                };
                let is_deep = self.is_full() || (depth >= DEEP && array.items.is_recursive());
                let count = array.range.clamp(if is_deep { 0 } else { natural });
                self.items(array, count, &|plan| self.large(plan, depth))
            }
            Plan::Union(union) => {
                if depth >= DEEP || self.is_full() {
                    let calm = union.branches.iter().rev().min_by_key(|branch| branch.cost(self.costs));
                    return calm.map_or(Json::Null, |branch| self.large(branch, depth));
                }
                let all = union.branches.iter().filter(|branch| branch.cost(self.costs) < u32::MAX);
                all.map(|branch| self.large(branch, depth)).max_by_key(weight).unwrap_or(Json::Null)
            }
            Plan::Reference(_) if depth >= ABYSS => Json::Null,
            Plan::Reference(id) => self.definitions.get(*id).map_or(Json::Null, |plan| self.large(plan, depth + 1)),
            Plan::Validated(validated) => {
                let value = self.large(&validated.plan, depth);
                match validated.pool.get() {
                    Some(pool) if !validated.validator.is_valid(&value.to_value()) => pool.largest.clone(),
                    _ => value,
                }
            }
        }
    }

    /// Writes an array of this many items, all in the same way, or of fewer if the document is full; items that
    /// must differ are varied.
    fn items(&self, array: &Array, count: usize, write: &dyn Fn(&Plan) -> Json) -> Json {
        if array.repeats == Repeats::Forbidden
            && array.prefix.is_empty()
            && array.wanted.is_empty()
            && let Plan::Choice(values) = &array.items
        {
            return Json::Array(values.iter().take(count).cloned().collect());
        }
        let mut items: Vec<Json> = array.prefix.iter().take(count).map(write).collect();
        for (plan, times) in &array.wanted {
            let value = write(plan);
            items.extend(std::iter::repeat_n(value, times.min));
        }
        if items.len() < count {
            let value = write(&array.items);
            items.push(value.clone());
            let room = self.pay(|budget| budget.room_for(&value, count - items.len()));
            // A document that is full gets no more items than it must have.
            let more = room.max(array.range.min.saturating_sub(items.len()));
            items.extend(std::iter::repeat_n(value, more));
        }
        if array.repeats == Repeats::Forbidden {
            let whole = std::mem::take(&mut items);
            for (at, item) in whole.into_iter().enumerate() {
                let fresh = (0..64).map(|step| varied(&item, at + step)).find(|item| !items.contains(item));
                items.extend(fresh);
            }
        }
        Json::Array(items)
    }

    fn extras(
        &self,
        object: &Object,
        count: usize,
        members: &mut Vec<(Arc<str>, Json)>,
        write: &dyn Fn(&Plan) -> Json,
    ) {
        let Some(extra) = object.extras.first() else { return };
        for step in 0..count {
            let Json::String(name) = self.smallest(&extra.name) else { return };
            let is_free = |name: &str| !object.knows(name) && !members.iter().any(|(known, _)| &**known == name);
            let Some(name) = (0..64).map(|more| grown(&name, step + more)).find(|name| is_free(name)) else { return };
            let value = write(&extra.value);
            members.push((name.into(), value));
        }
    }
}

/// Varies a value by `step`; the result may be invalid.
fn varied(value: &Json, step: usize) -> Json {
    match value {
        _ if step == 0 => value.clone(),
        Json::Number(number) => {
            let step = i64::try_from(step).unwrap_or(0);
            number.as_i64().map_or_else(|| value.clone(), |number| Json::Number(number.saturating_add(step).into()))
        }
        Json::String(text) => Json::String(grown(text, step)),
        _ => value.clone(),
    }
}

/// Returns the text with its last character advanced, or with characters added.
fn grown(text: &str, step: usize) -> String {
    if step == 0 {
        return text.to_owned();
    }
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    let head: String = text.chars().take(text.chars().count().saturating_sub(1)).collect();
    if step < 26 { format!("{head}{}", letter(step)) } else { format!("{text}{}{}", letter(step / 26), letter(step)) }
}

/// Returns the size of a document.
pub(crate) fn weight(value: &Json) -> usize {
    match value {
        Json::Null => 0,
        Json::Bool(_) | Json::Number(_) => 1,
        Json::String(text) => 2 + text.len(),
        Json::Array(items) => 400 + items.iter().map(weight).sum::<usize>(),
        Json::Object(members) => {
            400 + members.iter().map(|(name, value)| 1 + name.len() + weight(value)).sum::<usize>()
        }
    }
}
