//! One step of shrinking at one position: the move to try, and the move to try after that.

use crate::generate::compile::plan::{Object, Plan, Presence};
use crate::generate::fill::extremes::Extremes;
use crate::generate::shrink::locate::Finder;
use crate::generate::value::text::Text;
use crate::model::Json;

/// A change of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// The simplest value of an earlier branch.
    Branch(usize),
    /// The simplest value of the same kind, ids and times kept.
    Reduce,
    /// A value without some optional fields or items.
    Drop(Chunk),
    /// The simplest string of the same length.
    Plain,
    /// A shorter string, cut at its end.
    Cut(Search),
    /// A string without some characters.
    Trim(Chunk),
    /// A string with some characters made plain.
    Smooth(Chunk),
    /// A number nearer to the near bound.
    Near(Search),
    /// An earlier constant.
    Pick(usize),
}

/// A part of a value that has a number of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    at: usize,
    size: usize,
}

/// Binary search: values below `low` are known to be too small, `high` is the current value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Search {
    low: u128,
    high: u128,
}

impl Chunk {
    /// Returns the first chunk of `count` parts.
    fn first(count: usize) -> Option<Self> {
        (count > 0).then_some(Self { at: 0, size: count })
    }

    /// Returns the next chunk; `count` is the current number of parts.
    fn next(self, accepted: Accepted, stays: Stays, count: usize) -> Option<Self> {
        let at = if accepted == Accepted::Yes && stays == Stays::No { self.at } else { self.at + self.size };
        if at < count {
            return Some(Self { at, size: self.size });
        }
        // Long strings are not shrunk character by character, because each character would cost a delivery.
        let size = self.size.div_ceil(2);
        (self.size > 1 && count > 0 && size * 64 >= count).then_some(Self { at: 0, size })
    }

    fn holds(self, place: usize) -> bool {
        (self.at..self.at + self.size).contains(&place)
    }
}

/// The result of a move: the condition still failed, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    Yes,
    No,
}

/// The state of the parts of a chunk after the move: still present, or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stays {
    Yes,
    No,
}

impl Search {
    fn over(low: u128, high: u128) -> Option<Self> {
        (low < high).then_some(Self { low, high })
    }

    const fn middle(self) -> u128 {
        self.low + (self.high - self.low) / 2
    }

    fn next(self, accepted: Accepted) -> Option<Self> {
        match accepted {
            Accepted::Yes => Self::over(self.low, self.middle()),
            Accepted::No => Self::over(self.middle() + 1, self.high),
        }
    }
}

/// A finder of moves for values of a generator.
#[derive(Clone, Copy)]
pub(crate) struct Mover<'a> {
    pub(crate) finder: Finder<'a>,
    pub(crate) extremes: &'a Extremes<'a>,
}

impl<'a> Mover<'a> {
    /// Returns the first move to try.
    pub(crate) fn first(&self, plan: &'a Plan, value: &Json) -> Move {
        match self.branches(plan).first() {
            Some(first) if !self.finder.fits(first, value) => Move::Branch(0),
            _ => Move::Reduce,
        }
    }

