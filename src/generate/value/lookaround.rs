//! Splits patterns with lookaround into patterns without it.

/// The parts of a pattern with lookaround.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// Patterns that all have to match, each without lookaround.
    pub(crate) all: Vec<String>,
}

/// A lookaround of a pattern.
struct Look<'a> {
    kind: Kind,
    inside: &'a str,
    /// First byte, and the byte after the last.
    from: usize,
    to: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ahead,
    NotAhead,
    Behind,
    NotBehind,
}

/// Splits `^(?=A)(?!B)C` into `^(?:A)` and `^C`: a lookahead at the start requires one more pattern. Negative
/// lookaheads are left out, so strings have to be checked against the whole pattern. Returns `None` if the pattern has
/// a lookaround at another position.
pub(crate) fn split(pattern: &str) -> Option<Split> {
    let mut all = Vec::new();
    let mut rest = String::new();
    let mut at = 0;
    let mut look = next(pattern, at)?;
    loop {
        rest.push_str(&pattern[at..look.from]);
        match look.kind {
            Kind::Ahead if rest == "^" => all.push(format!("^(?:{})", look.inside)),
            Kind::NotAhead | Kind::NotBehind => {}
            Kind::Ahead | Kind::Behind => return None,
        }
        at = look.to;
        match next(pattern, at) {
            Some(following) => look = following,
            None => break,
        }
    }
    rest.push_str(&pattern[at..]);
    // Alternatives outside groups would end the scope of the lookahead.
    if !all.is_empty() && has_alternatives(&rest) {
        return None;
    }
    let pieces = all.iter().chain([&rest]);
    let is_plain = pieces.clone().all(|piece| next(piece, 0).is_none());
    is_plain.then(|| Split { all: pieces.cloned().collect() })
}

/// Finds the first lookaround that starts at or after a byte.
fn next(pattern: &str, from: usize) -> Option<Look<'_>> {
    const KINDS: [(&str, Kind); 4] =
        [("(?=", Kind::Ahead), ("(?!", Kind::NotAhead), ("(?<=", Kind::Behind), ("(?<!", Kind::NotBehind)];
    let mut scan = Scan { text: pattern, at: from, in_class: false };
    while let Some((at, letter)) = scan.step() {
        let found = KINDS.iter().find(|(head, _)| letter == '(' && pattern[at..].starts_with(head));
        let Some((head, kind)) = found else { continue };
        let start = at + head.len();
        let mut inner = Scan { text: pattern, at: start, in_class: false };
        let mut depth = 1;
        while let Some((end, letter)) = inner.step() {
            depth = match letter {
                '(' => depth + 1,
                ')' => depth - 1,
                _ => depth,
            };
            if depth == 0 {
                return Some(Look { kind: *kind, inside: &pattern[start..end], from: at, to: end + 1 });
            }
        }
        return None;
    }
    None
}

fn has_alternatives(pattern: &str) -> bool {
    let mut scan = Scan { text: pattern, at: 0, in_class: false };
    let mut depth = 0;
    while let Some((_, letter)) = scan.step() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// A scanner of the characters of a pattern that are neither escaped nor inside a class.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    in_class: bool,
}

impl Scan<'_> {
    fn step(&mut self) -> Option<(usize, char)> {
        loop {
            let at = self.at;
            let letter = self.text[at..].chars().next()?;
            self.at += letter.len_utf8();
            match letter {
                '\\' => self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8),
                ']' => self.in_class = false,
                _ if self.in_class => {}
                '[' => self.in_class = true,
                _ => return Some((at, letter)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(pattern: &str) -> Option<Vec<String>> {
        split(pattern).map(|split| split.all)
    }

    #[test]
    fn a_look_ahead_from_the_start_is_a_pattern_of_its_own() {
        assert_eq!(pieces("^(?=.*[A-Z)])(?=.*\\d).{8,}$").unwrap(), ["^(?:.*[A-Z)])", "^(?:.*\\d)", "^.{8,}$"]);
        assert_eq!(pieces("^(?=(a|b)+$)[a-c]+$").unwrap(), ["^(?:(a|b)+$)", "^[a-c]+$"]);
    }

    #[test]
    fn what_must_not_be_seen_is_left_out() {
        assert_eq!(pieces("^(?!admin$)[a-z]+$").unwrap(), ["^[a-z]+$"]);
        assert_eq!(pieces("^(?:(?!--)[a-z-])+(?<!-)$").unwrap(), ["^(?:[a-z-])+$"]);
    }

    #[test]
    fn other_looks_are_not_split() {
        for pattern in ["\\d(?=%)", "(?<=x)y", "^(?=a)b|c", "^(?=a(?=b))c", "^a", "\\(?=a)", "[(?=]a)", "(?=a"] {
            assert_eq!(pieces(pattern), None, "{pattern}");
        }
    }
}
