//! The architecture: which module may use which, and that nothing that was added is missing in its list.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

#[path = "layers/circles.rs"]
mod circles;
#[path = "readme/hold.rs"]
#[expect(dead_code, reason = "the tests of the README use the rest")]
mod hold;
#[path = "layers/paths.rs"]
mod paths;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hookproof::__private::verify::checks;
use hookproof::providers;

/// The layers, lowest first: modules, each with what it is. A module uses only modules of rows above its own in this
/// table; those of one row do not use each other.
const LAYERS: &[&[(&str, &str)]] = &[
    &[("model", "plain data: JSON in order, headers, requests, times, secrets")],
    &[
        ("schema", "JSON Schemas: of Rust types, of documents, and what changed between two"),
        ("sign", "signatures, made and checked by a recipe"),
        ("retry", "retry plans: from what happened so far to the next delay"),
        ("wire", "HTTP/1.1 as bytes"),
        ("tls", "whom a connection trusts"),
    ],
    &[("generate", "from a schema and a seed to documents that shrink"), ("provider", "what a provider is: a value")],
    &[
        (
            "providers",
            "the built-in providers: five in Rust, each in a folder of its own, and the catalogue of provider files",
        ),
        ("story", "sequences of events about one entity"),
        ("verify", "the checks, the causes of failures, and the run as data"),
    ],
    // Above the checks, so that none of them can ask the time; below the network, which measures with it.
    &[
        ("report", "a run as text, in each format"),
        ("clock", "the only file that reads the time"),
        ("read", "files and streams, within limits"),
    ],
    &[
        ("net", "the only module that opens connections outwards"),
        ("provider_file", "a provider from a file or from the catalogue"),
        ("snapshot", "payloads as files, and their changes"),
        ("store", "what the mock provider keeps"),
    ],
    &[
        ("battery", "runs the checks against an endpoint; `Verifier` builds a run"),
        ("deliver", "from events to attempts, on a real or a virtual clock"),
        ("import", "from OpenAPI documents, schemas and examples to a provider file"),
    ],
    &[
        ("demo", "a correct consumer, and its planted defects"),
        ("serve", "the mock provider as a server, and the dashboard"),
    ],
    &[("harness", "what Rust tests use: the mock provider, `events` and `assert_decodes`")],
    &[("cli", "the command line"), ("docs", "the guide")],
    &[("__private", "what the tests, the benchmarks and the binary use, and nobody else")],
];

/// Files under `src/verify/checks` that are not a check, but help several.
const HELPERS: &[&str] =
    &["mod", "batches", "forged", "handshakes", "mutated", "redelivered", "throughout", "unreadable"];

/// The files and folders at the top of the repository, except dot-files; `*` is any ending.
const TOP: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE-*",
    "README.md",
    "benches",
    "examples",
    "schemas",
    "snapshots",
    "src",
    "target",
    "tests",
    ".*",
];

const MOST_LINES: usize = 400;

/// The public API, an item a line, as `.ci/api` writes it.
const PUBLIC_API: &str = "tests/data/public_api.txt";

const MOST_PUBLIC_MODULES: usize = 12;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.iter().any(|(name, _)| *name == module))
}

