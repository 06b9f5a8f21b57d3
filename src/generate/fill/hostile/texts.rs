//! Texts that are valid JSON strings and that careless code fails on.

/// Characters outside the BMP: two UTF-16 code units, four bytes of UTF-8.
pub(super) const ASTRAL: &[&str] = &["🦀🚀 rocket", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "😀", "𠮷野家", "👩‍👩‍👧 family", "🇺🇳"];

/// Right-to-left characters, with the marks that change the direction.
pub(super) const RIGHT_TO_LEFT: &[&str] =
    &["עברית", "محمد العربي", "\u{202e}gpj.exe", "\u{2067}פנים\u{2069} outside", "\u{200f}mark", "\u{202b}abc\u{202c}"];

/// Characters of several code points, and marks that combine with the preceding character.
pub(super) const COMBINING: &[&str] = &[
    "e\u{301}galite\u{301}",
    "\u{301}begins with a mark",
    "Z\u{30a}\u{323}\u{327}\u{338}o\u{489}",
    "\u{1112}\u{1161}\u{11ab}",
    "n\u{303}andu\u{301}",
    "\u{200d}\u{200b}joined\u{feff}",
];

/// Boundaries of the encodings: code points next to the surrogates, noncharacters, and texts that look like a
/// surrogate.
pub(super) const EDGES: &[&str] =
    &["\u{d7ff}\u{e000}", "\u{ffff}", "\u{fffe}\u{feff}", "\u{10ffff}", "\u{fffd}", "\\ud800", "\\udfff\\ud83d"];

/// U+0000.
pub(super) const NUL: &[&str] = &["\0", "before\0after", "at the end\0", "\\u0000 and \0"];

/// Characters that JSON has to escape, and white space other than a space.
pub(super) const ESCAPES: &[&str] = &[
    "\"quoted\"",
    "back\\slash\\",
    "line\r\nfeed\ttab",
    "\u{1}\u{8}\u{c}\u{1f}\u{7f}",
    "\u{2028}\u{2029}\u{85}",
    "\\n \\u0041 \\\"",
    " padded\u{a0}",
    "/\\/",
];

/// Strings that look like something else.
pub(super) const LOOKALIKES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1e999",
    "NaN",
    "undefined",
    "[]",
    "{}",
    "../..",
    "'; DROP TABLE nothing; --",
    "<script>alert(1)</script>",
    "${7*7}{{7*7}}",
    "%s%n%00",
    "=1+1",
    "__proto__",
    "2026-02-30",
];
