//! Texts that are matched against plain text with placeholders between it.

/// Matches a text against parts, each of them plain text or a placeholder. Returns the text of each placeholder; `None`
/// if the plain text does not match. A placeholder ends where the next plain text begins.
pub(crate) fn captured<'p, 't, P>(
    parts: &'p [P],
    plain: fn(&P) -> Option<&str>,
    text: &'t str,
) -> Option<Vec<(&'p P, &'t str)>> {
    let mut rest = text;
    let mut captured = Vec::new();
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        if let Some(plain) = plain(part) {
            rest = rest.strip_prefix(plain)?;
            continue;
        }
        let end = match parts.peek().copied().and_then(plain) {
            Some(plain) => rest.find(plain)?,
            None => rest.len(),
        };
        captured.push((part, &rest[..end]));
        rest = &rest[end..];
    }
    rest.is_empty().then_some(captured)
}
