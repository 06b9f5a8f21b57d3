//! Compares generated parts of pages with what is written; with `UPDATE=1` it writes them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Sections of one file are written one after the other.
static WRITING: Mutex<()> = Mutex::new(());

pub(crate) fn place(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Returns every Rust file below `src`.
pub(crate) fn sources() -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![place("src")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// Compares the text between the markers of a section with the expected one, or replaces it.
#[track_caller]
pub(crate) fn section(file: &str, section: &str, wanted: &str) {
    let _alone = WRITING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let text = fs::read_to_string(place(file)).unwrap();
    let (open, close) = (format!("<!-- {section} -->\n"), format!("<!-- /{section} -->"));
    let start = text.find(&open).unwrap() + open.len();
    let end = start + text[start..].find(&close).unwrap();
    hold(file, section, &text, &format!("{}{wanted}{}", &text[..start], &text[end..]));
}

/// Compares a whole file with what it should be, or writes it.
#[track_caller]
pub(crate) fn whole(file: &str, wanted: &str) {
    let _alone = WRITING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let text = fs::read_to_string(place(file)).unwrap_or_default();
    hold(file, "all of it", &text, wanted);
}

/// Compares the violations of a rule with the exceptions in a file, one line each. The list only shrinks: `UPDATE=1`
/// removes exceptions that are not needed any more, and adds none.
#[track_caller]
pub(crate) fn shrinking(file: &str, found: &BTreeSet<String>, rule: &str) {
    let excepted: BTreeSet<String> = fs::read_to_string(place(file)).unwrap().lines().map(str::to_owned).collect();
    let new: Vec<&String> = found.difference(&excepted).collect();
    assert!(new.is_empty(), "each of these {rule}: {new:#?}");
    let left: Vec<String> = excepted.intersection(found).map(|line| format!("{line}\n")).collect();
    whole(file, &left.concat());
}

/// Keeps the written number of deliveries if it is nearly right: on a busy machine, a run sends a few more.
fn steady(text: &str, wanted: &str) -> String {
    const MARK: &str = " deliveries in ";
    const FEW: u64 = 100;
    fn number(text: &str) -> Option<(&str, u64)> {
        let before = text.split_once(MARK)?.0;
        let is_part = |character: char| character.is_ascii_digit() || character == ',';
        let digits = &before[before.trim_end_matches(is_part).len()..];
        Some((digits, digits.replace(',', "").parse().ok()?))
    }
    match (number(text), number(wanted)) {
        (Some((is, known)), Some((now, new))) if known.abs_diff(new) <= FEW => {
            wanted.replace(&format!(" {now}{MARK}"), &format!(" {is}{MARK}"))
        }
        _ => wanted.to_owned(),
    }
}

#[track_caller]
fn hold(file: &str, what: &str, text: &str, wanted: &str) {
    let wanted = steady(text, wanted);
    if text == wanted {
        return;
    }
    let line = text.lines().zip(wanted.lines()).position(|(is, should)| is != should);
    let line = line.unwrap_or_else(|| text.lines().count().min(wanted.lines().count()));
    let lines = |text: &str| text.lines().skip(line).take(3).collect::<Vec<_>>().join("\n");
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "{file} is stale ({what}) from line {}: run this test with `UPDATE=1`\nit says\n{}\nand should say\n{}",
        line + 1,
        lines(text),
        lines(&wanted),
    );
    fs::create_dir_all(place(file).parent().unwrap()).unwrap();
    fs::write(place(file), wanted).unwrap();
}
