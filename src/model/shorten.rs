//! Shortens external texts to fit on a line.

use std::borrow::Cow;

/// Returns at most this many characters of a text; `...` replaces the rest.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
