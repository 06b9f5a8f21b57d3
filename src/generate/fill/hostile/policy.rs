//! Puts hostile values into a document.

use serde_json::Number;

use crate::generate::compile::plan::{Array, Plan, Presence, Repeats};
use crate::generate::fill::budget::Budget;
use crate::generate::fill::hostile::{Hostile, texts};
use crate::generate::fill::plausible::{NameCharacters, PlausiblePolicy};
use crate::generate::fill::policy::Policy;
use crate::generate::rng::DocumentRng;
use crate::generate::value::text::{Source, Text, alphabet};
use crate::model::Json;

/// Size in bytes that a huge document exceeds.
pub(crate) const HUGE: usize = 64 * 1024;

/// Depth of nested arrays. The usual limits of readers are 64 and more.
const NESTED: usize = 32;

/// The number of values that are made hostile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// One in this many, among random values.
    OneIn(usize),
    /// All possible values, in a document with every optional field whose other values are plausible. Ids and times, as
    /// recognized by their names, stay unchanged.
    All,
    /// The first possible value, with this many items if it is an array; the rest as for `All`.
    First(usize),
}

/// A policy that fills a document with values of one kind.
pub(crate) struct HostilePolicy {
    kind: Hostile,
    measure: Measure,
    plausible: PlausiblePolicy,
    /// The values that were written, to find them in the finished document.
    written: Vec<Json>,
    is_grown: bool,
}

impl HostilePolicy {
    pub(crate) fn new(kind: Hostile, measure: Measure, rng: &mut DocumentRng) -> Self {
        Self {
            kind,
            measure,
            plausible: PlausiblePolicy::new(NameCharacters::Ascii, rng),
            written: Vec::new(),
            is_grown: false,
        }
    }

    /// Returns whether a value of the kind remains in the document, because values that a schema rejects are drawn
    /// again.
    pub(crate) fn shows_in(&self, document: &Json) -> bool {
        let mut shows = self.is_grown;
        document.walk(&mut |_, value| shows |= self.written.contains(value));
        shows
    }
}

impl Policy for HostilePolicy {
    fn instead(&mut self, plan: &Plan, definitions: &[Plan], rng: &mut DocumentRng) -> Option<Json> {
        // An id or a time in another form would be unusual in two ways.
        let is_left_alone = matches!(plan, Plan::Text(text) if !text.is_prose());
        let is_turn = match self.measure {
            Measure::OneIn(times) => rng.once_in(times),
            Measure::All => !is_left_alone,
            Measure::First(_) => !is_left_alone && self.written.is_empty() && !self.is_grown,
        };
        if is_turn && let Some(value) = self.kind.value(plan, definitions, rng) {
            if !self.written.contains(&value) {
                self.written.push(value.clone());
            }
            return Some(value);
        }
        match (self.measure, plan) {
            (Measure::OneIn(_), _) => None,
            (_, Plan::Choice(values)) if values.contains(&Json::Null) => {
                let others: Vec<&Json> = values.iter().filter(|value| **value != Json::Null).collect();
                rng.pick(&others).map(|value| (*value).clone())
            }
            _ => self.plausible.instead(plan, definitions, rng),
        }
    }

    fn coins(&mut self, rng: &mut DocumentRng) -> u64 {
        match self.measure {
            // The rarer the kind, the more optional fields are included, to find a suitable value.
            Measure::OneIn(1) => rng.bits() | rng.bits() | rng.bits(),
            Measure::OneIn(_) => rng.bits(),
            Measure::All | Measure::First(_) => u64::MAX,
        }
    }

    fn null_once_in(&self) -> usize {
        match self.measure {
            Measure::OneIn(1) => 16,
            Measure::OneIn(_) => 4,
            Measure::All | Measure::First(_) => usize::MAX,
        }
    }

    fn count(&mut self, array: &Array, natural: usize) -> usize {
        match self.measure {
            Measure::First(items) if items > 0 && !self.is_grown && is_open(array) => {
                self.is_grown = true;
                items
            }
            Measure::OneIn(2..) => natural,
            _ => natural.max(1),
        }
    }

    fn budget(&self) -> Budget {
        match self.kind {
            // A value takes at least two bytes of a body, so this is enough for a huge document.
            Hostile::Huge | Hostile::Longest => Budget::for_values(HUGE),
            _ => Budget::RICH,
        }
    }

    fn item(&mut self, rng: &mut DocumentRng) {
        self.plausible.item(rng);
    }
}

/// Returns whether an array can have any number of items.
fn is_open(array: &Array) -> bool {
    array.range.max == usize::MAX && array.repeats == Repeats::Allowed && !array.items.is_recursive()
}

impl Hostile {
    /// Returns whether a plan, or a plan inside it, can write a value of the kind.
    pub(crate) fn suits(self, plan: &Plan, definitions: &[Plan]) -> bool {
        let own = self.value(plan, definitions, &mut DocumentRng::fixed(0)).is_some();
        own || (self == Self::Huge && matches!(plan, Plan::Array(array) if is_open(array)))
            || plan.children().any(|child| self.suits(child, definitions))
    }

