//! Schemas, one per keyword or trap, as text: `name = schema` a line, and below it what is expected of it.
//! Without a word the schema is written from; `shows SCHEMA` is one that some of its documents must keep;
//! `refused WHY POINTER` says that there is no generator, why, and where.

use serde_json::Value;

/// Files of the corpus.
const FILES: [&str; 9] = [
    include_str!("strings.txt"),
    include_str!("formats.txt"),
    include_str!("numbers.txt"),
    include_str!("arrays.txt"),
    include_str!("objects.txt"),
    include_str!("choices.txt"),
    include_str!("references.txt"),
    include_str!("regressions.txt"),
    include_str!("refused.txt"),
];

/// A schema, and what is expected of it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) schema: Value,
    pub(crate) expected: Expected,
}

/// What is expected of a schema.
#[derive(Debug)]
pub(crate) enum Expected {
    /// Documents; each of these schemas is kept by some of them.
    Documents(Vec<Value>),
    /// An error: its kind, its pointer, and for a pattern the pattern.
    Refusal { why: &'static str, pointer: &'static str, pattern: &'static str },
}

/// Every case.
pub(crate) fn all() -> Vec<Case> {
    read(&FILES)
}

/// Returns the cases of some files.
pub(crate) fn read(files: &[&'static str]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in files.iter().flat_map(|file| file.lines()) {
        let parse = |text: &str| serde_json::from_str(text).unwrap_or_else(|error| panic!("{line}: {error}"));
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some(told) = line.strip_prefix("  ") else {
            let (name, schema) = line.split_once(" = ").unwrap();
            cases.push(Case { name, schema: parse(schema), expected: Expected::Documents(Vec::new()) });
            continue;
        };
        let expected = &mut cases.last_mut().unwrap().expected;
        match (told.split_once(' ').unwrap(), &mut *expected) {
            (("shows", schema), Expected::Documents(shown)) => shown.push(parse(schema)),
            (("refused", words), _) => {
                let mut words = words.splitn(3, ' ');
                let mut word = || words.next().unwrap_or_default();
                *expected = Expected::Refusal { why: word(), pointer: word(), pattern: word() };
            }
            _ => panic!("{line}: neither `shows` nor `refused`"),
        }
    }
    cases
}

/// Name and schema of the cases that are written from.
pub(crate) fn written() -> Vec<(&'static str, Value)> {
    let documents = all().into_iter().filter(|case| matches!(case.expected, Expected::Documents(_)));
    documents.map(|case| (case.name, case.schema)).collect()
}

#[test]
fn the_corpus_is_wide() {
    let cases = all();
    let mut names: Vec<&str> = cases.iter().map(|case| case.name).collect();
    let mut schemas: Vec<String> = cases.iter().map(|case| case.schema.to_string()).collect();
    names.sort_unstable();
    schemas.sort_unstable();
    for pair in names.windows(2).chain(schemas.iter().map(String::as_str).collect::<Vec<_>>().windows(2)) {
        assert_ne!(pair[0], pair[1], "twice");
    }
    assert!(written().len() >= 150, "{}", written().len());
}
