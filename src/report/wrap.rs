//! Fits text to the width of a terminal.

/// Additional indentation of a continued line.
const HANGING: usize = 2;

/// Breaks lines that are longer than this many columns, only between words. A command stays on its line, so that it can
/// be copied. So does a word that is longer than a line.
pub(super) fn wrap(text: &str, columns: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / 50);
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        if width(line) <= columns || is_command(line) {
            wrapped.push_str(line);
        } else {
            broken(line, columns, &mut wrapped);
        }
        wrapped.push_str(end);
    }
    wrapped
}

/// Whether a line is meant to be copied into a shell or a test.
fn is_command(line: &str) -> bool {
    line.starts_with("hookproof ") || line.starts_with(".only(")
}

fn broken(line: &str, columns: usize, wrapped: &mut String) {
    let indent = line.len() - line.trim_start_matches(' ').len();
    wrapped.push_str(&line[..indent]);
    let mut at = indent;
    let mut is_first = true;
    for word in line[indent..].split(' ') {
        let needs = width(word);
        if !is_first && at + 1 + needs > columns {
            wrapped.push('\n');
            wrapped.extend(std::iter::repeat_n(' ', indent + HANGING));
            at = indent + HANGING;
        } else if !is_first {
            wrapped.push(' ');
            at += 1;
        }
        wrapped.push_str(word);
        at += needs;
        is_first = false;
    }
}

/// Returns the columns of a text, without the escapes that colour it.
fn width(text: &str) -> usize {
    let mut columns = 0;
    let mut characters = text.chars();
    while let Some(letter) = characters.next() {
        if letter == '\u{1b}' {
            characters.by_ref().find(|letter| *letter == 'm');
        } else {
            columns += 1;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_only_between_words() {
        let long = "a".repeat(30);
        for (text, shown) in [
            ("short\n", "short\n"),
            ("  one two three four five\n", "  one two three\n    four five\n"),
            ("one two three four five six", "one two three four\n  five six"),
            ("hookproof verify truv http://a.test/hook", "hookproof verify truv http://a.test/hook"),
            ("\u{1b}[31;1mFAIL\u{1b}[0m one two three", "\u{1b}[31;1mFAIL\u{1b}[0m one two three"),
        ] {
            assert_eq!(wrap(text, 18), shown, "{text}");
        }
        assert_eq!(wrap(&format!("see {long} there"), 18), format!("see\n  {long}\n  there"));
    }
}