    /// Returns the move after a move; `None` if this position is done. `value` is the current value.
    pub(crate) fn next(&self, plan: &'a Plan, value: &Json, last: Move, accepted: Accepted) -> Option<Move> {
        let inner = self.finder.resolve(plan, value);
        match (last, accepted) {
            (Move::Branch(_), Accepted::Yes) => Some(Move::Reduce),
            (Move::Branch(at), Accepted::No) => match self.branches(plan).get(at + 1) {
                Some(branch) if !self.finder.fits(branch, value) => Some(Move::Branch(at + 1)),
                _ => Some(Move::Reduce),
            },
            (Move::Reduce | Move::Pick(_), Accepted::Yes) => None,
            (Move::Reduce, Accepted::No) => match (inner?, value) {
                (Plan::Object(object), value) => Chunk::first(removable(object, value).len()).map(Move::Drop),
                (Plan::Array(array), Json::Array(items)) => {
                    Chunk::first(items.len().saturating_sub(array.prefix.len())).map(Move::Drop)
                }
                (Plan::Text(text), Json::String(_)) if !text.is_identity() => Some(Move::Plain),
                (Plan::Number(numbers), Json::Number(number)) => {
                    Search::over(0, numbers.distance(number)?.unsigned_abs()).map(Move::Near)
                }
                (Plan::Choice(values), value) => earlier(values, value, 1),
                _ => None,
            },
            (Move::Pick(at), Accepted::No) => match inner? {
                Plan::Choice(values) => earlier(values, value, at + 1),
                _ => None,
            },
            (Move::Drop(chunk), accepted) => {
                let count = match (inner?, value) {
                    (Plan::Object(object), value) => removable(object, value).len(),
                    (Plan::Array(array), Json::Array(items)) => items.len().saturating_sub(array.prefix.len()),
                    _ => 0,
                };
                chunk.next(accepted, Stays::No, count).map(Move::Drop)
            }
            (Move::Near(search), accepted) => search.next(accepted).map(Move::Near),
            (Move::Plain, _) => {
                let (Plan::Text(text), Json::String(string)) = (inner?, value) else { return None };
                let length = string.chars().count();
                Search::over(text.range.min as u128, length as u128)
                    .map_or_else(|| self.after_cut(text, string), |search| Some(Move::Cut(search)))
            }
            (Move::Cut(search), accepted) => {
                let (Plan::Text(text), Json::String(string)) = (inner?, value) else { return None };
                search.next(accepted).map_or_else(|| self.after_cut(text, string), |search| Some(Move::Cut(search)))
            }
            (Move::Trim(chunk), accepted) => {
                let length = value.as_str()?.chars().count();
                let next = chunk.next(accepted, Stays::No, length).map(Move::Trim);
                next.or_else(|| Chunk::first(length).map(Move::Smooth))
            }
            (Move::Smooth(chunk), accepted) => {
                chunk.next(accepted, Stays::Yes, value.as_str()?.chars().count()).map(Move::Smooth)
            }
        }
    }

    /// Returns the move after cutting; `None` for a plain string of the right length. Any other is shrunk in parts.
    #[expect(clippy::unused_self, reason = "reads as one of the mover's questions")]
    fn after_cut(&self, text: &Text, string: &str) -> Option<Move> {
        let length = string.chars().count();
        if text.plain(length).as_deref() == Some(string) {
            return None;
        }
        Chunk::first(length).map(Move::Trim)
    }

