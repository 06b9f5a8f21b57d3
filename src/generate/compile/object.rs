//! Builds a plan from a canonical object: its declared fields, their order, and the undeclared fields that it may have.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::generate::CompileError;
use crate::generate::compile::builder::Builder;
use crate::generate::compile::plan::{Extra, Habit, Member, Object, Plan, Presence};
use crate::generate::compile::plan_location::{PlanLocation, bounded};
use crate::generate::compile::text;
use crate::generate::value::length_range::LengthRange;
use crate::schema::Validator;
use crate::schema::canonical::{CanonicalSchema, CanonicalView, ObjectView, canonicalize, is_empty};

/// The field names that `propertyNames` allows.
enum Names {
    Any,
    /// Only these names.
    Listed(Vec<String>),
    /// These names, and names that satisfy the schemas.
    Described(Vec<String>, Vec<CanonicalSchema>),
}

impl Builder<'_> {
    /// Builds the plan of an object.
    pub(crate) fn object(
        &mut self,
        schema: &CanonicalSchema,
        mut view: ObjectView,
        location: PlanLocation<'_>,
    ) -> Result<Plan, CompileError> {
        let names = names(view.property_names.as_ref());
        let is_bare = view.properties.is_empty() && view.required.is_empty();
        let mut is_exact = view.violations.is_empty();
        let listed = match &names {
            Names::Any => &[][..],
            Names::Listed(listed) | Names::Described(listed, _) => listed,
        };
        let patterns = compiled_patterns(&view.pattern_properties)?;
        let mut declared: BTreeMap<String, Option<CanonicalSchema>> =
            std::mem::take(&mut view.properties).into_iter().map(|(name, schema)| (name, Some(schema))).collect();
        for name in view.required.iter().chain(listed) {
            declared.entry(name.clone()).or_insert(None);
        }
        let allows_name = match &view.property_names {
            Some(names) => Some(Validator::compile(&names.to_json_schema())?),
            None => None,
        };
        let mut members = Vec::new();
        let mut forbidden: Vec<Arc<str>> = Vec::new();
        for (name, own) in declared {
            let is_named = own.is_some();
            let name_value = Value::String(name.clone());
            let mut met = own;
            for (validator, value) in &patterns {
                if validator.is_valid(&name_value) {
                    match meet(met.as_ref(), value) {
                        Some(both) => met = Some(both),
                        None => is_exact = false,
                    }
                }
            }
            if !is_named && met.is_none() {
                met.clone_from(&view.additional_properties);
            }
            let presence = if view.required.contains(&name) { Presence::Required } else { Presence::Optional };
            let is_allowed = allows_name.as_ref().is_none_or(|names| names.is_valid(&name_value));
            if !is_allowed || met.as_ref().is_some_and(is_empty) {
                forbidden.push(name.into());
                continue;
            }
            let pointer = format!("{}/{}", location.pointer, name.replace('~', "~0").replace('/', "~1"));
            let inside =
                PlanLocation { order: location.order.and_then(|order| order.inside(&name)), pointer: &pointer };
            let plan = match &met {
                Some(met) => self.plan(met, inside),
                None => Ok(self.anything()),
            };
            match plan {
                Ok(plan) => members.push(Member { name: name.into(), plan, presence, recursive: false }),
                Err(CompileError::Empty { .. }) if presence == Presence::Optional => forbidden.push(name.into()),
                Err(error) => return Err(error),
            }
        }
        if let Some(order) = location.order {
            members.sort_by_key(|member| order.position(&member.name).unwrap_or(usize::MAX));
        }
        let range = bounded(LengthRange::of(view.min_properties.as_ref(), view.max_properties.as_ref()), location)?;
        let (extras, is_sure) = self.extras(&view, &names, location)?;
        is_exact &= is_sure || extras.is_empty();
        let is_described = matches!(names, Names::Described(..))
            || !view.pattern_properties.is_empty()
            || view.additional_properties.is_some();
        let habit = if is_described || (is_bare && forbidden.is_empty() && matches!(names, Names::Any)) {
            Habit::Sometimes
        } else {
            Habit::IfNeeded
        };
        // If many undeclared names are needed, random names may collide too often.
        is_exact &= range.min <= members.len()
            || (matches!(names, Names::Any)
                && view.pattern_properties.is_empty()
                && habit == Habit::Sometimes
                && range.min <= 4);
        let object =
            Object { members: members.into(), forbidden: forbidden.into(), extras: extras.into(), habit, range };
        let plan = Plan::Object(Box::new(object));
        if is_exact { Ok(plan) } else { self.validated(plan, schema, location) }
    }

    /// Builds the plans of undeclared fields, and returns whether every draw from them is valid.
    fn extras(
        &mut self,
        view: &ObjectView,
        names: &Names,
        location: PlanLocation<'_>,
    ) -> Result<(Vec<Extra>, bool), CompileError> {
        let pointer = format!("{}/*", location.pointer);
        let inside = PlanLocation { order: None, pointer: &pointer };
        let described = match names {
            Names::Listed(_) => return Ok((Vec::new(), true)),
            Names::Any => &[][..],
            Names::Described(_, described) => described,
        };
        let mut extras = Vec::new();
        for (pattern, value) in &view.pattern_properties {
            if is_empty(value) {
                continue;
            }
            let Some(name) = self.pattern_name(pattern, described, inside)? else { continue };
            extras.push(Extra { name, value: self.plan(value, inside)? });
        }
        let is_closed = view.additional_properties.as_ref().is_some_and(is_empty);
        let is_plain = view.pattern_properties.is_empty();
        let is_rest_named = view.additional_properties.is_none() && !described.is_empty();
        if is_closed || (!is_plain && is_rest_named) {
            return Ok((extras, view.pattern_properties.len() <= 1 && described.len() <= 1));
        }
        let value = |this: &mut Self| match &view.additional_properties {
            Some(rest) => this.plan(rest, inside),
            None => Ok(this.anything()),
        };
        if described.is_empty() && (is_plain || view.additional_properties.is_some()) {
            extras.push(text::free_extra(value(self)?));
        }
        for name in described {
            let name = self.plan(name, inside)?;
            extras.push(Extra { name, value: value(self)? });
        }
        let is_sure = is_plain || (view.pattern_properties.len() == 1 && view.additional_properties.is_none());
        Ok((extras, is_sure))
    }

    /// Builds the plan of names that match a pattern and one of the schemas.
    fn pattern_name(
        &mut self,
        pattern: &str,
        described: &[CanonicalSchema],
        location: PlanLocation<'_>,
    ) -> Result<Option<Plan>, CompileError> {
        let (own, _) = canonicalize(&serde_json::json!({"type": "string", "pattern": pattern}))?;
        if described.is_empty() {
            return self.plan(&own, location).map(Some);
        }
        let met = described.iter().filter_map(|names| names.intersect(&own).ok());
        let met = met.into_iter().find(|names| !is_empty(names));
        met.map(|names| self.plan(&names, location)).transpose()
    }
}

