//! Names of files and definitions, made from names of events and schemas.

use std::collections::BTreeSet;

/// Maximum length of a name in characters.
const LONGEST: usize = 100;

/// Names that differ, also if letter case does not count.
#[derive(Default)]
pub(super) struct Names {
    used: BTreeSet<String>,
}

impl Names {
    /// Returns a name like `text` that was not returned before. It consists of letters, digits, `-`, `_` and `.`, and does
    /// not start with a dot.
    pub(super) fn like(&mut self, text: &str) -> String {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        let plain: String = text.chars().map(|letter| if is_plain(letter) { letter } else { '-' }).collect();
        let plain: String = plain.trim_start_matches('.').chars().take(LONGEST).collect();
        let mut name = plain.clone();
        let mut nth = 2;
        while name.is_empty() || !self.used.insert(name.to_ascii_lowercase()) {
            name = format!("{plain}-{nth}");
            nth += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_differ() {
        let mut names = Names::default();
        let made = ["a/b", "A/B", "../x", "", ""].map(|text| names.like(text));
        assert_eq!(made, ["a-b", "A-B-2", "-x", "-2", "-3"]);
        assert_eq!(names.like(&"x".repeat(1_000)).len(), 100);
    }
}
