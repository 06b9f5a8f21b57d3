//! The plan of a schema: a small tree that defines how to write a document. It contains no schema keywords.

use std::sync::{Arc, OnceLock};

use crate::generate::value::length_range::LengthRange;
use crate::generate::value::number::Decimal;
use crate::generate::value::text::Text;
use crate::model::Json;
use crate::schema::Validator;

/// Number of kinds of JSON values, with integers as a separate kind: the number of branches of "any value".
const ANYTHING: usize = 7;

/// A plan to write one value.
#[derive(Debug)]
pub(crate) enum Plan {
    Constant(Json),
    /// One of several constants, in the schema's order.
    Choice(Box<[Json]>),
    Number(Decimal),
    Text(Text),
    Array(Box<Array>),
    Object(Box<Object>),
    Union(Union),
    /// A definition that contains itself.
    Reference(usize),
    Validated(Box<Validated>),
}

/// An array.
#[derive(Debug)]
pub(crate) struct Array {
    pub(crate) prefix: Box<[Plan]>,
    /// The plan of every item after the prefix.
    pub(crate) items: Plan,
    pub(crate) range: LengthRange,
    pub(crate) repeats: Repeats,
    /// Items that are required, each with its count.
    pub(crate) wanted: Box<[(Plan, LengthRange)]>,
}

/// The rule of an array for equal items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    Allowed,
    Forbidden,
    Required,
}

/// An object. Fields have the order in which they are written.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) members: Box<[Member]>,
    /// Names that no field may have.
    pub(crate) forbidden: Box<[Arc<str>]>,
    pub(crate) extras: Box<[Extra]>,
    pub(crate) habit: Habit,
    pub(crate) range: LengthRange,
}

/// A declared field.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: Arc<str>,
    pub(crate) plan: Plan,
    pub(crate) presence: Presence,
    /// Whether it contains a reference, and is omitted if the document would grow too deep.
    pub(crate) recursive: bool,
}

/// The presence of a field: required or optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// Fields that are not declared by name.
#[derive(Debug)]
pub(crate) struct Extra {
    pub(crate) name: Plan,
    pub(crate) value: Plan,
}

/// The condition under which undeclared fields are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Sometimes, because the schema describes them.
    Sometimes,
    /// Only to reach the minimum number of fields.
    IfNeeded,
}

/// A choice among several plans.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) branches: Box<[Plan]>,
    /// Index of `null` among them: it is drawn one time in four, whatever the number of other branches.
    pub(crate) null: Option<usize>,
    /// The branches with the fewest references; only these are used if the document would grow too deep.
    pub(crate) calm: Box<[usize]>,
}

/// A plan that may write values that its schema rejects, so each value is validated, and drawn again if it is invalid.
#[derive(Debug)]
pub(crate) struct Validated {
    pub(crate) plan: Plan,
    pub(crate) validator: Arc<Validator>,
    pub(crate) pool: OnceLock<Pool>,
    /// JSON pointer of the value in a document; `*` for any item or undeclared field.
    pub(crate) location: String,
}

/// Valid values of a validated plan, found when the generator was compiled.
#[derive(Debug)]
pub(crate) struct Pool {
    pub(crate) found: Vec<Json>,
    pub(crate) smallest: Json,
    pub(crate) largest: Json,
}

impl Plan {
    /// Returns whether it contains no validated plan.
    pub(crate) fn is_exact(&self) -> bool {
        !matches!(self, Self::Validated(_)) && self.children().all(Self::is_exact)
    }

    /// Returns whether it contains a reference.
    pub(crate) fn is_recursive(&self) -> bool {
        matches!(self, Self::Reference(_)) || self.children().any(Self::is_recursive)
    }

    /// Returns the branches of the definition of "any value".
    pub(crate) fn as_anything(&self) -> Option<&[Self]> {
        let Self::Union(union) = self else { return None };
        let is_free = |plan: &Self| matches!(plan, Self::Text(text) if text.is_free());
        (union.branches.len() == ANYTHING && union.branches.iter().any(is_free)).then_some(&union.branches)
    }

