//! Quoting for a POSIX shell.

/// Quotes a word for the shell, if needed.
#[must_use]
pub(crate) fn quoted(word: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,@%+".contains(letter);
    if !word.is_empty() && word.chars().all(bare) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Returns the name of the shell variable for a header's value: `X_API_KEY` for `X-Api-Key`.
#[must_use]
pub(crate) fn variable(name: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    let name: String = name.chars().map(letter).collect();
    if name.starts_with(|letter: char| letter.is_ascii_digit()) { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_a_quoted_word_as_it_is() {
        for (word, shown) in [
            ("--seed", "--seed"),
            ("a=b", "a=b"),
            ("", "''"),
            ("two words", "'two words'"),
            ("it's $HOME", r"'it'\''s $HOME'"),
            ("http://a.test/x?y={id}", "'http://a.test/x?y={id}'"),
        ] {
            assert_eq!(quoted(word), shown);
        }
        assert_eq!(variable("X-Api-Key"), "X_API_KEY");
        assert_eq!(variable("2nd"), "_2ND");
    }
}
