//! What a schema becomes: a small tree that says how to write a document. It holds no schema words.

use std::sync::Arc;
use std::sync::OnceLock;

use crate::generate::number::Decimal;
use crate::generate::text::Text;
use crate::generate::window::Window;
use crate::model::Json;
use crate::schema::Validator;

/// Kinds of JSON values, an integer being one of its own: so many branches has what may be anything.
const ANYTHING: usize = 7;

/// How to write one value.
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
    Sieve(Box<Sieve>),
}

/// An array.
#[derive(Debug)]
pub(crate) struct Array {
    pub(crate) prefix: Box<[Plan]>,
    /// Every item behind the prefix.
    pub(crate) items: Plan,
    pub(crate) window: Window,
    pub(crate) repeats: Repeats,
    /// Items that must be there, with how many of each.
    pub(crate) wanted: Box<[(Plan, Window)]>,
}

/// Whether two items may be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    Allowed,
    Forbidden,
    Required,
}

/// An object. Members stand in the order in which they are written.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) members: Box<[Member]>,
    /// Names that nobody may use.
    pub(crate) forbidden: Box<[Arc<str>]>,
    pub(crate) extras: Box<[Extra]>,
    pub(crate) habit: Habit,
    pub(crate) window: Window,
}

/// A declared member.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: Arc<str>,
    pub(crate) plan: Plan,
    pub(crate) presence: Presence,
    /// Whether it leads to a reference, and is left out where documents would grow too deep.
    pub(crate) recursive: bool,
}

/// Whether a member may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// Members that are not declared by name.
#[derive(Debug)]
pub(crate) struct Extra {
    pub(crate) name: Plan,
    pub(crate) value: Plan,
}

/// When undeclared members are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Now and then: the schema says that they come.
    Sometimes,
    /// Only to reach the smallest number of members.
    IfNeeded,
}

/// One of several plans.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) branches: Box<[Plan]>,
    /// Place of `null` among them: it comes one time in four, whatever the number of others.
    pub(crate) null: Option<usize>,
    /// The branches with the fewest references: where documents would grow too deep, only these.
    pub(crate) calm: Box<[usize]>,
}

/// A plan that may write what its schema refuses: what it writes is looked at, and drawn again.
#[derive(Debug)]
pub(crate) struct Sieve {
    pub(crate) plan: Plan,
    pub(crate) validator: Validator,
    pub(crate) pool: OnceLock<Pool>,
    /// JSON pointer of the value in a document; `*` for any item or undeclared member.
    pub(crate) place: String,
}

/// Valid values of a sieve, found when the generator was compiled.
#[derive(Debug)]
pub(crate) struct Pool {
    pub(crate) found: Vec<Json>,
    pub(crate) smallest: Json,
    pub(crate) largest: Json,
}

impl Plan {
    /// Whether there is no sieve in it.
    pub(crate) fn is_exact(&self) -> bool {
        !matches!(self, Self::Sieve(_)) && self.children().all(Self::is_exact)
    }

    /// Whether it leads to a reference.
    pub(crate) fn is_recursive(&self) -> bool {
        matches!(self, Self::Reference(_)) || self.children().any(Self::is_recursive)
    }

    /// The branches of the definition that stands for any value at all.
    pub(crate) fn as_anything(&self) -> Option<&[Self]> {
        let Self::Union(union) = self else { return None };
        let is_free = |plan: &Self| matches!(plan, Self::Text(text) if text.is_free());
        (union.branches.len() == ANYTHING && union.branches.iter().any(is_free)).then_some(&union.branches)
    }

    /// How many references a document passes at least; `u32::MAX` when it never ends.
    pub(crate) fn cost(&self, definitions: &[u32]) -> u32 {
        let of = |plan: &Self| plan.cost(definitions);
        match self {
            Self::Constant(_) | Self::Choice(_) | Self::Number(_) | Self::Text(_) => 0,
            Self::Reference(id) => definitions.get(*id).map_or(u32::MAX, |cost| cost.saturating_add(1)),
            Self::Union(union) => union.branches.iter().map(of).min().unwrap_or(u32::MAX),
            Self::Sieve(sieve) => of(&sieve.plan),
            Self::Object(object) => object.cost(definitions),
            Self::Array(array) => {
                let prefix = array.prefix.iter().take(array.window.min);
                let wanted = array.wanted.iter().filter(|(_, times)| times.min > 0).map(|(plan, _)| plan);
                let items = (array.window.min > array.prefix.len()).then_some(&array.items);
                prefix.chain(wanted).chain(items).map(of).max().unwrap_or(0)
            }
        }
    }

    /// The plans directly inside.
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
            Self::Sieve(sieve) => Box::new(std::iter::once(&sieve.plan)),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The same, to be changed.
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
            Self::Sieve(sieve) => Box::new(std::iter::once(&mut sieve.plan)),
            _ => Box::new(std::iter::empty()),
        }
    }
}

impl Union {
    /// A union of these; what is calm about it is known once all definitions are.
    pub(crate) fn of(branches: Vec<Plan>) -> Self {
        let null = branches.iter().position(|branch| matches!(branch, Plan::Constant(Json::Null)));
        let calm = (0..branches.len()).collect();
        Self { branches: branches.into(), null, calm }
    }
}

impl Object {
    /// The costliest required member, and of the others the cheapest that make up the smallest number.
    fn cost(&self, definitions: &[u32]) -> u32 {
        let of = |member: &Member| member.plan.cost(definitions);
        let (required, optional): (Vec<_>, Vec<_>) =
            self.members.iter().partition(|member| member.presence == Presence::Required);
        let base = required.iter().map(|member| of(member)).max().unwrap_or(0);
        let spare = self.window.min.saturating_sub(required.len());
        if spare == 0 {
            return base;
        }
        let mut others: Vec<u32> = optional.iter().map(|member| of(member)).collect();
        others.extend(self.extras.iter().flat_map(|extra| std::iter::repeat_n(extra.value.cost(definitions), spare)));
        others.sort_unstable();
        others.get(spare - 1).map_or(u32::MAX, |other| base.max(*other))
    }

    /// Whether a name is declared or forbidden, so that no undeclared member may have it.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.members.iter().any(|member| &*member.name == name) || self.forbidden.iter().any(|known| &**known == name)
    }
}
