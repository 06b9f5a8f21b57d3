//! How many: characters of a string, items of an array.

use serde_json::Number;

/// From `min` to `max`, both included; `usize::MAX` is "no upper bound".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) min: usize,
    pub(crate) max: usize,
}

impl Window {
    pub(crate) const OPEN: Self = Self { min: 0, max: usize::MAX };

    pub(crate) const fn new(min: usize, max: usize) -> Self {
        Self { min, max }
    }

    /// Bounds of a schema; one that is missing, or beyond what this machine counts, is none.
    pub(crate) fn of(min: Option<&Number>, max: Option<&Number>) -> Self {
        let count = |bound: Option<&Number>| bound?.as_u64().and_then(|bound| usize::try_from(bound).ok());
        Self::new(count(min).unwrap_or(0), count(max).unwrap_or(usize::MAX))
    }

    pub(crate) const fn exactly(count: usize) -> Self {
        Self { min: count, max: count }
    }

    pub(crate) fn is_open(self) -> bool {
        self == Self::OPEN
    }

    pub(crate) fn holds(self, count: usize) -> bool {
        self.min <= count && count <= self.max
    }

    /// The nearest count inside.
    pub(crate) fn clamp(self, count: usize) -> usize {
        count.min(self.max).max(self.min)
    }

    /// What both hold; its `min` is above its `max` when that is nothing.
    pub(crate) fn meet(self, other: Self) -> Self {
        Self { min: self.min.max(other.min), max: self.max.min(other.max) }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.min > self.max
    }

    /// Whether everything in `other` is in this too.
    pub(crate) fn covers(self, other: Self) -> bool {
        self.min <= other.min && other.max <= self.max
    }

    /// The counts of one after the other.
    pub(crate) const fn then(self, other: Self) -> Self {
        Self { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }

    /// What is left for this part of a whole, when the rest takes what `rest` says.
    pub(crate) fn share(self, whole: Self, used: usize, rest: Self) -> Self {
        let max =
            if whole.max == usize::MAX { usize::MAX } else { whole.max.saturating_sub(used).saturating_sub(rest.min) };
        let min = whole.min.saturating_sub(used).saturating_sub(rest.max);
        self.meet(Self { min, max })
    }
}
