//! The control API's own document, tried by a property-based tester of APIs that others made.

use std::path::Path;
use std::process::Command;

use crate::server::Mock;
use crate::tools;

/// Every call that the document describes, with whatever it allows and some that it does not: never a server error,
/// and every answer as described. Calls that are meant to take long are left out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_passes_schemathesis() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/bin/schemathesis");
    let program = if own.exists() { own.to_str().unwrap().to_owned() } else { "schemathesis".to_owned() };
    if !tools::is_there(&program, "the control API's document") {
        return;
    }
    let mock = Mock::start().await;
    let url = format!("{}/_hookproof/openapi.json", mock.base);
    let checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
    let run = move || {
        Command::new(program)
            .current_dir(env!("CARGO_TARGET_TMPDIR"))
            .args(["run", &url, "--checks", checks, "--max-examples", "10", "--seed", "1", "--no-color"])
            .args(["--exclude-path", "/_hookproof/stream", "--exclude-path", "/_hookproof/wait"])
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains(" passed"), "{told}");
}
