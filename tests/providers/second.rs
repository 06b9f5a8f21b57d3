//! A second validator, in another language, says the same of every schema under `schemas/`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use hookproof::__private::generate::{Generator, seeded};
use hookproof::model::Json;
use hookproof::provider::Payload;
use serde_json::{Value, json};

const SAMPLES: u32 = 5;

/// The first Python that has the package. `None`, and a loud line, where there is none; on CI that is a failure.
fn interpreter() -> Option<&'static str> {
    let has_package = |python: &&&str| {
        let mut command = Command::new(python);
        command.args(["-c", "import jsonschema"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = ["python3", "/usr/bin/python3"].iter().find(has_package).copied();
    if found.is_none() {
        let missing = "Python's jsonschema is missing";
        assert!(std::env::var_os("CI").is_none(), "{missing}, and on CI it must not be");
        let line = format!("\n!!! IGNORED: {missing}, so no second validator judged the schemas !!!\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    found
}

/// The document, and what it becomes where one value at a time is replaced by what may not fit.
fn with_changes(document: &Json) -> Vec<Value> {
    let mut pointers = Vec::new();
    document.walk(&mut |pointer, _| pointers.push(pointer.to_owned()));
    let mut changed = vec![document.to_value()];
    for pointer in pointers {
        for other in [json!(null), json!("a"), json!(-1), json!([])] {
            let mut value = document.to_value();
            *value.pointer_mut(&pointer).unwrap() = other;
            changed.push(value);
        }
    }
    changed
}

fn documents(payload: &Payload) -> Vec<Value> {
    let generator = Generator::compile(payload.schema(), payload.order()).unwrap();
    let minimal = generator.minimal();
    let mut documents = with_changes(&minimal);
    documents.push(generator.maximal().to_value());
    let samples = (0..SAMPLES).map(|case| generator.sample(&mut seeded(u64::from(case), &["second", &payload.name])));
    documents.extend(samples.map(|document| document.to_value()));
    documents.extend(payload.examples.iter().map(|example| example.document().unwrap().to_value()));
    documents
}

#[test]
fn another_validator_agrees_on_every_payload() {
    let Some(python) = interpreter() else { return };
    let (mut lines, mut count, mut refused) = (Vec::new(), 0, 0);
    for provider in crate::all() {
        for payload in &provider.payloads {
            let validator = crate::schemas::validator(payload.schema());
            let file = format!("{}/{}", provider.id, payload.file());
            for document in documents(payload) {
                let valid = validator.is_valid(&document);
                refused += usize::from(!valid);
                count += 1;
                writeln!(lines, "{}", json!({"file": file, "document": document, "valid": valid})).unwrap();
            }
        }
    }
    assert!(refused > count / 4 && count - refused > count / 8, "{refused} of {count} refused: hardly a comparison");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new(python)
        .args([root.join("tests/providers/second.py"), root.join("schemas")])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // What it prints meanwhile must not fill the pipe that nobody reads.
    let writer = std::thread::spawn(move || stdin.write_all(&lines));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let differences: Vec<&str> = said.lines().filter(|line| !line.starts_with("judged ")).collect();
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences[..differences.len().min(40)].join("\n")
    );
    let judged = format!("judged {count} documents by ");
    assert!(output.status.success() && said.lines().any(|line| line.starts_with(&judged)), "{said}");
}
