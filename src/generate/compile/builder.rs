//! Builds a plan from a canonical schema. Runs once per schema; nothing here draws a document.

use std::collections::HashMap;

use serde_json::Value;

use crate::generate::CompileError;
use crate::generate::compile::plan::{Array, Habit, Object, Plan, Repeats, Union};
use crate::generate::compile::plan_location::{PlanLocation, bounded, validated};
use crate::generate::compile::{number, text};
use crate::generate::fill::plausible;
use crate::generate::value::length_range::LengthRange;
use crate::generate::value::text::Text;
use crate::model::Json;
use crate::schema::canonical::{
    ArrayView, CanonicalSchema, CanonicalView, Distinctness, JsonType, is_empty, is_open_mark,
};

/// A builder of the plans of one schema.
pub(crate) struct Builder<'a> {
    pub(crate) definitions: Vec<Plan>,
    ids: HashMap<String, usize>,
    pub(crate) anything: Option<usize>,
    /// Every `enum` of the schema in its original order, because the canonical form sorts the values.
    enums: &'a [Vec<Value>],
}

impl<'a> Builder<'a> {
    pub(crate) fn new(enums: &'a [Vec<Value>]) -> Self {
        Self { definitions: Vec::new(), ids: HashMap::new(), anything: None, enums }
    }

    /// Builds the plan of one schema.
    pub(crate) fn plan(&mut self, schema: &CanonicalSchema, location: PlanLocation<'_>) -> Result<Plan, CompileError> {
        let validated = |plan| validated(plan, schema, location);
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
            CanonicalView::TypedGroup(group) => validated(self.plan(&group.body, location)?),
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
            CanonicalView::OneOf(branches) => validated(self.union(&branches, location)?),
            CanonicalView::Not(_) => validated(self.anything()),
            CanonicalView::AllOf(branches) => match spread(schema, &branches) {
                Some(cases) => validated(self.union(&cases, location)?),
                None => self.first_possible(&branches, location).and_then(validated),
            },
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
        self.definitions[id] = self.plan(&body, location)?;
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
        let holds = |listed: &&Vec<Value>| values.iter().all(|value| listed.contains(value));
        if let Some(listed) = self.enums.iter().find(holds) {
            values.sort_by_key(|value| listed.iter().position(|known| known == value));
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
            let times =
                LengthRange::of(contains.min_contains.as_ref().or(Some(&1.into())), contains.max_contains.as_ref());
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
        if is_sure { Ok(plan) } else { validated(plan, schema, location) }
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

/// Returns the cases of an opaque `allOf`: each choice of one of its branches (or the target of its reference),
/// intersected with the other branches.
fn spread(schema: &CanonicalSchema, branches: &[CanonicalSchema]) -> Option<Vec<CanonicalSchema>> {
    let cases = |branch: &CanonicalSchema| match branch.view() {
        CanonicalView::AnyOf(cases) | CanonicalView::OneOf(cases) => Some(cases),
        CanonicalView::Reference(uri) => schema.definition(&uri).map(|target| vec![target]),
        _ => None,
    };
    let at = branches.iter().position(|branch| cases(branch).is_some())?;
    let mut met = cases(branches.get(at)?)?;
    for (other, branch) in branches.iter().enumerate() {
        if other != at {
            met = met.into_iter().map(|case| case.intersect(branch).ok()).collect::<Option<_>>()?;
        }
    }
    // An intersection that is opaque again would cause an endless recursion.
    met.iter().all(|case| !matches!(case.view(), CanonicalView::AllOf(_) | CanonicalView::Raw(_))).then_some(met)
}