    /// Returns the value after a move; `None` if the move does not apply.
    pub(crate) fn apply(&self, plan: &'a Plan, value: &Json, chosen: Move) -> Option<Json> {
        let inner = self.finder.resolve(plan, value);
        match (chosen, value) {
            (Move::Branch(at), _) => self.branches(plan).get(at).map(|branch| self.extremes.smallest(branch)),
            (Move::Reduce, _) => Some(self.reduced(plan, value)),
            (Move::Pick(at), _) => match inner? {
                Plan::Choice(values) => values.get(at).cloned(),
                _ => None,
            },
            (Move::Near(search), Json::Number(number)) => {
                let Plan::Number(numbers) = inner? else { return None };
                let steps = i128::try_from(search.middle()).ok()?;
                Some(Json::Number(numbers.at_distance(if numbers.distance(number)? < 0 { -steps } else { steps })))
            }
            (Move::Drop(chunk), Json::Object(members)) => {
                let Plan::Object(object) = inner? else { return None };
                let gone: Vec<usize> = removable(object, value).into_iter().skip(chunk.at).take(chunk.size).collect();
                let kept = members.iter().enumerate().filter(|(at, _)| !gone.contains(at));
                Some(Json::Object(kept.map(|(_, member)| member.clone()).collect()))
            }
            (Move::Drop(chunk), Json::Array(items)) => {
                let Plan::Array(array) = inner? else { return None };
                let is_kept = |at: &usize| *at < array.prefix.len() || !chunk.holds(*at - array.prefix.len());
                Some(Json::Array((0..items.len()).filter(is_kept).map(|at| items[at].clone()).collect()))
            }
            (Move::Plain, Json::String(string)) => {
                let Plan::Text(text) = inner? else { return None };
                text.plain(string.chars().count()).map(Json::String)
            }
            (Move::Cut(search), Json::String(string)) => {
                let Plan::Text(text) = inner? else { return None };
                let length = usize::try_from(search.middle()).ok()?;
                let is_plain = text.plain(string.chars().count()).as_deref() == Some(string);
                if is_plain {
                    text.plain(length).map(Json::String)
                } else {
                    Some(Json::String(string.chars().take(length).collect()))
                }
            }
            (Move::Trim(chunk), Json::String(string)) => {
                let kept = string.chars().enumerate().filter(|(at, _)| !chunk.holds(*at));
                Some(Json::String(kept.map(|(_, letter)| letter).collect()))
            }
            (Move::Smooth(chunk), Json::String(string)) => {
                let smooth = |(at, letter): (usize, char)| match letter {
                    letter if !chunk.holds(at) => letter,
                    '0'..='9' => '0',
                    'A'..='Z' => 'A',
                    _ => 'a',
                };
                Some(Json::String(string.chars().enumerate().map(smooth).collect()))
            }
            _ => None,
        }
    }

    fn branches(&self, plan: &'a Plan) -> &'a [Plan] {
        match plan {
            Plan::Union(union) => &union.branches,
            Plan::Validated(validated) => self.branches(&validated.plan),
            Plan::Reference(id) => self.finder.definitions.get(*id).map_or(&[], |plan| self.branches(plan)),
            _ => &[],
        }
    }

    /// Returns the simplest value of the same shape; ids and times stay unchanged.
    fn reduced(&self, plan: &'a Plan, value: &Json) -> Json {
        let Some(inner) = self.finder.resolve(plan, value) else { return value.clone() };
        match (inner, value) {
            (Plan::Object(object), Json::Object(members)) => {
                let mut spare = (members.len() - removable(object, value).len()).max(object.range.min);
                spare -= members.len() - removable(object, value).len();
                let optional = removable(object, value);
                let kept = (0..members.len()).filter(|at| {
                    let is_kept = !optional.contains(at) || spare > 0;
                    spare -= usize::from(optional.contains(at) && spare > 0);
                    is_kept
                });
                let reduced = |at: usize| {
                    let (name, member) = &members[at];
                    let child = self.finder.child(inner, value, at);
                    (name.clone(), child.map_or_else(|| member.clone(), |plan| self.reduced(plan, member)))
                };
                Json::Object(kept.map(reduced).collect())
            }
            (Plan::Array(array), Json::Array(items)) => {
                let count = items.len().min(array.range.min);
                let reduced = |at: usize| {
                    let child = self.finder.child(inner, value, at);
                    child.map_or_else(|| items[at].clone(), |plan| self.reduced(plan, &items[at]))
                };
                Json::Array((0..count).map(reduced).collect())
            }
            (Plan::Text(text), Json::String(_)) if text.is_identity() => value.clone(),
            _ => self.extremes.smallest(inner),
        }
    }
}

/// Returns the move to the constant at an index, if the value comes after it.
fn earlier(values: &[Json], value: &Json, at: usize) -> Option<Move> {
    (values.iter().position(|known| known == value)? > at).then_some(Move::Pick(at))
}

/// Returns the indexes of the fields that an object can omit.
fn removable(object: &Object, value: &Json) -> Vec<usize> {
    let Json::Object(members) = value else { return Vec::new() };
    let is_required =
        |name: &str| object.members.iter().any(|member| &*member.name == name && member.presence == Presence::Required);
    (0..members.len()).filter(|at| !is_required(&members[*at].0)).collect()
}
