//! Generates documents from a schema and a seed, with shrinking. No clock, no I/O.
//!
//! A schema is compiled once into a small plan, which is then filled for each document. If the plan cannot express the
//! whole schema, values are validated and drawn again if they are invalid.

mod build;
mod build_number;
mod build_object;
mod build_text;
mod cover;
mod cover_fill;
mod cover_object;
mod coverage;
mod dice;
mod error;
mod extremes;
mod fill;
mod fits;
mod format;
mod generator;
mod goals;
mod hostile;
mod huge;
mod letters;
mod look;
mod manner;
mod moment;
mod mutate;
mod number;
mod pattern;
mod place;
mod plan;
mod plausible;
mod program;
mod seeded;
mod settle;
mod shrink;
mod shrink_step;
mod sized;
mod text;
mod wanted;
mod window;

pub use coverage::Coverage;
pub use coverage::Feature;
pub use coverage::Goal;
pub use coverage::Missed;
pub use coverage::Shown;
pub use error::CompileError;
pub use generator::Generator;
pub use hostile::Hostile;
pub use mutate::Effect;
pub use mutate::Mutation;
pub use mutate::MutationKind;
pub use mutate::Mutator;
pub use seeded::seeded;
pub use shrink::JsonTree;
