//! For the tests, the benchmarks and the binary of this repository, and for the expansion of its macros. It is not part of
//! the public API: anything here may change in any version.

#[cfg(feature = "snapshots")]
pub use crate::harness::contract;

#[cfg(feature = "cli")]
pub mod cli {
    pub use crate::cli::*;
}
pub mod clock {
    pub use crate::clock::*;
}
#[cfg(any(feature = "cli", feature = "mock"))]
pub mod deliver {
    pub use crate::deliver::*;
}
#[cfg(feature = "cli")]
pub mod demo {
    pub use crate::demo::*;
}
pub mod generate {
    pub use crate::generate::*;
}
pub mod model {
    pub use crate::model::spelling::Escape;
    pub use crate::model::spelling::Spelling;
    pub use crate::model::target::Scheme;
    pub use crate::model::target::Target;
    pub use crate::model::*;
}
pub mod net {
    pub use crate::net::*;
}
pub mod provider {
    pub use crate::provider::api::Api;
    pub use crate::provider::*;
    pub mod api {
        pub use crate::provider::api::*;
    }
}
pub mod schema {
    pub use crate::schema::derive::to_text;
    pub use crate::schema::*;
}
#[cfg(feature = "cli")]
pub mod serve {
    pub use crate::serve::*;
}
pub mod snapshot {
    pub use crate::snapshot::changes::changes;
    pub use crate::snapshot::diff::Line;
    pub use crate::snapshot::diff::lines;
    pub use crate::snapshot::file::File;
    pub use crate::snapshot::folder::Folder;
    pub use crate::snapshot::folder::State;
    pub use crate::snapshot::page::Difference;
    pub use crate::snapshot::page::html;
    pub use crate::snapshot::payload::documents;
    pub use crate::snapshot::payload::text;
    pub use crate::snapshot::*;
}
#[cfg(any(feature = "cli", feature = "mock"))]
pub mod store {
    pub use crate::store::*;
}
pub mod story {
    pub use crate::story::*;
}
#[cfg(feature = "tls")]
pub mod tls {
    pub use crate::tls::*;
}
pub mod verify {
    pub use crate::verify::baseline::Baseline;
    pub use crate::verify::baseline::BaselineError;
    pub use crate::verify::check::Assumed as AssumedLevel;
    pub use crate::verify::check::Check;
    pub use crate::verify::check::Condition;
    pub use crate::verify::check::EffectiveLevel;
    pub use crate::verify::check::Needs as CheckNeeds;
    pub use crate::verify::check::Scope;
    pub use crate::verify::check::Selection;
    pub use crate::verify::check::Signed;
    pub use crate::verify::check::Stage;
    pub use crate::verify::check::Terms;
    pub use crate::verify::context::Context;
    pub use crate::verify::context::Given;
    pub use crate::verify::context::Observation;
    pub use crate::verify::judge::Judgement;
    pub use crate::verify::overall::ColdStart;
    pub use crate::verify::overall::Evidence;
    pub use crate::verify::overall::Overall;
    pub use crate::verify::overall::RunFacts;
    pub use crate::verify::plan::Attempt;
    pub use crate::verify::plan::ConnectionMode;
    pub use crate::verify::plan::Expected;
    pub use crate::verify::plan::Observed;
    pub use crate::verify::plan::Plan;
    pub use crate::verify::plan::Step;
    pub use crate::verify::type_under_test::Origin;
    pub use crate::verify::type_under_test::TypeUnderTest;
    pub use crate::verify::*;
    pub mod cause {
        pub use crate::verify::cause::*;
    }
    pub mod checks {
        pub use crate::verify::checks::*;
    }
}
pub mod wire {
    pub use crate::wire::*;
}
