//! Finds files of `src` that import each other in a circle, directly or through other files.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths;
use crate::paths::Code;

/// The circles that are meant, each with its reason.
const MEANT: &[(&[&str], &str)] = &[(
    &["src/provider/api/mod.rs", "src/provider/api/route.rs", "src/provider/definition.rs"],
    "a provider holds its management API, whose functions take the provider",
)];

/// Re-exports of re-exports are followed this many times.
const MOST_STEPS: usize = 20;

/// The module tree of the crate. Modules are named without `crate`: `provider::api`; the root is empty.
struct Tree<'a> {
    /// The file of each module.
    files: BTreeMap<String, &'a str>,
    code: BTreeMap<String, Code>,
}

/// Names that one file takes from another, by the two files.
type Ties<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<String>>;

/// Returns the module of a file: `provider::api` for `src/provider/api/mod.rs`.
fn module_of(file: &str) -> String {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { String::new() } else { path.replace('/', "::") }
}

fn inside(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

impl<'a> Tree<'a> {
    fn read(sources: &'a [(String, String)]) -> Self {
        let files: BTreeMap<String, &str> = sources.iter().map(|(file, _)| (module_of(file), file.as_str())).collect();
        let code = sources.iter().map(|(file, text)| (module_of(file), paths::read(text))).collect();
        Self { files, code }
    }

    /// Returns the path from the root of the crate, if the path leads into the crate.
    fn absolute(&self, module: &str, path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?;
        if first == "crate" {
            return Some(path[1..].to_vec());
        }
        let own: Vec<String> = module.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let rest = if first == "self" { &path[1..] } else { path };
        let is_own = first == "self" || self.files.contains_key(&inside(module, first));
        is_own.then(|| [own.as_slice(), rest].concat())
    }

    /// Returns the module that defines the name at a path, and the name; no name if the path is a module.
    fn resolve(&self, path: &[String], steps: usize) -> Option<(String, Option<String>)> {
        let mut module = String::new();
        for (at, name) in path.iter().enumerate() {
            let is_last = at + 1 == path.len();
            let target = self.code.get(&module).and_then(|code| code.exports.get(name));
            let target = target.and_then(|target| self.absolute(&module, target));
            let child = inside(&module, name);
            let is_child = self.files.contains_key(&child);
            match target.filter(|_| steps < MOST_STEPS && (is_last || !is_child)) {
                Some(target) if target.join("::") != child => {
                    return self.resolve(&[target.as_slice(), &path[at + 1..]].concat(), steps + 1);
                }
                _ if is_child => module = child,
                _ => return Some((module, Some(name.clone()))),
            }
        }
        Some((module, None))
    }

    /// Returns the names that each file takes from each other file.
    fn ties(&self) -> Ties<'a> {
        let mut ties = Ties::new();
        for (module, code) in &self.code {
            let mut modules: BTreeMap<&str, String> = BTreeMap::new();
            let mut names: Vec<Vec<String>> = Vec::new();
            for (alias, path) in &code.imports {
                let Some(path) = self.absolute(module, path) else { continue };
                match self.resolve(&path, 0) {
                    Some((target, None)) => _ = modules.insert(alias, target),
                    _ => names.push(path),
                }
            }
            for path in &code.paths {
                let by_alias = modules.get(path[0].as_str()).map(|target| {
                    let start = target.split("::").map(str::to_owned);
                    start.chain(path[1..].iter().cloned()).collect()
                });
                names.extend(by_alias.or_else(|| self.absolute(module, path)));
            }
            let used_exports = code.exports.iter().filter(|(name, _)| code.words.contains(*name));
            names.extend(used_exports.filter_map(|(_, path)| self.absolute(module, path)));
            for (target, name) in names.iter().filter_map(|path| self.resolve(path, 0)) {
                if let (Some(name), Some(to)) = (name, self.files.get(&target))
                    && target != *module
                {
                    ties.entry((self.files[module], to)).or_default().insert(name);
                }
            }
        }
        ties
    }
}

/// Returns the files that can be reached from a file.
fn reached<'a>(ties: &Ties<'a>, from: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        let next = ties.range((file, "")..).take_while(|((from, _), _)| *from == file).map(|((_, to), _)| *to);
        open.extend(next.filter(|to| found.insert(*to)));
    }
    found
}

