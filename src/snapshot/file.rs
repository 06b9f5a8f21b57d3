//! The format of a snapshot: a head in YAML between two lines `---`, then the text.

use thiserror::Error;

/// A text snapshot in the format of insta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Lines of the head, as they were read.
    head: Vec<String>,
    body: String,
}

/// The error for text that is not a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FormatError {
    /// It does not begin with a head.
    #[error("its first line is not `---`")]
    NoHead,
    /// Its head does not end.
    #[error("no second line `---` ends its head")]
    NoEnd,
}

impl File {
    /// Creates a file with a description in its head.
    #[must_use]
    pub fn new(description: &str, body: &str) -> Self {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || " ._-".contains(letter);
        let plain = description.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && description.chars().all(is_plain)
            && !description.ends_with(' ');
        // A JSON string is also a YAML string.
        let quoted = if plain { description.to_owned() } else { serde_json::json!(description).to_string() };
        Self { head: vec![format!("description: {quoted}")], body: settled(body) }
    }

    /// Reads a file. As in insta, Windows line endings are converted, and white space at the end is ignored.
    ///
    /// # Errors
    /// Returns an error if the text has no head, or if the head does not end.
    pub fn read(text: &str) -> Result<Self, FormatError> {
        let text = text.replace("\r\n", "\n");
        let mut rest = text.strip_prefix("---\n").ok_or(FormatError::NoHead)?;
        let mut head = Vec::new();
        loop {
            let (line, then) = rest.split_once('\n').unwrap_or((rest, ""));
            if line.trim_end() == "---" {
                return Ok(Self { head, body: settled(then) });
            }
            if then.is_empty() {
                return Err(FormatError::NoEnd);
            }
            head.push(line.to_owned());
            rest = then;
        }
    }

    /// Returns the text of the file, head first.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::from("---\n");
        for line in &self.head {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str("---\n");
        text.push_str(&self.body);
        text.push('\n');
        text
    }

    /// Returns the text of the snapshot, without the head.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Returns a file with the same head and another text.
    #[must_use]
    pub fn with_body(&self, body: &str) -> Self {
        Self { head: self.head.clone(), body: settled(body) }
    }

    /// Returns a copy without the lines that insta writes only to pending files.
    #[must_use]
    pub fn accepted(&self) -> Self {
        let stays = |line: &&String| !line.starts_with("assertion_line:");
        Self { head: self.head.iter().filter(stays).cloned().collect(), body: self.body.clone() }
    }
}

fn settled(body: &str) -> String {
    body.trim_end().replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_as_it_was_read() {
        let text = "---\nsource: tests/a.rs\ninfo:\n  - a\n---\nminimal\n---\n{}\n";
        let file = File::read(text).unwrap();
        assert_eq!(file.body(), "minimal\n---\n{}");
        assert_eq!(file.write(), text);
        assert_eq!(File::read(&text.replace('\n', "\r\n")).unwrap(), file);
    }

    #[test]
    fn what_is_none_is_refused() {
        assert_eq!(File::read("{}"), Err(FormatError::NoHead));
        assert_eq!(File::read(""), Err(FormatError::NoHead));
        assert_eq!(File::read("---\nsource: a\n"), Err(FormatError::NoEnd));
        assert_eq!(File::read("---\n").unwrap_err(), FormatError::NoEnd);
        assert_eq!(File::read("---\n---").unwrap().body(), "");
    }

    #[test]
    fn a_head_is_yaml_whatever_the_name() {
        assert_eq!(File::new("truv order-created", "a\n\n").write(), "---\ndescription: truv order-created\n---\na\n");
        assert_eq!(File::new("a: b", "").write(), "---\ndescription: \"a: b\"\n---\n\n");
    }

    #[test]
    fn an_accepted_file_has_no_line_of_an_assertion() {
        let file = File::read("---\nsource: tests/a.rs\nassertion_line: 7\n---\n{}\n").unwrap();
        assert_eq!(file.body(), "{}");
        assert_eq!(file.accepted().write(), "---\nsource: tests/a.rs\n---\n{}\n");
    }
}
