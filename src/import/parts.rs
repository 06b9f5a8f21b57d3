//! The parts of a provider file that an import writes: keys with the remarks above them, and payloads.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::provider::Basis;

/// A part of a provider file.
pub(super) struct Part {
    /// A key, or `payload/` and the name of an event.
    pub(super) name: String,
    pub(super) range: Range<usize>,
    /// Whether it is a `[[payload]]`.
    pub(super) is_table: bool,
}

/// Returns the parts of a file in their order. Other comments than remarks belong to no part.
pub(super) fn of(text: &str) -> Result<Vec<Part>, String> {
    let table = DeTable::parse(text).map_err(|error| {
        let before = text.get(..error.span().unwrap_or_default().start).unwrap_or_default();
        format!("line {}: {}", before.matches('\n').count() + 1, error.message())
    })?;
    let mut parts = Vec::new();
    for (key, value) in table.get_ref() {
        let start = line_start(text, key.span().start);
        let is_table = text.get(start..).is_some_and(|line| line.trim_start().starts_with('['));
        match value.get_ref() {
            DeValue::Array(items) if is_table && key.get_ref() == "payload" => {
                parts.extend(items.iter().filter_map(|item| payload(text, item)));
            }
            _ if is_table => {}
            _ => {
                let range = with_remark(text, start)..end(value);
                parts.push(Part { name: key.get_ref().to_string(), range, is_table });
            }
        }
    }
    parts.sort_by_key(|part| part.range.start);
    let mut last = 0;
    parts.retain(|part| {
        let is_after = part.range.start >= last && part.range.start <= part.range.end;
        last = if is_after { part.range.end } else { last };
        is_after
    });
    Ok(parts)
}

/// Returns the range from the header of a payload to the end of its last value.
fn payload(text: &str, item: &Spanned<DeValue<'_>>) -> Option<Part> {
    let DeValue::Table(fields) = item.get_ref() else { return None };
    let name = fields.iter().find(|(key, _)| key.get_ref() == "name")?.1.get_ref().as_str()?;
    let first = fields.keys().map(|key| key.span().start).min()?;
    let last = fields.values().map(end).max()?;
    let mut start = line_start(text, first);
    for line in text.get(..start)?.split_inclusive('\n').rev() {
        start -= line.len();
        if line.trim_start().starts_with("[[") {
            return Some(Part { name: format!("payload/{name}"), range: start..last, is_table: true });
        }
    }
    None
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Returns the end of a value, or that of the last value in it.
fn end(value: &Spanned<DeValue<'_>>) -> usize {
    let inside = match value.get_ref() {
        DeValue::Table(fields) => fields.values().map(end).max(),
        DeValue::Array(items) => items.iter().map(end).max(),
        _ => None,
    };
    inside.unwrap_or_default().max(value.span().end)
}

/// Returns the start of the remark directly above a line, or of the line itself.
fn with_remark(text: &str, line: usize) -> usize {
    let mut start = line;
    for above in text.get(..line).unwrap_or_default().split_inclusive('\n').rev() {
        if !above.starts_with('#') {
            break;
        }
        start -= above.len();
        if is_remark(above) {
            return start;
        }
    }
    line
}

/// Returns whether a line begins a remark, which says how sure the line below it is.
fn is_remark(line: &str) -> bool {
    let word = line.strip_prefix("# ").and_then(|rest| Some(rest.split_once(": ")?.0));
    [Basis::Documented, Basis::Observed, Basis::Assumed].iter().any(|basis| word == Some(basis.name()))
}

/// Returns the end of the line in which a range ends.
pub(super) fn line_end(text: &str, range: &Range<usize>) -> usize {
    let rest = text.get(range.end..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |newline| range.end + newline + 1)
}

/// Extends a range to whole lines, unless a comment follows it.
pub(super) fn with_line_end(text: &str, range: &Range<usize>) -> Range<usize> {
    let end = line_end(text, range);
    let is_blank = text.get(range.end..end).is_some_and(|rest| rest.trim().is_empty());
    range.start..if is_blank { end } else { range.end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_their_remarks_and_no_other_comment() {
        let text = "# Mine.\n\nsource = \"a\" # mine\n# Mine, too.\n# assumed: so it is\n# more of it\nevent = \"/type\"\n\
                    \n[retry]\nname = 1\n\n# Mine.\n[[payload]]\n# inside\nname = \"a\"\nexamples = [\n  '{}',\n]\n\
                    \n[[payload]]\nname = \"b\"\nexamples = [\"[[\"]\n";
        let parts = of(text).unwrap();
        let found: Vec<(&str, &str)> =
            parts.iter().map(|part| (part.name.as_str(), &text[part.range.clone()])).collect();
        assert_eq!(
            found,
            [
                ("source", "source = \"a\""),
                ("event", "# assumed: so it is\n# more of it\nevent = \"/type\""),
                ("payload/a", "[[payload]]\n# inside\nname = \"a\"\nexamples = [\n  '{}',\n]"),
                ("payload/b", "[[payload]]\nname = \"b\"\nexamples = [\"[[\"]"),
            ]
        );
        assert!(of("a = 1\nb = = 2\n").err().unwrap().starts_with("line 2: "));
    }
}