/// Every Rust file below a folder, by its path from the root of the repository, with its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for name in entries(&folder) {
            let path = folder.join(name);
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(root().join(&path)).unwrap();
                found.push((path.to_str().unwrap().replace('\\', "/"), text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no sources");
    found
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What breaks the rules in a file, a line each: where, what, and what to do.
fn faults(path: &str, text: &str) -> Vec<String> {
    let inside: Vec<&str> = path.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect();
    let from = inside[0];
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: String| faults.push(format!("{path}:{line}: {what}"));
    let count = text.lines().count();
    if count > MOST_LINES {
        fault(count, format!("{count} lines, {MOST_LINES} are allowed: split it by what it does"));
    }
    let own = layer(from);
    if own.is_none() && !matches!(from, "lib" | "main") {
        fault(1, format!("`{from}` is in no layer: add it to LAYERS of tests/layers.rs"));
    }
    let provider = (from == "providers" && inside.len() > 2).then(|| inside[1]);
    let mut in_tests = false;
    for (at, line) in text.lines().enumerate() {
        let at = at + 1;
        in_tests |= line.trim() == "#[cfg(test)]";
        if let Some(other) = provider.and_then(|own| other_provider(own, line)) {
            fault(at, format!("names `{other}`: a provider knows no other, move what both need to `provider`"));
        }
        if line.trim_start().starts_with("//") {
            continue;
        }
        if line.contains("crate::{") {
            fault(at, "several modules in one import: write one module a line".to_owned());
        }
        if line.contains("super::") && !in_tests {
            fault(at, "`super::` outside tests: write the path from `crate`".to_owned());
        }
        // In a macro, `$crate::` is a path of the caller.
        for to in line.replace("$crate::", "").split("crate::").skip(1) {
            let to = to.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default();
            match (layer(to), own) {
                _ if to == from || to.is_empty() => {}
                (None, _) => fault(at, format!("`crate::{to}` is in no layer: name the module it comes from")),
                (Some(theirs), Some(ours)) if theirs >= ours => {
                    let place = if theirs == ours { "its own layer" } else { "a layer above" };
                    fault(at, format!("`{from}` imports `{to}` from {place}: move what is shared further down"));
                }
                _ => {}
            }
        }
    }
    faults
}

fn ids() -> Vec<String> {
    providers::ALL.iter().map(|provider| provider().id).collect()
}

/// The first provider other than `own` that a line names as a word, in code or comment.
fn other_provider(own: &str, line: &str) -> Option<String> {
    static KNOWN: LazyLock<Vec<String>> = LazyLock::new(ids);
    let words = line.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    words.into_iter().find(|word| word != own && KNOWN.contains(word))
}

#[test]
fn imports_point_down_and_files_stay_small() {
    let faults: Vec<String> = sources("src").iter().flat_map(|(path, text)| faults(path, text)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_layer_has_its_modules() {
    let modules: Vec<String> = entries(Path::new("src")).iter().map(|name| name.replace(".rs", "")).collect();
    for (module, _) in LAYERS.iter().copied().flatten() {
        assert!(modules.iter().any(|known| known == module), "LAYERS names `{module}`, which is gone: take it out");
    }
}

#[test]
fn the_architecture_shows_the_layers() {
    let mut table = "| layer | module | what it is |\n| --: | --- | --- |\n".to_owned();
    for (at, row) in (1..).zip(LAYERS) {
        for (module, about) in *row {
            let _ = writeln!(table, "| {at} | `{module}` | {about} |");
        }
    }
    hold::section("ARCHITECTURE.md", "layers", &table);
}

#[test]
fn every_file_that_the_architecture_names_is_there() {
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let named = text.split('`').skip(1).step_by(2).filter(|span| {
            ["src/", "tests/", ".ci/", "schemas/", "examples/"].iter().any(|folder| span.starts_with(folder))
        });
        let gone: Vec<&str> = named.filter(|path| !root().join(path).exists()).collect();
        assert!(gone.is_empty(), "{page} names {gone:?}, which do not exist");
    }
}

#[test]
fn every_provider_is_a_folder_and_a_line_in_the_list() {
    let folder = Path::new("src/providers");
    let mut listed = ids();
    listed.sort();
    let folders: Vec<String> =
        entries(folder).into_iter().filter(|name| name != "mod.rs" && name != "catalog").collect();
    for name in &folders {
        assert!(listed.contains(name), "src/providers/{name} is not listed: add it to ALL in src/providers/mod.rs");
        assert!(root().join(folder).join(name).is_dir(), "src/providers/{name}: a provider is a folder");
    }
    assert_eq!(folders, listed, "ALL in src/providers/mod.rs lists a provider of another name than its folder");
}

#[test]
fn every_check_is_a_file_and_a_line_in_the_list() {
    let listed: Vec<&str> = checks::ALL.iter().map(|check| check.id).collect();
    let files: Vec<String> =
        entries(Path::new("src/verify/checks")).iter().map(|name| name.replace(".rs", "")).collect();
    for file in files.iter().filter(|file| !HELPERS.contains(&file.as_str())) {
        let place = format!("src/verify/checks/{file}.rs");
        let id = file.replace('_', "-");
        assert!(listed.contains(&id.as_str()), "{place}: no check `{id}` is in ALL of src/verify/checks/mod.rs");
        let text = fs::read_to_string(root().join(&place)).unwrap();
        assert!(text.contains(&format!("id: \"{id}\"")), "{place}: its check has another id than `{id}`");
    }
    for id in listed {
        assert!(files.contains(&id.replace('-', "_")), "check `{id}` has no file of its name in src/verify/checks");
    }
}

#[test]
fn the_top_of_the_repository_holds_only_what_the_card_names() {
    for name in entries(Path::new("")) {
        let known = TOP.iter().any(|known| match known.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == *known,
        });
        assert!(known, "{name} has no place at the top: put it below one of {}", TOP.join(", "));
    }
}

/// Returns the paths in a line of the public API, such as `hookproof::Run` and `core::option::Option`.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
    let whole = words.map(|word| word.trim_matches(':')).filter(|word| word.contains("::"));
    // The bound of an associated type is printed without its colon.
    whole.map(|word| word.find("hookproof::").map_or(word, |at| &word[at..]))
}

/// Returns the lines that declare an item, each with the path of the item. Implementations of traits declare none.
fn declared(api: &str) -> impl Iterator<Item = (&str, &str)> {
    let items = api.lines().filter(|line| line.contains("pub "));
    items.filter_map(|line| Some((line, paths(line).find(|path| path.starts_with("hookproof::"))?)))
}

/// Returns each path of hookproof in the public API that is not an item of it. Traits that seal others are hidden on
/// purpose.
fn unnameable(api: &str) -> BTreeSet<&str> {
    let known: BTreeSet<&str> = declared(api).map(|(_, path)| path).collect();
    let named = api.lines().flat_map(paths).filter(|path| path.starts_with("hookproof::"));
    named.filter(|path| !known.contains(path) && !path.ends_with("::sealed::Sealed")).collect()
}

#[test]
fn the_root_has_few_public_modules() {
    let api = fs::read_to_string(root().join(PUBLIC_API)).unwrap();
    let modules = declared(&api).filter(|(line, path)| line.starts_with("pub mod ") && path.matches("::").count() == 1);
    let modules: Vec<&str> = modules.map(|(_, path)| path).collect();
    assert!(modules.len() > 3, "{PUBLIC_API} lists {modules:?} only");
    assert!(modules.len() <= MOST_PUBLIC_MODULES, "{} public modules: {modules:#?}", modules.len());
}

#[test]
fn every_type_in_a_public_signature_can_be_named() {
    let api = fs::read_to_string(root().join(PUBLIC_API)).unwrap();
    let hidden = unnameable(&api);
    assert!(hidden.is_empty(), "make them public, or take them out of the signatures: {hidden:#?}");
    let wrong =
        "pub mod hookproof::a\npub struct hookproof::a::B\npub fn hookproof::a::B::c(&self) -> &hookproof::d::E\n";
    assert_eq!(unnameable(wrong), BTreeSet::from(["hookproof::d::E"]));
}

#[test]
fn the_readme_names_the_crates_in_public_signatures() {
    let api = fs::read_to_string(root().join(PUBLIC_API)).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let first = api.lines().flat_map(paths).filter_map(|path| path.split("::").next());
    let crates: BTreeSet<&str> = first.filter(|name| name.starts_with(char::is_lowercase)).collect();
    for name in crates.into_iter().filter(|name| !["alloc", "core", "hookproof", "std"].contains(name)) {
        // The traits of serde live in a crate of their own.
        let name = if name == "serde_core" { "serde" } else { name }.replace('_', "-");
        assert!(
            readme.contains(&format!("`{name}`")),
            "a public signature has a type of {name}: name it in the README"
        );
    }
}

#[test]
fn each_fault_is_found_with_its_place() {
    let wrong = [
        (
            "src/sign/key.rs",
            "use crate::providers;",
            "src/sign/key.rs:1: `sign` imports `providers` from a layer above",
        ),
        (
            "src/generate/generator.rs",
            "\nuse crate::provider::Fact;",
            "src/generate/generator.rs:2: `generate` imports `provider`",
        ),
        ("src/verify/plan.rs", "    crate::clock::now()", "`verify` imports `clock` from a layer above"),
        ("src/net/mod.rs", "use crate::{clock, model};", "several modules in one import"),
        ("src/net/mod.rs", "use crate::Verifier;", "`crate::Verifier` is in no layer"),
        ("src/net/mod.rs", "use super::*;", "`super::` outside tests"),
        ("src/attic/mod.rs", "", "`attic` is in no layer"),
        ("src/providers/truv/mod.rs", "// Unlike Orum, it", "names `orum`"),
        ("src/providers/truv/mod.rs", "use crate::providers::argyle::X;", "names `argyle`"),
        ("src/model/json.rs", &"\n".repeat(401), "401 lines"),
    ];
    for (path, text, told) in wrong {
        let found = faults(path, text);
        assert!(matches!(found.as_slice(), [one] if one.contains(told)), "{path}: {text}\n{found:?}");
    }
    let right = [
        ("src/providers/truv/mod.rs", "use crate::providers::truv::events;\nuse crate::sign::Recipe;"),
        (
            "src/net/mod.rs",
            "use crate::clock;\n// as crate::battery does\n#[cfg(test)]\nmod tests {\n    use super::*;\n}",
        ),
        ("src/verify/plan.rs", "pub(crate) use crate::verify::plan::Plan;\npub(super) fn quorum() {}"),
        ("src/harness/contract.rs", "    () => { $crate::__private::contract::compare() };"),
    ];
    for (path, text) in right {
        assert_eq!(faults(path, text), [""; 0], "{path}: {text}");
    }
}
