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
    pub use crate::model::spelling::{Escape, Spelling};
    pub use crate::model::target::{Scheme, Target};
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
pub mod provider_file {
    pub use crate::provider_file::*;
}
pub mod providers {
    pub mod catalog {
        pub use crate::providers::catalog::*;
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
    pub use crate::snapshot::diff::{Line, lines};
    pub use crate::snapshot::file::File;
    pub use crate::snapshot::folder::{Folder, State};
    pub use crate::snapshot::page::{Difference, html};
    pub use crate::snapshot::payload::{documents, text};
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
    pub use crate::verify::baseline::{Baseline, BaselineError};
    pub use crate::verify::check::{
        Assumed as AssumedLevel, Check, Condition, EffectiveLevel, Needs as CheckNeeds, Scope, Selection, Signed,
        Stage, Terms,
    };
    pub use crate::verify::context::{Context, Given, Observation};
    pub use crate::verify::judge::Judgement;
    pub use crate::verify::overall::{ColdStart, Evidence, Overall, RunFacts};
    pub use crate::verify::plan::{Attempt, ConnectionMode, Expected, Observed, Plan, Step};
    pub use crate::verify::type_under_test::{Origin, TypeUnderTest};
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
