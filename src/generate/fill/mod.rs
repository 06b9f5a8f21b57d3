//! From a plan to a document. A policy makes the choices that the plan leaves open.

pub(super) mod budget;
pub(super) mod extremes;
pub(super) mod filler;
pub(super) mod hostile;
pub(super) mod plausible;
pub(super) mod policy;
