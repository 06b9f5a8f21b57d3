//! Reads which names a Rust file imports, exports and uses. It knows as much of the language as this crate needs.

use std::collections::{BTreeMap, BTreeSet};

/// The names in a file.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Code {
    /// Imports: the local name, and the path.
    pub(crate) imports: BTreeMap<String, Vec<String>>,
    /// Re-exports: the same.
    pub(crate) exports: BTreeMap<String, Vec<String>>,
    /// Paths of at least two parts, other than imports.
    pub(crate) paths: BTreeSet<Vec<String>>,
    /// Names without a path.
    pub(crate) words: BTreeSet<String>,
}

const TESTS: &str = "#[cfg(test)]\nmod tests";

/// Reads a file up to its tests.
pub(crate) fn read(text: &str) -> Code {
    let tokens = tokens(text.split(TESTS).next().unwrap_or_default());
    let mut code = Code::default();
    let mut at = 0;
    let mut is_public = false;
    while at < tokens.len() {
        let start = at;
        match tokens[at].as_str() {
            "pub" => at = after_visibility(&tokens, at + 1),
            "use" => {
                at += 1;
                let list = if is_public { &mut code.exports } else { &mut code.imports };
                imported(&tokens, &mut at, &[], list);
            }
            "mod" => at += 2,
            "enum" => at = after_variants(&tokens, at, &mut code),
            token if is_name(token) => at = after_path(&tokens, at, &mut code),
            _ => at += 1,
        }
        is_public = tokens[start] == "pub";
    }
    code
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn is(tokens: &[String], at: usize, token: &str) -> bool {
    tokens.get(at).is_some_and(|found| found == token)
}

/// Skips `(crate)` or `(in path)`.
fn after_visibility(tokens: &[String], at: usize) -> usize {
    let is_limited = is(tokens, at, "(") && ["crate", "super", "self", "in"].iter().any(|end| is(tokens, at + 1, end));
    match tokens[at..].iter().position(|token| token == ")") {
        Some(end) if is_limited => at + end + 1,
        _ => at,
    }
}

/// Reads one tree of an import, such as `a::{B, c::D as E}`.
fn imported(tokens: &[String], at: &mut usize, start: &[String], list: &mut BTreeMap<String, Vec<String>>) {
    let mut path = start.to_vec();
    while *at < tokens.len() {
        match tokens[*at].as_str() {
            "::" => *at += 1,
            "{" => {
                while !is(tokens, *at, "}") && *at < tokens.len() {
                    *at += 1;
                    imported(tokens, at, &path, list);
                }
                *at += 1;
                return;
            }
            "as" => {
                let alias = tokens[*at + 1].clone();
                list.insert(if alias == "_" { path.join("::") } else { alias }, path);
                *at += 2;
                return;
            }
            token if is_name(token) => {
                path.push(token.to_owned());
                *at += 1;
            }
            _ => break,
        }
    }
    let is_whole = path.len() > start.len();
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    if let Some(name) = path.last().cloned().filter(|_| is_whole) {
        list.insert(name, path);
    }
}

/// Skips the names of the variants of an enum, and reads what they hold.
fn after_variants(tokens: &[String], at: usize, code: &mut Code) -> usize {
    let Some(open) = tokens[at..].iter().position(|token| token == "{") else { return at + 1 };
    let mut at = at + open + 1;
    let mut depth = 1;
    while at < tokens.len() && depth > 0 {
        match tokens[at].as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            token if is_name(token) && depth > 1 => {
                at = after_path(tokens, at, code);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// Reads a path or a single name.
fn after_path(tokens: &[String], start: usize, code: &mut Code) -> usize {
    let mut path = vec![tokens[start].clone()];
    let mut at = start + 1;
    while is(tokens, at, "::") && tokens.get(at + 1).is_some_and(|token| is_name(token)) {
        path.push(tokens[at + 1].clone());
        at += 2;
    }
    let is_start = start == 0 || !["::", "."].contains(&tokens[start - 1].as_str());
    if path.len() > 1 && is_start {
        code.paths.insert(path);
    } else if is_start {
        code.words.extend(path);
    }
    at
}

/// Returns names, `::` and other single characters, without comments, texts and space.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else if let Some(length) = literal(rest) {
            length
        } else if is_name(rest) {
            let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
            tokens.push(rest[..end].to_owned());
            end
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// Returns the length of the text or character that `rest` begins with.
fn literal(rest: &str) -> Option<usize> {
    let prefix = ["br", "r", "b", ""]
        .into_iter()
        .find(|prefix| rest.strip_prefix(prefix).is_some_and(|rest| rest.trim_start_matches('#').starts_with('"')));
    if let Some(prefix) = prefix {
        let body = &rest[prefix.len()..];
        let marks = body.len() - body.trim_start_matches('#').len();
        if prefix.ends_with('r') {
            let end = format!("\"{}", "#".repeat(marks));
            return body[marks + 1..].find(&end).map(|at| prefix.len() + marks + 1 + at + end.len());
        }
        return (marks == 0).then(|| prefix.len() + quoted(body, '"'));
    }
    let body = rest.strip_prefix('\'')?;
    let is_character = body.starts_with('\\') || body.chars().nth(1) == Some('\'');
    is_character.then(|| quoted(rest, '\''))
}

/// Returns the length of a text between quotes, with its escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[test]
fn imports_exports_paths_and_words_are_read() {
    let code = read(
        "use crate::a::{B, c::{self, D as E}};\npub(crate) use f::F;\nmod g;\npub(in crate::h) fn i<'a>(x: &'a str) -> \
         j::J { let _ = ('\"', \"k::K\", r#\"l::L\"#, x.m()); N }\npub enum O {\n    P,\n    Q(r::R),\n}",
    );
    let list = |pairs: &[(&str, &str)]| -> BTreeMap<String, Vec<String>> {
        let path = |path: &str| path.split("::").map(str::to_owned).collect();
        pairs.iter().map(|(name, of)| ((*name).to_owned(), path(of))).collect()
    };
    assert_eq!(code.imports, list(&[("B", "crate::a::B"), ("c", "crate::a::c"), ("E", "crate::a::c::D")]));
    assert_eq!(code.exports, list(&[("F", "f::F")]));
    let paths: Vec<String> = code.paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["j::J", "r::R"]);
    assert!(code.words.contains("N") && !["P", "Q", "K", "L", "m"].iter().any(|word| code.words.contains(*word)));
}
