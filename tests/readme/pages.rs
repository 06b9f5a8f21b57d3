//! Every page reads the same on a code forge, in rustdoc and in a book.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use hookproof::provider::Provider;

use crate::{hold, typed};

const GUIDE: &str = "src/docs";
/// The pages outside the guide.
const OTHERS: [&str; 7] = [
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "examples/actix/README.md",
    "examples/axum-sqlite/README.md",
    "examples/other-languages/README.md",
    "examples/worker-queue/README.md",
];
/// What may follow the backticks of a block.
const LANGUAGES: [&str; 8] = ["http", "json", "rust", "sh", "text", "toml", "xml", "yaml"];

/// Returns the path of every page of the guide from the root of the repository, without the table of contents.
pub(crate) fn guide() -> Vec<String> {
    let mut pages = Vec::new();
    for folder in [GUIDE, "src/docs/sheets"] {
        for entry in fs::read_dir(hold::place(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.strip_suffix(".md").is_some_and(|stem| stem != "SUMMARY") {
                pages.push(format!("{folder}/{name}"));
            }
        }
    }
    pages.sort();
    pages
}

/// Returns the path of every page.
pub(crate) fn all() -> Vec<String> {
    OTHERS.map(str::to_owned).into_iter().chain(guide()).collect()
}

pub(crate) fn text(page: &str) -> String {
    fs::read_to_string(hold::place(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// Returns the lines outside blocks of code, with their numbers.
pub(crate) fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut in_block = false;
    let mut outside = |line: &str| {
        let fence = line.trim_start().starts_with("```");
        in_block ^= fence;
        !fence && !in_block
    };
    (1..).zip(text.lines()).filter(|(_, line)| outside(line)).collect()
}

/// Returns the targets of inline links and images.
fn inline(text: &str) -> Vec<String> {
    let lines: Vec<&str> = prose(text).into_iter().map(|(_, line)| line).collect();
    let joined = lines.join("\n");
    let targets = joined.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
    targets.collect()
}

/// Returns the definitions of links: label and target.
fn definitions(text: &str) -> BTreeMap<String, String> {
    let definition = |line: &str| {
        let (label, target) = line.strip_prefix('[')?.split_once("]: ")?;
        Some((label.to_owned(), target.to_owned()))
    };
    prose(text).into_iter().filter_map(|(_, line)| definition(line)).collect()
}

/// Returns the labels that links of a page use.
fn used(text: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = prose(text).into_iter().map(|(_, line)| line).collect();
    let joined = lines.join("\n");
    joined.split("][").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0.to_owned())).collect()
}

/// Returns the anchors of the headings, as code forges, rustdoc and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let heading = |line: &str| line.starts_with('#').then(|| line.trim_start_matches('#').trim().to_lowercase());
    let headings = prose(text).into_iter().filter_map(|(_, line)| heading(line));
    let kept = |character: &char| character.is_alphanumeric() || " -_".contains(*character);
    headings.map(|heading| heading.chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

/// Says what is wrong with the target of a link of a page.
fn broken(page: &str, target: &str) -> Option<String> {
    if target.starts_with("https://") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let folder = Path::new(page).parent().unwrap();
    let path = if file.is_empty() { page.into() } else { folder.join(file) };
    let full = hold::place(path.to_str().unwrap());
    if !full.exists() {
        return Some(format!("{page} links to {target}, which does not exist"));
    }
    let known = anchor.is_empty() || anchors(&fs::read_to_string(full).unwrap()).contains(anchor);
    (!known).then(|| format!("{page} links to {target}, and there is no such heading"))
}

#[test]
fn every_link_leads_somewhere() {
    let mut tried = 0;
    let mut wrong = Vec::new();
    for page in all().into_iter().chain(["src/docs/SUMMARY.md".to_owned()]) {
        let text = text(&page);
        let defined = definitions(&text);
        let targets = inline(&text).into_iter().chain(defined.values().cloned());
        let found: Vec<Option<String>> = targets.map(|target| broken(&page, &target)).collect();
        tried += found.len();
        wrong.extend(found.into_iter().flatten());
        let used = used(&text);
        let labels: BTreeSet<String> = defined.keys().cloned().collect();
        wrong.extend(
            used.symmetric_difference(&labels).map(|label| format!("{page}: [{label}] is used or defined only")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 80, "only {tried} links were found");
}

/// A definition in `rustdoc_links.txt` comes first in rustdoc, so both must mean the same page and heading. A link to a
/// `README.md` would be broken in the book, which renames it: the page of a folder is its `index.md`.
#[test]
fn links_of_the_guide_work_in_rustdoc_too() {
    let links = definitions(&text("src/docs/rustdoc_links.txt"));
    let mut wrong = Vec::new();
    for page in guide() {
        let text = text(&page);
        let relative = |target: &String| !target.starts_with("https://") && !target.starts_with('#');
        wrong.extend(inline(&text).into_iter().filter(relative).map(|target| format!("{page}: ({target}) is inline")));
        for (label, target) in definitions(&text) {
            let path = Path::new(&page).parent().unwrap().join(&target);
            let module = path.to_str().unwrap().trim_start_matches("src/").replace('/', "::");
            let module = format!("crate::{}", module.replace("::index.md", "").replace(".md", ""));
            if links.get(&label) != Some(&module) {
                wrong.push(format!("{page}: rustdoc_links.txt needs [{label}]: {module}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_page_is_listed_everywhere() {
    let (contents, modules) = (text("src/docs/SUMMARY.md"), text("src/docs/mod.rs"));
    let (index, sheets) = (text("src/docs/README.md"), text("src/docs/sheets/index.md"));
    for page in guide() {
        let name = page.strip_prefix("src/docs/").unwrap();
        assert!(contents.contains(&format!("({name})")), "src/docs/SUMMARY.md does not list {name}");
        if let Some(sheet) = name.strip_prefix("sheets/") {
            assert!(sheet == "index.md" || sheets.contains(&format!("]: {sheet}")), "sheets/index.md misses {sheet}");
        } else if name != "README.md" {
            assert!(index.contains(&format!("]: {name}")), "src/docs/README.md does not list {name}");
            assert!(modules.contains(&format!("\"{name}\"")), "src/docs/mod.rs does not list {name}");
        }
    }
}

/// Says what is wrong with the blocks of code of a page.
fn faults(page: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((at, line)) = lines.next() {
        let Some(tag) = line.trim_start().strip_prefix("```") else { continue };
        let inside: Vec<&str> =
            lines.by_ref().map(|(_, line)| line).take_while(|line| !line.trim_start().starts_with("```")).collect();
        let mut tags = tag.split(',');
        let language = tags.next().unwrap_or_default();
        if !LANGUAGES.contains(&language) {
            faults.push(format!("{page}:{at}: a block needs one of these languages: {LANGUAGES:?}"));
        }
        if language != "rust" {
            continue;
        }
        if inside.iter().any(|line| line.trim() == "#" || line.trim_start().starts_with("# ")) {
            faults.push(format!("{page}:{at}: only rustdoc hides lines that begin with `# `"));
        }
        let is_test =
            tags.clone().any(|tag| tag == "test_harness") && inside.iter().any(|line| line.ends_with("test]"));
        if !is_test && !inside.iter().any(|line| line.starts_with("fn main()")) {
            faults
                .push(format!("{page}:{at}: a block of Rust is a whole file: a program, or tests with `test_harness`"));
        }
        if tags.any(|tag| tag == "ignore") {
            faults.push(format!("{page}:{at}: a block of Rust is compiled, so it is not ignored"));
        }
    }
    faults
}

#[test]
fn every_block_has_a_language_and_is_complete() {
    let faults: Vec<String> = all().iter().flat_map(|page| faults(page, &text(page))).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_block_that_cannot_be_copied_is_found() {
    for (block, fault) in [
        ("```\nx\n```\n", "needs one of these languages"),
        ("```rust\n# fn hidden() {}\nfn main() {}\n```\n", "only rustdoc hides"),
        ("```rust,no_run\nlet x = 1;\n```\n", "a whole file"),
        ("```rust,test_harness\nfn main_part() {}\n```\n", "a whole file"),
        ("```rust,ignore\nfn main() {}\n```\n", "is not ignored"),
    ] {
        let found = faults("p", block);
        assert!(matches!(found.as_slice(), [one] if one.contains(fault)), "{block}{found:?}");
    }
    assert_eq!(faults("p", "```rust,test_harness\n#[tokio::test]\nasync fn x() {}\n```\n"), [""; 0]);
    assert_eq!(anchors("## Who: `a` gets in\n"), BTreeSet::from(["who-a-gets-in".to_owned()]));
    assert!(broken("README.md", "src/docs/verify.md#nowhere").is_some());
    assert!(broken("README.md", "src/docs/nothing.md").is_some());
    assert!(broken("README.md", "src/docs/verify.md#exit-status").is_none());
}

/// The first test fails for one reason: the second differs in nothing but the memory.
#[test]
fn the_fixed_endpoint_differs_in_its_memory_only() {
    let page = text("src/docs/first_test.md");
    let file = |mark: &str| page.split_once(mark).unwrap().1.split("```").nth(1).unwrap().split_once('\n').unwrap().1;
    let (red, green): (Vec<&str>, Vec<&str>) =
        (file("<!-- red file -->").lines().collect(), file("<!-- green file -->").lines().collect());
    let only = |one: &[&str], other: &[&str]| {
        let lines = one.iter().filter(|line| !other.contains(line)).map(|line| line.trim().to_owned());
        lines.collect::<Vec<_>>()
    };
    assert_eq!(
        only(&red, &green),
        ["shipped: Mutex<Vec<String>>,", "shop.shipped.lock().unwrap().push(id.to_owned());"]
    );
    assert_eq!(only(&green, &red).len(), 4, "{:?}", only(&green, &red));
    assert_eq!(green.len(), red.len() + 2);
}

#[test]
fn the_provider_of_the_guide_can_be_read_from_its_file() {
    let page = text("src/docs/adding_a_provider.md");
    let (_, after) = page.split_once("<!-- acme.json -->").unwrap();
    let file = after.split_once("```json\n").unwrap().1.split_once("```").unwrap().0;
    let acme: Provider = serde_json::from_str(file).unwrap();
    assert_eq!(acme.events().count(), 1);
    assert_eq!(acme.setting("retry.delay").as_deref(), Some("30s"));
    assert_eq!(typed::blocks("src/docs/adding_a_provider.md", &["json"]).len(), 1);
}
