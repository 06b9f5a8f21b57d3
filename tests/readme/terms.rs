//! No module and no public item has a word in its name that the vocabulary replaced.

use std::collections::BTreeSet;
use std::fs;

use crate::hold;

const VOCABULARY: &str = "src/docs/terms.md";
/// Names that still have such a word. The list only shrinks.
const EXCEPTIONS: &str = "tests/readme/old_words.txt";

/// Returns the replaced words: those in code in the last column of the tables.
fn replaced(page: &str) -> BTreeSet<String> {
    let tables = page.split("## Words in sentences").next().unwrap();
    let cells = tables.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|')?.rsplit('|').next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// Returns the words of an identifier in lower case, whether it is `snake_case` or `CamelCase`.
fn words(identifier: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for character in identifier.chars() {
        if character == '_' || (character.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = character.is_lowercase() || character.is_ascii_digit();
        if character != '_' {
            words.last_mut().unwrap().extend(character.to_lowercase());
        }
    }
    words
}

/// Returns what a line of Rust declares: a module, or a public item or field.
fn declared(line: &str) -> Option<&str> {
    const KEYWORDS: [&str; 12] =
        ["async", "const", "enum", "extern", "fn", "mod", "static", "struct", "trait", "type", "unsafe", "mut"];
    let line = line.trim_start();
    let public = line.strip_prefix("pub ");
    let private_module = line.strip_prefix("pub(crate) ").unwrap_or(line).strip_prefix("mod ");
    let mut rest = public.or(private_module)?;
    if rest.starts_with("use ") {
        return None;
    }
    while let Some((_, after)) = rest.split_once(' ').filter(|(keyword, _)| KEYWORDS.contains(keyword)) {
        rest = after;
    }
    let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// Returns `path name: word` for each name with a replaced word.
fn found() -> BTreeSet<String> {
    let replaced = replaced(&fs::read_to_string(hold::place(VOCABULARY)).unwrap());
    assert!(replaced.len() > 40, "{replaced:?}");
    let mut found = BTreeSet::new();
    for path in hold::sources() {
        let place = path.strip_prefix(hold::place("")).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let shipped = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for name in shipped.lines().filter_map(declared) {
            for word in words(name).iter().filter(|word| replaced.contains(*word)) {
                found.insert(format!("{place} {name}: {word}"));
            }
        }
    }
    found
}

#[test]
fn no_name_has_a_replaced_word() {
    hold::shrinking(EXCEPTIONS, &found(), "has another word in src/docs/terms.md");
}

#[test]
fn a_replaced_word_is_found() {
    let table = "| a | b |\n| fault | what | `weather`, trouble |\n\n## Words in sentences\n| x | `y` |\n";
    assert_eq!(replaced(table), BTreeSet::from(["weather".to_owned()]));
    assert_eq!(words("set_weather"), ["set", "weather"]);
    assert_eq!(words("BadWeather2Json"), ["bad", "weather2", "json"]);
    for (line, name) in [
        ("    pub fn set_weather(self) {", Some("set_weather")),
        ("pub const fn pace() {", Some("pace")),
        ("pub(crate) mod dice;", Some("dice")),
        ("mod dice;", Some("dice")),
        ("    pub weather: Weather,", Some("weather")),
        ("pub struct Pace(u8);", Some("Pace")),
        ("pub use deliver::Pace;", None),
        ("pub(crate) fn pace() {", None),
        ("let pace = 1;", None),
    ] {
        assert_eq!(declared(line), name, "{line}");
    }
}
