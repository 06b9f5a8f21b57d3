//! Whole contracts of others, from npm: nearly every event is taken, and a second validator agrees. `.ci/run` installs
//! them; they are never committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use hookproof::__private::generate::{Generator, seeded};
use hookproof::provider::Provider;
use serde_json::{Value, json};

use crate::hold::section;
use crate::tool;
use crate::tools::left_out;

/// Contracts below `target/tools`.
const FOLDERS: [&str; 3] = [
    "sdks/node_modules/@octokit/openapi-webhooks/generated/api.github.com.json",
    "sdks/node_modules/@octokit/webhooks-schemas/schema.json",
    "contracts",
];

/// The examples of GitHub's events.
const EXAMPLES: &str = "sdks/node_modules/@octokit/webhooks-examples/api.github.com/index.json";

/// Python's validator accepts every e-mail address with an `@`. In `github-actions[bot]@users.noreply.github.com`, the
/// brackets are not allowed.
const EXCEPTED: [&str; 1] = ["check_suite.requested by check_suite.requested of \
    @octokit/openapi-webhooks/generated/api.github.com.json: false, and the second validator says true"];

/// A contract, and what was said of it.
pub(crate) struct Contract {
    /// Its path, below the folder of packages.
    pub(crate) name: String,
    path: PathBuf,
    pub(crate) said: Value,
    /// None if no event can be imported.
    provider: Option<Provider>,
}

fn tools(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools").join(path)
}

fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    // The list of the files is next to them.
    let entries = entries.filter(|path| path.extension().is_none_or(|ending| ending != "txt"));
    let mut found: Vec<PathBuf> = entries.flat_map(|path| files(&path)).collect();
    found.sort();
    found
}

/// Imports every contract once. `None`, and a loud line, if they are not installed.
#[track_caller]
pub(crate) fn contracts() -> Option<&'static [Contract]> {
    static IMPORTED: OnceLock<Vec<Contract>> = OnceLock::new();
    if let Some(missing) = FOLDERS.iter().map(|path| tools(path)).find(|path| !path.exists()) {
        left_out(&missing.display().to_string(), "the import of whole contracts");
        return None;
    }
    Some(IMPORTED.get_or_init(|| {
        let all: Vec<PathBuf> = FOLDERS.iter().flat_map(|path| files(&tools(path))).collect();
        let name = |path: &Path| {
            let text = path.strip_prefix(tools("")).unwrap().to_str().unwrap().to_owned();
            text.trim_start_matches("sdks/node_modules/").trim_start_matches("contracts/").to_owned()
        };
        let half = |paths: &[PathBuf]| -> Vec<Contract> { paths.iter().map(|path| import(path, name(path))).collect() };
        let (first, rest) = all.split_at(1);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| half(rest));
            let mut contracts = half(first);
            contracts.extend(other.join().unwrap());
            contracts
        })
    }))
}

fn import(path: &Path, name: String) -> Contract {
    let folder = tool::folder(&format!("contract-{}", name.replace('/', "-")));
    let out = folder.to_str().unwrap();
    let said = tool::run(&["import", path.to_str().unwrap(), "--name", "it", "--out", out, "--json"]);
    if said.code == Some(2) && said.stderr.contains("no event can be imported") {
        let reason = said.stderr.trim().to_owned();
        let said = json!({"events": [], "slots": [], "left_out": [{"event": "", "from": "", "reason": reason}]});
        return Contract { provider: None, path: path.to_owned(), name, said };
    }
    assert_eq!(said.code, Some(0), "{name}\n{}", said.stderr);
    let said: Value = serde_json::from_str(&said.stdout).unwrap();
    let provider = Some(Provider::from_file(folder.join("it.toml")).unwrap());
    Contract { provider, path: path.to_owned(), name, said }
}

/// The start of a reason, without what only this document has.
fn short(reason: &str) -> String {
    let reason =
        reason.rsplit_once("#/").map_or(reason, |(_, rest)| rest.split_once(": ").map_or(reason, |(_, why)| why));
    let reason = reason.split(", because of").next().unwrap_or(reason);
    reason.split('`').next().unwrap_or(reason).trim().to_owned()
}

#[test]
fn nearly_all_events_are_taken() {
    let Some(contracts) = contracts() else { return };
    let mut table = "| file | events | taken | left out | why |\n| --- | --: | --: | --: | --- |\n".to_owned();
    let (mut all, mut taken) = (0, 0);
    for contract in contracts {
        let count = |key: &str| contract.said[key].as_array().unwrap().len();
        let (events, left_out) = (count("events"), count("left_out"));
        let mut why: BTreeMap<String, usize> = BTreeMap::new();
        for one in contract.said["left_out"].as_array().unwrap() {
            *why.entry(short(one["reason"].as_str().unwrap())).or_default() += 1;
        }
        let why: Vec<String> = why.iter().map(|(reason, count)| format!("{count} × {reason}")).collect();
        let name = &contract.name;
        writeln!(table, "| `{name}` | {} | {events} | {left_out} | {} |", events + left_out, why.join("; ")).unwrap();
        all += events + left_out;
        taken += events;
    }
    writeln!(table, "| all {} files | {all} | {taken} | {} | |", contracts.len(), all - taken).unwrap();
    std::io::stdout().write_all(table.as_bytes()).unwrap();
    assert!(all > 650 && taken * 100 >= all * 98, "{taken} of {all}\n{table}");
    section("src/docs/adding_a_provider.md", "imported", &table);
}

