//! From the files of an earlier import and those of a new one to files that keep what a person edited.
//!
//! A file with digests says what the earlier import wrote. A part of the provider file, or a payload, whose digest is another
//! one now was edited.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::import::error::ImportError;
use crate::import::output::Output;
use crate::import::parts;
use crate::import::parts::Part;

/// First line of the file with digests.
const HEAD: &str =
    "# Written by `hookproof import`. A part with another digest was edited, and the next import keeps it.\n";

/// What became of a part that the documents have in another form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    Added,
    Replaced,
    Removed,
    Kept,
}

/// A part that the documents have in another form than the files.
pub(crate) struct Difference {
    /// A file, or a file and a part of it: `acme.toml#event`.
    pub(crate) part: String,
    pub(crate) fate: Fate,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// The files of both imports.
pub(crate) struct Merged {
    pub(crate) files: Output,
    pub(crate) differences: Vec<Difference>,
}

/// Merges the files of a new import into those that are there.
pub(crate) fn merge(known: &Output, new: &Output, name: &str) -> Result<Merged, ImportError> {
    let (toml, sums) = (format!("{name}.toml"), format!("{name}/import.sums"));
    let written = known.get(&sums).map(|text| read_sums(text));
    if written.is_none() && !known.is_empty() {
        return Err(ImportError::NotImported { path: toml });
    }
    let mut written = written.unwrap_or_default();
    if !known.contains_key(&toml) {
        let of_toml = format!("{toml}#");
        written.retain(|part, _| !part.starts_with(&of_toml));
    }
    let (before, after) = (all_parts(known, &toml, &sums)?, all_parts(new, &toml, &sums)?);
    let differences = differences(&before, &after, &written);
    let mut files = known.clone();
    for Difference { part, fate, new, .. } in differences.iter().filter(|difference| !difference.part.contains('#')) {
        match fate {
            Fate::Added | Fate::Replaced => drop(files.insert(part.clone(), new.clone())),
            Fate::Removed => drop(files.remove(part)),
            Fate::Kept => {}
        }
    }
    let fresh = new.get(&toml).map(String::as_str).unwrap_or_default();
    let text = match known.get(&toml) {
        Some(old) if written.get(&toml) != Some(&digest(old)) => {
            let of_toml: BTreeMap<&str, &Difference> = differences
                .iter()
                .filter_map(|difference| Some((difference.part.strip_prefix(&toml)?.strip_prefix('#')?, difference)))
                .collect();
            merged(old, fresh, &of_toml).map_err(|reason| ImportError::Document { path: toml.clone(), reason })?
        }
        _ => fresh.to_owned(),
    };
    let mut recorded = HEAD.to_owned();
    for (part, text) in after.iter().map(|(part, text)| (part.as_str(), text.as_str())).chain([(&*toml, fresh)]) {
        let _ = writeln!(recorded, "{}  {part}", digest(text));
    }
    files.insert(toml, text);
    files.insert(sums, recorded);
    Ok(Merged { files, differences })
}

/// Returns the digests that an import wrote down, by the parts.
fn read_sums(text: &str) -> BTreeMap<String, String> {
    let pairs = text.lines().filter_map(|line| line.split_once("  "));
    pairs.map(|(sum, part)| (part.to_owned(), sum.to_owned())).collect()
}

/// Returns the digest of a text, in which the ends of lines do not count.
fn digest(text: &str) -> String {
    const_hex::encode(Sha256::digest(text.replace("\r\n", "\n")))
}

/// Returns the payloads, and the parts of the provider file, by their names.
fn all_parts(files: &Output, toml: &str, sums: &str) -> Result<BTreeMap<String, String>, ImportError> {
    let mut found = BTreeMap::new();
    for (path, text) in files.iter().filter(|(path, _)| *path != sums) {
        if path != toml {
            found.insert(path.clone(), text.clone());
            continue;
        }
        let parts = parts::of(text).map_err(|reason| ImportError::Document { path: path.clone(), reason })?;
        for Part { name, range, .. } in parts {
            found.insert(format!("{path}#{name}"), text.get(range).unwrap_or_default().to_owned());
        }
    }
    Ok(found)
}

/// Decides what becomes of each part that differs.
fn differences(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    written: &BTreeMap<String, String>,
) -> Vec<Difference> {
    let parts: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found = Vec::new();
    for part in parts {
        let (old, new, sum) = (before.get(part), after.get(part), written.get(part));
        if old.map(|text| digest(text)) == new.map(|text| digest(text)) {
            continue;
        }
        let is_edited = old.map(|text| digest(text)).as_ref() != sum;
        let fate = match (old, new) {
            // Somebody added it.
            _ if is_edited && new.is_none() && sum.is_none() => continue,
            _ if is_edited => Fate::Kept,
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
            _ => Fate::Replaced,
        };
        let text = |side: Option<&String>| side.cloned().unwrap_or_default();
        found.push(Difference { part: part.clone(), fate, old: text(old), new: text(new) });
    }
    found
}

/// Returns an edited provider file with what the documents have in another form, in the places of the old parts.
fn merged(old: &str, new: &str, differences: &BTreeMap<&str, &Difference>) -> Result<String, String> {
    let mut text = old.to_owned();
    let fate = |part: &Part| differences.get(part.name.as_str()).map(|difference| difference.fate);
    for part in parts::of(old)?.iter().rev() {
        match fate(part) {
            Some(Fate::Replaced) => {
                let new = differences.get(part.name.as_str()).map(|difference| difference.new.as_str());
                text.replace_range(part.range.clone(), new.unwrap_or_default());
            }
            Some(Fate::Removed) => text.replace_range(parts::with_line_end(&text, &part.range), ""),
            _ => {}
        }
    }
    let new_parts = parts::of(new)?;
    for (nth, part) in new_parts.iter().enumerate().filter(|(_, part)| fate(part) == Some(Fate::Added)) {
        let added = new.get(part.range.clone()).unwrap_or_default();
        if part.is_table {
            let end = if text.ends_with('\n') { "" } else { "\n" };
            let _ = write!(text, "{end}\n{added}\n");
        } else {
            // Keys are before tables, so a key has its place after the one that is before it in the new file.
            let there = parts::of(&text)?;
            let there: Vec<&Part> = there.iter().filter(|part| !part.is_table).collect();
            let mut earlier = new_parts.iter().take(nth).rev();
            let after = earlier.find_map(|known| there.iter().find(|part| part.name == known.name));
            let at = match after {
                Some(part) => parts::line_end(&text, &part.range),
                None => there.first().map_or(0, |part| part.range.start),
            };
            let end = if at > 0 && !text.get(..at).is_some_and(|before| before.ends_with('\n')) { "\n" } else { "" };
            text.insert_str(at, &format!("{end}{added}\n"));
        }
    }
    Ok(text)
}
