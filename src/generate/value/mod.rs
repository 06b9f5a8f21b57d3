//! The texts and numbers that a plan contains, and how they are written.

pub(super) mod code_points;
pub(super) mod datetime;
pub(super) mod format;
pub(super) mod length_range;
pub(super) mod lookaround;
pub(super) mod number;
pub(super) mod pattern;
pub(super) mod program;
pub(super) mod text;
