//! Reads the secret, and warns of invisible characters in it.

use std::io;
use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::shared_args::SecretArgs;
use crate::cli::{output, read};
use crate::model::Secret;
use crate::sign::KeyError;

/// First character of files from some Windows editors.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Returns the secret that was given, if one was. A file that is named wins over the environment.
pub(super) fn secret(args: &SecretArgs) -> Result<Option<Secret>, CliError> {
    given("secret", args.secret_file.as_deref(), args.secret.as_deref())
}

/// Returns a secret from a file or a text. `name` is what a warning calls it.
pub(super) fn given(name: &str, file: Option<&Path>, text: Option<&str>) -> Result<Option<Secret>, CliError> {
    let (text, from) = match (file, text) {
        (Some(path), _) => (read(path)?, format!(" from {}", path.display())),
        (None, Some(text)) => (text.to_owned(), String::new()),
        (None, None) => return Ok(None),
    };
    if text.is_empty() {
        return Err(KeyError::Empty.into());
    }
    if let Some(ends) = ends(&text) {
        output::warning(&format!("the {name}{from} {ends}; remove it if it is not part of the secret"));
    }
    Ok(Some(Secret::new(text)))
}

/// Returns the text of a file, without the line feed at its end.
pub(super) fn read(path: &Path) -> Result<String, CliError> {
    let text = String::from_utf8(read::bytes(path)?).map_err(|error| {
        let reason = match error.as_bytes() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it is UTF-16 text: save it as UTF-8",
            _ => "it is not UTF-8 text",
        };
        CliError::Read { path: path.to_owned(), source: io::Error::new(io::ErrorKind::InvalidData, reason) }
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// Describes invisible characters at the ends of a secret, to be read after "the secret".
fn ends(secret: &str) -> Option<String> {
    let is_pem = secret.trim().starts_with("-----BEGIN ");
    let seen = |at: Option<char>| at.filter(|_| !is_pem).and_then(invisible);
    match (seen(secret.chars().next()), seen(secret.chars().next_back())) {
        (Some(begins), None) => Some(format!("begins with {begins}")),
        (None, Some(ends)) => Some(format!("ends with {ends}")),
        (Some(begins), Some(ends)) if begins == ends => Some(format!("begins and ends with {begins}")),
        (Some(begins), Some(ends)) => Some(format!("begins with {begins} and ends with {ends}")),
        (None, None) => None,
    }
}

fn invisible(character: char) -> Option<&'static str> {
    match character {
        ' ' => Some("a space"),
        '\t' => Some("a tab"),
        '\r' => Some("a carriage return"),
        '\n' => Some("a line feed"),
        BYTE_ORDER_MARK => Some("a byte order mark"),
        _ if character.is_whitespace() => Some("white space"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_named() {
        for (secret, says) in [
            ("hush", None),
            ("hu sh", None),
            (" hush", Some("begins with a space")),
            ("\u{feff}hush", Some("begins with a byte order mark")),
            ("hush\t", Some("ends with a tab")),
            ("hush\n", Some("ends with a line feed")),
            ("hush\r", Some("ends with a carriage return")),
            ("\u{feff}hush ", Some("begins with a byte order mark and ends with a space")),
            ("\n", Some("begins and ends with a line feed")),
            ("hush\u{a0}", Some("ends with white space")),
            ("-----BEGIN PRIVATE KEY-----\n\n", None),
            ("\u{feff}-----BEGIN PRIVATE KEY-----", Some("begins with a byte order mark")),
        ] {
            assert_eq!(ends(secret).as_deref(), says, "{secret:?}");
        }
    }
}
