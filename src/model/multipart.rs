//! Multipart bodies, `multipart/form-data`: a part for each field, between lines with the boundary.

use crate::model::body_error::BodyError;

/// The media type of the bodies that are written, with their boundary.
pub(super) const CONTENT_TYPE: &str = "multipart/form-data; boundary=hookproof-7d0c5b1e94f24a6b";

/// Begins the line before each part.
const DELIMITER: &str = "--hookproof-7d0c5b1e94f24a6b";

/// Writes the fields of a body. No text may contain the boundary.
pub(super) fn written(fields: impl IntoIterator<Item = (impl AsRef<str>, String)>) -> String {
    let mut body = String::new();
    for (name, text) in fields {
        // As browsers write these characters in a name.
        let name = name.as_ref().replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22");
        body.extend([DELIMITER, "\r\nContent-Disposition: form-data; name=\"", &name, "\"\r\n\r\n", &text, "\r\n"]);
    }
    body.extend([DELIMITER, "--\r\n"]);
    body
}

/// Returns the fields of a body, in order. Its first line says what the boundary is.
pub(super) fn fields(body: &[u8]) -> Result<Vec<(String, String)>, BodyError> {
    let broken = |part| BodyError::Part { part };
    let delimiter = body.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    if !delimiter.starts_with(b"--") || delimiter.len() <= 2 {
        return Err(broken(1));
    }
    if delimiter.ends_with(b"--") && body.trim_ascii_end() == delimiter {
        return Ok(Vec::new());
    }
    let between = [b"\r\n", delimiter].concat();
    let mut rest = &body[delimiter.len()..];
    let mut found = Vec::new();
    loop {
        let part = found.len() + 1;
        if rest.starts_with(b"--") {
            return Ok(found);
        }
        let content = rest.strip_prefix(b"\r\n").ok_or_else(|| broken(part))?;
        let end = position(content, &between).ok_or_else(|| broken(part))?;
        found.push(field(&content[..end]).ok_or_else(|| broken(part))?);
        rest = &content[end + between.len()..];
    }
}

/// Reads the name and the text of a part.
fn field(part: &[u8]) -> Option<(String, String)> {
    let end = position(part, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&part[..end]).ok()?;
    let text = std::str::from_utf8(part.get(end + 4..)?).ok()?;
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let (_, name) = disposition.split_once("; name=\"")?;
    let (name, _) = name.split_once('"')?;
    let name = name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    Some((name, text.to_owned()))
}

fn position(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_they_were_written() {
        let fields = [("from", "A <a@example.com>"), ("text", "two\r\nlines\n"), ("empty", ""), ("a\"\r\nb", "ß")];
        let owned = fields.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let body = written(owned.clone());
        assert!(
            body.starts_with(
                "--hookproof-7d0c5b1e94f24a6b\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\nA <"
            )
        );
        assert!(body.ends_with("\r\n--hookproof-7d0c5b1e94f24a6b--\r\n"));
        assert!(CONTENT_TYPE.ends_with(&format!("boundary={}", &DELIMITER[2..])));
        assert_eq!(self::fields(body.as_bytes()).unwrap(), owned);
        assert_eq!(self::fields(written(std::iter::empty::<(&str, String)>()).as_bytes()).unwrap(), []);
    }

    #[test]
    fn another_boundary_and_further_headers_are_read() {
        let body = b"--x\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--";
        assert_eq!(fields(body).unwrap(), [("a".to_owned(), "1".to_owned())]);
    }

    #[test]
    fn a_broken_body_is_refused() {
        let first = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        for (broken, at) in [
            ("", 1),
            ("a=1", 1),
            ("--", 1),
            ("--x", 1),
            ("--x\r\n", 1),
            (first, 1),
            (&format!("{first}--x\r\nContent-Disposition: form-data\r\n\r\n2\r\n--x--\r\n"), 2),
            (&format!("{first}--x\r\nContent-Disposition: form-data; name=\"b\r\n\r\n2\r\n--x--\r\n"), 2),
            (&format!("{first}--xy"), 2),
        ] {
            let error = fields(broken.as_bytes()).unwrap_err();
            assert!(matches!(error, BodyError::Part { part } if part == at), "{broken:?}: {error}");
        }
        let not_text =
            [first.as_bytes(), b"--x\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n\xff\r\n--x--"].concat();
        assert!(matches!(fields(&not_text), Err(BodyError::Part { part: 2 })));
    }
}
