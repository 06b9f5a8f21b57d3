//! Checks that caught each defect: the record of a run of every defect with every provider.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// For every defect the checks that failed, and with which providers.
pub(crate) type Record = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects/caught.json")
}

/// The record.
pub(crate) fn read() -> Record {
    serde_json::from_str(&fs::read_to_string(path()).unwrap()).unwrap()
}

/// Writes it, a line for each check.
pub(crate) fn write(record: &Record) {
    let check = |(check, providers): (&String, &BTreeSet<String>)| {
        format!("    {check:?}: {}", serde_json::to_string(providers).unwrap().replace(',', ", "))
    };
    let defect = |(defect, checks): (&String, &BTreeMap<String, BTreeSet<String>>)| {
        let checks: Vec<String> = checks.iter().map(check).collect();
        format!("  {defect:?}: {{\n{}\n  }}", checks.join(",\n"))
    };
    let defects: Vec<String> = record.iter().map(defect).collect();
    fs::write(path(), format!("{{\n{}\n}}\n", defects.join(",\n"))).unwrap();
}
