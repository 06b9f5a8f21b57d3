//! Collects the locations of a plan, and the goals to show at each.

use std::collections::HashMap;
use std::sync::Arc;

use crate::generate::compile::compiled::Compiled;
use crate::generate::compile::plan::{Array, Habit, Member, Object, Plan, Presence, Repeats};
use crate::generate::cover::coverage::{Coverage, Feature, Missed};
use crate::generate::cover::locations::{Expansion, Goals, Group, Location, PlannedGoal};
use crate::generate::value::text::{Source, Text};
use crate::model::Json;

/// Number of items of an array, or fields of a map, if the schema sets no limit.
const MANY: usize = 3;

/// Maximum size of an array or map.
pub(crate) const LIMIT: usize = 256;

/// Maximum length of a string.
const LENGTH: usize = 65_536;

/// Maximum number of locations. In a larger schema, deeper locations are filled, but have no goals.
const PLACES: usize = 20_000;

/// Maximum number of goals. In a larger schema, pairs of fields have no goals.
const GOALS: usize = 200_000;

/// Returns the locations and goals of a compiled schema.
pub(crate) fn collect(compiled: &Compiled) -> Goals<'_> {
    let goals = Collector::new(compiled, Expansion::EachPath).read(&compiled.plan);
    let has_own_definitions = compiled.definitions.len() > usize::from(compiled.anything.is_some());
    if goals.locations.len() > PLACES && has_own_definitions {
        return Collector::new(compiled, Expansion::Once).read(&compiled.plan);
    }
    goals
}

/// A collector of locations and goals.
struct Collector<'a> {
    definitions: &'a [Plan],
    costs: &'a [u32],
    /// The definition of "any value", which is not expanded.
    anything: Option<usize>,
    found: Goals<'a>,
    known: HashMap<(Arc<str>, String), usize>,
    branches: HashMap<Arc<str>, usize>,
    groups: HashMap<Arc<str>, usize>,
    /// Definitions on the current path, or all that were expanded if each is expanded once.
    open: Vec<usize>,
}

impl<'a> Collector<'a> {
    fn new(compiled: &'a Compiled, expansion: Expansion) -> Self {
        let found = Goals { expansion, locations: Vec::new(), planned: Vec::new(), groups: Vec::new() };
        let (known, branches, groups) = (HashMap::new(), HashMap::new(), HashMap::new());
        let Compiled { definitions, costs, anything, .. } = compiled;
        Self { definitions, costs, anything: *anything, found, known, branches, groups, open: Vec::new() }
    }

