//! Schemas of formats that others own. `.ci/run` takes them from the packages of their owners; none is in this tree.

use std::path::{Path, PathBuf};

use crate::browser::tools::left_out;

/// The schema of JUnit XML by Jenkins' xunit plugin, from the source package of pytest.
pub(crate) const JUNIT: &str = "junit-10.xsd";
/// The JSON Schema of SARIF, from Microsoft's package `@microsoft/jest-sarif`.
pub(crate) const SARIF: &str = "sarif-2.1.0-rtm.5.json";

/// Returns the path of a schema. `None`, and a loud line, if it is not installed; on CI that is a failure.
#[track_caller]
pub(crate) fn installed(name: &str, format: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/schemas").join(name);
    if path.is_file() {
        return Some(path);
    }
    left_out(&format!("{} (installed by .ci/run)", path.display()), format);
    None
}
