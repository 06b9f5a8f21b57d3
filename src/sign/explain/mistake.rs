//! A known mistake in computing a signature.

/// A known mistake in a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mistake {
    /// Stable name.
    pub id: &'static str,
    /// Description of the mistake, and of the correct way.
    pub text: &'static str,
}

#[expect(clippy::unnecessary_wraps, reason = "every use is next to a `None`, the way without a mistake")]
pub(super) const fn mistake(id: &'static str, text: &'static str) -> Option<Mistake> {
    Some(Mistake { id, text })
}
