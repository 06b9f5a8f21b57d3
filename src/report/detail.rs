//! Level of detail of the report for people.

/// Level of detail for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// The causes of failures, and what to do.
    #[default]
    Short,
    /// Also a mark for every check, the whole deliveries, and the reasons of skips.
    Everything,
}
