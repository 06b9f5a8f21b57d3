//! From events to attempts: an engine without sockets or a clock of its own, and the driver that provides both.

mod allow_list;
mod attempts;
mod clock_speed;
mod driver;
mod emission;
mod engine;
mod events;
mod faults;
mod management;
mod transition;

pub use allow_list::AllowList;
pub use allow_list::AllowListError;
pub use attempts::Job;
pub use clock_speed::ClockSpeed;
pub use clock_speed::ClockSpeedError;
pub use driver::Driver;
pub use emission::EmitOutcome;
pub use engine::Engine;
pub use events::EmitRequest;
pub use events::EventError;
pub use events::What;
pub use faults::ApiFault;
pub use faults::Faults;
pub use management::Answered;
pub use management::Incoming;
pub use transition::Transition;
pub use transition::transition;
