//! Finds the value at a position in a JSON text.

use serde_json::error::Category;

/// Returns the JSON pointer of the value at which a text without line breaks could not be read; `None` if the error
/// does not give it, as with types that read everything before they check it.
pub(super) fn of_error(text: &[u8], error: &serde_json::Error) -> Option<String> {
    if error.line() != 1 || error.classify() != Category::Data {
        return None;
    }
    let mut scan = Scan { text, at: 0, end: error.column(), found: None };
    scan.value(&mut Vec::new());
    scan.found
}

/// Walks over a text that is known to be JSON.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    /// Number of bytes read before the error.
    end: usize,
    /// The innermost value that these bytes end in.
    found: Option<String>,
}

impl Scan<'_> {
    fn value(&mut self, path: &mut Vec<String>) {
        let start = self.at;
        match self.text.get(self.at) {
            Some(b'{') => self.members(path),
            Some(b'[') => self.items(path),
            Some(b'"') => drop(self.string()),
            _ => self.at += self.rest().iter().take_while(|byte| !b",]}".contains(byte)).count(),
        }
        // A value of the wrong type may be refused before any of it was read.
        if self.found.is_none() && start <= self.end && self.end <= self.at {
            self.found = Some(path.iter().flat_map(|part| ["/", part]).collect());
        }
    }

    fn members(&mut self, path: &mut Vec<String>) {
        self.at += 1;
        while self.text.get(self.at) == Some(&b'"') {
            let name = self.string();
            self.at += 1;
            path.push(name.replace('~', "~0").replace('/', "~1"));
            self.value(path);
            path.pop();
            self.at += usize::from(self.text.get(self.at) == Some(&b','));
        }
        self.at += 1;
    }

    fn items(&mut self, path: &mut Vec<String>) {
        self.at += 1;
        let mut index = 0;
        while self.text.get(self.at).is_some_and(|byte| *byte != b']') {
            path.push(index.to_string());
            self.value(path);
            path.pop();
            self.at += usize::from(self.text.get(self.at) == Some(&b','));
            index += 1;
        }
        self.at += 1;
    }

    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                break;
            }
        }
        let end = self.at.min(self.text.len());
        serde_json::from_slice(&self.text[start..end]).unwrap_or_default()
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "it is only read into")]
    struct Order {
        id: u8,
        lines: Vec<BTreeMap<String, bool>>,
    }

    #[test]
    fn names_the_value_that_does_not_fit() {
        let cases = [
            (r#"{"id":300,"lines":[]}"#, Some("/id")),
            (r#"{"lines":[{"a":true},{"b/c":[1,{"]":"}"}]}],"id":1}"#, Some("/lines/1/b~1c")),
            (r#"{"lines":[{"a\"b":true},"x"],"id":1}"#, Some("/lines/1")),
            (r#"{"id":1}"#, Some("")),
            (r#"{"id":1,"lines":{}}"#, Some("/lines")),
            (r#"{"id":1"#, None),
        ];
        for (text, expected) in cases {
            let error = serde_json::from_str::<Order>(text).unwrap_err();
            assert_eq!(of_error(text.as_bytes(), &error).as_deref(), expected, "{text}: {error}");
        }
    }
}