    /// Returns the locations and goals of a plan.
    fn read(mut self, plan: &'a Plan) -> Goals<'a> {
        self.location(plan, None, &"".into());
        for group in 0..self.found.groups.len() {
            self.members(group);
        }
        self.found
    }

    fn location(&mut self, plan: &'a Plan, parent: Option<usize>, pointer: &Arc<str>) -> usize {
        if let Plan::Reference(id) = plan
            && self.anything != Some(*id)
            && !self.open.contains(id)
            && let Some(body) = self.definitions.get(*id)
        {
            self.open.push(*id);
            let at = self.location(body, parent, pointer);
            if self.found.expansion == Expansion::EachPath {
                self.open.pop();
            }
            return at;
        }
        let at = self.found.locations.len();
        let closed = matches!(plan, Plan::Reference(_)) || at >= PLACES;
        let (children, goals) = (Vec::new(), Vec::new());
        self.found.locations.push(Location { plan, parent, children, goals, group: None, closed });
        if closed {
            return at;
        }
        match plan {
            Plan::Constant(_) | Plan::Reference(_) => {}
            Plan::Choice(values) => {
                for value in values {
                    self.want(at, pointer, Feature::Value(value.clone()), None);
                }
            }
            Plan::Number(numbers) => {
                self.want(at, pointer, Feature::Number(numbers.smallest()), None);
                self.want(at, pointer, Feature::Number(numbers.largest()), None);
            }
            Plan::Text(text) => self.text(at, pointer, text),
            Plan::Array(array) => self.array(at, pointer, array),
            Plan::Object(object) => self.object(at, pointer, object),
            Plan::Union(union) => {
                for branch in union.branches.iter().filter(|branch| branch.cost(self.costs) < u32::MAX) {
                    let feature = if let Plan::Constant(value) = branch {
                        Feature::Value(value.clone())
                    } else {
                        let number = self.branches.entry(Arc::clone(pointer)).or_default();
                        *number += 1;
                        Feature::Branch { number: *number, what: what(branch, self.definitions, 4) }
                    };
                    self.want(at, pointer, feature, None);
                    self.child(at, branch, pointer);
                }
            }
            Plan::Validated(validated) => self.child(at, &validated.plan, pointer),
        }
        at
    }

    fn child(&mut self, at: usize, plan: &'a Plan, pointer: &Arc<str>) {
        let child = self.location(plan, Some(at), pointer);
        self.found.locations[at].children.push(child);
    }

    /// Adds a goal, or another location of a known goal.
    fn want(&mut self, at: usize, pointer: &Arc<str>, feature: Feature, missed: Option<Missed>) {
        let key = (Arc::clone(pointer), format!("{} {feature}", feature.kind()));
        let goal = *self.known.entry(key).or_insert_with(|| {
            let pointer = Arc::clone(pointer);
            self.found.planned.push(PlannedGoal { pointer, feature, homes: Vec::new(), missed });
            self.found.planned.len() - 1
        });
        // A goal that cannot be reached here may be reached elsewhere.
        if missed.is_none() {
            let planned = &mut self.found.planned[goal];
            planned.missed = None;
            planned.homes.push(at);
            self.found.locations[at].goals.push(goal);
        }
    }

    fn text(&mut self, at: usize, pointer: &Arc<str>, text: &Text) {
        let length = |text: &str| text.chars().count();
        let (shortest, longest) = (length(&text.smallest()), length(&longest(text)));
        // A format may allow a length only in a spelling other than its simplest one.
        let shortest = if text.range.holds(shortest) { shortest } else { text.range.min };
        let longest = if text.range.holds(longest) { longest } else { text.range.max.min(LENGTH) };
        if shortest == longest && text.range.max == usize::MAX {
            return;
        }
        self.want(at, pointer, Feature::Length(shortest), None);
        self.want(at, pointer, Feature::Length(longest), None);
        if text.range.max < usize::MAX && text.range.max > longest {
            let is_pattern = matches!(text.source, Source::Pattern(_)) && text.range.max <= LENGTH;
            let missed = if is_pattern { Missed::NoSuchSize } else { Missed::TooLarge };
            self.want(at, pointer, Feature::Length(text.range.max), Some(missed));
        }
    }

    fn array(&mut self, at: usize, pointer: &Arc<str>, array: &'a Array) {
        let (low, high) = counts(array);
        self.want(at, pointer, Feature::Items(low), None);
        self.want(at, pointer, Feature::Items(high), None);
        if array.range.max < usize::MAX && array.range.max > high {
            let missed = if array.range.max > LIMIT { Missed::TooLarge } else { Missed::NoSuchSize };
            self.want(at, pointer, Feature::Items(array.range.max), Some(missed));
        }
        for (index, item) in array.prefix.iter().enumerate() {
            self.child(at, item, &format!("{pointer}/{index}").into());
        }
        let inside: Arc<str> = format!("{pointer}/*").into();
        self.child(at, &array.items, &inside);
        // Items that can never be written have no goals.
        if high <= array.prefix.len() {
            let items = self.found.locations[at].children[array.prefix.len()];
            self.close(items);
        }
        for (plan, times) in &array.wanted {
            let first = self.found.locations.len();
            self.child(at, plan, &inside);
            if times.max == 0 {
                self.close(first);
            }
        }
    }

    /// Removes a location and everything in it, because no path leads to it.
    fn close(&mut self, from: usize) {
        for at in from..self.found.locations.len() {
            let location = &mut self.found.locations[at];
            location.closed = true;
            location.group = None;
            for goal in std::mem::take(&mut location.goals) {
                self.found.planned[goal].homes.retain(|home| *home != at);
            }
        }
        self.found.groups.iter_mut().for_each(|group| group.objects.retain(|object| *object < from));
    }

    fn object(&mut self, at: usize, pointer: &Arc<str>, object: &'a Object) {
        let group = *self.groups.entry(Arc::clone(pointer)).or_insert_with(|| {
            self.found.groups.push(Group { pointer: Arc::clone(pointer), ..Group::default() });
            self.found.groups.len() - 1
        });
        self.found.groups[group].objects.push(at);
        self.found.locations[at].group = Some(group);
        if let Some((low, high)) = sizes(object) {
            self.want(at, pointer, Feature::Members(low), None);
            self.want(at, pointer, Feature::Members(high), None);
            if object.range.max < usize::MAX && object.range.max > high {
                let missed = if object.range.max > LIMIT { Missed::TooLarge } else { Missed::NoSuchSize };
                self.want(at, pointer, Feature::Members(object.range.max), Some(missed));
            }
        }
        for member in &object.members {
            self.child(at, &member.plan, &format!("{pointer}/{}", escaped(&member.name)).into());
        }
        let inside: Arc<str> = format!("{pointer}/*").into();
        for extra in &object.extras {
            let first = self.found.locations.len();
            self.child(at, &extra.value, &inside);
            if object.habit == Habit::IfNeeded && object.range.min <= object.members.len() {
                self.close(first);
            }
        }
    }

    /// Adds the goals of the fields of a group.
    fn members(&mut self, at: usize) {
        let mut group = std::mem::take(&mut self.found.groups[at]);
        let objects: Vec<&Object> =
            group.objects.iter().filter_map(|at| object(self.found.locations[*at].plan)).collect();
        for member in objects.iter().flat_map(|object| &object.members) {
            if member.presence == Presence::Optional && !group.names.contains(&member.name) {
                group.names.push(Arc::clone(&member.name));
            }
        }
        let homes = |wanted: &[(Arc<str>, bool)]| -> Vec<usize> {
            let has_room = |(_, object): &(&usize, &&Object)| has_room(object, wanted);
            group.objects.iter().zip(&objects).filter(has_room).map(|(at, _)| *at).collect()
        };
        let paired = if self.found.planned.len() < GOALS { Coverage::PAIRED } else { 0 };
        let mut add = |feature: Feature, homes: Vec<usize>| {
            let missed = homes.is_empty().then_some(Missed::NoBranch);
            self.found.planned.push(PlannedGoal { pointer: Arc::clone(&group.pointer), feature, homes, missed });
            self.found.planned.len() - 1
        };
        for name in &group.names {
            let there = add(Feature::Present(Arc::clone(name)), homes(&[(Arc::clone(name), true)]));
            let gone = add(Feature::Absent(Arc::clone(name)), homes(&[(Arc::clone(name), false)]));
            group.single.push([there, gone]);
        }
        let has = |object: &Object, name: &Arc<str>| object.members.iter().any(|member| member.name == *name);
        for (high, second) in group.names.iter().enumerate().take(paired) {
            for first in &group.names[..high] {
                let together = objects.iter().any(|object| has(object, first) && has(object, second));
                let goals = together.then(|| {
                    [(false, false), (true, false), (false, true), (true, true)].map(|(one, other)| {
                        let sides = [(Arc::clone(first), one), (Arc::clone(second), other)];
                        let homes = homes(&sides);
                        add(Feature::Pair(sides), homes)
                    })
                });
                group.pairs.push(goals);
            }
        }
        self.found.groups[at] = group;
    }
}

fn object(plan: &Plan) -> Option<&Object> {
    match plan {
        Plan::Object(object) => Some(object),
        _ => None,
    }
}

/// Returns whether an object can be written with and without these fields.
fn has_room(object: &Object, wanted: &[(Arc<str>, bool)]) -> bool {
    let member = |name: &str| object.members.iter().find(|member| &*member.name == name);
    let is_possible = wanted.iter().all(|(name, there)| match member(name) {
        Some(member) => *there || member.presence == Presence::Optional,
        None => !there,
    });
    let required = object.members.iter().filter(|member| member.presence == Presence::Required).count();
    let is_optional = |name: &str| member(name).is_some_and(|member| member.presence == Presence::Optional);
    let of = |side: bool| wanted.iter().filter(|(name, there)| *there == side && is_optional(name)).count();
    let is_enough = !object.extras.is_empty() || object.members.len() - of(false) >= object.range.min;
    is_possible && is_enough && required + of(true) <= object.range.max
}

/// Returns the least and the greatest number of items to show.
pub(crate) fn counts(array: &Array) -> (usize, usize) {
    let wanted: usize = array.wanted.iter().map(|(_, times)| times.min).sum();
    let twice = if array.repeats == Repeats::Required { 2 } else { 0 };
    let low = array.range.min.max(wanted).max(twice);
    let most = match &array.items {
        Plan::Choice(values) if array.repeats == Repeats::Forbidden && array.prefix.is_empty() => values.len(),
        _ => LIMIT.max(low),
    };
    let high = if array.range.max == usize::MAX { MANY.max(array.prefix.len()) } else { array.range.max };
    (low, high.min(most).max(low))
}

/// Returns the least and the greatest number of fields to show, if the schema limits them or declares no fields.
pub(crate) fn sizes(object: &Object) -> Option<(usize, usize)> {
    let required = object.members.iter().filter(|member| member.presence == Presence::Required).count();
    let is_map = object.members.is_empty() && object.habit == Habit::Sometimes && !object.extras.is_empty();
    if object.range.is_open() && !is_map {
        return None;
    }
    let low = object.range.min.max(required);
    let most = if object.extras.is_empty() { object.members.len() } else { LIMIT };
    let natural = if is_map { MANY } else { low };
    let high = if object.range.max == usize::MAX { natural } else { object.range.max };
    Some((low, high.min(most).max(low)))
}

/// Returns the longest string to show: of the maximum length that the schema allows, if such a string exists.
pub(crate) fn longest(text: &Text) -> String {
    let exact = (text.range.max <= LENGTH).then(|| text.plain(text.range.max)).flatten();
    exact.unwrap_or_else(|| text.largest())
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Describes the kind of value that a plan writes, following at most this many references.
fn what(plan: &Plan, definitions: &[Plan], hops: u32) -> String {
    let text = |value: &Json| Feature::Value(value.clone()).to_string();
    match plan {
        Plan::Constant(value) => text(value),
        Plan::Choice(values) if values.iter().all(|value| matches!(value, Json::Bool(_))) => "boolean".to_owned(),
        Plan::Choice(values) => format!("one of {} values", values.len()),
        Plan::Number(_) => "number".to_owned(),
        Plan::Text(_) => "string".to_owned(),
        Plan::Array(_) => "array".to_owned(),
        Plan::Object(object) => {
            let required = object.members.iter().filter(|member| member.presence == Presence::Required);
            let tag = |member: &Member| match &member.plan {
                Plan::Constant(value) => Some(format!("{} = {}", member.name, text(value))),
                _ => None,
            };
            let tags: Vec<String> = required.filter_map(tag).collect();
            if tags.is_empty() { "object".to_owned() } else { format!("object with {}", tags.join(", ")) }
        }
        Plan::Union(union) => format!("one of {} branches", union.branches.len()),
        Plan::Validated(validated) => what(&validated.plan, definitions, hops),
        Plan::Reference(id) => match definitions.get(*id) {
            Some(body) if hops > 0 => what(body, definitions, hops - 1),
            _ => "value".to_owned(),
        },
    }
}
