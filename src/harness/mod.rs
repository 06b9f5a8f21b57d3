//! Parts for `cargo test`: the mock provider in the test's own process, and events without HTTP.

#[cfg(feature = "snapshots")]
#[doc(hidden)]
pub mod contract;
mod decode;
pub mod events;
#[cfg(feature = "mock")]
mod mock;
mod pointer;

pub use decode::assert_decodes;
#[cfg(feature = "mock")]
pub use mock::Emit;
#[cfg(feature = "mock")]
pub use mock::Emitted;
#[cfg(feature = "mock")]
pub use mock::MockBuilder;
#[cfg(feature = "mock")]
pub use mock::MockProvider;
