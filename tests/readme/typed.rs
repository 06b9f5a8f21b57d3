//! What a page tells to type can be typed: commands by the command line's own definitions, manifests by the features
//! that there are.

use std::fs;

use hookproof::cli;

use crate::hold;
use crate::pages;

/// The text of every block of such a language.
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

/// The commands of a block that begin with `hookproof`, each on one line. In YAML, and behind a backslash, a command
/// goes on in the next line.
pub(crate) fn commands(block: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in block.lines().map(str::trim) {
        let begins = line.strip_prefix("- ").unwrap_or(line).starts_with("hookproof ");
        let folded = line.starts_with("--") && !line.starts_with("---") && !found.is_empty();
        if begins {
            found.push(line.trim_start_matches("- ").trim_end_matches('\\').trim().to_owned());
        } else if goes_on || folded {
            let last = found.last_mut().unwrap();
            *last = format!("{last} {}", line.trim_end_matches('\\').trim());
        }
        goes_on = (begins || goes_on) && line.ends_with('\\');
    }
    found
}

/// The words of a command as a shell splits them, up to a remark, a redirection or the next command.
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
fn every_command_of_a_page_is_one_that_there_is() {
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

#[test]
fn a_command_that_there_is_not_is_found() {
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
