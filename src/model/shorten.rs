//! Texts of others, as much of them as is worth a line.

use std::borrow::Cow;

/// At most so many characters of a text; `...` stands for the rest.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
