//! From events to attempts: an engine without sockets or a clock of its own, and the driver that provides both.

mod attempts;
mod calls;
mod driver;
mod emission;
mod engine;
mod events;
mod guard;
mod pace;
mod step;
mod weather;

pub use attempts::Job;
pub use calls::Answered;
pub use calls::Incoming;
pub use driver::Driver;
pub use emission::EmitOutcome;
pub use engine::Engine;
pub use events::EventError;
pub use events::What;
pub use events::Wish;
pub use guard::Guard;
pub use guard::GuardError;
pub use pace::Pace;
pub use pace::PaceError;
pub use step::Step;
pub use step::step;
pub use weather::ApiTrouble;
pub use weather::Weather;
