//! The source of a fact, and the day on which it was read.

/// A source of facts: a page, a repository or, for an assumption, what it is based on.
///
/// ```
/// use hookproof::provider::{Fact, Source};
///
/// const GUIDE: Source<'_> = Source::read("https://docs.acme.example/webhooks", "2026-11-21");
/// let fact = Fact::documented("delivery.user-agent", "Acme/1", GUIDE);
/// assert_eq!((fact.source.as_str(), fact.date.as_str()), ("https://docs.acme.example/webhooks", "2026-11-21"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source<'a> {
    /// Where it is written; for an assumption, the source that does not say it, or what the assumption is based on.
    pub location: &'a str,
    /// Day on which it was read, such as `2026-11-21`.
    pub day: &'a str,
}

impl<'a> Source<'a> {
    /// Creates a source that was read on this day.
    #[must_use]
    pub const fn read(location: &'a str, day: &'a str) -> Self {
        Self { location, day }
    }
}
