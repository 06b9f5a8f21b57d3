//! The size that one document may have.

use crate::model::Json;

/// Size of a value in addition to its text.
const VALUE: usize = 16;

/// Number of times that a document may be drawn anew, in part or as a whole, because a value was invalid.
const REDRAWS: usize = 64;

/// The size by which a document may still grow, in bytes. When it is spent, the document gets only what its schema
/// requires.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    left: usize,
    /// The size of all values that may still be drawn, with those that are thrown away.
    effort: usize,
}

impl Budget {
    /// The budget of a random document: 4,096 values without text.
    pub(crate) const NATURAL: Self = Self::of(4_096 * VALUE);

    /// The budget of a document that shows as much as possible.
    pub(crate) const RICH: Self = Self::of(16_384 * VALUE);

    /// The budget of the fullest document.
    pub(crate) const FULLEST: Self = Self::of(524_288 * VALUE);

    /// A budget that is spent.
    pub(crate) const NONE: Self = Self::of(0);

    const fn of(bytes: usize) -> Self {
        Self { left: bytes, effort: REDRAWS * bytes }
    }

    /// Returns a budget for a document with this many values.
    pub(crate) const fn for_values(values: usize) -> Self {
        Self::of(values.saturating_mul(VALUE))
    }

    /// Returns whether nothing is left.
    pub(crate) const fn is_spent(self) -> bool {
        self.left == 0
    }

    /// Returns whether too much was drawn to draw anything anew.
    pub(crate) const fn is_tired(self) -> bool {
        self.effort == 0
    }

    /// Pays for a value without its text and its parts.
    pub(crate) const fn spend(&mut self) {
        self.pay(VALUE);
    }

    /// Pays for the parts of a value that was written at once.
    pub(crate) fn spend_on(&mut self, value: &Json) {
        match value {
            Json::String(_) | Json::Array(_) | Json::Object(_) => self.pay(size(value) - VALUE),
            _ => {}
        }
    }

    /// Returns how many copies of a value there is room for, and pays for at most this many.
    pub(crate) fn room_for(&mut self, value: &Json, copies: usize) -> usize {
        let each = size(value);
        let copies = copies.min(self.left / each);
        self.pay(copies * each);
        copies
    }

    /// Returns the size of all values that were drawn from this budget until it became another one.
    pub(crate) const fn drawn_until(self, later: Self) -> usize {
        self.effort - later.effort
    }

    /// Restores what was left earlier, because the values since then are thrown away.
    pub(crate) const fn back_to(&mut self, earlier: Self) {
        self.left = earlier.left;
    }

    const fn pay(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
        self.effort = self.effort.saturating_sub(bytes);
    }
}

/// Returns the size of a document.
pub(crate) fn size(value: &Json) -> usize {
    VALUE
        + match value {
            Json::String(text) => text.len(),
            Json::Array(items) => items.iter().map(size).sum(),
            Json::Object(members) => members.iter().map(|(name, value)| name.len() + size(value)).sum(),
            _ => 0,
        }
}
