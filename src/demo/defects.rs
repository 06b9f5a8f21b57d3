//! Planted defects: each replaces one step of the correct consumer, and names the checks that must catch it.

mod acting;
mod batch;
mod defect;
mod delivery;
mod encoding;
mod forging;
mod handshake;
mod keeping;
mod losing;
mod malformed;
mod order;
mod payload;
mod reading;
mod redelivery;
mod retry;
mod rotating;
mod signature;
mod storing;
mod texts;
mod transport;
mod verifying;

use thiserror::Error;

use crate::model::did_you_mean;

pub use defect::Defect;

/// A defect that does not exist.
#[derive(Debug, Error)]
#[error("unknown defect `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownDefect {
    /// The requested name.
    pub name: String,
    /// Existing names that are similar to it.
    pub nearest: Vec<String>,
}

/// A list for each family of checks.
const FAMILIES: &[&[Defect]] = &[
    handshake::ALL,
    delivery::ALL,
    payload::ALL,
    encoding::ALL,
    signature::ALL,
    redelivery::ALL,
    order::ALL,
    batch::ALL,
    malformed::ALL,
    transport::ALL,
    retry::ALL,
];

/// Returns every defect, in the order of the checks that catch them.
pub fn all() -> impl Iterator<Item = &'static Defect> {
    FAMILIES.iter().copied().flatten()
}

/// Returns the defect with this name.
///
/// # Errors
/// If no defect has this name; the error names the nearest.
pub fn named(name: &str) -> Result<&'static Defect, UnknownDefect> {
    all().find(|defect| defect.name == name).ok_or_else(|| UnknownDefect {
        name: name.to_owned(),
        nearest: crate::model::nearest(name, all().map(|defect| defect.name)),
    })
}