    /// Returns the minimum number of nested references in a document; `u32::MAX` if the recursion never ends.
    pub(crate) fn cost(&self, definitions: &[u32]) -> u32 {
        let of = |plan: &Self| plan.cost(definitions);
        match self {
            Self::Constant(_) | Self::Choice(_) | Self::Number(_) | Self::Text(_) => 0,
            Self::Reference(id) => definitions.get(*id).map_or(u32::MAX, |cost| cost.saturating_add(1)),
            Self::Union(union) => union.branches.iter().map(of).min().unwrap_or(u32::MAX),
            Self::Validated(validated) => of(&validated.plan),
            Self::Object(object) => object.cost(definitions),
            Self::Array(array) => {
                let prefix = array.prefix.iter().take(array.range.min);
                let wanted = array.wanted.iter().filter(|(_, times)| times.min > 0).map(|(plan, _)| plan);
                let items = (array.range.min > array.prefix.len()).then_some(&array.items);
                prefix.chain(wanted).chain(items).map(of).max().unwrap_or(0)
            }
        }
    }

    /// Returns the plans directly inside.
    pub(crate) fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::Array(array) => {
                let wanted = array.wanted.iter().map(|(plan, _)| plan);
                Box::new(array.prefix.iter().chain(std::iter::once(&array.items)).chain(wanted))
            }
            Self::Object(object) => {
                let extras = object.extras.iter().flat_map(|extra| [&extra.name, &extra.value]);
                Box::new(object.members.iter().map(|member| &member.plan).chain(extras))
            }
            Self::Union(union) => Box::new(union.branches.iter()),
            Self::Validated(validated) => Box::new(std::iter::once(&validated.plan)),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Returns mutable references to the plans directly inside.
    pub(crate) fn children_mut(&mut self) -> Box<dyn Iterator<Item = &mut Self> + '_> {
        match self {
            Self::Array(array) => {
                let wanted = array.wanted.iter_mut().map(|(plan, _)| plan);
                Box::new(array.prefix.iter_mut().chain(std::iter::once(&mut array.items)).chain(wanted))
            }
            Self::Object(object) => {
                let extras = object.extras.iter_mut().flat_map(|extra| [&mut extra.name, &mut extra.value]);
                Box::new(object.members.iter_mut().map(|member| &mut member.plan).chain(extras))
            }
            Self::Union(union) => Box::new(union.branches.iter_mut()),
            Self::Validated(validated) => Box::new(std::iter::once(&mut validated.plan)),
            _ => Box::new(std::iter::empty()),
        }
    }
}

impl Union {
    /// Creates a union of these; its calm branches are determined when all definitions are known.
    pub(crate) fn of(branches: Vec<Plan>) -> Self {
        let null = branches.iter().position(|branch| matches!(branch, Plan::Constant(Json::Null)));
        let calm = (0..branches.len()).collect();
        Self { branches: branches.into(), null, calm }
    }
}

impl Object {
    /// Returns the highest cost among the required fields and the cheapest other fields that are needed to reach the
    /// minimum number.
    fn cost(&self, definitions: &[u32]) -> u32 {
        let of = |member: &Member| member.plan.cost(definitions);
        let (required, optional): (Vec<_>, Vec<_>) =
            self.members.iter().partition(|member| member.presence == Presence::Required);
        let base = required.iter().map(|member| of(member)).max().unwrap_or(0);
        let spare = self.range.min.saturating_sub(required.len());
        if spare == 0 {
            return base;
        }
        let mut others: Vec<u32> = optional.iter().map(|member| of(member)).collect();
        others.extend(self.extras.iter().flat_map(|extra| std::iter::repeat_n(extra.value.cost(definitions), spare)));
        others.sort_unstable();
        others.get(spare - 1).map_or(u32::MAX, |other| base.max(*other))
    }

    /// Returns whether a name is declared or forbidden, so that no undeclared field may have it.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.members.iter().any(|member| &*member.name == name) || self.forbidden.iter().any(|known| &**known == name)
    }
}