/// Returns the intersection of both schemas; `None` if the canonical form cannot express it.
fn meet(left: Option<&CanonicalSchema>, right: &CanonicalSchema) -> Option<CanonicalSchema> {
    left.map_or_else(|| Some(right.clone()), |left| left.intersect(right).ok())
}

fn compiled_patterns(
    patterns: &BTreeMap<String, CanonicalSchema>,
) -> Result<Vec<(Validator, CanonicalSchema)>, CompileError> {
    let compile = |(pattern, schema): (&String, &CanonicalSchema)| {
        let validator = Validator::compile(&serde_json::json!({"pattern": pattern}))?;
        Ok((validator, schema.clone()))
    };
    patterns.iter().map(compile).collect()
}

fn names(schema: Option<&CanonicalSchema>) -> Names {
    let Some(schema) = schema else { return Names::Any };
    let mut listed = Vec::new();
    let mut described = Vec::new();
    let cases = match schema.view() {
        CanonicalView::AnyOf(cases) => cases,
        _ => vec![schema.clone()],
    };
    for case in cases {
        match case.view() {
            CanonicalView::Const(Value::String(name)) => listed.push(name),
            CanonicalView::Enum(values) => listed.extend(values.iter().filter_map(Value::as_str).map(str::to_owned)),
            CanonicalView::False => {}
            CanonicalView::True | CanonicalView::MultiType(_) => return Names::Any,
            _ => described.push(case),
        }
    }
    if described.is_empty() { Names::Listed(listed) } else { Names::Described(listed, described) }
}
