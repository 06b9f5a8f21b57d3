//! A range of counts: characters of a string, items of an array.

use serde_json::Number;

/// A range from `min` to `max`, both included; `usize::MAX` means "no upper bound".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LengthRange {
    pub(crate) min: usize,
    pub(crate) max: usize,
}

impl LengthRange {
    pub(crate) const OPEN: Self = Self { min: 0, max: usize::MAX };

    pub(crate) const fn new(min: usize, max: usize) -> Self {
        Self { min, max }
    }

    /// Creates a range from the bounds of a schema. A bound that is missing, or too large for this machine, is ignored.
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

    /// Returns the nearest count in the range.
    pub(crate) fn clamp(self, count: usize) -> usize {
        count.min(self.max).max(self.min)
    }

    /// Returns the intersection of both ranges; its `min` is above its `max` if it is empty.
    pub(crate) fn meet(self, other: Self) -> Self {
        Self { min: self.min.max(other.min), max: self.max.min(other.max) }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.min > self.max
    }

    /// Returns whether this range contains all of `other`.
    pub(crate) fn covers(self, other: Self) -> bool {
        self.min <= other.min && other.max <= self.max
    }

    /// Returns the range of the sum of both counts.
    pub(crate) const fn then(self, other: Self) -> Self {
        Self { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }

    /// Returns the range of this part of a whole, if `used` is already used and the other parts have the range `rest`.
    pub(crate) fn share(self, whole: Self, used: usize, rest: Self) -> Self {
        let max =
            if whole.max == usize::MAX { usize::MAX } else { whole.max.saturating_sub(used).saturating_sub(rest.min) };
        let min = whole.min.saturating_sub(used).saturating_sub(rest.max);
        self.meet(Self { min, max })
    }
}
