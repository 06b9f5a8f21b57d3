//! Hostile schemas, each in a process of its own: written from within a bound of memory, or refused with its place.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};

use crate::circles::{chain, doubling, web, write_all};
use crate::corpus;
use crate::corpus::Expected;
use crate::refusals::told;

/// Files of hostile schemas.
const FILES: [&str; 3] = [include_str!("circles.txt"), include_str!("sizes.txt"), include_str!("contradictions.txt")];

/// Maximum resident memory of one schema, in kilobytes, with the test program itself.
const MOST: u64 = 256 * 1024;

/// Maximum processor time of one schema, in seconds. A debug build on a busy machine takes twenty times as long as a
/// release build.
const SECONDS: u64 = 60;

/// Hostile schemas that are too large to be written down.
fn built() -> Vec<(&'static str, Value, Expected)> {
    let names = |count: usize| (0..count).map(|at| format!("n{at}"));
    let object = |count: usize, inner: fn(usize) -> Value| {
        let fields: Map<String, Value> = names(count).enumerate().map(|(at, name)| (name, inner(at))).collect();
        json!({"type": "object", "properties": fields})
    };
    let nested =
        |levels: usize, wrap: fn(Value) -> Value| (0..levels).fold(json!({"type": "string"}), |inner, _| wrap(inner));
    let written = || Expected::Documents(Vec::new());
    let refused = |why, pointer| Expected::Refusal { why, pointer, pattern: "" };
    let by_pointer: fn(usize) -> String = |at| format!("#/$defs/d{at}");
    vec![
        ("eight objects", web(8, |to| json!({"$ref": to})), written()),
        ("forty objects", web(40, |to| json!({"$ref": to})), written()),
        ("forty nullable objects", web(40, |to| json!({"anyOf": [{"$ref": to}, {"type": "null"}]})), written()),
        ("expandable objects", web(30, |to| json!({"anyOf": [{"type": "string"}, {"$ref": to}]})), written()),
        ("lists of objects", web(20, |to| json!({"type": "array", "items": {"$ref": to}})), written()),
        ("maps of objects", web(12, |to| json!({"type": "object", "additionalProperties": {"$ref": to}})), written()),
        ("annotated objects", web(12, |to| json!({"allOf": [{"$ref": to}], "description": "d"})), written()),
        ("exclusive objects", web(8, |to| json!({"oneOf": [{"$ref": to}, {"type": "null"}]})), written()),
        (
            "tuples of objects",
            web(8, |to| json!({"type": "array", "prefixItems": [{"$ref": to}, {"$ref": to}]})),
            written(),
        ),
        ("doubling, optional", doubling(40, &json!([])), written()),
        ("doubling, required", doubling(40, &json!(["a", "b"])), refused("beyond", "")),
        ("a chain", chain(500, by_pointer), written()),
        ("an endless chain", chain(20_000, by_pointer), refused("unmodeled", "")),
        ("a huge enum", json!({"enum": names(20_000).collect::<Vec<_>>()}), written()),
        ("a huge enum of numbers", json!({"enum": (0..20_000).collect::<Vec<_>>()}), written()),
        (
            "ten huge enums",
            object(10, |at| json!({"enum": (0..2_000).map(|n| format!("{at}-{n}")).collect::<Vec<_>>()})),
            written(),
        ),
        ("two thousand fields", object(2_000, |_| json!({"type": "string"})), written()),
        (
            "many branches",
            json!({"anyOf": names(300).map(|name| json!({"type": "object", "required": [name], "properties": {name: {"type": "integer"}}})).collect::<Vec<_>>()}),
            written(),
        ),
        (
            "many tagged branches",
            json!({"oneOf": names(200).map(|name| json!({"type": "object", "required": ["k"], "properties": {"k": {"const": name}}})).collect::<Vec<_>>()}),
            written(),
        ),
        ("deep fields", nested(60, |inner| json!({"type": "object", "properties": {"a": inner}})), written()),
        (
            "deep required fields",
            nested(60, |inner| json!({"type": "object", "required": ["a"], "properties": {"a": inner}})),
            written(),
        ),
        ("deep items", nested(60, |inner| json!({"type": "array", "items": inner})), written()),
        ("deep branches", nested(40, |inner| json!({"anyOf": [inner, {"type": "null"}]})), written()),
        ("deep parts", nested(100, |inner| json!({"allOf": [inner]})), written()),
        ("deeper than any stack", nested(3_000, |inner| json!({"items": inner})), refused("unmodeled", "")),
    ]
}

/// Every hostile schema.
fn all() -> Vec<(&'static str, Value, Expected)> {
    let read = corpus::read(&FILES).into_iter().map(|case| (case.name, case.schema, case.expected));
    read.chain(built()).collect()
}

/// Returns the most memory that this process ever had, in kilobytes, if the system says it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Reads the name of a schema from the standard input, writes documents from it, and says what came of it.
#[test]
#[ignore = "hostile_schemas_are_written_from_or_refused starts it in its own process"]
fn one() {
    let mut wanted = String::new();
    std::io::stdin().read_to_string(&mut wanted).unwrap();
    let (_, schema, _) = all().into_iter().find(|(name, _, _)| *name == wanted).unwrap();
    let outcome = match write_all(&schema) {
        Ok(documents) => format!("wrote {documents}"),
        Err(error) => {
            let (why, pointer, _) = told(&error);
            format!("refused {why} {pointer}: {error}")
        }
    };
    let said = format!("\noutcome: {outcome}\npeak: {}\n", peak().unwrap_or_default());
    std::io::stdout().write_all(said.as_bytes()).unwrap();
}

/// Returns the outcome of a schema in a process of its own, and its peak of memory in kilobytes.
fn outcome(name: &str) -> Result<(String, u64), String> {
    let program = std::env::current_exe().unwrap();
    let limits = format!(
        "ulimit -v 2097152; ulimit -t {SECONDS}; exec \"$0\" hostile::schemas::one --exact --ignored --nocapture"
    );
    let mut command = Command::new("sh");
    command.args(["-c", &limits]).arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(name.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = |start: &str| said.lines().find_map(|line| line.strip_prefix(start)).map(str::to_owned);
    match (line("outcome: "), line("peak: ").and_then(|peak| peak.parse().ok())) {
        (Some(outcome), Some(peak)) => Ok((outcome, peak)),
        _ => Err(format!(
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).lines().take(6).collect::<Vec<_>>().join(" / ")
        )),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn hostile_schemas_are_written_from_or_refused() {
    let cases = all();
    let names: BTreeSet<&str> = cases.iter().map(|(name, ..)| *name).collect();
    assert!(cases.len() >= 60 && names.len() == cases.len(), "{} of {}", names.len(), cases.len());
    let judged = |(name, _, expected): &(&str, Value, Expected)| {
        let expected = match expected {
            Expected::Documents(_) => "wrote ".to_owned(),
            Expected::Refusal { why, pointer, .. } => format!("refused {why} {pointer}: "),
        };
        match outcome(name) {
            Err(error) => Some(format!("{name}: {error}")),
            Ok((outcome, _)) if !outcome.starts_with(&expected) => Some(format!("{name}: {outcome}")),
            Ok((_, peak)) if peak > MOST => Some(format!("{name}: {peak} kB")),
            Ok(_) => None,
        }
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let halves = cases.chunks(cases.len().div_ceil(2));
        let threads: Vec<_> =
            halves.map(|half| scope.spawn(move || half.iter().filter_map(judged).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
