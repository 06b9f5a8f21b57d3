//! Builds a plan from a canonical schema. Runs once per schema; nothing here draws a document.

use std::collections::HashMap;

use serde_json::Value;

use crate::generate::CompileError;
use crate::generate::compile::plan::{Array, Habit, Object, Plan, Repeats, Union};
use crate::generate::compile::plan_location::{PlanLocation, bounded, validated_with};
use crate::generate::compile::{number, text};
use crate::generate::fill::plausible;
use crate::generate::value::length_range::LengthRange;
use crate::generate::value::text::Text;
use crate::model::Json;
use crate::schema::canonical::{
    ArrayView, CanonicalSchema, CanonicalView, Distinctness, JsonType, is_empty, is_open_mark,
};
use crate::schema::{Validator, reference};

/// Maximum number of different items that a schema may require, because each is compared with all others.
const DIFFERENT: usize = 1_024;

/// Depth of nested definitions at which a definition is put aside.
const NESTED: usize = 32;

/// Maximum number of references and `allOf` that lead to a part of an `allOf`.
const HOPS: usize = 8;

/// Maximum size of the validators of all parts. Every validator also contains the definitions that its part refers to.
const VALIDATORS: usize = 1_000_000;

/// A builder of the plans of one schema.
pub(crate) struct Builder<'a> {
    pub(crate) definitions: Vec<Plan>,
    ids: HashMap<String, usize>,
    pub(crate) anything: Option<usize>,
    /// Every `enum` of the schema in its original order, because the canonical form sorts the values.
    enums: &'a [Vec<Value>],
    depth: usize,
    /// Definitions that are built when the others are done, each with its pointer.
    aside: Vec<(usize, CanonicalSchema, String)>,
    /// Size that the validators of parts may still have.
    validators: usize,
    /// Whether some parts are not validated by themselves, so that whole documents must be.
    pub(crate) is_loose: bool,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(enums: &'a [Vec<Value>]) -> Self {
        Self {
            definitions: Vec::new(),
            ids: HashMap::new(),
            anything: None,
            enums,
            depth: 0,
            aside: Vec::new(),
            validators: VALIDATORS,
            is_loose: false,
        }
    }

    /// Builds the definitions that were put aside.
    pub(crate) fn finish(&mut self) -> Result<(), CompileError> {
        while let Some((id, body, pointer)) = self.aside.pop() {
            self.definitions[id] = self.plan(&body, PlanLocation { order: None, pointer: &pointer })?;
        }
        Ok(())
    }

    /// Wraps a plan whose values must be validated before they are used.
    pub(crate) fn validated(
        &mut self,
        plan: Plan,
        schema: &CanonicalSchema,
        location: PlanLocation<'_>,
    ) -> Result<Plan, CompileError> {
        if self.validators > 0 {
            let schema = schema.to_json_schema();
            self.validators = self.validators.saturating_sub(reference::values(&schema));
            return Ok(validated_with(plan, Validator::compile(&schema)?, location));
        }
        self.is_loose = true;
        Ok(plan)
    }

    /// Builds the plan of one schema.
    pub(crate) fn plan(&mut self, schema: &CanonicalSchema, location: PlanLocation<'_>) -> Result<Plan, CompileError> {
        match schema.view() {
            CanonicalView::True => Ok(self.anything()),
            CanonicalView::False => Err(CompileError::Empty { pointer: location.pointer.to_owned() }),
            CanonicalView::Const(value) => Ok(Plan::Constant(value.into())),
            CanonicalView::Enum(values) => Ok(self.choice(values)),
            CanonicalView::MultiType(types) => {
                let is_whole = |kind: &JsonType| *kind == JsonType::Integer;
                let has_numbers = types.iter().any(|kind| kind == JsonType::Number);
                let kinds = types.iter().filter(|kind| !(has_numbers && is_whole(kind)));
                let mut branches: Vec<Plan> = kinds.map(|kind| self.any_of_type(kind)).collect();
                branches.iter_mut().try_for_each(|branch| plausible::dress(branch, None, location))?;
                Ok(if branches.len() == 1 { branches.remove(0) } else { Plan::Union(Union::of(branches)) })
            }
            CanonicalView::TypedGroup(group) => {
                let plan = self.plan(&group.body, location)?;
                self.validated(plan, schema, location)
            }
            CanonicalView::String(view) => text::plan(schema, &view, location),
            CanonicalView::Integer(view) => {
                let mut plan = number::integers(schema, &view, location)?;
                plausible::dress(&mut plan, None, location)?;
                Ok(plan)
            }
            CanonicalView::Number(view) => {
                let mut plan = number::numbers(schema, &view, location)?;
                plausible::dress(&mut plan, None, location)?;
                Ok(plan)
            }
            CanonicalView::Array(view) => self.array(schema, &view, location),
            CanonicalView::Object(view) => self.object(schema, view, location),
            CanonicalView::AnyOf(branches) => {
                if is_open(&branches) {
                    return Ok(self.anything());
                }
                self.union(&branches, location)
            }
            CanonicalView::OneOf(branches) => {
                let plan = self.union(&branches, location)?;
                self.validated(plan, schema, location)
            }
            CanonicalView::Not(_) => {
                let plan = self.anything();
                self.validated(plan, schema, location)
            }
            CanonicalView::AllOf(branches) => {
                let plan = match spread(schema, &branches) {
                    Some(cases) => self.union(&cases, location)?,
                    None => self.first_possible(&branches, location)?,
                };
                self.validated(plan, schema, location)
            }
            CanonicalView::Reference(uri) => self.reference(schema, &uri, location),
            CanonicalView::Raw(raw) => Err(CompileError::Beyond {
                pointer: location.pointer.to_owned(),
                reason: raw.reason.as_str().replace('_', " "),
            }),
        }
    }

    /// Builds the plan of a definition that contains itself. Each definition is built only once.
    fn reference(
        &mut self,
        schema: &CanonicalSchema,
        uri: &str,
        location: PlanLocation<'_>,
    ) -> Result<Plan, CompileError> {
        if let Some(id) = self.ids.get(uri) {
            return Ok(Plan::Reference(*id));
        }
        let beyond =
            || CompileError::Beyond { pointer: location.pointer.to_owned(), reason: format!("no definition `{uri}`") };
        let body = schema.definition(uri).ok_or_else(beyond)?;
        let id = self.reserve();
        self.ids.insert(uri.to_owned(), id);
        if self.depth >= NESTED {
            self.aside.push((id, body, location.pointer.to_owned()));
            return Ok(Plan::Reference(id));
        }
        self.depth += 1;
        let plan = self.plan(&body, location);
        self.depth -= 1;
        self.definitions[id] = plan?;
        Ok(Plan::Reference(id))
    }

    fn reserve(&mut self) -> usize {
        self.definitions.push(Plan::Constant(Json::Null));
        self.definitions.len() - 1
    }

    /// Builds a union of the branches that can be built. The others are left out, as long as one remains.
    fn union(&mut self, branches: &[CanonicalSchema], location: PlanLocation<'_>) -> Result<Plan, CompileError> {
        let mut plans = Vec::with_capacity(branches.len());
        let mut refused = None;
        for branch in branches.iter().filter(|branch| !is_empty(branch)) {
            match self.plan(branch, location) {
                Ok(plan) => plans.push(plan),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        // `null` comes first, because it is the simplest value.
        plans.sort_by_key(|plan| !matches!(plan, Plan::Constant(Json::Null)));
        match (plans.len(), refused) {
            (0, Some(error)) => Err(error),
            (0, None) => Err(CompileError::Empty { pointer: location.pointer.to_owned() }),
            (1, _) => Ok(plans.remove(0)),
            _ => Ok(Plan::Union(Union::of(plans))),
        }
    }

    fn first_possible(
        &mut self,
        branches: &[CanonicalSchema],
        location: PlanLocation<'_>,
    ) -> Result<Plan, CompileError> {
        let mut refused = CompileError::Empty { pointer: location.pointer.to_owned() };
        // An object, array or string is more specific about its values than a `not` next to it.
        let mut branches: Vec<_> = branches.iter().collect();
        branches.sort_by_key(|branch| matches!(branch.view(), CanonicalView::Not(_) | CanonicalView::Reference(_)));
        for branch in branches {
            match self.plan(branch, location) {
                Ok(plan) => return Ok(plan),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    fn choice(&self, mut values: Vec<Value>) -> Plan {
        let may_hold = |listed: &&Vec<Value>| values.first().is_none_or(|first| listed.contains(first));
        // The first of equal values decides.
        let places = |listed: &'a Vec<Value>| -> HashMap<&'a Value, usize> {
            listed.iter().enumerate().rev().map(|(at, value)| (value, at)).collect()
        };
        let holds = |places: &HashMap<&Value, usize>| values.iter().all(|value| places.contains_key(value));
        let found = self.enums.iter().filter(may_hold).map(places).find(holds);
        if let Some(places) = found {
            values.sort_by_key(|value| places.get(value).copied());
        }
        Plan::Choice(values.into_iter().map(Json::from).collect())
    }

    /// Builds the plan of any value: simple values, and small arrays and objects of them.
    pub(crate) fn anything(&mut self) -> Plan {
        if let Some(id) = self.anything {
            return Plan::Reference(id);
        }
        let id = self.reserve();
        self.anything = Some(id);
        let kinds = [
            JsonType::Null,
            JsonType::Boolean,
            JsonType::String,
            JsonType::Integer,
            JsonType::Number,
            JsonType::Array,
            JsonType::Object,
        ];
        let branches = kinds.into_iter().map(|kind| self.any_of_type(kind)).collect();
        self.definitions[id] = Plan::Union(Union::of(branches));
        Plan::Reference(id)
    }

    fn any_of_type(&mut self, kind: JsonType) -> Plan {
        match kind {
            JsonType::Null => Plan::Constant(Json::Null),
            JsonType::Boolean => Plan::Choice([Json::Bool(false), Json::Bool(true)].into()),
            JsonType::Integer => number::any_integer(),
            JsonType::Number => number::any_number(),
            JsonType::String => Plan::Text(Text::free()),
            JsonType::Array => Plan::Array(Box::new(Array {
                prefix: Box::default(),
                items: self.anything(),
                range: LengthRange::OPEN,
                repeats: Repeats::Allowed,
                wanted: Box::default(),
            })),
            JsonType::Object => Plan::Object(Box::new(Object {
                members: Box::default(),
                forbidden: Box::default(),
                extras: [text::free_extra(self.anything())].into(),
                habit: Habit::Sometimes,
                range: LengthRange::OPEN,
            })),
        }
    }

    fn array(
        &mut self,
        schema: &CanonicalSchema,
        view: &ArrayView,
        location: PlanLocation<'_>,
    ) -> Result<Plan, CompileError> {
        let range = bounded(LengthRange::of(view.min_items.as_ref(), view.max_items.as_ref()), location)?;
        let pointer = format!("{}/*", location.pointer);
        let inside = PlanLocation { order: location.order, pointer: &pointer };
        let prefix: Vec<_> = view.prefix_items.iter().map(|item| self.plan(item, inside)).collect::<Result<_, _>>()?;
        let items = match &view.items {
            Some(items) if range.max > prefix.len() => self.plan(items, inside)?,
            _ => self.anything(),
        };
        let mut rest = view.items.clone();
        let mut wanted = Vec::new();
        for contains in &view.contains {
            let one = 1.into();
            let least = contains.min_contains.as_ref().unwrap_or(&one);
            let times = bounded(LengthRange::of(Some(least), contains.max_contains.as_ref()), location)?;
            let both = view.items.as_ref().and_then(|items| items.intersect(&contains.schema).ok());
            wanted.push((self.plan(both.as_ref().unwrap_or(&contains.schema), inside)?, times));
            if times.max < usize::MAX {
                let without =
                    rest.as_ref().map_or_else(|| contains.schema.negate(), |rest| rest.subtract(&contains.schema));
                rest = without.ok().or(rest);
            }
        }
        let items = match &rest {
            Some(rest) if !wanted.is_empty() && !is_empty(rest) => self.plan(rest, inside)?,
            _ => items,
        };
        let repeats = match view.distinctness {
            Distinctness::Unconstrained => Repeats::Allowed,
            Distinctness::AllDistinct => Repeats::Forbidden,
            Distinctness::SomeRepeated => Repeats::Required,
        };
        let is_subset = matches!(items, Plan::Choice(_)) && prefix.is_empty();
        if repeats == Repeats::Forbidden && !is_subset && range.min > DIFFERENT {
            let reason = format!("at least {} different items", range.min);
            return Err(CompileError::Beyond { pointer: location.pointer.to_owned(), reason });
        }
        let is_sure = wanted.is_empty()
            && match repeats {
                Repeats::Allowed => true,
                Repeats::Forbidden => is_subset || range.min == 0,
                Repeats::Required => false,
            };
        let mut range = range;
        if repeats == Repeats::Required {
            range.min = range.min.max(2);
        }
        let array = Array { prefix: prefix.into(), items, range, repeats, wanted: wanted.into() };
        let plan = Plan::Array(Box::new(array));
        if is_sure { Ok(plan) } else { self.validated(plan, schema, location) }
    }
}

/// Returns whether the branches mean "anything", as the canonical module marks it.
fn is_open(branches: &[CanonicalSchema]) -> bool {
    branches.len() == 2
        && branches
            .iter()
            .any(|branch| matches!(branch.view(), CanonicalView::MultiType(types) if types.iter().count() >= 5))
        && branches.iter().any(|branch| match branch.view() {
            CanonicalView::String(view) => view.excluded.iter().any(|text| is_open_mark(text)),
            _ => false,
        })
}

/// Returns the cases of an opaque `allOf`: each choice of one of its parts, intersected with the other parts.
fn spread(schema: &CanonicalSchema, branches: &[CanonicalSchema]) -> Option<Vec<CanonicalSchema>> {
    let mut parts = Vec::new();
    for branch in branches {
        add_parts(schema, branch, HOPS, &mut parts);
    }
    let cases = |part: &CanonicalSchema| match part.view() {
        CanonicalView::AnyOf(cases) | CanonicalView::OneOf(cases) => Some(cases),
        _ => None,
    };
    let at = parts.iter().position(|part| cases(part).is_some()).unwrap_or(0);
    let first = parts.get(at)?;
    let target = |case: CanonicalSchema| match case.view() {
        CanonicalView::Reference(uri) => schema.definition(&uri).unwrap_or(case),
        _ => case,
    };
    let mut met: Vec<_> = cases(first).unwrap_or_else(|| vec![first.clone()]).into_iter().map(target).collect();
    for (other, part) in parts.iter().enumerate() {
        if other != at {
            met = met.into_iter().map(|case| case.intersect(part).ok()).collect::<Option<_>>()?;
        }
    }
    // An intersection that is opaque again would cause an endless recursion.
    met.iter().all(|case| !matches!(case.view(), CanonicalView::AllOf(_) | CanonicalView::Raw(_))).then_some(met)
}

/// Adds what applies together: a schema, or the target of its reference, or the branches of its `allOf`.
fn add_parts(schema: &CanonicalSchema, part: &CanonicalSchema, hops: usize, parts: &mut Vec<CanonicalSchema>) {
    match part.view() {
        CanonicalView::Reference(uri) if hops > 0 => match schema.definition(&uri) {
            Some(target) => add_parts(schema, &target, hops - 1, parts),
            None => parts.push(part.clone()),
        },
        CanonicalView::AllOf(branches) if hops > 0 => {
            for branch in &branches {
                add_parts(schema, branch, hops - 1, parts);
            }
        }
        _ => parts.push(part.clone()),
    }
}
