//! Text inside markup.

use std::fmt::Write;

use crate::report::phrases;

/// Escapes text for an element or attribute of XML or HTML. Control characters and the like are made visible, and the
/// characters of `more` are written as numeric references.
pub(super) fn escaped(text: &str, more: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in phrases::visible(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ if more.contains(&character) => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Escapes text of an HTML element or attribute. Characters that would act are shown by their number.
pub(crate) fn text(text: &str) -> String {
    escaped(text, &['\''])
}
