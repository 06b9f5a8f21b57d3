//! From events to attempts: an engine without sockets or a clock of its own, and the driver that provides both.

mod allow_list;
mod attempts;
mod clock_speed;
mod driver;
mod emission;
mod engine;
mod events;
mod faults;
mod handshake;
mod http_response;
mod management;
mod transition;

pub use allow_list::{AllowList, AllowListError};
pub use attempts::Job;
pub use clock_speed::{ClockSpeed, ClockSpeedError};
pub use driver::Driver;
pub use emission::EmitOutcome;
pub use engine::Engine;
pub use events::{EmitRequest, EventError, What};
pub use faults::{ApiFault, Faults};
pub(crate) use http_response::http_response;
pub use management::Answered;
pub use transition::{Transition, transition};
