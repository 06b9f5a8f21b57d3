//! From a failing document to the smallest one that still fails. Works on the plan, not on the text of the document.

mod locate;
mod step;
pub(super) mod tree;
