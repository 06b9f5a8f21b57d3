//! A sentence of the README, of the guide or of a `--help` has at most thirty words.

use std::collections::BTreeSet;
use std::process::Command;

use hookproof::__private::cli;

use crate::{hold, pages};

const MOST_WORDS: usize = 30;

/// Pages with sections that are made from texts in `src`. These sections are not counted.
const GENERATED: [&str; 3] = ["src/docs/causes.md", "src/docs/checks.md", "src/docs/what_is_proved.md"];

/// Sentences of `--help` that are still too long. The list only shrinks.
const EXCEPTIONS: &str = "tests/readme/long_sentences.txt";

/// Counts words; a span of code is one.
fn count(sentence: &str) -> usize {
    let mut in_code = false;
    let mut plain = String::new();
    for character in sentence.chars() {
        match character {
            '`' => {
                in_code = !in_code;
                plain.push('x');
            }
            _ if in_code => plain.push('x'),
            _ => plain.push(character),
        }
    }
    plain.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Splits a paragraph into sentences. A span of code has no end of a sentence in it.
fn sentences(paragraph: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let mut in_code = false;
    let mut characters = paragraph.chars().peekable();
    while let Some(character) = characters.next() {
        in_code ^= character == '`';
        sentences.last_mut().unwrap().push(character);
        let ends = !in_code && ".?!".contains(character);
        if ends && characters.peek().is_none_or(|next| next.is_whitespace() || "*\")".contains(*next)) {
            sentences.push(String::new());
        }
    }
    sentences.into_iter().map(|sentence| sentence.trim().to_owned()).filter(|sentence| !sentence.is_empty()).collect()
}

/// Returns the sentences with too many words.
fn long(paragraphs: &[String]) -> Vec<String> {
    let all = paragraphs.iter().flat_map(|paragraph| sentences(paragraph));
    all.filter(|sentence| count(sentence) > MOST_WORDS).collect()
}

/// Returns the paragraphs of a page: also items of lists, cells of tables and headings.
fn paragraphs(page: &str, text: &str) -> Vec<String> {
    let is_generated = GENERATED.contains(&page);
    let mut paragraphs = vec![String::new()];
    let mut section: Option<&str> = None;
    for (_, line) in pages::prose(text) {
        let line = line.trim();
        let comment = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
        if let Some(name) = comment {
            let opens = !name.starts_with('/') && text.contains(&format!("<!-- /{name} -->"));
            section = opens.then_some(name);
        }
        let skipped =
            comment.is_some() || (section.is_some() && is_generated) || line.starts_with('[') && line.contains("]: ");
        let begins = line.is_empty() || skipped || line.starts_with(['#', '|', '-', '*']) || numbered(line);
        if begins {
            paragraphs.push(String::new());
        }
        if skipped {
            continue;
        }
        if line.starts_with('|') {
            paragraphs.extend(line.split('|').map(str::to_owned));
            continue;
        }
        let last = paragraphs.last_mut().unwrap();
        last.push(' ');
        last.push_str(&without_targets(line));
    }
    paragraphs
}

fn numbered(line: &str) -> bool {
    line.split_once(". ").is_some_and(|(number, _)| number.chars().all(|character| character.is_ascii_digit()))
}

/// Leaves the text of links only.
fn without_targets(line: &str) -> String {
    let mut parts = line.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| format!("{text}{}", part.split_once(')').map_or(part, |(_, rest)| rest)))
}

#[test]
fn sentences_of_pages_are_short() {
    let sheets = |page: &String| page.starts_with("src/docs/sheets/") && !page.ends_with("index.md");
    let mut wrong = Vec::new();
    for page in pages::all().into_iter().filter(|page| !sheets(page)) {
        let found = long(&paragraphs(&page, &pages::text(&page)));
        wrong.extend(found.into_iter().map(|sentence| format!("{page}: {} words: {sentence}", count(&sentence))));
    }
    assert!(wrong.is_empty(), "more than {MOST_WORDS} words:\n{}", wrong.join("\n"));
}

/// Returns the paragraphs that a `--help` prints.
fn help_paragraphs(help: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut was_flush = false;
    for line in help.lines() {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        let begins =
            text.is_empty() || text.starts_with(['-', '[', '<']) || (indent <= 2 && !(indent == 0 && was_flush));
        was_flush = indent == 0 && !text.is_empty();
        if begins {
            paragraphs.push(String::new());
        }
        if !text.starts_with('[') && !text.starts_with("Usage:") {
            let last = paragraphs.last_mut().unwrap();
            last.push(' ');
            last.push_str(text);
        }
    }
    paragraphs
}

/// Returns the words of every command that takes `--help`.
fn commands(command: &clap::Command, path: &[String], found: &mut Vec<Vec<String>>) {
    found.push(path.to_vec());
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let path = [path, &[inner.get_name().to_owned()]].concat();
        commands(inner, &path, found);
    }
}

#[test]
fn sentences_of_the_help_are_short() {
    let mut all = Vec::new();
    commands(&cli::command(), &[], &mut all);
    assert!(all.len() > 20, "{all:?}");
    let mut found = BTreeSet::new();
    for path in all {
        let run = Command::new(env!("CARGO_BIN_EXE_hookproof")).args(&path).arg("--help").output().unwrap();
        assert!(run.status.success(), "{path:?}");
        let help = String::from_utf8(run.stdout).unwrap();
        for sentence in long(&help_paragraphs(&help)) {
            let start: Vec<&str> = sentence.split_whitespace().take(8).collect();
            found.insert(format!(
                "{}: {}",
                [&["hookproof".to_owned()], path.as_slice()].concat().join(" "),
                start.join(" ")
            ));
        }
    }
    hold::shrinking(EXCEPTIONS, &found, "is longer than thirty words: split it");
}

#[test]
fn a_long_sentence_is_found() {
    let words = |count: usize| vec!["word"; count].join(" ");
    let text = format!("# Title\n\n{}.\n\n- {}\n{}.\n\n```text\n{}\n```\n", words(30), words(15), words(16), words(40));
    assert_eq!(long(&paragraphs("p", &text)).len(), 1);
    assert_eq!(count("It prints `a b c` and [more] – here."), 6);
    assert_eq!(sentences("One. Two `a. b`? *Three*."), ["One.", "Two `a. b`?", "*Three*."]);
    let help =
        format!("Run it\n\nUsage: x\n\nOptions:\n      --flag <N>\n          {}\n          {}\n", words(16), words(16));
    assert_eq!(long(&help_paragraphs(&help)).len(), 1);
    let flush = format!("{}\n{}\n", words(16), words(16));
    assert_eq!(long(&help_paragraphs(&flush)).len(), 1);
}