/// Asks the second validator about documents, each with a file and a pointer to the schema.
#[track_caller]
fn judged(asked: &[Value]) -> Option<Vec<bool>> {
    let python = tools("bin/python");
    let has_package = Command::new(&python)
        .args(["-c", "import jsonschema, referencing, rfc3339_validator, rfc3986_validator"])
        .stderr(Stdio::null())
        .status();
    if !has_package.is_ok_and(|status| status.success()) {
        left_out("Python's jsonschema", "what an import means");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/second.py");
    let mut child = Command::new(python)
        .arg(script)
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let lines: String = asked.iter().fold(String::new(), |all, one| all + &one.to_string() + "\n");
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let verdicts: Vec<bool> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(verdicts.len(), asked.len());
    Some(verdicts)
}

impl Contract {
    /// The place of the schema of each event in the vendor's own file.
    fn originals(&self) -> BTreeMap<&str, (&str, String)> {
        let text = std::fs::read_to_string(&self.path).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let events = self.said["events"].as_array().unwrap().iter().map(|event| {
            let (file, pointer) = event["from"].as_str().unwrap().split_once('#').unwrap();
            let is_operation = document.pointer(pointer).unwrap().get("requestBody").is_some();
            let body = if is_operation { "/requestBody/content/application~1json/schema" } else { "" };
            (event["name"].as_str().unwrap(), (file, format!("{pointer}{body}")))
        });
        events.collect()
    }
}

#[test]
fn a_second_validator_accepts_what_is_generated() {
    let Some(contracts) = contracts() else { return };
    let mut asked = Vec::new();
    for contract in contracts {
        let folder = tool::folder(&format!("generated-{}", contract.name.replace('/', "-")));
        for (nth, event) in contract.provider.iter().flat_map(Provider::events).enumerate() {
            let Ok(generator) = Generator::compile(event.schema(), event.order()) else { panic!("{}", event.name) };
            let mut rng = seeded(7, &["contracts", &event.name]);
            let documents = [generator.minimal(), generator.sample(&mut rng), generator.sample(&mut rng)];
            let file = folder.join(format!("{nth}.json"));
            std::fs::write(&file, event.schema().to_string()).unwrap();
            for document in documents {
                let document = document.to_value();
                asked.push(json!({"file": file, "pointer": "", "document": document}));
            }
        }
    }
    let Some(verdicts) = judged(&asked) else { return };
    let wrong: Vec<&Value> =
        asked.iter().zip(verdicts).filter(|(_, valid)| !valid).map(|(one, _)| &one["file"]).collect();
    assert!(wrong.is_empty() && asked.len() > 2_000, "{} of {} are refused: {wrong:#?}", wrong.len(), asked.len());
}

/// The examples of an event, with the names that both contracts have for it.
fn examples() -> Vec<(String, String, Value)> {
    let text = std::fs::read_to_string(tools(EXAMPLES)).unwrap();
    let groups: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut found = Vec::new();
    for group in groups {
        let event = group["name"].as_str().unwrap();
        for example in group["examples"].as_array().unwrap() {
            let action = example["action"].as_str();
            let end = |start: char, other: &str| format!("{event}{start}{}", action.unwrap_or(other));
            let plain = if action.is_some() { end('.', "") } else { event.to_owned() };
            found.push((end('$', "event"), plain, example.clone()));
        }
    }
    found
}

/// Each example is judged by the schema of its own event and by that of the next event, and a second validator judges it by
/// the vendor's own file.
#[test]
fn examples_are_valid_exactly_if_a_second_validator_says_so() {
    let Some(contracts) = contracts() else { return };
    let examples = examples();
    assert_eq!(examples.len(), 329);
    let [github, octokit, ..] = contracts else { panic!("{} contracts", contracts.len()) };
    let (mut asked, mut said, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for (contract, is_octokit) in [(octokit, true), (github, false)] {
        let provider = contract.provider.as_ref().unwrap();
        let originals = contract.originals();
        let events: Vec<&str> = provider.events().map(|event| event.name.as_str()).collect();
        for (old, new, document) in &examples {
            let name = if is_octokit { old } else { new };
            let own = events.iter().position(|event| event == name);
            let pairs = own.into_iter().chain(own.map(|own| (own + 1) % events.len()));
            for event in pairs.map(|at| events[at]) {
                let (file, pointer) = &originals[event];
                asked.push(json!({"file": file, "pointer": pointer, "document": document}));
                said.push(provider.violations(event, document).is_empty());
                names.push(format!("{name} by {event} of {}", contract.name));
            }
        }
    }
    let Some(verdicts) = judged(&asked) else { return };
    let pairs = names.iter().zip(said.iter().zip(&verdicts));
    let wrong: Vec<String> = pairs
        .filter(|(_, (ours, theirs))| ours != theirs)
        .map(|(name, (ours, theirs))| format!("{name}: {ours}, and the second validator says {theirs}"))
        .collect();
    let valid = verdicts.iter().filter(|valid| **valid).count();
    assert_eq!(wrong, EXCEPTED, "of {} pairs", asked.len());
    assert!(asked.len() > 1_000 && valid > 300 && asked.len() - valid > 300, "{} pairs, {valid} valid", asked.len());
}