/// Returns every circle of files: the files, and a line for each tie between two of them.
fn circles(sources: &[(String, String)]) -> Vec<(Vec<&str>, String)> {
    let tree = Tree::read(sources);
    let ties = tree.ties();
    let reach: BTreeMap<&str, BTreeSet<&str>> = tree.files.values().map(|file| (*file, reached(&ties, file))).collect();
    let mut found = BTreeSet::new();
    for (file, reached) in &reach {
        let circle: Vec<&str> = reached.iter().copied().filter(|other| reach[other].contains(file)).collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().map(|files| (files.clone(), lines(&ties, &files))).collect()
}

/// Returns a line for each tie between two of these files.
fn lines(ties: &Ties<'_>, files: &[&str]) -> String {
    let between = ties.iter().filter(|((from, to), _)| files.contains(from) && files.contains(to));
    let line = |((from, to), names): (&(&str, &str), &BTreeSet<String>)| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("  {from} takes {} from {to}\n", names.join(", "))
    };
    between.map(line).collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = crate::sources("src");
    let mut found = circles(&sources);
    for (files, reason) in MEANT {
        let before = found.len();
        found.retain(|(circle, _)| circle != files);
        assert!(found.len() < before, "MEANT allows a circle that is gone ({reason}): take it out");
    }
    let shown: Vec<String> = found.iter().map(|(files, ties)| format!("{} files:\n{ties}", files.len())).collect();
    assert!(shown.is_empty(), "\ncircles: move what both sides need to a file of its own\n{}", shown.join("\n"));
}

/// Returns the circles of a few files, each with its ties.
fn described(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<(String, String)> =
        files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    circles(&sources).into_iter().map(|(_, ties)| ties).collect()
}

#[test]
fn a_circle_is_found_and_its_names_are_shown() {
    let direct = [("src/a.rs", "use crate::b::B;\npub struct A(B);"), ("src/b.rs", "fn b(_: crate::a::A) {}")];
    assert_eq!(described(&direct), ["  src/a.rs takes B from src/b.rs\n  src/b.rs takes A from src/a.rs\n"]);
    let by_re_exports = [
        ("src/x/mod.rs", "mod y;\nmod z;\npub use y::Y;\npub(crate) use crate::x::z::Z as Zed;"),
        ("src/x/y.rs", "use crate::x::Zed;"),
        ("src/x/z.rs", "use crate::x::Y;"),
    ];
    assert_eq!(
        described(&by_re_exports),
        ["  src/x/y.rs takes Z from src/x/z.rs\n  src/x/z.rs takes Y from src/x/y.rs\n"]
    );
    let by_module = [("src/a.rs", "use crate::b;\nfn a() { b::run() }"), ("src/b.rs", "use crate::{c, a::{A, Z}};")];
    assert_eq!(described(&by_module), ["  src/a.rs takes run from src/b.rs\n  src/b.rs takes A, Z from src/a.rs\n"]);
    let by_three = [
        ("src/a.rs", "use crate::b::B;"),
        ("src/b.rs", "use crate::c::C;"),
        ("src/c.rs", "use crate::a::A;"),
        ("src/d.rs", "use crate::a::A;"),
    ];
    assert_eq!(described(&by_three)[0].lines().count(), 3);
    let by_own_export =
        [("src/a/mod.rs", "mod b;\npub use b::B;\npub struct A(B);"), ("src/a/b.rs", "use crate::a::A;")];
    assert_eq!(described(&by_own_export).len(), 1);
}

#[test]
fn declarations_comments_texts_and_tests_tie_nothing() {
    let right = [
        ("src/a/mod.rs", "mod b;\nmod c;\npub use b::B;\npub use c::run;\npub enum Kind {\n    B,\n}"),
        ("src/a/b.rs", "use crate::a::Kind;\npub(in crate::a::c) struct B;"),
        ("src/a/c.rs", "use crate::a::B;\n// crate::d::D\nconst C: &str = \"crate::d::D\";\npub fn run() {}"),
        ("src/d.rs", "use crate::a::run;\n#[cfg(test)]\nmod tests {\n    use crate::e::E;\n}"),
        ("src/e.rs", "use crate::d::D;"),
    ];
    assert_eq!(described(&right), [""; 0]);
}