    /// Returns a value of the kind that the plan could have written.
    fn value(self, plan: &Plan, definitions: &[Plan], rng: &mut DocumentRng) -> Option<Json> {
        match (self, plan) {
            (Self::Bare, Plan::Array(array)) => {
                let is_free = array.range.min == 0 && array.wanted.iter().all(|(_, times)| times.min == 0);
                (is_free && array.repeats != Repeats::Required).then(|| Json::Array(Vec::new()))
            }
            (Self::Bare, Plan::Object(object)) => {
                let is_free = object.members.iter().all(|member| member.presence == Presence::Optional);
                (is_free && object.range.min == 0).then(|| Json::Object(Vec::new()))
            }
            (Self::Deep, Plan::Reference(id)) => {
                definitions.get(*id)?.as_anything()?;
                Some((1..NESTED).fold(Json::Array(Vec::new()), |inner, _| Json::Array(vec![inner])))
            }
            (_, Plan::Number(numbers)) => match self {
                Self::PastInt32 => numbers.whole_if_allowed(1 << 31),
                Self::LastSafe => numbers.whole_if_allowed((1 << 53) - 1),
                Self::Unsafe => {
                    let wide = [1 << 53, (1 << 53) + 1, i64::MAX.into(), i64::MIN.into(), u64::MAX.into(), -(1 << 53)];
                    pick(wide.into_iter().filter_map(|value| numbers.wide_if_allowed(value)), rng)
                }
                Self::NegativeZero => numbers.float_if_allowed(-0.0),
                Self::ExtremeFloat => {
                    let extreme = [5e-324, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 0.1 + 0.2, 1e21, 1e-7, -1.5e300];
                    pick(extreme.into_iter().filter_map(|value| numbers.float_if_allowed(value)), rng)
                }
                _ => None,
            }
            .map(Json::Number),
            (_, Plan::Text(text)) if matches!(text.source, Source::Free) => self.text(text, rng).map(Json::String),
            _ => None,
        }
    }

    /// Returns a text of the kind with an allowed length.
    fn text(self, text: &Text, rng: &mut DocumentRng) -> Option<String> {
        let range = text.range;
        let from = match self {
            Self::Empty => return (range.min == 0).then(String::new),
            Self::Longest => return (range.max > 0).then(|| text.largest()),
            Self::Huge => {
                return (range.max >= HUGE).then(|| alphabet(HUGE.max(range.min)));
            }
            Self::Astral => texts::ASTRAL,
            Self::RightToLeft => texts::RIGHT_TO_LEFT,
            Self::Combining => texts::COMBINING,
            Self::Edges => texts::EDGES,
            Self::Nul => texts::NUL,
            Self::Escapes => texts::ESCAPES,
            Self::Lookalike => {
                let whole: Vec<&str> =
                    texts::LOOKALIKES.iter().copied().filter(|look| range.holds(look.chars().count())).collect();
                return rng.pick(&whole).map(|look| (*look).to_owned());
            }
            _ => return None,
        };
        let chosen = rng.pick(from)?;
        let length = range.clamp(chosen.chars().count());
        (length > 0).then(|| chosen.chars().cycle().take(length).collect())
    }
}

fn pick(values: impl Iterator<Item = Number>, rng: &mut DocumentRng) -> Option<Number> {
    rng.pick(&values.collect::<Vec<_>>()).cloned()
}

/// The nullable values that become `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// The first on each path from the root.
    Outermost,
    /// The last on each path: an object is kept if a value inside it may be `null` too.
    Innermost,
}

/// A policy that writes `null` wherever it is allowed, and otherwise plausible values.
pub(crate) struct NullPolicy {
    which: Which,
    plausible: PlausiblePolicy,
    is_root: bool,
    pub(crate) written: usize,
}

impl NullPolicy {
    pub(crate) fn new(which: Which, rng: &mut DocumentRng) -> Self {
        Self { which, plausible: PlausiblePolicy::new(NameCharacters::Ascii, rng), is_root: true, written: 0 }
    }
}

impl Policy for NullPolicy {
    fn instead(&mut self, plan: &Plan, definitions: &[Plan], rng: &mut DocumentRng) -> Option<Json> {
        let is_root = std::mem::replace(&mut self.is_root, false);
        let stays = self.which == Which::Innermost && plan.children().any(has_null);
        if !is_root && is_nullable(plan) && !stays {
            self.written += 1;
            return Some(Json::Null);
        }
        self.plausible.instead(plan, definitions, rng)
    }

    fn coins(&mut self, _: &mut DocumentRng) -> u64 {
        u64::MAX
    }

    fn null_once_in(&self) -> usize {
        usize::MAX
    }

    fn count(&mut self, _: &Array, natural: usize) -> usize {
        natural.max(1)
    }

    fn item(&mut self, rng: &mut DocumentRng) {
        self.plausible.item(rng);
    }
}

fn is_nullable(plan: &Plan) -> bool {
    match plan {
        Plan::Union(union) => union.null.is_some(),
        Plan::Choice(values) => values.contains(&Json::Null),
        _ => false,
    }
}

/// Returns whether a field or an item inside may be `null`.
fn has_null(plan: &Plan) -> bool {
    match plan {
        Plan::Constant(_) => false,
        _ => plan.children().any(|child| is_nullable(child) || has_null(child)),
    }
}
