//! Comparing what is written with what the crate says; with `UPDATE=1` it is written anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;

/// Sections of one file are written one after the other.
static WRITING: Mutex<()> = Mutex::new(());

pub(crate) fn place(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
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

/// Compares what breaks a rule with the exceptions in a file, a line each. The list only shrinks: `UPDATE=1` removes what
/// is gone and adds nothing.
#[track_caller]
pub(crate) fn shrinking(file: &str, found: &BTreeSet<String>, rule: &str) {
    let excepted: BTreeSet<String> = fs::read_to_string(place(file)).unwrap().lines().map(str::to_owned).collect();
    let new: Vec<&String> = found.difference(&excepted).collect();
    assert!(new.is_empty(), "each of these {rule}: {new:#?}");
    let left: Vec<String> = excepted.intersection(found).map(|line| format!("{line}\n")).collect();
    whole(file, &left.concat());
}

/// On a busy machine a count is looked at again, with a few more deliveries: where what is written says nearly as many,
/// it may stay.
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
