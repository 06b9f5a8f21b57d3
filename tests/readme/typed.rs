//! Checks the commands of the pages against the definitions of the command line, and the manifests against the features.

use std::collections::BTreeSet;
use std::fs;

use clap::error::ErrorKind;
use hookproof::__private::cli;

use crate::{hold, pages};

/// Returns the text of every block in one of the languages.
pub(crate) fn blocks(page: &str, languages: &[&str]) -> Vec<String> {
    let text = fs::read_to_string(hold::place(page)).unwrap();
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix("```").is_some_and(|language| languages.contains(&language)) {
            let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            found.push(inside.join("\n"));
        }
    }
    found
}

/// Returns the command of hookproof that a line begins, also if cargo builds and runs it.
fn command(line: &str) -> Option<String> {
    let line = line.strip_prefix("- ").unwrap_or(line);
    if line.starts_with("hookproof ") {
        return Some(line.to_owned());
    }
    let (_, arguments) = line.strip_prefix("cargo run ")?.split_once("-- ")?;
    Some(format!("hookproof {arguments}"))
}

/// Returns the commands of a block, each on one line. In YAML, and after a backslash, a command continues in the next
/// line.
pub(crate) fn commands(block: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in block.lines().map(str::trim) {
        let begun = command(line);
        let begins = begun.is_some();
        let folded = line.starts_with("--") && !line.starts_with("---") && !found.is_empty();
        if let Some(begun) = begun {
            found.push(begun.trim_end_matches('\\').trim().to_owned());
        } else if goes_on || folded {
            let last = found.last_mut().unwrap();
            *last = format!("{last} {}", line.trim_end_matches('\\').trim());
        }
        goes_on = (begins || goes_on) && line.ends_with('\\');
    }
    found
}

/// Splits a command into words as a shell does, up to a comment, a redirection or the next command.
pub(crate) fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in command.chars() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if letter == '\'' || letter == '"' => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            None if letter.is_whitespace() => words.extend(word.take()),
            None if word.is_none() && "#<>|&".contains(letter) => break,
            _ => word.get_or_insert_default().push(letter),
        }
    }
    assert_eq!(quote, None, "a quote does not close: {command}");
    words.extend(word);
    words
}

#[test]
fn every_command_of_a_page_exists() {
    let mut tried = 0;
    for page in pages::all() {
        for command in blocks(&page, &["sh", "yaml"]).iter().flat_map(|block| commands(block)) {
            let parsed = cli::command().try_get_matches_from(words(&command));
            assert!(parsed.is_ok(), "{page}: `{command}`\n{}", parsed.unwrap_err());
            tried += 1;
        }
    }
    assert!(tried >= 20, "only {tried} commands were found");
}

/// Returns what is wrong with a command in a sentence, which may leave arguments out.
fn mistyped(span: &str) -> Option<String> {
    let error = cli::command().try_get_matches_from(words(span)).err()?;
    let is_wrong = !matches!(error.kind(), ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand);
    is_wrong.then(|| format!("`{span}`: {error}"))
}

/// Returns every long flag of every command.
fn flags(command: &clap::Command, found: &mut BTreeSet<String>) {
    found.extend(command.get_arguments().filter_map(|argument| Some(format!("--{}", argument.get_long()?))));
    command.get_subcommands().for_each(|inner| flags(inner, found));
}

#[test]
fn every_command_and_flag_in_a_sentence_exists() {
    /// Flags of cargo, and the one that every command has.
    const OTHERS: [&str; 3] = ["--path", "--features", "--help"];
    let mut known = BTreeSet::from(OTHERS.map(str::to_owned));
    flags(&cli::command(), &mut known);
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for page in pages::all().into_iter().chain(["CHANGELOG.md".to_owned()]) {
        let text = pages::text(&page);
        let prose = pages::prose(&text).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        for span in prose.split('`').skip(1).step_by(2) {
            let flag = span.split([' ', '=']).next().unwrap_or_default();
            if span.starts_with("hookproof ") {
                wrong.extend(mistyped(span).map(|wrong| format!("{page}: {wrong}")));
            } else if span.starts_with("--") {
                wrong.extend((!known.contains(flag)).then(|| format!("{page}: `{span}`")));
            } else {
                continue;
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 100, "only {tried} were found");
}

#[test]
fn an_unknown_command_is_found() {
    assert_eq!(commands("cargo run -- demo --list"), ["hookproof demo --list"]);
    assert!(mistyped("hookproof verify --needs").is_none());
    assert!(mistyped("hookproof verify --need").is_some());
    assert!(mistyped("hookproof verfy").is_some());

    for typed in ["hookproof verify truv", "hookproof verify truv http://a --reports json=x", "hookproof verfy"] {
        assert!(cli::command().try_get_matches_from(words(typed)).is_err(), "{typed}");
    }
    let folded = "  - run: >-\n      hookproof verify truv http://a\n      --strict\n  - uses: it";
    assert_eq!(commands(folded), ["hookproof verify truv http://a --strict"]);
    assert_eq!(words("a 'b c' \"$D\"/e # f"), ["a", "b c", "$D/e"]);
}

#[test]
fn every_manifest_of_a_page_names_features_and_the_version() {
    let own: toml::Table = fs::read_to_string(hold::place("Cargo.toml")).unwrap().parse().unwrap();
    let mut tried = 0;
    for page in pages::all() {
        for block in blocks(&page, &["toml"]) {
            let manifest: toml::Table = block.parse().unwrap();
            let Some(hookproof) = manifest.get("dev-dependencies").and_then(|all| all.get("hookproof")) else {
                continue;
            };
            let version = hookproof.get("version").and_then(toml::Value::as_str).unwrap();
            assert!(env!("CARGO_PKG_VERSION").starts_with(&format!("{version}.")), "{page}: {version}");
            let features = hookproof.get("features").and_then(toml::Value::as_array).cloned().unwrap_or_default();
            for feature in features {
                assert!(own["features"].get(feature.as_str().unwrap()).is_some(), "{page}: {feature:?}");
            }
            tried += 1;
        }
    }
    assert!(tried >= 1);
}
